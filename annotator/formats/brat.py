"""brat standoff: a folder of texts (``.txt``), each with its annotations beside it (``.ann``), and ``annotation.conf``.

Places are code points, as brat's server counts them. A span in fragments comes in as its cover; its fragments, and the
lines for relations, events, attributes, normalisations and notes, are kept in the meta and written back.
A line of an ``.ann`` file holds no line break: a span over several lines is written in fragments, one a line, as brat does.
Where other programs repeat the text of a span with its line breaks, it goes on in the next line.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.errors import FileEmpty, RecordInvalid, SpanEmpty, SpanOutsideText
from annotator.formats import files
from annotator.formats.brat_lines import KEPT_BRAT, Fragment, Line, cover, line_of
from annotator.formats.brat_writing import Brat
from annotator.formats.document_files import records
from annotator.formats.encoding import Decoded, decode
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit
from annotator.records import LabelId, Record, Source, Span, reading_order
from annotator.text.offsets import Offsets
from annotator.texts import _, mark

_TEXT_BOUND = re.compile(r"(T[^\s:]+)\t(\S+) ([0-9]{1,9} [0-9]{1,9}(?:;[0-9]{1,9} [0-9]{1,9})*)\s*?(?:\t(.*))?")
_BLANK = re.compile(r"\r\n|\s")
_CONFIGURATION = frozenset({"annotation.conf", "visual.conf", "tools.conf", "kb_shortcuts.conf"})


@dataclass(frozen=True, slots=True)
class _TextBound:
    """A ``T`` line: its places in the unit of the file, and the text it repeats, None where it repeats none."""

    number: int
    id: str
    label: str
    fragments: tuple[Fragment, ...]
    said: str | None
    last: int
    """The line in which what it repeats ends."""

    @property
    def goes_on(self) -> bool:
        """Whether it repeats less than its places hold."""
        return self.said is not None and len(self.said) < sum(end - start for start, end in self.fragments)


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    """A folder, or one text with its annotations, whichever of the two files is named."""
    return records(path, ".ann", options, lambda file, name: _document(file, name, options.encoding))


def _document(path: Path, name: str, encoding: str | None) -> Record:
    text_path = path if path.suffix == ".txt" else path.with_suffix(".txt")
    path = text_path.with_suffix(".ann") if path == text_path else path
    data = files.read_whole(text_path)
    decoded = decode(data, str(text_path), encoding)
    if not decoded.text.strip():
        raise FileEmpty(path=text_path)
    bound, lines = _lines(path, encoding)
    found = list(_placed(bound, decoded, path))
    spans = {Span(*cover(places), label): None for _id, label, places in found}
    source = Source(str(text_path), "brat", decoded.encoding, decoded.bom, hashlib.sha256(data).hexdigest())
    return Record(
        decoded.text,
        name,
        annotations=tuple(sorted(spans, key=reading_order)),
        meta=_kept(found, lines),
        source=source,
    )


def _lines(path: Path, encoding: str | None) -> tuple[list[_TextBound], list[Line]]:
    """The lines of an ``.ann`` file, those for spans and the others. Raises RecordInvalid."""
    bound: list[_TextBound] = []
    others: list[Line] = []
    ids: set[str] = set()
    text = decode(files.read_whole(path), str(path), encoding).text
    for number, line in enumerate(text.split("\n"), 1):
        line = line.rstrip("\r")
        if not line.strip():
            continue
        found = _text_bound(line, number) or line_of(line)
        if found is None and bound and (before := bound[-1]).last == number - 1 and before.goes_on:
            bound[-1] = replace(before, said=f"{before.said}\n{line}", last=number)
            continue
        if found is None:
            raise _invalid(path, number, _("it is no line of brat: an id, a tab, and what it says"))
        if found.id in ids:
            raise _invalid(path, number, _("the id “{id}” stands twice").format(id=found.id))
        if found.id != "*":
            ids.add(found.id)
        if isinstance(found, _TextBound):
            bound.append(found)
        else:
            others.append(found)
    return bound, others


def _text_bound(line: str, number: int) -> _TextBound | None:
    match = _TEXT_BOUND.fullmatch(line)
    if not match:
        return None
    name, label, places, said = match.groups()
    pairs = (place.split(" ") for place in places.split(";"))
    fragments = tuple((int(start), int(end)) for start, end in pairs)
    return _TextBound(number, name, label, fragments, said or None, number)


def _placed(
    bound: Iterable[_TextBound], decoded: Decoded, path: Path
) -> Iterator[tuple[str, LabelId, tuple[Fragment, ...]]]:
    """Each span's id, label and fragments in code points. Raises RecordInvalid where one is not the text it repeats."""
    bound = list(bound)
    convert = _unit(bound, decoded)
    for span in bound:
        places = _converted(span, convert)
        place = files.place(path, span.number)
        (start, end), length = cover(span.fragments), len(decoded.text)
        if places is None or cover(places)[1] > length:
            raise SpanOutsideText(place=place, start=start, end=end, length=length)
        if any(start >= end for start, end in places):
            raise SpanEmpty(place=place, start=start, end=end, length=length)
        if not _agrees(span, places, decoded.text):
            detail = _("it says “{said}”, but at {start}–{end} the text is “{text}”")
            there = decoded.text[slice(*cover(places))][:60]
            raise _invalid(
                path, span.number, detail.format(said=(span.said or "")[:60], start=start, end=end, text=there)
            )
        yield span.id, LabelId(span.label), places


def _unit(bound: list[_TextBound], decoded: Decoded) -> Callable[[int], int]:
    """From the file's unit to code points: the first unit in which every span is the text that it repeats.

    brat counts code points, a byte order mark being one; other programs that write its format count UTF-16, or a line end of
    Windows as one.
    """
    text, offsets = decoded.text, Offsets(decoded.text)
    units: list[Callable[[int], int]] = [lambda place: place]
    if decoded.bom:
        units.insert(0, lambda place: place - 1)
    if offsets.utf16_length > len(text):
        units.append(offsets.from_utf16)
    if "\r\n" in text:
        units.append(_with_short_line_ends(text))
    for convert in units if len(units) > 1 else ():
        places = ((span, _converted(span, convert)) for span in bound)
        if all(found is not None and _agrees(span, found, text) for span, found in places):
            return convert
    return units[0]


def _with_short_line_ends(text: str) -> Callable[[int], int]:
    """From places that count a line end of two signs as one."""
    ends = [found.start() - number for number, found in enumerate(re.finditer("\r\n", text))]
    return lambda place: place + bisect_left(ends, place)


def _converted(span: _TextBound, convert: Callable[[int], int]) -> tuple[Fragment, ...] | None:
    try:
        places = tuple((convert(start), convert(end)) for start, end in span.fragments)
    except IndexError:
        return None
    return places if cover(places)[0] >= 0 else None


def _agrees(span: _TextBound, places: Iterable[Fragment], text: str) -> bool:
    """Whether the places hold what the line repeats; any white space equals any other, more may follow after a space."""
    if span.said is None:
        return True
    pieces = [_BLANK.sub(" ", text[start:end]) for start, end in places]
    said = _BLANK.sub(" ", span.said).rstrip()
    there = " ".join(pieces).rstrip()
    # Before version 1.3 brat put no space between fragments.
    return said == there or said.startswith(f"{there} ") or said == "".join(pieces).rstrip()


def _kept(found: Iterable[tuple[str, LabelId, tuple[Fragment, ...]]], lines: list[Line]) -> dict[str, object]:
    """The spans that something points to or that are in fragments, and the lines, for an export to brat."""
    pointed = {target for line in lines for target in line.targets}
    spans = [[name, label, *places] for name, label, places in found if name in pointed or len(places) > 1]
    return {KEPT_BRAT: {"spans": spans, "lines": [line.text for line in lines]}} if spans or lines else {}


def _invalid(path: Path, number: int, detail: str) -> RecordInvalid:
    return RecordInvalid(place=files.place(path, number), detail=detail)


def _accompanies(path: Path) -> bool:
    return path.name in _CONFIGURATION or (path.suffix == ".txt" and files.is_file(path.with_suffix(".ann")))


FORMATS = (
    Format(
        "brat",
        mark("brat standoff"),
        (".ann",),
        Unit.CODE_POINT,
        (Loss.SCORES, Loss.META, Loss.PROVENANCE),
        read=_read,
        write=Brat,
        options=frozenset({"nesting"}),
        folder=True,
        accompanies=_accompanies,
    ),
)
