"""Plots of figures, drawn by matplotlib, which shapes and orders Arabic itself. It takes a second to load: imported when first drawn.

Drawing is done away from the window's thread, so that nothing here touches Qt.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import resources
from annotator.quality.calibration import Calibration
from annotator.quality.growth import Amount, Moment
from annotator.quality.intervals import Estimate
from annotator.texts import _, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_DPI: Final = 100
_POINT: Final = 72 / _DPI
"""A pixel in points, at a screen of ratio 1."""
_FAMILY: Final = "IBM Plex Sans Arabic"


@dataclass(frozen=True, slots=True)
class Frame:
    """For where a plot is drawn: its size in pixels of a screen of ratio 1, and the colours of the theme as ``#RRGGBB``."""

    width: int
    height: int
    ratio: float
    mirrored: bool
    """Whether the interface runs from right to left: the axis begins there then."""
    paper: str
    ink: str
    quiet: str
    hair: str
    accent: str
    line: str
    """Of what is drawn in the colour of a family of labels."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels of a plot, four bytes each: red, green, blue, alpha."""

    width: int
    height: int
    pixels: bytes


Plot = Callable[["Axes", Frame], None]
"""Draws into axes that are dressed already."""


def draw(plot: Plot, frame: Frame) -> Picture:
    """The plot as pixels. Only one is to be drawn at a time."""
    matplotlib, figures, canvases = _library()
    size = frame.width / _DPI, frame.height / _DPI
    figure = figures.Figure(figsize=size, dpi=_DPI * frame.ratio, facecolor=frame.paper)
    canvas = canvases.FigureCanvasAgg(figure)
    with matplotlib.rc_context({"font.family": [_FAMILY], "font.size": 11 * _POINT, "axes.unicode_minus": False}):
        start, end, top, bottom = 40, 14, 12, 40
        left = end if frame.mirrored else start
        across, up = frame.width - start - end, frame.height - top - bottom
        axes = figure.add_axes(
            (left / frame.width, bottom / frame.height, across / frame.width, up / frame.height), facecolor=frame.paper
        )
        _dress(axes, frame)
        plot(axes, frame)
        if frame.mirrored:
            axes.invert_xaxis()
        canvas.draw()
    width, height = canvas.get_width_height(physical=True)
    return Picture(width, height, bytes(canvas.buffer_rgba()))


def calibration(found: Calibration) -> Plot:
    """Confidence across, precision upwards; the diagonal is a score that means what it says, the threshold the one red line."""

    def plot(axes: Axes, frame: Frame) -> None:
        there = [one for one in found.bins if one.count]
        lowest = min([0.5, *(min(one.low, one.precision) for one in there)])
        least = math.floor(10 * lowest) / 10
        _shares(axes.set_xlim, axes.set_xticks, least)
        _shares(axes.set_ylim, axes.set_yticks, least)
        axes.axline((0, 0), (1, 1), color=frame.quiet, linewidth=_POINT, linestyle=(0, (2, 3)))
        most = max((one.count for one in there), default=1)
        scores, precisions = [one.score for one in there], [one.precision for one in there]
        low, high = zip(*(one.interval for one in there), strict=True) if there else ((), ())
        axes.vlines(scores, low, high, color=frame.hair, linewidth=3 * _POINT, zorder=1)
        axes.plot(scores, precisions, color=frame.ink, linewidth=1.75 * _POINT, clip_on=False)
        areas = [(16 + 130 * one.count / most) * _POINT**2 for one in there]
        axes.scatter(scores, precisions, areas, color=frame.ink, zorder=3, clip_on=False, linewidths=0)
        if found.proposal is not None:
            threshold = found.proposal.threshold
            axes.axvline(threshold, color=frame.accent, linewidth=1.75 * _POINT)
            # On the side of the lower scores, which has room for words.
            axes.annotate(
                _("threshold {share}").format(share=number(100 * threshold)),
                (threshold, least),
                ((7 if frame.mirrored else -7) * _POINT, 12 * _POINT),
                textcoords="offset points",
                color=frame.accent,
                ha="left" if frame.mirrored else "right",
            )
        axes.set_xlabel(_("confidence"))

    return plot


def by_amount(amounts: Sequence[Amount]) -> Plot:
    """The strict F1 on ever more gold, with its intervals; the amounts grow by the same share from tick to tick."""
    return _line([float(max(1, one.spans)) for one in amounts], [one.score.f1 for one in amounts], _spread)


def by_run(moments: Sequence[Moment]) -> Plot:
    """The strict F1 from run to run, with its intervals; runs stand side by side in the order of time."""
    places = [float(place) for place in range(1, len(moments) + 1)]
    return _line(places, [one.score.f1 for one in moments], _in_turn)


def _line(places: Sequence[float], estimates: Sequence[Estimate], lay_out: Callable[[Axes, float], None]) -> Plot:
    """Values joined by a line, each with its interval; ``lay_out`` makes the axis across, up to the last place."""

    def plot(axes: Axes, frame: Frame) -> None:
        values = [one.value for one in estimates]
        known = [
            (place, one.low, one.high) for place, one in zip(places, estimates, strict=True) if one.low is not None
        ]
        lowest = min([0.9, *values, *(low for _place, low, _high in known if low is not None)])
        _shares(axes.set_ylim, axes.set_yticks, math.floor(10 * lowest) / 10)
        lay_out(axes, places[-1] if places else 1.0)
        if known:
            axes.vlines(*zip(*known, strict=True), color=frame.line, linewidth=2 * _POINT, alpha=0.7)
        axes.plot(places, values, color=frame.ink, linewidth=1.75 * _POINT, clip_on=False)
        axes.scatter(places, values, 26 * _POINT**2, color=frame.ink, zorder=3, clip_on=False, linewidths=0)

    return plot


def _spread(axes: Axes, last: float) -> None:
    """Amounts of gold: 1, 10, 100 at equal distances, with what lies between where there is room."""
    axes.set_xscale("log")
    axes.set_xlim(0.8, max(10.0, last) * 1.15)
    powers = range(math.ceil(math.log10(max(10.0, last))) + 1)
    factors = (1, 2, 5) if last < 1_000 else (1,)
    ticks = [
        factor * 10**power for power in powers for factor in factors if factor * 10**power <= max(10.0, last) * 1.1
    ]
    axes.set_xticks(ticks, [number(tick) for tick in ticks])
    axes.set_xticks([], minor=True)
    axes.set_xlabel(_("gold spans"))


def _in_turn(axes: Axes, last: float) -> None:
    """Runs by their numbers, ten at the most."""
    axes.set_xlim(0.5, last + 0.5)
    ticks = range(1, int(last) + 1, math.ceil(last / 10))
    axes.set_xticks(ticks, [number(tick) for tick in ticks])
    axes.set_xlabel(_("run"))


def _shares(limit: Callable[..., object], ticks: Callable[..., object], least: float) -> None:
    """An axis of shares, told in percent, in steps of ten or twenty."""
    step = 10 if least >= 0.4 else 20
    shown = [share for share in range(0, 101, step) if share >= 100 * least - 1e-6]
    limit(least, 1.0)
    ticks([share / 100 for share in shown], [number(share) for share in shown])


def _dress(axes: Axes, frame: Frame) -> None:
    """Hairs across, figures in secondary ink at the start, no frame."""
    for spine in axes.spines.values():
        spine.set_visible(False)
    if frame.mirrored:
        axes.yaxis.tick_right()
    axes.tick_params(colors=frame.quiet, length=0, pad=6 * _POINT, labelsize=11 * _POINT)
    axes.grid(axis="y", color=frame.hair, linewidth=_POINT)
    axes.set_axisbelow(True)
    axes.xaxis.label.set_color(frame.quiet)
    axes.xaxis.labelpad = 4 * _POINT


@cache
def _library() -> tuple[Any, Any, Any]:
    """matplotlib with the fonts that come along."""
    import matplotlib
    from matplotlib import figure
    from matplotlib.backends import backend_agg
    from matplotlib.font_manager import fontManager

    for file in sorted(resources.path("fonts").glob("IBMPlexSansArabic-*.ttf")):
        fontManager.addfont(str(file))
    return matplotlib, figure, backend_agg
