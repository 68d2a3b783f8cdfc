"""The page of an adjudicator in the real window: readings are taken by keys, and what stands in the end is gold."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.adjudicating import Adjudication
from annotator.errors import DiskFull
from annotator.labels import load
from annotator.project.decisions import Decisions
from annotator.project.gold import gold
from annotator.project.project import Project
from annotator.records import DocumentId, LabelId, Record, Span
from annotator.review import Review
from desktop.canvas.view import BAR_SPACE
from desktop.dialogs.label_list import LabelList
from desktop.worker import Job, Worker
from tests.conftest import marked
from tests.desktop.test_guidelines import section

FIRST = "زار [وزير الخارجية [الأميركي NORP] OCC] [طوكيو GPE] و[سيول GPE]\nثم عاد إلى [هانوي GPE]"
SECOND = "زار وزير [الخارجية [الأميركي NORP] OCC] [طوكيو GPE] وسيول\nثم عاد إلى [هانوي GPE]"
ALIKE = "زار [بلينكن PERS] [هانوي GPE]."
LONG, SHORT = Span(4, 26, LabelId("OCC")), Span(9, 26, LabelId("OCC"))
Key, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
pytestmark = pytest.mark.usefixtures("_quiet")


@pytest.fixture
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither agreement nor suggestions are worked out beside: another process would take its time."""
    monkeypatch.setattr("desktop.pages.case_lists.FEW", 0)
    monkeypatch.setattr("desktop.pages.news.News.ask_for_suggestions", lambda _news: None)


def annotate(project: Project, name: str, source: str, document: str) -> DocumentId:
    written = marked(source)
    added = project.documents.add(Record(written.text, name=document)).id
    Review(project, project.people.named(name)).import_spans(added, written.spans, done=True)
    return added


@pytest.fixture
def team(project: Project) -> Path:
    """Two documents that two people have finished: in the first they differ on an edge and on a span."""
    for name, source in (("Omar", FIRST), ("Layla", SECOND)):
        annotate(project, name, source, "001")
        annotate(project, name, ALIKE, "002")
    return project.path


class Driver:
    """A person before the page."""

    def __init__(self, window: object, wait: Callable[..., None]) -> None:
        self.window, self.wait = window, wait
        window.activateWindow()
        window.commands["page.adjudicate"].trigger()
        self.page = window.project_pages.in_front
        wait(lambda: self.page.sheets.currentWidget() is not self.page.blank)
        self.settle()

    @property
    def canvas(self) -> object:
        return self.page.canvas

    @property
    def case(self) -> object:
        return self.page.desk.case.case

    def press(self, *keys: Key, held: Qt.KeyboardModifier = NONE) -> None:
        for key in keys:
            QTest.keyClick(self.canvas, key, held)

    def do(self, command: str) -> None:
        self.window.commands[command].trigger()
        self.settle()

    def settle(self) -> None:
        """Until all that was decided is in the file, and shown so."""
        self.wait(lambda: not self.window.session.file.busy and not self.page.desk.saving)

    @property
    def readings(self) -> list[tuple[str, str]]:
        """The answers in the bar: keys and names."""
        return [(choice.cap, choice.name) for choice in self.canvas._choices]

    @property
    def notes(self) -> list[str]:
        return [note.text for note in self.page.strip.notes()]


@pytest.fixture
def drive(open_window: Callable[..., object], wait: Callable[..., None]) -> Callable[..., Driver]:
    return lambda path, **look: Driver(open_window(path, **look), wait)


def test_a_document_is_adjudicated_by_keys_to_the_end(team: Path, project: Project, drive: Callable) -> None:
    app = drive(team)
    assert app.readings == [("1", "Omar"), ("2", "Layla"), ("3", "Both"), ("0", "Neither"), ("E", "Own…")]
    assert project.people.adjudicators() == []
    assert [lane.name for lane in app.canvas._scene.people] == ["Omar", "Layla"]
    assert {"Fatima", "adjudicating"} <= set(app.window.status._reviewer.text().split())
    app.do("document.finish")
    assert app.notes == ["The document cannot be finished yet: disagreements without an answer: 2."]
    app.press(Key.Key_3)
    assert "cannot stand" in app.notes[0] or "not allowed" in app.notes[0]
    app.press(Key.Key_2)
    assert app.case.left == 1
    app.settle()
    assert [person.name for person in project.people.adjudicators()] == ["Fatima"]
    assert [name for _cap, name in app.readings] == ["Omar", "Layla", "Neither", "Own…"]
    app.press(Key.Key_0)
    app.settle()
    assert app.case.left == 0
    assert app.notes == ["Every disagreement of this document is answered."]
    first = app.page.desk.document
    app.do("document.finish")
    app.wait(lambda: app.page.desk.document != first and app.page.desk.page is not None)
    assert app.page.verbs.current is None
    app.do("document.finish")
    app.wait(lambda: app.page.sheets.currentWidget() is app.page.settled)
    app.wait(lambda: bool(app.page.settled.said.text()))
    assert "2 documents with 6 gold spans: 2 disagreements answered by hand" in app.page.settled.said.text()
    found = gold(project, first)
    assert found.spans[:2] == (SHORT, Span(18, 26, LabelId("NORP")))
    assert project.people.names()[found.adjudicator] == "Fatima"
    app.do("edit.undo")
    app.wait(lambda: app.page.sheets.currentWidget() is app.canvas)


def test_a_reading_of_ones_own_what_nobody_disputes_and_undo(team: Path, drive: Callable) -> None:
    app = drive(team)
    app.press(Key.Key_E)
    assert app.canvas.draft.side == "end"
    app.press(Key.Key_B)
    assert app.canvas.draft.side == "start"
    app.press(Key.Key_Escape)
    assert app.case.left == 2
    assert app.readings
    app.press(Key.Key_E, Key.Key_Right, Key.Key_Right, Key.Key_Return)
    app.settle()
    assert app.page.desk.case.annotated == [Span(4, 24, LabelId("OCC"))]
    app.press(Key.Key_L)
    chooser = QApplication.activePopupWidget()
    assert isinstance(chooser, LabelList)
    chooser.label_chosen.emit("ORG")
    chooser.close()
    assert app.page.desk.case.annotated == [Span(4, 24, LabelId("ORG"))]
    assert app.case.asked[0].answer.how == "own"
    one = app.page.verbs.current

    tokyo = app.page.marks.item(Span(27, 32, LabelId("GPE")))
    app.canvas.set_current(tokyo)
    assert app.page.verbs.current is None
    app.press(Key.Key_X)
    app.settle()
    assert app.page.marks.item(tokyo.span) is None
    app.do("edit.undo")
    app.wait(lambda: app.page.marks.item(tokyo.span) is not None)
    app.do("edit.undo")
    app.wait(lambda: app.page.desk.case.annotated == [Span(4, 24, LabelId("OCC"))])
    assert app.page.verbs.current == one
    app.do("edit.redo")
    app.wait(lambda: app.page.desk.case.annotated == [Span(4, 24, LabelId("ORG"))])


def test_lists_lanes_names_and_rules(team: Path, drive: Callable) -> None:
    app = drive(team)
    sheet = app.canvas.sheet
    (first, last) = (sheet.row_of(4), sheet.row_of(60))
    app.press(Key.Key_Escape)
    assert sheet.row_of(4).top == first.top
    assert last.top - sheet.row_of(60).top - BAR_SPACE == 2 * sheet.measures.person_lane + 4
    app.press(Key.Key_Tab)
    assert sheet.row_of(60).top == last.top

    model = app.page.disagreements.model
    app.wait(lambda: model.total == 2)
    titles = ["Edges", "وزير الخارجية الأميركي", "Only \u2068Omar\u2069", "سيول"]
    assert [model.index(n).data() for n in range(4)] == titles
    app.page.disagreements.list.chosen.emit(model.index(3))
    assert app.canvas.text[app.page.verbs.current.start :].startswith("سيول")

    app.press(Key.Key_H)
    shown = [name for _cap, name in app.readings] + [lane.name for lane in app.canvas._scene.people]
    assert set(shown) == {"A", "B", "Neither", "Own…"}
    app.settle()
    assert not {"Omar", "Layla"} & {cells[0].text() for cells in app.page.this._cells}
    assert model.index(2).data() == "Marked by some"
    app.press(Key.Key_H)
    assert app.readings[0] == ("1", "Omar")

    app.press(Key.Key_1)
    assert (model.left, model.total) == (1, 2)
    omar = app.page.desk.case.compared.people[0]
    app.page.head.rule_chosen.emit("trusted", omar)
    app.settle()
    assert (app.case.left, app.case.rule) == (0, "trusted")
    assert app.window.status._said._text == "4 spans settled · 0 disagreements are left"
    app.do("edit.undo")
    app.wait(lambda: app.case.left == 1)


def test_a_failed_commit_puts_it_back_and_says_why(
    team: Path, drive: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = drive(team)
    append = Decisions.append

    def full(*_arguments: object) -> None:
        raise DiskFull(path=team)

    monkeypatch.setattr(Decisions, "append", full)
    app.press(Key.Key_1)
    assert app.page.desk.saving == 1
    assert app.canvas._scene.states.saving
    app.settle()
    app.wait(lambda: app.case.left == 2)
    assert len(app.notes) == 1
    assert app.window.status._saved.text() == "Not saved"
    monkeypatch.setattr(Decisions, "append", append)
    app.press(Key.Key_1)
    app.settle()
    assert app.case.left == 1


def test_the_page_in_front_answers_and_takes_in_what_others_do(team: Path, project: Project, drive: Callable) -> None:
    app = drive(team)
    commands, review = app.window.commands, app.window.review
    assert commands["document.finish"].iconText() == "Finish adjudication"
    assert commands["adjudicate.1"].iconText() == "Omar"
    assert not commands["label.1"].isEnabled()
    app.press(Key.Key_N)
    app.page.this.note.insertPlainText("The head stays outside.")
    QTest.keyClick(app.page.this.note, Key.Key_Return)
    app.settle()
    assert app.canvas.hasFocus()

    app.do("page.review")
    assert commands["document.finish"].iconText() == "Accept rest and finish"
    assert not commands["adjudicate.1"].isEnabled()
    assert not commands["adjudicate.1"].isVisible()
    assert "adjudicating" not in app.window.status._reviewer.text()
    review.canvas.set_current(None)
    assert "Adjudicator on “\u2068وزير الخارجية الأميركي\u2069”" in review.current._none.text()

    other = Adjudication(project, project.people.named("Fatima"))
    page = other.open(app.page.desk.document)
    one = page.compared.disagreements[1]
    other.take(one, one.readings[0])
    app.do("page.adjudicate")
    app.wait(lambda: app.case.left == 1)
    other.neither(one)
    other.take(page.compared.disagreements[0], page.compared.disagreements[0].readings[0])
    review.news._look_round()
    app.wait(lambda: app.case.left == 0)


def chosen(app: Driver) -> list[str]:
    return [choice.name for choice in app.canvas._choices if choice.chosen]


def test_the_answer_that_stands_is_marked_among_the_answers(project: Project, drive: Callable) -> None:
    annotate(project, "Omar", "زار [طوكيو GPE] أمس", "001")
    annotate(project, "Layla", "زار طو[كيو LOC] أمس", "001")
    app = drive(project.path)
    assert chosen(app) == []
    one = app.page.verbs.current
    for key, name in ((Key.Key_0, "Neither"), (Key.Key_1, "Omar")):
        app.press(key)
        app.settle()
        app.page.verbs.go_to(one)
        assert chosen(app) == [name]


def test_both_and_a_document_of_latin_name_are_told(project: Project, drive: Callable) -> None:
    annotate(project, "Omar", "زار [جامعة بكين ORG] أمس", "001_a")
    annotate(project, "Layla", "زار جامعة [بكين ORG] أمس", "001_a")
    app = drive(project.path)
    one = app.page.verbs.current
    app.press(Key.Key_3)
    app.settle()
    app.page.verbs.go_to(one)
    assert chosen(app) == ["Both"]
    told: list[str] = []
    app.page.verbs.told.connect(told.append)
    app.do("document.finish")
    assert told[-1] == "Adjudicated: \u2068001_a\u2069"


def test_what_annotators_change_afterwards_asks_again(team: Path, project: Project, drive: Callable) -> None:
    nour = Adjudication(project, project.people.named("Nour"))
    document = project.documents.ids()[0]
    nour.open(document)
    nour.settle("trusted", nour.page.compared.people[0], complete=True)
    review = Review(project, project.people.named("Layla"))
    page = review.open(document)
    review.reject(page.item(Span(27, 32, LabelId("GPE"))))
    app = drive(team)
    assert app.page.desk.document == document
    assert app.notes == ["Annotators have changed this document since it was adjudicated."]
    assert "Layla" in app.page.strip.notes()[0].accessibleName()


def test_a_project_for_reading_only_is_looked_at(
    team: Path, project: Project, open_window: Callable, wait: Callable
) -> None:
    project.close()
    window = open_window()
    window.session.open(team, read_only=True)
    wait(lambda: window.review is not None)
    app = Driver(window, wait)
    app.press(Key.Key_1)
    assert app.case.left == 2
    assert "reading only" in window.status._said._text
    app.press(Key.Key_Tab)
    assert app.page.verbs.current == app.page.desk.case.compared.disagreements[1]


def test_the_guidelines_open_at_the_label_of_the_disagreement_in_hand(team: Path, drive: Callable) -> None:
    app = drive(team)
    review = app.window.review
    assert review.canvas.current is None or review.canvas.current.span.label != "GPE"
    app.press(Key.Key_Tab)
    QTest.keyClick(app.window, Key.Key_F2)
    app.wait(lambda: app.window.guidelines.window is not None)
    shown = app.window.guidelines.window
    assert "GPE" in section(shown.view)
    app.press(Key.Key_L)
    chooser = QApplication.activePopupWidget()
    assert isinstance(chooser, LabelList)
    chooser.guidelines_requested.emit("LAW")
    chooser.close()
    app.wait(lambda: "LAW" in section(shown.view))


def test_without_two_who_have_finished_it_says_what_to_do(closed_project: Path, drive: Callable) -> None:
    app = drive(closed_project)
    assert app.page.sheets.currentWidget() is app.page.nothing
    assert app.page.nothing.title.text() == "Nothing to adjudicate yet."


def test_agreement_that_is_measured_when_the_page_has_gone_is_let_go(
    team: Path, drive: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    measuring: list[Job] = []

    def order(worker: Worker, name: str, _arguments: dict, finished: Callable, _failed: object = None) -> Job:
        measuring.append(Job(worker, 0, name))
        measuring[-1].finished.connect(finished)
        return measuring[-1]

    monkeypatch.setattr("desktop.pages.case_lists.FEW", 300)
    monkeypatch.setattr(Worker, "run", order)
    app = drive(team)
    assert [job.name for job in measuring] == ["agreement"]
    app.window.project_pages.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    measuring[0].finished.emit(SimpleNamespace(documents=2, figures=None))


def test_the_guideline_beside_is_as_wide_as_it_can_be_seen(team: Path, drive: Callable) -> None:
    app = drive(team)
    app.window.resize(1200, 560)  # so low that the panel scrolls
    guideline = app.page.this._guideline
    app.wait(lambda: app.page.this.area.verticalScrollBar().isVisible())
    app.press(Key.Key_Tab)
    app.wait(lambda: guideline.isVisible() and guideline.document().textWidth() == guideline.viewport().width())


def test_the_next_project_finds_the_commands_and_the_status_line_given_back(
    team: Path, tmp_path: Path, drive: Callable, wait: Callable[..., None]
) -> None:
    Project.create(tmp_path / "next.warraq", load("wojood")).close()
    app = drive(team)
    window = app.window
    assert "adjudicating" in window.status._reviewer.text()
    window.session.open(tmp_path / "next.warraq")
    wait(lambda: window.session.project.title == "next")
    window.commands["page.quality"].trigger()
    assert window.commands["document.finish"].iconText() == "Accept rest and finish"
    assert "adjudicating" not in window.status._reviewer.text()
