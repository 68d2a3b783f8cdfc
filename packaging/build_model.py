"""Make the model that Warraq brings along: ``python packaging/build_model.py [--data FOLDER]``, or ``make model DATA=FOLDER``.

Learns from ``resources/corpus/gold/train``. With ``--data`` also from the real news that is marked in ``resources/corpus/standoff`` (offsets
alone: the texts stand in FOLDER/text_ntrex, text_wikinews and newsfane), and the letters of names from FOLDER/names. Writes
``resources/models/news.model`` and its card, with scores on ``resources/corpus/gold/test``, which is read for nothing else. The same input
gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
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
from annotator.suggest.model import BUNDLED, Model, bundled, to_bytes
from annotator.text.folding import fold

DAILY = 18
"""A word as frequent as this (decibels above one in a hundred million) is one of daily use."""
SETTINGS = Settings()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, metavar="FOLDER")
    parser.add_argument("--card", action="store_true", help="write the card of the model that is there")
    asked = parser.parse_args()
    path = resources.path(*BUNDLED)
    if not asked.card:
        train(asked.data, path)
    path.with_name("README.md").write_text(card(asked.data), encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


def train(data: Path | None, path: Path) -> None:
    """Write the model, and before it the letters of names that it counts on."""
    if data:
        letters.FILE.write_text(letters.to_text(name_letters(data)), encoding="utf-8")
    with ProcessPoolExecutor() as pool:
        path.write_bytes(to_bytes(made(data, pool)))


CARD = """# The model that Warraq brings along

`news.model` holds a tagger (linear-chain conditional random fields) and a judge (a logistic regression) for Wojood's 21 nested labels, as
`annotator/learn/training.py` trains them; `name_letters.txt` tells names from words of daily use by their letters. Made by
`make model DATA=FOLDER` from {documents} documents; the same input gives the same files.

## Learned from

| what | licence |
|---|---|
| Warraq's own corpus, the training part (`resources/corpus/gold/train`) | CC BY 4.0 |
| NTREX-128, the Arabic news articles, marked for Warraq (offsets in `resources/corpus/standoff/ntrex.jsonl`) | CC BY-SA 4.0, © Microsoft |
| ANERcorp's news sentences, two thirds of the training part, marked for Warraq (`resources/corpus/standoff/aner.jsonl`) | CC BY-SA 4.0, © Yassine Benajiba, CAMeL Lab |
| Arabic Wikinews in QCRI's WikiNews set, marked for Warraq (`resources/corpus/standoff/wikinews.jsonl`) | CC BY 2.5, Wikinews |
| words out of personal names in Wikidata (`name_letters.txt` alone) | CC0 |

The weights are therefore under CC BY-SA 4.0. No sentence can be read out of them.

## Scores

Strict: start, end and label must be right; nested spans count each. Wojood's public sets were not used.

{scores}
## Speed and limits

The whole suggester reads some 15,000 words a second on one core (`make bench` measures it); the model takes 1 MB on the disk and no network.

Written news in Modern Standard Arabic. Dialects, poetry, classical texts and speech are outside what it has seen; products, laws, events and
names of small bodies are its weak labels. The corpus is invented prose: see its README. A score is the probability that a reviewer by
the same guidelines accepts the span, measured on documents of other topics.
"""


def card(data: Path | None) -> str:
    """What the bundled model is, from what, and how good."""
    nlp = pipeline.build()
    parts = {"The test part of the corpus: five topics that nothing was learned from": list(corpus_part("test"))}
    if data:
        parts["Development gold: two documents of diplomatic news, which the rules were once widened on (*seen*)"] = [
            ("", _record(row)) for row in _rows(data / "seeds-gold" / "gold.jsonl")
        ]
    tables = []
    for title, records in parts.items():
        scores = Scores()
        for (_topic, record), found in zip(
            records, pipeline.predict(nlp, [one.text for _t, one in records]), strict=True
        ):
            scores.add(record.annotations, [suggestion.span for suggestion in found])
        tables.append(f"### {title}\n\n{_table(scores)}\n")
    return CARD.format(documents=bundled(knowledge()).details["documents"], scores="\n".join(tables))


def _table(scores: Scores) -> str:
    rows = [("all", scores.micro), *sorted(scores.labels.items())]
    lines = ["| label | precision | recall | F1 | gold spans |", "|---|---|---|---|---|"]
    for label, tally in rows:
        strict = tally.strict
        shares = " | ".join(f"{100 * share:.1f}" for share in (strict.precision, strict.recall, strict.f1))
        lines.append(f"| {label} | {shares} | {tally.gold} |")
    return "\n".join(lines)


def _record(row: Mapping[str, Any]) -> Record:
    spans = tuple(Span(span["start"], span["end"], LabelId(span["label"])) for span in row["spans"])
    return Record(row["text"], external_id=row["id"], annotations=spans)


def made(data: Path | None, pool: ProcessPoolExecutor) -> Model:
    """The model, trained on all there is."""
    front = pipeline.front()
    labels = load("wojood")

    def examples(records: Iterable[tuple[str, Record]]) -> list[Example]:
        return [training.example(pipeline.examine(front, one.text), one.annotations, topic) for topic, one in records]

    own = examples(corpus_part("train"))
    real = examples(standoff(data)) if data else []
    print(f"{len(own)} documents of the corpus, {len(real)} of real news")
    everything = [*own, *real]
    groups = training.groups_of(everything)
    for topics in training.tag_unseen(everything, groups, knowledge(), SETTINGS, pool):
        print("tagged unseen:", topics, flush=True)
    judge = training.train_judge(everything, SETTINGS)
    tagger = training.train_tagger(everything, groups, knowledge(), SETTINGS, pool)
    details = {"documents": len(everything), "words": sum(len(one.work.norms) for one in everything)}
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
        texts = _texts(data, path.stem)
        for number, row in enumerate(_rows(path)):
            text = texts(row["id"])
            if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
                raise SystemExit(f"{path}: the text of {row['id']} is another than the one that was marked")
            yield f"{path.stem} {number // 10}", _record({**row, "text": text})


def _texts(data: Path, name: str) -> Callable[[str], str]:
    """The text of a document by its id; ANERcorp's are so many lines of its sentences."""
    if name == "aner":
        lines = [row["text"] for row in _rows(data / "newsfane" / "train.jsonl")]
        return lambda place: "\n".join(lines[slice(*map(int, place.split("-")))])
    return {row["id"]: row["text"] for row in _rows(data / f"text_{name}" / "docs.jsonl")}.__getitem__


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        yield from lines


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, _lines(path))


if __name__ == "__main__":
    main()
