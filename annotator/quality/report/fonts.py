"""The fonts of a report: they stand in its page, so that it looks the same on every machine."""

from __future__ import annotations

import io
from base64 import b64encode
from functools import cache
from typing import Final

import resources

SANS: Final = "IBMPlexSansArabic-Regular.ttf"
SANS_BOLD: Final = "IBMPlexSansArabic-SemiBold.ttf"
NASKH: Final = "NotoNaskhArabic-Regular.ttf"


@cache
def embedded(file: str) -> str:
    """A font that comes along, whole and unaltered but packed (WOFF), as a data address of some 100,000 letters."""
    from fontTools.ttLib import TTFont

    packed = io.BytesIO()
    with TTFont(resources.path("fonts", file), recalcTimestamp=False, lazy=True) as font:
        font.flavor = "woff"
        font.save(packed, reorderTables=None)
    return f"data:font/woff;base64,{b64encode(packed.getvalue()).decode()}"
