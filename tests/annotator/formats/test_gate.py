from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from annotator.errors import RecordInvalid
from annotator.formats import Problem, ReadOptions, Written, read
from annotator.formats.registry import read_file
from annotator.records import LabelId, Record, Span

# As GATE Developer saves it: comments, features with Java classes, a default set and two named ones, a relation.
SAVED = """<?xml version='1.0' encoding='utf-8'?>
<GateDocument version="3">
<!-- The document's features-->

<GateDocumentFeatures>
<Feature>
  <Name className="java.lang.String">gate.SourceURL</Name>
  <Value className="java.lang.String">created from String</Value>
</Feature>
</GateDocumentFeatures>
<!-- The document content area with serialized nodes -->

<TextWithNodes><Node id="0"/>زار<Node id="3"/> 😊&#xd;
<Node id="8"/>بلينكن<Node id="14"/> و<Node id="16"/>الصين<Node id="21"/> &amp;</TextWithNodes>
<!-- The default annotation set -->

<AnnotationSet>
<Annotation Id="1" Type="Token" StartNode="0" EndNode="3">
<Feature>
  <Name className="java.lang.String">length</Name>
  <Value className="java.lang.Integer">3</Value>
</Feature>
</Annotation>
<Annotation Id="2" Type="Split" StartNode="3" EndNode="3">
</Annotation>
</AnnotationSet>
<!-- Named annotation set -->

<AnnotationSet Name="Key">
<Annotation Id="3" Type="Person" StartNode="8" EndNode="14">
<Feature>
  <Name className="java.lang.String">gender</Name>
  <Value className="java.lang.String">male</Value>
</Feature>
<Feature>
  <Name className="java.lang.String">rules</Name>
  <Value className="java.util.ArrayList" itemClassName="java.lang.String">a;b</Value>
</Feature>
</Annotation>
<Annotation Id="4" Type="Location" StartNode="16" EndNode="21">
</Annotation>
</AnnotationSet>
<AnnotationSet Name="Original markups">
<Annotation Id="5" Type="paragraph" StartNode="0" EndNode="21">
</Annotation>
</AnnotationSet>
<RelationSet Name="Key">
<Relation Id="6" Type="visits" Members="3;4">
<UserData>x</UserData>
<Feature>
  <Name className="java.lang.String">sure</Name>
  <Value className="java.lang.Boolean">true</Value>
</Feature>
</Relation>
</RelationSet>
</GateDocument>
"""


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[str], Path]:
    def make(xml: str) -> Path:
        path = tmp_path / "doc.xml"
        path.write_text(xml, newline="")
        return path

    return make


def one(path: Path) -> Record:
    (record,) = read(path)
    assert isinstance(record, Record), record
    return record


def shape(path: Path) -> list[tuple[str, dict[str, str], str]]:
    """Every element but nodes, with its attributes and its text without white space at the edges."""
    root = etree.parse(str(path), etree.XMLParser(remove_comments=True)).getroot()
    return [(e.tag, dict(e.attrib), (e.text or "").strip()) for e in root.iter() if e.tag != "Node"]


def test_what_gate_saved_comes_in(saved: Callable[[str], Path]) -> None:
    record = one(saved(SAVED))
    assert record.text == "زار 😊\r\nبلينكن والصين &"
    assert record.source.format == "gate"
    assert [(record.text[span.start : span.end], span.label) for span in record.annotations] == [
        ("بلينكن", "Person"),
        ("الصين", "Location"),
    ]


def test_it_goes_out_as_it_came(saved: Callable[[str], Path], tmp_path: Path, export: Callable[..., Written]) -> None:
    path = saved(SAVED)
    written = export("gate", tmp_path / "out", [one(path)])
    assert written.report == ()
    assert shape(tmp_path / "out" / "doc.xml") == shape(path)
    nodes = [node.get("id") for node in etree.parse(str(tmp_path / "out" / "doc.xml")).iter("Node")]
    assert nodes == ["0", "3", "8", "14", "16", "21"]


def test_what_changed_since(saved: Callable[[str], Path], tmp_path: Path, export: Callable[..., Written]) -> None:
    record = one(saved(SAVED))
    person, _location = record.annotations
    spans = (Span(4, 5, LabelId("NORP")), person._replace(label=LabelId("PERS")))
    written = export("gate", tmp_path / "out", [replace(record, annotations=spans)])
    root = etree.parse(str(tmp_path / "out" / "doc.xml"))
    found = {e.get("Id"): (e.getparent().get("Name"), e.get("Type"), len(e)) for e in root.iter("Annotation")}
    assert found == {
        "1": (None, "Token", 1),
        "2": (None, "Split", 0),
        "3": ("Key", "PERS", 2),
        "5": ("Original markups", "paragraph", 0),
        "7": ("Key", "NORP", 0),
    }
    assert not list(root.iter("Relation"))
    assert "relation or link to a removed span was left out" in written.report[0]


def test_tokens_are_spans_where_there_is_nothing_else(saved: Callable[[str], Path]) -> None:
    xml = SAVED[: SAVED.index('<AnnotationSet Name="Key">')] + "</GateDocument>"
    assert [span.label for span in one(saved(xml)).annotations] == ["Token"]


def test_nodes_stand_where_they_stand(saved: Callable[[str], Path]) -> None:
    """Whatever their ids: a program that wrote raw CRLF counted what XML takes away."""
    xml = SAVED.replace("&#xd;\n", "\r\n")
    assert [span.start for span in one(saved(xml)).annotations] == [6, 14]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("</GateDocument>", "", "no well-formed XML"),
        ('EndNode="14"', 'EndNode="15"', "points to the node “15”"),
        ('StartNode="8" ', "", "points to the node “None”"),
        ('StartNode="8" EndNode="14"', 'StartNode="14" EndNode="8"', "ends before it begins"),
        (' Type="Person"', "", "has no type"),
        ('<Node id="14"/>', "<b/>", "only nodes with an id"),
        ("GateDocument", "Document", "no document of GATE"),
        ("<GateDocument ", '<!DOCTYPE x [<!ENTITY a "b">]>\n<GateDocument ', "document type"),
        ("<GateDocument ", '<!DOCTYPE x SYSTEM "file:///etc/passwd">\n<GateDocument ', "document type"),
        ("زار", "زار\0", "no well-formed XML"),
    ],
)
def test_broken_files(saved: Callable[[str], Path], old: str, new: str, words: str) -> None:
    (item,) = read_file(saved(SAVED.replace(old, new)), "d", "gate", ReadOptions())
    assert isinstance(item, Problem)
    assert words in str(item)
    assert "doc.xml" in str(item)


def test_entities_that_swell_are_refused_at_once(saved: Callable[[str], Path]) -> None:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    xml = SAVED.replace("<GateDocument ", f'<!DOCTYPE x [<!ENTITY e0 "x">{entities}]>\n<GateDocument ')
    (item,) = read(saved(xml.replace("زار", "&e9;")))
    assert isinstance(item, Problem)


def test_a_text_that_xml_cannot_hold(tmp_path: Path, export: Callable[..., Written]) -> None:
    with pytest.raises(RecordInvalid, match=r"U\+001C"):
        export("gate", tmp_path / "out", [Record("a\x1cb", "d")])


@pytest.mark.parametrize(
    "kept",
    [
        3,
        {
            "features": [["a"], ["a\0", "", "", "", ""]],
            "annotations": [[1], ["", "x", "T\0", 0, 1, []]],
            "relations": 1,
        },
        {"annotations": [["", "1", "X", 0, 99, []], ["", "1", "X", -1, 0, []], ["", "a", "X", 0, 1, 3]]},
        {
            "annotations": [["", "1", "X", 0, 1, []], ["", "1", "Y", 0, 1, []]],
            "relations": [["", "1", "r", [], "", []]],
        },
    ],
)
def test_meta_that_no_reader_made(tmp_path: Path, export: Callable[..., Written], kept: object) -> None:
    record = Record("abc", "d", annotations=(Span(0, 1, LabelId("X")),), meta={"warraq:gate": kept})
    export("gate", tmp_path / "out", [record])
    ids = [e.get("Id") for e in etree.parse(str(tmp_path / "out" / "d.xml")).iter("Annotation", "Relation")]
    assert len(ids) == len(set(ids))


MARKUP = """<GateDocument> </GateDocument> <TextWithNodes> </TextWithNodes> <Node_id="0"/> <Node_id="1"/> زار <AnnotationSet>
</AnnotationSet> <Annotation_Id="1"_Type="X"_StartNode="0"_EndNode="1"/> <Annotation_Type="Token"_StartNode="1"_EndNode="0"/>
<Feature><Name/></Feature> <Relation/> ]]> <!-- &amp; <x>"""
PIECES = st.sampled_from([piece.replace("_", " ") for piece in MARKUP.split()])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(st.lists(PIECES, max_size=20).map("".join))
def test_any_xml(tmp_path: Path, written: str) -> None:
    (tmp_path / "f.xml").write_text(written)
    for item in read_file(tmp_path / "f.xml", "f", "gate", ReadOptions()):
        assert str(item)
        if isinstance(item, Record):
            assert all(0 <= span.start < span.end <= len(item.text) for span in item.annotations)
