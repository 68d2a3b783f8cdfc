"""The figures of ``annotator.quality.charts`` as pictures for the window.

matplotlib takes a second to load, and a figure some time to draw: both happen in the thread that draws, so nothing here touches Qt, and
nothing is imported before the first figure is wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.theme import ThemeName

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from annotator.quality.calibration import Calibration
    from annotator.quality.charts import Style
    from annotator.quality.growth import Amount, Moment

Plot = Callable[["Style", tuple[float, float]], "Figure"]
"""Makes a figure of a style and of a size in pixels."""
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


def calibration(found: Calibration) -> Plot:
    def plot(style: Style, size: tuple[float, float]) -> Figure:
        from annotator.quality import charts

        return charts.calibration(found, style, size)

    return plot


def amounts(found: Sequence[Amount]) -> Plot:
    def plot(style: Style, size: tuple[float, float]) -> Figure:
        from annotator.quality import charts

        return charts.amounts(found, style, size)

    return plot


def moments(found: Sequence[Moment]) -> Plot:
    def plot(style: Style, size: tuple[float, float]) -> Figure:
        from annotator.quality import charts

        return charts.moments(found, style, size)

    return plot


def draw(plot: Plot, frame: Frame) -> Picture:
    """The figure as pixels, as dense as the screen. Only one is to be drawn at a time."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from annotator.quality.charts import Style

    figure = plot(Style(frame.theme, frame.rtl), (frame.width, frame.height))
    figure.set_dpi(_DPI * frame.ratio)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    width, height = canvas.get_width_height(physical=True)
    return Picture(width, height, bytes(canvas.buffer_rgba()))
