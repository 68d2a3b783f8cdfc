"""Prodigy's JSON Lines: ``text``, ``tokens``, ``spans`` in code points with ``token_start`` and ``token_end`` (inclusive), ``answer``.

A task answered ``accept``, or not answered as in a file made for ``db-in``, gives annotations. One answered ``ignore`` was
skipped: its spans are what was proposed, thus suggestions. One answered ``reject`` gives its text alone; what was rejected is
kept in its meta. Written are accepted tasks with tokens; other keys and relations come back as they were read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit, WriteOptions
from annotator.formats.json_reading import Fault, identity, list_of, records, score_of, span_of, text_of
from annotator.formats.json_values import begins_with, values
from annotator.formats.json_writing import LinesWriter
from annotator.formats.kept import kept_of, object_under, objects, own_meta, row, rows, standing, with_kept
from annotator.formats.provenance import PROVENANCE, known, provenance_of, with_provenance
from annotator.formats.report import Change
from annotator.formats.tokens import fit, tokens, with_gaps
from annotator.records import LabelId, Record, Span, Suggestion
from annotator.texts import _, mark

ID = "prodigy"
_ANSWERS = ("accept", "reject", "ignore")
_WRITTEN = frozenset({"id", "text", "tokens", "spans", "relations", "meta", "answer", "_view_id"})
_SPAN_KEYS = frozenset({"start", "end", "label", "token_start", "token_end"})


# Reading


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    return records(path, options, ID, values(path, options.encoding), _record)


def _record(value: dict[str, Any], place: str) -> Record:
    text = text_of(value)
    answer = value.get("answer", "accept")
    if answer not in _ANSWERS:
        raise Fault(_("“{key}” is not one of {choices}").format(key="answer", choices=", ".join(_ANSWERS)))
    entries = list_of(value, "spans")
    labelled = [(number, entry) for number, entry in enumerate(entries, 1) if not _is_bare(entry)]
    found = [(span_of(entry, number, len(text), place), number, entry) for number, entry in labelled]
    meta = value.get("meta") if isinstance(value.get("meta"), dict) else {}
    written = _WRITTEN - {"meta"} if "meta" in value and value["meta"] != meta else _WRITTEN
    kept = {
        "keys": {key: value[key] for key in value if key not in written},
        "spans": [row(span, more) for span, _number, entry in found if (more := _more(entry))],
        "unlabelled": [entry for entry in entries if _is_bare(entry)],
        "relations": list_of(value, "relations"),
        "rejected": [entry for _span, _number, entry in found] if answer == "reject" else [],
    }
    annotations = tuple(dict.fromkeys(span for span, _number, _entry in found)) if answer == "accept" else ()
    suggestions = tuple(_suggestion(*each) for each in found) if answer == "ignore" else ()
    if annotations:
        meta = with_provenance(meta or {}, ((span, entry.get(PROVENANCE)) for span, _number, entry in found))
    return Record(text, "", identity(value.get("id")), annotations, suggestions, with_kept(meta or {}, ID, kept))


def _is_bare(entry: object) -> bool:
    """Whether it is a span without a label, as rules and relations have them."""
    return isinstance(entry, dict) and entry.get("label") in (None, "")


def _without(entry: Mapping[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in keys}


def _more(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What a span says of itself beside its place and label."""
    return _without(entry, _SPAN_KEYS | ({PROVENANCE} if known(entry.get(PROVENANCE)) else set()))


def _suggestion(span: Span, number: int, entry: Mapping[str, Any]) -> Suggestion:
    source = entry.get("source")
    return Suggestion(span, score_of(entry.get("score"), number), "", source if isinstance(source, str) else ID)


# Writing


class _Prodigy(LinesWriter):
    def __init__(self, path: Path, options: WriteOptions) -> None:
        super().__init__(path)
        self._options = options

    def add(self, record: Record) -> Record:
        options, text = self._options, record.text
        found = tokens(text, options.tokens or "words")
        fitted = fit(text, record.annotations, found, options.subword, flat=False, report=self.report)
        kept = kept_of(record, ID)
        in_tokens = _Tokens(text, fitted.tokens)
        made = {span: in_tokens.span(span.start, span.end, span.label) for span in fitted.spans}
        for span, more in standing(rows(kept.get("spans")), fitted.spans):
            if isinstance(more, dict):
                made[span].update(_without(more, _SPAN_KEYS))
        for span, told in provenance_of(record).items():
            if span in made:
                made[span][PROVENANCE] = told
        bare = [placed for entry in objects(kept.get("unlabelled")) if (placed := in_tokens.placed(entry))]
        relations = self._relations(objects(kept.get("relations")), fitted.spans, in_tokens)
        value: dict[str, Any] = {
            "_view_id": "relations" if relations else _view(fitted.spans),
            "answer": "accept",
            "id": record.external_id or record.name,
            "text": text,
            "tokens": in_tokens.tokens,
            "spans": [*made.values(), *bare],
        }
        if meta := own_meta(record):
            value["meta"] = meta
        if relations:
            value["relations"] = relations
        self._put(object_under(kept, "keys") | value)
        return Record(text, annotations=tuple(fitted.spans))

    def _relations(self, kept: list[dict[str, Any]], spans: Sequence[Span], in_tokens: _Tokens) -> list[dict[str, Any]]:
        """The relations whose two ends still stand, with their tokens counted anew."""
        relations = []
        for relation in kept:
            ends = {side: in_tokens.end_of(relation, side, spans) for side in ("head", "child")}
            if all(ends.values()):
                relations.append(relation | {key: item for end in ends.values() if end for key, item in end.items()})
            else:
                self.report.note(Change.DANGLING, str(relation.get("label")))
        return relations


class _Tokens:
    """The tokens of a text as Prodigy has them, white space too, and spans counted in them."""

    def __init__(self, text: str, found: Sequence[tuple[int, int]]) -> None:
        pieces, spaces = with_gaps(text, found)
        lengths = [len(piece) + space for piece, space in zip(pieces, spaces, strict=True)]
        starts = list(accumulate(lengths, initial=0))[:-1]
        self.tokens = [
            {"text": piece, "start": start, "end": start + len(piece), "id": number, "ws": space}
            for number, (piece, start, space) in enumerate(zip(pieces, starts, spaces, strict=True))
        ]
        self._by_start = {token["start"]: token["id"] for token in self.tokens}
        self._by_end = {token["end"]: token["id"] for token in self.tokens}

    def span(self, start: int, end: int, label: str | None) -> dict[str, Any]:
        numbers = {"token_start": self._by_start[start], "token_end": self._by_end[end]}
        return {"start": start, "end": end, **numbers, "label": label}

    def placed(self, entry: Mapping[str, Any], label: str | None = None) -> dict[str, Any] | None:
        """A kept span with its tokens counted anew, where its edges are still edges of tokens."""
        start, end = entry.get("start"), entry.get("end")
        known = isinstance(start, int) and isinstance(end, int) and start in self._by_start and end in self._by_end
        return {**entry, **self.span(start, end, label)} if known else None  # type: ignore[arg-type]

    def end_of(self, relation: Mapping[str, Any], side: str, spans: Sequence[Span]) -> dict[str, Any] | None:
        """The head or child of a relation: its span, and the first or last token of it that stood for it before."""
        span = relation.get(f"{side}_span")
        if not isinstance(span, dict) or not isinstance(span.get("start"), int) or not isinstance(span.get("end"), int):
            return None
        label = span.get("label")
        if isinstance(label, str) and label:
            place = Span(span["start"], span["end"], LabelId(label))
            here = standing([(place, None)], spans)
            if not here:
                return None
            label = here[0][0].label
        placed = self.placed(span, label)
        if placed is None:
            return None
        first = relation.get(side) == span.get("token_start")
        return {side: placed["token_start" if first else "token_end"], f"{side}_span": placed}


def _view(spans: Sequence[Span]) -> str:
    """The interface that can show the spans: one lane, or several where they overlap."""
    reach = 0
    for span in spans:
        if span.start < reach:
            return "spans_manual"
        reach = span.end
    return "ner_manual"


_SIGNS = re.compile(rb'(?<!\\)"(_input_hash|_task_hash|_view_id|_session_id|token_start)"\s*:')


def _recognises(head: bytes) -> bool:
    return begins_with(head) and bool(_SIGNS.search(head))


FORMATS = (
    Format(
        ID,
        mark("Prodigy"),
        (".prodigy.jsonl",),
        Unit.CODE_POINT,
        (Loss.SCORES,),
        read=_read,
        write=_Prodigy,
        recognises=_recognises,
        options=frozenset({"nesting", "subword", "tokens"}),
    ),
)
