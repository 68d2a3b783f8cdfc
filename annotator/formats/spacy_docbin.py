"""spaCy's ``.spacy`` (DocBin): every span in ``doc.spans["sc"]``, the outermost in ``doc.ents``, id and meta in ``doc.user_data``.

Tokens are spaCy's own for Arabic, cut further at the edges of spans: spaCy holds no span that begins inside a token.
"""

from __future__ import annotations

import gc
import json
import os
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from annotator.errors import FileUnreadable, RecordInvalid
from annotator.formats import files, spacy_config
from annotator.formats.faults import check_text
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit, WriteOptions, Writer
from annotator.formats.json_reading import Fault, identity, parsed
from annotator.formats.tokens import Token, choose, fit, tokens, with_gaps
from annotator.records import LabelId, Record, Source, Span, reading_order
from annotator.texts import _, mark

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, DocBin

SPANS_KEY = "sc"
_UNPACKED_LIMIT = 2_000 * files.MEGABYTE
_SMALL = 100 * files.MEGABYTE
_TIMES = 100
"""How many times its size a larger file may unpack to: documents of news unpack to ten times, very short ones to thirty."""


@cache
def _language() -> Language:
    import spacy

    return spacy.blank("ar")


# Reading


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    sha256 = files.digest(path)
    name = options.name or path.stem
    docs = enumerate(_docs(_docbin(path)), 1)
    while True:
        place = ""
        try:
            number, doc = next(docs)
            place = _("{path}, document {number}").format(path=path, number=number)
            record = _record(doc, name, number, place)
        except StopIteration:
            return
        except RecordInvalid as error:
            yield Problem(place, error)
            continue
        except Exception as error:
            # spaCy gives many kinds of error for a broken file, and none of its own.
            raise FileUnreadable(path=path, detail=_("it is damaged")) from error
        source = Source(str(path), "spacy", sha256=sha256, place=str(number))
        yield Record(record.text, record.name, record.external_id, record.annotations, (), record.meta, source)


def _docbin(path: Path) -> DocBin:
    from spacy.tokens import DocBin

    try:
        with files.opened(path) as file:
            _check_unpacked(file, path)
            file.seek(0)
            return DocBin().from_bytes(file.read())
    except FileUnreadable:
        raise
    except Exception as error:
        raise FileUnreadable(path=path, detail=_("it is no .spacy file, or damaged")) from error
    finally:
        # Reading a broken file leaves the collector off.
        gc.enable()


def _check_unpacked(file: BinaryIO, path: Path) -> None:
    """That a file unpacks, and to no more than it may. Raises FileUnreadable, zlib.error."""
    unpack = zlib.decompressobj()
    limit = min(_UNPACKED_LIMIT, max(_SMALL, _TIMES * os.fstat(file.fileno()).st_size))
    size = 0
    while not unpack.eof and (data := unpack.unconsumed_tail or file.read(files.MEGABYTE)):
        size += len(unpack.decompress(data, files.MEGABYTE))
        if size > limit:
            detail = _("it unpacks to more than {limit} MB").format(limit=limit // files.MEGABYTE)
            raise FileUnreadable(path=path, detail=detail)


def _docs(bin_: DocBin) -> Iterator[Doc]:
    return bin_.get_docs(_language().vocab)


def _record(doc: Doc, name: str, number: int, place: str) -> Record:
    text = check_text(doc.text, place)
    group = doc.spans.get(SPANS_KEY, doc.ents)
    spans = {Span(span.start_char, span.end_char, LabelId(span.label_)): None for span in group}
    for span in spans:
        if not (0 <= span.start < span.end <= len(text) and span.label):
            detail = _("the span {start}–{end} lies outside the text or has no label").format(
                start=span.start, end=span.end
            )
            raise RecordInvalid(place=place, detail=detail)
    external_id, meta = _identity_and_meta(doc.user_data, place)
    ordered = tuple(sorted(spans, key=reading_order))
    return Record(text, external_id or f"{name}:{number}", external_id, ordered, meta=meta)


def _identity_and_meta(data: Mapping[Any, Any], place: str) -> tuple[str | None, Mapping[str, Any]]:
    """The id and the meta, where the data of a document are as we write them. Raises RecordInvalid for what a project cannot hold."""
    found, meta = data.get("id"), data.get("meta")
    try:
        external_id = identity(found) if isinstance(found, str) else None
        return external_id, parsed(json.dumps(meta)) if isinstance(meta, dict) else {}
    except Fault as fault:
        raise RecordInvalid(place=place, detail=fault.detail) from fault
    except (TypeError, ValueError) as error:
        raise RecordInvalid(place=place, detail=_("its meta holds what JSON cannot hold")) from error


# Writing


class _Spacy(Writer):
    def __init__(self, path: Path, options: WriteOptions) -> None:
        from spacy.tokens import DocBin

        super().__init__()
        self._options = options
        self._path = path
        self._bin = DocBin(attrs=["ENT_IOB", "ENT_TYPE"], store_user_data=True)

    def add(self, record: Record) -> Record:
        options, text = self._options, record.text
        found = tokens(text, options.tokens) if options.tokens else _own_tokens(text)
        fitted = fit(text, record.annotations, found, options.subword, flat=False, report=self.report)
        self._bin.add(_doc(record, fitted.tokens, fitted.spans))
        return Record(text, annotations=tuple(fitted.spans))

    def finish(self) -> None:
        self._path.write_bytes(self._bin.to_bytes())

    def close(self) -> None:
        """Nothing is open before the end: a DocBin is written at once."""


def _own_tokens(text: str) -> list[Token]:
    return [(token.idx, token.idx + len(token)) for token in _language().make_doc(text) if not token.is_space]


def _doc(record: Record, found: Sequence[Token], spans: Sequence[Span]) -> Doc:
    from spacy.tokens import Doc

    words, spaces = with_gaps(record.text, found)
    doc = Doc(_language().vocab, words=words, spaces=spaces)
    made = {span: it for span in spans if (it := doc.char_span(span.start, span.end, label=span.label))}
    doc.spans[SPANS_KEY] = list(made.values())
    reach = 0
    outermost = []
    for span in choose(spans, "outer"):
        if span.start >= reach:
            outermost.append(made[span])
            reach = span.end
    doc.set_ents(outermost)
    doc.user_data["id"] = record.external_id or record.name
    doc.user_data["meta"] = dict(record.meta)
    return doc


FORMATS = (
    Format(
        "spacy",
        mark("spaCy DocBin"),
        (".spacy",),
        Unit.CODE_POINT,
        (Loss.SCORES,),
        read=_read,
        write=_Spacy,
        options=frozenset({"nesting", "subword", "tokens"}),
        beside=spacy_config.beside,
    ),
)
