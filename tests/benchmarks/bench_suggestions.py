"""What the built-in suggestions are worth and cost: ``python tests/benchmarks/bench_suggestions.py [GOLD.jsonl…]``.

On the test part of the corpus, and on each file of gold that is named: strict F1, how often suggestions of each score are right, what a
reviewer has to do for each entity, what careless spelling and full diacritics cost. Then words a second on one core, and how long memory takes
to look at a document again after a decision.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

import resources
from annotator.learn import corpus
from annotator.quality.scores import Scores
from annotator.records import LabelId, Record, Span, Suggestion
from annotator.suggest import memory, pipeline
from annotator.text.find import string_key
from annotator.text.words import words

REJECT, CHANGE, ADD, FINISH = 1, 2, 3, 1
"""Actions of a reviewer: rejecting, another label or edge, marking what was missed, finishing the document."""
CARELESS = {
    "hamza left out": str.maketrans("أإآؤئ", "اااوي"),
    "ى as ي": str.maketrans("ى", "ي"),
    "ة as ه": str.maketrans("ة", "ه"),
}
HARAKAT = "\u064e"
TATWEEL = "\u0640"


def main() -> None:
    nlp = pipeline.build()
    sets = {"corpus, test part": [record for path in _tests() for record in corpus.read(path)]}
    for name in sys.argv[1:]:
        sets[name] = [_record(json.loads(line)) for line in Path(name).read_text("utf-8").splitlines()]
    for name, records in sets.items():
        print(f"-- {name}: {len(records)} documents")
        _quality(nlp, records)
    _speed(nlp, [record.text for records in sets.values() for record in records])
    _memory(next(iter(sets.values())))


def _tests() -> list[Path]:
    return sorted(resources.path("corpus", "gold", "test").glob("*.txt"))


def _record(row: dict) -> Record:
    spans = tuple(Span(span["start"], span["end"], LabelId(span["label"])) for span in row["spans"])
    return Record(row["text"], annotations=spans)


def _quality(nlp: object, records: Sequence[Record]) -> None:
    found = list(pipeline.predict(nlp, [record.text for record in records]))
    scores = _scores(records, found)
    strict = scores.micro.strict
    print(f"strict F1 {strict.f1:.1%}, precision {strict.precision:.1%}, recall {strict.recall:.1%}")
    print("  " + " · ".join(f"{label} {tally.strict.f1:.0%}" for label, tally in sorted(scores.labels.items())))
    judged = [
        (one.score, one.span in record.annotations)
        for record, of_one in zip(records, found, strict=True)
        for one in of_one
    ]
    for low, high in ((0.9, 1.01), (0.8, 0.9), (0.7, 0.8), (0.6, 0.7), (0.5, 0.6), (0.4, 0.5)):
        right = [is_right for score, is_right in judged if low <= score < high]
        print(f"  scored from {low:.0%}: {sum(right) / max(1, len(right)):.1%} right of {len(right)}")
    entities = sum(len(record.annotations) for record in records)
    actions = sum(
        _actions(record.annotations, [one.span for one in of_one])
        for record, of_one in zip(records, found, strict=True)
    )
    print(
        f"  reviewer actions an entity: {actions / entities:.2f}; by hand {ADD + FINISH * len(records) / entities:.2f}"
    )
    for name, careless in _spellings():
        altered = [careless(record) for record in records]
        found_altered = list(pipeline.predict(nlp, [one.text for one in altered]))
        loss = strict.f1 - _scores(altered, found_altered).micro.strict.f1
        print(f"  {name}: {100 * loss:+.2f} points of F1 lost")


def _scores(records: Sequence[Record], found: Sequence[Sequence[Suggestion]]) -> Scores:
    scores = Scores()
    for record, of_one in zip(records, found, strict=True):
        scores.add(record.annotations, [one.span for one in of_one])
    return scores


def _actions(gold: Sequence[Span], proposed: Sequence[Span]) -> int:
    """What a reviewer has to do in a document: a span nearly right is changed, others are rejected or added."""
    missed, wrong = set(gold) - set(proposed), set(proposed) - set(gold)
    changed = 0
    for span in sorted(wrong):
        near = [one for one in missed if (one.start, one.end) == (span.start, span.end)]
        near += [one for one in missed if one.label == span.label and one.overlaps(span)]
        if near:
            missed.discard(near[0])
            changed += 1
    return CHANGE * changed + REJECT * (len(wrong) - changed) + ADD * len(missed) + FINISH


def _spellings() -> Iterator[tuple[str, Callable[[Record], Record]]]:
    for name, table in CARELESS.items():
        yield name, lambda record, table=table: Record(record.text.translate(table), annotations=record.annotations)
    yield "tatweel in every fifth word", lambda record: _inserted(record, TATWEEL, every=5)
    yield "a vowel on every letter", lambda record: _inserted(record, HARAKAT, every=1)


def _inserted(record: Record, mark: str, every: int) -> Record:
    """The record with a mark after letters: after all but the last of each word, or after the second of every fifth word."""
    places: set[int] = set()
    for number, (start, end) in enumerate(words(record.text)):
        if number % every == 0 and record.text[start:end].isalpha() and "\u0621" <= record.text[start] <= "\u064a":
            places.update(range(start + 1, end) if every == 1 else [start + 2] if end - start > 3 else [])
    text, moved = "", [0]
    for place, character in enumerate(record.text):
        text += (mark if place in places else "") + character
        moved.append(len(text))
    starts = [moved[place] + (1 if place in places else 0) for place in range(len(record.text))]
    spans = tuple(Span(starts[one.start], moved[one.end], one.label) for one in record.annotations)
    return Record(text, annotations=spans)


def _speed(nlp: object, texts: Sequence[str]) -> None:
    count = sum(len(words(text)) for text in texts)
    for name in ("first time", "again"):
        began = time.process_time()
        list(pipeline.predict(nlp, texts))
        print(f"suggestions, {name}: {count / (time.process_time() - began):,.0f} words a second on one core")


def _memory(records: Sequence[Record]) -> None:
    known: dict[str, memory.Counts] = {}
    for record in records:
        for span in record.annotations:
            known[string_key(record.text, span.start, span.end)] = {span.label: (1, 0)}
    taken = []
    for record in records:
        began = time.perf_counter()
        memory.recall(record.text, known)
        taken.append(time.perf_counter() - began)
    print(
        f"memory of {len(known)} strings looks at a document again: median {median(taken):.4f} s, most {max(taken):.4f} s"
    )


if __name__ == "__main__":
    main()
