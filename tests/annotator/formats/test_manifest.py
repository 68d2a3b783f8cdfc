from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.errors import FileUnreadable, ManifestInvalid
from annotator.formats import files
from annotator.formats.manifest import Manifest, Part, WrittenFile

MANIFEST = Manifest(
    program="1.0",
    made="2026-01-01T00:00:00Z",
    project={"id": "1", "title": "أخبار"},
    format="jsonl",
    offsets="utf16",
    options={"nesting": "all"},
    choice={"labels": []},
    label_set={"id": "wojood", "version": 1},
    guidelines=2,
    annotators=1,
    documents=1,
    spans=2,
    labels={"PERS": 2},
    changes={},
    parts={"train": Part(1, 2, {"PERS": 2}, ("a",))},
    files={"train.jsonl": WrittenFile(10, "00")},
    split={"shares": "80/20", "seed": 0},
)


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(MANIFEST.to_bytes())
    assert Manifest.read(path) == MANIFEST
    assert files.is_manifest(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value | {"warraq": "other"},
        lambda value: value | {"version": 2},
        lambda value: value | {"parts": {"train": {"documents": 1}}},
        lambda value: value | {"files": []},
        lambda value: {key: each for key, each in value.items() if key != "labels"},
        lambda _value: [],
    ],
)
def test_broken_manifests(tmp_path: Path, change) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(change(json.loads(MANIFEST.to_bytes()))))
    with pytest.raises(ManifestInvalid):
        Manifest.read(path)
    for text in ("", "{", "[" * 100_000, "\ud800"):
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        with pytest.raises(ManifestInvalid):
            Manifest.read(path)
    with pytest.raises(FileUnreadable):
        Manifest.read(tmp_path / "missing")
