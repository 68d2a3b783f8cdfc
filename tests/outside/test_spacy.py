"""spaCy finds no fault with what is exported to it, and trains on it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.records import Record

spacy = pytest.importorskip("spacy")


def run_spacy(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "spacy", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(params=["all", "outer"])
def dataset(
    tmp_path: Path,
    request: pytest.FixtureRequest,
    records: Callable[[int], list[Record]],
    write: Callable[..., None],
) -> Path:
    paths = {part: tmp_path / f"{part}.spacy" for part in ("train", "dev")}
    write("spacy", paths, records(120), nesting=request.param)
    return tmp_path


def test_spacy_finds_no_fault_with_the_data(dataset: Path) -> None:
    said = run_spacy(dataset, "debug", "data", "config.cfg")
    assert "Corpus is loadable" in said
    assert "120 training docs" in said
    assert "✘" not in said
    assert "misaligned" not in said


def test_spacy_trains_on_the_data_as_they_are(dataset: Path, records: Callable[[int], list[Record]]) -> None:
    steps = ("--training.max_steps=60", "--training.eval_frequency=30")
    run_spacy(dataset, "train", "config.cfg", "--output", "model", *steps)
    model = spacy.load(dataset / "model" / "model-last")
    labels = {label for name in ("ner", "spancat") if model.has_pipe(name) for label in model.get_pipe(name).labels}
    assert labels == {"PERS", "GPE", "OCC"}
    found = model(records(3)[-1].text)
    assert "فاطمة" in {span.text for span in [*found.ents, *found.spans.get("sc", ())]}
