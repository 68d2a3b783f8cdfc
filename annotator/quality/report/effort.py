"""What the review cost, in a report: by annotator, label and suggester, and what it saved."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.quality.effort_parts import Did, Efforts, Part, Savings
from annotator.quality.report.parts import Block, Cell, Column, Heading, Row, Section, Table, Words
from annotator.quality.report.wording import NONE, Labels, clean, duration
from annotator.suggest import suggester_name
from annotator.texts import _, ngettext, number, percent


def effort(found: Efforts, labels: Labels) -> Section | None:
    """Time and actions of the reviewers, and what share of the proposals was right at first sight."""
    if not found.annotators:
        return None
    blocks: list[Block] = [Words(" ".join(sentences(found)))]
    by_name = {name: (Cell(clean(name), own=True), part) for name, part in found.annotators.items()}
    by_label = {label: (labels.cell(label), part) for label, part in found.labels.items() if label}
    by_suggester = {
        name: (Cell(clean(suggester_name(name)), own=True), part) for name, part in found.suggesters.items()
    }
    blocks.append(_table(_("Effort by annotator"), _("Annotator"), by_name, found.whole))
    if by_label:
        blocks += [Heading(_("Effort by label")), _table(_("Effort by label"), _("Label"), by_label)]
    if by_suggester:
        blocks += [Heading(_("Answers by suggester")), _table(_("Answers by suggester"), _("Suggester"), by_suggester)]
    return Section("effort", _("Effort of the review"), tuple(blocks))


def sentences(found: Efforts) -> list[str]:
    """How much was done in how much time, how much of it was right at first sight, and what that saved."""
    whole = found.whole
    said = [
        _("{spans} in {time} of work, {actions}.").format(
            spans=ngettext("{n} span came to stand", "{n} spans came to stand", whole.spans),
            time=duration(whole.seconds),
            actions=ngettext("{n} action", "{n} actions", whole.actions),
        )
    ]
    if whole.right is not None:
        right = ngettext(
            "Of {n} answered suggestion {share} was right at first sight.",
            "Of {n} answered suggestions {share} were right at first sight.",
            whole.answered,
        )
        said.append(right.format(share=percent(whole.right, 1)))
    if found.savings:
        said.append(_saved(found.savings))
    return said


def _saved(savings: Savings) -> str:
    spans = ngettext("{n} span", "{n} spans", savings.spans)
    values = {
        "spans": spans,
        "time": duration(savings.seconds),
        "by_hand": duration(savings.expected),
        "added": ngettext("{n} span added by hand", "{n} spans added by hand", savings.added),
        "share": percent(abs(savings.share)),
    }
    if savings.share >= 0:
        said = _("From suggestions came {spans} in {time}; by hand they would have taken about {by_hand}, as {added} show: {share} less time.")  # fmt: skip
    else:
        said = _("From suggestions came {spans} in {time}; by hand they would have taken about {by_hand}, as {added} show: {share} more time.")  # fmt: skip
    return said.format(**values)


def _table(title: str, first: str, parts: Mapping[str, tuple[Cell, Part]], whole: Part | None = None) -> Table:
    titles = (
        _("time"),
        _("actions"),
        _("accepted"),
        _("corrected"),
        _("rejected"),
        _("added"),
        _("right at first sight"),
        _("seconds a span"),
    )
    rows = [_row(name, part) for name, part in parts.values()]
    if whole and len(rows) > 1:
        rows.append(_row(Cell(_("All together"), strong=True), whole))
    return Table(title, (Column(first), *(Column(each, "end") for each in titles)), tuple(rows))


def _row(name: Cell, part: Part) -> Row:
    counted = (Did.ACCEPTED, Did.CORRECTED, Did.REJECTED, Did.ADDED)
    return (
        name,
        Cell(duration(part.seconds)),
        Cell(number(part.actions)),
        *(Cell(number(part.counts[one])) for one in counted),
        Cell(NONE if part.right is None else percent(part.right, 1), strong=True),
        Cell(NONE if part.seconds_each is None else number(part.seconds_each, 1)),
    )
