"""The visual form of Arabic text, for terminals and writers that neither join letters nor order them."""

from __future__ import annotations

from functools import cache

from arabic_reshaper import ArabicReshaper
from bidi import get_display

from annotator.text.direction import Direction, base_direction, without_surrogates


@cache
def _reshaper() -> ArabicReshaper:
    return ArabicReshaper({"delete_harakat": False, "support_zwj": True})


def visual(text: str) -> str:
    """The text in joined forms, in the order in which it is seen from the left, line by line."""
    return "\n".join(map(_visual_line, without_surrogates(text).split("\n")))


def _visual_line(line: str) -> str:
    base = "R" if base_direction(line) is Direction.RTL else "L"
    return str(get_display(_reshaper().reshape(line), base_dir=base))
