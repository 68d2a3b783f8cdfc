"""What is fuzzed: for each target, small files to begin with, and what must hold of whatever file comes."""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from annotator import label_toml, labels
from annotator.errors import WarraqError
from annotator.formats import Format, Problem, ReadOptions, WriteOptions, encoding, formats, pdf_lines
from annotator.formats.registry import read_file
from annotator.formats.report import Change
from annotator.label_mapping import load_mapping
from annotator.records import LabelId, Record, Span, Suggestion, reading_order

SEPARATOR = b"\n\x1c\x1c\n"
"""Between the files of a document that has two: what is read, and the one beside it."""
_BESIDE = {"brat": ".txt", "xmi": "TypeSystem.xml"}
_ENDING = {"casjson": ".json", "gate": ".xml", "webanno": ".tsv"}
"""What the files of formats are called that have no extension of their own."""
_ZIPPED = ("docx", "epub", "xlsx")
_LARGE = ("parquet", "huggingface", "pdf")
"""Read by libraries that are fuzzed elsewhere; of a PDF the order of its letters is ours."""


class Broken(Exception):
    """Something that must hold does not."""


@dataclass(frozen=True)
class Target:
    """``check`` is given a file and a folder of its own, which is empty."""

    seeds: Callable[[], Iterable[bytes]]
    check: Callable[[bytes, Path], None]


def targets() -> dict[str, Target]:
    """All by their names: the formats that read, and other parsers."""
    found = {format.id: _target(format) for format in formats() if format.reads and format.id not in _LARGE}
    return found | {
        "pdf_lines": Target(lambda: [b"0123456789" * 9], _check_pdf_lines),
        "encoding": Target(lambda: ["زار الوزير طوكيو".encode(name) for name in _ENCODINGS], _check_encoding),
        "mapping": Target(lambda: [b'"X" = "PERS"\nY = ""\n', b'{"X": "PERS"}'], _check_mapping),
        "labels": Target(lambda: map(_toml, labels.presets()), _check_labels),
    }


# Formats

_TEXT = "زار وزير الخارجية👩‍👩‍👧 والصين\r\n«اليابان»  2022.\n\nوَقال: (لا)\tabc.\n"
_SPANS = [
    (4, 17, "OCC"),
    (4, 8, "X"),
    (4, 8, "Y"),
    (23, 28, "GPE"),
    (24, 28, "GPE"),
    (26, 33, "ORG"),
    (0, 3, "X"),
    (-5, -1, "PERS"),
]


def _records() -> Iterator[Record]:
    length = len(_TEXT)
    spans = [Span(start % length, end % length, LabelId(label)) for start, end, label in _SPANS]
    whole = Record(_TEXT, "d", "d1", tuple(sorted(spans, key=reading_order)), meta={"url": "x", "n": [1, {"a": None}]})
    yield whole
    yield replace(
        whole, annotations=(), suggestions=tuple(Suggestion(span, 0.5, "r", "s") for span in whole.annotations)
    )
    yield Record("a b", "e", annotations=(Span(0, 1, LabelId("X")),))


def _target(format: Format) -> Target:
    return Target(lambda: _seeds(format), lambda data, folder: _check_format(format, data, folder))


def _seeds(format: Format) -> Iterator[bytes]:
    yield from map(str.encode, _EXAMPLES.get(format.id, ()))
    if format.id in _ZIPPED and not format.writes:
        yield _zipped(format.id)
    if not format.write:
        return
    for options in (WriteOptions(), WriteOptions(nesting="outer", tokens="cut", scheme="bilou", offsets="utf16")):
        with TemporaryDirectory() as folder:
            out = Path(folder) / "out"
            if format.folder:
                out.mkdir()
            writer = format.write(out, options)
            for record in _records():
                writer.add(record)
            writer.finish()
            yield from ([out.read_bytes()] if out.is_file() else _of_folder(format, out))


def _of_folder(format: Format, out: Path) -> Iterator[bytes]:
    beside = _BESIDE.get(format.id, "")
    for file in sorted(out.rglob("*")):
        if file.is_file() and file.suffix == _extension(format) and file.name != beside:
            yield file.read_bytes() + (SEPARATOR + _beside(file, beside).read_bytes() if beside else b"")


def _extension(format: Format) -> str:
    return _ENDING.get(format.id) or next(iter(format.extensions), ".txt")


def _beside(file: Path, name: str) -> Path:
    return file.with_suffix(name) if name.startswith(".") else file.with_name(name)


def _check_format(format: Format, data: bytes, folder: Path) -> None:
    """What is read can be stored; and written and read by the same format, it is the same but for what is declared."""
    extension = _extension(format)
    file = folder / f"f{extension}"
    data, found, other = data.partition(SEPARATOR)
    file.write_bytes(data)
    if found:
        _beside(file, _BESIDE.get(format.id, ".txt")).write_bytes(other)
    read = list(read_file(file, "name", format.id, ReadOptions()))
    for item in read:
        if isinstance(item, Problem):
            str(item).encode()
        else:
            _check_record(item)
    records = [item for item in read if isinstance(item, Record) and _has_labels_of_a_set(item)]
    if format.write and records:
        _check_round(format, records, folder / "out")


def _has_labels_of_a_set(record: Record) -> bool:
    """Whether its labels can stand in a label set, without which it comes into no project, and out of none."""
    labels = {span.label for span in record.annotations} | {item.span.label for item in record.suggestions}
    return all(label.isprintable() and " " not in label for label in labels)


def _check_record(record: Record) -> None:
    """As the project stores it."""
    _check(bool(record.text.strip()), "its text is empty")
    _check("\0" not in record.text, "its text holds a NUL")
    _check(isinstance(record.name, str) and "\0" not in record.name, "its name is no text")
    _check(
        record.external_id is None or (bool(record.external_id) and "\0" not in record.external_id), "its id is none"
    )
    texts = [record.text, record.name, record.external_id or "", json.dumps(asdict(record.source), ensure_ascii=False)]
    texts += [json.dumps(record.meta, ensure_ascii=False, allow_nan=False), *map(str, record.notes)]
    for suggestion in record.suggestions:
        texts += [suggestion.reason, suggestion.source, suggestion.run]
        _check(type(suggestion.score) is float and 0 <= suggestion.score <= 1, f"the score {suggestion.score!r}")
    for span in [*record.annotations, *(item.span for item in record.suggestions)]:
        texts.append(span.label)
        _check(type(span.start) is int and type(span.end) is int, f"places of {span}")
        _check(0 <= span.start < span.end <= len(record.text), f"outside the text: {span} of {len(record.text)}")
        _check(isinstance(span.label, str) and bool(span.label), f"the label {span.label!r}")
    _check(len(set(record.annotations)) == len(record.annotations), "a span twice")
    for text in texts:
        text.encode()


def _check_round(format: Format, records: Sequence[Record], out: Path) -> None:
    assert format.write
    if format.folder:
        out.mkdir()
    writer = format.write(out, WriteOptions())
    expected = []
    try:
        for record in records:
            try:
                expected.append((record, writer.add(record)))
            except WarraqError as error:
                if format.id not in REFUSES:
                    raise Broken(f"what it read it does not write, {type(error).__name__}: {error}") from error
        if not expected:
            return
        writer.finish()
    finally:
        writer.close()
    again = list(read_file(out, "name", format.id, ReadOptions()))
    _check(len(again) == len(expected), f"{len(expected)} written, {len(again)} read: {again[:2]}")
    losses = set(format.loses)
    for item, (record, promised) in zip(_in_order(again, expected), expected, strict=True):
        _check(isinstance(item, Record), f"not read again: {item}")
        _check(item.text == promised.text, f"another text: {item.text!r} for {promised.text!r}")
        _check(set(item.annotations) == set(promised.annotations), f"{item.annotations} for {promised.annotations}")
        if "whitespace" not in losses:
            _check(item.text == record.text, f"text changed: {record.text!r} → {item.text!r}")
        _check(_solid(item) == _solid(record), f"letters changed: {record.text!r} → {item.text!r}")
        told = writer.report.counts
        if not told[Change.TRIMMED] + told[Change.BLANK] + told[Change.CROSSING] + told[Change.NESTED]:
            _check(_counted(item) == _counted(record), f"spans changed: {record.annotations} → {item.annotations}")


REFUSES = {"gate", "bioc", "xmi", "conll", "webanno", "conllu"}


def _in_order(again: Sequence[Any], expected: Sequence[tuple[Record, Record]]) -> Sequence[Any]:
    return again


def _solid(record: Record) -> str:
    return "".join(record.text.split())


def _counted(record: Record) -> set[tuple[int, int, str]]:
    """The spans of a record, counted in what is no white space."""
    counts = [0, *accumulate(not character.isspace() for character in record.text)]
    return {(counts[span.start], counts[span.end], span.label) for span in record.annotations}


def _check(holds: bool, what: str) -> None:
    if not holds:
        raise Broken(what)


# Other parsers

_ENCODINGS = ("utf-8", "utf-8-sig", "cp1256", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-6")


def _check_encoding(data: bytes, _folder: Path) -> None:
    """Bytes are given back, whatever the encoding is taken for, or is said to be."""
    for name in (None, *_ENCODINGS, "utf-7", "hex", "idna", "utf-32", "shift_jis", "punycode", "unicode_escape"):
        try:
            decoded = encoding.decode(data, "f", name)
        except WarraqError as error:
            str(error).encode()
            continue
        _check(encoding.encode(decoded.text, decoded.encoding, decoded.bom) == data, f"{name}: other bytes")
        _check("\0" not in decoded.text, f"{name}: a NUL")


def _toml(name: str) -> bytes:
    return label_toml.to_toml(labels.load(name)).encode()


def _check_labels(data: bytes, folder: Path) -> None:
    """A label set that is read is written and read again the same, and can be stored."""
    file = folder / "f.toml"
    file.write_bytes(data)
    try:
        found = labels.load(str(file))
    except WarraqError as error:
        str(error).encode()
        return
    json.dumps(found.to_json(), ensure_ascii=False).encode()
    label_toml.save(found, file)
    _check(labels.load(str(file)) == found, "not the same when it is read again")


def _check_mapping(data: bytes, folder: Path) -> None:
    for name in ("f.toml", "f.json"):
        (folder / name).write_bytes(data)
        try:
            found = load_mapping(folder / name)
        except WarraqError as error:
            str(error).encode()
            continue
        for text in (*found, *found.values()):
            text.encode()


def _check_pdf_lines(data: bytes, _folder: Path) -> None:
    """Glyphs anywhere: every letter of theirs comes out once, no time is lost."""
    letters = "اب لآ(2)\u064b\u0651aﻻ \r\n-\ufffd,\u200f"
    values = [math.nan, math.inf, -math.inf, 0.0, 1e30, *range(40)]

    class Page:
        pass

    def found(_page: Any) -> Iterator[tuple[str, tuple[float, ...]]]:
        for at in range(0, len(data) - 4, 5):
            one, *box = data[at : at + 5]
            yield letters[one % len(letters)], tuple(float(values[number % len(values)]) for number in box)

    before = pdf_lines._letters
    pdf_lines._letters = found  # type: ignore[assignment]
    try:
        text = "\n".join(pdf_lines.page_lines(Page()))  # type: ignore[arg-type]
    finally:
        pdf_lines._letters = before
    text.encode()


# Files that no writer makes

_EXAMPLES = {
    "text": (_TEXT,),
    "lines": (_TEXT,),
    "markdown": (
        "---\na: b\n---\n# زار\n\n- [a](b)\n  > c\n\n| a | b |\n|---|---|\n| c | d |\n\n```\nx\n```\n1. x ~~y~~ &amp; <b>z</b>\n",
    ),
    "html": (
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>t</title></head><body><h1>زار</h1><p>a <b>b</b><br>c</p>"
        "<ul><li>x<ul><li>y</ul></ul><table><tr><td>1<td>2<tr><td><p>3</table><pre>\n a\n  b</pre><script>z</script></body></html>",
    ),
    "tei": (
        '<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>t</title>'
        "</titleStmt></fileDesc></teiHeader><text><body><div><head>زار</head><p>قال <persName>زيد <placeName>x</placeName>"
        '</persName><lb break="no"/>و<note>n</note><pb n="2"/> <choice><sic>a</sic><corr>b</corr></choice></p><lg><l>a</l>'
        "<l>b</l></lg><table><row><cell>1</cell><cell>2</cell></row></table></div></body></text></TEI>",
    ),
    "conllu": (
        "# newdoc id = d\n# sent_id = 1\n# text = والصين و\n1-2\tوالصين\t_\t_\t_\t_\t_\t_\t_\t_\n1\tو\t_\tCCONJ\t_\t_\t0\troot\t_\t_\n"
        "2\tالصين\t_\tPROPN\t_\tCase=Nom\t1\tdep\t_\tEntity=(e1-GPE)\n3\tو\t_\tX\t_\t_\t1\tdep\t_\tNER=B-PERS|SpaceAfter=No\n\n",
    ),
    "webanno": (
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n"
        "#T_RL=webanno.custom.Rel|label|BT_de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity\n\n\n#Text=زار a\\\\b c\n"
        "1-1\t0-3\tزار\t*[1]\tX[1]\tl\t1-2[1_0]\t\n1-2\t4-7\ta\\b\t*[1]|*\tX[1]|Y\t_\t_\t\n1-2.1\t4-5\ta\t_\tZ\t_\t_\t\n1-3\t8-9\tc\t_\t_\t_\t_\t\n",
    ),
    "brat": (
        "T1\tX 0 3\tزار\nT2\tY 0 3;4 5\tزار a\nR1\tr Arg1:T1 Arg2:T2\nE1\tX:T1 Role:T2\nA1\ta T1 v\nN1\tReference T1 W:1\tw\n"
        f"#1\tAnnotatorNotes T1\tn\n*\tEquiv T1 T2\n{SEPARATOR.decode()}زار a\nb\n",
    ),
    "gate": (
        '<?xml version="1.0" encoding="utf-8"?>\n<GateDocument version="3"><GateDocumentFeatures><Feature><Name className="java.lang.String">'
        'n</Name><Value className="java.lang.String">v</Value></Feature></GateDocumentFeatures><TextWithNodes><Node id="0"/>زار<Node id="3"/>'
        ' 😊b<Node id="7"/></TextWithNodes><AnnotationSet Name="s"><Annotation Id="1" Type="X" StartNode="0" EndNode="3"><Feature>'
        '<Name className="java.lang.String">k</Name><Value className="java.lang.Integer">1</Value></Feature></Annotation>'
        '<Annotation Id="2" Type="Token" StartNode="0" EndNode="7"/><Relation Id="3" Type="r" Members="1;2"/></AnnotationSet></GateDocument>',
    ),
    "bioc": (
        '<?xml version="1.0"?><!DOCTYPE collection SYSTEM "BioC.dtd"><collection><source>s</source><date>d</date><key>k</key><document><id>1</id>'
        '<infon key="a">b</infon><passage><infon key="type">title</infon><offset>0</offset><text>زار 😊b</text><annotation id="T1"><infon key="type">X'
        '</infon><location offset="0" length="3"/><location offset="4" length="1"/><text>زار😊</text></annotation><relation id="R"><infon key="type">r'
        '</infon><node refid="T1" role="a"/></relation></passage><passage><offset>9</offset><sentence><offset>9</offset><text>c d</text></sentence></passage></document></collection>',
    ),
    "labelstudio": (
        '[{"id": 1, "data": {"text": "a😊b"}, "annotations": [{"completed_by": {"id": 1}, "updated_at": "2024", "was_cancelled": false, "result": ['
        '{"id": "r", "from_name": "l", "to_name": "t", "type": "labels", "value": {"start": 0, "end": 1, "text": "a", "labels": ["X"]}},'
        '{"from_id": "r", "to_id": "r", "type": "relation", "labels": ["T"]}]}], "predictions": [{"score": 1, "model_version": "m", "result": []}]}]',
    ),
    "argilla": (
        '{"id": "a", "fields": {"text": "a b"}, "responses": {"q": [{"value": [{"start": 0, "end": 1, "label": "X"}], "user_id": "u", "status":'
        ' "submitted"}]}, "suggestions": {"q": {"value": [{"start": 0, "end": 1, "label": "X"}], "score": [1], "agent": "m"}}, "metadata": {"k": 1}}\n',
    ),
    "doccano": (
        '{"id": 1, "text": "a\\u0301 b", "label": [[0, 1, "X"]], "Comments": []}\n{"id": 2, "text": "c d", "entities": [{"id": 1, "start_offset": 0,'
        ' "end_offset": 1, "label": "X"}], "relations": [{"id": 1, "from_id": 1, "to_id": 1, "type": "T"}]}\n',
    ),
    "prodigy": (
        '{"text": "a b", "answer": "accept", "tokens": [{"text": "a", "start": 0, "end": 1, "id": 0}], "spans": [{"start": 0, "end": 1, "label": "X",'
        ' "token_start": 0, "token_end": 0}], "relations": [{"head": 0, "child": 0, "head_span": {"start": 0, "end": 1, "label": "X"}}], "meta": {"k": 1}}\n',
    ),
    "webannotation": (
        '{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "as:context": {"id": "u", "as:content": "a b", "as:name": "n"},'
        ' "items": [{"id": "i", "type": "Annotation", "motivation": "tagging", "body": [{"type": "TextualBody", "value": "X", "purpose": "tagging"}], "target":'
        ' {"source": "u", "selector": [{"type": "TextPositionSelector", "start": 0, "end": 1}, {"type": "TextQuoteSelector", "exact": "a", "prefix": "",'
        ' "suffix": " b"}]}}, {"id": "j", "motivation": "replying", "target": "i"}]}',
    ),
    "conll": (
        "-DOCSTART- -X- -X- O\n\nزار NN B-VP O\nطوكيو\tNN\tI-NP\tB-GPE\n\n",
        "و\tO\nالصين\tB-GPE I-ORG\nx\tU-X\ny\tL-Z\n",
    ),
    "csv": (
        'id;text;spans;x\n1;"a ""b""\nc";"[{""start"": 0, ""end"": 1, ""label"": ""X""}]";7\n',
        "sep=|\ncontent|a\nزار|1\n",
    ),
    "tsv": ("id\ttext\tmeta\n1\ta b\t{}\n",),
}


def _zipped(format_id: str) -> bytes:
    parts = {
        "docx": {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml"'
            ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="'
            'http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>زار</w:t>'
            '<w:tab/><w:br/><w:footnoteReference w:id="1"/></w:r><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p><w:tbl><w:tr><w:tc><w:p><w:r>'
            "<w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>",
        },
        "epub": {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="a/b.opf"/></rootfiles></container>',
            "a/b.opf": '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="c"/></spine></package>',
            "a/c.xhtml": "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>t</title></head><body><h1>زار</h1><p>a</p></body></html>",
        },
    }[format_id]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()
