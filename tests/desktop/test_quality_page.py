"""The quality page on a project file: figures, errors narrowed down, the threshold, the way into a document and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator import jobs
from annotator.errors import WarraqError
from annotator.labels import load
from annotator.project.project import Project
from annotator.project.runs import StoredRun
from annotator.quality.mistakes import MistakeKind
from annotator.records import MEMORY, Record, RunId, Span, Suggestion
from annotator.review import Review
from annotator.suggest import BUILT_IN
from desktop.dialogs.label_mapping import ADD, LEAVE_OUT, LabelMappingDialog
from desktop.dialogs.reporting import MakeReportDialog
from desktop.main_window import MainWindow
from desktop.pages import quality_file
from desktop.pages.quality import QualityPage
from desktop.pages.quality_choices import run_options
from desktop.pages.quality_figures import Asked
from desktop.session import Session
from desktop.worker import Job, Worker
from tests.conftest import marked

Key = Qt.Key
GOLD = (
    "زار [بلينكن PERS] [طوكيو GPE] و[الصين GPE] يوم [الأحد DATE]",
    "عاد [بلينكن PERS] من [الصين GPE] إلى [لندن GPE]",
)
PROPOSED = (
    "زار [بلينكن OCC] [طوكيو GPE] [والصين GPE] يوم الأحد",
    "[عاد EVENT] [بلينكن OCC] من [الصين GPE] إلى [لندن GPE]",
)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs run at the next turn of this process; nothing is suggested by itself."""
    monkeypatch.setattr(Session, "suggest", lambda _session: None)
    monkeypatch.setattr(Worker, "run", run_here)


def run_here(
    worker: Worker, name: str, arguments: dict, finished: Callable | None = None, failed: Callable | None = None
) -> Job:
    job = Job(worker, 0, name)
    job.answered = failed is not None
    for signal, follower in ((job.finished, finished), (job.failed, failed)):
        if follower:
            signal.connect(follower)

    def work() -> None:
        try:
            found = jobs.finish(getattr(jobs, name)(**arguments))
        except WarraqError as error:
            job.failed.emit(error)
        else:
            job.finished.emit(found)
        job.ended.emit()

    QTimer.singleShot(0, job, work)
    return job


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two finished documents and one that is not, and a run that errs in several ways."""
    made = tmp_path / "p.warraq"
    with Project.create(made, load("wojood")) as project:
        review = Review(project, project.people.named("Fatima"))
        run = project.suggestions.add_run("crf", "1")
        for place, (gold, proposed) in enumerate(zip(GOLD, PROPOSED, strict=True)):
            written = marked(gold)
            document = project.documents.add(Record(written.text, name=f"00{place}")).id
            spans = [Suggestion(span, 0.9 - 0.1 * place, "", "x") for span in marked(proposed).spans]
            project.suggestions.add(run, document, spans)
            review.import_spans(document, written.spans, done=True)
        waiting = project.documents.add(Record("وصل كيشيدا", name="002")).id
        project.suggestions.add(run, waiting, [Suggestion(Span(4, 10, "PERS"), 0.9, "", "x")])
    return made


@pytest.fixture
def shown(open_window: Callable[..., MainWindow], path: Path, wait: Callable[..., None]) -> MainWindow:
    window = open_window(path)
    show(window, wait)
    return window


def show(window: MainWindow, wait: Callable[..., None]) -> QualityPage:
    """Bring the page to the front and wait for its figures."""
    window.commands["page.quality"].trigger()
    page = window.project_pages.in_front
    wait(lambda: page.figures.fresh)
    settle(window, wait)
    return page


def settle(window: MainWindow, wait: Callable[..., None]) -> None:
    """Wait until the file has answered, and nothing is worked out any more."""

    def still() -> bool:
        page = window.project_pages.in_front
        measuring = isinstance(page, QualityPage) and (page.figures.busy or page.figures.measuring)
        return not window.session.file.busy and not measuring

    wait(still)


def told(page: QualityPage) -> list[tuple[str, str]]:
    return [(line.mistake.kind.value, line.place.text) for line in page.errors.model.lines]


def press(widget: object, *keys: Key) -> None:
    for key in keys:
        QTest.keyClick(widget, key)


ALL = [
    ("wrong label", "بلينكن"),
    ("proclitic edge", "والصين"),
    ("missed", "الأحد"),
    ("spurious", "عاد"),
    ("wrong label", "بلينكن"),
]


def test_scores_labels_and_errors_of_the_newest_run(shown: MainWindow, wait: Callable[..., None]) -> None:
    page = shown.project_pages.in_front
    assert isinstance(page, QualityPage)
    rows = page.scores.model().rows
    assert [[cell.text for cell in row[:4]] for row in rows[:1]] == [["strict", "42.9", "42.9", "42.9"]]
    assert page.head.run.currentText() == "crf"
    assert "2 documents count" in page.score_block.below.text()
    assert "1 unfinished document was left out" in page.score_block.below.text()
    assert [row[0].label for row in page.labels.model().rows][:2] == ["GPE", "PERS"]
    assert told(page) == ALL
    assert page.errors.list.hasFocus()
    assert page.errors.list.currentIndex().row() == 0
    page.errors.kinds.chosen.emit(MistakeKind.LABEL.value)
    settle(shown, wait)
    assert told(page) == [("wrong label", "بلينكن")] * 2
    page.errors.kinds.chosen.emit("all")
    page.errors.order_chosen.emit("often")
    settle(shown, wait)
    assert told(page)[:2] == [("wrong label", "بلينكن")] * 2
    page.errors.order_chosen.emit("unsure")
    settle(shown, wait)
    assert told(page)[0] == ("spurious", "عاد")


def test_cells_labels_documents_and_repeated_mistakes_narrow_the_errors_and_esc_lets_go(
    shown: MainWindow, wait: Callable[..., None]
) -> None:
    page = shown.project_pages.in_front
    matrix = page.confusion
    names = [group.name for group in matrix.matrix.groups]
    row, column = names.index("PERS"), names.index("OCC")
    matrix.setFocus()
    matrix.setCurrentIndex(matrix.model().index(0, 0))
    press(matrix, *[Key.Key_Down] * row, *[Key.Key_Right] * column, Key.Key_Return)
    settle(shown, wait)
    assert matrix.chosen_cell == (row, column)
    assert told(page) == [("wrong label", "بلينكن")] * 2
    assert page.confusion_block.below.text() == "PERS taken for OCC, 2 times"
    press(matrix, Key.Key_Escape)
    settle(shown, wait)
    assert matrix.chosen_cell == (-1, -1)
    assert told(page) == ALL
    press(page.labels, Key.Key_Space)  # the first row: GPE
    settle(shown, wait)
    assert told(page) == [("proclitic edge", "والصين")]
    page.which.click()
    documents = page.errors.documents
    assert [row[0].text for row in documents.model().rows] == ["000", "001"]
    assert [row[6].text for row in documents.model().rows] == ["3", "2"]
    press(documents, Key.Key_Down, Key.Key_Return)
    settle(shown, wait)
    assert told(page) == [("spurious", "عاد"), ("wrong label", "بلينكن")]
    assert page.labels.chosen_row == -1
    page.errors.views.chosen.emit("repeated")
    assert [row[0].text for row in page.errors.repeated.model().rows] == ["×2"]
    press(page.errors.repeated, Key.Key_Return)
    settle(shown, wait)
    assert told(page) == [("wrong label", "بلينكن")] * 2
    press(page.errors.list, Key.Key_Escape, Key.Key_Escape)
    assert shown.project_pages.in_front is shown.review


def test_enter_opens_the_place_and_the_row_is_there_again_in_newer_figures_too(
    shown: MainWindow, wait: Callable[..., None]
) -> None:
    page = shown.project_pages.in_front
    listed = page.errors.list
    listed.setFocus()
    press(listed, Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Return)
    review = shown.review
    assert shown.project_pages.in_front is review
    wait(lambda: review.desk.page is not None and review.desk.page.document.name == "001")
    shown.commands["page.quality"].trigger()
    settle(shown, wait)
    assert listed.currentIndex().row() == 3
    assert listed.hasFocus()
    before = page.figures.evaluation
    assert page.figures.fresh  # nothing was decided: nothing is worked out again
    shown.commands["page.review"].trigger()
    third = page.figures.evaluation.documents.documents[0]

    def gold(review: Review) -> None:
        document = next(
            one for one in review.project.documents.ids() if review.project.documents.get(one).name == "002"
        )
        review.import_spans(document, [Span(4, 10, "PERS")], done=True)

    shown.session.file.call(gold)
    settle(shown, wait)
    shown.commands["page.quality"].trigger()
    assert told(page) == ALL  # what stood stays meanwhile
    wait(lambda: page.figures.evaluation is not before and page.figures.fresh)
    settle(shown, wait)
    assert "3 documents count" in page.score_block.below.text()
    assert third in page.figures.evaluation.documents.documents
    assert page.errors.list.currentIndex().row() == 3


def test_the_threshold_is_taken_over_by_the_review_and_f6_goes_round_named_parts(shown: MainWindow) -> None:
    page = shown.project_pages.in_front
    field = page.calibration.target
    field.setFocus()
    field.setText("٥٠")
    press(field, Key.Key_Return)
    assert page.figures.target == 0.5
    proposal = page.figures.evaluation.calibration.proposal
    assert proposal is not None
    page.calibration.apply.click()
    assert shown.settings.threshold == proposal.threshold
    assert not page.calibration.apply.isEnabled()
    assert "before, it was 80" in shown.status._said.toolTip()
    shown.commands["page.review"].trigger()
    assert f"{round(100 * proposal.threshold)}%" in shown.review.head._threshold.text()
    shown.commands["page.quality"].trigger()
    panes = page.panes()
    assert all(pane.accessibleName() for pane in panes)
    panes[0].setFocus()
    for following in (*panes[1:], panes[0]):
        press(QApplication.focusWidget(), Key.Key_F6)
        assert QApplication.focusWidget() is following


def test_effort_and_growth_have_views_of_their_own_and_a_file_is_scored_but_not_stored(
    shown: MainWindow, wait: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shown.project_pages.in_front
    page.head.views.choose("growth")
    page.head.views.chosen.emit("growth")
    assert [row[0].text for row in page.amounts.model().rows] == ["1", "2"]
    assert len(page.moments.model().rows) == 1
    page.head.views.choose("effort")
    page.head.views.chosen.emit("effort")
    assert page.nothing.absent.text() == "Nothing has been decided yet."

    def decide(review: Review) -> None:
        third = next(one for one in review.project.documents.ids() if review.project.documents.get(one).name == "002")
        review.open(third)
        review.accept(review.page.undecided()[0])

    shown.session.file.call(decide)
    settle(shown, wait)
    page.figures.look()
    wait(lambda: page.figures.effort is not None and page.figures.effort.whole.spans == 1)
    wait(lambda: not page.figures.measuring)
    assert [row[0].text for row in page.effort.tables["suggesters"].model().rows] == ["crf"]
    assert [row[0].label for row in page.effort.tables["labels"].model().rows] == ["PERS"]
    page.head.views.choose("scores")
    page.head.views.chosen.emit("scores")
    written = tmp_path / "other.jsonl"
    texts = [marked(one) for one in GOLD]
    records = [
        {"text": one.text, "spans": [{"start": s.start, "end": s.end, "label": s.label} for s in one.spans]}
        for one in texts
    ]
    written.write_text("".join(f"{json.dumps(one)}\n" for one in records), "utf-8")
    monkeypatch.setattr(quality_file, "ask_predictions", lambda _parent, _folder: written)
    page.file.ask()
    wait(lambda: page.figures.asked.file == written and page.figures.fresh)
    settle(shown, wait)
    assert page.head.run.currentText() == "other.jsonl"
    assert page.figures.evaluation.micro.strict.f1.value == 1.0
    assert told(page) == []
    assert len(page._state.runs) == 1


def test_labels_of_a_file_that_are_unknown_are_asked_for_before_it_is_scored(
    shown: MainWindow, wait: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = shown.project_pages.in_front
    names = {"PERS": "PER", "GPE": "CITY", "DATE": "MISC"}
    records = [
        {"text": one.text, "spans": [{"start": s.start, "end": s.end, "label": names[s.label]} for s in one.spans]}
        for one in map(marked, GOLD)
    ]
    written = tmp_path / "theirs.jsonl"
    written.write_text("".join(f"{json.dumps(one)}\n" for one in records), "utf-8")
    answer = {"PER": "PERS", "CITY": "GPE", "MISC": LEAVE_OUT}
    asked: list[list[str]] = []

    def run(dialog: LabelMappingDialog) -> bool:
        asked.append(list(dialog.boxes))
        for label, box in dialog.boxes.items():
            assert box.findData(ADD) < 0
            box.setCurrentIndex(box.findData(answer[label]))
        return len(asked) > 1

    monkeypatch.setattr(LabelMappingDialog, "run", run)
    monkeypatch.setattr(quality_file, "ask_predictions", lambda _parent, _folder: written)
    before = page.figures.evaluation
    page.file.ask()
    wait(lambda: len(asked) == 1)
    assert page.figures.fresh
    assert page.figures.evaluation is before
    page.file.ask()
    wait(lambda: page.figures.asked.file == written and page.figures.fresh)
    settle(shown, wait)
    assert asked == [["CITY", "MISC", "PER"]] * 2
    strict = page.figures.evaluation.micro.strict
    assert (strict.precision.value, strict.f1.value < 1) == (1.0, True)
    assert page.figures.evaluation.problems == ()
    assert told(page) == [("missed", "الأحد")]


def test_arrow_keys_through_the_runs_score_only_what_they_come_to(
    shown: MainWindow, path: Path, wait: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def more(review: Review) -> None:
        stored = review.project.suggestions
        for suggester in ("one", "two"):
            stored.add(stored.add_run(suggester, "1"), review.project.documents.ids()[0], [])

    shown.session.file.call(more)
    settle(shown, wait)
    page = shown.project_pages.in_front
    page.figures.look()
    settle(shown, wait)
    assert page.figures.fresh
    ordered: list[str] = []
    monkeypatch.setattr(Worker, "run", lambda *asked: ordered.append(asked[2].get("run")) or run_here(*asked))
    chooser = page.head.run
    chooser.setFocus()
    chooser.setCurrentIndex(0)
    press(chooser, Key.Key_Down, Key.Key_Down)
    assert page.figures.busy
    assert chooser.currentIndex() == 2
    wait(lambda: page.figures.fresh)
    assert ordered == [chooser.itemData(2)]
    assert page.figures.evaluation.run.suggester == chooser.itemData(2)
    press(chooser, Key.Key_Up, Key.Key_Down)
    assert page.figures.fresh
    assert not page.figures.busy
    assert ordered == [chooser.itemData(2)]


def test_without_gold_or_runs_it_says_what_to_do(
    open_window: Callable[..., MainWindow], project: Project, wait: Callable[..., None], suggested: Callable[..., str]
) -> None:
    suggested("[طوكيو GPE]")
    window = open_window(project.path)
    page = show(window, wait)
    assert page.nothing.absent.text() == "No document is finished yet."
    assert not page.strip.notes()
    page.nothing.button.click()
    assert window.project_pages.in_front is window.review


def test_its_chart_is_drawn_as_either_language_reads(
    open_window: Callable[..., MainWindow], path: Path, wait: Callable[..., None]
) -> None:
    window = open_window(path, "ar")
    page = show(window, wait)
    for language in ("ar", "en"):
        wait(lambda: page.settled)
        picture = page.calibration.chart.grab().toImage()
        paper = picture.pixelColor(1, 1)

        def drawn(x: int, picture: QImage = picture, paper: QColor = paper) -> bool:
            """Whether anything stands in this column, at the height of the plot."""
            return any(picture.pixelColor(QPoint(x, y)) != paper for y in range(30, picture.height() - 60))

        # The figures of precision stand where the interface begins, and reach further out than the plot at its other end.
        inside = [x for x in range(picture.width()) if drawn(x)]
        from_left, from_right = inside[0], picture.width() - 1 - inside[-1]
        assert (from_left < from_right) == (language == "en")
        window.switch_language()


def test_runs_are_offered_as_people_call_them() -> None:
    def run(suggester: str, at: str) -> StoredRun:
        return StoredRun(0, RunId(at), suggester, "1.2", at)

    runs = tuple(run(who, f"2026-01-0{day}T10:00:00Z") for day in (1, 2) for who in (MEMORY, BUILT_IN))
    names = [name.strip() for name, _value in run_options(runs)]
    assert names[0] == "Built-in suggester"
    assert len(names) == 4
    assert all(name.endswith("version \u20681.2\u2069") for name in names[1:3])
    assert names[3] == "Memory"  # what it proposed on one day says nothing by itself


def test_a_report_asked_for_on_the_page_tells_of_what_it_scores(
    shown: MainWindow, wait: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    dialogs: list[MakeReportDialog] = []
    monkeypatch.setattr(MakeReportDialog, "run", lambda dialog: dialogs.append(dialog) or False)
    page = shown.project_pages.in_front
    page.figures.ask(Asked(run="crf", annotator="Fatima"))
    page.head.report_requested.emit()
    wait(lambda: len(dialogs) == 1)
    shown.commands.trigger("page.review")
    shown.commands.trigger("quality.report")
    wait(lambda: len(dialogs) == 2)
    assert [(each.chosen.run, each.chosen.annotator) for each in dialogs] == [("crf", "Fatima"), ("", "")]
