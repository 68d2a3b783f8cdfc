"""Notes that stay until they are answered, and questions whose safe answer is at hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from annotator.errors import DiskFull
from desktop.dialogs.sheet import Sheet
from desktop.messages import Messages, Strip


@pytest.fixture
def strip(dressed: QApplication) -> Strip:
    return Strip()


@pytest.fixture
def window(dressed: QApplication) -> Iterator[QWidget]:
    made = QWidget()
    yield made
    made.deleteLater()


@pytest.fixture
def messages(window: QWidget, strip: Strip) -> Messages:
    return Messages(window, lambda: strip)


def test_strip_takes_no_room_until_there_is_something(strip: Strip) -> None:
    assert strip.isHidden()
    note = strip.add("Disk full", "", "info", ())
    assert not strip.isHidden()
    strip.remove(note)
    assert strip.isHidden()


def test_same_words_do_not_pile_up(messages: Messages, strip: Strip) -> None:
    for _time in range(3):
        messages.fail(DiskFull(path="/p"))
    messages.warn("Something else")
    assert [note.text for note in strip.notes()] == [str(DiskFull(path="/p")), "Something else"]


def test_an_answer_takes_the_note_away_and_acts(messages: Messages, strip: Strip) -> None:
    done: list[str] = []
    note = messages.warn("Not saved", "The text is kept.", ("Try again", lambda: done.append("again")))
    note.findChild(QPushButton).click()
    assert done == ["again"]
    assert strip.notes() == []


def test_a_note_can_be_dismissed(messages: Messages, strip: Strip) -> None:
    messages.warn("Read").findChild(QToolButton).click()
    assert strip.notes() == []


def test_a_note_says_everything_to_a_screen_reader(messages: Messages) -> None:
    assert messages.warn("Not saved.", "Try again.").accessibleName() == "Not saved. Try again."


def test_the_unforeseen_is_told_without_its_traceback(messages: Messages, caplog: pytest.LogCaptureFixture) -> None:
    note = messages.fail(ValueError("odd"))
    assert "ValueError: odd" in note.text
    assert "Traceback" not in note.text
    assert "odd" in caplog.text


def test_telling_goes_to_the_status_line(messages: Messages) -> None:
    told: list[str] = []
    messages.told.connect(told.append)
    messages.tell("3 spans accepted")
    assert told == ["3 spans accepted"]


@pytest.mark.parametrize(("press", "answer"), [("Remove", True), ("Cancel", False)])
def test_a_question_has_the_safe_answer_focused(messages: Messages, press: str, answer: bool) -> None:
    seen: list[str] = []

    def answer_it() -> None:
        sheet = QApplication.activeModalWidget()
        assert isinstance(sheet, Sheet)
        seen.append(sheet.focusWidget().text())
        (sheet.primary if press == "Remove" else sheet.cancel).click()

    QTimer.singleShot(0, answer_it)
    assert messages.ask("Remove 003?", "Remove") is answer
    assert seen == ["Cancel"]


@pytest.mark.parametrize(("keys", "answer"), [(["Return"], False), (["Tab", "Return"], True)])
def test_enter_answers_a_question_by_the_button_that_has_the_focus(
    messages: Messages, keys: list[str], answer: bool
) -> None:
    def answer_it() -> None:
        for key in keys:
            QTest.keyClick(QApplication.activeModalWidget().focusWidget(), getattr(Qt.Key, f"Key_{key}"))

    QTimer.singleShot(0, answer_it)
    assert messages.ask("Remove 003?", "Remove") is answer


def test_a_click_on_an_answer_leaves_the_keys_in_the_text(dressed: QApplication) -> None:
    page = QWidget()
    text, strip = QLineEdit(), Strip()
    column = QVBoxLayout(page)
    column.addWidget(strip)
    column.addWidget(text)
    page.show()
    page.activateWindow()
    text.setFocus()
    note = strip.add("The report was made.", "", "info", (("Open", lambda: None),))
    QTest.mouseClick(note.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert strip.notes() == []
    assert page.focusWidget() is text
    page.deleteLater()
