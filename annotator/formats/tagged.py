"""Tokens with a tag each, as tables have them: from tags to spans in the text, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from annotator.errors import WarraqError
from annotator.formats import files
from annotator.formats.json_reading import SPANS, TEXT
from annotator.formats.tokens import Token, Tokenised
from annotator.texts import _

TOKENS = "tokens"
TAGS = "ner_tags"
_TAG_COLUMNS = (TAGS, "tags")
FEATURES = "huggingface"
"""Where in the metadata of a file the library ``datasets`` says what its columns are."""
INFOS = "dataset_infos.json"
OUTSIDE = "O"
_TAG = re.compile(r"O|[BIELSU]-\S.*", re.DOTALL)
_BEGINS, _CLOSES = "BSU", "ELSU"


# Reading


def tag_column(names: Iterable[str]) -> str:
    """The column of the tags, of a table that has tokens and tags; or nothing."""
    found = set(names)
    return next((name for name in _TAG_COLUMNS if name in found and TOKENS in found), "")


def class_names(path: Path, metadata: Mapping[bytes, bytes], column: str, field: str = "") -> Sequence[str]:
    """What the numbers of a column, or of a field of its objects, stand for: as the file says, or ``dataset_infos.json`` beside
    it or above it."""
    stated = [_parsed(metadata.get(FEATURES.encode(), b"")).get("info")]
    for folder in path.parents[:3]:
        if files.is_file(folder / INFOS):
            stated += _infos(folder / INFOS)
    for info in stated:
        try:
            feature = _inner(info["features"][column])  # type: ignore[index]
            names = (_inner(feature[field]) if field else feature)["names"]
        except (KeyError, TypeError, IndexError, AttributeError):
            continue
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            return names
    return ()


def _inner(feature: Any) -> Any:
    """What a list holds, where a feature is one."""
    return feature[0] if isinstance(feature, list) else feature.get("feature", feature)


def _infos(path: Path) -> list[Any]:
    try:
        return list(_parsed(files.read_whole(path)).values())
    except WarraqError:
        return []


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def with_spans(values: Mapping[str, Any], column: str, names: Sequence[str]) -> dict[str, Any]:
    """The cells of a row, with a text and spans in the place of tokens and tags. Raises ValueError that says what is wrong."""
    cells = dict(values)
    words, tags = cells.pop(TOKENS) or [], cells.pop(column) or []
    if TEXT in cells and SPANS in cells:
        return cells
    if not all(isinstance(word, str) and word.strip() for word in words):
        raise ValueError(_("one of its tokens is empty or no text"))
    if len(words) != len(tags):
        raise ValueError(
            _("the number of its tokens is {n}, that of its tags {tags}").format(n=len(words), tags=len(tags))
        )
    text = cells.get(TEXT)
    if not isinstance(text, str):
        text = " ".join(words)
    spans = spans_of(_places(words, text), [_named(tag, names) for tag in tags])
    return cells | {TEXT: text, SPANS: list(spans)}


def _places(words: Iterable[str], text: str) -> list[Token]:
    """Where the tokens stand in a text, one after the other."""
    places = []
    end = 0
    for word in words:
        start = text.find(word, end)
        if start < 0 or text[end:start].strip():
            raise ValueError(_("its token “{token}” does not stand where it should in its text").format(token=word))
        end = start + len(word)
        places.append((start, end))
    return places


def _named(tag: Any, names: Sequence[str]) -> str:
    if type(tag) is int:
        if tag == -1:
            return OUTSIDE
        if not 0 <= tag < len(names):
            raise ValueError(_("nothing says which tag the number {tag} stands for").format(tag=tag))
        tag = names[tag]
    if not isinstance(tag, str) or not _TAG.fullmatch(tag):
        raise ValueError(_("“{tag}” is no tag such as B-PERS").format(tag=tag))
    return tag


def spans_of(places: Iterable[Token], tags: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The spans that tags of any scheme mark, as JSON Lines has them."""
    span: dict[str, Any] = {}
    for (start, end), tag in zip(places, tags, strict=True):
        prefix, _dash, label = tag.partition("-")
        if span and (prefix in _BEGINS or label != span["label"]):
            yield span
            span = {}
        if label:
            span = {"start": start, "label": label} | span | {"end": end}
        if span and prefix in _CLOSES:
            yield span
            span = {}
    if span:
        yield span


# Writing


def tags_of(fitted: Tokenised) -> list[str]:
    """The tags of tokens by IOB2; no two of the spans overlap."""
    tags = []
    spans = iter(fitted.spans)
    span = next(spans, None)
    for start, end in fitted.tokens:
        if span and span.start <= start and end <= span.end:
            tags.append(f"{'B' if start == span.start else 'I'}-{span.label}")
        else:
            tags.append(OUTSIDE)
        if span and end == span.end:
            span = next(spans, None)
    return tags
