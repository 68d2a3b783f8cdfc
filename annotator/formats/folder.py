"""Names of the files in a folder that holds a document a file."""

from __future__ import annotations

import re

from annotator.formats.files import PROJECT
from annotator.records import Record

_UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
_LONGEST = 160
"""Bytes: file systems take 255, with the extension and a number."""


class FileNames:
    """Gives each record a name of its own: the one it has, as far as every file system takes it."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, record: Record) -> str:
        """A name without extension that no record before was given, upper and lower case being the same."""
        wanted = _UNFIT.sub("_", record.external_id or record.name).replace(PROJECT, "_")
        short = wanted.encode()[:_LONGEST].decode(errors="ignore").strip(". ") or "document"
        name, number = short, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{short}-{number}"
        self._taken.add(name.casefold())
        return name
