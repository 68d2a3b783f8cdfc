from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from annotator.errors import RecordInvalid
from annotator.formats import Problem, ReadOptions, Written, detect, read
from annotator.formats.registry import read_file
from annotator.records import LabelId, Record, Span

# After the collections of PubTator and TeamTat: passages with offsets, infons, a relation, a place in fragments.
COLLECTION = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE collection SYSTEM "BioC.dtd">
<collection>
  <source>PubTator</source>
  <date/>
  <key>BioC.key</key>
  <document>
    <id>3392027</id>
    <infon key="tt_round">0</infon>
    <passage>
      <infon key="type">title</infon>
      <offset>0</offset>
      <text>زار 😊 بلينكن</text>
      <annotation id="1">
        <infon key="identifier">7004</infon>
        <infon key="type">PERS</infon>
        <location offset="6" length="6"/>
        <text>بلينكن</text>
      </annotation>
    </passage>
    <passage>
      <infon key="type">abstract</infon>
      <offset>13</offset>
      <text>شمال وجنوب أفريقيا</text>
      <annotation id="2">
        <infon key="type">LOC</infon>
        <location offset="13" length="4"/>
        <location offset="24" length="7"/>
        <text>شمال أفريقيا</text>
      </annotation>
    </passage>
    <relation id="R1">
      <infon key="type">visits</infon>
      <node refid="1" role="who"/>
      <node refid="2" role="where"/>
    </relation>
  </document>
  <document>
    <id>2</id>
    <passage>
      <offset>0</offset>
      <sentence>
        <infon key="n">1</infon>
        <offset>0</offset>
        <text>سافر.</text>
      </sentence>
      <sentence>
        <offset>6</offset>
        <text>إلى الصين.</text>
        <annotation id="a">
          <infon key="type">GPE</infon>
          <location offset="10" length="5"/>
          <text>الصين</text>
        </annotation>
      </sentence>
    </passage>
  </document>
</collection>
"""


@pytest.fixture
def collection(tmp_path: Path) -> Callable[[str], Path]:
    def make(xml: str) -> Path:
        path = tmp_path / "c.xml"
        path.write_text(xml)
        return path

    return make


def all_of(path: Path) -> list[Record]:
    records = [record for record in read(path) if isinstance(record, Record)]
    assert len(records) == len(list(read(path)))
    return records


def found(record: Record) -> list[tuple[str, str]]:
    return [(record.text[span.start : span.end], span.label) for span in record.annotations]


def shape(path: Path) -> list[tuple[str, dict[str, str], str]]:
    """Every element of the documents with its attributes and its text."""
    root = etree.parse(str(path)).getroot()
    return [(e.tag, dict(e.attrib), (e.text or "").strip()) for doc in root.iter("document") for e in doc.iter()]


def document(*passages: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "1", "infons": {}, "passages": list(passages), **more}


def passage(text: str, offset: Any, *annotations: dict[str, Any]) -> dict[str, Any]:
    return {"infons": {}, "offset": offset, "text": text, "annotations": list(annotations)}


def annotation(offset: Any, length: Any, text: Any = None, label: Any = "X", **more: Any) -> dict[str, Any]:
    infons = {"type": label}
    return {"id": "1", "infons": infons, "text": text, "locations": [{"offset": offset, "length": length}], **more}


def test_a_collection_comes_in(collection: Callable[[str], Path]) -> None:
    one, two = all_of(collection(COLLECTION))
    assert (one.text, one.external_id, one.source.format) == ("زار 😊 بلينكن\nشمال وجنوب أفريقيا", "3392027", "bioc")
    assert found(one) == [("بلينكن", "PERS"), ("شمال وجنوب أفريقيا", "LOC")]
    assert two.text == "سافر. إلى الصين."
    assert found(two) == [("الصين", "GPE")]


@pytest.mark.parametrize("name", ["out.xml", "out.bioc.json"])
def test_it_goes_out_as_it_came(
    collection: Callable[[str], Path], tmp_path: Path, export: Callable[..., Written], name: str
) -> None:
    path = collection(COLLECTION)
    written = export("bioc", tmp_path / name, all_of(path))
    assert written.report == ()
    assert detect(tmp_path / name).id == "bioc"
    if name.endswith("json"):
        assert json.loads((tmp_path / name).read_text())["infons"] == {"offset_unit": "Unicode code points"}
        export("bioc", tmp_path / "again.xml", all_of(tmp_path / name))
        name = "again.xml"
    assert shape(tmp_path / name) == shape(path)


def test_meta_that_went_through_a_project(
    collection: Callable[[str], Path], tmp_path: Path, export: Callable[..., Written]
) -> None:
    path = collection(COLLECTION)
    stored = [replace(record, meta=json.loads(json.dumps(dict(record.meta)))) for record in all_of(path)]
    export("bioc", tmp_path / "out.xml", stored)
    assert shape(tmp_path / "out.xml") == shape(path)


def test_what_changed_since(collection: Callable[[str], Path], tmp_path: Path, export: Callable[..., Written]) -> None:
    record = all_of(collection(COLLECTION))[0]
    person, _place = record.annotations
    spans = (person._replace(label=LabelId("PERSON")), Span(10, 16, LabelId("NEW")))
    written = export("bioc", tmp_path / "out.xml", [replace(record, annotations=spans)])
    root = etree.parse(str(tmp_path / "out.xml"))
    assert [(e.get("id"), e.findtext("infon[@key='type']")) for e in root.iter("annotation")] == [
        ("1", "PERSON"),
        ("T1", "NEW"),
    ]
    assert root.findtext(".//annotation/infon[@key='identifier']") == "7004"
    assert not list(root.iter("relation"))
    assert "visits" in written.report[0]


@pytest.mark.parametrize("offset", [18, 19, 35])
def test_code_points_utf16_or_bytes(tmp_path: Path, offset: int) -> None:
    text = "قَالَ مُحَمَّدٌ 😊 لِلرَّئِيسِ"
    word = text[18:]
    unit = {18: len, 19: lambda s: len(s.encode("utf-16-le")) // 2, 35: lambda s: len(s.encode())}[offset]
    before = "لا\u200f😊"
    value = document(
        passage(before, 0), passage(text, unit(before) + 1, annotation(unit(before) + 1 + offset, unit(word), word))
    )
    path = tmp_path / "c.json"
    path.write_text(json.dumps({"documents": [value]}))
    assert unit(text[:18]) == offset
    assert found(all_of(path)[0]) == [(word, "X")]


@pytest.mark.parametrize(("offset", "text"), [(1, "😊😊"), (2, "😊 😊")])
def test_sentences_that_touch_or_not(tmp_path: Path, export: Callable[..., Written], offset: int, text: str) -> None:
    value = document({"offset": 0, "sentences": [passage("😊", 0), passage("😊", offset)]})
    (tmp_path / "c.json").write_text(json.dumps(value))
    (record,) = all_of(tmp_path / "c.json")
    assert record.text == text
    export("bioc", tmp_path / "out.xml", [record])


@pytest.mark.parametrize(
    "wrap",
    [
        lambda value: value,
        lambda value: [{"bioctype": "BioCCollection", "documents": [value]}],
        lambda value: {"PubTator3": [value]},
    ],
)
def test_json_as_it_is_served(tmp_path: Path, wrap: Callable[[Any], Any]) -> None:
    path = tmp_path / "c.json"
    value = document(passage("Rare case", 0, annotation(0, 4, "Rare")), passage("", 30), passage("Finding.", 31))
    path.write_text(json.dumps(wrap(value)))
    assert detect(path).id == "bioc"
    (record,) = all_of(path)
    assert record.text == "Rare case\nFinding."
    assert found(record) == [("Rare", "X")]


BROKEN = [
    (document(passage("abc", 0, annotation(1, 9))), "outside the text"),
    (document(passage("abc", 0, annotation(1, 0))), "is empty"),
    (document(passage("abc", 5, annotation(1, 1))), "outside the text"),
    (document(passage("abc", 0, annotation(1, 1, "c"))), "says “c”"),
    (document(passage("abc", 0, annotation("x", 1))), "“x” is no whole number"),
    (document(passage("abc", 0, annotation(True, 1))), "“True” is no whole number"),
    (document(passage("abc", 0, annotation(10**30, 1))), "no whole number"),
    (document(passage("abc", 0, annotation(0, 1, label=""))), "no infon “type”"),
    (document(passage("abc", -1)), "no whole number"),
    (document(passage("a\0c", 0)), "holds a NUL"),
    (document(passage(" ", 0)), "its text is empty"),
    (document(), "its text is empty"),
]


@pytest.mark.parametrize(("value", "words"), BROKEN)
def test_a_bad_document_costs_itself_only(tmp_path: Path, value: dict[str, Any], words: str) -> None:
    path = tmp_path / "c.json"
    path.write_text(json.dumps({"documents": [value, document(passage("good", 0))]}))
    bad, good = read_file(path, "c", "bioc", ReadOptions())
    assert isinstance(bad, Problem)
    assert words in str(bad)
    assert "document 1" in str(bad)
    assert isinstance(good, Record)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("[" * 10_000, "nested too deeply"),
        ('{"documents": [', "no valid JSON|not valid JSON"),
        ('{"documents": []}', "is empty"),
        ('{"documents": [{"id": "\\ud800", "passages": []}]}', "lone surrogate"),
        ("9" * 5_000, "too long"),
        ("<collection><document>", "no well-formed XML"),
        ('<!DOCTYPE collection [<!ENTITY a "b">]><collection/>', "document type"),
        ('<!DOCTYPE collection SYSTEM "http://example.org/evil.dtd"><collection/>', "document type"),
        (COLLECTION.replace("زار", "&unknown;"), "entity"),
        (COLLECTION.replace("زار", "\x01"), "no well-formed XML"),
        ("", "is empty|not valid JSON"),
    ],
)
def test_broken_files(tmp_path: Path, data: str, words: str) -> None:
    path = tmp_path / "c.xml"
    path.write_text(data)
    items = list(read_file(path, "c", "bioc", ReadOptions()))
    assert isinstance(items[-1], Problem)
    assert any(word in str(items[-1]) for word in words.split("|")), str(items[-1])


def test_documents_before_a_break_stand(collection: Callable[[str], Path]) -> None:
    good, bad = read(collection(COLLECTION[: COLLECTION.index("سافر")]))
    assert isinstance(good, Record)
    assert isinstance(bad, Problem)


def test_a_text_that_xml_cannot_hold_goes_into_json(tmp_path: Path, export: Callable[..., Written]) -> None:
    record = Record("a\x1cb\r\n", "d", annotations=(Span(0, 3, LabelId("X")),))
    with pytest.raises(RecordInvalid, match=r"U\+001C"):
        export("bioc", tmp_path / "out.xml", [record])
    export("bioc", tmp_path / "out.json", [record])


@pytest.mark.parametrize(
    "kept",
    [
        3,
        {"infons": 1, "passages": [1, {"start": 0, "end": 9}], "annotations": [{"id": "1", "span": [0, 9, "X"]}]},
        {
            "passages": [{"start": 0, "end": 2}, {"start": 1, "end": 3}],
            "relations": [{"nodes": [1, ["a"], ["a", "b"]]}],
        },
        {"passages": [{"start": 0, "end": 1, "sentences": [{"start": 0, "end": 0}]}, {"start": 2, "end": 3}]},
    ],
)
@pytest.mark.parametrize("name", ["o.xml", "o.json"])
def test_meta_that_no_reader_made(tmp_path: Path, export: Callable[..., Written], kept: object, name: str) -> None:
    record = Record("abc", "d", annotations=(Span(0, 3, LabelId("X")),), meta={"warraq:bioc": kept})
    export("bioc", tmp_path / name, [record])
    assert found(all_of(tmp_path / name)[0]) == [("abc", "X")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "documents",
                    "passages",
                    "sentences",
                    "annotations",
                    "text",
                    "offset",
                    "infons",
                    "locations",
                    "length",
                    "id",
                ]
            ),
            inner,
        )
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(
    st.fixed_dictionaries(
        {"text": st.text(max_size=6) | JSON},
        optional={"offset": JSON, "annotations": st.lists(st.builds(annotation, JSON, JSON, JSON, JSON)) | JSON}
        | {"sentences": st.lists(st.builds(passage, st.text(max_size=4), JSON)) | JSON, "relations": JSON},
    ),
    JSON,
)
def test_any_json(tmp_path: Path, export: Callable[..., Written], value: Any, other: Any) -> None:
    path = tmp_path / "f.json"
    path.write_text(json.dumps({"documents": [document(value), other]}))
    for item in read_file(path, "f", "bioc", ReadOptions()):
        assert str(item)
        if isinstance(item, Record):
            export("bioc", tmp_path / "out.json", [item])
