"""Learning from the reviewer's own gold, in pauses and on demand."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton

from annotator.labels import load
from annotator.project.models import Version
from annotator.project.project import Project
from annotator.records import Record
from annotator.review import Review
from desktop import learning
from desktop.dialogs.versions import VersionsDialog
from desktop.main_window import MainWindow
from desktop.session import Session
from desktop.settings import Settings

Open = Callable[..., MainWindow]
Wait = Callable[..., None]


@pytest.fixture
def finished(tmp_path: Path, doc: Callable) -> Path:
    """A project with four finished documents and a new one."""
    path = tmp_path / "p.warraq"
    with Project.create(path, load("wojood")) as project:
        review = Review(project, project.people.named("Fatima"))
        for number in range(5):
            written = doc(f"زار [بلينكن PERS] [طوكيو FAC] للمرة {number}")
            document = project.documents.add(Record(written.text, f"{number:03d}")).id
            if number < 4:
                review.import_spans(document, written.spans, done=True)
    return path


@pytest.fixture(autouse=True)
def _suggests_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is suggested by itself: only learning is looked at here."""
    monkeypatch.setattr(Session, "suggest", lambda _session: None)


@pytest.fixture
def left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has touched the window for long."""
    monkeypatch.setattr(learning, "PAUSE", 0.0)


def ordered(window: MainWindow) -> list[str]:
    return [job.name for job in window.session.worker.jobs if job.name == "learn"]


def test_it_learns_in_a_pause_and_says_what_came_of_it(
    open_window: Open, finished: Path, wait: Wait, messages: object, left_alone: None
) -> None:
    window = open_window(finished)
    wait(lambda: not window.session.worker.jobs)
    window.learning.look()
    wait(lambda: bool(ordered(window)))
    wait(lambda: any("Learned from 4 documents" in told for told in messages.told))
    with Project.open(finished, read_only=True) as project:
        assert [version.in_use for version in project.models.versions()] == [True]
    window.learning.look()
    window.session.file.call(lambda _review: None, lambda _nothing: messages.told.append("asked"))
    wait(lambda: "asked" in messages.told)
    assert not ordered(window)  # nothing new was finished since


def test_what_was_not_taken_is_not_tried_again_until_more_is_finished(
    open_window: Open, finished: Path, wait: Wait, left_alone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(finished)
    wait(lambda: not window.session.worker.jobs)
    tried: list[str] = []
    monkeypatch.setattr(window.session, "learn", lambda _finished: tried.append("learn"))
    for _look in range(3):
        window.learning.look()
        wait(lambda: not window.session.file.busy)
    assert tried == ["learn"]


def test_it_does_not_learn_while_someone_is_at_work(open_window: Open, finished: Path, wait: Wait) -> None:
    window = open_window(finished)
    wait(lambda: not window.session.worker.jobs)
    QTest.keyClick(window, Qt.Key.Key_Shift)
    window.learning.look()
    wait(lambda: not window.session.file.busy)
    assert not ordered(window)


def test_it_does_not_learn_where_that_is_turned_off(
    open_window: Open, finished: Path, wait: Wait, left_alone: None, settings: Settings
) -> None:
    settings.learn_in_pauses = False
    window = open_window(finished)
    wait(lambda: not window.session.worker.jobs)
    window.learning.look()
    wait(lambda: not window.session.file.busy)
    assert not ordered(window)


def test_too_little_gold_is_told(open_window: Open, closed_project: Path, wait: Wait, messages: object) -> None:
    window = open_window(closed_project)
    window.commands.trigger("suggester.learn")
    wait(lambda: bool(messages.errors))
    assert "Finish at least 3" in str(messages.errors[0])


VERSIONS = (
    Version("b", "2026-11-25T10:00:00.000+00:00", True, {"documents": 9, "before": 0.81, "after": 0.9}),
    Version("a", "2026-11-24T10:00:00.000+00:00", False, {"documents": 4, "before": 0.8, "after": 0.84}),
)


@pytest.mark.usefixtures("dressed")
def test_the_version_in_use_is_chosen_and_another_can_be() -> None:
    dialog = VersionsDialog(None, VERSIONS)
    bundled, newest, older = dialog.findChildren(QRadioButton)
    assert (dialog.chosen, newest.isChecked()) == ("b", True)
    older.click()
    assert dialog.chosen == "a"
    bundled.click()
    assert dialog.chosen is None


@pytest.mark.usefixtures("dressed")
def test_a_project_that_has_learned_nothing_says_so() -> None:
    dialog = VersionsDialog(None, ())
    assert dialog.chosen is None
    assert [button.isChecked() for button in dialog.findChildren(QRadioButton)] == [True]
