from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.formats import Problem, ReadOptions, Written, read
from annotator.formats.registry import read_file
from annotator.records import LabelId, Record, Span

Doc = Callable[[str], Record]
TEXT = "قَالَ مُحَمَّدٌ 😊 لِلرَّئِيسِ والصين"


@pytest.fixture
def pair(tmp_path: Path) -> Callable[..., Path]:
    """A text with its annotations beside it; the path of the annotations."""

    def make(text: str | bytes, *lines: str, name: str = "doc") -> Path:
        data = text if isinstance(text, bytes) else text.encode()
        (tmp_path / f"{name}.txt").write_bytes(data)
        path = tmp_path / f"{name}.ann"
        path.write_bytes("".join(f"{line}\n" for line in lines).encode())
        return path

    return make


def one(path: Path) -> Record:
    (record,) = read(path)
    assert isinstance(record, Record), record
    return record


def found(record: Record) -> list[tuple[str, str]]:
    return [(record.text[span.start : span.end], span.label) for span in record.annotations]


def lines(path: Path) -> list[str]:
    return path.read_bytes().decode().splitlines()


DOCUMENTED = [
    "T1\tOrganization 0 4\tSony",
    "T2\tMERGE-ORG 14 27\tjoint venture",
    "T3\tOrganization 33 41\tEricsson",
    "E1\tMERGE-ORG:T2 Org1:T1 Org2:T3",
    "T4\tCountry 75 81\tSweden",
    "R1\tOrigin Arg1:T3 Arg2:T4",
    "*\tEquiv T1 T3 T4",
    "A1\tNegation E1",
    "A2\tConfidence E1 L1",
    "N1\tReference T4 Wikipedia:34\tSweden",
    "#1\tAnnotatorNotes T4\ta note with\ta tab",
]
SONY = "Sony forms a  joint venture with Ericsson, the telecommunications group of Sweden."


def test_what_brat_documents_goes_through_unchanged(
    pair: Callable[..., Path], tmp_path: Path, export: Callable[..., Written]
) -> None:
    record = one(pair(SONY, *DOCUMENTED))
    assert found(record) == [
        ("Sony", "Organization"),
        ("joint venture", "MERGE-ORG"),
        ("Ericsson", "Organization"),
        ("Sweden", "Country"),
    ]
    written = export("brat", tmp_path / "out", [record])
    assert written.report == ()
    assert sorted(lines(tmp_path / "out" / "doc.ann")) == sorted(DOCUMENTED)
    assert (tmp_path / "out" / "doc.txt").read_text() == SONY
    assert lines(tmp_path / "out" / "annotation.conf") == [
        "[entities]",
        "Organization",
        "Country",
        "",
        "[relations]",
        "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
        "Equiv\tArg1:<ANY>, Arg2:<ANY>, <REL-TYPE>:symmetric-transitive",
        "Origin\tArg1:<ANY>, Arg2:<ANY>",
        "",
        "[events]",
        "MERGE-ORG\tOrg*:<ANY>",
        "",
        "[attributes]",
        "Negation\tArg:<ANY>",
        "Confidence\tArg:<ANY>, Value:L1",
    ]


def test_a_relation_stands_in_the_configuration_with_each_pair_of_its_roles(
    pair: Callable[..., Path], tmp_path: Path, export: Callable[..., Written]
) -> None:
    """A type with more than two roles is one that brat refuses."""
    more = ["R2\tOrigin From:T1 To:T4", "R3\tOrigin Arg1:T1 Arg2:T4", "A3\tConfidence T1 50,5", "A4\tConfidence T3 H"]
    export("brat", tmp_path / "out", [one(pair(SONY, *DOCUMENTED, *more))])
    written = lines(tmp_path / "out" / "annotation.conf")
    assert [line for line in written if line.startswith(("Origin", "Confidence"))] == [
        "Origin\tArg1:<ANY>, Arg2:<ANY>",
        "Origin\tFrom:<ANY>, To:<ANY>",
        "Confidence\tArg:<ANY>, Value:L1|H",
    ]


@pytest.mark.parametrize("label", ["شخص", "[x]", "<x>", "#x", "!x", "a|b", "--", "A,B"])
def test_labels_that_the_configuration_cannot_name_are_told(
    tmp_path: Path, export: Callable[..., Written], label: str
) -> None:
    """They would break it, or name another label; the files of annotations hold them."""
    spans = (Span(0, 3, LabelId(label)), Span(4, 7, LabelId("PERS-2_x")))
    written = export("brat", tmp_path / "out", [Record("قال نعم", "d", annotations=spans)])
    assert lines(tmp_path / "out" / "annotation.conf")[:3] == ["[entities]", "PERS-2_x", ""]
    assert f"T1\t{label} 0 3\tقال" in lines(tmp_path / "out" / "d.ann")
    assert ["1 label could not be named" in line and label in line for line in written.report] == [True]


def test_what_points_to_a_span_that_has_gone_is_left_out_and_told(
    pair: Callable[..., Path], tmp_path: Path, export: Callable[..., Written]
) -> None:
    record = one(pair(SONY, *DOCUMENTED))
    left = tuple(span for span in record.annotations if record.text[span.start : span.end] != "Ericsson")
    written = export("brat", tmp_path / "out", [replace(record, annotations=left)])
    assert [line.split("\t")[0] for line in lines(tmp_path / "out" / "doc.ann")] == ["T1", "T2", "T4", "*", "N1", "#1"]
    assert "*\tEquiv T1 T4" in lines(tmp_path / "out" / "doc.ann")
    assert len(written.report) == 1
    assert "5 relations or links to removed spans were left out" in written.report[0]


def test_another_label_keeps_the_id_and_a_new_span_gets_a_new_one(
    pair: Callable[..., Path], tmp_path: Path, export: Callable[..., Written]
) -> None:
    record = one(pair(SONY, *DOCUMENTED))
    spans = [span._replace(label=LabelId("EVENT")) if span.start == 14 else span for span in record.annotations]
    export("brat", tmp_path / "out", [replace(record, annotations=(*spans, Span(47, 65, LabelId("NORP"))))])
    written = lines(tmp_path / "out" / "doc.ann")
    assert "T2\tEVENT 14 27\tjoint venture" in written
    assert "E1\tEVENT:T2 Org1:T1 Org2:T3" in written
    assert "T5\tNORP 47 65\ttelecommunications" in written


def test_an_event_that_is_called_otherwise_than_its_trigger_keeps_its_name(
    pair: Callable[..., Path], tmp_path: Path, export: Callable[..., Written]
) -> None:
    record = one(pair(SONY, "T1\tOrganization 0 4\tSony", "T2\tTrigger 14 27\tjoint venture", "E1\tMerge:T2 Org:T1"))
    export("brat", tmp_path / "out", [record])
    assert "E1\tMerge:T2 Org:T1" in lines(tmp_path / "out" / "doc.ann")


def test_fragments_come_in_as_their_cover_and_go_out_unless_resized(
    pair: Callable[..., Path], tmp_path: Path, export: Callable[..., Written]
) -> None:
    line = "T7\tLOC 0 5;16 23\tNorth America"
    record = one(pair("North and South America", line))
    assert record.annotations == (Span(0, 23, LabelId("LOC")),)
    export("brat", tmp_path / "out", [record])
    assert lines(tmp_path / "out" / "doc.ann") == [line]
    export("brat", tmp_path / "resized", [replace(record, annotations=(Span(0, 15, LabelId("LOC")),))])
    assert lines(tmp_path / "resized" / "doc.ann") == ["T1\tLOC 0 15\tNorth and South"]


@pytest.mark.parametrize(
    "line",
    [
        "T1\tLOC 16 23;0 5\tAmerica North",
        "T1\tLOC 0 5;16 23\tNorthAmerica",
        "T1\tLOC 0 5;16 23",
        "T1\tLOC 0 5;16 23\tNorth America and more",
    ],
)
def test_forms_of_other_versions_are_read(pair: Callable[..., Path], line: str) -> None:
    assert found(one(pair("North and South America", line))) == [("North and South America", "LOC")]


def test_code_points_are_counted_and_utf16_is_found_out(pair: Callable[..., Path]) -> None:
    assert found(one(pair(TEXT, "T1\tOCC 18 29\tلِلرَّئِيسِ"))) == [("لِلرَّئِيسِ", "OCC")]
    assert found(one(pair(TEXT, "T1\tOCC 19 30\tلِلرَّئِيسِ"))) == [("لِلرَّئِيسِ", "OCC")]
    # brat itself counts the byte order mark.
    assert found(one(pair(b"\xef\xbb\xbf" + TEXT.encode(), "T1\tOCC 19 30\tلِلرَّئِيسِ"))) == [("لِلرَّئِيسِ", "OCC")]


def test_a_line_end_of_windows_may_count_as_one(pair: Callable[..., Path]) -> None:
    text = "زار\r\nبلينكن\r\nطوكيو\r\n"
    counted = pair(text.encode(), "T1\tPERS 4 10\tبلينكن", "T2\tGPE 11 16\tطوكيو", "T3\tX 0 10\tزار بلينكن", name="one")
    assert found(one(counted)) == [("زار\r\nبلينكن", "X"), ("بلينكن", "PERS"), ("طوكيو", "GPE")]
    whole = pair(text.encode(), "T1\tPERS 5 11\tبلينكن", "T2\tGPE 13 18\tطوكيو", name="two")
    assert found(one(whole)) == [("بلينكن", "PERS"), ("طوكيو", "GPE")]


def test_what_a_span_repeats_may_go_on_in_the_next_line(pair: Callable[..., Path]) -> None:
    path = pair("كل\n12\nساعة", "T1\tTIME 0 10\tكل", "12", "ساعة", "T2\tQUANTITY 3 5\t12")
    assert found(one(path)) == [("كل\n12\nساعة", "TIME"), ("12", "QUANTITY")]


def test_a_span_over_several_lines_is_written_in_fragments(
    tmp_path: Path, doc: Doc, export: Callable[..., Written]
) -> None:
    record = doc("[وزير\r\nالخارجية\u2028في [الصين GPE] OCC]\nو[الصين GPE]")
    export("brat", tmp_path / "out", [record])
    assert lines(tmp_path / "out" / "d.ann") == [
        "T1\tOCC 0 4;6 14;15 23\tوزير الخارجية في الصين",
        "T2\tGPE 18 23\tالصين",
        "T3\tGPE 25 30\tالصين",
    ]
    assert (tmp_path / "out" / "d.txt").read_bytes() == record.text.encode()


def test_line_breaks_at_the_edge_of_a_span(tmp_path: Path, export: Callable[..., Written]) -> None:
    spans = Span(0, 1, LabelId("X")), Span(0, 2, LabelId("X")), Span(1, 3, LabelId("Y"))
    record = Record("a\n\nb", "d", annotations=spans)
    written = export("brat", tmp_path / "out", [record])
    assert lines(tmp_path / "out" / "d.ann") == ["T1\tX 0 1\ta"]
    assert len(written.report) == 2


def test_a_text_that_begins_with_a_byte_order_mark(tmp_path: Path, export: Callable[..., Written]) -> None:
    record = Record("\ufeffaaa", "d", annotations=(Span(0, 1, LabelId("X")), Span(2, 3, LabelId("X"))))
    export("brat", tmp_path / "out", [record])
    assert one(tmp_path / "out" / "d.ann").annotations == record.annotations


def test_a_folder_is_read_with_what_lies_beside_the_annotations(tmp_path: Path, pair: Callable[..., Path]) -> None:
    pair("زار الصين", "T1\tGPE 4 9\tالصين", name="b10")
    pair("بلا علامات", name="b2")
    (tmp_path / "annotation.conf").write_text("[entities]\n")
    (tmp_path / "alone.txt").write_text("وحده")
    records = list(read(tmp_path))
    assert [(item.name, item.source.format) for item in records if isinstance(item, Record)] == [
        ("alone", "text"),
        ("b2", "brat"),
        ("b10", "brat"),
    ]
    assert len(records) == 3


def test_names_of_files(tmp_path: Path, doc: Doc, export: Callable[..., Written]) -> None:
    names = ["a/b", "A/B", "..", "خبر", "x.warraq", "ط" * 200, ""]
    export("brat", tmp_path / "out", [replace(doc(f"نص {number}"), name=name) for number, name in enumerate(names)])
    written = {path.stem for path in (tmp_path / "out").glob("*.ann")}
    assert written == {"a_b", "A_B-2", "document", "خبر", "x_", "ط" * 80, "document-2"}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("T1\tGPE 4 90\tالصين", "outside the text"),
        ("T1\tGPE 4 4\t", "is empty"),
        ("T1\tGPE 9 4\tالصين", "is empty"),
        ("T1\tGPE 3 8\tالصين", "it says “الصين”"),
        ("T1\tGPE 4 9", ""),
        ("T1 GPE 4 9 الصين", "no line of brat"),
        ("T1\tGPE 4 x\tالصين", "no line of brat"),
        ("T1\tGPE 4 99999999999999\tالصين", "no line of brat"),
        ("R1\tPart Arg1 Arg2", "no line of brat"),
        ("T0\tX 0 3\tزار", "stands twice"),
    ],
)
def test_a_bad_line(pair: Callable[..., Path], line: str, words: str) -> None:
    (item,) = read(pair("زار الصين", "T0\tX 0 3\tزار", line))
    if not words:
        assert isinstance(item, Record)
        return
    assert isinstance(item, Problem)
    assert words in str(item.error)
    assert "line 2" in str(item)


def test_a_missing_or_empty_text(tmp_path: Path, pair: Callable[..., Path]) -> None:
    (tmp_path / "a.ann").write_text("T1\tX 0 1\ta\n")
    for path in (tmp_path / "a.ann", pair("  \n")):
        (item,) = read(path)
        assert isinstance(item, Problem)
        assert ".txt" in str(item)


def test_a_label_with_a_space_stops_the_export(tmp_path: Path, export: Callable[..., Written]) -> None:
    with pytest.raises(Exception, match="white space"):
        export("brat", tmp_path / "out", [Record("a", "d", annotations=(Span(0, 1, LabelId("X Y")),))])


@pytest.mark.parametrize(
    "kept",
    [
        3,
        {"spans": 1, "lines": 2},
        {
            "spans": [[1], ["T1", "X", [0, 99]], ["T2", "X", [0, 2], [1, 3]], ["T 3", "X", [0, 3]]],
            "lines": [1, "R1\tx"],
        },
        {"lines": ["#1\tNote T1\ta\nT9\tX 0 1\ta", "A1\tNeg A1", "A2\tNeg A1"]},
    ],
)
def test_meta_that_no_reader_made(tmp_path: Path, export: Callable[..., Written], kept: object) -> None:
    record = Record("abc", "d", annotations=(Span(0, 3, LabelId("X")),), meta={"warraq:brat": kept})
    export("brat", tmp_path / "out", [record])
    (line,) = [line for line in lines(tmp_path / "out" / "d.ann") if line.startswith("T")]
    assert line.endswith("\tX 0 3\tabc")


PIECES = st.sampled_from(
    [
        "T1",
        "T2",
        "\t",
        " ",
        "X",
        "0",
        "3",
        ";",
        "زار",
        "\n",
        "R1",
        "E1",
        "A1",
        "#1",
        "*",
        ":",
        "Arg1:T1",
        "T2",
        "\u2028",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["زار الصين", "", "\ufeffa😊b", "a\r\nb"]))
def test_any_annotations(tmp_path: Path, written: str, text: str) -> None:
    (tmp_path / "f.txt").write_text(text, newline="")
    (tmp_path / "f.ann").write_text(written, newline="")
    for item in read_file(tmp_path / "f.ann", "f", "brat", ReadOptions()):
        assert str(item)
        if isinstance(item, Record):
            assert all(0 <= span.start < span.end <= len(item.text) for span in item.annotations)
