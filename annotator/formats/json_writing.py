"""Files of JSON values: one a line, or in a list."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from annotator.formats.format import Writer


class LinesWriter(Writer):
    """Writes a value a line."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("w", encoding="utf-8", newline="\n")

    def _put(self, value: dict[str, Any]) -> None:
        self._file.write(json.dumps(value, ensure_ascii=False) + "\n")

    def close(self) -> None:
        self._file.close()


class ListWriter(Writer):
    """Writes a list, each value of it on a line of its own."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._before = "[\n"

    def _put(self, value: dict[str, Any]) -> None:
        self._file.write(self._before + json.dumps(value, ensure_ascii=False))
        self._before = ",\n"

    def finish(self) -> None:
        self._file.write("[]\n" if self._before.startswith("[") else "\n]\n")
        self.close()

    def close(self) -> None:
        self._file.close()
