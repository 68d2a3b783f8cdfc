"""What scoring costs: 1,000,000 proposals against 1,000,000 gold spans, in memory and as a project. ``--documents N`` (10,000)."""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from annotator import jobs
from annotator.jobs import finish
from annotator.labels import load
from annotator.project.project import Project
from annotator.quality.columns import Columns, LabelPlaces
from annotator.quality.intervals import differences, scored
from annotator.quality.matching import match
from annotator.quality.mistakes import Wanted
from annotator.quality.scores import measures_with_macro, tally
from annotator.records import LabelId, Record, Span
from annotator.text.words import words

T = TypeVar("T")
SEEDS = Path(__file__).parents[2] / "seeds"
SPANS = 100
LABELS = [LabelId(name) for name in ("PERS", "OCC", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "DATE", "CARDINAL")]


def timed(name: str, action: Callable[[], T]) -> T:
    begun, cpu = time.perf_counter(), time.process_time()
    found = action()
    print(f"{name:56} {time.perf_counter() - begun:7.2f} s   CPU {time.process_time() - cpu:7.2f} s")
    return found


def documents(count: int) -> Iterator[tuple[str, list[Span], list[Span]]]:
    """Texts of shuffled sample paragraphs with gold, a third of it nested, and proposals of which four fifths are right."""
    paragraphs = [line for path in sorted(SEEDS.glob("*.txt")) for line in path.read_text("utf-8").splitlines() if line]
    places = {line: words(line) for line in paragraphs}
    chance = random.Random(1)
    for number in range(count):
        text, found = f"{number}\n", list[tuple[int, int]]()
        for line in chance.sample(paragraphs, 14):
            found += [(len(text) + start, len(text) + end) for start, end in places[line]]
            text += line + "\n"
        gold = _gold(found, chance)
        yield text, gold, list(_proposed(gold, chance))


def _gold(words: list[tuple[int, int]], chance: random.Random) -> list[Span]:
    gold: set[Span] = set()
    place = 0
    while len(gold) < SPANS and place < len(words) - 4:
        first, last = words[place], words[place + chance.choice((0, 0, 1, 2))]
        gold.add(Span(first[0], last[1], chance.choice(LABELS)))
        if last != first:
            gold.add(Span(*last, chance.choice(LABELS)))
        place += chance.choice((3, 4, 5))
    return sorted(gold)


def _proposed(gold: list[Span], chance: random.Random) -> Iterator[Span]:
    for span in gold:
        fate = chance.random()
        if fate < 0.8:
            yield span
        elif fate < 0.86 and span.end - span.start > 2:
            yield span._replace(start=span.start + 1)
        elif fate < 0.92:
            yield span._replace(label=chance.choice(LABELS))
        if chance.random() < 0.12:
            yield Span(span.end + 1, span.end + 4, chance.choice(LABELS))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=10_000)
    count = parser.parse_args().documents
    made = list(documents(count))
    gold_count, proposed_count = (sum(len(one[side]) for one in made) for side in (1, 2))
    print(f"{count:,} documents, {gold_count:,} gold spans, {proposed_count:,} proposed")
    in_memory(made)
    with tempfile.TemporaryDirectory() as folder:
        as_project(Path(folder, "p.warraq"), made)


def in_memory(made: list[tuple[str, list[Span], list[Span]]]) -> None:
    labels = LabelPlaces()
    gold, proposed = timed(
        "spans to columns",
        lambda: [Columns.of_documents((one[side] for one in made), labels) for side in (1, 2)],
    )
    counted = timed(
        "matching and four schemas, by label and document",
        lambda: tally(gold, proposed, match(gold, proposed), len(made), len(labels)),
    )
    timed("  and the measures of them all", lambda: measures_with_macro(counted))
    timed("bootstrap: 1,000 rounds, all labels and schemas", lambda: scored(counted))
    timed("paired bootstrap of two runs", lambda: differences(counted, counted[::-1]))


def as_project(path: Path, made: list[tuple[str, list[Span], list[Span]]]) -> None:
    _store(path, made)
    found = timed("as a project: warraq evaluate, the job", lambda: finish(jobs.evaluate(path)))
    timed("  a page of mistakes, the surest first", lambda: found.mistakes.page(Wanted(), "sure"))
    print(f"  {len(found.mistakes):,} mistakes, {len(found.mistakes.repeated):,} of them repeated")


def _store(path: Path, made: list[tuple[str, list[Span], list[Span]]]) -> None:
    """A project as the log would leave it; the log itself is left out, as scoring does not read it."""
    with Project.create(path, load("wojood")) as project:
        person = project.people.named("A")
        run = project.suggestions.add_run("bench", "1")
        db = project.db.conn
        at = db.execute("SELECT number FROM person WHERE id = ?", [person.id]).fetchone()[0]
        by = db.execute("SELECT number FROM suggestion_run WHERE id = ?", [run]).fetchone()[0]
        with project.writing():
            for number, (text, gold, proposed) in enumerate(made):
                added = project.documents.add(Record(text, name=str(number)))
                place = db.execute("SELECT number FROM document WHERE id = ?", [added.id]).fetchone()[0]
                db.execute(
                    "INSERT INTO document_state (document, person, status, flag, note) VALUES (?, ?, 'done', 0, '')",
                    [place, at],
                )
                db.executemany(
                    "INSERT INTO annotation VALUES (?, ?, ?, ?, ?, ?, NULL, '')",
                    [(place, at, f"{number}:{one}", *span) for one, span in enumerate(gold)],
                )
                db.execute("INSERT INTO run_document VALUES (?, ?)", [place, by])
                db.executemany(
                    "INSERT OR IGNORE INTO suggestion VALUES (?, ?, ?, ?, ?, 'x', ?, '')",
                    [(place, by, *span, round(0.4 + (one % 60) / 100, 2)) for one, span in enumerate(proposed)],
                )


if __name__ == "__main__":
    main()
