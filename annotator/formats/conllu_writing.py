"""Writing CoNLL-U: the lines that were kept with the entities that stand now, or words made anew."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from annotator.formats.conllu_entities import FIELDS, HEADER, Segment, brackets, is_entity, misc, named, new
from annotator.formats.conllu_words import FaultError, Parsed, escaped, new_document, parsed
from annotator.formats.format import KEPT, WriteOptions, Writer
from annotator.formats.references import spans_now
from annotator.formats.report import Change
from annotator.formats.sentences import sentence_starts
from annotator.formats.tokens import Token, fit, tokens
from annotator.records import Record

KEPT_CONLLU = f"{KEPT}conllu"
_HEADER = f"{HEADER}{'-'.join(FIELDS)}"


class Conllu(Writer):
    """Writes documents one after another."""

    def __init__(self, path: Path, options: WriteOptions) -> None:
        super().__init__()
        self._options = options
        self._file = path.open("w", encoding="utf-8", newline="\n")
        self._documents = 0

    def add(self, record: Record) -> Record:
        self._documents += 1
        lines = self._kept_lines(record)
        if lines is not None:
            self._file.writelines(f"{line}\n" for line in lines)
            return Record(record.text, annotations=record.annotations)
        return self._write_anew(record)

    def _kept_lines(self, record: Record) -> list[str] | None:
        """The lines of the record's own file with its entities of now; None where there are none, or they do not fit."""
        value = record.meta.get(KEPT_CONLLU)
        lines = value.get("lines") if isinstance(value, dict) else None
        if not isinstance(lines, list) or not all(isinstance(line, str) and "\n" not in line for line in lines):
            return None
        try:
            found = parsed(lines)
        except FaultError:
            return None
        segments = _segments(found, record) if found.text == record.text else None
        if segments is None:
            self.report.note(Change.STRUCTURE, record.name)
            return None
        return list(_with_entities(lines, found, segments, _name(record)))

    def _write_anew(self, record: Record) -> Record:
        text, options = record.text, self._options
        whole = tokens(text, options.tokens or "words")
        fitted = fit(text, record.annotations, whole, options.subword, flat=False, report=self.report)
        first = {start: place for place, (start, _end) in enumerate(fitted.tokens)}
        last = {end: place for place, (_start, end) in enumerate(fitted.tokens)}
        segments = [
            Segment(first[span.start], last[span.end], new(f"e{number}", span.label, FIELDS))
            for number, span in enumerate(fitted.spans, 1)
        ]
        entities = dict(brackets(segments, FIELDS))
        self._file.write(f"# newdoc id = {_name(record)}\n{_HEADER}\n")
        sentence: list[int] = []
        starts = sentence_starts(text, fitted.tokens, fitted.spans)
        begins = [*(place in starts for place in range(len(fitted.tokens))), True]
        cut = _cut(whole, fitted.tokens)
        number = 0
        for place, begin in enumerate(begins):
            if begin and sentence:
                number += 1
                self._file.write(f"# sent_id = {self._documents}-{number}\n")
                self._file.writelines(_sentence(text, fitted.tokens, sentence, cut, entities))
                sentence = []
            sentence.append(place)
        return Record(text, annotations=tuple(fitted.spans))

    def close(self) -> None:
        self._file.close()


def _name(record: Record) -> str:
    return " ".join((record.external_id or record.name).split()) or "document"


def _cut(whole: Sequence[Token], found: Sequence[Token]) -> list[int]:
    """Of each token the number of the uncut one that it is, or is part of."""
    starts = [start for start, _end in whole]
    return [bisect_right(starts, start) - 1 for start, _end in found]


def _sentence(
    text: str, found: Sequence[Token], places: Sequence[int], cut: Sequence[int], entities: dict[int, str]
) -> Iterator[str]:
    """The lines of a sentence: its text, then its words, those that were cut as words of one token."""
    groups: list[list[int]] = []
    for place in places:
        if groups and cut[groups[-1][-1]] == cut[place]:
            groups[-1].append(place)
        else:
            groups.append([place])
    rows = []
    said = ""
    for group in groups:
        start, end = found[group[0]][0], found[group[-1]][1]
        following = group[-1] + 1
        gap = text[end : found[following][0] if following < len(found) else len(text)]
        spaces = _spaces(text[:start] if group[0] == 0 else "", gap, following == len(found))
        said += text[start:end] + (" " if gap else "")
        if len(group) > 1:
            number = group[0] - places[0] + 1
            rows.append(_row(f"{number}-{number + len(group) - 1}", text[start:end], spaces))
            spaces = []
        for place in group:
            entity = [f"Entity={entities[place]}"] if place in entities else []
            rows.append(_row(str(place - places[0] + 1), text[slice(*found[place])], [*entity, *spaces]))
    return iter([f"# text = {said.strip()}\n", *rows, "\n"])


def _spaces(before: str, after: str, at_end: bool) -> list[str]:
    """What stands around a token, where it is not one space after it."""
    found = [f"SpacesBefore={escaped(before)}"] if before else []
    if not after:
        return ["SpaceAfter=No", *found]
    return found if after == " " and not at_end else [f"SpacesAfter={escaped(after)}", *found]


def _row(number: str, form: str, attributes: Sequence[str]) -> str:
    return f"{number}\t{form}" + "\t_" * 7 + f"\t{'|'.join(attributes) or '_'}\n"


def _segments(found: Parsed, record: Record) -> list[Segment] | None:
    """The brackets of now: those that were kept and stand, and new ones; None where a span is not made of whole words."""
    words = found.words
    firsts: dict[int, int] = {}
    for place, word in enumerate(words):
        if word.start < word.end:
            firsts.setdefault(word.start, place)
    lasts = {word.end: place for place, word in enumerate(words) if word.start < word.end}
    if any(span.start not in firsts or span.end not in lasts for span in record.annotations):
        return None
    before = {id(mention): span for mention in found.mentions if (span := found.span(mention))}
    now = spans_now(before.values(), record.annotations)
    segments: list[Segment] = []
    used = {segment.said.split("-")[0] for it in found.mentions for segment in it.segments}
    free = (name for number in count(1) if (name := f"e{number}") not in used)
    for mention in found.mentions:
        was = before.get(id(mention))
        span = now.get(was) if was else None
        if was and not span:
            continue
        for segment in mention.segments:
            said = segment.said or new(next(free), span.label if span else "", found.fields)
            if span and span.label != mention.label:
                said = named(said, span.label, found.fields)
            segments.append(Segment(segment.first, segment.last, said))
    written = set(now.values())
    for span in record.annotations:
        if span not in written:
            segments.append(Segment(firsts[span.start], lasts[span.end], new(next(free), span.label, found.fields)))
    return segments


def _with_entities(lines: Sequence[str], found: Parsed, segments: Sequence[Segment], name: str) -> Iterator[str]:
    values = {found.words[word].line: value for word, value in brackets(segments, found.fields)}
    # The header stands after the line that begins the document: before it, it would belong to the document before.
    header = [] if found.has_header else [_HEADER]
    if not any(new_document(line)[0] for line in lines):
        yield from (f"# newdoc id = {name}", *header)
        header = []
    for number, line in enumerate(lines):
        columns = line.split("\t")
        if line.startswith("#") or len(columns) < 10:
            yield line
            if new_document(line)[0]:
                yield from header
                header = []
            continue
        attributes = [it for it in misc(columns[9]) if not is_entity(it)]
        if number in values:
            attributes = sorted([*attributes, f"Entity={values[number]}"], key=str.casefold)
        yield "\t".join([*columns[:9], "|".join(attributes) or "_"])
    if lines and lines[-1].strip():
        yield ""
