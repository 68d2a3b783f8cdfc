"""Writing brat standoff: what brat itself reads without a complaint, with all that was kept and still has its span."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count, pairwise
from pathlib import Path

from annotator.errors import RecordInvalid
from annotator.formats.brat_lines import EQUIVALENT, KEPT_BRAT, Fragment, Line, cover, line_of
from annotator.formats.folder import FileNames
from annotator.formats.format import WriteOptions, Writer
from annotator.formats.references import spans_now, standing
from annotator.formats.report import Change
from annotator.records import LabelId, Record, Span
from annotator.texts import _

_LINE_BREAK = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""Where brat ends a line when it reads one."""
_ANYTHING = "<ANY>"
_NAME = re.compile(r"[A-Za-z0-9_-]*[A-Za-z0-9_][A-Za-z0-9_-]*")
"""What brat takes for the name of a type."""
_VALUE = re.compile(r"[^\s,|<>]+")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A span as it was in the file that it came from."""

    id: str
    label: str
    fragments: tuple[Fragment, ...]


@dataclass
class _Used:
    """The types in the files of a folder, for its ``annotation.conf``."""

    labels: dict[str, None] = field(default_factory=dict)
    relations: dict[tuple[str, tuple[str, ...]], None] = field(default_factory=dict)
    """With their roles: a type may stand with several pairs of them."""
    events: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    attributes: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    equivalents: dict[str, None] = field(default_factory=dict)

    def add(self, line: Line) -> None:
        roles = [re.sub(r"[0-9]+$", "", role) for role, _target in line.arguments]
        match line.id[0]:
            case "R":
                self.relations[line.type, tuple(role for role, _target in line.arguments)] = None
            case "E":
                self.events[line.type].update(dict.fromkeys(roles[1:]))
            case "A" | "M":
                self.attributes[line.type].update(dict.fromkeys([line.value] if line.value else []))
            case "*":
                self.equivalents[line.type] = None

    @property
    def unnamed(self) -> list[str]:
        """The labels that the configuration cannot name: brat shows them all the same, as ones that it does not know."""
        return [label for label in self.labels if not _NAME.fullmatch(label)]

    def configuration(self) -> str:
        """``annotation.conf``: any label may stand in any other, any relation between any two."""
        anything = f":{_ANYTHING}"
        lines = ["[entities]", *_named(label for label in self.labels if label not in self.events)]
        lines += ["", "[relations]", "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"]
        for name in _named(self.equivalents):
            lines.append(f"{name}\tArg1{anything}, Arg2{anything}, <REL-TYPE>:symmetric-transitive")
        for name, roles in self.relations:
            if _NAME.fullmatch(name):
                lines.append(f"{name}\t{', '.join(role + anything for role in roles)}")
        lines += ["", "[events]"]
        for name in _named(self.events):
            lines.append(f"{name}\t{', '.join(f'{role}*{anything}' for role in self.events[name])}".rstrip())
        lines += ["", "[attributes]"]
        for name in _named(self.attributes):
            values = "|".join(value for value in self.attributes[name] if _VALUE.fullmatch(value))
            lines.append(f"{name}\tArg{anything}" + (f", Value:{values}" if values else ""))
        return "\n".join(lines) + "\n"


def _named(names: Iterable[str]) -> Iterator[str]:
    return filter(_NAME.fullmatch, names)


class Brat(Writer):
    """Writes a text and its annotations a record, and the configuration at the end."""

    def __init__(self, path: Path, _options: WriteOptions) -> None:
        super().__init__()
        self._folder = path
        self._names = FileNames()
        self._used = _Used()

    def add(self, record: Record) -> Record:
        _check_labels(record)
        name = self._names.new(record)
        spans = list(dict.fromkeys(self._within_lines(record)))
        # A reader takes a mark at the beginning for the file's own, so one more goes before a text that begins with one.
        text = _BOM + record.text if record.text.startswith(_BOM) else record.text
        (self._folder / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
        lines = "".join(f"{line}\n" for line in self._lines(record, spans))
        (self._folder / f"{name}.ann").write_text(lines, encoding="utf-8", newline="")
        return Record(record.text, annotations=tuple(spans))

    def _within_lines(self, record: Record) -> Iterator[Span]:
        """The spans without line breaks at their edges, which brat cannot hold."""
        for span in record.annotations:
            pieces = _pieces(record.text, [(span.start, span.end)])
            if not pieces:
                self.report.note(Change.BLANK, repr(record.text[span.start : span.end]))
                continue
            inner = Span(pieces[0][0], pieces[-1][1], span.label)
            if inner != span:
                self.report.note(Change.TRIMMED, record.text[inner.start : inner.end])
            yield inner

    def _lines(self, record: Record, spans: list[Span]) -> Iterator[str]:
        kept, lines = _kept(record)
        held = _held(kept, spans)
        labels = {name: span.label for name, (span, _fragments) in held.items()}
        relabelled = {it.id: labels[it.id] for it in kept if it.id in labels and labels[it.id] != it.label}
        written = list(self._still_right(lines, labels, relabelled))
        free = (name for number in count(1) if (name := f"T{number}") not in labels)
        unheld = set(spans) - {span for span, _fragments in held.values()}
        for span in spans:
            if span in unheld:
                held[next(free)] = span, ((span.start, span.end),)
        for name, (span, fragments) in held.items():
            yield _text_bound(name, span.label, _pieces(record.text, fragments), record.text)
        self._used.labels.update((span.label, None) for span in spans)
        for line in written:
            self._used.add(line)
            yield line.text

    def _still_right(
        self, lines: list[Line], labels: Mapping[str, str], relabelled: Mapping[str, str]
    ) -> Iterator[Line]:
        """The lines whose every target stands; an event takes the new label of its trigger."""
        named = {line.id: line.targets for line in lines if line.id != EQUIVALENT}
        stand = standing(named, labels)
        for line in lines:
            left = [target for target in line.targets if target in labels or target in stand]
            if line.id == EQUIVALENT and len(left) > 1:
                yield line_of(f"*\t{line.type} {' '.join(left)}") or line
            elif line.id in stand:
                yield _with_type(line, relabelled)
            if len(left) < len(line.targets) or (line.id != EQUIVALENT and line.id not in stand):
                self.report.note(Change.DANGLING, line.text)

    def finish(self) -> None:
        for label in self._used.unnamed:
            self.report.note(Change.UNNAMED, label)
        (self._folder / "annotation.conf").write_text(self._used.configuration(), encoding="utf-8", newline="")

    def close(self) -> None:
        """Nothing stays open: each file is written at once."""


def _check_labels(record: Record) -> None:
    for label in {span.label for span in record.annotations}:
        if re.search(r"\s", label):
            detail = _("the label “{label}” holds white space, which brat cannot hold").format(label=label)
            raise RecordInvalid(place=record.name, detail=detail)


def _kept(record: Record) -> tuple[list[_Kept], list[Line]]:
    """What a reader kept of the record's own file, as far as it is sound: a project may come from anywhere."""
    found = record.meta.get(KEPT_BRAT)
    if not isinstance(found, dict):
        return [], []
    spans: dict[str, _Kept] = {}
    for entry in _list(found.get("spans")):
        match entry:
            case [str(name), str(label), *places] if re.fullmatch(r"T[^\s:]+", name):
                fragments = [(start, end) for start, end in _pairs(places) if 0 <= start < end <= len(record.text)]
                if fragments and len(fragments) == len(places):
                    fragments.sort()
                    apart = all(end <= start for (_start, end), (start, _end) in pairwise(fragments))
                    spans[name] = _Kept(name, label, tuple(fragments if apart else [cover(fragments)]))
    lines: dict[str, Line] = {}
    for entry in _list(found.get("lines")):
        line = line_of(entry) if isinstance(entry, str) and not _LINE_BREAK.search(entry) else None
        if line:
            lines[line.id if line.id != EQUIVALENT else line.text] = line
    return list(spans.values()), list(lines.values())


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _pairs(places: Iterable[object]) -> Iterator[Fragment]:
    for place in places:
        match place:
            case [int(start), int(end)] | (int(start), int(end)):
                yield start, end


def _held(kept: Iterable[_Kept], spans: list[Span]) -> dict[str, tuple[Span, tuple[Fragment, ...]]]:
    """By id the span that each kept one is now, with its fragments."""
    before = {it.id: (Span(*cover(it.fragments), LabelId(it.label)), it.fragments) for it in kept}
    now = spans_now((span for span, _fragments in before.values()), spans)
    return {name: (now[span], fragments) for name, (span, fragments) in before.items() if span in now}


def _pieces(text: str, fragments: Iterable[Fragment]) -> list[Fragment]:
    """The fragments, cut at line breaks and without them."""
    pieces = []
    for start, end in fragments:
        position = start
        for found in _LINE_BREAK.finditer(text, start, end):
            pieces.append((position, found.start()))
            position = found.end()
        pieces.append((position, end))
    return [(start, end) for start, end in pieces if start < end]


def _text_bound(name: str, label: str, pieces: Iterable[Fragment], text: str) -> str:
    pieces = list(pieces)
    before = int(text.startswith(_BOM))
    places = ";".join(f"{start + before} {end + before}" for start, end in pieces)
    return f"{name}\t{label} {places}\t{' '.join(text[start:end] for start, end in pieces)}"


def _with_type(line: Line, relabelled: Mapping[str, str]) -> Line:
    trigger = line.arguments[0][1] if line.id[0] == "E" else ""
    label = relabelled.get(trigger, line.type)
    if label == line.type:
        return line
    arguments = ((label, trigger), *line.arguments[1:])
    text = f"{line.id}\t{' '.join(f'{role}:{target}' for role, target in arguments)}"
    return replace(line, type=label, text=text, arguments=arguments)
