"""How the text is shown: its face, the space between lines, the width of its column, and what of it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

FaceName = Literal["naskh", "amiri", "scheherazade", "plex"]
Spacing = Literal["tight", "normal", "wide"]
Column = Literal["narrow", "normal", "wide", "full"]


@dataclass(frozen=True, slots=True)
class Face:
    """A font of documents with the measures of a line in it, in pixels at 100 %.

    The faces look equally large in these sizes. A box covers the letters; ``text`` has room for their marks as well.
    """

    family: str
    size: int
    text: int
    """Height of the letters' part of a line."""
    baseline: int
    """From the top of the line."""
    box_top: int
    box_height: int


FACES: Final[dict[FaceName, Face]] = {
    "naskh": Face("Noto Naskh Arabic", size=21, text=35, baseline=24, box_top=6, box_height=27),
    "amiri": Face("Amiri", size=23, text=44, baseline=29, box_top=8, box_height=32),
    "scheherazade": Face("Scheherazade New", size=22, text=43, baseline=30, box_top=9, box_height=31),
    "plex": Face("IBM Plex Sans Arabic", size=21, text=37, baseline=25, box_top=6, box_height=28),
}
SPACINGS: Final[dict[Spacing, float]] = {"tight": 0.88, "normal": 1.0, "wide": 1.4}
"""How high the letters' part of a line is, as a share of what its face asks for."""
COLUMNS: Final[dict[Column, int | None]] = {"narrow": 560, "normal": 834, "wide": 1080, "full": None}
"""The widest a column may be, in pixels at 100 %; None takes all the room there is."""


@dataclass(frozen=True, slots=True)
class TextLook:
    """What a reader may choose, but for the zoom. The stored text is never touched by any of it."""

    face: FaceName = "naskh"
    spacing: Spacing = "normal"
    column: Column = "normal"
    diacritics: bool = True
    """Whether the vowel signs of Arabic are drawn."""
    invisibles: bool = False
    """Whether what is not seen has its name over it."""


AS_SHIPPED: Final = TextLook()
