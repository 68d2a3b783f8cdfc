from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
import srsly
from spacy.tokens import DocBin
from spacy.util import load_config

from annotator.formats import Export, Problem, WriteOptions, Written, get, read, spacy_docbin
from annotator.records import LabelId, Record, Span

Doc = Callable[[str], Record]


def docs(path: Path) -> list[spacy.tokens.Doc]:
    return list(DocBin().from_disk(path).get_docs(spacy.blank("ar").vocab))


def test_all_spans_and_the_outermost_as_entities(tmp_path: Path, doc: Doc, export: Callable[..., Written]) -> None:
    path = tmp_path / "a.spacy"
    record = doc("زار [وزير خارجية [الصين GPE] OCC]  و[طوكيو GPE]\r\n")
    written = export("spacy", path, [Record(record.text, "n", "id1", record.annotations, (), {"url": "u"})])
    (found,) = docs(path)
    assert found.text == record.text
    assert [(span.text, span.label_) for span in found.ents] == [("وزير خارجية الصين", "OCC"), ("طوكيو", "GPE")]
    assert {(span.text, span.label_) for span in found.spans["sc"]} == {
        ("وزير خارجية الصين", "OCC"),
        ("الصين", "GPE"),
        ("طوكيو", "GPE"),
    }
    assert found.user_data["id"] == "id1"
    assert found.user_data["meta"] == {"url": "u"}
    assert "1 word was cut" in written.report[0]
    (again,) = read(path)
    assert isinstance(again, Record)
    assert (again.text, again.external_id, again.meta) == (record.text, "id1", {"url": "u"})
    assert again.annotations == record.annotations


def test_crossing_and_equal_spans_stand(tmp_path: Path, export: Callable[..., Written]) -> None:
    spans = (Span(0, 3, LabelId("X")), Span(2, 5, LabelId("Y")), Span(2, 5, LabelId("Z")))
    export("spacy", tmp_path / "a.spacy", [Record("a b c", annotations=spans)])
    (again,) = read(tmp_path / "a.spacy")
    assert isinstance(again, Record)
    assert again.annotations == spans


def test_entities_are_read_where_there_are_no_span_groups(tmp_path: Path) -> None:
    found = spacy.blank("ar")("زار بلينكن طوكيو")
    found.ents = [found.char_span(4, 10, label="PERS")]
    DocBin(docs=[found]).to_disk(tmp_path / "a.spacy")
    (record,) = read(tmp_path / "a.spacy")
    assert isinstance(record, Record)
    assert record.annotations == (Span(4, 10, LabelId("PERS")),)
    assert record.name == "a:1"


def broken(change: Callable[[dict[str, object]], object]) -> bytes:
    found = spacy.blank("ar")("زار بلينكن طوكيو")
    found.spans["sc"] = [found[0:1]]
    message = srsly.msgpack_loads(zlib.decompress(DocBin(docs=[found]).to_bytes()))
    change(message)
    return zlib.compress(srsly.msgpack_dumps(message))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not zlib",
        zlib.compress(b"not msgpack"),
        zlib.compress(srsly.msgpack_dumps([1])),
        broken(lambda message: message.pop("tokens")),
        broken(lambda message: message.update(tokens=b"abc")),
        broken(lambda message: message.update(strings=[])),
        broken(lambda message: message.update(lengths=b"\xff\xff\xff\x7f")),
        broken(lambda message: message.update(span_groups=[b"xx"])),
        broken(lambda message: message.update(lengths=b"\0\0\0\0")),
    ],
)
def test_broken_files_give_a_reason(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.spacy"
    path.write_bytes(data)
    for problem in read(path):
        assert isinstance(problem, Problem)
        assert "a.spacy" in str(problem.error)


@pytest.mark.parametrize("meta", [{"x": b"bytes"}, {"x": float("nan")}])
def test_meta_that_a_project_cannot_hold(tmp_path: Path, meta: dict[str, object]) -> None:
    made = spacy.blank("ar")("زار طوكيو")
    made.user_data |= {"id": "d", "meta": meta}
    DocBin(docs=[made, spacy.blank("ar")("طوكيو")], store_user_data=True).to_disk(tmp_path / "a.spacy")
    problem, record = read(tmp_path / "a.spacy")
    assert isinstance(problem, Problem)
    assert "JSON" in str(problem)
    assert isinstance(record, Record)


def test_a_small_file_that_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy_docbin, "_SMALL", 1_000_000)
    (tmp_path / "a.spacy").write_bytes(zlib.compress(bytes(5_000_000)))
    (problem,) = read(tmp_path / "a.spacy")
    assert "unpacks to more than 1 MB" in str(problem)


def test_a_file_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy_docbin, "_UNPACKED_LIMIT", 1_000_000)
    path = tmp_path / "a.spacy"
    path.write_bytes(zlib.compress(bytes(5_000_000)))
    (problem,) = read(path)
    assert isinstance(problem, Problem)
    assert "unpacks to more than" in str(problem.error)


def parts(folder: Path, nesting: str, names: tuple[str, ...] = ("train", "dev")) -> dict[str, str]:
    """The files of an export in parts."""
    record = Record("زار طوكيو", "d", annotations=(Span(4, 9, LabelId("GPE")),))
    paths = {name: folder / f"{name}.spacy" for name in names}
    with Export(get("spacy"), paths, WriteOptions(nesting=nesting)) as export:
        for name in names:
            export.add(record, name)
        list(export.read_again())
    return {path.name: path.read_text(errors="ignore") for path in folder.iterdir()}


@pytest.mark.parametrize(("nesting", "component"), [("all", "spancat"), ("outer", "ner")])
def test_parts_have_a_configuration_beside_them(tmp_path: Path, nesting: str, component: str) -> None:
    assert parts(tmp_path, nesting).keys() == {"train.spacy", "dev.spacy", "config.cfg"}
    config = load_config(tmp_path / "config.cfg")
    assert config["nlp"]["pipeline"] == ["tok2vec", component]
    assert config["paths"]["train"] == "train.spacy"
    assert config["corpora"]["dev"]["gold_preproc"]


def test_a_configuration_that_stands_there_is_left(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text("mine")
    assert parts(tmp_path, "all")["config.cfg"] == "mine"


def test_one_file_has_no_configuration(tmp_path: Path) -> None:
    assert parts(tmp_path, "all", ("",)).keys() == {".spacy"}


def test_a_configuration_goes_with_an_export_that_is_left(tmp_path: Path) -> None:
    paths = {name: tmp_path / f"{name}.spacy" for name in ("train", "dev")}
    with pytest.raises(KeyError), Export(get("spacy"), paths):
        raise KeyError
    assert list(tmp_path.iterdir()) == []
