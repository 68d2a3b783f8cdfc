"""Reports from the window: what is asked, the job, and pages of a PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

from annotator import jobs
from annotator.jobs import finish
from annotator.label_file import Colours
from annotator.project.project import Project
from annotator.project.runs import StoredRun
from annotator.quality.report.parts import (
    Cell,
    Column,
    Figure,
    Heading,
    Hue,
    Line,
    Piece,
    Report,
    Section,
    Strip,
    Table,
    Terms,
    Words,
)
from annotator.records import RunId, Status
from annotator.review import Review
from desktop.dialogs.reporting import MakeReportDialog, ReportState, job_arguments
from desktop.main_window import MainWindow
from desktop.pages.quality_figures import Asked
from desktop.paper.pages import set_pages, write
from desktop.paper.struts import Strut, paginate
from desktop.worker import Job, Worker

Open = Callable[..., MainWindow]
HEIGHT = 100.0


# Pages


@given(st.lists(st.tuples(st.floats(1, 60), st.floats(0, 10), st.booleans(), st.booleans()), max_size=40))
def test_parts_stand_in_order_on_pages_and_nothing_is_cut(found: list[tuple[float, float, bool, bool]]) -> None:
    head = Strut(5)
    struts = [
        Strut(height, above=above, keep=keep, again=head if of_table else None)
        for height, above, keep, of_table in found
    ]
    pages = paginate(struts, HEIGHT)
    assert [strut for page in pages for strut, _y in page if strut is not head] == struts
    for page in pages:
        bottom = 0.0
        for strut, y in page:
            assert y >= bottom
            bottom = y + strut.height
        assert bottom <= HEIGHT + 1e-6
        first = page[0][0] if page else None
        assert first is head or first is None or first.again is None


def test_what_is_kept_together_goes_to_the_next_page_together() -> None:
    title, row, last = Strut(10, keep=True), Strut(30, keep=True), Strut(30)
    pages = paginate([Strut(60), title, row, last], HEIGHT)
    assert [[strut for strut, _y in page] for page in pages] == [[pages[0][0][0]], [title, row, last]]


def report(language: str, rows: int = 3) -> Report:
    """A report that has everything, with a table of so many rows."""
    hue = Hue(Colours("#14297B", "#DDE3F6", "#14297B"), Colours("#94A6FF", "#323A59", "#B2BFFF"))
    line = Line("قبل ل\u200d", (Piece("\u200dليابان", True, True), Piece(" كلها", True)), " بعد", True, 0)
    narrow = Table(
        "t",
        (Column("Label"), Column("F1", "end"), Column("")),
        tuple(
            (Cell("PERS", hue=0), Cell(f"{n}.0", strong=True), Cell(strip=Strip(0.5, 0.4, 0.7, 0))) for n in range(rows)
        ),
        scale=("0", "50", "100"),
    )
    wide = Table(
        "w", tuple(Column(f"column {n}", "end") for n in range(16)), (tuple(Cell("123,456.7") for _n in range(16)),)
    )
    matrix = Table(
        "m",
        (Column(""), Column("PERS"), Column("GPE")),
        ((Cell("PERS"), Cell("4", ground=True), Cell("·")),),
        turned=True,
    )
    lines = Table(
        "l", (Column("context", "line"), Column("label")), ((Cell(line=line), Cell("PERS", under="x", hue=0)),)
    )
    square = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0H2" style="fill: none; stroke: #1b1916"/></svg>'
    blocks = (
        Words("words " * 90),
        Heading("head", "beside"),
        narrow,
        wide,
        matrix,
        lines,
        Figure("f", square, (640, 320), "alt"),
    )
    sections = (
        Section("a", "First", blocks),
        Section("b", "Second", (Terms((("term", "meaning " * 40),)), Words("end", True))),
    )
    facts = (("Project", "نشرات", True), ("Made", "today", False), ("Documents", "3", False))
    return Report(language, "latn", "TITLE", facts, ("One.", "Two."), sections, (hue,), "foot", {"summary": "In short"})


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_pdf_has_everything_within_its_margins(dressed: QApplication, tmp_path: Path, language: str) -> None:
    path = tmp_path / "r.pdf"
    write(report(language, rows=80), path)
    with pypdfium2.PdfDocument(path) as read:
        assert len(read) > 1
        width, _height = read[0].get_size()
        margin = 16 / 25.4 * 72
        for page in read:
            drawn = page.render().to_numpy()
            outside = (drawn[:, : int(margin) - 3], drawn[:, int(width - margin) + 3 :])
            assert all((part == 255).all() for part in outside)
        texts = ["".join(page.get_textpage().get_text_bounded().split()) for page in read]
        assert all("foot" in text for text in texts)
        assert "Label" in texts[0]
        assert "Label" in texts[1]
        title = read[0].get_textpage()
        index, count = title.search("TITLE").get_next()
        left, _bottom, right, _top = title.get_charbox(index)[0], *title.get_charbox(index + count - 1)[1:]
        assert right > width - margin - 3 if language == "ar" else left < margin + 3


def test_a_title_is_not_left_alone_at_the_end_of_a_page(dressed: QApplication) -> None:
    steps = set_pages(report("en", rows=80))
    pages: list[list[tuple[Strut, float]]] = []
    while True:
        try:
            next(steps)
        except StopIteration as end:
            pages = end.value
            break
    assert not any(page[-1][0].keep for page in pages)


# The dialog


@pytest.fixture
def state() -> ReportState:
    runs = tuple(StoredRun(n, RunId(f"r{n}"), who, "1", "2026-01-01") for n, who in enumerate(("rules", "crf", "crf")))
    return ReportState(runs, ("A", "B"), frozenset({"scores", "agreement", "effort"}))


def test_what_cannot_be_told_is_not_offered_and_said(dressed: QApplication, tmp_path: Path) -> None:
    dialog = MakeReportDialog(None, ReportState((), ("A",), frozenset({"effort"})), tmp_path / "p.warraq")
    assert [part for part, box in dialog.parts.items() if box.isEnabled()] == ["effort"]
    assert dialog.chosen.parts == ("effort",)
    assert dialog.primary.isEnabled()
    dialog.parts["effort"].setChecked(False)
    assert not dialog.primary.isEnabled()


def test_gamma_is_part_of_the_agreement_and_says_what_it_needs(
    dressed: QApplication, tmp_path: Path, state: ReportState
) -> None:
    dialog = MakeReportDialog(None, state, tmp_path / "p.warraq")
    assert not dialog.chosen.gamma
    dialog.gamma.setChecked(True)
    assert dialog.chosen.gamma
    dialog.parts["agreement"].setChecked(False)
    assert not dialog.gamma.isEnabled()
    assert not dialog.chosen.gamma
    lacking = MakeReportDialog(None, replace(state, gamma_needs="needs SciPy"), tmp_path / "p.warraq")
    assert not lacking.gamma.isEnabled()
    assert "needs SciPy" in [label.text() for label in lacking.findChildren(QLabel)]


def test_the_file_follows_the_format_and_the_format_the_file(
    dressed: QApplication, tmp_path: Path, state: ReportState
) -> None:
    dialog = MakeReportDialog(None, state, tmp_path / "p.warraq")
    assert dialog.chosen.path == tmp_path / "p.html"
    dialog.format.setCurrentIndex(1)
    assert dialog.chosen.path == tmp_path / "p.pdf"
    assert dialog.chosen.is_print
    assert job_arguments(dialog.chosen, None)["out"] is None
    dialog.path.field.setText(str(tmp_path / "other.html"))
    assert not dialog.chosen.is_print
    (tmp_path / "other.html").write_text("")
    dialog.path.field.setText(str(tmp_path / "other.html "))
    assert "will be replaced" in dialog.target.text()


def test_proposed_is_what_the_quality_page_scores(dressed: QApplication, tmp_path: Path, state: ReportState) -> None:
    scored = Asked(run="r1", compare="rules", annotator="B", file=tmp_path / "p.jsonl")
    chosen = MakeReportDialog(None, state, tmp_path / "p.warraq", scored, 0.9).chosen
    assert (chosen.run, chosen.compare, chosen.annotator, chosen.rule) == ("r1", "rules", "B", "")
    assert chosen.target == 0.9
    chosen = MakeReportDialog(None, state, tmp_path / "p.warraq", Asked(rule="union")).chosen
    assert (chosen.run, chosen.annotator, chosen.rule) == ("", "", "union")


def test_the_choice_is_what_the_job_is_told(dressed: QApplication, tmp_path: Path, state: ReportState) -> None:
    dialog = MakeReportDialog(None, state, tmp_path / "p.warraq")
    dialog.run_box.setCurrentIndex(dialog.run_box.findData("rules"))
    dialog.compare.setCurrentIndex(dialog.compare.findData("crf"))
    dialog.gold.setCurrentIndex(dialog.gold.count() - 1)
    dialog.language.setCurrentIndex(0)
    dialog.figures.setChecked(True)
    dialog.wanted.setText("٩٠")
    dialog.wanted.editingFinished.emit()
    dialog.gamma.setChecked(True)
    told = job_arguments(dialog.chosen, "latn")
    assert (told["target"], told["gamma"]) == (0.9, True)
    wanted = {"run": "rules", "compare": ["crf"], "rule": "union", "annotator": "", "language": "ar", "digits": "latn"}
    assert wanted.items() <= told.items()
    assert told["json_file"] == str(tmp_path / "p.json")
    assert told["csv_folder"] == str(tmp_path / "p-tables")


# The window


def test_the_window_makes_a_report_and_says_where_it_is(
    open_window: Open,
    closed_project: Path,
    project: Project,
    messages: Any,
    wait: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    review = Review(project, project.people.named("A"))
    for document in project.documents.ids():
        page = review.open(document)
        for item in page.undecided():
            review.accept(item)
        review.set_status(Status.DONE)
    project.close()
    window = open_window(closed_project)
    out = closed_project.with_suffix(".pdf")

    def accepted(dialog: MakeReportDialog) -> bool:
        assert [part for part, box in dialog.parts.items() if box.isEnabled()] == ["scores", "effort"]
        dialog.format.setCurrentIndex(1)
        return True

    def run_here(
        worker: Worker, name: str, arguments: dict[str, Any], finished: Callable[[Any], object] = print
    ) -> Job:
        job = Job(worker, 0, name)
        if name == "report":
            result = finish(jobs.report(**arguments))
            job.finished.connect(finished)
            QTimer.singleShot(0, job, lambda: job.finished.emit(result))
        return job

    monkeypatch.setattr(MakeReportDialog, "run", accepted)
    monkeypatch.setattr(Worker, "run", run_here)
    window.commands.trigger("quality.report")
    wait(lambda: "The report was made." in messages.notes or messages.errors)
    assert not messages.errors
    with pypdfium2.PdfDocument(out) as read:
        assert "Quality report" in read[0].get_textpage().get_text_bounded()
