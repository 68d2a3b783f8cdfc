"""The figures of quality: drawn with matplotlib, without a window, for reports and pages alike.

A figure takes its colours from the tokens of a theme, and begins where the language does: zero is on the right in Arabic.
matplotlib takes a while to load: import this module where a figure is wanted, not before.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, TypeAlias

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

import resources
from annotator.look import TOKENS
from annotator.quality.calibration import Calibration
from annotator.quality.growth import Amount, Moment
from annotator.quality.intervals import Estimate
from annotator.texts import _, language, number, percent

Theme: TypeAlias = Literal["light", "dark"]
_FAMILY: Final = "IBM Plex Sans Arabic"
_POINT: Final = 72 / 96
"""Points of a pixel: sizes are given in pixels, as everywhere; matplotlib counts in points."""
_SPREAD: Final = 20
"""From so many times as many documents at the end as at the beginning on, their numbers stand at equal ratios."""


@dataclass(frozen=True, slots=True)
class Style:
    """How figures are drawn: the theme, and from which side they are read."""

    theme: Theme = "light"
    rtl: bool = False

    @classmethod
    def in_use(cls) -> Style:
        """On paper, read as the language in use is."""
        return cls(rtl=language() == "ar")

    def __getitem__(self, token: str) -> str:
        """The colour of a token, ``#RRGGBB``."""
        return TOKENS[token][self.theme == "dark"]


_NAMED: Final = 0.45
"""What share of the width above a figure the name of its axis may take, with room after it."""


def calibration(found: Calibration, style: Style, size: tuple[float, float] = (440, 300)) -> Figure:
    """Precision by score, with its intervals, and the threshold that is safe; ``size`` is in pixels."""
    figure, axes = _blank(style, size)
    bins = [one for one in found.bins if one.count]
    shown = [share for one in bins for share in (one.low, one.precision, one.interval.low)]
    low = min(0.5, *(int(share * 10) / 10 for share in shown)) if shown else 0.0
    _percents(axes.yaxis, low)
    _percents(axes.xaxis, low)
    axes.plot([low, 1], [low, 1], linestyle=(0, (1, 3)), color=style["edge"], linewidth=1)
    scores, precisions = [one.score for one in bins], [one.precision for one in bins]
    for one in bins:
        axes.plot([one.score] * 2, list(one.interval), color=style["cap"], linewidth=1.5, clip_on=False)
    axes.plot(scores, precisions, color=style["text-ink"], linewidth=1.25, clip_on=False)
    most = max((one.count for one in bins), default=1)
    areas = [12 + 60 * one.count / most for one in bins]
    axes.scatter(scores, precisions, s=areas, color=style["text-ink"], zorder=3, clip_on=False, linewidths=0)
    if found.proposal:
        _threshold(axes, found.proposal.threshold, style)
    _name_axes(axes, style, _("Score, in percent"), _("Right, in percent"))
    return figure


def amounts(found: Sequence[Amount], style: Style, size: tuple[float, float] = (440, 260)) -> Figure:
    """Strict F1 by the number of documents, with its interval."""
    figure, axes = _blank(style, size)
    counts = [one.documents for one in found]
    if counts and counts[-1] > _SPREAD * counts[0]:
        axes.set_xscale("log")
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_locator(FixedLocator(_round_numbers(counts[0], counts[-1])))
    else:
        axes.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _place: number(value)))
    _percents(axes.yaxis, _floor([one.score.f1 for one in found]))
    known = [(one.documents, one.score.f1) for one in found if one.score.f1.low is not None]
    places = [documents for documents, _f1 in known]
    lows, highs = [f1.low or 0.0 for _count, f1 in known], [f1.high or 0.0 for _count, f1 in known]
    axes.fill_between(places, lows, highs, color=style["track"], linewidth=0)
    values = [one.score.f1.value for one in found]
    axes.plot(counts, values, color=style["text-ink"], linewidth=1.25, marker="o", markersize=3)
    _name_axes(axes, style, _("Documents, in the order of finishing"), _("Strict F1, in percent"))
    return figure


def moments(found: Sequence[Moment], style: Style, size: tuple[float, float] = (440, 240)) -> Figure:
    """Strict F1 of each run, the oldest first, with its interval."""
    figure, axes = _blank(style, size)
    places = range(1, len(found) + 1)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=10, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _place: number(value)))
    _percents(axes.yaxis, _floor([one.score.f1 for one in found]))
    for place, one in zip(places, found, strict=True):
        if one.score.f1.low is not None and one.score.f1.high is not None:
            axes.plot([place] * 2, [one.score.f1.low, one.score.f1.high], color=style["cap"], linewidth=1.5)
    values = [one.score.f1.value for one in found]
    axes.plot(places, values, color=style["text-ink"], linewidth=1.25, marker="o", markersize=4)
    _name_axes(axes, style, _("Runs, the oldest first"), _("Strict F1, in percent"))
    return figure


def svg(figure: Figure, name: str) -> str:
    """The figure as an SVG element, its letters as outlines; ``name`` keeps its ids apart from those of others on the page."""
    written = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": name}):
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    element = written.getvalue()
    element = element[element.index("<svg") :].rstrip()
    element = re.sub(
        r"<metadata>.*?</metadata>\s*|<defs>\s*<style.*?</style>\s*</defs>\s*", "", element, flags=re.DOTALL
    )
    # A space has no outline: not every reader takes that.
    for blank in re.findall(r'<path id="([^"]+)"(?! d=)[^>]*/>', element):
        element = re.sub(rf'<(?:path id|use xlink:href)="#?{re.escape(blank)}"[^>]*/>\s*', "", element)
    return re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", element)


def _blank(style: Style, size: tuple[float, float]) -> tuple[Figure, Axes]:
    """A figure with axes that begin where the language does, with lines across alone."""
    _load_font()
    with mpl.rc_context({"font.family": _FAMILY, "font.size": 12 * _POINT, "text.parse_math": False}):
        width, height = size
        figure = Figure(figsize=(width / 96, height / 96), dpi=96, facecolor=style["paper"], layout="constrained")
        axes = figure.add_subplot(facecolor="none")
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.tick_params(length=0, labelcolor=style["ink-2"], pad=5)
        axes.grid(axis="y", color=style["hair"], linewidth=1)
        axes.set_axisbelow(True)
        if style.rtl:
            axes.yaxis.tick_right()
            axes.yaxis.set_label_position("right")
            axes.invert_xaxis()
        return figure, axes


def _percents(axis: Any, low: float) -> None:
    """Shares from ``low`` to 1, told in percent without the sign."""
    step = 0.1 if low >= 0.5 else 0.2 if low > 0 else 0.25
    first = -(-low // step) * step
    ticks = [share for share in (first + step * place for place in range(20)) if share <= 1 + 1e-9]
    axis.set_major_locator(FixedLocator(ticks))
    axis.set_major_formatter(FuncFormatter(lambda share, _place: number(100 * share)))
    limits = axis.get_view_interval()
    ends = (low, 1.0) if limits[0] <= limits[1] else (1.0, low)
    (axis.axes.set_xlim if axis is axis.axes.xaxis else axis.axes.set_ylim)(*ends)


def _threshold(axes: Axes, threshold: float, style: Style) -> None:
    """The one red line, with what it is above it, where no point can stand, nor the name of the axis."""
    axes.axvline(threshold, color=style["accent"], linewidth=1.25)
    words = _("threshold {percent}").format(percent=percent(threshold))
    low, high = sorted(axes.get_xlim())
    axes.annotate(
        words,
        (max(threshold, low + _NAMED * (high - low)), 1),
        (0, 10),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        color=style["accent"],
        fontfamily=_FAMILY,
        fontsize=12 * _POINT,
        parse_math=False,
        ha="center" if threshold < 0.9 else "left" if style.rtl else "right",
        va="bottom",
    )


def _name_axes(axes: Axes, style: Style, across: str, upwards: str) -> None:
    """What stands across below, what goes upwards above the axis, where it is read first."""
    axes.set_xlabel(across, color=style["ink-2"], labelpad=6)
    axes.set_title(upwards, color=style["ink-2"], fontsize=12 * _POINT, loc="right" if style.rtl else "left", pad=8)


def _floor(found: Sequence[Estimate]) -> float:
    """Where the scale of a score begins: at half, or lower where a score is."""
    lowest = min((one.value if one.low is None else one.low for one in found), default=0.0)
    return 0.5 if lowest >= 0.5 else 0.0


def _round_numbers(first: int, last: int) -> list[int]:
    """1, 2, 5, 10 … that lie between two numbers."""
    return [step * 10**power for power in range(9) for step in (1, 2, 5) if first <= step * 10**power <= last]


@cache
def _load_font() -> None:
    """Make the interface's font known to matplotlib, so that a figure looks the same on every machine."""
    for weight in ("Regular", "SemiBold"):
        font_manager.fontManager.addfont(str(resources.path("fonts", f"IBMPlexSansArabic-{weight}.ttf")))
