"""What figures are called, and what is said of them: the same in command line, reports and window."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.quality.calibration import Calibration
from annotator.quality.evaluation import Basis, Comparison
from annotator.quality.mistakes import NOTHING, MistakeKind, Repeated
from annotator.quality.scores import Schema
from annotator.texts import _, mark, ngettext, number, percent

_SCHEMAS: dict[Schema, str] = {
    "strict": mark("strict"),
    "exact": mark("exact edges"),
    "partial": mark("partial"),
    "type": mark("label and overlap"),
}
_KINDS = {
    MistakeKind.MISSED: mark("missed"),
    MistakeKind.SPURIOUS: mark("spurious"),
    MistakeKind.LABEL: mark("wrong label"),
    MistakeKind.EDGE: mark("wrong edge"),
    MistakeKind.PROCLITIC: mark("proclitic edge"),
    MistakeKind.BOTH: mark("wrong label and edge"),
}


def schema_name(schema: Schema) -> str:
    return _(_SCHEMAS[schema])


def kind_name(kind: MistakeKind) -> str:
    return _(_KINDS[kind])


def basis_sentences(basis: Basis) -> list[str]:
    """Which documents count, whether the run was in sight when their gold was made, and which were left out."""
    counts = ngettext(
        "{n} document counts: it is finished, and the run looked at it.",
        "{n} documents count: they are finished, and the run looked at them.",
        basis.documents,
    )
    seen = ngettext(
        "The gold of {n} document was made with the run in sight: the score may flatter it.",
        "The gold of {n} documents was made with the run in sight: the score may flatter it.",
        basis.seen,
    )
    blind = ngettext(
        "The gold of {n} document was made without the run in sight.",
        "The gold of {n} documents was made without the run in sight.",
        basis.blind,
    )
    not_seen = ngettext(
        "{n} finished document was left out: the run did not look at it.",
        "{n} finished documents were left out: the run did not look at them.",
        basis.not_seen,
    )
    contested = ngettext(
        "{n} document was left out: several annotators finished it, and nobody adjudicated.",
        "{n} documents were left out: several annotators finished them, and nobody adjudicated.",
        basis.contested,
    )
    unfinished = ngettext(
        "{n} unfinished document was left out.", "{n} unfinished documents were left out.", basis.unfinished
    )
    rest = (
        (basis.seen, seen),
        (basis.blind, blind),
        (basis.not_seen, not_seen),
        (basis.contested, contested),
        (basis.unfinished, unfinished),
    )
    return [counts, *(sentence for count, sentence in rest if count)]


def calibration_sentences(calibration: Calibration) -> list[str]:
    """How far scores are to be believed, and from which on accepting unseen is safe."""
    if not calibration.count:
        return [_("Nothing was proposed in the documents that count.")]
    if calibration.flat:
        return [_("All scores are the same: they tell nothing of what is right.")]
    said = [
        _("Scores and precision are {points} points apart in the mean.").format(
            points=number(100 * calibration.error, 1)
        )
    ]
    target = percent(calibration.target)
    if calibration.proposal is None:
        return [*said, _("From no score on does accepting unseen keep {target}.").format(target=target)]
    accepted, right = calibration.accepted()
    threshold = percent(calibration.proposal.threshold)
    said.append(
        _("From a score of {threshold} on accepting unseen keeps {target}.").format(threshold=threshold, target=target)
    )
    if accepted:
        sentence = ngettext(
            "Here {right} of {n} such suggestion is right.", "Here {right} of {n} such suggestions are right.", accepted
        )
        said.append(sentence.format(right=number(right)))
    return said


def comparison_sentence(comparison: Comparison) -> str:
    """By how much the run is better or worse than the other."""
    f1 = comparison.differences["strict"].f1
    points = _signed(f1.value)
    where = ngettext("{n} document", "{n} documents", comparison.documents)
    if f1.low is None or f1.high is None or f1.p is None:
        said = _("Against “{name}” in {where}: strict F1 {points} points.")
        return said.format(name=comparison.run.suggester, where=where, points=points)
    said = _("Against “{name}” in {where}: strict F1 {points} points ({low} to {high}), p = {p}.")
    return said.format(
        name=comparison.run.suggester,
        where=where,
        points=points,
        low=_signed(f1.low),
        high=_signed(f1.high),
        p=number(f1.p, 3),
    )


def repeated_sentence(one: Repeated, names: Mapping[str, str] | None = None) -> str:
    """A mistake that was made several times; ``names`` are those of labels, where their ids are not to be shown."""

    def side(label: str, text: str) -> str:
        return _("{label} “{text}”").format(label=(names or {}).get(label, label), text=text)

    gold, proposed = side(one.gold_label, one.gold), side(one.proposed_label, one.proposed)
    said = _("{gold}, proposed {proposed}").format(gold=gold, proposed=proposed)
    if NOTHING in (one.gold_label, one.proposed_label):
        said = proposed if one.gold_label == NOTHING else gold
    return _("{kind} ×{count}: {what}").format(kind=kind_name(one.kind), count=number(one.count), what=said)


def _signed(share: float) -> str:
    """A difference of shares in points, its sign always written."""
    return ("−" if share < 0 else "+") + number(abs(100 * share), 1)
