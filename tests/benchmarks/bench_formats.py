"""Figures of every format: documents per CPU second, and the greatest memory of a process of its own. ``--documents N`` (1,000).

A document has some 400 words and 100 spans. What is written is read again and compared, as an export is. Formats that only
read are given what the makers below can make. 10,000 documents of all formats take half an hour.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
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


def _epub(path: Path, text: str) -> None:
    container = "urn:oasis:names:tc:opendocument:xmlns:container"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/container.xml",
            f'<container version="1.0" xmlns="{container}"><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest>'
            '<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/>'
            '</manifest><spine><itemref idref="one"/></spine></package>',
        )
        paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines())
        page = (
            f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>{paragraphs}</body></html>'
        )
        archive.writestr("one.xhtml", page)


def _pdf(folder: Path, records: Iterator[Record]) -> Path:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication, QPdfWriter, QTextDocument

    _application = QGuiApplication([])

    def print_(path: Path, text: str) -> None:
        QTextDocument(text).print_(QPdfWriter(str(path)))

    return _in_a_folder(".pdf", print_)(folder, records)


MAKERS = {
    "text": _in_a_folder(".txt", lambda path, text: path.write_text(text, "utf-8")),
    "markdown": _in_a_folder(".md", lambda path, text: path.write_text(text, "utf-8")),
    "html": _in_a_folder(".html", _html),
    "docx": _in_a_folder(".docx", _docx),
    "epub": _in_a_folder(".epub", _epub),
    "pdf": _pdf,
    "tei": _in_a_folder(".xml", _tei),
    "lines": _line_by_line,
}
AT_MOST = {"pdf": 1000}
"""Documents of formats that would take more than a few minutes."""


def make(format: Format, folder: Path, count: int) -> float:
    """Make documents of a format that only reads. Gives the CPU seconds that took."""
    begun = time.process_time()
    MAKERS[format.id](folder, corpus(count))
    return time.process_time() - begun


def write(format: Format, folder: Path, count: int) -> float:
    """Export so many documents, with the reading again that belongs to it. Gives the CPU seconds that took."""
    made = 0.0
    records = corpus(count)
    begun = time.process_time()
    with Export(format, part_paths(folder, format, (100,))) as making:
        for _number in range(count):
            before = time.process_time()
            record = next(records)
            made += time.process_time() - before
            making.add(record, "train")
        for _agrees in making.read_again():
            pass
    return time.process_time() - begun - made


def take(format: Format, folder: Path, count: int) -> float:
    """Read what is there. Gives the CPU seconds that took."""
    begun = time.process_time()
    source = folder if format.parted else next(folder.iterdir())
    # A folder that was written is read by its reader as a whole.
    found = format.read(source, ReadOptions()) if format.folder and format.read else read(source, format.id)
    records = sum(isinstance(item, Record) for item in found)
    if records != count:
        raise SystemExit(f"{records} of {count} were read")
    return time.process_time() - begun


JOBS = {"make": make, "write": write, "read": take}


def child(job: str, format: Format, folder: Path, count: int) -> None:
    """Do one thing and print what it took."""
    try:
        seconds = JOBS[job](format, folder, count)
    except WarraqError as error:
        raise SystemExit(str(error)) from None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"rate": count / seconds, "peak": peak}))


def measured(job: str, format: Format, folder: Path, count: int) -> str:
    """The figures of one thing, done in a process of its own: of this one's memory the system would count some as that one's."""
    arguments = ["--documents", str(count), "--job", job, "--format", format.id, "--folder", str(folder)]
    done = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        return (done.stderr.strip().splitlines() or ["failed"])[-1][:80]
    figures = json.loads(done.stdout)
    return f"{figures['rate']:10.0f} {figures['peak']:8.0f} MB"


def shown(format: Format, asked: int) -> str:
    """The row of a format."""
    count = min(asked, AT_MOST.get(format.id, asked))
    nothing = f"{'–':>10} {'–':>8}   "
    with tempfile.TemporaryDirectory() as folder:
        written = measured("write", format, Path(folder), count) if format.writes else nothing
        if not format.writes:
            measured("make", format, Path(folder), count)
        read = measured("read", format, Path(folder), count) if format.reads else nothing
    return f"{format.id:16} {written} {read}" + (f"   ({count:,} documents)" if count < asked else "")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--format", default="", help="this one alone")
    parser.add_argument("--job", choices=list(JOBS), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.job:
        child(asked.job, get(asked.format), asked.folder, asked.documents)
        return
    print(f"{asked.documents:,} documents: documents per CPU second, and the greatest memory")
    print(f"{'':16} {'write, read again, compare':>22} {'read':>19}")
    for format in formats():
        if asked.format in ("", format.id):
            print(shown(format, asked.documents), flush=True)


if __name__ == "__main__":
    main()
