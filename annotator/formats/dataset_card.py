"""The card of a data set, ``README.md`` as the Hugging Face Hub has it: what it holds, how it was made, and what is still to be filled in.

It is in English whatever the interface speaks, since it is published.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.label_file import Label

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_SUBWORDS = {
    "split": "A word is cut where a span begins or ends inside it, as Arabic treebanks cut proclitics.",
    "widen": "A span that begins or ends inside a word is widened to the whole word in `ner_tags`; `spans` has it as it is.",
    "skip": "A span that begins or ends inside a word is left out of `ner_tags`; `spans` has it.",
}


@dataclass
class Statistics:
    """Of one part."""

    documents: int = 0
    tokens: int = 0
    spans: Counter[str] = field(default_factory=Counter)
    """By label."""


def card(parts: Mapping[str, Statistics], labels: Sequence[str], meanings: Iterable[Label], subword: str) -> str:
    """The card of a data set: its parts by the names of their splits, and the labels in the order of their tags."""
    return "\n".join([*_front(parts), *_body(parts, labels, {label.id: label for label in meanings}, subword), ""])


def _front(parts: Mapping[str, Statistics]) -> list[str]:
    documents = sum(part.documents for part in parts.values())
    size = next((name for limit, name in _SIZES if documents < limit), "n>1M")
    files = [line for split in parts for line in (f"      - split: {split}", f"        path: data/{split}-*")]
    return [
        "---",
        "language:",
        "  - ar",
        "license: other",
        "task_categories:",
        "  - token-classification",
        "task_ids:",
        "  - named-entity-recognition",
        "size_categories:",
        f"  - {size}",
        "configs:",
        "  - config_name: default",
        "    data_files:",
        *files,
        "---",
    ]


def _body(
    parts: Mapping[str, Statistics], labels: Sequence[str], meanings: Mapping[str, Label], subword: str
) -> list[str]:
    return [
        "",
        "# Entity spans in Arabic text",
        "",
        "Exported by Warraq.",
        "",
        "**License: to be filled in.** Put the license of the texts and of the annotations here and in the field `license` above,",
        "which says `other` until then.",
        "",
        "## Columns",
        "",
        "- `id`, `text`: the document, its text to the character.",
        "- `spans`: all spans, nested ones too, each with `start`, `end` and `label`. `start` and `end` count Unicode code points of",
        "  `text`, as Python does; `end` is the first one after the span.",
        "- `tokens`, `ner_tags`: the words, with a tag each by IOB2. Of nested spans the tags hold the outermost alone.",
        "",
        _SUBWORDS[subword],
        "",
        "## Size",
        "",
        "| split | documents | tokens | spans |",
        "|---|---:|---:|---:|",
        *(f"| {name} | {part.documents} | {part.tokens} | {part.spans.total()} |" for name, part in parts.items()),
        "",
        "## Labels",
        "",
        f"| label | meaning | {' | '.join(parts)} |",
        f"|---|---|{'---:|' * len(parts)}",
        *(_label_row(label, meanings.get(label), parts.values()) for label in labels),
    ]


def _label_row(label: str, meaning: Label | None, parts: Iterable[Statistics]) -> str:
    said = f"{meaning.title('en')}, {meaning.title('ar')}" if meaning else ""
    counts = " | ".join(str(part.spans[label]) for part in parts)
    return f"| {_cell(label)} | {_cell(said)} | {counts} |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def features(kept: Mapping[str, str], tags: Sequence[str]) -> str:
    """What the columns are, as the library ``datasets`` notes it in the metadata of a Parquet file: kept columns with their types."""

    def value(dtype: str) -> dict[str, str]:
        return {"dtype": dtype, "_type": "Value"}

    columns = {
        "id": value("string"),
        "text": value("string"),
        "tokens": {"feature": value("string"), "_type": "Sequence"},
        "ner_tags": {"feature": {"names": list(tags), "_type": "ClassLabel"}, "_type": "Sequence"},
        "spans": [{"start": value("int32"), "end": value("int32"), "label": value("string")}],
        **{name: value(dtype) for name, dtype in kept.items()},
    }
    return json.dumps({"info": {"features": columns}}, ensure_ascii=False)
