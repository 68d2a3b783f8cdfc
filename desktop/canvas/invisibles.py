"""Characters without ink of their own, which change how the letters beside them join or run: their names on the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

NAMES: Final = {
    "\u00ad": "SHY",
    "\u061c": "ALM",
    "\u200b": "ZWSP",
    "\u200c": "ZWNJ",
    "\u200d": "ZWJ",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2060": "WJ",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\ufeff": "BOM",
}
# A joiner between two pictures makes one of them: there it is seen.
_JOINER: Final = r"(?<![^\w\s])\u200d|\u200d(?=[\w\s])"
_OTHERS: Final = "".join(NAMES).replace("\u200d", "")
_INVISIBLE: Final = re.compile(f"[{_OTHERS}]|{_JOINER}")


def invisibles(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Where characters without ink stand in ``text[start:end]``, and what they are called."""
    for found in _INVISIBLE.finditer(text, start, end):
        yield found.start(), NAMES[found[0]]
