"""A glance at a project without opening it for review."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QDateTime, QTime

from annotator.project.project import Project
from annotator.records import Record, Span
from annotator.review import Review
from desktop.recent import glance, when


def test_glance_tells_what_is_done(project: Project, review: Review) -> None:
    for number in range(4):
        document = project.documents.add(Record(f"طوكيو {number}", name=str(number))).id
        if number == 0:
            review.import_spans(document, [Span(0, 5, "GPE")], done=True)
    seen = glance(project.path)
    assert (seen.documents, seen.done, seen.share, seen.people) == (4, 1, 0.25, ("فاطمة",))
    assert not seen.trouble


def test_glance_at_what_is_gone(tmp_path: Path) -> None:
    assert glance(tmp_path / "gone.warraq").trouble


def test_glance_at_what_is_no_project(tmp_path: Path) -> None:
    file = tmp_path / "letter.warraq"
    file.write_text("Dear all")
    assert glance(file).trouble
    assert file.read_text() == "Dear all"


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "today 17:40"), (1, "yesterday 17:40"), (3, "Thursday"), (20, "2 November"), (400, "18 October 2025")],
)
def test_when(days: int, said: str) -> None:
    today = QDate(2026, 11, 22)
    moment = QDateTime(today.addDays(-days), QTime(17, 40))
    assert when(moment.toSecsSinceEpoch(), today) == said
