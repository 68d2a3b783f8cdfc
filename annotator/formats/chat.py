"""Conversations to fine-tune a language model on, a document a line: the task, the text, and the spans as the answer.

``{"messages": [{"role": "system", …}, {"role": "user", …}, {"role": "assistant", …}]}`` is what the tools of most models take. The
answer is a JSON list of ``{"text", "label", "start", "end"}``. The task is told in Arabic whatever the interface speaks, as the text
is; it explains every label that the data set uses. It is written only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from annotator.errors import FileUnreadable
from annotator.formats import files
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit, WriteOptions, Writer
from annotator.formats.jsonl import spans_json
from annotator.label_file import Label
from annotator.records import LabelId, Record, Span, reading_order
from annotator.text.offsets import Offsets
from annotator.texts import _, mark

_TASK = """استخرج من النص كل مقطع له وسم من الوسوم الآتية، ولو كان داخل مقطع آخر، مرتبةً بحسب بدايتها.
والجواب قائمة JSON، لكل مقطع فيها: text وهو المقطع كما ورد في النص، وlabel وهو وسمه، وstart وهو موضع أول {unit} منه، وend وهو الموضع الذي بعد آخره. والعد من الصفر.
وإن خلا النص من المقاطع فالجواب []."""
_UNITS = {Unit.CODE_POINT: "محرف Unicode", Unit.UTF16: "وحدة UTF-16", Unit.GRAPHEME: "علامة مرئية"}


def task(labels: Iterable[str], meanings: Mapping[str, Label], unit: str) -> str:
    """What the model is told, with these labels and what they mean."""
    lines = [_TASK.format(unit=_UNITS[Unit(unit)]), "", "الوسوم:"]
    for label in labels:
        meaning = meanings.get(label)
        title = f": {meaning.title('ar')}" if meaning else ""
        description = (meaning.description.get("ar") or meaning.description.get("en", "")) if meaning else ""
        lines.append(f"- {label}{title}{'. ' if description else ''}{description}")
    return "\n".join(lines)


class _Chat(Writer):
    """Puts the conversations aside until every label that is used is known."""

    def __init__(self, path: Path, options: WriteOptions) -> None:
        super().__init__()
        self._path = path
        self._meanings: dict[str, Label] = {label.id: label for label in options.labels}
        self._offsets = options.offsets or Unit.CODE_POINT
        self._used: set[str] = set()
        self._aside = TemporaryFile("w+", encoding="utf-8", newline="\n", dir=path.parent)  # noqa: SIM115 — open until closed

    def add(self, record: Record) -> Record:
        ordered = Record(record.text, annotations=tuple(sorted(record.annotations, key=reading_order)))
        self._used.update(span.label for span in ordered.annotations)
        answer = [
            {
                "text": record.text[span.start : span.end],
                "label": span.label,
                "start": said["start"],
                "end": said["end"],
            }
            for span, said in zip(ordered.annotations, spans_json(ordered, self._offsets), strict=True)
        ]
        self._aside.write(_json([record.text, _json(answer)]) + "\n")
        return ordered

    def finish(self) -> None:
        known = [label for label in self._meanings if label in self._used]
        system = task([*known, *sorted(self._used.difference(known))], self._meanings, self._offsets)
        self._aside.seek(0)
        with self._path.open("w", encoding="utf-8", newline="\n") as file:
            for line in self._aside:
                text, answer = json.loads(line)
                said = {"system": system, "user": text, "assistant": answer}
                messages = [{"role": role, "content": content} for role, content in said.items()]
                file.write(_json({"messages": messages}) + "\n")
        self.close()

    def close(self) -> None:
        self._aside.close()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _check(path: Path, _options: ReadOptions) -> Iterator[Record | Problem]:
    """The documents of a file that was written here, each with the spans whose text stands where they say."""
    try:
        for _number, line in files.numbered_lines(path, "utf-8"):
            assert isinstance(line, str)
            task_said, user, assistant = (message["content"] for message in json.loads(line)["messages"])
            offsets = Offsets(user)
            unit = next(unit for unit, said in _UNITS.items() if said in task_said)
            yield Record(user, annotations=tuple(_span(entry, offsets, unit) for entry in json.loads(assistant)))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise FileUnreadable(path=path, detail=_("it is damaged")) from error


def _span(entry: Mapping[str, Any], offsets: Offsets, unit: Unit) -> Span:
    start, end = entry["start"], entry["end"]
    if unit == Unit.UTF16:
        start, end = offsets.from_utf16(start), offsets.from_utf16(end)
    elif unit == Unit.GRAPHEME:
        start, end = offsets.from_grapheme(start), offsets.from_grapheme(end)
    if offsets.text[start:end] != entry["text"]:
        raise ValueError
    return Span(start, end, LabelId(entry["label"]))


FORMATS = (
    Format(
        "chat",
        mark("Conversations for a language model"),
        (".jsonl",),
        Unit.CODE_POINT,
        (Loss.SCORES, Loss.META, Loss.PROVENANCE),
        write=_Chat,
        check=_check,
        options=frozenset({"nesting", "offsets"}),
    ),
)
