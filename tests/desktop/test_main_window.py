"""The window round the pages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from annotator.errors import ProjectForeign, ProjectMissing
from annotator.jobs import Suggested
from annotator.project.project import Project
from annotator.records import Record, Status
from desktop import exchange, main_window, theme
from desktop.actions import COMMANDS, MENUS
from desktop.dialogs.exporting import ExportDialog
from desktop.dialogs.label_mapping import ADD, LEAVE_OUT, LabelMappingDialog
from desktop.dialogs.project import NewProject
from desktop.main_window import MainWindow
from desktop.project_pages import ADJUDICATE, REVIEW
from desktop.session import Session
from desktop.settings import Settings
from desktop.worker import Job, Worker

PREPARE = Session.prepare
Open = Callable[..., MainWindow]
Wait = Callable[..., None]


def test_opening_imports_nothing_heavy() -> None:
    script = """
import sys
from desktop.app import application, prepare
from desktop.main_window import MainWindow
from desktop.project_pages import ADJUDICATE, REVIEW
from desktop.settings import Settings
running = application()
prepare(running, Settings())
window = MainWindow(Settings())
window.show()
running.processEvents()
print(*sorted({"spacy", "matplotlib", "sqlite_utils", "numpy", "annotator.formats"} & set(sys.modules)))
window.close()
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_void_calls_leave_none_alone(qapp: QApplication) -> None:
    """PySide6 6.12.0 on Python 3.11 loses a reference to None at most void calls, and aborts when none is left."""
    widget = QWidget()
    before = sys.getrefcount(None)
    for _call in range(300):
        widget.update()
        widget.setToolTip("")
    assert abs(sys.getrefcount(None) - before) < 100


def test_every_command_stands_in_its_menu(open_window: Open) -> None:
    window = open_window()
    menus = dict(zip(MENUS, window.menuBar().actions(), strict=True))
    for command in COMMANDS:
        assert window.commands[command.id] in menus[command.menu].menu().actions()


def test_title_and_toolbar_follow_the_project(open_window: Open, wait: Wait, closed_project: Path) -> None:
    window = open_window()
    assert window.windowTitle() == "Warraq"
    assert window.toolbar.isHidden()
    window.session.open(closed_project)
    wait(lambda: window.review is not None)
    assert window.windowTitle() == "p – Warraq"
    assert not window.toolbar.isHidden()
    window.commands.trigger("file.close")
    assert window.windowTitle() == "Warraq"
    assert window.review is None


def test_without_a_project_only_what_needs_none_can_be_had(open_window: Open) -> None:
    window = open_window()
    for command in COMMANDS:
        assert window.commands[command.id].isEnabled() is not bool(command.needs)


def test_language_changes_while_it_runs(open_window: Open, wait: Wait, closed_project: Path) -> None:
    window = open_window(closed_project)
    wait(lambda: window.review.desk.page is not None)
    document = window.review.desk.document
    window.commands.trigger("view.language")
    assert window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert window.windowTitle() == "p – ورّاق"
    assert window.menuBar().actions()[0].text() == "ملف"
    assert window.review.desk.document == document
    assert window.settings.language == "ar"
    window.commands.trigger("view.language")
    assert window.layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_theme_changes_while_it_runs(open_window: Open, closed_project: Path) -> None:
    window = open_window(closed_project)
    window.commands.trigger("view.theme")
    assert theme.current() == theme.DARK
    assert window.settings.theme == "dark"
    ground = window.grab().toImage().pixelColor(4, window.menuBar().height() + 2)
    assert ground.lightness() < 80


def test_no_word_of_the_language_before_is_left(open_window: Open, wait: Wait, closed_project: Path) -> None:
    window = open_window(closed_project, language="ar")
    wait(lambda: not window.session.file.busy)
    window.project_pages.show(ADJUDICATE)
    wait(lambda: not window.session.file.busy)
    window.commands.trigger("view.language")
    window.project_pages.show(REVIEW)
    wait(lambda: not window.session.file.busy)
    left = [
        text
        for part in (window.status, window.toolbar, window.review.head)
        for widget in part.findChildren(QWidget)
        if not widget.isHidden() and "العربية" not in widget.accessibleName()
        for text in (widget.accessibleName(), widget.toolTip(), getattr(widget, "text", str)())
        if re.search(r"[\u0621-\u064a\u0660-\u0669]", text)
    ]
    assert left == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_toolbar_starts_where_the_language_does(language: str, open_window: Open, closed_project: Path) -> None:
    window = open_window(closed_project, language=language)
    QApplication.processEvents()
    undo = window.toolbar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    buttons = [child for child in undo if child.isVisible() and getattr(child, "defaultAction", None)]
    first = next(each for each in buttons if each.defaultAction() is window.commands["edit.undo"])
    assert (first.x() > window.width() / 2) is (language == "ar")


def test_in_a_narrow_window_the_search_field_gives_way_to_the_buttons(open_window: Open, closed_project: Path) -> None:
    window = open_window(closed_project)
    window.resize(1024, 700)
    QApplication.processEvents()
    bar = window.toolbar
    assert bar.width() == 1024
    assert bar.search.width() < 260
    assert bar.language.isVisible()
    assert bar.rect().contains(bar.language.geometry())
    window.resize(1440, 900)
    QApplication.processEvents()
    assert bar.search.width() == 260


@pytest.mark.parametrize(("content", "error"), [(None, ProjectMissing), ("Dear all", ProjectForeign)])
def test_what_cannot_be_opened_is_said_on_the_page(
    content: str | None, error: type, open_window: Open, wait: Wait, tmp_path: Path, messages: object
) -> None:
    path = tmp_path / "x.warraq"
    if content is not None:
        path.write_text(content)
    window = open_window()
    window.session.open(path)
    wait(lambda: bool(messages.errors))
    assert isinstance(messages.errors[0], error)
    assert [note.text for note in window.welcome.strip.notes()] == [str(messages.errors[0])]
    assert not window.welcome.strip.isHidden()


def test_first_start_asks_who_reviews(
    open_window: Open, wait: Wait, settings: Settings, monkeypatch: pytest.MonkeyPatch, closed_project: Path
) -> None:
    settings.reviewer = ""
    monkeypatch.setattr(main_window, "ask_reviewer", lambda _window, _name: "نور")
    window = open_window()
    window.greeting.begin(closed_project)
    wait(lambda: window.review is not None)
    assert settings.reviewer == "نور"
    with Project.open(closed_project, read_only=True) as project:
        assert [person.name for person in project.people.all()] == ["نور"]


def test_first_start_on_a_project_made_for_an_annotator_asks_nothing(
    open_window: Open, wait: Wait, settings: Settings, monkeypatch: pytest.MonkeyPatch, project: Project
) -> None:
    settings.reviewer = ""
    project.belongs_to(project.people.named("نور"))
    asked: list[str] = []
    monkeypatch.setattr(main_window, "ask_reviewer", lambda _window, name: asked.append(name))
    window = open_window()
    window.greeting.begin(project.path)
    wait(lambda: window.review is not None)
    assert (asked, window.session.project.person.name, settings.reviewer) == ([], "نور", "نور")
    assert [person.name for person in project.people.all()] == ["نور"]


def test_a_known_reviewer_is_not_asked_again(open_window: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(main_window, "ask_reviewer", lambda _window, name: asked.append(name))
    open_window().greeting.begin()
    QApplication.processEvents()
    assert asked == []


def test_reviewer_changes_from_the_status_line(
    open_window: Open, wait: Wait, closed_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(closed_project)
    monkeypatch.setattr(main_window, "ask_reviewer", lambda _window, _name: "نور")
    window.status.reviewer_requested.emit()
    wait(lambda: window.session.project.person.name == "نور")
    assert window.settings.reviewer == "نور"


def test_place_and_size_are_kept(open_window: Open, settings: Settings) -> None:
    window = open_window()
    window.resize(1000, 700)
    window.close()
    assert open_window().settings.geometry
    assert Settings(Path(settings.file.fileName()).parent).geometry == settings.geometry


def test_save_answers_that_all_is_saved(open_window: Open, wait: Wait, closed_project: Path, messages: object) -> None:
    window = open_window(closed_project)
    wait(lambda: not window.session.file.busy)
    window.commands.trigger("file.save")
    assert "All is saved" in messages.told[-1]


def drop(window: MainWindow, *paths: Path) -> QDropEvent:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    actions, buttons, held = (
        Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dragEnterEvent(QDragEnterEvent(QPointF(9, 9).toPoint(), actions, data, buttons, held))
    event = QDropEvent(QPointF(9, 9), actions, data, buttons, held)
    event.setDropAction(Qt.DropAction.MoveAction)
    window.dropEvent(event)
    return event


def test_a_window_makes_the_backup_of_the_day(
    open_window: Open, wait: Wait, closed_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "prepare", PREPARE)
    monkeypatch.setattr(Worker, "warm_up", lambda _worker: None)
    monkeypatch.setattr(Session, "suggest", lambda _session: None)
    window = open_window(closed_project)
    with Project.open(closed_project, read_only=True) as project:
        wait(lambda: len(project.backups.all()) == 1)
    wait(lambda: not window.session.worker.jobs)


def test_a_dropped_project_is_opened(open_window: Open, wait: Wait, closed_project: Path) -> None:
    window = open_window()
    event = drop(window, closed_project)
    assert event.isAccepted()
    assert event.dropAction() is Qt.DropAction.CopyAction  # after a move the file manager would delete the file
    wait(lambda: window.review is not None)
    assert window.session.project.path == closed_project


def test_dropped_files_make_a_new_project(
    open_window: Open, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, messages: object
) -> None:
    (tmp_path / "خبر.txt").write_text("زار بلينكن هانوي.", "utf-8")
    new = NewProject(tmp_path / "أخبار.warraq", "أخبار", "wojood")
    monkeypatch.setattr(exchange, "ask_new_project", lambda _window, _title: new)
    window = open_window()
    drop(window, tmp_path / "خبر.txt")
    wait(lambda: any("1 document imported" in told for told in messages.told))
    assert window.windowTitle() == "أخبار – Warraq"
    wait(lambda: window.review.desk.page is not None)
    assert window.review.desk.page.document.text == "زار بلينكن هانوي."
    assert messages.errors == []


def test_pasted_text_becomes_a_document_that_opens(open_window: Open, wait: Wait, closed_project: Path) -> None:
    window = open_window(closed_project)
    window.session.add_text("", "وصل بلينكن\nإلى هانوي.", window.review.open_document)
    wait(lambda: window.review.desk.page is not None and window.review.desk.page.document.name == "وصل بلينكن")


def test_import_that_fails_in_part_lists_what_failed(
    open_window: Open, wait: Wait, closed_project: Path, tmp_path: Path, messages: object
) -> None:
    (tmp_path / "good.txt").write_text("زار بلينكن هانوي أمس.", "utf-8")
    (tmp_path / "empty.txt").touch()
    window = open_window(closed_project)
    window.exchange.bring_in((tmp_path / "good.txt", tmp_path / "empty.txt"))
    wait(lambda: bool(messages.told) and "imported" in messages.told[-1])
    assert any("empty.txt" in note for note in messages.notes)


def test_import_asks_what_unknown_labels_are_before_it_stores(
    open_window: Open,
    wait: Wait,
    closed_project: Path,
    tmp_path: Path,
    messages: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "زار بلينكن هانوي أمس ﻻ."
    spans = [{"start": 4, "end": 10, "label": "PERSON"}, {"start": 11, "end": 16, "label": "CITY"}]
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"text": text, "spans": [*spans, {"start": 17, "end": 20, "label": "MISC"}]}))
    window = open_window(closed_project)
    asked: list[list[str]] = []
    answer = {"PERSON": "PERS", "CITY": ADD, "MISC": LEAVE_OUT}

    def run(dialog: LabelMappingDialog) -> bool:
        asked.append(list(dialog.boxes))
        for label, box in dialog.boxes.items():
            box.setCurrentIndex(box.findData(answer[label]))
        return len(asked) > 1

    monkeypatch.setattr(LabelMappingDialog, "run", run)
    window.exchange.bring_in((path,))
    wait(lambda: messages.told[-1:] == ["Nothing was imported."])
    window.exchange.bring_in((path,))
    wait(lambda: messages.told[-1:] == ["1 document imported"])
    assert asked == [["CITY", "MISC", "PERSON"]] * 2
    assert messages.errors == []
    assert messages.notes == ["1 document imported"]
    with Project.open(closed_project, read_only=True) as project:
        document = project.documents.find("in:1")
        found = [
            (span.start, span.label)
            for person in project.people.all()
            for span in project.decisions.spans(document, person.id)
        ]
        assert found == [(4, "PERS"), (11, "CITY")]
        assert "CITY" in project.labels


def test_export_shows_its_result_and_folder(
    open_window: Open, wait: Wait, review: object, project: object, tmp_path: Path, messages: object
) -> None:
    from desktop.dialogs.exporting import ExportChoice

    review.import_spans(project.documents.add(Record("زار بلينكن هانوي")).id, [], done=True)
    window = open_window(project.path)
    out = tmp_path / "gold.jsonl"
    window.session.export(ExportChoice(out, "jsonl"), window.exchange.tell_exported)
    wait(lambda: bool(messages.notes or messages.errors))
    assert messages.errors == []
    assert "1 document exported" in messages.notes[0]
    assert out.exists()


@pytest.mark.parametrize("page", ["page.review", "page.adjudicate", "page.agreement"])
def test_an_export_without_anything_finished_leads_to_finishing_in_the_review(
    page: str, open_window: Open, wait: Wait, closed_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(dialog: ExportDialog) -> bool:
        dialog.finish.click()
        return False

    monkeypatch.setattr(ExportDialog, "run", run)
    window = open_window(closed_project)
    wait(lambda: window.review.desk.page is not None)
    first = window.review.desk.page
    window.commands.trigger(page)
    window.commands.trigger("file.export")
    wait(lambda: first.state.status is Status.DONE)
    assert window.project_pages.in_front is window.review


def test_search_in_all_documents_from_the_toolbar(open_window: Open, wait: Wait, closed_project: Path) -> None:
    window = open_window(closed_project)
    wait(lambda: window.review.desk.page is not None)
    window.toolbar.search.setText("هانوي")
    QTest.keyClick(window.toolbar.search, Qt.Key.Key_Return)
    sheet = window.review.finding.search.sheet
    wait(lambda: len(sheet.lines.model.lines) == 1)
    assert (sheet.field.text(), window.toolbar.search.text()) == ("هانوي", "")
    QTest.keyClick(sheet.lines.list, Qt.Key.Key_Escape)
    assert window.focusWidget() is window.review.canvas
    window.commands.trigger("edit.find_all")
    assert window.focusWidget() is sheet.field
    window.toolbar.search.setFocus()
    window.toolbar.search.setText("هانوي")
    QTest.keyClick(window.toolbar.search, Qt.Key.Key_Escape)
    assert window.toolbar.search.text() == ""


def test_suggesting_says_what_came_of_it(
    open_window: Open, closed_project: Path, messages: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(closed_project)
    for found in (Suggested("warraq", 2, 5), Suggested("warraq")):
        job = Job(window.session.worker, 1, "suggest")
        monkeypatch.setattr(window.session, "suggest", lambda job=job: job)
        window.commands.trigger("document.suggest")
        job.finished.emit(found)
    assert messages.told[-2:] == [
        "5 spans were suggested in 2 documents.",
        "Nothing new is suggested: the suggester has seen every document.",
    ]
