"""Label Studio's JSON-MIN: a row an annotation, with the data of its task and, under the names of the tags, what was marked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_OF_ANNOTATION = {
    "annotator": "completed_by",
    "annotation_id": "id",
    "created_at": "created_at",
    "updated_at": "updated_at",
    "lead_time": "lead_time",
    "agreement": "agreement",
}
"""The keys that say something of the annotation, with their names in Label Studio's JSON."""
_SIGN = re.compile(rb'(?<!\\)"annotation_id"\s*:')
_BESIDE = re.compile(rb'(?<!\\)"(annotator|lead_time)"\s*:')


def as_task(row: Mapping[str, Any]) -> dict[str, Any]:
    """The task, with its one annotation, as Label Studio's JSON has it."""
    data: dict[str, Any] = {}
    results = []
    for key, value in row.items():
        if _are_regions(value):
            results += [{"type": "labels", "from_name": key, "to_name": "text", "value": region} for region in value]
        elif key != "id" and key not in _OF_ANNOTATION:
            data[key] = value
    about = {name: row[key] for key, name in _OF_ANNOTATION.items() if key in row}
    return {"id": row.get("id"), "data": data, "annotations": [about | {"result": results}]}


def _are_regions(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) and "labels" in each for each in value)


def is_min(head: bytes) -> bool:
    """Whether a file of JSON that begins so holds such rows."""
    return bool(_SIGN.search(head) and _BESIDE.search(head))
