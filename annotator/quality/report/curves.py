"""The figures of a report: calibration, and scores by amount of gold and from run to run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.quality.calibration import Calibration
from annotator.quality.evaluation import Evaluation
from annotator.quality.growth import Amount, Moment
from annotator.quality.report.parts import Block, Cell, Column, Figure, Heading, Section, Table, Words
from annotator.quality.report.wording import clean, interval, minute, share
from annotator.quality.words import calibration_sentences
from annotator.texts import _, number, percent

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

_WIDE = (640, 300)


def calibration(found: Calibration) -> Section | None:
    """Whether scores mean what they say, and from which on accepting unseen is safe."""
    if not found.count:
        return None
    sentences = Words(" ".join(calibration_sentences(found)))
    if found.flat:
        return Section("calibration", _("Calibration"), (sentences,))
    from annotator.quality import charts

    alt = _("Share that is right by score: {points}.").format(
        points=_(", ").join(
            _("{score}: {right}").format(score=percent(one.score), right=percent(one.precision))
            for one in found.bins
            if one.count
        )
    )
    drawn = _figure("calibration", charts.calibration(found, charts.Style.in_use(), _WIDE), alt)
    said = _("Points are scores from 5 to 5 percent, greater where there are more suggestions; the vertical lines hold 95%. Where scores mean what they say, the points lie on the dotted line.")  # fmt: skip
    return Section("calibration", _("Calibration"), (sentences, drawn, Words(said, quiet=True), *_thresholds(found)))


def growth(found: Evaluation) -> Section | None:
    """How the score went with the amount of gold, and from run to run."""
    blocks: list[Block] = []
    if len(found.amounts) > 1:
        blocks += [Heading(_("By amount of gold"), _("strict F1, on the documents that were finished first"))]
        blocks.append(_amounts(found.amounts))
    if len(found.moments) > 1:
        blocks += [Heading(_("From run to run"), _("strict F1, on the documents that each run looked at"))]
        blocks += [_moments(found.moments), _runs(found.moments)]
    return Section("growth", _("Scores over time"), tuple(blocks)) if blocks else None


def _thresholds(found: Calibration) -> list[Block]:
    rows = [
        (
            Cell(percent(threshold)),
            Cell(number(count)),
            Cell(number(right)),
            Cell(percent(right / count, 1), strong=True),
        )
        for threshold, count, right in found.judged
        if count
    ]
    titles = (_("accepted"), _("of them right"), _("share"))
    columns = (Column(_("score from")), *(Column(title, "end") for title in titles))
    name = _("What accepting unseen would have taken in the documents that count")
    return [Heading(name), Table(name, columns, tuple(rows))] if rows else []


def _amounts(found: tuple[Amount, ...]) -> Figure:
    from annotator.quality import charts

    alt = _("Strict F1 by number of documents: {points}.").format(
        points=_(", ").join(
            _("{score}: {right}").format(score=number(one.documents), right=percent(one.score.f1.value, 1))
            for one in found
        )
    )
    return _figure("amounts", charts.amounts(found, charts.Style.in_use(), _WIDE), alt)


def _moments(found: tuple[Moment, ...]) -> Figure:
    from annotator.quality import charts

    alt = _("Strict F1 from run to run: {points}.").format(
        points=_(", ").join(percent(one.score.f1.value, 1) for one in found)
    )
    return _figure("moments", charts.moments(found, charts.Style.in_use(), _WIDE), alt)


def _runs(found: tuple[Moment, ...]) -> Table:
    columns = (
        Column(_("Run")),
        Column(_("began")),
        Column(_("version")),
        Column(_("documents"), "end"),
        Column("F1", "end"),
        Column(_("95% interval"), "end"),
    )
    rows = [
        (
            Cell(number(place)),
            Cell(minute(one.at)),
            Cell(clean(one.version), own=True),
            Cell(number(one.documents)),
            Cell(share(one.score.f1.value), strong=True),
            Cell(interval(one.score.f1.low, one.score.f1.high), quiet=True),
        )
        for place, one in enumerate(found, 1)
    ]
    return Table(_("Runs of the suggester"), columns, tuple(rows))


def _figure(name: str, drawn: Drawing, alt: str) -> Figure:
    from annotator.quality import charts

    return Figure(name, charts.svg(drawn, name), _WIDE, alt)
