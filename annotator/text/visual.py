"""The visual form of Arabic text, for terminals and writers that neither join letters nor order them."""

from __future__ import annotations

import re
import unicodedata
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


_PRESENTATION = re.compile(r"[\ufb50-\ufd3d\ufd50-\ufdf9\ufe70-\ufefc]")
_ARABIC_WORD = re.compile(r"[\u0621-\u064a]{4,}")
_NO_BEGINNING = re.compile(r"[ةى](?<![\u0621-\u064a].)[\u0621-\u064a]{3}")
_LEAST_EVIDENCE = 3


def has_presentation_forms(text: str) -> bool:
    """Whether letters stand in it as their shapes, ligatures too; signs that have no other form, as ﷺ, do not count."""
    return _PRESENTATION.search(text) is not None


def seems_visual(text: str) -> bool:
    """Whether the letters seem to be stored in the order in which they are seen from the left, as careless extraction leaves them.

    Turned about, an article stands at the end of its word, and at the beginning what no Arabic word begins with.
    """
    letters = unicodedata.normalize("NFKC", text) if has_presentation_forms(text) else text
    if not _NO_BEGINNING.search(letters):
        return False
    turned = straight = 0
    for word in _ARABIC_WORD.findall(letters):
        turned += word[0] in "ةى" or word.endswith("لا")
        straight += word[-1] in "ةى" or word.startswith(("ال", "وال", "بال"))
    return turned >= _LEAST_EVIDENCE and turned > straight
