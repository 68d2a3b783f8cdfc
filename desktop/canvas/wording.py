"""What the canvas says of a span: to a reader who hovers over it, in the action bar, and to a screen reader."""

from __future__ import annotations

from html import escape
from typing import Final

from annotator.labels import LabelSet
from annotator.page import Item
from annotator.records import LabelId, Suggestion
from annotator.texts import _, language, mark, percent

_SUGGESTERS: Final = {
    "lexicon": mark("Lexicon"),
    "rules": mark("Rules"),
    "memory": mark("Memory"),
    "model": mark("Model"),
    "base": mark("Model"),
    "document": mark("Document"),
    "mention": mark("Document"),
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


def tooltip(item: Item, labels: LabelSet) -> str:
    """The whole name of the label, its state, and who proposed it and why, as rich text."""
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
    if item.note:
        lines.append(escape(item.note))
    direction = "rtl" if language() == "ar" else "ltr"
    return f'<div dir="{direction}">{"<br>".join(lines)}</div>'


def spoken(item: Item, text: str, labels: LabelSet) -> str:
    """What a screen reader says of the current span: its text, its label, and how sure the suggestion is."""
    words = text[item.span.start : item.span.end]
    name = label_name(labels, item.span.label)
    if item.decided:
        return _("“{text}”: {label}, decided").format(text=words, label=name)
    return _("“{text}”: {label}, suggested, confidence {confidence}").format(
        text=words, label=name, confidence=percent(item.score)
    )
