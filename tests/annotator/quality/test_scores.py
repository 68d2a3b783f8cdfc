from annotator.quality.scores import Counts, Scores
from annotator.records import LabelId, Span


def span(start: int, end: int, label: str = "GPE") -> Span:
    return Span(start, end, LabelId(label))


def test_strict_counts_by_label() -> None:
    scores = Scores()
    scores.add([span(0, 3), span(4, 9, "OCC"), span(6, 9, "NORP")], [span(0, 3), span(4, 8, "OCC"), span(6, 9, "NORP")])
    scores.add([], [span(0, 3)])
    assert scores.labels == {"GPE": Counts(tp=1, fp=1), "OCC": Counts(fp=1, fn=1), "NORP": Counts(tp=1)}
    assert scores.micro == Counts(tp=2, fp=2, fn=1)
    assert (scores.micro.precision, scores.micro.recall, scores.micro.f1) == (0.5, 2 / 3, 4 / 7)


def test_what_could_not_be_compared_was_missed() -> None:
    scores = Scores()
    scores.miss(["GPE", "GPE"])
    assert scores.labels == {"GPE": Counts(fn=2)}
    assert scores.micro.f1 == 0


def test_nothing_to_find_and_nothing_found_is_right() -> None:
    assert (Counts().precision, Counts().recall, Counts().f1) == (1, 1, 1)
