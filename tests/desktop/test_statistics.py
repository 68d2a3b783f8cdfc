"""The statistics: figures of the session, of today, of all time, and of the last documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

from annotator import texts
from annotator.project.effort import Lately
from annotator.quality.effort import Effort
from annotator.records import DocumentId, Manner
from annotator.review import Review
from desktop.dialogs.statistics import Hours, StatisticsDialog, duration, today_text

EFFORT = Effort(3000, 40, 20, 5, 4, 1, {Manner.ONE: 25, Manner.READ: 5})


def table(dialog: StatisticsDialog) -> dict[str, list[str]]:
    """The upper table: name of a row → its figures in this session, today, all time."""
    grid = dialog._efforts
    rows = range(2, grid.rowCount(), 2)
    cells = [[grid.itemAtPosition(row, column).widget().text() for column in range(4)] for row in rows]
    return {name: figures for name, *figures in cells}


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 min"), (40, "under 1 min"), (90, "2 min"), (3599, "1 h 0 min"), (4980, "1 h 23 min")]
)
def test_time_is_told_in_hours_and_minutes(seconds, words):
    assert duration(seconds) == words


def test_todays_figure_is_a_sentence_or_nothing():
    assert today_text(EFFORT) == "Today: 30 spans decided in 50 min of work"
    assert today_text(Effort()) == ""


def test_the_tables_hold_what_was_counted(qtbot, dressed):
    lately = Lately(Effort(), EFFORT, (0,) * 24, ((DocumentId("d"), "001", EFFORT),))
    dialog = StatisticsDialog(None, lately)
    qtbot.addWidget(dialog)
    found = table(dialog)
    assert found["Time at work"] == ["0 min", "50 min", "…"]
    assert found["Spans an hour"] == ["–", "36", "…"]
    assert found["in read mode"] == ["0", "5", "…"]
    dialog.show_whole(Effort(7200, 90, 60, 10, 10, 20))
    assert [table(dialog)[name][2] for name in ("Spans an hour", "Spans decided", "corrected")] == ["50", "100", "10"]
    assert dialog.findChildren(Hours) == []
    said = {label.accessibleDescription() for label in dialog.findChildren(QLabel)}
    assert "corrected, Today" in said


def test_bars_run_from_the_first_hour_of_work_to_the_last(qtbot, dressed):
    hours = [0] * 24
    hours[9], hours[11] = 120, 30
    bars = Hours(hours)
    qtbot.addWidget(bars)
    assert bars.accessibleName() == "at 09: 120 · at 10: 0 · at 11: 30"
    bars.grab()
    texts.use("ar")
    assert Hours(hours).grab().width() > 0


def test_asked_from_the_menu_it_counts_the_log(open_window, closed_project, project, wait: Callable, monkeypatch):
    monkeypatch.setattr("annotator.project.effort.STRETCH", 1)
    review = Review(project, project.people.named("Fatima"))
    first, second = project.documents.ids()
    review.open(first)
    review.accept(*review.page.undecided(), manner=Manner.BULK)
    project.close()
    window = open_window(closed_project)
    wait(lambda: "3 spans" in window.status._pace.toolTip())
    page = window.review
    wait(lambda: page.desk.page is not None)
    page.desk.open(second)
    wait(lambda: page.desk.page.document.id == second)
    page.desk.perform(lambda verbs: verbs.accept(verbs.page.undecided()[0]))
    seen: list[dict[str, list[str]]] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, StatisticsDialog) and table(dialog)["Spans decided"][2] != "…":
            seen.append(table(dialog))
            dialog.accept()
            timer.stop()

    timer = QTimer(interval=20)
    timer.timeout.connect(look)
    timer.start()
    window.commands.trigger("tools.statistics")
    wait(lambda: bool(seen))
    assert seen[0]["Spans decided"] == ["1", "4", "4"] or datetime.now().hour == 0
    assert seen[0]["in bulk"][2] == "3"
