"""Projects of every released version open, and become what a new project is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from annotator.labels import load
from annotator.project.check import Checked, check
from annotator.project.project import Project
from annotator.records import Status
from annotator.review import Review

RELEASED = sorted((Path(__file__).parents[2] / "data" / "projects").glob("*.warraq"))


def schema(project: Project) -> list[tuple[str, str]]:
    return sorted(project.db.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL"))


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_a_project_of_a_released_version_opens(released, tmp_path):
    path = Path(shutil.copy(released, tmp_path / "p.warraq"))
    with Project.open(path) as project, Project.create(tmp_path / "new.warraq", load("wojood")) as new:
        assert schema(project) == schema(new)
        assert check(project) == Checked((), ())
        review = Review(project, project.people.named("فاطمة"))
        first, second = project.documents.ids()
        page = review.open(first)
        assert [(span.start, span.end, span.label) for span in page.annotated] == [(4, 10, "PER")]
        assert page.left_count == 2
        page = review.open(second)
        assert (page.status, page.flag, page.document.name) == (Status.DONE, True, "renamed")
        assert "name" in review.undo().message


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_a_project_of_a_released_version_can_be_read_without_being_changed(released, tmp_path):
    path = Path(shutil.copy(released, tmp_path / "p.warraq"))
    before = path.read_bytes()
    with Project.open(path, read_only=True) as project:
        assert (project.models.versions(), project.models.in_use()) == ([], None)
        assert project.documents.ids(order="doubt") == project.documents.ids()
        assert len(project.info()["annotators"]) > 0
        page = Review(project, project.people.find("فاطمة")).open(project.documents.ids()[1])
        assert (page.status, page.flag, page.state.directions) == (Status.DONE, True, {})
    assert path.read_bytes() == before


def test_a_project_of_the_first_version_opened_for_reading_lists_its_documents(tmp_path):
    path = Path(shutil.copy(RELEASED[0], tmp_path / "p.warraq"))
    with Project.open(path, read_only=True) as project:
        person = project.people.named("فاطمة").id
        documents = project.documents.ids(person, order="disagreement")
        assert [row.disagreement for row in project.documents.rows(documents, person)] == [0] * len(documents)
        assert project.documents.ids(person, only="skipped") == []
        assert project.documents.first_to_do(person) == documents[0]
        assert project.decisions.state(documents[1], person).skipped is False
