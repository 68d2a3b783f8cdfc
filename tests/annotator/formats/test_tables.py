from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import ColumnMissing, ColumnNeeded, RecordInvalid
from annotator.formats import Export, Problem, ReadOptions, Written, delimited, excel, files, get, read, word_table
from annotator.formats.registry import read_file
from annotator.formats.tables import KEPT_COLUMNS
from annotator.records import LabelId, Record, Span, Suggestion

Doc = Callable[[str], Record]
LONG = "نص طويل عن زيارة وزير الخارجية إلى طوكيو وسيول"


def csv_file(tmp_path: Path, content: str | bytes, name: str = "a.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def excel_file(tmp_path: Path, *rows: list[Any]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def good(path: Path, column: str = "") -> list[Record]:
    found = list(read(path, options=ReadOptions(column=column)))
    assert all(isinstance(item, Record) for item in found), [str(item) for item in found]
    return [item for item in found if isinstance(item, Record)]


def fault(path: Path, column: str = "") -> str:
    """What is wrong with a file that gives no record."""
    (item,) = read(path, options=ReadOptions(column=column))
    assert isinstance(item, Problem)
    assert item.place in str(item)
    return str(item.error)


# Which column holds the text


@pytest.mark.parametrize(
    ("header", "column", "expected"),
    [
        ("id,text,content", "", "b"),
        ("id,Content,body", "", "b"),
        ("id,x,body", "", "c"),
        ("id,النص,x", "", "b"),
        ("id,x,نص", "", "c"),
        ("id,x,text", "x", "b"),
        ("id,x,Y", "y", "c"),
    ],
)
def test_the_text_is_the_column_that_is_asked_for_or_called_so(
    tmp_path: Path, header: str, column: str, expected: str
) -> None:
    (record,) = good(csv_file(tmp_path, f"{header}\na,b,c\n"), column)
    assert record.text == expected
    assert record.external_id == "a"


def test_else_it_is_the_column_with_by_far_the_longest_cells(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"title,story\nزيارة,{LONG}\nزيارة أخرى,{LONG}\n")
    assert [record.text for record in good(path)] == [LONG, LONG]


@pytest.mark.parametrize(
    "content",
    [
        f"question,answer\n{LONG},{LONG}\n",  # either may be meant
        f"{LONG}\n{LONG} أيضا\n",  # a file of texts without names
        "a,b\n1,2\n",
    ],
)
def test_what_is_not_plain_is_asked_with_the_names_of_all_columns(tmp_path: Path, content: str) -> None:
    path = csv_file(tmp_path, content)
    (problem,) = read(path)
    assert isinstance(problem, Problem)
    assert isinstance(problem.error, ColumnNeeded)
    assert "--column" in str(problem.error)
    assert content.split("\n")[0].split(",")[0][:20] in str(problem.error)


def test_a_column_that_is_not_there(tmp_path: Path) -> None:
    (problem,) = read(csv_file(tmp_path, "id,text\n1,x\n"), options=ReadOptions(column="body"))
    assert isinstance(problem, Problem)
    assert isinstance(problem.error, ColumnMissing)
    assert "“body”" in str(problem.error)
    assert "id, text" in str(problem.error)


# Spans, ids and other columns


def test_a_row_with_spans_id_meta_and_what_is_kept(tmp_path: Path) -> None:
    spans = json.dumps([{"start": 4, "end": 6, "label": "X"}, {"start": 0, "end": 3, "label": "Y", "score": 0.5}])
    path = tmp_path / "a.csv"
    with path.open("w", newline="") as file:
        rows = [
            ["id", "url", "text", "spans", "offsets", "meta"],
            ["7", "http", "😊 abc", spans, "utf16", '{"k": [1]}'],
        ]
        csv.writer(file).writerows(rows)
    (record,) = good(path)
    assert (record.external_id, record.name, record.source.place) == ("7", "7", "2")
    assert record.annotations == (Span(3, 5, LabelId("X")),)
    assert record.suggestions == (Suggestion(Span(0, 2, LabelId("Y")), 0.5),)
    assert record.meta == {"k": [1], KEPT_COLUMNS: {"url": "http"}}


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ("[1]", "span 1 is no JSON object"),
        ("[", "not valid JSON"),
        ('[], "x": 1', "not a list"),
        ('{"start": 1}', "not a list"),
        ('[{"start": 0, "end": 9, "label": "X"}]', "outside the text"),
        ('[{"start": 1, "end": 1, "label": "X"}]', "empty"),
        ("[" * 100_000, "not valid JSON"),
    ],
)
def test_bad_spans_say_the_line_and_cost_their_row_only(tmp_path: Path, spans: str, words: str) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["text", "spans"], ["one\ntwo", "[]"], ["bad", spans], ["three", ""]])
    first, bad, last = read(path)
    assert isinstance(bad, Problem)
    assert words in str(bad.error)
    assert "line 4" in bad.place
    assert [record.text for record in (first, last) if isinstance(record, Record)] == ["one\ntwo", "three"]


@pytest.mark.parametrize("format_id", ["csv", "tsv", "xlsx", "parquet"])
def test_other_columns_go_back_to_any_table(
    tmp_path: Path, format_id: str, doc: Doc, export: Callable[..., Written]
) -> None:
    kept = {"url": "http://x", "TEXT": "another", "empty": "", "قسم": "أخبار"}
    record = replace(doc("زار و[الصين GPE]"), meta={KEPT_COLUMNS: kept, "mine": {"a": [1, None]}}, external_id="d")
    path = tmp_path / f"a.{format_id}"
    export(format_id, path, [record, Record("ب", "e", meta={KEPT_COLUMNS: {"url": "y"}})])
    first, second = good(path)
    assert first.annotations == record.annotations
    found = first.meta[KEPT_COLUMNS]
    assert {key: value or "" for key, value in found.items()} == {
        "url": "http://x",
        "TEXT_2": "another",
        "empty": "",
        "قسم": "أخبار",
    }
    assert first.meta["mine"] == {"a": [1, None]}
    assert second.meta[KEPT_COLUMNS]["url"] == "y"
    assert (first.external_id, second.external_id) == ("d", "e")


@pytest.mark.parametrize("format_id", ["xlsx", "parquet"])
def test_numbers_stay_numbers(tmp_path: Path, format_id: str, export: Callable[..., Written]) -> None:
    kept = {"n": 3, "share": 0.5, "yes": True, "mixed": 1}
    records = [Record("أ", "a", meta={KEPT_COLUMNS: kept}), Record("ب", "b", meta={KEPT_COLUMNS: {"mixed": "x"}})]
    path = tmp_path / f"a.{format_id}"
    export(format_id, path, records)
    first, second = good(path)
    mixed = 1 if format_id == "xlsx" else "1"
    assert first.meta[KEPT_COLUMNS] == {**kept, "mixed": mixed}
    assert second.meta[KEPT_COLUMNS] == {"n": None, "share": None, "yes": None, "mixed": "x"}


CELLS = st.text(st.sampled_from([*'ا😊,;\t|"\r\n ‏\u2028a=_x0Dd\x0b\ufeff']), max_size=12)


@pytest.mark.parametrize("format_id", ["csv", "tsv", "xlsx", "parquet"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(texts=st.lists(CELLS.filter(str.strip), min_size=1, max_size=4), cell=CELLS)
def test_every_cell_comes_back_to_the_character(
    tmp_path: Path, format_id: str, export: Callable[..., Written], texts: list[str], cell: str
) -> None:
    path = tmp_path / "out"
    export(format_id, path, [Record(text, "d", meta={KEPT_COLUMNS: {"x": cell}}) for text in texts])
    found = list(get(format_id).read(path, ReadOptions()))  # type: ignore[misc]
    assert [item.text for item in found if isinstance(item, Record)] == texts
    assert [(item.meta[KEPT_COLUMNS]["x"] or "") for item in found if isinstance(item, Record)] == [cell] * len(texts)


@pytest.mark.parametrize("format_id", ["csv", "xlsx", "parquet", "huggingface"])
def test_an_export_can_be_left_while_what_was_put_aside_is_written(
    tmp_path: Path, format_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if format_id in ("parquet", "huggingface"):
        monkeypatch.setattr(pytest.importorskip("annotator.formats.parquet"), "_GROUP", 1)
    for module in (delimited, excel):
        monkeypatch.setattr(module, "STEP", 1)
    with Export(get(format_id), {"": tmp_path / "out"}) as making:
        for name in "abc":
            making.add(Record(LONG, name))
        assert next(making.finish()) < 3
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A good file of each format of bytes."""
    found = {}
    for format_id in ("xlsx", "parquet"):
        path = tmp_path_factory.mktemp("whole") / "a"
        with Export(get(format_id), {"": path}) as making:
            making.add(Record(LONG, "d", annotations=(Span(0, 2, LabelId("X")),), meta={KEPT_COLUMNS: {"n": 1}}))
            list(making.read_again())
        found[format_id] = path.read_bytes()
    return found


@pytest.mark.parametrize("format_id", ["xlsx", "parquet"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(data=st.data())
def test_a_few_wrong_bytes_are_no_traceback(
    tmp_path: Path, format_id: str, whole: dict[str, bytes], data: st.DataObject
) -> None:
    changed_bytes = bytearray(whole[format_id])
    for place in data.draw(st.lists(st.integers(0, len(changed_bytes) - 1), min_size=1, max_size=4)):
        changed_bytes[place] = data.draw(st.integers(0, 255))
    (tmp_path / "a").write_bytes(changed_bytes)
    for item in read_file(tmp_path / "a", "a", format_id, ReadOptions()):
        assert str(item) if isinstance(item, Problem) else item.text.strip()


# CSV and TSV


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ("id;text\n1;a, b\n2;c, d, e\n", ["a, b", "c, d, e"]),
        ("id\ttext\n1\ta\n", ["a"]),
        ("id|text\n1|a,b\n", ["a,b"]),
        ("sep=;\r\nid;text\r\n1;a,b\r\n", ["a,b"]),
        ("text\nأولا، ثانيا\nأ, ب, ج\nد\n", ["أولا، ثانيا", "أ, ب, ج", "د"]),
        ('id,text\n1,"a\r\nb"\n2,"say ""x"""\n', ["a\r\nb", 'say "x"']),
        ("\ufefftext,id\nx,1\n\n\ny,2", ["x", "y"]),
        ('id,text\n1,a "b" c\n', ['a "b" c']),
        ("id,text\r1,x\r2,y\r", ["x", "y"]),
    ],
)
def test_csv_as_others_write_it(tmp_path: Path, content: str, texts: list[str]) -> None:
    assert [record.text for record in good(csv_file(tmp_path, content))] == texts


def test_tsv_without_quoting_keeps_its_quotation_marks(tmp_path: Path) -> None:
    path = csv_file(tmp_path, 'id\ttext\n1\t"قال" زيد\n2\t"نعم\n', "a.tsv")
    assert [record.text for record in good(path)] == ['"قال" زيد', '"نعم']


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1256"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    content = f"id,text\n1,{LONG}\n2,{LONG}\n"
    assert [record.text for record in good(csv_file(tmp_path, content.encode(encoding)))] == [LONG, LONG]


def test_csv_is_written_for_excel_and_by_the_standard(tmp_path: Path, doc: Doc, export: Callable[..., Written]) -> None:
    export("csv", tmp_path / "a.csv", [doc("😊 [طوكيو GPE]")], offsets="utf16")
    assert (tmp_path / "a.csv").read_bytes().decode() == (
        '\ufeffid,text,spans,offsets\r\nd,😊 طوكيو,"[{""start"": 3, ""end"": 8, ""label"": ""GPE""}]",utf16\r\n'
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2", "cells is 1, that of the first row 2"),
        ("2,b,c", "cells is 3, that of the first row 2"),
        ('2,"b"c', "text follows the closing quotation mark"),
        ("2,", "text is empty"),
        ("2,b\0", "NUL"),
        ("2,\udcff", "do not fit the encoding"),
    ],
)
def test_a_bad_row_costs_itself_only(tmp_path: Path, row: str, words: str) -> None:
    """It stands beyond the first bytes, by which a file is known to be text at all."""
    before, after = f"1,{'a' * 400}\n" * 200, '3,"c\n d"\n4,e\n'
    content = f"id,text\n{before}{row}\n{after}".encode("utf-8", "surrogateescape")
    items = list(read(csv_file(tmp_path, content)))
    (bad,) = [item for item in items if isinstance(item, Problem)]
    assert "line 202" in bad.place
    assert words in str(bad.error)
    assert [item.text for item in items[-2:] if isinstance(item, Record)] == ["c\n d", "e"]


def test_a_quotation_mark_that_nothing_closes(tmp_path: Path) -> None:
    good_one, bad = read(csv_file(tmp_path, 'id,text\n1,a\n2,"b\n3,c\n'))
    assert isinstance(good_one, Record)
    assert isinstance(bad, Problem)
    assert "line 3" in bad.place
    assert "nothing closes" in str(bad)


def test_a_row_without_end_takes_no_more_than_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LINE_LIMIT", 50_000)
    for content in ("id,text\n1," + "ا" * 90_000, 'id,text\n1,"' + "ا\n" * 90_000):
        *_records, problem = read(csv_file(tmp_path, content))
        assert isinstance(problem, Problem)
        assert "line 2" in problem.place


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "empty"),
        ("id,text\n", "empty"),
        ("\n\n", "empty"),
        ("text,text\na,b\n", "“text” stands twice"),
        (",".join("abcdefghij" * 300), "more than 2000 columns"),
    ],
)
def test_headers_that_are_none(tmp_path: Path, content: str, words: str) -> None:
    assert words in fault(csv_file(tmp_path, content))


# Excel


def test_excel_as_people_write_it(tmp_path: Path) -> None:
    rows = [["المعرف", "text", "id", "when", "n", None], ["x", LONG, 7.0, datetime(2024, 1, 2), 3, None], [None] * 6]
    (record,) = good(excel_file(tmp_path, *rows))
    assert (record.text, record.external_id, record.source.place) == (LONG, "7", "2")
    assert record.meta[KEPT_COLUMNS] == {"المعرف": "x", "when": "2024-01-02T00:00:00", "n": 3}


def test_a_text_that_looks_like_a_formula_stays_text(tmp_path: Path, export: Callable[..., Written]) -> None:
    export("xlsx", tmp_path / "a.xlsx", [Record("=1+1", "d")])
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").active["B2"].data_type == "s"
    assert good(tmp_path / "a.xlsx")[0].text == "=1+1"


def test_what_a_cell_cannot_hold_stops_the_export(tmp_path: Path, export: Callable[..., Written]) -> None:
    export("xlsx", tmp_path / "a.xlsx", [Record("ا" * 32_767, "d")])
    with pytest.raises(RecordInvalid, match=r"d.*32767 characters"):
        export("xlsx", tmp_path / "b.xlsx", [Record("😊" * 16_384, "d")])
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def changed(path: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """A workbook with one of its members changed."""
    data = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == member else old.read(name))
    return path


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("member", "old", "new", "words"),
    [
        (SHEET, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', "document type"),
        (SHEET, b"<worksheet", b"<!--" + b" " * 9_000 + b"--><!DOCTYPE x><worksheet", "document type"),
        (SHEET, b"</row>", b"<c/>" * 600_000 + b"</row>", "more than 500,000 elements"),
        (SHEET, b"</row>", b"<c><v>" + b"7" * 1_100_000 + b"</v></c></row>", "more than 1 MB"),
        (SHEET, b"</row>", b"", "damaged"),
        (SHEET, b'r="2"', b'r="99999999999"', "more rows"),
        ("xl/styles.xml", b"<styleSheet", b" " * 30_000_000 + b"<styleSheet", "unpacks to more than 20 MB"),
        ("xl/workbook.xml", b"<sheets>", b"", "no Excel workbook"),
    ],
)
def test_broken_workbooks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, member: str, old: bytes, new: bytes, words: str
) -> None:
    monkeypatch.setattr(excel, "_ROWS", 10_000)
    path = excel_file(tmp_path, ["id", "text"], [1, LONG])
    changed(path, member, lambda data: data.replace(old, new))
    *_records, problem = read(path)
    assert isinstance(problem, Problem)
    assert words in str(problem.error)


@pytest.mark.parametrize("cut", [10, 500, 2_000])
def test_a_workbook_that_is_cut_off(tmp_path: Path, cut: int) -> None:
    path = excel_file(tmp_path, ["id", "text"], [1, LONG])
    path.write_bytes(path.read_bytes()[:cut])
    assert "no Excel workbook" in fault(path)


def test_a_row_wider_than_the_first(tmp_path: Path) -> None:
    first, bad = read(excel_file(tmp_path, ["id", "text"], [1, "ا"], [2, "ب", "ج"]))
    assert isinstance(first, Record)
    assert isinstance(bad, Problem)
    assert "row 3" in bad.place


@pytest.mark.parametrize(
    ("columns", "cell"),
    [
        ("text,label", '[{"start": 4, "end": 9, "text": "طوكيو", "labels": ["GPE"]}]'),
        ("text,label", '[{"id": 1, "start_offset": 4, "end_offset": 9, "label": "GPE"}]'),
        ("text,entities", "[(4, 9, 'GPE')]"),
        ("text,Entities", "[{'start': 4, 'end': 9, 'label': 'GPE'}]"),
    ],
)
def test_spans_that_other_tools_put_into_a_column(tmp_path: Path, columns: str, cell: str) -> None:
    path = tmp_path / "a.csv"
    quoted = cell.replace('"', '""')
    path.write_text(f'{columns}\nزار طوكيو,"{quoted}"\nنص,\nآخر,[]\n', "utf-8")
    with_spans, *without = read(path)
    assert isinstance(with_spans, Record)
    assert (with_spans.text, with_spans.annotations) == ("زار طوكيو", (Span(4, 9, LabelId("GPE")),))
    assert [record.annotations for record in without if isinstance(record, Record)] == [(), ()]


@pytest.mark.parametrize("cell", ["[[1, 2], [3, 4]]", "[{'start': 4}]", "[" * 300, "[(4, 9, 'GPE'", "[{x}]"])
def test_a_column_that_only_looks_so_is_kept(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'text,label\nزار طوكيو,"{cell}"\n', "utf-8")
    (record,) = read(path)
    assert isinstance(record, Record)
    assert (record.annotations, record.meta["warraq:columns"]) == ((), {"label": cell})


def test_a_list_of_spans_is_not_taken_for_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    cell = str([{"start_offset": 4, "end_offset": 9, "label": "GPE"}] * 3)
    path.write_text(f'data,label\nزار طوكيو وزير الخارجية,"{cell}"\n', "utf-8")
    (record,) = read(path)
    assert isinstance(record, Record)
    assert (record.text[:9], record.annotations) == ("زار طوكيو", (Span(4, 9, LabelId("GPE")),))


@pytest.mark.parametrize(
    "content",
    [
        "word,tag\nزار,O\nهونغ,B-GPE\nكونغ,I-GPE\n",
        "sentence,word,tag\n1,زار,O\n1,هونغ,B-GPE\n1,كونغ,E-GPE\n",
        "Sentence #,Word,POS,Tag\nSentence: 1,زار,VB,O\n,هونغ,NNP,B-GPE\n,,NNP,I-GPE\n,كونغ,NNP,I-GPE\n",
    ],
)
def test_a_word_a_row_with_its_tag(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content, "utf-8")
    (record,) = read(path)
    assert isinstance(record, Record)
    assert (record.text, record.annotations) == ("زار هونغ كونغ", (Span(4, 13, LabelId("GPE")),))


def test_words_in_sentences_of_documents(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    rows = ["f1 1 زار O", "f1 1 بكين S-GPE", "f1 2 عاد O", "f2 1 بكين GPE", "f3 1 بكين B-GPE", "f3 1 الكبرى "]
    path.write_text("\n".join(["file_name sentence word tag", *rows]).replace(" ", "\t"), "utf-8")
    first, bad, last = read(path)
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert (first.text, first.annotations) == ("زار بكين\nعاد", (Span(4, 8, LabelId("GPE")),))
    assert isinstance(bad, Problem)
    assert "line 5" in str(bad)
    assert "“GPE” is no tag" in str(bad)
    assert (last.text, last.annotations) == ("بكين الكبرى", (Span(0, 4, LabelId("GPE")),))


def test_a_column_that_is_asked_for_makes_each_word_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("word,tag\nزار,O\nهونغ,B-GPE\n", "utf-8")
    assert [item.text for item in read(path, options=ReadOptions(column="word")) if isinstance(item, Record)] == [
        "زار",
        "هونغ",
    ]


def test_a_table_of_words_without_end_is_not_held_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_table, "_MOST", 2)
    path = tmp_path / "a.csv"
    path.write_text("word,tag\nزار,O\nهونغ,O\nكونغ,O\n", "utf-8")
    (problem,) = read(path)
    assert isinstance(problem, Problem)
    assert "more than 2" in str(problem)
