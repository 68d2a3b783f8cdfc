"""The data files that Warraq brings along: label sets, lexicons, fonts, icons, translations, help, sample documents."""

from pathlib import Path

_HERE = Path(__file__).parent


def path(*names: str) -> Path:
    """The path of a resource, for example ``path("labels", "wojood.toml")``."""
    found = _HERE.joinpath(*names)
    if names[0] == "seeds" and not found.exists():
        # In a checkout the sample documents stand beside the packages; a wheel carries them inside.
        return _HERE.parent.joinpath(*names)
    return found
