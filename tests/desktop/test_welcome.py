"""The welcome page: ways to begin, recent projects, keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea

from annotator.labels import load
from annotator.project.project import Project
from desktop.main_window import MainWindow
from desktop.pages.specimen import specimen
from desktop.pages.welcome import Beginning, WelcomePage
from desktop.settings import Settings

Open = Callable[..., MainWindow]
Wait = Callable[..., None]


def projects(folder: Path, settings: Settings, *titles: str) -> list[Path]:
    """Closed projects with these titles, the first the newest."""
    paths = [folder / f"{place}.warraq" for place in range(len(titles))]
    for path, title in zip(paths, titles, strict=True):
        Project.create(path, load("wojood"), title).close()
    settings.recent = [str(path) for path in paths]
    return paths


def titles(page: WelcomePage) -> list[str]:
    rows = (page.recent.item(row).data(Qt.ItemDataRole.UserRole) for row in range(page.recent.count()))
    return [glance.title for glance in rows]


def test_shows_recent_projects_and_goes_on_with_the_newest(
    open_window: Open, wait: Wait, settings: Settings, tmp_path: Path
) -> None:
    paths = projects(tmp_path, settings, "أخبار شرق آسيا", "News")
    window = open_window()
    wait(lambda: titles(window.welcome) == ["أخبار شرق آسيا", "News"])
    QTest.keyClick(window.focusWidget() or window.welcome, Qt.Key.Key_Return)
    wait(lambda: window.session.project is not None)
    assert window.session.project.path == paths[0]


def test_list_is_walked_by_keys(open_window: Open, wait: Wait, settings: Settings, tmp_path: Path) -> None:
    paths = projects(tmp_path, settings, "a", "b")
    window = open_window()
    window.welcome.recent.setFocus()
    QTest.keyClick(window.welcome.recent, Qt.Key.Key_Down)
    QTest.keyClick(window.welcome.recent, Qt.Key.Key_Return)
    wait(lambda: window.session.project is not None)
    assert window.session.project.path == paths[1]
    assert settings.recent == [str(paths[1]), str(paths[0])]


def test_what_is_gone_can_be_forgotten_but_not_opened(
    open_window: Open, wait: Wait, settings: Settings, tmp_path: Path
) -> None:
    settings.recent = [str(tmp_path / "gone.warraq")]
    window = open_window()
    recent = window.welcome.recent
    wait(lambda: bool(recent.current().trouble))
    assert window.welcome.go_on.isHidden()
    recent.choose()
    recent.itemWidget(recent.item(0)).findChild(QPushButton).click()
    assert settings.recent == []
    assert recent.isHidden()


def test_without_projects_it_says_what_to_do(open_window: Open) -> None:
    window = open_window()
    assert window.welcome.recent.isHidden()
    assert window.welcome.go_on.isHidden()
    QTest.keyClick(window.welcome, Qt.Key.Key_Return)
    assert window.session.project is None


def test_four_ways_to_begin_with_their_keys(open_window: Open) -> None:
    window = open_window()
    ways = window.welcome.findChildren(Beginning)
    assert len(ways) == 4
    assert all(way.accessibleName() for way in ways)


def test_is_mirrored_in_arabic(open_window: Open) -> None:
    for language, at_start in (("en", False), ("ar", True)):
        welcome = open_window(language=language).welcome
        drop = welcome.drop.mapTo(welcome, welcome.drop.rect().center()).x()
        assert (drop > welcome.width() / 2) is at_start


def test_specimen_is_a_page_with_both_kinds_of_spans() -> None:
    page = specimen()
    assert page.decided_count == 2
    assert page.left_count == 2


def test_enter_does_what_has_the_focus(open_window: Open, settings: Settings, tmp_path: Path) -> None:
    projects(tmp_path, settings, "a")
    window = open_window()
    chosen = []
    window.welcome.project_chosen.connect(chosen.append)
    keys = window.welcome.findChildren(QPushButton)[-1]
    clicked = []
    keys.clicked.disconnect()
    keys.clicked.connect(lambda: clicked.append(keys))
    keys.setFocus()
    QTest.keyClick(keys, Qt.Key.Key_Return)
    assert clicked
    assert not chosen


def test_a_project_that_cannot_be_opened_opens_no_window_of_its_own(
    open_window: Open, wait: Wait, settings: Settings, tmp_path: Path
) -> None:
    settings.recent = [str(tmp_path / "gone.warraq")]
    window = open_window()
    wait(lambda: bool(window.welcome.recent.current().trouble))
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [window]


def test_all_of_it_is_seen_at_its_usual_size(open_window: Open) -> None:
    window = open_window(language="ar")
    QApplication.processEvents()
    assert not window.welcome.findChild(QScrollArea).verticalScrollBar().isVisible()
