"""Label Studio: a folder of ``tasks.json``, a list of tasks, and ``config.xml``, the labelling config. A file of tasks is read alone too,
and so is one of JSON-MIN (labelstudio_min.py).

Places are code points. Of several annotations of a task the one marked as ground truth counts, else the newest; spans of
the others and of predictions are suggestions, with their annotator or ``model_version`` as the source. Skipped annotations
are passed over. Relations and results of other kinds are kept and written back while the spans they belong to stand.
Before version 1.0 annotations were called completions, as in tools that were made from it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.formats import files
from annotator.formats.colours import colours
from annotator.formats.format import Format, Loss, Problem, ReadOptions, Unit, WriteOptions
from annotator.formats.json_reading import (
    Convert,
    Fault,
    bad_span,
    from_unit,
    identity,
    list_of,
    object_of,
    records,
    score_of,
    span_of,
    text_of,
)
from annotator.formats.json_values import begins_with, values
from annotator.formats.json_writing import ListWriter
from annotator.formats.kept import Ids, kept_of, object_under, objects, own_meta, row, with_kept
from annotator.formats.labelstudio_min import as_task, is_min
from annotator.formats.provenance import PROVENANCE, provenance_of, with_provenance
from annotator.formats.report import Change
from annotator.records import Record, Span, Suggestion
from annotator.texts import _, mark

ID = "labelstudio"
TASKS, CONFIG = "tasks.json", "config.xml"
_TAG, _TEXT = "label", "text"
"""The names of the tags for labels and for the text in the config that is written."""
_NOT_OF_TASK = frozenset({"data", "annotations", "completions", "predictions"})
_OUTDATED = frozenset({"result", "result_count", "prediction"})
"""Of an annotation, what is written anew, and what it says of a result or a prediction that is not written."""


# Reading


def _read(path: Path, options: ReadOptions) -> Iterator[Record | Problem]:
    def record(value: dict[str, Any], place: str) -> Record:
        return _record(value, place, options.column)

    file = path / TASKS if files.is_folder(path) else path
    return records(file, options, ID, values(file, options.encoding), record)


def _record(value: dict[str, Any], place: str, column: str) -> Record:
    value = value if "data" in value else as_task(value)
    data = object_of(value, "data")
    column = column or _text_column(data)
    task = _Task(text_of(data, column), place)
    found = _in_order(_complete(list_of(value, "annotations") + list_of(value, "completions")))
    chosen = task.spans(list_of(found[0], "result")) if found else []
    suggestions = [item for other in found[1:] for item in task.suggestions(other, _annotator(other))]
    for prediction in objects(value.get("predictions")):
        source = prediction.get("model_version") or prediction.get("created_username") or ID
        suggestions += task.suggestions(prediction, str(source))
    results = list_of(found[0], "result") if found else []
    kept = {
        "task": {key: value[key] for key in value if key not in _NOT_OF_TASK},
        "annotation": {key: found[0][key] for key in found[0] if key not in _OUTDATED} if found else {},
        "ids": [row(span, result.get("id")) for span, result in chosen],
        "others": [result for result in results if not _is_labels(result)],
    }
    own = {key: item for key, item in data.items() if key not in (column, "id")}
    meta = with_provenance(own, ((span, _told(result)) for span, result in chosen))
    external_id = identity(data["id"]) if "id" in data else identity(value.get("id"))
    annotations = tuple(dict.fromkeys(span for span, _result in chosen))
    return Record(task.text, "", external_id, annotations, tuple(suggestions), with_kept(meta, ID, kept))


def _text_column(data: Mapping[str, Any]) -> str:
    """``text``, or the only value that is one."""
    texts = [key for key in data if isinstance(data[key], str) and key != "id"]
    return texts[0] if len(texts) == 1 and _TEXT not in data else _TEXT


def _complete(annotations: list[Any]) -> list[dict[str, Any]]:
    return [each for each in objects(annotations) if not (each.get("was_cancelled") or each.get("skipped"))]


def _in_order(annotations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The one that counts first."""

    def rank(place: int) -> tuple[bool, str, int]:
        each = annotations[place]
        time = each.get("updated_at") or each.get("created_at") or each.get("created_ago") or ""
        return True in (each.get("ground_truth"), each.get("honeypot")), str(time), place

    return [annotations[place] for place in sorted(range(len(annotations)), key=rank, reverse=True)]


def _annotator(annotation: Mapping[str, Any]) -> str:
    who = annotation.get("completed_by", annotation.get("created_username"))
    who = who.get("email") or who.get("id") if isinstance(who, dict) else who
    return str(who) if isinstance(who, int | str) else ID


def _is_labels(result: object) -> bool:
    return isinstance(result, dict) and result.get("type") in ("labels", "hypertextlabels")


def _told(result: Mapping[str, Any]) -> object:
    """What a result says of its provenance, if it does."""
    return meta.get(PROVENANCE) if isinstance(meta := result.get("meta"), dict) else None


def _confidence(result: Mapping[str, Any]) -> object:
    """What Annotation Lab says under this name of a span that a model found, as a number or as text."""
    said = result["value"].get("confidence")
    try:
        return float(said) if isinstance(said, str) else said
    except ValueError:
        return said


class _Task:
    def __init__(self, text: str, place: str) -> None:
        self.text = text
        self._place = place
        self._utf16: Convert | None = None

    def spans(self, results: list[Any]) -> list[tuple[Span, Mapping[str, Any]]]:
        """The spans of results, one for each label of a result, with the result."""
        found = []
        for number, result in enumerate(results, 1):
            if not _is_labels(result):
                continue
            value = result.get("value")
            if not isinstance(value, dict):
                raise Fault(
                    _("{where} has no “{key}”").format(where=_("span {number}").format(number=number), key="value")
                )
            places = object_of(value, "globalOffsets") or value
            for label in list_of(value, "labels") or list_of(value, "hypertextlabels"):
                entry = {"start": places.get("start"), "end": places.get("end"), "label": label}
                span = self._as_quoted(span_of(entry, number, math.inf, self._place), value.get("text"))
                if span.end > len(self.text):
                    raise bad_span(entry, number, len(self.text), self._place)
                if places is not value and self.text[span.start : span.end] != value.get("text"):
                    raise Fault(
                        _("span {number} counts in the page that its HTML makes, not in the text").format(number=number)
                    )
                found.append((span, result))
        return found

    def _as_quoted(self, span: Span, quoted: object) -> Span:
        """The span, brought from UTF-16 where only so it holds the text that stands beside it: some versions count so."""
        if not isinstance(quoted, str) or self.text[span.start : span.end] == quoted or self.text.isascii():
            return span
        self._utf16 = convert = self._utf16 or from_unit(self.text, Unit.UTF16)
        assert convert
        start, end = convert(span.start), convert(span.end)
        return span._replace(start=start, end=end) if 0 <= start < end and self.text[start:end] == quoted else span

    def suggestions(self, prediction: dict[str, Any], source: str) -> Iterator[Suggestion]:
        for number, (span, result) in enumerate(self.spans(list_of(prediction, "result")), 1):
            stated = (result.get("score"), prediction.get("score"), _confidence(result))
            score = next((each for each in stated if each is not None), None)
            yield Suggestion(span, score_of(score, number), "", source)


# Writing


class _LabelStudio(ListWriter):
    def __init__(self, path: Path, _options: WriteOptions) -> None:
        super().__init__(path / TASKS)
        self._folder = path
        self._count = 0
        self._labels: dict[str, None] = {}
        self._relations: dict[str, None] = {}

    def add(self, record: Record) -> Record:
        kept = kept_of(record, ID)
        spans = record.annotations
        self._labels.update(dict.fromkeys(span.label for span in spans))
        ids = Ids(kept.get("ids"), spans)
        told = provenance_of(record)
        results = [
            _result(record.text, span, identity) | ({"meta": {PROVENANCE: told[span]}} if span in told else {})
            for span, identity in ids.name(spans, "span-{}").items()
        ]
        results += self._others(objects(kept.get("others")), ids)
        task = object_under(kept, "task")
        data = {f"meta_{key}" if key in ("id", _TEXT) else key: item for key, item in own_meta(record).items()}
        data[_TEXT] = record.text
        external_id = record.external_id or record.name
        if str(task.get("id")) != external_id:
            data["id"] = external_id
        self._count += 1
        task = {"id": self._count} | task  # Label Studio's converter needs one
        annotation = object_under(kept, "annotation") | {"result": results}
        self._put(task | {"annotations": [annotation], "data": data})
        return record

    def _others(self, kept: Iterable[dict[str, Any]], ids: Ids) -> Iterator[dict[str, Any]]:
        """Relations and results of other kinds: those of spans that stand, and those of the whole text."""
        for other in kept:
            is_relation = other.get("type") == "relation"
            points = ("from_id", "to_id") if is_relation else ("id",) if ids.knows(other.get("id")) else ()
            now = {key: ids.current(other.get(key)) for key in points}
            if None in now.values():
                self.report.note(Change.DANGLING, ", ".join(_texts(other.get("labels"))) or str(other.get("type")))
                continue
            if is_relation:
                self._relations.update(dict.fromkeys(_texts(other.get("labels"))))
            yield other | now

    def finish(self) -> None:
        super().finish()
        (self._folder / CONFIG).write_text(config(self._labels, self._relations), "utf-8")


def _texts(value: object) -> list[str]:
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []


def _result(text: str, span: Span, identity: object) -> dict[str, Any]:
    value = {"start": span.start, "end": span.end, "text": text[span.start : span.end], "labels": [span.label]}
    return {"id": identity, "from_name": _TAG, "to_name": _TEXT, "type": "labels", "value": value}


def config(labels: Iterable[str], relations: Iterable[str] = ()) -> str:
    """The labelling config for tasks with these labels, each in its colour."""
    from xml.sax.saxutils import quoteattr

    def attribute(value: str) -> str:
        return quoteattr(_NOT_XML.sub("\ufffd", value))

    names = list(relations)
    related = ["  <Relations>", *(f"    <Relation value={attribute(name)}/>" for name in names), "  </Relations>"]
    lines = [
        "<View>",
        *(related if names else []),
        f'  <Labels name="{_TAG}" toName="{_TEXT}">',
        *(f'    <Label value={attribute(label)} background="{line}"/>' for label, line in colours(labels).items()),
        "  </Labels>",
        f'  <Text name="{_TEXT}" value="${_TEXT}"/>',
        "</View>",
    ]
    return "\n".join(lines) + "\n"


_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


# Recognising

_TASK = re.compile(rb'(?<!\\)"(annotations|predictions|completions)"\s*:\s*\[')
_BESIDE = re.compile(rb'(?<!\\)"(data"\s*:\s*\{|result"\s*:\s*\[)')


def _recognises(head: bytes) -> bool:
    return begins_with(head) and (bool(_TASK.search(head) and _BESIDE.search(head)) or is_min(head))


def _accompanies(path: Path) -> bool:
    """The config in a folder of tasks."""
    return path.name == CONFIG and files.is_file(path.with_name(TASKS))


FORMATS = (
    Format(
        ID,
        mark("Label Studio"),
        (".labelstudio.json",),
        Unit.CODE_POINT,
        (Loss.SCORES,),
        read=_read,
        write=_LabelStudio,
        recognises=_recognises,
        options=frozenset({"nesting"}),
        folder=True,
        accompanies=_accompanies,
    ),
)
