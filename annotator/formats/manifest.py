"""The manifest of a data set: what it holds and from what it was made, so that it can be made again and cited."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self

from annotator.errors import ManifestInvalid, WarraqError
from annotator.formats import files

_VERSION = 1


@dataclass(frozen=True, slots=True)
class WrittenFile:
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the data set; one that was not split is a single part, ``all``."""

    documents: int
    spans: int
    labels: Mapping[str, int]
    """Spans by label."""
    ids: tuple[str, ...]
    """Its documents, in the order of the file, by their ids in the project: the hash of the text."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that is said of a data set. Paths of files are relative to the folder of the manifest."""

    program: str
    """The version of the program."""
    made: str
    """UTC, ISO 8601."""
    project: Mapping[str, str]
    """Its id and title."""
    format: str
    offsets: str
    """The unit of the places of spans."""
    options: Mapping[str, str]
    """How spans were brought into the format, where it asks."""
    choice: Mapping[str, Any]
    """Which annotations were taken: ``include``, ``annotator``, ``rule``, ``labels``; of how many documents they were
    ``adjudicated``, and how many of these are ``stale``."""
    label_set: Mapping[str, Any]
    """Its id, version, and the names of its labels by language."""
    guidelines: int
    """Their version; 0 where there are none."""
    annotators: int
    """How many people the annotations come from."""
    documents: int
    spans: int
    labels: Mapping[str, int]
    changes: Mapping[str, int]
    """How many spans could not be written as they stood, by what became of them."""
    parts: Mapping[str, Part]
    files: Mapping[str, WrittenFile]
    split: Mapping[str, Any] | None = None
    """Its ``shares`` and ``seed``."""
    agreement: Mapping[str, Any] | None = None
    """Of the annotators on its documents, where several have finished some: as ``jobs/agreeing.py`` sums it up."""
    provenance: Mapping[str, Any] | None = None
    """Where its spans come from, where that stands beside them: as ``formats/provenance.py`` sums it up."""

    def to_bytes(self) -> bytes:
        """The file, in UTF-8."""
        value = {"warraq": "manifest", "version": _VERSION} | {
            each.name: getattr(self, each.name) for each in fields(self)
        }
        said = {key: each for key, each in value.items() if each is not None}
        found = bytearray()  # piece by piece, as there may be a million files
        for piece in json.JSONEncoder(ensure_ascii=False, indent=1, default=asdict).iterencode(said):
            found += piece.encode()
        return bytes(found + b"\n")

    @classmethod
    def read(cls, path: Path) -> Self:
        """The manifest of a file. Raises ManifestInvalid, FileUnreadable, FileTooLarge."""
        try:
            value = json.loads(files.read_whole(path))
            if value.pop("warraq") != "manifest" or value.pop("version") != _VERSION:
                raise ValueError
            known = {field.name for field in fields(cls)}
            found = {key: each for key, each in value.items() if key in known}
            found["parts"] = {name: Part(**part | {"ids": tuple(part["ids"])}) for name, part in found["parts"].items()}
            found["files"] = {name: WrittenFile(**file) for name, file in found["files"].items()}
            return cls(**found)
        except WarraqError:
            raise
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise ManifestInvalid(path=path) from error


def written_files(found: Iterable[tuple[Path, Path]], folder: Path) -> dict[str, WrittenFile]:
    """What is said of files: each by the place where it will stand, from the folder on, and the place where it is."""
    return {
        path.relative_to(folder).as_posix(): WrittenFile(aside.stat().st_size, files.digest(aside))
        for path, aside in found
    }
