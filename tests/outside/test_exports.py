"""Exports in the hands of the tools they are for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from annotator.formats import Export, WriteOptions, get
from annotator.records import LabelId, Record, Span

PEOPLE = ("بلينكن", "أنتوني بلينكن", "فاطمة")
PLACES = ("الصين", "طوكيو", "لبنان")


def records(count: int) -> Iterator[Record]:
    """Documents with spans inside words, nested ones and an astral character; no two are the same."""
    for number in range(count):
        person, place = PEOPLE[number % 3], PLACES[number // 3 % 3]
        text = f"😊 زار {person} و{place}، وقال وزير خارجية {place} كلمته {number}.\r\n  ثم عاد."
        first, last = text.index(place), text.rindex(place)
        spans = (
            _span(text.index(person), person, "PERS"),
            _span(first, place, "GPE"),
            _span(text.index("وزير"), text[text.index("وزير") : last + len(place)], "OCC"),
            _span(last, place, "GPE"),
        )
        yield Record(text, f"d{number}", annotations=spans)


def _span(start: int, words: str, label: str) -> Span:
    return Span(start, start + len(words), LabelId(label))


def write(format_id: str, paths: dict[str, Path], given: Iterable[Record], **options: str) -> None:
    with Export(get(format_id), paths, WriteOptions(**options)) as export:
        for record in given:
            for part in paths:
                export.add(record, part)
        list(export.read_again())


# spaCy


def run_spacy(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "spacy", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(params=["all", "outer"])
def dataset(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    paths = {part: tmp_path / f"{part}.spacy" for part in ("train", "dev")}
    write("spacy", paths, records(120), nesting=request.param)
    return tmp_path


def test_spacy_finds_no_fault_with_the_data(dataset: Path) -> None:
    said = run_spacy(dataset, "debug", "data", "config.cfg")
    assert "Corpus is loadable" in said
    assert "120 training docs" in said
    assert "✘" not in said
    assert "misaligned" not in said


def test_spacy_trains_on_the_data_as_they_are(dataset: Path) -> None:
    spacy = pytest.importorskip("spacy")
    steps = ("--training.max_steps=60", "--training.eval_frequency=30")
    run_spacy(dataset, "train", "config.cfg", "--output", "model", *steps)
    model = spacy.load(dataset / "model" / "model-last")
    labels = {label for name in ("ner", "spancat") if model.has_pipe(name) for label in model.get_pipe(name).labels}
    assert labels == {"PERS", "GPE", "OCC"}
    *_others, record = records(3)
    found = model(record.text)
    assert "فاطمة" in {span.text for span in [*found.ents, *found.spans.get("sc", ())]}


# UIMA


def test_cassis_reads_a_cas_by_the_types_of_dkpro_core(tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    given = list(records(9))
    write("xmi", {"": tmp_path / "out"}, given)
    ours = cassis.load_typesystem(tmp_path / "out" / "TypeSystem.xml")
    dkpro = cassis.load_dkpro_core_typesystem()
    for feature in (it for type_ in dkpro.get_types() for it in type_.features):
        feature.description = None  # ours have none, and cassis takes these for other features
    types = cassis.merge_typesystems(dkpro, ours)
    for record in given:
        cas = cassis.load_cas_from_xmi(tmp_path / "out" / f"{record.name}.xmi", types)
        assert cas.typecheck() == []
        entities = cas.select("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity")
        assert [(it.begin, it.end, it.value) for it in entities] == sorted(record.annotations)
        sentences = cas.select("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence")
        assert [it.get_covered_text() for it in sentences][1] == "ثم عاد."


def test_cassis_reads_a_json_cas_that_stands_alone(tmp_path: Path) -> None:
    cassis = pytest.importorskip("cassis")
    (record,) = records(1)
    write("casjson", {"": tmp_path / "out"}, [record])
    with (tmp_path / "out" / "d0.json").open("rb") as file:
        cas = cassis.load_cas_from_json(file)
    assert cas.sofa_string == record.text
    assert cas.typecheck() == []


# CoNLL


@pytest.mark.parametrize(
    ("scheme", "name"), [("iob1", "IOB1"), ("iob2", "IOB2"), ("bilou", "BILOU"), ("bioes", "IOBES")]
)
def test_seqeval_finds_the_spans_of_a_conll_file(tmp_path: Path, scheme: str, name: str) -> None:
    schemes = pytest.importorskip("seqeval.scheme")
    given = list(records(9))
    write("conll", {"": tmp_path / "a.conll"}, given, scheme=scheme, nesting="outer")
    sentences = [block.split("\n") for block in (tmp_path / "a.conll").read_text().strip().split("\n\n")]
    rows = [
        [line.split(" ") for line in sentence] for sentence in sentences if not sentence[0].startswith("-DOCSTART-")
    ]
    found = schemes.Entities([[row[-1] for row in sentence] for sentence in rows], getattr(schemes, name)).entities
    spans = [
        (" ".join(row[0] for row in rows[place][entity.start : entity.end]), entity.tag)
        for place, entities in enumerate(found)
        for entity in entities
    ]
    outer = [span for record in given for span in record.annotations[:3]]
    texts = [record.text for record in given for _span in range(3)]
    assert spans == [(text[span.start : span.end], span.label) for text, span in zip(texts, outer, strict=True)]
