"""The file's thread: what takes long lets others have their turn; nothing else in its process touches the file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

from annotator.errors import WarraqError
from annotator.labels import load
from annotator.project.project import Project
from desktop.store import FileThread


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="needs a list of locks")
def test_a_file_dialog_leaves_the_locks_on_an_open_project_alone(tmp_path: Path) -> None:
    """In a process of its own, since Qt looks once where types of files are told."""
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QFileDialog\n"
        "from annotator.labels import load\n"
        "from annotator.project.project import Project\n"
        "from desktop.app import application\n"
        "running, path = application(), Path(sys.argv[1])\n"
        "def locks():\n"
        "    held = Path('/proc/locks').read_text()\n"
        "    return [f':{os.stat(file).st_ino} ' in held for file in (path, f'{path}-shm')]\n"
        "with Project.create(path, load('wojood')) as project:\n"
        "    project.people.named('A')\n"
        "    print(locks())\n"
        "    dialog = QFileDialog(None, '', str(path.parent))\n"
        "    dialog.show()\n"
        "    QTimer.singleShot(1000, running.quit)\n"
        "    running.exec()\n"
        "    print(locks())\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", code, str(tmp_path / "p.warraq")]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split("\n")
    assert said[:2] == ["[True, True]", "[True, True]"]


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
