"""The numbers of the page in pixels, at any zoom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop.canvas.text_look import AS_SHIPPED, COLUMNS, FACES, SPACINGS, Face, TextLook

TEXT_PIXELS: Final = 21
SMALLEST_TEXT: Final = 14
LARGEST_TEXT: Final = 40

BAR_SPACE: Final = 38
"""Height of the space between two lines in which the action bar stands."""
PAST_LETTERS: Final = 1.5
"""How far a box reaches past the letters it marks."""


def bounded_zoom(zoom: float) -> float:
    """The nearest zoom at which the text is between 14 and 40 pixels."""
    return min(max(zoom, SMALLEST_TEXT / TEXT_PIXELS), LARGEST_TEXT / TEXT_PIXELS)


@dataclass(frozen=True)
class Measures:
    """Sizes for a zoom of 1.0 = 100 %. The text scales with it; lanes and chips never get smaller than at 100 %."""

    zoom: float = 1.0
    look: TextLook = AS_SHIPPED

    def scaled(self, pixels: float) -> int:
        return round(pixels * self.zoom)

    @property
    def small(self) -> float:
        """The scale of lanes and chips: half the way of the zoom, never under 1."""
        return max(1.0, (1 + self.zoom) / 2)

    @property
    def face(self) -> Face:
        return FACES[self.look.face]

    @property
    def font(self) -> int:
        return self.scaled(self.face.size)

    @property
    def lead(self) -> int:
        """What stands over the letters besides the room that their face asks for: wider lines, names of what is not seen."""
        more = self.scaled(self.face.text * (SPACINGS[self.look.spacing] - 1))
        return more + (self.name_height if self.look.invisibles else 0)

    @property
    def name_height(self) -> int:
        """Height of the frame round the name of a character that is not seen."""
        return round(10 * self.small)

    @property
    def text(self) -> int:
        """Height of the letters' part of a line."""
        return self.scaled(self.face.text) + self.lead

    @property
    def baseline(self) -> int:
        return self.scaled(self.face.baseline) + self.lead

    @property
    def box_top(self) -> int:
        return self.scaled(self.face.box_top) + self.lead

    @property
    def box_height(self) -> int:
        return self.scaled(self.face.box_height)

    @property
    def word_space(self) -> int:
        """Added to each space, so that two neighbouring boxes keep paper between them."""
        return 2

    @property
    def lane(self) -> int:
        return round(18 * self.small)

    @property
    def person_lane(self) -> int:
        """Height of the lane of one person, under the line of a disagreement."""
        return round(20 * self.small)

    @property
    def lane_line(self) -> int:
        """From the top of a lane to its line."""
        return 2

    @property
    def chip_top(self) -> int:
        """From the top of a lane to its chip."""
        return self.lane_line + 3

    @property
    def chip_height(self) -> int:
        return round(14 * self.small)

    @property
    def chip_font(self) -> float:
        return 10.6 * self.small

    @property
    def below_lanes(self) -> int:
        return 2

    @property
    def blank_line(self) -> int:
        """Height of a paragraph without letters."""
        return self.scaled(20)

    @property
    def between_paragraphs(self) -> int:
        return 6

    @property
    def column(self) -> int | None:
        """The widest a column of text may be; None for all the room there is."""
        widest = COLUMNS[self.look.column]
        return None if widest is None else self.scaled(widest)

    @property
    def start_margin(self) -> int:
        return 52

    @property
    def end_margin(self) -> int:
        return 26

    @property
    def above(self) -> int:
        """Paper above the first line."""
        return 10

    @property
    def under(self) -> int:
        """Paper under the last line."""
        return 64

    def line(self, lanes: int) -> int:
        """Height of a line that needs so many lanes."""
        return self.text + self.lane * max(1, lanes) + self.below_lanes
