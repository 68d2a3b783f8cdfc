"""Figures of every format: documents a second, and the greatest memory of a process of its own. ``--documents N`` (1,000).

A document has some 400 words and 100 spans. Formats that only read are given what the makers below can make.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench_project import corpus

from annotator.errors import WarraqError
from annotator.formats import Export, Format, ReadOptions, formats, get, read
from annotator.formats.split import part_paths
from annotator.records import Record


def _in_a_folder(name: str, write: Callable[[Path, str], object]) -> Callable[[Path, Iterator[Record]], Path]:
    def make(folder: Path, records: Iterator[Record]) -> Path:
        place = folder / "made"
        place.mkdir()
        for record in records:
            write(place / f"{record.name}{name}", record.text)
        return place

    return make


def _line_by_line(folder: Path, records: Iterator[Record]) -> Path:
    path = folder / "made.txt"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(record.text.replace("\n", " ") + "\n" for record in records)
    return path


def _html(path: Path, text: str) -> None:
    path.write_text(
        "<html><body>" + "".join(f"<p>{line}</p>" for line in text.splitlines()) + "</body></html>", "utf-8"
    )


def _docx(path: Path, text: str) -> None:
    from docx import Document

    document = Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(str(path))


def _tei(path: Path, text: str) -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines())
    head = "<teiHeader><fileDesc><titleStmt><title>t</title></titleStmt></fileDesc></teiHeader>"
    path.write_text(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{head}<text><body>{paragraphs}</body></text></TEI>', "utf-8"
    )


MAKERS = {
    "text": _in_a_folder(".txt", lambda path, text: path.write_text(text, "utf-8")),
    "markdown": _in_a_folder(".md", lambda path, text: path.write_text(text, "utf-8")),
    "html": _in_a_folder(".html", _html),
    "docx": _in_a_folder(".docx", _docx),
    "tei": _in_a_folder(".xml", _tei),
    "lines": _line_by_line,
}


def write(format: Format, folder: Path, count: int) -> None:
    """Export so many documents, with the reading again that belongs to it."""
    with Export(format, part_paths(folder, format, (100,))) as making:
        for record in corpus(count):
            making.add(record, "train")
        for _agrees in making.read_again():
            pass


def take(format: Format, folder: Path, count: int) -> None:
    """Read what is there."""
    (source,) = folder.iterdir()
    # A folder that was written is read by its reader as a whole.
    found = format.read(source, ReadOptions()) if format.folder and format.read else read(source, format.id)
    records = sum(isinstance(item, Record) for item in found)
    if records != count:
        raise SystemExit(f"{records} of {count} were read")


def child(job: str, format: Format, folder: Path, count: int) -> None:
    """Do one thing and print what it took."""
    begun = time.process_time()
    try:
        (write if job == "write" else take)(format, folder, count)
    except WarraqError as error:
        raise SystemExit(str(error)) from None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rate": count / (time.process_time() - begun), "peak": peak}))


def measured(job: str, format: Format, folder: Path, count: int) -> str:
    """The figures of one thing, done in a process of its own."""
    arguments = ["--documents", str(count), "--job", job, "--format", format.id, "--folder", str(folder)]
    done = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["failed"])[-1][:80]
    figures = json.loads(done.stdout)
    return f"{figures['rate']:8.0f} documents per CPU second {figures['peak']:7.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--format", default="", help="this one alone")
    parser.add_argument("--job", choices=["write", "read"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.job:
        child(asked.job, get(asked.format), asked.folder, asked.documents)
        return
    for format in formats():
        if asked.format not in ("", format.id):
            continue
        with tempfile.TemporaryDirectory() as folder:
            if format.writes:
                print(
                    f"{format.id + ', write and compare':30} {measured('write', format, Path(folder), asked.documents)}"
                )
            elif format.id in MAKERS:
                MAKERS[format.id](Path(folder), corpus(asked.documents))
            if format.reads and any(Path(folder).iterdir()):
                print(f"{format.id + ', read':30} {measured('read', format, Path(folder), asked.documents)}")
            elif format.reads:
                print(f"{format.id + ', read':30} nothing to read is made here")


if __name__ == "__main__":
    main()
