"""Writing a label set as the TOML file from which it is read again."""

from __future__ import annotations

from pathlib import Path

import tomli_w

from annotator.formats.files import written
from annotator.labels import LabelSet


def to_toml(labels: LabelSet) -> str:
    """The set as a TOML document."""
    return tomli_w.dumps(labels.to_json())


def save(labels: LabelSet, path: Path) -> None:
    """Write the set to a file, whole or not at all. Raises FileUnwritable, DiskFull."""
    with written(path) as aside:
        aside.write_text(to_toml(labels), "utf-8")
