"""All figures of an agreement as rows of one table, for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.quality.agreement.record import Agreement, Figures, LabelAgreement

COLUMNS = ("scope", "annotators", "label", "document", "measure", "value", "low", "high", "documents")
Row = tuple[str, ...]


def rows(found: Agreement) -> Iterator[Row]:
    """A row for each figure, with its 95 % interval; no value where it is not defined."""
    everyone = _names([person.name for person in found.annotators])
    yield from _figures(("all", everyone, "", ""), found.figures, found.documents)
    for scope, part in (("blind", found.blind), ("seen", found.seen)):
        yield from _figures((scope, everyone, "", ""), part.figures, part.documents)
    yield from _labels(everyone, found.labels, found.documents)
    for pair in found.pairs:
        people = _names([person.name for person in pair.annotators])
        yield from _figures(("pair", people, "", ""), pair.figures, pair.documents)
        yield from _labels(people, pair.labels, pair.documents)
    for one in found.by_document:
        people = _names([person.name for person in one.annotators])
        yield from _figures(("document", people, "", one.name), one.figures, 1)


def _labels(people: str, labels: tuple[LabelAgreement, ...], documents: int) -> Iterator[Row]:
    for one in labels:
        yield from _figures(("label", people, one.label, ""), one.figures, documents)


def _figures(of: Row, figures: Figures, documents: int) -> Iterator[Row]:
    for measure, found in figures.items():
        numbers = ("" if value is None else f"{value:.6f}" for value in (found.value, found.low, found.high))
        yield (*of, measure.value, *numbers, str(documents))


def _names(names: list[str]) -> str:
    return " · ".join(names)
