"""Make the model that Warraq brings along: ``python packaging/build_model.py [--data FOLDER]``, or ``make model DATA=FOLDER``.

Learns from ``resources/corpus/gold/train``. With ``--data`` also from the real news that is marked in ``resources/corpus/standoff`` (offsets
alone: the texts stand in FOLDER/text_ntrex and FOLDER/text_wikinews) and from the names of FOLDER/newsfane. Writes
``resources/models/news.model`` and its card, with scores on ``resources/corpus/gold/test``, which is read for nothing else. The same input
gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import resources
from annotator.labels import load
from annotator.learn import corpus, training
from annotator.learn.training import Example, Settings
from annotator.quality.scores import Scores
from annotator.records import LabelId, Record, Span
from annotator.suggest import letters, pipeline
from annotator.suggest.knowledge import knowledge
from annotator.suggest.model import BUNDLED, Model, to_bytes
from annotator.suggest.tagger import Tagger
from annotator.suggest.work import tagged
from annotator.text.folding import fold

NAMES = {"PERS", "GPE", "ORG", "LOC", "FAC"}
"""What newsfane marks as our guidelines do, without what is nested."""
NESTED_NAMES = {"GPE", "LOC", "ORG"}
DAILY = 18
"""A word as frequent as this (decibels above one in a hundred million) is one of daily use."""
SENTENCES = 8
"""So many sentences of newsfane make one document."""
SETTINGS = Settings()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, metavar="FOLDER")
    data: Path | None = parser.parse_args().data
    if data:
        resources.path(*letters.FILE).write_text(letters.to_text(name_letters(data)), encoding="utf-8")
    with ProcessPoolExecutor() as pool:
        model = made(data, pool)
    path = resources.path(*BUNDLED)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(to_bytes(model))
    path.with_name("README.md").write_text(card(model, path), encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


def made(data: Path | None, pool: ProcessPoolExecutor) -> Model:
    """The model, trained on all there is."""
    front = pipeline.front()
    labels = load("wojood")

    def examples(records: Iterable[tuple[str, Record]]) -> list[Example]:
        return [training.example(pipeline.examine(front, one.text), one.annotations, topic) for topic, one in records]

    own = examples(corpus_part("train"))
    real = examples(standoff(data)) if data else []
    names = examples(newsfane(data)) if data else []
    groups = training.groups_of([*own, *real])
    print(f"{len(own)} documents of the corpus, {len(real)} of real news, {len(names)} with names only")
    beside = with_silver(names, groups, [*own, *real], pool)
    for topics in training.tag_unseen([*own, *real], groups, knowledge(), SETTINGS, pool, beside):
        print("tagged unseen:", topics, flush=True)
    judge = training.train_judge([*own, *real], SETTINGS)
    tagger = training.train_tagger([*own, *real, *beside], groups, knowledge(), SETTINGS, pool)
    details = {"documents": len(own) + len(real), "words": sum(len(one.work.norms) for one in [*own, *real, *beside])}
    return Model(labels, tagger, judge, details)


def name_letters(data: Path) -> dict[str, float]:
    """What tells the words of personal names from words of daily use, by their letters."""
    known = knowledge()
    names = {fold(row.split("\t")[0]) for row in _lines(data / "names" / "wikidata_person_words.tsv")}
    names = {name for name in names if len(name) > 2}
    places = {word for word, kinds in known.lexicon.words.items() if kinds.keys() & {"GPE", "LOC"}}
    daily = {word for word, level in known.frequency.items() if level >= DAILY and len(word) > 2} - names - places
    return training.train_letters(sorted(names), sorted(daily))


def corpus_part(part: str) -> Iterator[tuple[str, Record]]:
    """The documents of a part of the corpus with their topics."""
    for path in sorted(resources.path("corpus", "gold", part).glob("*.txt")):
        for record in corpus.read(path):
            yield path.stem, record


def standoff(data: Path) -> Iterator[tuple[str, Record]]:
    """Real news whose marks stand in the project as offsets, and whose texts stand in a folder of their own."""
    for path in sorted(resources.path("corpus", "standoff").glob("*.jsonl")):
        texts = {row["id"]: row["text"] for row in _rows(data / f"text_{path.stem}" / "docs.jsonl")}
        for number, row in enumerate(_rows(path)):
            text = texts[row["id"]]
            if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
                raise SystemExit(f"{path}: the text of {row['id']} is another than the one that was marked")
            spans = tuple(Span(span["start"], span["end"], LabelId(span["label"])) for span in row["spans"])
            yield f"{path.stem} {number // 10}", Record(text, external_id=row["id"], annotations=spans)


def newsfane(data: Path) -> Iterator[tuple[str, Record]]:
    """The sentences of newsfane with their names, some together as one document."""
    rows = list(_rows(data / "newsfane" / "train.jsonl"))
    for place in range(0, len(rows), SENTENCES):
        text, spans = "", []
        for row in rows[place : place + SENTENCES]:
            spans += [
                Span(len(text) + span["start"], len(text) + span["end"], LabelId(span["label"]))
                for span in row["spans"]
                if span["label"] in NAMES
            ]
            text += row["text"] + "\n"
        yield "newsfane", Record(text, annotations=tuple(spans))


def with_silver(
    names: list[Example], groups: list[list[str]], marked: list[Example], pool: ProcessPoolExecutor
) -> list[Example]:
    """The documents with names, the other labels and what is nested filled in by a tagger trained on those marked wholly."""
    if not names:
        return []
    tagger = training.train_tagger(marked, groups, knowledge(), SETTINGS, pool)
    for one in names:
        one.gold = _filled(one, tagger)
    return names


def _filled(one: Example, tagger: Tagger) -> set[tuple[int, int, str]]:
    filled = set(one.gold)
    for found in tagged(tagger, one.work):
        start, end, label = found.start, found.end, found.label
        crosses = any(
            s < end and start < e and not (s <= start and end <= e or start <= s and e <= end) for s, e, _ in one.gold
        )
        within = any(s <= start and end <= e and (s, e) != (start, end) for s, e, _ in one.gold)
        if found.score > 0.5 and not crosses and (label not in NAMES or (within and label in NESTED_NAMES)):
            filled.add((start, end, label))
    return filled


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        yield from lines


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, _lines(path))
