"""Documents in the inline form, and the corpus that comes along in it."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from annotator.errors import CorpusInvalid, FileUnreadable
from annotator.labels import LabelSet, load
from annotator.learn.corpus import parse, read
from annotator.records import LabelId, Span

WOJOOD = load("wojood")
CORPUS = resources.path("corpus")
FILES = sorted(CORPUS.glob("gold/*/*.txt"))


def test_nested_spans() -> None:
    text, spans = parse("زار [وزير الخارجية [الأميركي NORP] OCC] ل[ليابان GPE]")
    assert text == "زار وزير الخارجية الأميركي لليابان"
    assert [(text[span.start : span.end], span.label) for span in spans] == [
        ("وزير الخارجية الأميركي", "OCC"),
        ("الأميركي", "NORP"),
        ("ليابان", "GPE"),
    ]


@pytest.mark.parametrize("source", ["[طوكيو", "طوكيو GPE]", "[طوكيو]", "[[طوكيو GPE] ثم"])
def test_brackets_that_do_not_match_are_refused(source: str) -> None:
    with pytest.raises(ValueError, match="bracket"):
        parse(source)


def test_a_fault_is_told_with_file_and_document(tmp_path: Path) -> None:
    path = tmp_path / "sport.txt"
    path.write_text("# a-1 | good\n[طوكيو GPE]\n\n# a-2\n[طوكيو\n", encoding="utf-8")
    with pytest.raises(CorpusInvalid, match=r"sport\.txt.*a-2"):
        list(read(path))
    with pytest.raises(FileUnreadable):
        list(read(tmp_path / "none.txt"))


def inline(text: str, spans: Iterable[Span], labels: LabelSet) -> str:
    """The inline form of one document; of spans with equal edges the one that may hold the other stands outside."""
    opens: dict[int, list[Span]] = {}
    for span in sorted(
        spans, key=lambda span: (span.start, -span.end, -len(labels.nests.get(span.label, ())), span.label)
    ):
        opens.setdefault(span.start, []).append(span)
    parts: list[str] = []
    open_spans: list[Span] = []
    for place in range(len(text) + 1):
        while open_spans and open_spans[-1].end == place:
            parts.append(f" {open_spans.pop().label}]")
        for span in opens.get(place, ()):
            parts.append("[")
            open_spans.append(span)
        parts.append(text[place : place + 1])
    return "".join(parts)


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(1, 4), st.sampled_from(["OCC", "NORP", "GPE", "ORG"])), max_size=5
    )
)
def test_written_and_read_again(stretches: list[tuple[int, int, str]]) -> None:
    text = "زار الوزير مصر 😊 اليوم"
    spans: list[Span] = []
    for start, length, label in stretches:
        span = Span(start, start + length, LabelId(label))
        if WOJOOD.conflict(span, spans) is None:
            spans.append(span)
    again, found = parse(inline(text, spans, WOJOOD))
    assert again == text
    assert set(found) == set(spans)


# The corpus that comes along


def test_the_test_part_is_the_one_that_was_laid_down() -> None:
    for line in (CORPUS / "test.sha256").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((CORPUS / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_its_spans_keep_the_rules(path: Path) -> None:
    for record in read(path):
        assert list(WOJOOD.conflicts(record.annotations)) == [], record.external_id
        for span in record.annotations:
            words = record.text[span.start : span.end]
            assert span.label in WOJOOD
            assert words == words.strip() != ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_both_readings_are_of_the_same_texts(path: Path) -> None:
    for reading in ("first", "second"):
        beside = CORPUS / reading / path.parent.name / path.name
        assert [(one.external_id, one.text) for one in read(beside)] == [
            (one.external_id, one.text) for one in read(path)
        ]


def test_it_is_as_large_as_it_says() -> None:
    records = [record for path in FILES for record in read(path)]
    assert len(records) >= 120
    assert len({record.external_id for record in records}) == len(records)
    counts = Counter(span.label for record in records for span in record.annotations)
    assert min(counts[label.id] for label in WOJOOD) >= 200
