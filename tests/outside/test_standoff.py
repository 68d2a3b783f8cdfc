"""The readers of other tools take what is exported for them: bioc, gatenlp, argilla; and we take what they write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import read
from annotator.records import LabelId, Record, Span

Records = Callable[[int], list[Record]]
Write = Callable[..., None]
Spans = Callable[[Record], list[tuple[str, str]]]


def texts_and_spans(path: Path) -> list[tuple[str, tuple[Span, ...]]]:
    found = list(read(path))
    assert all(isinstance(item, Record) for item in found), list(map(str, found))
    return [(item.text, item.annotations) for item in found if isinstance(item, Record)]


# BioC


@pytest.mark.parametrize("name", ["a.bioc.xml", "a.bioc.json"])
def test_bioc_reads_a_collection_and_we_read_its(
    tmp_path: Path, name: str, records: Records, write: Write, spans: Spans
) -> None:
    bioc = pytest.importorskip("bioc")
    module = pytest.importorskip("bioc.biocxml" if name.endswith("xml") else "bioc.biocjson")
    given = records(9)
    write("bioc", tmp_path / name, given)
    with (tmp_path / name).open("rb" if name.endswith("xml") else "r") as file:
        collection = module.load(file)
    bioc.validate(collection)
    assert [document.id for document in collection.documents] == [record.name for record in given]
    for document, record in zip(collection.documents, given, strict=True):
        (passage,) = document.passages
        assert (passage.text, passage.offset) == (record.text, 0)
        places = [it.total_span for it in passage.annotations]
        assert [(it.offset, it.offset + it.length) for it in places] == [span[:2] for span in record.annotations]
        assert [(it.text, it.infons["type"]) for it in passage.annotations] == spans(record)
    (tmp_path / f"again-{name}").write_text(module.dumps(collection), "utf-8")
    assert texts_and_spans(tmp_path / f"again-{name}") == [(record.text, record.annotations) for record in given]


# GATE


def test_gatenlp_reads_a_document_and_we_read_its(tmp_path: Path, records: Records, write: Write, spans: Spans) -> None:
    gatenlp = pytest.importorskip("gatenlp")
    given = records(9)
    write("gate", tmp_path / "out", given)
    for record in given:
        document = gatenlp.Document.load(str(tmp_path / "out" / f"{record.name}.xml"), fmt="gatexml")
        assert document.text == record.text
        found = document.annset()
        assert sorted((it.start, it.end, it.type) for it in found) == sorted(record.annotations)
        assert sorted((document[it], it.type) for it in found) == sorted(spans(record))


# Argilla


def test_argilla_takes_our_records_and_we_take_its(tmp_path: Path, records: Records, write: Write) -> None:
    resource = pytest.importorskip("argilla.records")
    json_io = pytest.importorskip("argilla.records._io._json").JsonIO
    given = records(9)
    write("argilla", tmp_path / "a.argilla.json", given)
    taken: list[Any] = json_io._records_from_json(tmp_path / "a.argilla.json")
    assert all(isinstance(it, resource.Record) for it in taken)
    assert [(it.id, it.fields["text"]) for it in taken] == [(record.name, record.text) for record in given]
    for it, record in zip(taken, given, strict=True):
        (response,) = it.responses["spans"]
        units = record.text.encode("utf-16-le")
        found = [(units[2 * a["start"] : 2 * a["end"]].decode("utf-16-le"), a["label"]) for a in response.value]
        assert found == [(record.text[span.start : span.end], span.label) for span in record.annotations]
    json_io.to_json(taken, tmp_path / "again.json")
    assert texts_and_spans(tmp_path / "again.json") == [(record.text, record.annotations) for record in given]


def test_an_argilla_suggestion_with_scores_is_read(tmp_path: Path) -> None:
    argilla = pytest.importorskip("argilla")
    json_io = pytest.importorskip("argilla.records._io._json").JsonIO
    value = [{"start": 7, "end": 13, "label": "PERS"}]
    suggestion = argilla.Suggestion("spans", value, score=[0.75], agent="finder")
    made = argilla.Record(id="a", fields={"text": "😊 زار بلينكن"}, suggestions=[suggestion])
    json_io.to_json([made], tmp_path / "a.json")
    (record,) = read(tmp_path / "a.json")
    assert isinstance(record, Record), str(record)
    (found,) = record.suggestions
    assert (found.span, found.score, found.source) == (Span(6, 12, LabelId("PERS")), 0.75, "finder")
