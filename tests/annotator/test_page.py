"""What a page tells of its spans: the next alike, and the doubtful ones first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.labels import load
from annotator.page import Page
from annotator.project.state import DocumentState
from annotator.records import MEMORY, Document, DocumentId, LabelId, PersonId, Span, Suggestion, reading_order

LABELS = [LabelId("PERS"), LabelId("GPE")]
spans = st.builds(
    lambda start, length, label: Span(start, start + length, label),
    st.integers(0, 15),
    st.integers(1, 5),
    st.sampled_from(LABELS),
)


def page_of(scores: dict[Span, float], source: str = "rules") -> Page:
    document = Document(DocumentId("d"), "d", "x" * 20)
    suggestions = [Suggestion(span, score, "", source) for span, score in scores.items()]
    return Page(document, DocumentState(document.id, PersonId("p")), suggestions, load("wojood"))


@given(st.dictionaries(spans, st.sampled_from([0.2, 0.5, 0.55, 0.9]), max_size=8))
def test_doubtful_ones_come_by_their_distance_from_even_odds(scores: dict[Span, float]) -> None:
    page = page_of(scores)
    items = [page.item(span) for span in page.by_doubt()]
    assert sorted(items, key=lambda item: (abs(item.score - 0.5), reading_order(item.span))) == items
    assert {item.span for item in items} == set(scores)


def test_memory_outweighs_the_others_in_doubt_too() -> None:
    sure, doubtful = Span(0, 2, LABELS[0]), Span(3, 5, LABELS[0])
    page = page_of({sure: 0.95, doubtful: 0.6})
    page.propose([Suggestion(sure, 0.5, "", MEMORY)], MEMORY)
    assert page.by_doubt() == [sure, doubtful]


@given(st.sets(spans, max_size=8), spans, st.sampled_from([1, -1]))
def test_the_next_alike_is_the_nearest_of_the_label_round_the_end(all_spans: set[Span], here: Span, by: int) -> None:
    page = page_of(dict.fromkeys(all_spans, 0.9))
    alike = sorted((span for span in all_spans if span.label == here.label), key=reading_order)
    ahead = [span for span in alike if reading_order(span) > reading_order(here)]
    behind = [span for span in alike if reading_order(span) < reading_order(here)]
    wanted = [*ahead, *behind] if by > 0 else [*behind[::-1], *ahead[::-1]]
    wanted += [here] if here in all_spans else []
    found = page.alike(here, here.label, by)
    assert (found.span if found else None) == (wanted[0] if wanted else None)
