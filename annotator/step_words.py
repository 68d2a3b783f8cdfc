"""What a step did, in a few words, and the spans that it spoke of."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.project.adjudications import disputed
from annotator.project.state import span_from_body
from annotator.records import Decision, Kind, LabelId, Manner, Span, Status
from annotator.texts import _, mark, ngettext

_WHAT: dict[Kind, str] = {
    Kind.ADD: mark("new span “{text}”"),
    Kind.ACCEPT: mark("acceptance of “{text}”"),
    Kind.REJECT: mark("rejection of “{text}”"),
    Kind.REMOVE: mark("removal of “{text}”"),
    Kind.RELABEL: mark("new label of “{text}”"),
    Kind.RESIZE: mark("new edges of “{text}”"),
    Kind.IMPORT: mark("import of spans"),
    Kind.STATUS: mark("reopening of the document"),
    Kind.FLAG: mark("flag"),
    Kind.NOTE: mark("note"),
    Kind.SKIP: mark("leaving the document for later"),
    Kind.UNDO: mark("return to an earlier state"),
    Kind.DIRECTION: mark("direction of a paragraph"),
    Kind.RENAME_DOCUMENT: mark("new name of the document"),
    Kind.REMOVE_DOCUMENT: mark("removal of the document"),
}
_FINISHING = mark("finishing of the document")
_BY_RULE = mark("what annotators agree on, and what a rule settles")
_BY_HAND = mark("answer to the disagreement on “{text}”")
_SHOWN_CHARACTERS = 40


def describe(decisions: Sequence[Decision], text: str) -> str:
    """What a step did, in a few words; ``text`` is that of its first document."""
    on_spans = [decision for decision in decisions if "before" in decision.body or "after" in decision.body]
    if any(one.kind is Kind.IMPORT and one.manner is Manner.ADJUDICATE for one in decisions):
        return _(_BY_RULE)
    answered = [span for one in decisions for span in disputed(one)]
    if answered:
        start, end = min(span.start for span in answered), max(span.end for span in answered)
        return _(_BY_HAND).format(text=_quoted(text, start, end))
    if len(on_spans) > 1:
        return ngettext("{n} decision", "{n} decisions", len(on_spans))
    spoken = (on_spans or list(decisions))[0]
    if spoken.kind is Kind.STATUS and spoken.body["value"] == Status.DONE:
        return _(_FINISHING)
    spans = spans_of(spoken) if on_spans else []
    return _(_WHAT[spoken.kind]).format(text=_quoted(text, spans[0].start, spans[0].end) if spans else "")


def _quoted(text: str, start: int, end: int) -> str:
    quoted = " ".join(text[start:end].split())
    return quoted[:_SHOWN_CHARACTERS].rstrip() + "…" if len(quoted) > _SHOWN_CHARACTERS else quoted


def spans_of(spoken: Decision) -> list[Span]:
    """The spans that a decision speaks of, what it was before first."""
    imported = [Span(start, end, LabelId(label)) for start, end, label in spoken.body.get("spans", ())]
    return [span_from_body(spoken.body[key]) for key in ("before", "after") if key in spoken.body] + imported
