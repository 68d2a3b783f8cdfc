"""The measures and the kinds of difference in words, for the page, the report and the command line."""

from __future__ import annotations

from annotator.quality.agreement.record import Estimate, Measure
from annotator.quality.difference import Difference
from annotator.texts import _, mark, number

_NAMES = {
    Measure.F1: mark("F1"),
    Measure.F1_PARTIAL: mark("Partial F1"),
    Measure.KAPPA: mark("Cohen's kappa"),
    Measure.FLEISS: mark("Fleiss' kappa"),
    Measure.ALPHA_NOMINAL: mark("Krippendorff's alpha"),
    Measure.ALPHA_UNITISING: mark("Unitising alpha"),
    Measure.GAMMA: mark("Gamma"),
}

_SHORT = {
    Measure.F1: "F1",
    Measure.F1_PARTIAL: mark("Partial"),
    Measure.KAPPA: mark("Kappa"),
    Measure.FLEISS: mark("Fleiss"),
    Measure.ALPHA_NOMINAL: mark("Alpha"),
    Measure.ALPHA_UNITISING: mark("Unitising"),
}

_EXPLANATIONS = {
    Measure.F1: mark(
        "Spans that both marked with the same edges and the same label, as a share of all spans of the two. Nested spans count each for itself. Unmarked text does not count, and chance is not taken out."
    ),
    Measure.F1_PARTIAL: mark(
        "As F1, but labels are not looked at, and spans that only overlap count half. Unmarked text does not count, and chance is not taken out."
    ),
    Measure.KAPPA: mark(
        "Agreement of two on the label of each word, beyond chance. A word has the label of its outermost span; of several spans in it the one that covers most of it counts, and where within a word a span begins does not matter. Unmarked is a label like the others: as most words are unmarked, much agreement on them is taken for chance."
    ),
    Measure.FLEISS: mark(
        "Agreement of all on the label of each word, beyond chance; of each document, of those who have it. A word has the label of its outermost span. Unmarked is a label like the others: as most words are unmarked, much agreement on them is taken for chance."
    ),
    Measure.ALPHA_NOMINAL: mark(
        "Krippendorff's alpha for nominal data, over the label of each word as kappa has it, for any number of annotators; documents that somebody does not have are missing data. Unmarked is a label like the others."
    ),
    Measure.ALPHA_UNITISING: mark(
        "Krippendorff's alpha for unitising (1995, as corrected in 2004): how far apart two put the edges of spans, in characters, beyond chance; being far off weighs more than being near. Each label is looked at by itself, so nested spans count; of spans of one label in each other the outermost. Unmarked text counts as the gaps in which a span could stand. Of several annotators, their pairs together."
    ),
    Measure.GAMMA: mark(
        "Gamma of Mathet, Widlöcher and Métivier (2015): the spans of all are aligned as well as possible, by position and label, and that is compared with spans shifted at random. Nested and crossing spans count as they are. Unmarked text does not count, but that it is there makes chance agreement rare."
    ),
}

_DIFFERENCES = {
    Difference.ONE_ONLY: mark("marked by one alone"),
    Difference.LABEL: mark("another label"),
    Difference.EDGES: mark("other edges"),
    Difference.PROCLITIC: mark("with or without a proclitic"),
    Difference.LABEL_AND_EDGES: mark("another label and other edges"),
}


def name(measure: Measure) -> str:
    return _(_NAMES[measure])


def short_name(measure: Measure) -> str:
    """The name for the head of a narrow column."""
    short = _SHORT.get(measure, _NAMES[measure])
    return short if measure is Measure.F1 else _(short)


def figure(found: Estimate) -> str:
    """A value as it is shown; a dash where it is not defined."""
    return "–" if found.value is None else written(found.value)


def interval(found: Estimate) -> str:
    """The 95 % interval, or nothing."""
    if found.low is None or found.high is None:
        return ""
    return _("{low}–{high}").format(low=written(found.low), high=written(found.high))


def written(value: float) -> str:
    """With two decimals: intervals say that more would promise too much."""
    shown = number(abs(value), 2)
    return shown if value >= 0 or shown == number(0, 2) else "−" + shown


def explanation(measure: Measure) -> str:
    """What it measures, and how it treats unmarked text."""
    return _(_EXPLANATIONS[measure])


def difference_name(kind: Difference) -> str:
    return _(_DIFFERENCES[kind])


def warning_of_sight() -> str:
    """What is to be said of documents in which suggestions were in sight."""
    return _(
        "Suggestions in sight make annotators agree: figures of such documents are too high. Documents kept blind tell more; how many, is set when documents are assigned."
    )
