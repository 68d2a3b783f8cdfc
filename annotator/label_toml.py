"""Writing a label set as the TOML file from which it is read again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.errors import FileUnwritable, reason
from annotator.labels import LabelSet

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def to_toml(labels: LabelSet) -> str:
    """The set as a TOML document."""
    return "\n".join(_lines(labels.to_json())) + "\n"


def save(labels: LabelSet, path: Path) -> None:
    """Write the set to a file, whole or not at all. Raises FileUnwritable."""
    aside = path.with_name(f".{path.name}.partial")
    try:
        aside.write_text(to_toml(labels), "utf-8")
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise FileUnwritable(path=path, detail=reason(error)) from error


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    for key in ("id", "version", "names", "crossing"):
        yield f"{key} = {_value(data[key])}"
    yield from ("", "[nests]")
    for outer, inner in data["nests"].items():
        yield f"{_key(outer)} = {_value(inner)}"
    for name, family in data["families"].items():
        yield from ("", f"[families.{_key(name)}]")
        for key, value in family.items():
            yield f"{key} = {_value(value)}"
    for label in data["labels"]:
        yield from ("", "[[labels]]")
        for key, value in label.items():
            if value not in ({}, []):
                yield f"{key} = {_value(value)}"


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            # A string of JSON is one of TOML, but for a character that TOML wants escaped too.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
        case list():
            return "[" + ", ".join(map(_value, value)) + "]"
    return "{ " + ", ".join(f"{_key(key)} = {_value(inner)}" for key, inner in value.items()) + " }"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)
