"""The figures of ``annotator.quality.charts`` as pictures for the window.

matplotlib takes a second to load, and a figure some time to draw: both happen in the thread that draws, so nothing here touches Qt, and
nothing is imported before the first figure is wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from desktop.theme import ThemeName

_DPI = 96


@dataclass(frozen=True, slots=True)
class Frame:
    """For where a figure is drawn: its size in pixels of a screen of ratio 1, the theme, and whether it is read from the right."""

    width: int
    height: int
    ratio: float
    theme: ThemeName
    rtl: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels, four bytes each: red, green, blue, alpha."""

    width: int
    height: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class Plot:
    """A figure by its name, and what it shows."""

    figure: Literal["calibration", "amounts", "moments"]
    found: Any

    def draw(self, frame: Frame) -> Picture:
        """The figure as pixels, as dense as the screen. Only one is to be drawn at a time."""
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        from annotator.quality import charts

        make = getattr(charts, self.figure)
        figure = make(self.found, charts.Style(frame.theme, frame.rtl), (frame.width, frame.height))
        figure.set_dpi(_DPI * frame.ratio)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        width, height = canvas.get_width_height(physical=True)
        return Picture(width, height, bytes(canvas.buffer_rgba()))
