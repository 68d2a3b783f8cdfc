"""A project file for each annotator: what is in it, what is not, and what comes back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from annotator import errors, jobs
from annotator.cli import main
from annotator.label_editing import renamed
from annotator.labels import load
from annotator.project.check import Checked, check
from annotator.project.guidelines import Guideline
from annotator.project.project import Project
from annotator.records import MEMORY, DocumentId, LabelId, Record, Span, Status, Suggestion
from annotator.review import Review
from tests.conftest import marked

TEXTS = [f"زار [بلينكن PERS] [طوكيو GPE] و[سيول GPE] {'اليوم ' * n}{n}" for n in range(10)]


@pytest.fixture
def path(tmp_path: Path, made: Path) -> Path:
    """Ten documents with suggestions of two runs; one finished and one begun by A, one removed."""
    return Path(shutil.copy(made, tmp_path / "news.warraq"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "news.warraq"
    with Project.create(path, load("wojood")) as project:
        documents = []
        run, newest = (project.suggestions.add_run("test", version) for version in "12")
        for text in TEXTS:
            written = marked(text)
            document = project.documents.add(Record(written.text)).id
            documents.append(document)
            project.suggestions.add(run, document, [Suggestion(written.spans[0], 0.5)])
            project.suggestions.add(
                newest, document, [Suggestion(span, 0.8, "name", "lexicon") for span in written.spans]
            )
        review = Review(project, project.people.named("A"))
        review.open(documents[0])
        review.finish(0.5)
        review.open(documents[1])
        review.accept(review.page.items()[0])
        review.rename(documents[1], "a new name")
        review.remove_document(documents[2])
        project.guidelines.write("Mark it all.", project.guidelines.read().version)
        project.store_labels(replace(renamed(project.labels, LabelId("GPE"), "en", "country"), version=2))
        project.models.add(b"weights", {"documents": 3}, use=True)
    return path


def assign(path: Path, *people: str, **asked: object) -> jobs.Assigned:
    return jobs.finish(jobs.assign(path, people, **asked))


def reviewing(path: Path) -> tuple[Project, Review]:
    """An annotator's file as its owner opens it."""
    project = Project.open(path)
    return project, Review(project, project.annotator)


def test_each_gets_a_file_with_what_is_needed(path):
    assigned = assign(path, "A", "B", overlap=0.25, blind_share=0.0)
    assert [(file.path.name, file.annotator) for file in assigned.files] == [
        ("news-A.warraq", "A"),
        ("news-B.warraq", "B"),
    ]
    assert (assigned.documents, assigned.shared, assigned.blind) == (8, 2, 0)
    assert sum(file.documents for file in assigned.files) == 10
    project, review = reviewing(assigned.files[0].path)
    with project, Project.open(path) as main:
        assert review.person == main.people.find("A")
        assert main.annotator is None
        assert [person.name for person in project.people.all()] == ["A"]
        assert (project.labels, project.guidelines.read()) == (main.labels, main.guidelines.read())
        assert project.models.in_use() == main.models.in_use()
        mine = [one.document for one in main.assignments.of_person(review.person.id)]
        assert project.documents.ids() == mine
        assert [one.document for one in project.assignments.all()] == mine
        begun = main.documents.ids()[1]
        assert begun in mine  # what A has begun is A's
        page = review.open(begun)
        assert (page.document.name, page.status, page.decided_count) == ("a new name", Status.IN_PROGRESS, 1)
        for document in mine:
            assert project.documents.get(document).text == main.documents.get(document).text
            assert {s.span for s in project.suggestions.shown(document)} >= {
                s.span for s in main.suggestions.shown(document)
            }
            rows = [p.documents.rows([document], review.person.id)[0] for p in (project, main)]
            assert (rows[0].number, rows[0].words, rows[0].left) == (rows[1].number, rows[1].words, rows[1].left)
        assert {run.version for run in project.suggestions.runs() if run.suggester == "test"} == {
            "2"
        }  # the older one is not shown
        assert check(project) == Checked((), ())
        assert len(project.search.documents("طوكيو")) == len(mine)


def test_what_memory_knows_goes_along_and_is_known_still_after_a_check(path):
    with Project.open(path) as main:
        known = main.memory.known(["طوكيو", "بلينكن"])
    assert known
    for file in assign(path, "A", "B").files:
        with Project.open(file.path) as project:
            assert project.memory.known(["طوكيو", "بلينكن"]) == known
            assert check(project) == Checked((), ())
            assert project.memory.known(["طوكيو", "بلينكن"]) == known
        # Where all of the project comes in afterwards, nothing is known twice.
        assert jobs.finish(jobs.merge(file.path, [path])).problems == ()
        with Project.open(file.path) as project:
            assert project.memory.known(["طوكيو", "بلينكن"]) == known
            assert check(project) == Checked((), ())


def test_a_blind_document_shows_nothing_and_memory_is_silent(path):
    assigned = assign(path, "A", "B", overlap=0.0, blind_share=1.0)
    assert assigned.blind == 7  # all but the one that was begun
    project, review = reviewing(assigned.files[1].path)
    with project:
        document = project.documents.ids()[0]
        assert project.assignments.is_blind(document, review.person.id)
        assert project.suggestions.missing("test") == []
        assert project.suggestions.runs() == []
        page = review.open(document)
        assert (page.items(), review.memory.everything(document)) == ([], [])
        # Whatever is put into the file all the same is not shown.
        run = project.suggestions.add_run("test", "3")
        project.suggestions.add(run, document, [Suggestion(Span(4, 10, LabelId("PERS")))])
        assert review.open(document).items() == []
        assert project.documents.rows([document], review.person.id)[0].left == 0
        assert review.add(4, 10, LabelId("PERS")).step is not None
        assert review.open(project.documents.ids()[1]).items() == []
    with Project.open(path) as main:
        # It is blind for its annotator in the project too, and for nobody else.
        person = main.people.find("B")
        assert Review(main, person).open(document).items() == []
        assert Review(main, main.people.named("C")).open(document).left_count > 0
        newest = main.suggestions.newest(MEMORY, document)
        assert newest is not None


class Suggester:
    """Proposes the beginning of every text."""

    name, version, faults = "other", "1", ()

    def predict(self, texts: Sequence[str]) -> list[list[Suggestion]]:
        return [[Suggestion(Span(0, 3, LabelId("PERS")))] for _text in texts]


def test_suggesting_in_an_annotators_file_leaves_blind_documents_out(path, monkeypatch):
    monkeypatch.setattr("annotator.jobs.suggesting.load_model", lambda *_: Suggester())
    file = assign(path, "B", overlap=0.0, blind_share=0.5).files[0]
    with Project.open(file.path) as project:
        hidden = {one.document for one in project.assignments.all() if one.blind}
    assert len(hidden) == 4
    suggested = jobs.finish(jobs.suggest(file.path, again=True))
    assert suggested.documents == file.documents - 4
    with Project.open(file.path) as project:
        assert all(project.suggestions.shown(document) == [] for document in hidden)


def test_a_second_time_only_what_is_not_assigned_yet(path, tmp_path):
    first = assign(path, "A", "B", documents="new")
    assert first.documents == 7
    with pytest.raises(errors.AssignmentThere, match="news-A"):
        assign(path, "A", "C")
    second = assign(path, "A", "C", out=tmp_path / "again" / "deeper")
    assert [(file.path.parent.name, file.annotator) for file in second.files] == [("deeper", "A"), ("deeper", "C")]
    assert second.documents == 1
    third = assign(path, "D", documents="all")
    assert (third.documents, third.files[0].blind) == (1, 0)  # the finished one
    with pytest.raises(errors.NothingToAssign):
        assign(path, "E", documents="all")
    with Project.open(path) as project:
        assert [person.name for person in project.people.all()] == ["A", "B", "C", "D"]
    assert not [file for file in tmp_path.rglob("*") if file.name.startswith(".")]


@pytest.mark.parametrize("people", [[], [""], ["A", " A"], ["a", "A"]])
def test_names_that_make_no_files_are_refused(path, people):
    with pytest.raises(errors.AnnotatorsInvalid):
        assign(path, *people)


def test_all_files_or_none(path, tmp_path, monkeypatch):
    def fails(*_: object) -> None:
        raise errors.DiskFull(path="x")

    before = path.read_bytes()
    monkeypatch.setattr("annotator.project.assignments.Assignments.add", fails)
    with pytest.raises(errors.DiskFull):
        assign(path, "A", "B")
    monkeypatch.undo()
    job = jobs.assign(path, ["A", "B"])
    next(job)
    next(job)
    job.close()
    assert list(tmp_path.glob("*.warraq")) == [path]
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(".")]
    with Project.open(path) as project:
        assert not project.assignments.any
        assert [person.name for person in project.people.all()] == ["A"]
    assert len(before) == path.stat().st_size


def test_by_the_command(path, capsys):
    assert main(["assign", str(path), "--to", "منى، سعيد", "--overlap", "50%", "--blind-share", "0.25", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["documents"], told["shared"], told["blind"]) == (8, 4, 2)
    assert [Path(file["path"]).name for file in told["files"]] == ["news-منى.warraq", "news-سعيد.warraq"]
    assert sum(file["documents"] for file in told["files"]) == 12
    assert main(["assign", str(path), "--to", "C"]) == 1
    assert main(["assign", str(path), "--to", "C", "--overlap", "120%"]) == 2
    assert "is no share" in capsys.readouterr().err


def test_people_keep_one_name_and_the_guidelines_one_text_whatever_the_order(path, tmp_path):
    file = assign(path, "A", "B").files[0].path
    with Project.open(file) as project:
        project.people.rename(project.annotator.id, "Aliya")
        project.guidelines.write("Mark it all, and more.", project.guidelines.read().version)
        document = DocumentId(project.documents.ids()[0])
    with Project.open(path) as project:
        project.people.rename(project.people.find("B").id, "Basil")
    made = []
    for name, order in (("x", (path, file)), ("y", (file, path, file))):
        with Project.create(tmp_path / f"{name}.warraq", load("wojood")) as target:
            target.db.execute("DELETE FROM project WHERE key = 'guidelines'")
        assert jobs.finish(jobs.merge(target.path, order)).problems == ()
        with Project.open(target.path) as target:
            assert target.documents.get(document).text
            made.append(
                (target.people.all(), target.guidelines.read().text, sorted(map(repr, target.assignments.all())))
            )
    assert made[0] == made[1]
    assert [person.name for person in made[0][0]] == ["Aliya", "Basil"]
    assert made[0][1] == "Mark it all, and more."
    assert Guideline().version == 0
