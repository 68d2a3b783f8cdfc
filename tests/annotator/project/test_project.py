"""Opening, closing, backing up, erasing and searching a project file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator import errors
from annotator.finding import find
from annotator.labels import load
from annotator.marks import Wanted
from annotator.project import migrations
from annotator.project.check import Checked, check
from annotator.project.erase import erase
from annotator.project.gold import gold, standing
from annotator.project.merge import merge
from annotator.project.project import Project
from annotator.records import LabelId, PersonId, Record, Source, Span, Suggestion
from annotator.review import Review
from annotator.texts import use


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_closed_project_is_one_file(tmp_path):
    project = Project.create(tmp_path / "p.warraq", load("wojood"))
    project.documents.add(Record("طوكيو"))
    assert "p.warraq-wal" in files(tmp_path)
    project.close()
    assert files(tmp_path) == ["p.warraq"]


def test_every_acknowledged_commit_is_synchronised(project):
    assert project.db.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert project.db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert project.db.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_an_existing_file_is_never_overwritten(tmp_path):
    path = tmp_path / "p.warraq"
    path.write_text("mine")
    with pytest.raises(errors.ProjectExists):
        Project.create(path, load("wojood"))
    assert path.read_text() == "mine"


def test_a_missing_project_is_named(tmp_path):
    with pytest.raises(errors.ProjectMissing, match=r"none\.warraq"):
        Project.open(tmp_path / "none.warraq")
    assert files(tmp_path) == []


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\x00", os.urandom(5000)])
def test_what_is_no_project_is_left_as_it_is(tmp_path, content):
    path = tmp_path / "p.warraq"
    path.write_bytes(content)
    with pytest.raises(errors.ProjectForeign):
        Project.open(path)
    assert path.read_bytes() == content


def test_another_sqlite_file_is_no_project(tmp_path):
    path = tmp_path / "other.warraq"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE mine (a)")
    other.close()
    with pytest.raises(errors.ProjectForeign):
        Project.open(path)
    assert files(tmp_path) == ["other.warraq"]


def test_a_folder_is_no_project(tmp_path):
    with pytest.raises(errors.ProjectForeign):
        Project.open(tmp_path)


def test_a_newer_project_says_both_formats(tmp_path):
    path = tmp_path / "p.warraq"
    Project.create(path, load("wojood")).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(errors.ProjectNewer, match=rf"99.*{migrations.version()}"):
        Project.open(path)


def test_a_damaged_project_says_where_a_backup_is(tmp_path):
    path = tmp_path / "p.warraq"
    Project.create(path, load("wojood")).close()
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * 3996
    path.write_bytes(content)
    with pytest.raises(errors.ProjectBroken, match="no backup"):
        Project.open(path)
    (tmp_path / "p.backups").mkdir()
    (tmp_path / "p.backups" / "p-1.warraq").touch()
    with pytest.raises(errors.ProjectBroken, match=r"p\.backups"):
        Project.open(path)


def test_a_file_without_rights_opens_for_reading(tmp_path, monkeypatch):
    path = tmp_path / "p.warraq"
    with Project.create(path, load("wojood")) as project:
        project.documents.add(Record("طوكيو"))
    path.chmod(stat.S_IRUSR)
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anything
    with Project.open(path) as project:
        assert project.read_only
        assert project.documents.count() == 1
        with pytest.raises(errors.ProjectReadOnly):
            project.documents.add(Record("سيول"))
    assert files(tmp_path) == ["p.warraq"]


def test_a_project_that_another_program_holds_says_so(project, monkeypatch):
    other = sqlite3.connect(project.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    project.db.execute("PRAGMA busy_timeout = 0")
    with pytest.raises(errors.ProjectBusy):
        project.documents.add(Record("طوكيو"))
    other.execute("ROLLBACK")
    other.close()
    assert project.documents.add(Record("طوكيو")).new


def test_a_full_disk_loses_nothing(project):
    project.documents.add(Record("طوكيو"))
    pages = project.db.execute("PRAGMA page_count").fetchone()[0]
    project.db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(errors.DiskFull):
        project.documents.add(Record("سيول " * 100_000))
    assert project.documents.count() == 1
    assert check(project) == Checked((), ())


def test_text_is_stored_exactly(project):
    text = "\tقَالَ مُحَمَّدٌ 😊\r\nلِلرَّئِيسِ\u200f\u00a0\n\x00ـ"
    source = Source("a.txt", "text", "utf-16", bom=True, sha256="ab", place="1")
    added = project.documents.add(Record(text, name="a", source=source, meta={"x": [1]}))
    found = project.documents.get(added.id)
    assert (found.text, found.source, found.meta) == (text, source, {"x": [1]})


def test_the_same_text_is_one_document(project):
    first = project.documents.add(Record("طوكيو", name="a"))
    second = project.documents.add(Record("طوكيو", name="b"))
    assert (first.id, second.new) == (second.id, False)
    assert project.documents.count() == 1


def test_the_same_id_with_another_text_is_refused(project):
    project.documents.add(Record("طوكيو", external_id="1"))
    with pytest.raises(errors.SameIdOtherText):
        project.documents.add(Record("سيول", external_id="1"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("الصين", ["الصين", "الصين", "لصين"]),
        ("الولايات المتحدة", ["لولايات المتحدة"]),
        ("اسيا", ["آسيا"]),
        ("مُحَمَّد", ["محـمد"]),
        ("١٢", ["12"]),
        ("ريخ", []),
        ('"', []),
        ("AND OR *", []),
    ],
)
def test_search_finds_names_behind_proclitics_and_in_other_spellings(project, query, found):
    text = "والصين وبالصين وللصين، زيارة للولايات المتحدة، شرق آسيا، محـمد 12"
    project.documents.add(Record(text))
    hits = [one.place for one in find(project, Wanted(PersonId(""), query)).found]
    assert [hit.text for hit in hits] == found
    assert all(text[hit.start : hit.end] == hit.text for hit in hits)


def test_a_backup_is_a_whole_project_and_old_ones_are_let_go(project, tmp_path):
    project.documents.add(Record("طوكيو"))
    copy = project.backups.make(tmp_path / "copy.warraq")
    with Project.open(copy) as backup:
        assert backup.documents.count() == 1
    with pytest.raises(errors.ProjectExists):
        project.backups.make(copy)
    assert project.backups.roll() is not None
    assert project.backups.roll() is None
    for backup in project.backups.all():
        os.utime(backup, (0, 0))
    for _day in range(9):
        assert project.backups.roll() is not None
        for backup in project.backups.all():
            os.utime(backup, (0, 0))
    assert len(project.backups.all()) == 7
    # A day of merging lets no day's copy go, nor the other way round.
    days = project.backups.all()
    merges = [project.backups.before_merge() for _merge in range(7)]
    assert project.backups.all() == days
    assert project.backups.before_merges() == merges[-5:]
    assert not {*days, *merges[-5:]} ^ {*project.backups.folder.iterdir()}


def test_erasing_leaves_no_trace_but_the_hash(tmp_path):
    path = tmp_path / "p.warraq"
    with Project.create(path, load("wojood")) as project:
        review = Review(project, project.people.named("A"))
        keep = project.documents.add(Record("طوكيو اليوم")).id
        document = project.documents.add(Record("سِرٌّ عند زعفرانوف وحدها", name="secret-name")).id
        review.open(document)
        review.add(10, 18, LabelId("PERS"))
        copy = project.backups.make(tmp_path / "copy.warraq")
        project.backups.make()
        project.backups.before_merge()
        erase(project, document)
        assert list(project.backups.folder.iterdir()) == []
        assert project.documents.ids() == [keep]
        assert project.search.documents("زعفرانوف") == []
        assert check(project) == Checked((), ())
        with Project.open(copy) as other:
            merge(project, other)
        assert project.documents.ids() == [keep]
        again = project.documents.add(Record("سِرٌّ عند زعفرانوف وحدها", name="secret-name"))
        assert again.new
        erase(project, again.id)
        assert project.documents.ids() == [keep]
    content = path.read_bytes()
    for word in ("زعفرانوف", "secret-name"):
        assert word.encode() not in content


def test_merging_refuses_labels_of_another_meaning(project, tmp_path):
    with Project.create(tmp_path / "o.warraq", load("ontonotes")) as other:
        document = other.documents.add(Record("طوكيو اليوم")).id
        run = other.suggestions.add_run("x", "1")
        other.suggestions.add(run, document, [Suggestion(Span(0, 5, LabelId("WORK_OF_ART")))])
        with pytest.raises(errors.MergeLabelsDiffer):
            merge(project, other)
        assert project.documents.count() == 0
        merged = merge(project, other, {label.id: "EVENT" for label in other.labels})
        assert merged.documents == 1
        assert project.suggestions.shown(document)[0].span.label == "EVENT"


def test_merging_refuses_one_id_with_two_texts(project, tmp_path):
    project.documents.add(Record("طوكيو", external_id="1"))
    with Project.create(tmp_path / "o.warraq", load("wojood")) as other:
        other.documents.add(Record("سيول", external_id="1"))
        with pytest.raises(errors.MergeTextsDiffer):
            merge(project, other)
    assert project.documents.count() == 1


def test_gold_is_of_the_only_person_who_is_done(project, review, suggested):
    document = suggested("[طوكيو GPE] اليوم")
    assert gold(project, document) is None
    review.open(document)
    review.finish(0.0)
    found = gold(project, document)
    assert found is not None
    assert [span.label for span in found.spans] == ["GPE"]
    omar = Review(project, project.people.named("عمر"))
    omar.import_spans(document, [Span(6, 11, LabelId("DATE"))], done=True)
    assert gold(project, document) is None
    assert standing(project).contested == 1
    assert len(gold(project, document, rule="union").spans) == 2
    assert len(gold(project, document, rule="majority").spans) == 0
    assert gold(project, document, annotator=omar.person.id).spans == (Span(6, 11, LabelId("DATE")),)


def test_info_and_labels_survive_reopening(tmp_path):
    path = tmp_path / "p.warraq"
    with Project.create(path, load("wojood"), "عنوان") as project:
        labels = project.labels
        project.people.named("فاطمة")
    with Project.open(path) as project:
        assert project.labels == labels
        assert project.title == "عنوان"
        info = project.info()
    assert info["annotators"] == ["فاطمة"]
    assert info["states"] == {"new": 0, "in progress": 0, "done": 0}


def test_a_copy_made_by_hand_while_closed_opens(tmp_path):
    path = tmp_path / "p.warraq"
    with Project.create(path, load("wojood")) as project:
        project.documents.add(Record("طوكيو"))
    shutil.copy(path, tmp_path / "copy.warraq")
    with Project.open(tmp_path / "copy.warraq") as project:
        assert project.documents.count() == 1


def test_errors_speak_arabic_too(tmp_path):
    use("ar")
    with pytest.raises(errors.ProjectMissing, match="مشروع"):
        Project.open(tmp_path / "none.warraq")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
def test_whatever_is_typed_can_be_searched(project, query):
    project.documents.add(Record("والصين a_b ½ Ⅻ १२ \u19b0"))
    if query.strip():
        assert all(one.place.text for one in find(project, Wanted(PersonId(""), query)).found)


PARTS = st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["train", "dev", "test"]))


@settings(max_examples=20, deadline=None)
@given(given_parts=st.tuples(PARTS, PARTS, PARTS))
def test_merging_takes_the_parts_of_splits_along_in_any_order_and_twice(given_parts):
    with TemporaryDirectory() as name, ExitStack() as open_projects:
        folder = Path(name)

        def made(name):
            project = open_projects.enter_context(Project.create(folder / f"{name}.warraq", load("wojood")))
            return project, {letter: project.documents.add(Record(f"نص {letter}")).id for letter in order[name]}

        # The numbers of documents differ from file to file.
        order = {"1": "abcd", "2": "dcba", "3": "bd", "x": "", "y": "c"}
        projects = {name: made(name) for name in order}
        for (project, documents), parts in zip((projects[name] for name in "123"), given_parts, strict=True):
            known = {documents[letter]: part for letter, part in parts.items() if letter in documents}
            project.splits.keep("80/10/10", 7, known)
        x, y = projects["x"][0], projects["y"][0]
        for name in "123":
            merge(x, projects[name][0])
        for name in "3213":
            merge(y, projects[name][0])
        assert x.splits.parts("80/10/10", 7) == y.splits.parts("80/10/10", 7)
        assert x.splits.parts("80/10/10", 8) == {}
        for letter, document in projects["1"][1].items():
            found = [parts[letter] for name, parts in zip("123", given_parts, strict=True)
                     if letter in parts and letter in projects[name][1]]  # fmt: skip
            # What one of them trains on is never tested on.
            wanted = next((part for part in ("train", "dev", "test") if part in found), None)
            assert x.splits.parts("80/10/10", 7).get(document) == wanted


@pytest.mark.parametrize("read_only", [True, False])
def test_after_another_look_at_an_open_file_nobody_folds_its_log_away(tmp_path: Path, read_only: bool) -> None:
    """Where a process closes a file, the system takes all its locks on it: a second look must not cost the first connection its own."""
    path = tmp_path / "open.warraq"
    with Project.create(path, load("wojood")) as window:
        window.documents.add(Record("نص"))
        Project.open(path, read_only=read_only).close()
        job = "import sys, pathlib; from annotator.project.project import Project; Project.open(pathlib.Path(sys.argv[1])).close()"
        subprocess.run([sys.executable, "-c", job, str(path)], check=True)
        assert Path(f"{path}-wal").exists()
        window.documents.add(Record("نص آخر"))
    with Project.open(path) as project:
        assert project.documents.count() == 2


def test_what_takes_the_place_of_an_open_project_is_looked_at_again(tmp_path: Path) -> None:
    path = tmp_path / "a.warraq"
    Project.create(path, load("wojood")).close()
    path.unlink()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE foreign_one (id)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(errors.ProjectForeign):
        Project.open(path)
    assert path.read_bytes() == before
    path.write_text("Dear all")
    with pytest.raises(errors.ProjectForeign):
        Project.open(path)


def test_a_project_for_reading_only_is_read_after_a_crash_in_a_transaction(tmp_path: Path) -> None:
    """Its rollback journal lies beside it still: only what was whole before is read."""
    path, left = tmp_path / "a.warraq", tmp_path / "left.warraq"
    with Project.create(path, load("wojood")) as project:
        project.documents.add(Record("نص"))
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA cache_size = 1")
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE document SET text = hex(zeroblob(200000))")
    for ending in ("", "-journal"):
        shutil.copy(f"{path}{ending}", f"{left}{ending}")
    db.execute("ROLLBACK")
    db.close()
    with Project.open(left, read_only=True) as project:
        assert project.documents.get(project.documents.ids()[0]).text == "نص"
