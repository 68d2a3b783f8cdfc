"""The text of a file that another one names by a relative address, beside it or in a folder beside it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from annotator.formats import files
from annotator.formats.encoding import decode


def text_beside(path: Path, address: str) -> str | None:
    """The text of a plain text file that a file at ``path`` names; None where it names none that is there, or one elsewhere.

    Raises FileUnreadable, FileTooLarge and what ``decode`` does.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path:
        return None
    try:
        folder = path.parent.resolve()
        file = (folder / unquote(parts.path)).resolve()
        if not file.is_relative_to(folder) or file == path.resolve() or not file.is_file():
            return None
    except (OSError, ValueError, RuntimeError):  # a name too long, a NUL in it, links in a circle
        return None
    return decode(files.read_whole(file), str(file), None).text
