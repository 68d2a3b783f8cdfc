"""The mistakes of a run in a report: how many of each kind, some in their context, and those made again and again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from annotator.quality.evaluation import Evaluation
from annotator.quality.mistakes import NOTHING, Mistake, MistakeKind, Repeated
from annotator.quality.report.parts import Block, Cell, Column, Heading, Row, Section, Table, Words
from annotator.quality.report.wording import NONE, Labels, clean, line
from annotator.quality.words import kind_name
from annotator.records import Place
from annotator.texts import _, mark, number, percent

REPEATED: Final = 20
Examples = Mapping[MistakeKind, Sequence[tuple[Mistake, Place]]]
"""Some mistakes of each kind, with where they stand."""
_MEANT: Final = {
    MistakeKind.MISSED: mark("gold that nothing was proposed for"),
    MistakeKind.SPURIOUS: mark("proposed where gold has nothing"),
    MistakeKind.LABEL: mark("the edges are right, the label is not"),
    MistakeKind.EDGE: mark("the label is right, an edge is not"),
    MistakeKind.PROCLITIC: mark("only proclitics too many or too few: و، ب، ل …"),
    MistakeKind.BOTH: mark("an overlap, and nothing else"),
}


def mistakes(found: Evaluation, examples: Examples, labels: Labels) -> Section | None:
    """How many mistakes of each kind there are, and some of them in their context."""
    if not len(found.mistakes):
        return None
    blocks: list[Block] = [_kinds(found)]
    if any(examples.values()):
        said = _(
            "In the examples gold has the tint, and what was proposed the line below; those with the greatest score come first."
        )
        blocks.append(Words(said, quiet=True))
    for kind, shown in examples.items():
        if shown:
            count = found.mistakes.kinds()[kind]
            beside = _("{shown} of {count}").format(shown=number(len(shown)), count=number(count))
            blocks += [Heading(kind_name(kind), beside), _examples(kind, shown, labels)]
    return Section("mistakes", _("Mistakes"), tuple(blocks))


def repeated(found: Evaluation, labels: Labels) -> Section | None:
    """What was made again and again: mending it gains most."""
    if not found.mistakes.repeated:
        return None
    columns = (
        Column(_("Mistake")),
        Column(_("gold")),
        Column(_("proposed")),
        Column(_("times"), "end"),
        Column(_("documents"), "end"),
    )
    rows = tuple(_repeated(one, labels) for one in found.mistakes.repeated[:REPEATED])
    said = _("The same mistake with the same string, spelling aside; what was made most often comes first.")
    table = Table(_("Repeated mistakes"), columns, rows)
    return Section("repeated", _("Most expensive mistakes"), (Words(said, quiet=True), table))


def _kinds(found: Evaluation) -> Table:
    kinds = {kind: count for kind, count in found.mistakes.kinds().items() if count}
    whole = len(found.mistakes)
    rows = [
        (Cell(kind_name(kind), under=_(_MEANT[kind])), Cell(number(count), strong=True), Cell(percent(count / whole)))
        for kind, count in sorted(kinds.items(), key=lambda item: -item[1])
    ]
    columns = (Column(_("Mistake")), Column(_("count"), "end"), Column(_("share"), "end"))
    return Table(_("Mistakes by kind"), columns, tuple(rows))


def _examples(kind: MistakeKind, shown: Sequence[tuple[Mistake, Place]], labels: Labels) -> Table:
    """Each in its line, with the labels that it is about: one where both sides have the same, or one side alone has any."""
    heads = {
        MistakeKind.MISSED: (_("gold"),),
        MistakeKind.SPURIOUS: (_("proposed"),),
        MistakeKind.LABEL: (_("gold"), _("proposed")),
        MistakeKind.BOTH: (_("gold"), _("proposed")),
    }.get(kind, (_("Label"),))
    scored = kind is not MistakeKind.MISSED
    columns = (
        Column(_("context"), "line"),
        *map(Column, heads),
        *([Column(_("score"), "end")] if scored else []),
        Column(_("document")),
    )
    name = _("Examples: {kind}").format(kind=kind_name(kind))
    rows = (_example(one, place, len(heads), labels) for one, place in shown)
    return Table(name, columns, tuple(rows))


def _example(one: Mistake, place: Place, sides: int, labels: Labels) -> Row:
    found = [span.label for span in (one.gold, one.proposed) if span]
    return (
        line(place, one.gold, one.proposed, labels.hue(found[0])),
        *(labels.cell(label) for label in found[:sides]),
        *([Cell(NONE if one.score is None else percent(one.score))] if one.proposed else []),
        Cell(clean(place.name), own=True),
    )


def _repeated(one: Repeated, labels: Labels) -> Row:
    sides = ((one.gold_label, one.gold), (one.proposed_label, one.proposed))
    return (
        Cell(kind_name(one.kind)),
        *(Cell(clean(text) or _("nothing"), under=_label_under(label, labels), own=bool(text), quiet=not text) for label, text in sides),
        Cell(number(one.count), strong=True),
        Cell(number(one.documents)),
    )  # fmt: skip


def _label_under(label: str, labels: Labels) -> str:
    return labels.name(label) if label != NOTHING else ""
