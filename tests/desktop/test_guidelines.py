"""The guidelines of a project: read safely, found by label, written in pauses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from annotator.labels import load
from annotator.project.guidelines import Guideline
from annotator.project.project import Project
from desktop.dialogs.guidelines import GuidelinesWindow
from desktop.main_window import MainWindow
from desktop.markdown import MarkdownView

pytestmark = pytest.mark.usefixtures("dressed")

RTL, LTR = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight


@pytest.fixture
def view(qtbot: QtBot) -> MarkdownView:
    made = MarkdownView()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def followed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The links that were opened outside."""
    links: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda link: links.append(link.toString()))
    return links


def directions(view: MarkdownView) -> dict[str, Qt.LayoutDirection]:
    found, block = {}, view.document().begin()
    while block.isValid():
        found[block.text()] = block.blockFormat().layoutDirection()
        block = block.next()
    return found


def section(view: MarkdownView) -> str:
    """The heading gone to last."""
    return view.textCursor().block().text()


# Reading what may come from anywhere


def test_each_paragraph_runs_as_its_own_text_does(view: MarkdownView) -> None:
    view.show_text("# دليل\n\nنص PERS عربي\n\nEnglish نص text\n\n- بند\n\n| عمود | ب |\n|---|---|\n| س | ص |\n")
    found = directions(view)
    assert [found[text] for text in ("دليل", "نص PERS عربي", "English نص text", "بند")] == [RTL, RTL, LTR, RTL]
    (table,) = view.document().rootFrame().childFrames()
    assert table.format().layoutDirection() == RTL


@pytest.mark.parametrize(
    "picture", ["http://example.org/x.png", "file:///etc/hostname", "x.png", "data:image/png;base64,aa"]
)
def test_pictures_are_never_fetched_and_stand_as_words(picture: str, view: MarkdownView) -> None:
    view.show_text(f"Before ![a map]({picture}) after")
    assert "[a map]" in view.toPlainText()
    assert "\ufffc" not in view.toPlainText()
    asked = view.document().resource(QTextDocument.ResourceType.ImageResource.value, QUrl(picture))
    assert (asked.width(), asked.height()) == (1, 1)


def test_html_is_shown_as_it_is_written(view: MarkdownView) -> None:
    view.show_text("<b>bold</b> <img src='http://example.org/x.png'>\n\n<script>x</script>")
    assert "<b>bold</b>" in view.toPlainText()
    assert "\ufffc" not in view.toPlainText()


def test_a_link_opens_only_a_page_of_the_web_and_only_by_a_click(view: MarkdownView, followed: list[str]) -> None:
    view.show_text("[a](https://example.org/a) [b](file:///etc/passwd) [c](javascript:alert(1)) [d](other.md)")
    assert followed == []
    for link in ("https://example.org/a", "file:///etc/passwd", "javascript:alert(1)", "other.md", "ftp://x/y"):
        view.anchorClicked.emit(QUrl(link))
    assert followed == ["https://example.org/a"]
    assert view.toPlainText().startswith("a b")


def test_the_section_of_a_label_is_found_by_id_or_name(view: MarkdownView) -> None:
    view.show_text("# PERSON of note\n\nPERS here\n\n## About PERS (people)\n\n## جماعة\n\n## A[1]\n\n[go](#جماعة)\n")
    assert view.show_section(("PERS", "شخص"))
    assert section(view) == "About PERS (people)"
    assert view.show_section(("NORP", "جماعة"))
    assert section(view) == "جماعة"
    assert view.show_section(("A[1]",))
    assert not view.show_section(("GPE", "بلد"))
    view.anchorClicked.emit(QUrl("#About-PERS"))
    assert section(view) == "About PERS (people)"


# The window by itself


@pytest.fixture
def guidelines(qtbot: QtBot) -> GuidelinesWindow:
    made = GuidelinesWindow(None, read_only=False)
    qtbot.addWidget(made)
    made.show_guideline(Guideline("# One\n\nTwo", 1, "2026-01-02T03:04:05+00:00"))
    made.show()
    return made


def written_by(guidelines: GuidelinesWindow) -> list[str]:
    found: list[str] = []
    guidelines.written.connect(found.append)
    return found


def test_what_is_written_is_stored_in_a_pause_and_before_it_is_left(
    guidelines: GuidelinesWindow, wait: Callable[..., None]
) -> None:
    stored = written_by(guidelines)
    QTest.mouseClick(guidelines.edit, Qt.MouseButton.LeftButton)
    assert guidelines.field.toPlainText() == "# One\n\nTwo"
    QTest.keyClicks(guidelines.field, "x")
    assert "x" in guidelines.view.toPlainText()
    wait(lambda: len(stored) == 1)
    QTest.keyClicks(guidelines.field, "y")
    QTest.keyClick(guidelines.field, Qt.Key.Key_Escape)
    assert stored == ["x# One\n\nTwo", "xy# One\n\nTwo"]
    assert guidelines.isVisible()
    assert not guidelines.editing
    QTest.keyClick(guidelines, Qt.Key.Key_Escape)
    assert not guidelines.isVisible()


def test_closing_the_window_or_going_elsewhere_stores_first(
    guidelines: GuidelinesWindow, qtbot: QtBot, wait: Callable[..., None]
) -> None:
    stored = written_by(guidelines)
    guidelines._pause.setInterval(1_000_000)
    guidelines.edit.click()
    QTest.keyClicks(guidelines.field, "x")
    elsewhere = QWidget()
    qtbot.addWidget(elsewhere)
    elsewhere.show()
    elsewhere.activateWindow()
    wait(lambda: bool(stored))
    QTest.keyClicks(guidelines.field, "y")
    guidelines.close()
    assert [text[:2] for text in stored] == ["x#", "xy"]


def test_looking_into_the_text_stores_nothing(guidelines: GuidelinesWindow) -> None:
    stored = written_by(guidelines)
    guidelines.edit.click()
    guidelines.leave.click()
    guidelines.close()
    assert stored == []


def test_a_file_goes_in_and_out(guidelines: GuidelinesWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = written_by(guidelines)
    source, target = tmp_path / "in.md", tmp_path / "out.md"
    source.write_bytes(b"\xef\xbb\xbf" + "# قواعد\n".encode())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(source), ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    guidelines.take_in.click()
    guidelines.leave.click()
    assert stored == ["# قواعد\n"]
    guidelines.give_out.click()
    assert target.read_text("utf-8") == "# قواعد\n"


def test_a_file_that_cannot_be_read_or_written_is_told(guidelines: GuidelinesWindow, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "long.md").write_bytes(b"x" * 2_000_001)
    for name, words in (("bad.md", "not UTF-8"), ("long.md", "too large"), ("none.md", "does not exist")):
        guidelines.read_file(tmp_path / name)
        assert words in guidelines.trouble.words
        assert not guidelines.editing
    guidelines.write_file(tmp_path / "no" / "out.md")
    assert "could not be written" in guidelines.trouble.words


# In the main window


@pytest.fixture
def window(open_window: Callable[..., MainWindow], closed_project: Path, wait: Callable[..., None]) -> MainWindow:
    made = open_window(closed_project)
    wait(lambda: made.review.desk.page is not None)
    return made


def test_one_key_shows_what_the_guidelines_say_of_the_current_span(
    window: MainWindow, wait: Callable[..., None]
) -> None:
    label = window.review.canvas.current.span.label
    QTest.keyClick(window, Qt.Key.Key_F2)
    wait(lambda: window.guidelines.window is not None)
    assert label in section(window.guidelines.window.view)
    assert not window.guidelines.window.isModal()
    first = window.guidelines.window
    window.review.label_bar.guidelines_requested.emit("LAW")
    wait(lambda: "LAW" in section(first.view))
    window.review.span_dialogs.guidelines_requested.emit("FAC")
    wait(lambda: "FAC" in section(first.view))
    assert window.guidelines.window is first


def test_the_list_of_labels_leads_to_the_guidelines(window: MainWindow) -> None:
    from desktop.dialogs.label_list import LabelList

    asked: list[str] = []
    listed = LabelList(window, load("wojood"), likely="GPE")
    listed.guidelines_requested.connect(asked.append)
    listed.open_at(window.rect().center())
    QTest.keyClick(listed.field, Qt.Key.Key_F2)
    assert asked == ["GPE"]
    assert not listed.isVisible()


def test_what_is_written_is_in_the_project(window: MainWindow, project: Project, wait: Callable[..., None]) -> None:
    window.guidelines.show()
    wait(lambda: window.guidelines.window is not None)
    guidelines = window.guidelines.window
    guidelines.edit.click()
    for letter in "ab":
        QTest.keyClicks(guidelines.field, letter)
        guidelines.flush()  # the second one before the file has answered about the first
    wait(lambda: project.guidelines.read().version == 3)
    assert project.guidelines.read().text.startswith("ab# Guidelines")
    project.guidelines.write("theirs", 3)
    QTest.keyClicks(guidelines.field, "c")
    guidelines.flush()
    wait(lambda: "changed elsewhere" in guidelines.trouble.words)
    assert project.guidelines.read().text == "theirs"
    assert guidelines.field.toPlainText().startswith("abc")


def test_a_project_for_reading_has_guidelines_to_read(
    open_window: Callable[..., MainWindow], closed_project: Path, wait: Callable[..., None]
) -> None:
    window = open_window()
    window.session.open(closed_project, read_only=True)
    wait(lambda: window.review is not None)
    window.guidelines.show()
    wait(lambda: window.guidelines.window is not None)
    guidelines = window.guidelines.window
    assert not guidelines.edit.isEnabled()
    assert not guidelines.take_in.isEnabled()
    assert guidelines.give_out.isEnabled()
    window.session.close()
    assert window.guidelines.window is None
