"""Labels of elsewhere brought to those of a project."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from annotator.errors import LabelRetired, MappingInvalid, UnknownLabel
from annotator.formats.document_files import content
from annotator.label_file import hint
from annotator.labels import LabelSet
from annotator.records import LabelId, Record, Span
from annotator.texts import _, language

_SHORTEST = 3
"""Letters of an id that may be another one cut short."""
_ALIKE = 0.75
_WORD = re.compile(r"\w{3,}")
_LIMIT = 5_000_000
"""Bytes of a mapping file."""


def load_mapping(path: Path) -> dict[str, str]:
    """A TOML or JSON file of ``from = "to"``; an empty target leaves the spans out. Raises FileUnreadable, MappingInvalid."""
    data = content(path, _LIMIT)
    try:
        text = data.decode()
        found = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
        json.dumps(found, ensure_ascii=False, default=str).encode()  # half a character stands for no label
    except (ValueError, RecursionError) as error:
        raise MappingInvalid(path=path, detail=_("it cannot be read as TOML or JSON")) from error
    if not isinstance(found, dict) or not all(isinstance(to, str) for to in found.values()):
        raise MappingInvalid(path=path, detail=_("each label stands for one other label"))
    return found


def draft_mapping(unknown: Iterable[str], labels: LabelSet) -> str:
    """A mapping file in TOML for labels that are unknown, to be filled in: each with the nearest label, or with none."""
    import tomli_w

    return tomli_w.dumps({label: nearest(label, labels) or "" for label in unknown})


def nearest(unknown: str, labels: LabelSet) -> LabelId | None:
    """The label of a set that an unknown one most likely stands for: by its id, else by the words of its names and titles.

    Ids are cut short in many sets: ``LOCATION`` is ``LOC``, and ``PER`` is ``PERSON``.
    """
    wanted = unknown.casefold()
    ids = {label.id.casefold(): label.id for label in labels}
    cut = [known for known in ids if len(min(known, wanted, key=len)) >= _SHORTEST and _is_cut(known, wanted)]
    words = {
        word: label.id
        for label in reversed(labels.labels)
        for said in (*label.names.values(), *label.titles.values())
        for word in _WORD.findall(said.casefold())
    }
    found = difflib.get_close_matches(wanted, ids, 1, cutoff=_ALIKE) or cut
    if found:
        return ids[found[0]]
    near = difflib.get_close_matches(wanted, words, 1, cutoff=_ALIKE)
    return words[near[0]] if near else None


def _is_cut(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


class LabelMapping:
    """Gives records the labels of a label set. Raises UnknownLabel at once for a target that the set lacks.

    A retired label that nothing is said about stands for the one that it was retired into.
    """

    def __init__(self, labels: LabelSet, mapping: Mapping[str, str] | None = None) -> None:
        self._labels = labels
        said = {LabelId(source): LabelId(target) for source, target in (mapping or {}).items()}
        for target in filter(None, said.values()):
            if labels.get(target).retired:
                raise LabelRetired(label=target)
        self._mapping = {label.id: label.into for label in labels.retired if label.into is not None} | said

    def apply(self, record: Record, place: str) -> Record:
        """The record with its spans' labels mapped. Raises UnknownLabel, with the nearest label, for one that stays unknown or was retired."""
        used = {span.label for span in record.annotations} | {item.span.label for item in record.suggestions}
        if not used.isdisjoint(self._mapping):
            record = replace(
                record,
                annotations=tuple(dict.fromkeys(self._spans(record.annotations))),
                suggestions=tuple(
                    item._replace(span=span) for item in record.suggestions for span in self._spans([item.span])
                ),
            )
            used = {self._mapping.get(label, label) for label in used} - {LabelId("")}
        for label in sorted(used):
            if not self._is_given(label):
                near = hint(label, [known.id for known in self._labels])
                raise UnknownLabel(place=place or self._labels.name(language()), label=label, hint=near)
        return record

    def unknown(self, record: Record) -> Counter[str]:
        """How many spans have each label that stays unknown, or was retired into none."""
        spans = [*record.annotations, *(item.span for item in record.suggestions)]
        found = Counter(self._mapping.get(span.label, span.label) for span in spans)
        return Counter({label: count for label, count in found.items() if label and not self._is_given(label)})

    def _is_given(self, label: LabelId) -> bool:
        return label in self._labels and not self._labels.get(label).retired

    def _spans(self, spans: Iterable[Span]) -> Iterable[Span]:
        for span in spans:
            label = self._mapping.get(span.label, span.label)
            if label:
                yield span._replace(label=label)
