"""The break reminder: after long work, quiet, gone with the next pause."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.breaks import LATER, PAUSE, Breaks

MINUTE = 60.0


class Day:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.date = date(2026, 3, 1)


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
def window(open_window, closed_project, project, day, settings):
    project.close()
    settings.break_after = 50
    opened = open_window(closed_project)
    opened.breaks._timer.stop()
    opened.breaks.deleteLater()
    opened.breaks = Breaks(
        opened.session, opened.messages, settings, opened, clock=lambda: day.seconds, today=lambda: day.date
    )
    opened.breaks._timer.stop()
    opened.breaks.follow(opened.review)
    return opened


def work(window, day: Day, minutes: float) -> None:
    """Scroll, step and decide for so long, a sign of it every minute."""
    for _minute in range(round(minutes)):
        window.review.canvas.current_changed.emit()
        day.seconds += MINUTE
        window.breaks.look()


def reminders(window) -> list:
    return [note for note in window.review.strip.notes() if "without a pause" in note.text]


def answer(note, verb: str) -> None:
    next(button for button in note.findChildren(QPushButton) if button.text() == verb).click()


def test_comes_after_long_work_without_taking_the_keys(window, day):
    window.activateWindow()
    window.review.canvas.setFocus()
    work(window, day, 49)
    assert reminders(window) == []
    focused = QApplication.focusWidget()
    work(window, day, 2)
    (note,) = reminders(window)
    assert note.text == "50 minutes of work without a pause."
    assert QApplication.focusWidget() is focused


def test_goes_with_the_next_pause_and_counts_anew(window, day):
    work(window, day, 51)
    day.seconds += PAUSE
    window.breaks.look()
    assert reminders(window) == []
    work(window, day, 49)
    assert reminders(window) == []
    work(window, day, 2)
    assert len(reminders(window)) == 1


def test_a_pause_short_of_five_minutes_is_none(window, day):
    work(window, day, 40)
    day.seconds += PAUSE - 2 * MINUTE
    work(window, day, 7)
    assert len(reminders(window)) == 1


def test_later_is_ten_minutes_later(window, day):
    work(window, day, 51)
    answer(reminders(window)[0], "Later")
    assert reminders(window) == []
    work(window, day, LATER / MINUTE - 1)
    assert reminders(window) == []
    work(window, day, 2)
    assert len(reminders(window)) == 1


def test_dismissed_it_does_not_come_back_before_the_next_pause(window, day):
    work(window, day, 51)
    reminders(window)[0].answered.emit(reminders(window)[0])
    work(window, day, 60)
    assert reminders(window) == []


def test_no_more_today_holds_until_tomorrow(window, day, settings):
    work(window, day, 51)
    answer(reminders(window)[0], "No more today")
    day.seconds += PAUSE
    work(window, day, 60)
    assert reminders(window) == []
    day.date = date(2026, 3, 2)
    day.seconds += PAUSE
    work(window, day, 51)
    assert len(reminders(window)) == 1


def test_never_means_never_and_idle_time_is_no_work(window, day, settings):
    settings.break_after = 0
    work(window, day, 200)
    assert reminders(window) == []
    settings.break_after = 50
    day.seconds += 10_000
    window.breaks.look()
    assert reminders(window) == []


def test_closing_the_project_with_a_note_up_is_no_trouble(window, day):
    work(window, day, 51)
    window.session.close()
    day.seconds += PAUSE
    window.breaks.look()
    assert window.review is None
