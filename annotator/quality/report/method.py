"""How the figures of a report are made, in short, so that a reader can check and cite them."""

from __future__ import annotations

from annotator.quality.evaluation import Evaluation
from annotator.quality.intervals import ROUNDS
from annotator.quality.report.parts import Section, Terms, Words
from annotator.quality.threshold import TARGET
from annotator.texts import _, mark, number, percent

_GOLD = (
    mark("Gold"),
    mark(
        "The spans of a finished document: those of the adjudicator, else of the only annotator who finished it. Documents that several finished count only by a rule (majority or union), where one was asked for."
    ),
)
_OF_RUNS = (
    (
        mark("Pairs"),
        mark(
            "Gold and proposed spans are paired one to one in each document: first the same edges and label, then most overlap first (Jaccard, in characters), then the same label, then the order of the text. Nested spans count each for itself."
        ),
    ),
    (
        mark("Schemas"),
        mark(
            "As in SemEval 2013 task 9 and nervaluate. Strict: edges and label are right. Exact edges: the edges are, whatever the label. Partial: as exact, and a mere overlap counts half. Label and overlap: the label is right, and the spans touch."
        ),
    ),
    (
        mark("Precision, recall, F1"),
        mark(
            "Precision is the share of proposed spans that are right, recall the share of gold spans that were found, F1 their harmonic mean. Scores over all labels add the spans of all documents up (micro); the mean of the labels gives each label the same weight (macro)."
        ),
    ),
    (
        mark("Seen and blind"),
        mark(
            "Gold of a document is blind for a run if its annotators had no suggestions there, or had finished it before the run began; else it was made with the run in sight, and the score may flatter it."
        ),
    ),
    (
        mark("Intervals"),
        mark(
            "95% by bootstrap over documents: {rounds} times as many documents as there are were drawn with replacement; the interval holds the middle 95% of the scores. Two runs are compared on the same draws of the documents that both looked at; p is twice the share of draws that show no difference or the opposite one, and never less than so few documents can show."
        ),
    ),
    (
        mark("Mistakes"),
        mark(
            "Missed: gold that nothing touches. Spurious: a proposal that touches no gold. Wrong label: the edges are right. Wrong edge: the label is right. Proclitic edge: the edges differ by proclitics of the first word (such as و، ب، ل) and by nothing else."
        ),
    ),
    (
        mark("Calibration"),
        mark(
            "Suggestions are gathered by score, from 5 to 5 percent; vertical lines are Wilson's intervals of 95%. The safe threshold is the lowest from which on the accepted surely keep the target (here {target}): the lower end of a one-sided interval of 95%, the scores of what waits weighing as a hundred answers."
        ),
    ),
)
_AGREEMENT = (
    mark("Agreement"),
    mark(
        "Over the documents that at least two annotators finished; adjudicators do not count. What each measure means stands with the figures."
    ),
)
_EFFORT = (
    mark("Effort"),
    mark("From the log of decisions; of a pause without a decision at most 90 seconds count as work."),
)


def method(evaluation: Evaluation | None, *, agreement: bool, effort: bool, program: str) -> Section:
    """The definitions that the report's figures stand on, and how to cite them."""
    target = evaluation.calibration.target if evaluation else TARGET
    chosen = [_GOLD, *_OF_RUNS] if evaluation else [_GOLD] if agreement else []
    chosen += [_AGREEMENT] * agreement + [_EFFORT] * effort
    entries = tuple(
        (_(term), _(meaning).format(rounds=number(ROUNDS), target=percent(target))) for term, meaning in chosen
    )
    said = _("The figures were worked out by {program}; the same project gives the same figures again.").format(
        program=program
    )
    return Section("method", _("Method"), (Terms(entries), Words(said, quiet=True)))
