"""What the canvas says of a span: to a reader who hovers over it, in the action bar, and to a screen reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Final

from annotator.labels import LabelSet
from annotator.page import Item
from annotator.records import LabelId, Span, Suggestion
from annotator.text.invisibles import edge_faults
from annotator.texts import _, language, mark, percent

KeyCaps = Callable[[str], str]
"""Gives the key cap of an action by its id."""

_SUGGESTERS: Final = {
    "lexicon": mark("Lexicon"),
    "rules": mark("Rules"),
    "memory": mark("Memory"),
    "model": mark("Model"),
    "base": mark("Model"),
    "document": mark("Document"),
    "mention": mark("Document"),
    "agreed": mark("Agreed"),
}


def label_name(labels: LabelSet, label: LabelId) -> str:
    """The short name of a label, or its id where the label set no longer has it."""
    return labels.get(label).name(language()) if label in labels else str(label)


def suggester(suggestion: Suggestion) -> str:
    """Who proposed it."""
    known = _SUGGESTERS.get(suggestion.source)
    return _(known) if known else suggestion.source or _("Suggestion")


def evidence(item: Item) -> str:
    """Who is surest of it and how sure, in a few words."""
    if item.best is None:
        return _("By hand")
    return _("{suggester} {confidence}").format(suggester=suggester(item.best), confidence=percent(item.best.score))


def edge_notes(text: str, span: Span, cap: KeyCaps) -> list[str]:
    """What of a span's edges is not seen, each with the key that mends it."""
    notes = []
    for fault in edge_faults(text, span.start, span.end):
        mend = _("{key} trims it.") if fault.inside else _("{key} moves this edge.")
        key = cap("span.trim" if fault.inside else f"edge.{fault.side}")
        notes.append(f"{fault.sentence()}. {mend.format(key=key)}" if key else f"{fault.sentence()}.")
    return notes


def deception() -> str:
    """What the sign of a line says that reads other than it is stored."""
    return _("Characters that turn the direction are at work here: this line reads other than it is stored.")


def tooltip(item: Item, labels: LabelSet, notes: Sequence[str] = ()) -> str:
    """The whole name of the label, its state, who proposed it and why, and notes below them, as rich text."""
    if not item.span.label:
        return escape(_("Disagreement without an answer"))
    title = labels.get(item.span.label).title(language()) if item.span.label in labels else ""
    name = label_name(labels, item.span.label)
    head = f"<b>{escape(name)}</b>" + (f" · {escape(title)}" if title and title != name else "")
    state = _("Decided") if item.decided else _("Suggestion")
    lines = [f"{head} · {escape(state)}"]
    if not item.suggestions:
        lines.append(escape(_("By hand")))
    for suggestion in sorted(item.suggestions, key=lambda found: -found.score):
        told = [suggester(suggestion), percent(suggestion.score), _(suggestion.reason)]
        lines.append(escape(" · ".join(part for part in told if part)))
    lines += [escape(note) for note in (item.note, *notes) if note]
    direction = "rtl" if language() == "ar" else "ltr"
    return f'<div dir="{direction}">{"<br>".join(lines)}</div>'


def spoken(item: Item, text: str, labels: LabelSet, cap: KeyCaps) -> str:
    """What a screen reader says of the current span: its text, its label, how sure the suggestion is, what is odd at its edges."""
    words = text[item.span.start : item.span.end]
    if not item.span.label:
        return _("“{text}”: annotators disagree").format(text=words)
    name = label_name(labels, item.span.label)
    said = _("“{text}”: {label}, suggested, confidence {confidence}").format(
        text=words, label=name, confidence=percent(item.score)
    )
    if item.decided:
        said = _("“{text}”: {label}, decided").format(text=words, label=name)
    notes = edge_notes(text, item.span, cap)
    return ". ".join([said, *notes]) if notes else said
