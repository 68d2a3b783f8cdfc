"""Count the corpus and how far its two readings agree: ``python packaging/corpus_agreement.py`` prints the tables of its README."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import resources
from annotator.learn.corpus import read
from annotator.records import Span
from annotator.text.words import words

CORPUS = resources.path("corpus")


def main() -> None:
    gold: Counter[tuple[str, str]] = Counter()
    agreed: Counter[str] = Counter()
    read_by_one: Counter[str] = Counter()
    for part in ("train", "test"):
        documents = count = 0
        for path in sorted(CORPUS.glob(f"gold/{part}/*.txt")):
            beside = (_spans(CORPUS / reading / part / path.name) for reading in ("first", "second"))
            for record, first, second in zip(read(path), *beside, strict=True):
                documents += 1
                count += len(words(record.text))
                gold.update((span.label, part) for span in record.annotations)
                agreed.update(span.label for span in first & second)
                read_by_one.update(span.label for span in [*first, *second])
        print(
            f"{part}: {documents} documents, {count} words, {sum(n for (_l, p), n in gold.items() if p == part)} spans"
        )
    print("| label | train | test | agreement (F1, %) |\n|---|---|---|---|")
    for label in sorted(read_by_one):
        print(
            f"| {label} | {gold[label, 'train']} | {gold[label, 'test']} | {_f1(agreed[label], read_by_one[label])} |"
        )
    print(f"all: {_f1(sum(agreed.values()), sum(read_by_one.values()))}")


def _spans(path: Path) -> list[set[Span]]:
    return [set(record.annotations) for record in read(path)]


def _f1(agreed: int, both: int) -> str:
    return f"{200 * agreed / both:.1f}"


if __name__ == "__main__":
    main()
