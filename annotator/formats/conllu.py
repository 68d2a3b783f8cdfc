"""CoNLL-U with entities: a word a line, ten columns, the entities in the last one.

Read are the brackets of CorefUD and Universal Anaphora (``Entity=``), which nest and cross, and tags (``NER=B-PERS`` as Stanza
has it, ``NE``, ``NamedEntity``, ``name`` as NorNE has it). Written are brackets. The text is made again to the character from the
tokens, ``# text``, ``SpaceAfter=No`` and ``SpacesAfter``; a proclitic is a word of a token (``3-4``). The analysis of the words
is kept and written back, unless a span begins or ends inside one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annotator.errors import FileEmpty, RecordInvalid, WarraqError
from annotator.formats import files
from annotator.formats.conllu_entities import HEADER, fields_of, is_entity, misc
from annotator.formats.conllu_words import FaultError, Parsed, new_document, parsed
from annotator.formats.conllu_writing import KEPT_CONLLU, Conllu
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit
from annotator.records import Record, Source, reading_order
from annotator.texts import _, mark

_WORD = re.compile(r"[0-9]+(?:[-.][0-9]+)?\t[^\t]*(?:\t[^\t]*){8}")
_TOLD = ("# text =", "# sent_id =", "# newdoc", "# newpar", HEADER)
"""Comments that an export writes or makes again."""
_USUAL = 2
"""Signs between an id, a label and a head: a bracket with more says more."""
_SPACES = ("SpaceAfter=", "SpacesAfter=", "SpacesBefore=")


@dataclass
class _Incoming:
    """The lines of a document as they come in."""

    first_line: int
    id: str = ""
    lines: list[str] = field(default_factory=list)
    size: int = 0
    problem: Problem | None = None
    words: bool = False


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    sha256 = files.digest(path)
    name = options.name or path.stem
    count = 0
    header = ""
    for incoming in _documents(path, options.encoding):
        count += 1
        # One header may stand for all documents of a file.
        header = next(filter(fields_of, incoming.lines), header)
        if header and not incoming.problem and header not in incoming.lines:
            incoming.lines.insert(int(new_document(incoming.lines[0])[0]), header)
            incoming.first_line -= 1
        source = Source(str(path), "conllu", sha256=sha256, place=str(max(incoming.first_line, 1)))
        yield incoming.problem or _record(incoming, f"{name}:{count}", path, source)
    if not count:
        raise FileEmpty(path=path)


def _documents(path: Path, encoding: str | None) -> Iterator[_Incoming]:
    incoming = _Incoming(1)
    for number, line in files.numbered_lines(path, encoding):
        is_new, id_ = new_document(line) if isinstance(line, str) else (False, "")
        if is_new:
            if incoming.words or incoming.problem:
                yield incoming
                incoming = _Incoming(number)
            incoming.id = id_
        if not incoming.problem:
            _take(incoming, line, path, number)
    if incoming.words or incoming.problem:
        yield incoming


def _take(incoming: _Incoming, line: str | WarraqError, path: Path, number: int) -> None:
    if isinstance(line, WarraqError):
        incoming.problem = Problem(files.place(path, number), line)
        return
    incoming.lines.append(line)
    incoming.size += len(line) + 1
    incoming.words = incoming.words or (bool(line.strip()) and not line.startswith("#"))
    if incoming.size > files.LINE_LIMIT:
        detail = _("one of its documents has more than {limit} MB").format(limit=files.LINE_LIMIT // files.MEGABYTE)
        place = files.place(path, number)
        incoming.problem = Problem(place, RecordInvalid(place=place, detail=detail))
        incoming.lines.clear()


def _record(incoming: _Incoming, name: str, path: Path, source: Source) -> Record | Problem:
    try:
        found = parsed(incoming.lines)
        if not found.text.strip():
            raise FaultError(0, _("its text is empty"))
    except FaultError as fault:
        place = files.place(path, max(incoming.first_line + fault.line, 1))
        return Problem(place, RecordInvalid(place=place, detail=fault.detail))
    external_id = incoming.id.replace("\0", "") or None
    kept = {KEPT_CONLLU: {"lines": incoming.lines}} if _says_more(incoming.lines, found) else {}
    spans = {span for mention in found.mentions if (span := found.span(mention))}
    ordered = tuple(sorted(spans, key=reading_order))
    return Record(found.text, external_id or name, external_id, ordered, meta=kept, source=source)


def _says_more(lines: Sequence[str], found: Parsed) -> bool:
    """Whether a document says more than its text and its spans."""
    said = [segment.said for mention in found.mentions for segment in mention.segments if segment.said]
    chains = len({each.split("-")[0] for each in said}) < len(said)
    unheld = any(not mention.label or len(mention.segments) > 1 for mention in found.mentions)
    if chains or unheld or any(each.count("-") > _USUAL for each in said):
        return True
    for line in lines:
        if line.startswith("#"):
            if not line.startswith(_TOLD):
                return True
        elif line.strip():
            columns = line.split("\t")
            others = [it for it in misc(columns[9]) if not is_entity(it) and not it.startswith(_SPACES)]
            if others or any(column != "_" for column in columns[2:9]):
                return True
    return False


def _recognises(head: bytes) -> bool:
    """Its first line that is no comment has ten columns and a number in the first."""
    for line in head.decode("utf-8", "replace").lstrip("\ufeff").split("\n"):
        if line.strip() and not line.startswith("#"):
            return _WORD.fullmatch(line.rstrip("\r")) is not None
    return False


FORMATS = (
    Format(
        "conllu",
        mark("CoNLL-U with entities"),
        (".conllu",),
        Unit.TOKEN,
        (Loss.SUBWORD, Loss.SCORES, Loss.META, Loss.PROVENANCE),
        read=_read,
        write=Conllu,
        recognises=_recognises,
        options=frozenset({"nesting", "subword", "tokens"}),
    ),
)
