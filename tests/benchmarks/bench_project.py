"""Figures of a project: import, export, deciding, turning to the next document, searching. ``--documents N`` (1,000)."""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from annotator.finding import find
from annotator.formats import Export, get
from annotator.jobs import Job, export, finish, import_files
from annotator.labels import load
from annotator.marks import MarkState, Wanted
from annotator.project.effort import lately
from annotator.project.project import Project
from annotator.records import LabelId, Record, Span
from annotator.review import Review
from annotator.text.words import words

SEEDS = Path(__file__).parents[2] / "seeds"
SPANS = 100


def corpus(count: int) -> Iterator[Record]:
    """Documents of shuffled sample paragraphs, some 400 words and 100 spans each."""
    paragraphs = [line for path in sorted(SEEDS.glob("*.txt")) for line in path.read_text("utf-8").splitlines() if line]
    chance = random.Random(1)
    for number in range(count):
        text = f"{number}\n" + "\n".join(chance.sample(paragraphs, 14))
        places = words(text)
        chosen = sorted(chance.sample(places, min(SPANS, len(places))))
        spans = tuple(Span(start, end, LabelId("GPE")) for start, end in chosen)
        yield Record(text, name=str(number), annotations=spans)


def cpu(action: Callable[[], object]) -> float:
    begun = time.process_time()
    action()
    return time.process_time() - begun


def wall(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def shown(name: str, values: list[float]) -> None:
    ordered = sorted(values)
    print(f"{name:50} p50 {statistics.median(ordered):8.2f} ms   p95 {ordered[int(len(ordered) * 0.95) - 1]:8.2f} ms")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=1000)
    count = parser.parse_args().documents
    with tempfile.TemporaryDirectory() as folder:
        jobs(Path(folder), count)
        review(Path(folder), count)


def jobs(folder: Path, count: int) -> None:
    """Import a file of so many documents as the program does, with the audit of their texts, and export them."""
    jsonl = get("jsonl")
    with Export(jsonl, {"": folder / "in.jsonl"}) as making:
        for record in corpus(count):
            making.add(record)
        for _agrees in making.read_again():
            pass

    def timed(name: str, job: Job[object]) -> None:
        rate = count / cpu(lambda: finish(job))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{name:50} {rate:8.0f} documents per CPU second, no more than {peak:.0f} MB", flush=True)

    suggestions, annotations = folder / "suggestions.warraq", folder / "annotations.warraq"
    for project in (suggestions, annotations):
        Project.create(project, load("wojood")).close()
    source = [folder / "in.jsonl"]
    timed("import as suggestions", import_files(suggestions, source, spans="suggestions"))
    timed("import as annotations", import_files(annotations, source, annotator="A", done=True))
    timed("export as JSON Lines", export(annotations, folder / "out.jsonl", "jsonl"))
    timed("export in three parts", export(annotations, folder / "out", "jsonl", split="80/10/10"))


def review(folder: Path, count: int) -> None:
    """Decide, turn to the next document, and search, in a project of so many documents with suggestions."""
    with Project.open(folder / "suggestions.warraq") as project:
        person = project.people.named("A")
        review = Review(project, person)
        documents = project.documents.ids(person.id)
        sample = random.Random(2).sample(documents, min(200, count))
        shown("open a document", [wall(lambda d=d: review.open(d)) for d in sample])
        shown("list rows of 40 documents", [wall(lambda: project.documents.rows(sample[:40], person.id))])
        page = review.open(documents[0])
        shown("one step, stored", [wall(lambda: review.accept(page.undecided()[0])) for _ in range(60)])
        shown("undo, stored", [wall(review.undo) for _ in range(40)])
        history, now = project.history, datetime.now().astimezone()
        shown("history, first page", [wall(lambda: history.steps(person.id)) for _ in range(20)])
        steps = history.steps(person.id)
        shown("way back to a state", [wall(lambda: history.way_to(person.id, steps[-1].step)) for _ in range(20)])
        shown("statistics of today", [wall(lambda: lately(project, person.id, now)) for _ in range(20)])
        shown("first document to do", [wall(lambda: project.documents.first_to_do(person.id)) for _ in range(20)])
        disputed = [wall(lambda: project.documents.ids(person.id, order="disagreement")) for _ in range(20)]
        shown("all ids of the list, most disputed first", disputed)
        queries = ["الصين", "الولايات المتحدة", "بلينكن", "وزير الخارجية", "كوريا"]
        wanted = [Wanted(person.id, query) for query in queries]
        wanted += [Wanted(person.id, labels=frozenset({LabelId(label)})) for label in ("GPE", "LAW")]
        wanted += [Wanted(person.id, states=frozenset({state})) for state in (MarkState.DECIDED, MarkState.REJECTED)]
        shown("search, first page", [wall(lambda w=w: find(project, w)) for w in wanted * 4])
        shown("all ids of the list", [wall(lambda: project.documents.ids(person.id))])


if __name__ == "__main__":
    main()
