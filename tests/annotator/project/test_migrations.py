"""Projects of every released version open, and become what a new project is."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from annotator.labels import load
from annotator.project.adjudications import to_adjudicate
from annotator.project.check import Checked, check
from annotator.project.gold import gold, standing
from annotator.project.migrations import migrations, version
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


@pytest.mark.parametrize("step", range(1, version()))
def test_a_project_of_every_earlier_format_opens_and_knows_who_has_finished(step, tmp_path):
    path = Path(shutil.copy(RELEASED[0], tmp_path / "p.warraq"))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        db = Database(connection)
        migrations.apply(db, stop_before=migrations._migrations[step].name)
        connection.execute(f"PRAGMA user_version = {step}")
        connection.execute("INSERT INTO person (id, name, at) VALUES ('other', 'عمر', '2027')")
        columns = "document, person, status, flag, note"
        connection.execute(
            f"INSERT INTO document_state ({columns}) SELECT document, (SELECT number FROM person WHERE id = 'other'),"
            " status, 0, '' FROM document_state WHERE status = 'done'"
        )
    with Project.open(path, read_only=True) as project:
        before = standing(project)
        assert (before.contested, before.adjudicated, list(project.assignments.all())) == (1, 0, [])
        assert gold(project, project.documents.ids()[1]) is None
        assert (project.annotator, project.people.adjudicators(), len(project.people.names())) == (None, [], 2)
        assert to_adjudicate(project) == []
    with Project.open(path) as project, Project.create(tmp_path / "new.warraq", load("wojood")) as new:
        assert schema(project) == schema(new)
        assert standing(project) == before
        assert to_adjudicate(project) == [project.documents.ids()[1]]
        assert project.info()["adjudicated"] == 0


def test_a_project_of_the_first_version_opened_for_reading_lists_its_documents(tmp_path):
    path = Path(shutil.copy(RELEASED[0], tmp_path / "p.warraq"))
    with Project.open(path, read_only=True) as project:
        person = project.people.named("فاطمة").id
        documents = project.documents.ids(person, order="disagreement")
        assert [row.disagreement for row in project.documents.rows(documents, person)] == [0] * len(documents)
        assert project.documents.ids(person, only="skipped") == []
        assert project.documents.first_to_do(person) == documents[0]
        assert project.decisions.state(documents[1], person).skipped is False
