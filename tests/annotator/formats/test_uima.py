from __future__ import annotations

import errno
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cassis
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import DiskFull
from annotator.formats import Problem, ReadOptions, Written, detect, get, read
from annotator.formats.registry import read_file
from annotator.records import LabelId, Record, Span

CORE = "de.tudarmstadt.ukp.dkpro.core.api."
ENTITY, POS = f"{CORE}ner.type.NamedEntity", f"{CORE}lexmorph.type.pos.POS"
SENTENCE, TOKEN = f"{CORE}segmentation.type.Sentence", f"{CORE}segmentation.type.Token"
DOCUMENT = f"{CORE}metadata.type.DocumentMetaData"
STRING, ANNOTATION = "uima.cas.String", "uima.tcas.Annotation"
NESTED = "😊 زار [وزير [الصين GPE] OCC] و[طوكيو G].  عاد\r\n\t«نهاية» 👩‍👩‍👧"
BOTH = pytest.mark.parametrize("format_id", ["xmi", "casjson"])

TYPES: dict[str, tuple[str, dict[str, str]]] = {
    DOCUMENT: ("uima.tcas.DocumentAnnotation", {"documentTitle": STRING, "isLastSegment": "uima.cas.Boolean"}),
    SENTENCE: (ANNOTATION, {"id": STRING}),
    POS: (ANNOTATION, {"PosValue": STRING}),
    TOKEN: (ANNOTATION, {"pos": POS, "id": STRING}),
    ENTITY: (ANNOTATION, {"value": STRING, "identifier": STRING}),
    "webanno.custom.Relation": (ANNOTATION, {"Governor": ENTITY, "Dependent": ENTITY, "label": STRING}),
    "webanno.custom.RolesLink": ("uima.cas.TOP", {"role": STRING, "target": ANNOTATION}),
    "webanno.custom.Frame": (ANNOTATION, {"FE": STRING, "roles": "uima.cas.FSArray"}),
    "webanno.custom.Person": (ANNOTATION, {}),
    "webanno.custom.Place": (ANNOTATION, {"Kind": STRING}),
}


def type_system() -> str:
    """As INCEpTION exports it."""
    described = ""
    for name, (supertype, features) in TYPES.items():
        inner = "".join(
            f"<featureDescription><name>{it}</name><description>What {it} says</description><rangeTypeName>{of}</rangeTypeName></featureDescription>"
            for it, of in features.items()
        )
        described += (
            f"<typeDescription><name>{name}</name><description/><supertypeName>{supertype}</supertypeName>"
            f"<features>{inner}</features></typeDescription>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">'
        f"<types>{described}</types></typeSystemDescription>"
    )


def xmi(elements: str, members: str, text: str = "زار 😊 بلينكن طوكيو") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:pos="http:///de/tudarmstadt/ukp/dkpro/core/api/lexmorph/type/pos.ecore"'
        ' xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"'
        ' xmlns:type3="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore"'
        ' xmlns:type4="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore"'
        ' xmlns:type5="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore"'
        ' xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0">\n<cas:NULL xmi:id="0"/>\n'
        f'{elements}\n<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="{text}"/>\n'
        f'<cas:View sofa="1" members="{members}"/>\n</xmi:XMI>\n'
    )


# بلينكن is 7 to 13 in UTF-16 units, طوكيو 14 to 19.
ENTITIES = (
    '<type4:NamedEntity xmi:id="10" sofa="1" begin="7" end="13" value="PERS" identifier="http://x/1"/>'
    '<type4:NamedEntity xmi:id="11" sofa="1" begin="14" end="19" value="GPE"/>'
    '<type4:NamedEntity xmi:id="12" sofa="1" begin="0" end="3"/>'
    '<type4:NamedEntity xmi:id="13" sofa="1" begin="3" end="3" value="NOWIDTH"/>'
)
LAYERS = (
    '<type3:DocumentMetaData xmi:id="2" sofa="1" begin="0" end="19" documentTitle="خبر.txt" isLastSegment="false"/>'
    '<type5:Sentence xmi:id="3" sofa="1" begin="0" end="19"/>'
    '<pos:POS xmi:id="4" sofa="1" begin="7" end="13" PosValue="NNP"/>'
    '<type5:Token xmi:id="5" sofa="1" begin="7" end="13" pos="4"/>'
    '<custom:Relation xmi:id="20" sofa="1" begin="14" end="19" Governor="10" Dependent="11" label="in"/>'
    '<custom:RolesLink xmi:id="21" role="who" target="10"/><custom:RolesLink xmi:id="22" role="where" target="11"/>'
    '<custom:Frame xmi:id="23" sofa="1" begin="0" end="3" FE="visit" roles="21 22"/>'
)
MEMBERS = "2 3 4 5 10 11 12 13 20 21 22 23"
SPANS = (Span(0, 3, LabelId("NamedEntity")), Span(6, 12, LabelId("PERS")), Span(13, 18, LabelId("GPE")))


def write(tmp_path: Path, content: str, types: str | None = None) -> Path:
    (tmp_path / "in").mkdir(exist_ok=True)
    (tmp_path / "in" / "TypeSystem.xml").write_text(type_system() if types is None else types)
    path = tmp_path / "in" / "a.xmi"
    path.write_text(content)
    return path


def only(path: Path, format_id: str = "auto") -> Record:
    (found,) = read(path, format_id)
    assert isinstance(found, Record), found
    return found


@pytest.fixture
def imported(tmp_path: Path) -> Record:
    return only(write(tmp_path, xmi(LAYERS + ENTITIES, MEMBERS)))


def loaded(folder: Path, format_id: str) -> Any:
    """The one document of an export, as cassis alone reads it."""
    if format_id == "casjson":
        (file,) = folder.glob("*.json")
        return cassis.load_cas_from_json(file.read_text())
    types = cassis.load_typesystem(folder / "TypeSystem.xml")
    (file,) = folder.glob("*.xmi")
    return cassis.load_cas_from_xmi(file, types)


def covered(cas: Any, name: str) -> list[str]:
    return [it.get_covered_text() for it in cas.select(name)]


# Reading and writing


@BOTH
def test_cassis_finds_what_was_written(
    tmp_path: Path, format_id: str, doc: Callable[[str], Record], export: Callable[..., Written]
) -> None:
    given = doc(NESTED)
    export(format_id, tmp_path / "out", [given])
    cas = loaded(tmp_path / "out", format_id)
    assert cas.sofa_string == given.text
    assert [(it.begin, it.end, it.value) for it in cas.select(ENTITY)] == sorted(given.annotations)
    assert covered(cas, SENTENCE) == ["😊 زار وزير الصين وطوكيو.", "عاد", "«نهاية» 👩‍👩‍👧"]
    assert covered(cas, TOKEN)[:5] == ["😊", "زار", "وزير", "الصين", "وطوكيو"]
    assert covered(cas, DOCUMENT) == [given.text]
    assert cas.select(DOCUMENT)[0].documentTitle == "d"


def test_offsets_are_written_in_utf16(
    tmp_path: Path, doc: Callable[[str], Record], export: Callable[..., Written]
) -> None:
    export("xmi", tmp_path / "out", [doc("😊 [طوكيو GPE]")])
    assert 'begin="3" end="8" value="GPE"' in (tmp_path / "out" / "d.xmi").read_text()


def test_a_folder_is_imported_without_its_type_system(tmp_path: Path, export: Callable[..., Written]) -> None:
    export("xmi", tmp_path / "out", [Record(text, f"n/{text}") for text in "abcdefghijkl"])
    assert sorted(path.name for path in (tmp_path / "out").iterdir())[:3] == ["TypeSystem.xml", "n_a.xmi", "n_b.xmi"]
    found = list(read(tmp_path / "out"))
    assert [(it.text, it.name) for it in found if isinstance(it, Record)] == [(it, f"n/{it}") for it in "abcdefghijkl"]


def test_a_document_of_inception(imported: Record) -> None:
    assert (imported.text, imported.name) == ("زار 😊 بلينكن طوكيو", "خبر.txt")
    assert imported.annotations == SPANS


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ('<custom:Person xmi:id="10" sofa="1" begin="7" end="13"/>', {("بلينكن", "Person")}),
        ('<custom:Place xmi:id="10" sofa="1" begin="14" end="19" Kind="GPE"/>', {("طوكيو", "GPE")}),
        ('<custom:Place xmi:id="10" sofa="1" begin="14" end="19"/>', {("طوكيو", "Place")}),
        ('<custom:Relation xmi:id="10" sofa="1" begin="14" end="19"/>', set()),
    ],
)
def test_layers_of_the_project_s_own(tmp_path: Path, elements: str, expected: set[tuple[str, str]]) -> None:
    found = only(write(tmp_path, xmi(elements, "10")))
    assert {(found.text[it.start : it.end], it.label) for it in found.annotations} == expected


def test_json_as_inception_writes_it(tmp_path: Path) -> None:
    types = {"webanno.custom.Person": {"%NAME": "webanno.custom.Person", "%SUPER_TYPE": ANNOTATION}}
    sofa = {"sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text", "sofaString": "😊 طوكيو"}
    views = {"_InitialView": {"%SOFA": 1, "%MEMBERS": [2]}}
    span = {"%TYPE": "webanno.custom.Person", "@sofa": 1}
    for header, places in (
        ({}, {"begin": 3, "end": 8}),
        ({"%HEADER": {"%VERSION": "0.4.0", "%OFFSET_ENCODING": "UTF-32"}}, {"begin": 2, "end": 7}),
        ({"%HEADER": {"%OFFSET_ENCODING": "UTF-16"}}, {"^begin": 3, "^end": 8}),
    ):
        structures = [{"%ID": 1, "%TYPE": "uima.cas.Sofa"} | sofa, {"%ID": 2} | span | places]
        by_id = {"1": {"%TYPE": "uima.cas.Sofa"} | sofa, "2": span | places}
        for listed in (structures, by_id):
            path = tmp_path / "a.json"
            path.write_text(json.dumps(header | {"%TYPES": types, "%FEATURE_STRUCTURES": listed, "%VIEWS": views}))
            assert detect(path).id == "casjson"
            assert only(path).annotations == (Span(2, 7, LabelId("Person")),)


# What else a file holds


@BOTH
def test_other_layers_are_written_back(
    tmp_path: Path, format_id: str, imported: Record, export: Callable[..., Written]
) -> None:
    assert export(format_id, tmp_path / "out", [imported]).report == ()
    cas = loaded(tmp_path / "out", format_id)
    (relation,) = cas.select("webanno.custom.Relation")
    assert (relation.Governor.get_covered_text(), relation.Dependent.get_covered_text()) == ("بلينكن", "طوكيو")
    assert relation.Governor.identifier == "http://x/1"
    (frame,) = cas.select("webanno.custom.Frame")
    assert [(it.role, it.target.get_covered_text()) for it in frame.roles.elements] == [
        ("who", "بلينكن"),
        ("where", "طوكيو"),
    ]
    assert [(it.get_covered_text(), it.pos.PosValue) for it in cas.select(TOKEN)] == [("بلينكن", "NNP")]
    assert len(cas.select(ENTITY)) == 4
    again = only(next((tmp_path / "out").glob("خبر.*")), format_id)
    assert again.annotations == imported.annotations


@BOTH
def test_what_points_to_a_removed_span_is_left_out_and_told(
    tmp_path: Path, format_id: str, imported: Record, export: Callable[..., Written]
) -> None:
    spans = (Span(0, 3, LabelId("NEW")), SPANS[1])
    written = export(format_id, tmp_path / "out", [replace(imported, annotations=spans)])
    (line,) = written.report
    assert line.startswith("2 relations or links")
    cas = loaded(tmp_path / "out", format_id)
    assert "webanno.custom.Relation" not in {it.type.name for it in cas.select_all_fs()}
    (frame,) = cas.select("webanno.custom.Frame")
    assert [it.role for it in frame.roles.elements] == ["who"]
    assert [it.value for it in cas.select(ENTITY) if it.begin < it.end] == ["NEW", "PERS"]


@BOTH
def test_another_label_leaves_what_points_to_a_span(
    tmp_path: Path, format_id: str, imported: Record, export: Callable[..., Written]
) -> None:
    spans = (SPANS[0], SPANS[1]._replace(label=LabelId("OCC")), SPANS[2])
    assert export(format_id, tmp_path / "out", [replace(imported, annotations=spans)]).report == ()
    (relation,) = loaded(tmp_path / "out", format_id).select("webanno.custom.Relation")
    assert (relation.Governor.value, relation.Governor.identifier) == ("OCC", "http://x/1")


def test_new_spans_go_to_the_layer_that_the_document_has(tmp_path: Path, export: Callable[..., Written]) -> None:
    given = only(write(tmp_path, xmi('<custom:Place xmi:id="10" sofa="1" begin="14" end="19" Kind="GPE"/>', "10")))
    new = Span(6, 12, LabelId("PERS"))
    export("xmi", tmp_path / "out", [replace(given, annotations=(new, *given.annotations))])
    cas = loaded(tmp_path / "out", "xmi")
    assert [it.Kind for it in cas.select("webanno.custom.Place")] == ["PERS", "GPE"]
    assert cas.select(ENTITY) == []


def test_layers_that_cannot_hold_the_spans_are_left_out_and_told(
    tmp_path: Path, imported: Record, export: Callable[..., Written]
) -> None:
    given = only(write(tmp_path, xmi('<custom:Person xmi:id="10" sofa="1" begin="7" end="13"/>', "10")))
    renamed = replace(given, annotations=(Span(6, 12, LabelId("PERS")),))
    written = export("xmi", tmp_path / "out", [renamed, replace(imported, text=imported.text + ".")])
    assert written.report[0].startswith("What the files of 2 documents held")
    assert [it.annotations for it in read(tmp_path / "out") if isinstance(it, Record)] == [renamed.annotations, SPANS]


@BOTH
@pytest.mark.parametrize("kept", ["", "!", "AAAA", "eJyrVlBKLE1RsgIABwcCAg==", 7])
def test_what_was_kept_may_be_damaged(
    tmp_path: Path, format_id: str, kept: object, export: Callable[..., Written]
) -> None:
    export(
        format_id,
        tmp_path / "out",
        [Record("زار", "d", annotations=(Span(0, 3, LabelId("X")),), meta={"warraq:xmi": kept})],
    )
    assert covered(loaded(tmp_path / "out", format_id), ENTITY) == ["زار"]


def test_a_list_that_leads_back_to_itself_is_not_written_back(tmp_path: Path, export: Callable[..., Written]) -> None:
    lists = 'xmlns:cas2="http:///uima/cas.ecore" xmi:id="30" head="10" tail="30"'
    given = only(write(tmp_path, xmi(f"{ENTITIES}<cas2:NonEmptyFSList {lists}/>", "10 11 12 13 30")))
    assert export("xmi", tmp_path / "out", [given]).report[0].startswith("What the file of 1 document held")
    assert only(tmp_path / "out").annotations == SPANS


def test_type_systems_that_contradict_each_other(tmp_path: Path, export: Callable[..., Written]) -> None:
    content = xmi('<custom:Place xmi:id="10" sofa="1" begin="14" end="19" Kind="1"/>', "10")
    one = only(write(tmp_path, content))
    (tmp_path / "other").mkdir()
    numbers = type_system().replace(
        f"Kind says</description><rangeTypeName>{STRING}", "Kind says</description><rangeTypeName>uima.cas.Integer"
    )
    other = only(write(tmp_path / "other", content, numbers))
    written = export("xmi", tmp_path / "out", [one, other])
    assert written.report[0].startswith("What the file of 1 document held")


def test_signs_that_xml_cannot_hold(tmp_path: Path, export: Callable[..., Written]) -> None:
    with pytest.raises(Exception, match=r"U\+000B"):
        export("xmi", tmp_path / "out", [Record("a\x0bb", "d")])
    export("casjson", tmp_path / "out", [Record("a\x0b\x01b", "d")])


def test_what_json_holds_and_xml_cannot(tmp_path: Path, imported: Record, export: Callable[..., Written]) -> None:
    export("casjson", tmp_path / "json", [imported])
    file = tmp_path / "json" / "خبر.txt.json"
    file.write_text(file.read_text().replace('"where"', '"\\u0001"'))
    written = export("xmi", tmp_path / "out", [only(file)])
    assert written.report[0].startswith("What the file of 1 document held")


# Broken files

GOOD = xmi(LAYERS + ENTITIES, MEMBERS)


@pytest.mark.parametrize(
    ("content", "place", "reason"),
    [
        ("", "a.xmi", "is empty"),
        ("<", "line 1", "not well-formed XML"),
        ("<x/>", "a.xmi", "no XMI of UIMA"),
        (GOOD[: len(GOOD) // 2], "line 3", "not well-formed XML"),
        (GOOD.replace("custom:Frame", "custom:Unknown"), "a.xmi", "webanno.custom.Unknown"),
        (GOOD.replace('FE="', 'nonsense="'), "a.xmi", "damaged"),
        (GOOD.replace('end="19" value="GPE"', 'end="20" value="GPE"'), "a.xmi", "outside the text"),
        (
            GOOD.replace('begin="14" end="19" value="GPE"', 'begin="5" end="19" value="GPE"'),
            "a.xmi",
            "within a character",
        ),
        (GOOD.replace('begin="14" end="19" value="GPE"', 'begin="19" end="14" value="GPE"'), "a.xmi", "is empty"),
        (
            GOOD.replace('begin="14" end="19" value="GPE"', 'begin="-1" end="3" value="GPE"'),
            "a.xmi",
            "outside the text",
        ),
        (GOOD.replace('begin="14" end="19" value="GPE"', 'begin="x" end="19" value="GPE"'), "a.xmi", "damaged"),
        (GOOD.replace('end="19" value="GPE"', 'value="GPE"'), "a.xmi", "is empty"),
        (GOOD.replace("2 3 4", "2 3 999"), "a.xmi", "damaged"),
        (GOOD.replace(' sofaString="زار 😊 بلينكن طوكيو"', ""), "a.xmi", "empty"),
        (xmi("", "", " "), "a.xmi", "empty"),
        (
            GOOD.replace("<xmi:XMI", '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><xmi:XMI'),
            "a.xmi",
            "document type",
        ),
        (GOOD.replace("<xmi:XMI", '<!DOCTYPE x SYSTEM "file:///etc/passwd"><xmi:XMI'), "a.xmi", "document type"),
        (GOOD.replace("زار ", "a" * 4_000_000), "a.xmi", "2 million characters"),
        (GOOD.replace("<cas:NULL", "<a>" * 300 + "<cas:NULL"), "line", "not well-formed XML"),
    ],
)
def test_broken_files_give_place_and_reason(tmp_path: Path, content: str, place: str, reason: str) -> None:
    path = write(tmp_path, content)
    (problem,) = read(path)
    assert isinstance(problem, Problem)
    assert place in str(problem)
    assert reason in str(problem)


MANY_TYPES = "".join(
    f"<typeDescription><name>T{n}</name><supertypeName>T0</supertypeName></typeDescription>" for n in range(1, 1_000)
)
MANY_TYPES += (
    f"<typeDescription><name>T0</name><supertypeName>{ANNOTATION}</supertypeName><features>"
    + "<featureDescription/>" * 11
    + "</features></typeDescription>"
)


@pytest.mark.parametrize(
    ("types", "reason"),
    [
        ("<x/>", "no type system of UIMA"),
        ("<", "not well-formed XML"),
        ("", "not well-formed XML"),
        (type_system().replace("<types>", f"<types>{MANY_TYPES}"), "more than 10,000 types"),
        (type_system().replace("<types>", '<types><x unknown:a="b"/>'), "damaged"),
        ("<!DOCTYPE a>" + type_system().partition("?>")[2], "document type"),
        (type_system().replace(STRING, "no.such.Type"), "damaged"),
        (type_system().replace(f"<supertypeName>{ANNOTATION}", f"<supertypeName>{TOKEN}"), "not in its type system"),
    ],
)
def test_broken_type_systems(tmp_path: Path, types: str, reason: str) -> None:
    (problem,) = read(write(tmp_path, GOOD, types))
    assert "TypeSystem.xml" in str(problem)
    assert reason in str(problem)


def test_a_missing_type_system(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    (tmp_path / "in" / "TypeSystem.xml").unlink()
    (problem,) = read(path)
    assert "TypeSystem.xml must stand beside it" in str(problem)
    (tmp_path / "in" / "typesystem.xml").write_text(type_system())
    assert only(tmp_path / "in").annotations == SPANS


def test_a_file_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.formats.document_files.FILE_LIMIT", 1_000)
    (problem,) = read(write(tmp_path, GOOD))
    assert "more than" in str(problem)


JSON_CAS: dict[str, Any] = {
    "%TYPES": {ENTITY: {"%NAME": ENTITY, "%SUPER_TYPE": ANNOTATION, "value": {"%NAME": "value", "%RANGE": STRING}}},
    "%FEATURE_STRUCTURES": [
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "sofaString": "زار 😊"},
        {"%ID": 2, "%TYPE": ENTITY, "@sofa": 1, "begin": 0, "end": 3, "value": "X"},
    ],
    "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": [2]}},
}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda it: it.clear(), "damaged"),
        (lambda it: it.pop("%TYPES"), ENTITY),
        (lambda it: it.pop("%VIEWS"), "views"),
        (lambda it: it["%FEATURE_STRUCTURES"].pop(0), "damaged"),
        (lambda it: it["%FEATURE_STRUCTURES"][1].update(end=7), "outside the text"),
        (lambda it: it["%FEATURE_STRUCTURES"][1].update(end=5), "within a character"),
        (lambda it: it["%FEATURE_STRUCTURES"][1].update(end=None), "damaged"),
        (lambda it: it["%FEATURE_STRUCTURES"][1].update(end="3"), "outside the text"),
        (lambda it: it["%FEATURE_STRUCTURES"][0].update(sofaString="\ud800"), "half a character"),
        (lambda it: it["%FEATURE_STRUCTURES"][0].update(sofaString="\0x"), "NUL"),
        (lambda it: it["%FEATURE_STRUCTURES"][0].update(sofaString="x" * 4_000_000), "2 million"),
        (
            lambda it: it["%FEATURE_STRUCTURES"].extend({"%ID": n, "%TYPE": "uima.cas.Sofa"} for n in range(9, 999)),
            "far too many",
        ),
        (lambda it: it.update({"%HEADER": {"%OFFSET_ENCODING": "UTF-8"}}), "UTF-8"),
        (
            lambda it: it["%TYPES"].update({f"a.T{n}": {"%SUPER_TYPE": ANNOTATION} for n in range(10_001)}),
            "more than 10,000",
        ),
        (
            lambda it: (it.update({"%HEADER": {"x": "UTF-32"}}), it["%FEATURE_STRUCTURES"][1].update(end=6)),
            "outside the text",
        ),
    ],
)
def test_broken_json(tmp_path: Path, change: Callable[[dict[str, Any]], object], reason: str) -> None:
    value = json.loads(json.dumps(JSON_CAS))
    change(value)
    (tmp_path / "a.json").write_text(json.dumps(value))
    (item,) = read(tmp_path / "a.json", "casjson")
    assert isinstance(item, Problem)
    assert reason in str(item)


@pytest.mark.parametrize("content", ["", "[", "[]", "{}", "7", "[" * 10_000, '{"%VIEWS": NaN}', "1" * 5_000])
def test_what_is_no_json_cas(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content)
    (problem,) = read(tmp_path / "a.json", "casjson")
    assert isinstance(problem, Problem)
    assert "a.json" in str(problem)


ROUGH = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)


def check(path: Path, format_id: str) -> None:
    for item in read_file(path, "name", format_id, ReadOptions()):
        if isinstance(item, Record):
            for span in item.annotations:
                assert 0 <= span.start < span.end <= len(item.text)
        else:
            assert str(item)


@ROUGH
@given(st.data())
def test_any_change_of_an_xmi(tmp_path: Path, data: Any) -> None:
    pieces = GOOD.replace("/>", " />").replace('"', ' " ').split(" ")
    for _time in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(pieces) - 1))
        pieces[place] = data.draw(st.sampled_from(["", "1", "-1", "99", "x", "/>", '"', *pieces[5:60]]))
    check(write(tmp_path, " ".join(pieces).replace(' " ', '"')), "xmi")


@ROUGH
@given(st.data())
def test_any_change_of_a_json_cas(tmp_path: Path, data: Any) -> None:
    value = json.loads(json.dumps(JSON_CAS))
    for _time in range(data.draw(st.integers(1, 3))):
        inside = value
        while True:
            key = data.draw(st.sampled_from(sorted(inside) if isinstance(inside, dict) else range(len(inside))))
            if not inside[key] or not isinstance(inside[key], dict | list) or data.draw(st.integers(0, 3)) == 0:
                break
            inside = inside[key]
        inside[key] = data.draw(
            st.sampled_from([None, 0, 1, 2, -1, 1.5, True, "", "x", ENTITY, STRING, [], {}, [2], {"1": 2}])
        )
        if not value or not isinstance(value, dict):
            break
    (tmp_path / "a.json").write_text(json.dumps(value))
    check(tmp_path / "a.json", "casjson")


def test_the_formats_of_uima() -> None:
    assert get("xmi").accompanies
    assert all(get(it).folder for it in ("xmi", "casjson", "webanno"))


@BOTH
def test_a_full_disk(
    tmp_path: Path, format_id: str, monkeypatch: pytest.MonkeyPatch, export: Callable[..., Written], imported: Record
) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("cassis.Cas._serialize", full)
    with pytest.raises(DiskFull):
        export(format_id, tmp_path / "out", [imported])
