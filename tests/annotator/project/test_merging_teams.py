"""Files of a team come back half-finished, several times and in any order, with undo on both sides: the same project comes of it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import jobs
from annotator.adjudicating import Adjudication
from annotator.labels import load
from annotator.project.assignments import Assignment
from annotator.project.check import Checked, check
from annotator.project.erase import erase
from annotator.project.gold import gold
from annotator.project.merge import merge
from annotator.project.people import as_adjudicator
from annotator.project.project import Project
from annotator.records import LabelId, Record, Span, Status
from annotator.review import Review
from tests.annotator.test_adjudicating import ACTIONS as ADJUDICATING
from tests.annotator.test_adjudicating import FIRST, SECOND, THIRD, annotate
from tests.annotator.test_adjudicating import act as adjudicate

ANNOTATING = st.lists(
    st.tuples(st.sampled_from(["add", "remove", "done", "undo", "redo", "rename"]), st.integers(0, 9)), max_size=8
)
ASSIGNED = st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=3)
WORDS = [(0, 3), (4, 8), (9, 17), (18, 26), (27, 32), (34, 38)]
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("base") / "base.warraq"
    with Project.create(path, load("wojood")) as project:
        for name, source in zip("ABC", (FIRST, SECOND, THIRD), strict=True):
            annotate(project, name, source)
        for name in ("Nour", "Salma"):
            project.people.add(as_adjudicator(project.people.named(name)))
    return path


def snapshot(project: Project) -> list[str]:
    """All that is derived or united: with the numbers of people, which the base has given."""
    queries = [
        *(
            f"SELECT * FROM {t}"
            for t in ("annotation", "answer", "annotation_alias", "document_state", "memory", "assignment")
        ),
        "SELECT number, name, disagreement, finished, adjudication FROM document",
        "SELECT number, name, renamed, adjudicates FROM person",
        "SELECT value FROM project WHERE key = 'guidelines'",
    ]
    return [repr(sorted(map(repr, project.db.execute(query)))) for query in queries]


def annotating(project: Project, name: str, actions: list[tuple[str, int]]) -> None:
    """What an annotator may do in a copy of the project."""
    review = Review(project, project.people.find(name))
    page = review.open(project.documents.ids()[0])
    for action, n in actions:
        items = review.page.items()
        taken = [span for span in page.annotated if span.start == WORDS[n % 6][0]]
        match action:
            case "add" if not taken and not page.standing(*WORDS[n % 6]):
                review.add(*WORDS[n % 6], LabelId(("LOC", "PERS")[n % 2]))
            case "remove" if items:
                review.reject(items[n % len(items)])
            case "done":
                review.set_status(Status.DONE)
            case "undo" if project.decisions.undoable(review.person.id):
                review.undo()
            case "redo" if project.decisions.redoable(review.person.id):
                review.redo()
            case "rename":
                project.people.rename(review.person.id, f"{name}{n}")
                project.guidelines.write(f"{name}{n}", project.guidelines.read().version)
        page = review.open(project.documents.ids()[0])


@settings(max_examples=10, deadline=None)
@given(first=ANNOTATING, second=ANNOTATING, third=ADJUDICATING, fourth=ADJUDICATING, assigned=ASSIGNED)
def test_files_of_a_team_come_together_in_any_order(base, first, second, third, fourth, assigned):
    with TemporaryDirectory() as name, ExitStack() as stack:
        paths = [Path(shutil.copy(base, Path(name) / f"{n}.warraq")) for n in range(7)]
        a, b, nour, salma, x, y, z = (stack.enter_context(Project.open(path)) for path in paths)
        annotating(a, "A", first)
        annotating(b, "A", second)  # the same person on another machine
        for project, person, actions in ((nour, "Nour", third), (salma, "Nour", fourth)):
            adjudication = Adjudication(project, project.people.find(person))
            for action in actions:
                adjudicate(adjudication, lambda n, where=project: annotating(where, "B", [("remove", n)]), *action)
        (document,) = x.documents.ids()
        people = x.people.all()
        for project, (who, blind) in zip((a, b, nour), assigned, strict=False):
            project.assignments.add([Assignment(document, people[who].id, blind)])
        parts = [a, b, nour, salma]
        for part in parts:
            merge(x, part)
        for part in (salma, nour, salma, b, a):
            merge(y, part)
        merge(a, b)
        merge(nour, salma)
        merge(nour, a)
        merge(z, nour)
        assert snapshot(x) == snapshot(y) == snapshot(z) == snapshot(nour)
        found = [gold(project, document) for project in (x, y, z)]
        assert found[0] == found[1] == found[2]
        before = snapshot(x)
        merge(x, y)
        assert snapshot(x) == before
        x.decisions.rebuild()
        assert snapshot(x) == before


def test_what_an_annotator_changes_in_their_own_file_makes_an_adjudication_stale(base, tmp_path):
    """Although their file knows nothing of it, so that its clocks are behind."""
    main = Path(shutil.copy(base, tmp_path / "main.warraq"))
    theirs = Path(shutil.copy(base, tmp_path / "theirs.warraq"))
    with Project.open(main) as project, Project.open(theirs) as other:
        nour = Adjudication(project, project.people.find("Nour"))
        (document,) = project.documents.ids()
        nour.open(document)
        for _time in range(5):
            nour.set_flag(True)
        nour.settle("majority", complete=True)
        annotating(other, "B", [("add", 0), ("done", 0)])
        assert merge(project, other).decisions == 2
        assert gold(project, document).stale
        assert check(project) == Checked((), ())
        # The annotators hear of it by a merge the other way.
        merge(other, project)
        assert gold(other, document) == gold(project, document)
        assert sorted(person.name for person in other.people.all()) == ["A", "B", "C", "Nour", "Salma"]


def test_erasing_a_document_takes_its_assignments_too(base, tmp_path):
    with Project.open(Path(shutil.copy(base, tmp_path / "p.warraq"))) as project:
        (document,) = project.documents.ids()
        project.assignments.add([Assignment(document, project.people.find("A").id, True)])
        copy = project.backups.make(tmp_path / "copy.warraq")
        erase(project, document)
        assert list(project.assignments.all()) == []
        with Project.open(copy) as other:
            merge(project, other)
        assert list(project.assignments.all()) == []
        assert check(project) == Checked((), ())


@pytest.fixture
def large(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a project of one annotator who has marked a hundred documents."""

    def make(name: str) -> Path:
        path = tmp_path / f"{name}.warraq"
        with Project.create(path, load("wojood")) as project:
            review = Review(project, project.people.named(name))
            with project.writing():
                for number in range(100):
                    document = project.documents.add(Record(f"طوكيو وسيول {number}")).id
                    review.import_spans(document, [Span(0, 5, LabelId("GPE"))], done=True)
        return path

    return make


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX")
def test_a_kill_in_the_middle_of_a_merge_leaves_all_of_a_file_or_nothing(large, tmp_path):
    target, other = large("A"), large("B")
    with Project.open(target) as project:
        counts = {project.decisions.count(), 2 * project.decisions.count()}
    code = (
        "import sys\n"
        "from annotator import jobs\n"
        "from annotator.project.decisions import Decisions\n"
        "replay, done = Decisions._replay, []\n"
        "def slow(self, document):\n"
        "    replay(self, document)\n"
        "    done.append(document)\n"
        "    print(len(done), flush=True)\n"
        "Decisions._replay = slow\n"
        "jobs.finish(jobs.merge(sys.argv[1], [sys.argv[2]]))\n"
    )
    chance = random.Random(3)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for turn in range(2):
        command = [sys.executable, "-c", code, str(target), str(other)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
            for _line in range(chance.randint(1, 99)):
                process.stdout.readline()
            time.sleep(chance.random() / 200)
            process.kill()
            process.stdout.read()
        copy = tmp_path / f"copy-{turn}"
        copy.mkdir()
        for file in tmp_path.glob("A.warraq*"):
            if file.is_file() and not file.name.endswith("-shm"):
                shutil.copy(file, copy)
        with Project.open(copy / target.name) as project:
            assert project.decisions.count() in counts
            assert check(project) == Checked((), ())
    assert jobs.finish(jobs.merge(target, [other])).problems == ()
    with Project.open(target) as project:
        assert project.decisions.count() == max(counts)
