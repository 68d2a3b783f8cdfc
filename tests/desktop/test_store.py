"""The file's thread: what takes long lets others have their turn."""

from __future__ import annotations

from collections.abc import Generator

from annotator.errors import WarraqError
from annotator.labels import load
from annotator.project.project import Project
from desktop.store import FileThread


def opened(qtbot, path) -> FileThread:
    Project.create(path, load("conll")).close()
    file = FileThread()
    there: list[object] = []
    file.open(path, "A", then=there.append)
    qtbot.waitUntil(lambda: bool(there))
    return file


def test_others_have_their_turn_between_two_parts(qtbot, tmp_path):
    file = opened(qtbot, tmp_path / "p.warraq")
    said: list[str] = []

    def long(_review: object) -> Generator[None, None, str]:
        for part in "123":
            said.append(part)
            yield
        return "all"

    file.call_in_parts(long, said.append)
    file.call(lambda _review: None, lambda _nothing: said.append("other"))
    qtbot.waitUntil(lambda: "all" in said)
    assert [one for one in said if one != "other"] == ["1", "2", "3", "all"]
    assert said.index("other") < said.index("3")
    file.close()


def test_a_part_that_fails_is_told(qtbot, tmp_path):
    file = opened(qtbot, tmp_path / "p.warraq")
    failures: list[WarraqError] = []

    def long(_review: object) -> Generator[None, None, str]:
        yield
        raise WarraqError(detail="so it is")

    file.call_in_parts(long, lambda _done: None, failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert "so it is" in str(failures[0])
    file.close()


def test_a_file_made_for_an_annotator_is_opened_for_them(qtbot, tmp_path):
    path = tmp_path / "p.warraq"
    with Project.create(path, load("conll")) as project:
        project.people.named("A")
        project.belongs_to(project.people.named("B"))
    file = FileThread()
    names: list[str] = []
    file.open(path, "A", then=lambda opened: names.append(opened.person.name))
    file.review_as("A", lambda opened: names.append(opened.person.name))
    qtbot.waitUntil(lambda: len(names) == 2)
    assert names == ["B", "A"]
    file.close()


def test_what_was_asked_for_the_person_before_is_not_answered_but_its_errors_are_told(qtbot, tmp_path):
    file = opened(qtbot, tmp_path / "p.warraq")
    said: list[str] = []
    told: list[object] = []
    file.failed.connect(told.append)

    def fail(_review: object) -> None:
        raise WarraqError(detail="so it is")

    file.call(lambda _review: None, lambda _nothing: said.append("before"))
    file.review_as("B", lambda opened: said.append(opened.person.name))
    file.call(lambda _review: None, lambda _nothing: said.append("gone"))
    file.call(fail, failed=lambda _error: said.append("gone"))
    file.review_as("C", lambda opened: said.append(opened.person.name))
    qtbot.waitUntil(lambda: "C" in said)
    file.call(lambda _review: None, lambda _nothing: said.append("after"))
    qtbot.waitUntil(lambda: "after" in said)
    assert said == ["before", "B", "C", "after"]
    assert len(told) == 1
    file.close()
