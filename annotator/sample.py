"""Where the sample project lies: known without opening anything, so that the window may ask."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_dir


def sample_path() -> Path:
    """The path of the sample project, whether it has been made or not."""
    return Path(user_data_dir("warraq", appauthor=False)) / "sample.warraq"
