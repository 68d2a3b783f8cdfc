"""What a label means, for whoever points at it."""

from __future__ import annotations

from html import escape

from annotator.labels import Label
from annotator.texts import _, language
from desktop.panels.marks import isolated


def label_tooltip(label: Label) -> str:
    """Its title, description and examples, as rich text."""
    speech = language()
    lines = [f"<b>{escape(label.title(speech))}</b>"]
    description = label.description.get(speech) or label.description.get("en") or label.description.get("ar")
    if description:
        lines.append(escape(isolated(description)))
    if label.examples:
        examples = _(" · ").join(isolated(escape(example)) for example in label.examples)
        lines.append(_("Such as: {examples}").format(examples=examples))
    direction = "rtl" if speech == "ar" else "ltr"
    return f'<div dir="{direction}">{"<br>".join(lines)}</div>'
