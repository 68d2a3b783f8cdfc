from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import RecordInvalid
from annotator.formats import Problem, Written, detect, read
from annotator.formats.conll import SCHEMES
from annotator.records import LabelId, Record, Span, reading_order

Doc = Callable[[str], Record]


def found(record: Record | Problem) -> list[tuple[str, str]]:
    assert isinstance(record, Record), record
    return [(record.text[span.start : span.end], span.label) for span in record.annotations]


def rows(path: Path) -> list[str]:
    return [f"{line.split()[0]} {line.split()[-1]}" if line else "" for line in path.read_text().splitlines()]


def test_a_document_as_the_standard_has_it(tmp_path: Path, doc: Doc, export: Callable[..., Written]) -> None:
    path = tmp_path / "a.conll"
    export("conll", path, [doc("زار [بلينكن PERS] [هونغ كونغ GPE].\nوعاد")], nesting="outer")
    assert path.read_text() == (
        "-DOCSTART- -X- -X- O\n\nزار -X- -X- O\nبلينكن -X- -X- B-PERS\nهونغ -X- -X- B-GPE\nكونغ -X- -X- I-GPE\n"
        ". -X- -X- O\n\nوعاد -X- -X- O\n\n"
    )


@pytest.mark.parametrize(
    ("scheme", "tags"),
    [
        ("iob1", "O I-GPE B-GPE I-GPE I-ORG"),
        ("iob2", "O B-GPE B-GPE I-GPE B-ORG"),
        ("bilou", "O U-GPE B-GPE L-GPE U-ORG"),
        ("bioes", "O S-GPE B-GPE E-GPE S-ORG"),
    ],
)
def test_schemes(tmp_path: Path, doc: Doc, export: Callable[..., Written], scheme: str, tags: str) -> None:
    path = tmp_path / "a.conll"
    export("conll", path, [doc("في [الصين GPE] [هونغ كونغ GPE] [حماس ORG]")], scheme=scheme)
    assert [row.split()[-1] for row in rows(path)[2:] if row] == tags.split()
    (record,) = read(path)
    assert found(record) == [("الصين", "GPE"), ("هونغ كونغ", "GPE"), ("حماس", "ORG")]


@pytest.mark.parametrize(
    ("subword", "expected", "words"),
    [
        ("split", ["زار O", "و O", "الصين B-GPE", "ب O", "القاهرة B-GPE"], "2 words were cut"),
        ("widen", ["زار O", "والصين B-GPE", "بالقاهرة B-GPE"], "2 spans were widened"),
        ("skip", ["زار O", "والصين O", "بالقاهرة O"], "2 spans inside words were left out"),
    ],
)
def test_spans_inside_words(
    tmp_path: Path, doc: Doc, export: Callable[..., Written], subword: str, expected: list[str], words: str
) -> None:
    path = tmp_path / "a.conll"
    written = export("conll", path, [doc("زار و[الصين GPE] ب[القاهرة GPE]")], subword=subword)
    assert [row for row in rows(path)[2:] if row] == expected
    (line,) = written.report
    assert words in line
    assert "الصين" in line


@pytest.mark.parametrize(
    ("nesting", "expected"),
    [
        ("all", [("وزير خارجية الصين", "OCC"), ("الصين", "GPE"), ("بلينكن", "PERS")]),
        ("outer", [("وزير خارجية الصين", "OCC"), ("بلينكن", "PERS")]),
        ("inner", [("الصين", "GPE"), ("بلينكن", "PERS")]),
    ],
)
def test_levels_of_nested_spans(
    tmp_path: Path, doc: Doc, export: Callable[..., Written], nesting: str, expected: list[object]
) -> None:
    path = tmp_path / "a.conll"
    record = doc("[وزير خارجية [الصين GPE] OCC] [بلينكن PERS]")
    written = export("conll", path, [record], nesting=nesting)
    assert [found(item) for item in read(path)] == [expected]
    assert written.report == ()


def test_nested_spans_as_wojood_has_them(tmp_path: Path, doc: Doc, export: Callable[..., Written]) -> None:
    path = tmp_path / "a.conll"
    export("conll", path, [doc("[رئيس [بلدية [نابلس GPE] ORG] OCC] [1942 DATE]")])
    rows = ["-DOCSTART- O", "", "رئيس B-OCC", "بلدية I-OCC B-ORG", "نابلس I-OCC I-ORG B-GPE", "1942 B-DATE", ""]
    assert path.read_text().splitlines() == rows


INSIDE_ITS_OWN_LABEL = (
    "نقابة B-ORG\nالعاملين I-ORG\nفي I-ORG\nجامعة I-ORG B-ORG\nبيرزيت I-ORG I-ORG B-GPE\nاليوم B-DATE"
)


@pytest.mark.parametrize(
    "rows",
    [
        INSIDE_ITS_OWN_LABEL,
        INSIDE_ITS_OWN_LABEL.replace(" ", "\t", 1).replace("\nجامعة ", "\nجامعة\t").replace("\nبيرزيت ", "\nبيرزيت\t"),
        "نقابة\tO\tB-ORG\tO\nالعاملين\tO\tI-ORG\tO\nفي\tO\tI-ORG\tO\nجامعة\tO\tI-ORG\tB-ORG\n"
        "بيرزيت\tB-GPE\tI-ORG\tI-ORG\nاليوم\tB-DATE\tO\tO",
    ],
)
def test_nested_spans_in_columns_or_joined(tmp_path: Path, rows: str) -> None:
    path = tmp_path / "a.conll"
    path.write_text(rows)
    (record,) = read(path)
    assert found(record) == [
        ("نقابة العاملين في جامعة بيرزيت", "ORG"),
        ("جامعة بيرزيت", "ORG"),
        ("بيرزيت", "GPE"),
        ("اليوم", "DATE"),
    ]


def test_chunks_are_no_spans(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text("U.N. NNP I-NP I-ORG\nofficial NN I-NP O\nEkeus NNP I-NP I-PER\n")
    (record,) = read(path)
    assert found(record) == [("U.N.", "ORG"), ("Ekeus", "PER")]


@st.composite
def nested(draw: st.DrawFn) -> Record:
    """Words with spans that nest in each other, often in their own label, and never cross."""
    length = draw(st.integers(1, 8))
    spans: set[Span] = set()
    for _span in range(draw(st.integers(0, 8))):
        first = draw(st.integers(0, length - 1))
        last = draw(st.integers(first, length - 1))
        span = Span(2 * first, 2 * last + 1, LabelId(draw(st.sampled_from("XY"))))
        if not any(span.crosses(other) for other in spans):
            spans.add(span)
    return Record(" ".join("w" * length), "d", annotations=tuple(sorted(spans, key=reading_order)))


@pytest.mark.parametrize("scheme", SCHEMES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(record=nested())
def test_nested_spans_are_whole_in_each_scheme(
    tmp_path: Path, export: Callable[..., Written], scheme: str, record: Record
) -> None:
    path = tmp_path / "a.conll"
    export("conll", path, [record], scheme=scheme)
    (again,) = read(path)
    assert isinstance(again, Record)
    assert again.annotations == record.annotations


def test_crossing_spans_leave_the_first(tmp_path: Path, export: Callable[..., Written]) -> None:
    record = Record(
        "a b c d", annotations=(Span(0, 3, LabelId("X")), Span(2, 5, LabelId("Y")), Span(6, 7, LabelId("Z")))
    )
    written = export("conll", tmp_path / "a.conll", [record])
    assert written.spans == 2
    assert "1 crossing span was left out" in written.report[0]
    assert [found(item) for item in read(tmp_path / "a.conll")] == [[("a b", "X"), ("d", "Z")]]


def test_a_sentence_end_inside_a_span_does_not_part_it(
    tmp_path: Path, doc: Doc, export: Callable[..., Written]
) -> None:
    path = tmp_path / "a.conll"
    export("conll", path, [doc("[شركة A.\nB ORG] قالت. ثم")])
    assert [found(item) for item in read(path)] == [[("شركة A . B", "ORG")]]
    assert rows(path).count("") == 3


def test_edges_of_white_space(tmp_path: Path, export: Callable[..., Written]) -> None:
    record = Record("a  b ", annotations=(Span(0, 2, LabelId("X")), Span(1, 3, LabelId("Y"))))
    written = export("conll", tmp_path / "a.conll", [record])
    assert written.spans == 1
    assert "without the white space" in written.report[0]
    assert "white space alone" in written.report[1]


def test_tokens_by_spaces_and_with_proclitics_cut(tmp_path: Path, doc: Doc, export: Callable[..., Written]) -> None:
    path = tmp_path / "a.conll"
    text = doc("الصين، وواشنطن والصين -DOCSTART- و")
    export("conll", path, [text], tokens="spaces")
    assert [row.split()[0] for row in rows(path)[2:] if row] == ["الصين،", "وواشنطن", "والصين", "-", "DOCSTART-", "و"]
    export("conll", path, [text], tokens="cut")
    assert [row.split()[0] for row in rows(path)[2:] if row][:5] == ["الصين", "،", "وواشنطن", "و", "الصين"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("a B-X\nb I-X\nc I-X", [("a b c", "X")]),
        ("a I-X\nb B-X\nc I-Y", [("a", "X"), ("b", "X"), ("c", "Y")]),
        ("a O\nb I-X\n\nc I-X", [("b", "X"), ("c", "X")]),
        ("a U-X\nb U-X\nc B-X\nd L-X\ne I-X", [("a", "X"), ("b", "X"), ("c d", "X"), ("e", "X")]),
        ("a\tNN\tB-X\r\nb c\tNN\tI-X\r\n", [("a b c", "X")]),
        ("a L-X\nb E-X", [("a", "X"), ("b", "X")]),
    ],
)
def test_all_schemes_are_read_as_they_come(tmp_path: Path, lines: str, expected: list[object]) -> None:
    path = tmp_path / "a.conll"
    path.write_bytes(lines.encode())
    (record,) = read(path)
    assert found(record) == expected


def test_text_is_tokens_with_spaces_and_a_line_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text("-DOCSTART- -X- O O\n\nزار O\nبلينكن B-PERS\n\n\nعاد O\n-DOCSTART-\n\nb O\n")
    one, two = read(path)
    assert isinstance(one, Record)
    assert isinstance(two, Record)
    assert (one.text, one.name, one.source.format) == ("زار بلينكن\nعاد", "news:1", "conll")
    assert (two.text, two.name, two.source.place) == ("b", "news:2", "8")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("word", "one column"),
        ("word Pers", "“Pers” is no tag"),
        ("word B-", "“B-” is no tag"),
        ("\tB-X", "token is empty"),
        ("word" + " B-X" * 51, "more than 50 tags"),
    ],
)
def test_a_bad_line_costs_its_document_only(tmp_path: Path, line: str, words: str) -> None:
    path = tmp_path / "a.conll"
    path.write_text(f"-DOCSTART- O\n\na O\n{line}\nb O\n\n-DOCSTART- O\n\nc O\n")
    bad, good = read(path)
    assert isinstance(bad, Problem)
    assert words in str(bad.error)
    assert "line 4" in bad.place
    assert isinstance(good, Record)
    assert good.text == "c"


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_bytes("كلمة O\n".encode() + b"\xff O\n")
    (problem,) = read(path)
    assert isinstance(problem, Problem)
    assert "line 2" in problem.place
    path.write_bytes(b"")
    (problem,) = read(path)
    assert isinstance(problem, Problem)
    assert "empty" in str(problem.error)


def test_a_label_with_a_space_stops_the_export(tmp_path: Path, export: Callable[..., Written]) -> None:
    with pytest.raises(RecordInvalid, match="white space"):
        export("conll", tmp_path / "a.conll", [Record("a", annotations=(Span(0, 1, LabelId("X Y")),))])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_same_spans_in_each_scheme(tmp_path: Path, doc: Doc, export: Callable[..., Written], scheme: str) -> None:
    path = tmp_path / "a.conll"
    export("conll", path, [doc("[a X][b X] [c d X] [e Y] f")], scheme=scheme)
    assert [found(item) for item in read(path)] == [[("a", "X"), ("b", "X"), ("c d", "X"), ("e", "Y")]]


@pytest.mark.parametrize("line", ["# id 7\tdomain=ar", "# text = زار", " O", "\u00a0 O", "\tO"])
def test_comments_and_tokens_of_white_space_are_passed_over(tmp_path: Path, line: str) -> None:
    path = tmp_path / "train"
    path.write_text(f"{line}\nزار O\n{line}\nهونغ B-GPE\n{line}\nكونغ I-GPE\n# O\n#وسم O\n")
    assert detect(path).id == "conll"
    (record,) = read(path)
    assert isinstance(record, Record)
    assert (record.text, found(record)) == ("زار هونغ كونغ # #وسم", [("هونغ كونغ", "GPE")])


def test_the_language_before_each_token_is_none_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "dev"
    path.write_text("ar:زار\tO\nar:ar:\tO\nar:هونغ\tB-LOC\nar:كونغ\tI-LOC\nar:\tO\n\nar:عاد\tO\n")
    (record,) = read(path)
    assert isinstance(record, Record)
    assert (record.text, found(record)) == ("زار ar: هونغ كونغ\nعاد", [("هونغ كونغ", "LOC")])


def test_a_token_that_only_looks_so_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    path.write_text("to: O\nfrom: O\nto:me O\nb O\n")
    (record,) = read(path)
    assert isinstance(record, Record)
    assert record.text == "to: from: to:me b"


@pytest.mark.parametrize(
    ("lines", "text", "expected"),
    [
        ("#\thttp://a\n1\tزار\tO\tO\n2\tالصين\tB-ORG\tB-GPE\n\n1\tعاد\tO\tO\n", "زار الصين\nعاد", ["ORG", "GPE"]),
        ("1\tزار\tO\t-\t-\n2\tالصين\tB-GPE\t-\t-\n3\t5\tO\t-\t-\n", "زار الصين 5", ["GPE"]),
        ("1 CD O\n2 CD B-QUANTITY\n3 CD I-QUANTITY\n", "CD CD CD", ["QUANTITY"]),
        ("1 B-X\n2 I-X\n3 O\n", "1 2 3", ["X"]),
        ("7 NN O\n8 NN B-X\n9 NN O\n", "7 8 9", ["X"]),
    ],
)
def test_numbers_before_the_tokens(tmp_path: Path, lines: str, text: str, expected: list[str]) -> None:
    path = tmp_path / "a.conll"
    path.write_text(lines)
    (record,) = read(path)
    assert isinstance(record, Record)
    assert (record.text, {span.label for span in record.annotations}) == (text, set(expected))


def test_labels_without_a_prefix(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("زار\tO\nأنتوني\tPERSON\nبلينكن\tPERSON\n،\tO\nالصين\tLOCATION\nبكين\tLOCATION\n\nعاد\tO\n")
    assert detect(path).id == "conll"
    (record,) = read(path)
    assert found(record) == [("أنتوني بلينكن", "PERSON"), ("الصين بكين", "LOCATION")]
