"""The fonts of a report: of each as many letters as the report has, so that it looks the same on every machine."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Collection
from typing import Final

import resources

SANS: Final = "IBMPlexSansArabic-Regular.ttf"
SANS_BOLD: Final = "IBMPlexSansArabic-SemiBold.ttf"
NASKH: Final = "NotoNaskhArabic-Regular.ttf"
_COPYRIGHT, _LICENCE, _LICENCE_ADDRESS = 0, 13, 14


def embedded(file: str, characters: Collection[str]) -> str:
    """The font with these characters alone, in all their forms, as a data address. Its name is left out, as its licence asks."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(
        layout_features=["*"],
        hinting=False,
        notdef_outline=True,
        name_IDs=[_COPYRIGHT, _LICENCE, _LICENCE_ADDRESS],
        name_legacy=False,
        drop_tables=["DSIG", "FFTM"],
    )
    written = io.BytesIO()
    with TTFont(resources.path("fonts", file), recalcTimestamp=False) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=[ord(character) for character in characters])
        subsetter.subset(font)
        font.flavor = "woff"
        font.save(written)
    return f"data:font/woff;base64,{b64encode(written.getvalue()).decode()}"
