"""What a merge would bring is told before anything is changed, and it is what comes."""

from __future__ import annotations

import os
import pickle
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from annotator import jobs
from annotator.assigning import Terms, plan
from annotator.errors import MergeTextsDiffer
from annotator.label_editing import LabelChange, added, renamed
from annotator.labels import LabelSet, load
from annotator.project.check import Checked, check
from annotator.project.coming import Coming
from annotator.project.erase import erase
from annotator.project.merging_teams import Fate
from annotator.project.project import Project
from annotator.records import LabelId, Record
from annotator.review import Review
from tests.conftest import marked


def annotate(project: Project, name: str, source: str, external_id: str | None = None) -> None:
    written = marked(source)
    document = project.documents.add(Record(written.text, external_id=external_id)).id
    Review(project, project.people.named(name)).import_spans(document, written.spans, done=True)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """A project and a copy of it in which Omar goes on."""
    path, other = tmp_path / "news.warraq", tmp_path / "other.warraq"
    with Project.create(path, load("wojood")) as project:
        annotate(project, "Fatima", "زار [بلينكن PERS] [طوكيو GPE]")
        annotate(project, "Fatima", "وصل [بلينكن PERS] إلى [سيول GPE]")
        project.backups.make(other)
    with Project.open(other) as copy:
        annotate(copy, "Omar", "زار [بلينكن PERS] [طوكيو GPE]")
        annotate(copy, "Omar", "غادر [بلينكن PERS] [بكين GPE]")
    return path, other


def preview(path: Path, *others: Path) -> tuple[Coming, ...]:
    before = path.read_bytes()
    found = jobs.finish(jobs.preview_merge(path, others))
    assert path.read_bytes() == before
    return found


def test_what_is_told_is_what_comes_and_the_way_back_is_kept(pair):
    path, other = pair
    (found,) = preview(path, other)
    assert (found.documents, found.people, found.newcomers) == (1, (("Omar", 2),), ("Omar",))
    assert (found.unclear, found.labels, found.guidelines, found.problem) == ((), (), Fate.SAME, None)
    merged = jobs.finish(jobs.merge(path, [other]))
    assert (merged.documents, merged.decisions, merged.people) == (1, 2, (("Omar", 2),))
    assert merged.contested == 1
    with Project.open(merged.backup, read_only=True) as kept:
        assert kept.documents.count() == 2
        assert [person.name for person in kept.people.all()] == ["Fatima"]
    (again,) = preview(path, other)
    assert again.nothing
    said = " ".join(merged.sentences())
    assert "\u2068Omar\u2069 (2 decisions)" in said
    assert "1 document was finished by several annotators" in said
    assert str(merged.backup) in said


def test_what_was_erased_is_not_told_to_come(pair):
    path, other = pair
    with Project.open(path) as project:
        erase(project, project.documents.ids()[0])
    (found,) = preview(path, other)
    assert (found.documents, found.decisions) == (1, 1)
    assert jobs.finish(jobs.merge(path, [other])).decisions == 1


def change_labels(path: Path, change: object) -> LabelSet:
    with Project.open(path) as project:
        project.store_labels(change(project.labels))
        return project.labels


def test_labels_that_mean_something_else_are_all_told_at_once(pair):
    path, other = pair
    theirs = change_labels(
        other, lambda labels: replace(renamed(added(labels, "MISC"), LabelId("PERS"), "en", "someone"), id="own")
    )
    with Project.open(other) as project:
        annotate(project, "Omar", "في [هانوي MISC]")
    (found,) = preview(path, other)
    assert dict(found.unclear) == {"PERS": 4, "MISC": 1}
    assert found.label_set == theirs
    assert len(jobs.finish(jobs.merge(path, [other])).problems) == 1
    merged = jobs.finish(jobs.merge(path, [other], mapping={"PERS": "PERS", "MISC": "LOC"}))
    assert (merged.problems, merged.documents) == ((), 2)


@pytest.fixture
def foreign(pair) -> tuple[Path, Path, LabelChange]:
    """A project, another with a label that it lacks, and the change that adds it."""
    path, other = pair
    change_labels(other, lambda labels: replace(added(labels, "MISC"), id="own"))
    with Project.open(other) as project:
        annotate(project, "Omar", "في [هانوي MISC]")
    with Project.open(path) as project:
        return path, other, LabelChange(added(project.labels, "MISC"))


def test_the_backup_comes_before_a_label_that_is_added(foreign):
    path, other, change = foreign
    merged = jobs.finish(jobs.merge(path, [other], change=change))
    assert merged.problems == ()
    with Project.open(merged.backup, read_only=True) as kept, Project.open(path) as project:
        assert "MISC" not in kept.labels
        assert "MISC" in project.labels
        assert (kept.documents.count(), project.documents.count()) == (2, 4)
        assert project.backups.before_merges() == [merged.backup]
        assert project.backups.all() == []
        assert check(project) == Checked((), ())


def contents(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as file:
        return list(file.iterdump())


def test_a_merge_that_is_cancelled_has_changed_nothing(foreign):
    path, other, change = foreign
    before = contents(path)
    job = jobs.merge(path, [other, other], change=change)
    for progress in job:
        if progress.done == 1 and progress.text == str(other):
            break
    job.close()
    assert contents(path) == before


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX")
def test_a_merge_that_is_killed_has_changed_nothing(foreign):
    """Killed when the label is added and the first project is in."""
    path, other, change = foreign
    before = contents(path)
    code = (
        "import os, pickle, signal, sys\n"
        "from annotator import jobs\n"
        "path, other, change = pickle.loads(bytes.fromhex(sys.argv[1]))\n"
        "for progress in jobs.merge(path, [other, other], change=change):\n"
        "    if progress.done == 1 and progress.text == str(other):\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    command = [sys.executable, "-c", code, pickle.dumps((path, other, change)).hex()]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    assert subprocess.run(command, env=environment, check=False).returncode == -signal.SIGKILL
    with Project.open(path) as project:
        (kept,) = project.backups.before_merges()
    assert contents(path) == before == contents(kept)
    with Project.open(path) as project:
        assert check(project) == Checked((), ())


def test_of_a_damaged_project_nothing_comes_and_of_the_others_all(pair, tmp_path):
    path, other = pair
    damaged = tmp_path / "damaged.warraq"
    with Project.open(other) as project:
        for number in range(40):
            annotate(project, "Omar", f"زار [بلينكن PERS] {number}")
        project.backups.make(damaged)
    whole = damaged.read_bytes()
    with closing(sqlite3.connect(damaged)) as file:
        (page,) = file.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'decision'").fetchone()
        (size,) = file.execute("PRAGMA page_size").fetchone()
    damaged.write_bytes(whole[: (page - 1) * size] + b"\xff" * size + whole[page * size :])
    merged = jobs.finish(jobs.merge(path, [damaged, other]))
    (problem,) = merged.problems
    assert str(damaged) in str(problem)
    assert merged.documents == 41
    with Project.open(path) as project:
        assert check(project) == Checked((), ())


def test_labels_of_a_newer_version_are_told(pair):
    path, other = pair
    change_labels(other, lambda labels: replace(added(labels, "MISC"), version=labels.version + 1))
    (found,) = preview(path, other)
    assert (found.labels, found.unclear) == (("MISC",), ())


def test_texts_that_differ_are_the_reason_why_nothing_comes(pair, tmp_path):
    path, other = pair
    for place, source in ((path, "نص"), (other, "نص آخر")):
        with Project.open(place) as project:
            annotate(project, "Fatima", source, external_id="e1")
    refused, missing = preview(path, other, tmp_path / "missing.warraq")
    assert isinstance(refused.problem, MergeTextsDiffer)
    assert missing.problem is not None
    assert (refused.documents, refused.decisions) == (0, 0)


@pytest.mark.parametrize(
    ("ours", "theirs", "fate"), [(0, 1, Fate.THEIRS), (1, 0, Fate.SAME), (2, 1, Fate.OURS), (1, 1, Fate.THEIRS)]
)
def test_which_guidelines_will_hold_is_told_and_holds(pair, ours, theirs, fate):
    path, other = pair
    for place, times, name in ((path, ours, "ours"), (other, theirs, "theirs")):
        with Project.open(place) as project:
            for time in range(times):
                project.guidelines.write(f"{name} {time}", project.guidelines.read().version)
    (found,) = preview(path, other)
    assert found.guidelines is fate
    merged = jobs.finish(jobs.merge(path, [other]))
    assert merged.guidelines == (() if fate is Fate.SAME else ((other, fate),))
    with Project.open(path) as project:
        assert project.guidelines.read().text.startswith("theirs") is (fate is Fate.THEIRS)


def test_the_plan_of_an_assignment_is_what_is_made(pair, tmp_path):
    path, _other = pair
    terms = Terms(overlap=0.5, blind_share=0.0, seed=3, out=tmp_path / "out", documents="all")
    with Project.open(path) as project:
        planned = plan(project, ["Fatima", "Omar", "Mona"], terms).assigned
        assert not project.assignments.any
        assert not (tmp_path / "out").exists()
    assert "2 documents are assigned: 1 shared" in planned.sentence(planned=True)
    asked = {"overlap": 0.5, "blind_share": 0.0, "seed": 3, "out": tmp_path / "out", "documents": "all"}
    assert jobs.finish(jobs.assign(path, ["Fatima", "Omar", "Mona"], **asked)) == planned
    with Project.open(path) as project:
        counts = project.assignments.counts()
        assert counts == {file.annotator: file.documents for file in planned.files if file.documents}
        assert project.info()["assigned"] == counts
        for person in project.assignments.people():
            mine = [one.document for one in project.assignments.of_person(person.id)]
            assert project.documents.ids(assigned=person.id) == mine
            assert all(person.name in row.assigned for row in project.documents.rows(mine, None))
        assert check(project) == Checked((), ())
