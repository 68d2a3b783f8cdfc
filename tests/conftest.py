"""What all tests share: short documents written with brackets, a project, an own home for settings and data, in English."""

from __future__ import annotations

import gc
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import settings

from annotator import texts
from annotator.labels import load
from annotator.project.project import Project
from annotator.records import DocumentId, LabelId, Person, Record, Span, Suggestion
from annotator.review import Review

# A project waits for the disk at each step. Where there is room in memory the files of the tests lie there: twice as quick.
_IN_MEMORY = Path("/dev/shm")
if "TMPDIR" not in os.environ and os.access(_IN_MEMORY, os.W_OK) and shutil.disk_usage(_IN_MEMORY).free > 2_000_000_000:
    os.environ["TMPDIR"] = tempfile.tempdir = str(_IN_MEMORY)

# The suite gives the same on every run; HYPOTHESIS_PROFILE=explore looks for examples that nobody has met yet.
settings.register_profile("same", derandomize=True)
settings.register_profile("explore")
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

PATIENCE = 300_000
"""Milliseconds after which a test gives up: more than what it waits for ever takes, on a machine with much else to do."""
_BRACKET = re.compile(r"\[| ([A-Z]+)\]")


@dataclass(frozen=True)
class Marked:
    """A text with its spans."""

    text: str
    spans: tuple[Span, ...]


def marked(source: str) -> Marked:
    """The document written as ``[طوكيو GPE] اليوم``; brackets may nest."""
    text, spans, begun, place = "", [], [], 0
    for match in _BRACKET.finditer(source):
        text += source[place : match.start()]
        place = match.end()
        if match[1]:
            spans.append(Span(begun.pop(), len(text), LabelId(match[1])))
        else:
            begun.append(len(text))
    return Marked(text + source[place:], tuple(sorted(spans)))


@pytest.fixture
def doc() -> Callable[[str], Marked]:
    return marked


@pytest.fixture(autouse=True)
def _collect_in_this_thread(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests of the window collect garbage between them, as the window does: in the one thread that has widgets."""
    if "qapp" not in request.fixturenames:
        yield
        return
    if gc.isenabled():
        gc.disable()
        gc.freeze()
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    home = tmp_path_factory.mktemp("home")
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "WARRAQ_CONFIG"):
        monkeypatch.setenv(variable, str(home))
    monkeypatch.setenv("WARRAQ_LANGUAGE", "en")
    texts.use("en")
    yield
    texts.use("en")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.warraq", load("wojood")) as made:
        yield made


@pytest.fixture
def fatima(project: Project) -> Person:
    return project.people.named("فاطمة")


@pytest.fixture
def review(project: Project, fatima: Person) -> Review:
    return Review(project, fatima)


@pytest.fixture
def suggested(project: Project) -> Callable[..., DocumentId]:
    """Adds a document written with brackets, its spans as suggestions of one run."""

    def add(source: str, *, score: float = 0.9, name: str = "", suggester: str = "test") -> DocumentId:
        written = marked(source)
        document = project.documents.add(Record(written.text, name=name)).id
        run = project.suggestions.add_run(suggester, "1")
        proposals = [Suggestion(span, score, "name", "lexicon") for span in written.spans]
        project.suggestions.add(run, document, proposals)
        return document

    return add
