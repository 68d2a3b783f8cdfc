"""A team in the window: documents handed out, files brought back by dialog and by drag and drop, blind documents left alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QWidget

from annotator import jobs
from annotator.errors import WarraqError
from annotator.label_editing import added
from annotator.labels import load
from annotator.project.project import Project
from annotator.records import LabelId, Record, Span, Suggestion
from annotator.review import Review
from desktop.dialogs.assigning import AssignDialog
from desktop.dialogs.label_mapping import ADD, LEAVE_OUT, LabelMappingDialog
from desktop.dialogs.merging import MergeDialog, OpenOrMergeDialog, ask_projects
from desktop.dialogs.project import ask_project
from desktop.main_window import MainWindow
from desktop.pages.news import News
from desktop.worker import Job, Worker
from tests.conftest import PATIENCE, marked

Open = Callable[..., MainWindow]
Wait = Callable[..., None]
TURN = 20
"""Milliseconds between two looks for a dialog."""


@pytest.fixture(autouse=True)
def _nothing_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """No suggestions that nobody asked for."""
    monkeypatch.setattr(News, "ask_for_suggestions", lambda _news: None)


@pytest.fixture
def in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs run here rather than in a process of their own, which takes a while to start."""

    def run(
        worker: Worker,
        name: str,
        arguments: dict[str, object],
        finished: Callable[[object], object] | None = None,
        failed: Callable[[WarraqError], object] | None = None,
    ) -> Job:
        worker._count += 1
        ordered = worker._jobs[worker._count] = Job(worker, worker._count, name)
        for signal, heard in ((ordered.finished, finished), (ordered.failed, failed)):
            if heard is not None:
                signal.connect(heard)

        def perform() -> None:
            try:
                outcome = ("finished", jobs.finish(getattr(jobs, name)(**arguments)))
            except WarraqError as error:
                outcome = ("failed", error)
            worker._end(ordered.number, *outcome)

        QTimer.singleShot(0, worker, perform)
        return ordered

    monkeypatch.setattr(Worker, "run", run)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of six documents with suggestions, and the files of two annotators who have finished all but the blind ones."""
    path = tmp_path_factory.mktemp("team") / "news.warraq"
    with Project.create(path, load("wojood")) as project:
        project.people.named("Fatima")
        run = project.suggestions.add_run("test", "1")
        for number in range(6):
            written = marked(f"زار [بلينكن PERS] [طوكيو GPE] و[سيول GPE] {number}")
            document = project.documents.add(Record(written.text, f"{number:03d}")).id
            project.suggestions.add(run, document, [Suggestion(span, 0.9) for span in written.spans])
    assigned = jobs.finish(jobs.assign(path, ["منى", "Omar"], overlap=0.5, blind_share=0.3))
    for file in assigned.files:
        with Project.open(file.path) as project:
            review = Review(project, project.annotator)
            for document in project.documents.ids():
                if not project.assignments.is_blind(document, review.person.id):
                    review.open(document)
                    review.finish(0.5)
    return path


@pytest.fixture
def team(made: Path, tmp_path: Path) -> Path:
    """The same for one test: the project; the files stand beside it."""
    for file in made.parent.glob("*.warraq"):
        shutil.copy(file, tmp_path)
    return tmp_path / "news.warraq"


@pytest.fixture
def plain(team: Path) -> Path:
    """A project of which nothing is assigned, and in which nobody else is known."""
    with Project.open(team) as project, project.writing():
        project.db.execute("DELETE FROM assignment")
        project.db.execute("DELETE FROM person WHERE name <> 'Fatima'")
    for file in team.parent.glob("news-*.warraq"):
        file.unlink()
    return team


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders that were opened."""
    folders: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: folders.append(url.toLocalFile()))
    return folders


def dialog(kind: type[QDialog]) -> QDialog | None:
    return next((one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()), None)


def meanwhile(*steps: tuple[type[QDialog], Callable[[QDialog], object], Callable[[QDialog], bool]]) -> list[str]:
    """Do something in dialogs that are about to open, one after the other, each as soon as it is ready; gives what was done."""
    left, did, waited = list(steps), [], []
    turns = QTimer(QApplication.instance(), interval=TURN)

    def stop(opened: QDialog | None) -> None:
        """Else the test would wait for it for ever."""
        turns.stop()
        if opened is not None:
            opened.reject()

    def turn() -> None:
        kind, act, ready = left[0]
        found = dialog(kind)
        if found is None or not ready(found):
            waited.append(1)
            if len(waited) * TURN > PATIENCE:
                stop(dialog(QDialog))
                raise AssertionError(f"{kind.__name__} did not become ready for {act.__name__}")
            return
        left.pop(0)
        if not left:
            turns.stop()
            turns.deleteLater()
        try:
            act(found)
        except BaseException:
            stop(found)
            raise
        did.append(kind.__name__)

    turns.timeout.connect(turn)
    turns.start()
    return did


def always(_dialog: QDialog) -> bool:
    return True


def compared(merging: MergeDialog) -> bool:
    return None not in merging._found.values() and merging._rows.itemAt(0).widget().isVisible()


def drop(target: QWidget, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    actions, buttons, held = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    for event in (
        QDragEnterEvent(QPointF(9, 9).toPoint(), actions, data, buttons, held),
        QDropEvent(QPointF(9, 9), actions, data, buttons, held),
    ):
        QApplication.sendEvent(target, event)
        assert event.isAccepted()


def press(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def answer(window: MainWindow, verb: str) -> None:
    """Press a button of the note that stands."""
    for note in window.review.strip.notes():
        for button in note.findChildren(QWidget):
            if getattr(button, "text", str)() == verb:
                press(button)
                return
    raise AssertionError(f"no note offers {verb}")


def said_in(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


# Handing out


@pytest.mark.usefixtures("in_place")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_documents_are_handed_out_as_planned(
    open_window: Open, wait: Wait, plain: Path, language: str, messages: object, shown: list[str]
) -> None:
    window = open_window(plain, language=language)
    plans: list[list[str]] = []

    def figures(assigning: AssignDialog) -> list[str]:
        return [label.text() for row in assigning.rows._rows for label in row.figures]

    def fill(assigning: AssignDialog) -> None:
        first, second = (row.name for row in assigning.rows._rows)
        assert not assigning.primary.isEnabled()
        assert (first.mapTo(assigning, first.rect().center()).x() > assigning.width() / 2) is (language == "ar")
        assert first.hasFocus() or assigning.focusWidget() is first
        first.setText("منى")  # QTest types Latin alone
        QTest.keyClicks(second, "Omar")
        assigning.overlap.setCurrentIndex(assigning.overlap.findData(0.5))

    def go(assigning: AssignDialog) -> None:
        plans.append(figures(assigning))
        assert [row.file._text.strip("\u2068\u2069") for row in assigning.rows._rows] == [
            "news-منى.warraq",
            "news-Omar.warraq",
        ]
        QTest.keyClick(assigning, Qt.Key.Key_Return)

    meanwhile((AssignDialog, fill, always), (AssignDialog, go, lambda one: one.primary.isEnabled()))
    window.commands.trigger("team.assign")
    wait(lambda: bool(messages.notes))
    assert messages.errors == []
    with Project.open(plain, read_only=True) as project:
        made = project.assignments.counts()
    assert sum(made.values()) == 9
    assert all((plain.parent / name).exists() for name in ("news-منى.warraq", "news-Omar.warraq"))
    digits = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
    documents = [int(plans[0][place].translate(digits)) for place in (0, 4)]
    assert documents == [made["منى"], made["Omar"]]
    if language == "en":
        assert messages.notes[0].startswith("6 documents were assigned: 3 shared")
        answer(window, "Open folder")
        assert shown == [str(plain.parent)]


def test_what_stands_in_the_way_is_said_in_place(open_window: Open, wait: Wait, plain: Path, tmp_path: Path) -> None:
    window = open_window(plain)
    (plain.parent / "news-Omar.warraq").write_text("mine")
    heard: list[str] = []

    def taken(assigning: AssignDialog) -> None:
        heard.append(assigning.rows._rows[1].fault.words)
        assert not assigning.primary.isEnabled()
        assigning.folder.field.setText(str(tmp_path / "elsewhere"))

    def twice(assigning: AssignDialog) -> None:
        assert assigning.rows._rows[1].fault.words == ""
        press(assigning.more)
        QTest.keyClicks(assigning.focusWidget(), "Omar")

    def refused(assigning: AssignDialog) -> None:
        heard.append(assigning.fault.words)
        press(assigning.rows._rows[2].remove)

    def fill(assigning: AssignDialog) -> None:
        for row, name in zip(assigning.rows._rows, ("Mona", "Omar"), strict=True):
            QTest.keyClicks(row.name, name)

    did = meanwhile(
        (AssignDialog, fill, always),
        (AssignDialog, taken, lambda one: one.rows._rows[1].fault.words != ""),
        (AssignDialog, twice, lambda one: one.primary.isEnabled()),
        (AssignDialog, refused, lambda one: one.fault.words != ""),
        (AssignDialog, lambda one: one.reject(), lambda one: one.primary.isEnabled()),
    )
    window.commands.trigger("team.assign")
    wait(lambda: len(did) == 5)
    assert heard[0] == "There is already a file of this name."
    assert "a name is given twice" in heard[1]
    assert not (tmp_path / "elsewhere").exists()


def test_what_is_assigned_already_is_said(open_window: Open, wait: Wait, team: Path) -> None:
    window = open_window(team)
    heard: list[str] = []

    def leave(assigning: AssignDialog) -> None:
        # Those who annotate here are offered, not the one who reviews.
        assert set(assigning.rows.names) == {"منى", "Omar"}
        heard.append(assigning.fault.words)
        assigning.reject()

    did = meanwhile((AssignDialog, leave, lambda one: one.fault.words != ""))
    window.commands.trigger("team.assign")
    wait(lambda: bool(did))
    assert "each is assigned already" in heard[0]


def test_the_list_shows_whose_a_document_is(open_window: Open, wait: Wait, team: Path) -> None:
    window = open_window(team)
    panel = window.review.documents
    wait(lambda: panel.states.findText("Omar", Qt.MatchFlag.MatchContains) > 0)
    with Project.open(team, read_only=True) as project:
        omar = project.people.find("Omar")
        his = project.documents.ids(assigned=omar.id)
    panel.states.setCurrentIndex(panel.states.findData(f"assigned:{omar.id}"))
    panel.states.activated.emit(panel.states.currentIndex())
    wait(lambda: panel.model.ids == his)
    wait(lambda: panel.model.row(his[0]) is not None)
    tooltip = panel.model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "Assigned to" in tooltip
    assert "Omar" in tooltip
    # It is kept for the project.
    window.session.open(team)
    wait(lambda: window.review is not None and window.review.documents is not panel)
    wait(lambda: window.review.documents.model.ids == his)
    assert window.review.documents.states.currentData() == f"assigned:{omar.id}"


# Bringing back


@pytest.mark.parametrize("ask", [ask_project, ask_projects])
def test_projects_can_be_chosen_in_arabic(
    ask: Callable[..., object], speaking: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaking("ar")
    filters: list[str] = []
    for name in ("getOpenFileName", "getOpenFileNames"):
        monkeypatch.setattr(QFileDialog, name, lambda *asked: (filters.append(asked[3]) or "", ""))
    ask(None, str(tmp_path))
    # The window's own file dialog looks for the pattern as it stands in the words.
    assert QFileDialog(None, "", str(tmp_path), filters[0]).nameFilters() == ["*.warraq"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_dropped_project_is_merged_after_a_look(
    open_window: Open,
    wait: Wait,
    team: Path,
    language: str,
    messages: object,
    shown: list[str],
    request: pytest.FixtureRequest,
) -> None:
    if language == "ar":
        request.getfixturevalue("in_place")
    window = open_window(team, language=language)
    other = team.with_name("news-Omar.warraq")
    seen: list[str] = []

    def look(merging: MergeDialog) -> None:
        seen.append(said_in(merging))
        with Project.open(team, read_only=True) as project:
            assert project.info()["decisions"] == 0  # nothing has come yet
        drop(merging, team.with_name("news-منى.warraq"), other)

    def go(merging: MergeDialog) -> None:
        assert len(merging.ready) == 2
        QTest.keyClick(merging, Qt.Key.Key_Return)

    did = meanwhile(
        (OpenOrMergeDialog, lambda one: press(one.primary), always),
        (MergeDialog, look, compared),
        (MergeDialog, go, lambda one: compared(one) and len(one._found) == 2),
    )
    drop(window, other)
    wait(lambda: len(did) == 3)
    wait(lambda: bool(messages.notes))
    assert messages.errors == []
    assert "Omar" in seen[0]
    assert "news-Omar" in seen[0]
    with Project.open(team, read_only=True) as project:
        assert project.info()["decisions"] > 0
        backups = project.backups.before_merges()
    assert len(backups) == 1
    assert "news.backups" in seen[0]
    if language == "en":
        assert "decisions" in messages.notes[0]
        told = said_in(window.review.strip)
        assert "finished by several annotators" in told
        assert backups[0].name in told
        answer(window, "Open backup folder")
        assert shown == [str(backups[0].parent)]


@pytest.mark.usefixtures("in_place")
def test_a_preview_does_not_wait_for_other_work(
    open_window: Open, wait: Wait, team: Path, messages: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(team)
    run, held = Worker.run, []

    def busy(worker: Worker, *order: object) -> Job | None:
        """What else is ordered of the process of the jobs waits for a training without end."""
        if worker is not window.session.worker:
            return run(worker, *order)
        job = Job(worker, 0, order[0])
        worker._jobs[len(held)] = job
        held.append(order[0])
        return job

    monkeypatch.setattr(Worker, "run", busy)
    window.session.worker.run("learn", {})
    seen: list[str] = []

    def look(merging: MergeDialog) -> None:
        seen.append(said_in(merging))
        press(merging.primary)

    did = meanwhile((MergeDialog, look, compared))
    drop(window, *sorted(team.parent.glob("news-*.warraq")))
    wait(lambda: bool(did))
    assert "the merge begins when it has ended" in seen[0]
    assert held == ["learn", "merge"]
    assert messages.errors == []
    window.session.worker._jobs.clear()


@pytest.mark.usefixtures("in_place")
def test_after_a_merge_the_disagreements_are_one_press_away(
    open_window: Open, wait: Wait, team: Path, messages: object
) -> None:
    window = open_window(team)
    asked: list[str] = []
    for page in ("adjudicate", "agreement"):
        action = window.commands[f"page.{page}"]
        action.triggered.disconnect()
        action.triggered.connect(lambda _checked=False, name=page: asked.append(name))
    did = meanwhile((MergeDialog, lambda one: press(one.primary), compared))
    drop(window, *sorted(team.parent.glob("news-*.warraq")))
    wait(lambda: bool(did) and bool(messages.notes))
    answer(window, "Adjudicate")
    assert asked == ["adjudicate"]


def test_a_dropped_project_can_be_opened_instead_or_left(open_window: Open, wait: Wait, team: Path) -> None:
    window = open_window(team)
    other = team.with_name("news-Omar.warraq")
    did = meanwhile((OpenOrMergeDialog, lambda one: QTest.keyClick(one, Qt.Key.Key_Escape), always))
    drop(window, other)
    wait(lambda: bool(did))
    assert window.session.project.path == team
    meanwhile((OpenOrMergeDialog, lambda one: press(one.open), always))
    drop(window, other)
    wait(lambda: window.session.project.path == other)
    # The file is Omar's, whoever reviewed on this machine before.
    assert window.session.project.person.name == "Omar"
    assert window.settings.reviewer == "Fatima"


def test_the_open_project_itself_is_no_other(open_window: Open, wait: Wait, team: Path, messages: object) -> None:
    window = open_window(team)
    drop(window, team)
    wait(lambda: "This project is open already." in messages.told)


@pytest.mark.usefixtures("in_place")
def test_labels_are_asked_about_and_what_cannot_come_says_why(
    open_window: Open, wait: Wait, team: Path, messages: object
) -> None:
    other, broken = team.with_name("other.warraq"), team.with_name("broken.warraq")
    own = replace(added(added(load("wojood"), "MISC"), "CITY"), id="own")
    with Project.create(other, own) as project:
        written = marked("زار [بلينكن MISC] [هانوي CITY]")
        document = project.documents.add(Record(written.text, "x")).id
        Review(project, project.people.named("سعاد")).import_spans(document, written.spans, done=True)
    broken.write_text("Dear all")
    window = open_window(team)
    asked: list[str] = []

    def look(merging: MergeDialog) -> None:
        assert "is not a Warraq project" in said_in(merging)
        assert [one.path for one in merging.ready] == [other]
        press(merging.primary)

    def tell(labels: LabelMappingDialog) -> None:
        asked.extend(labels.boxes)
        assert labels.boxes["MISC"].findData(LEAVE_OUT) < 0  # a decision cannot be left out
        labels.boxes["MISC"].setCurrentIndex(labels.boxes["MISC"].findData("PERS"))
        labels.boxes["CITY"].setCurrentIndex(labels.boxes["CITY"].findData(ADD))
        press(labels.primary)

    meanwhile((MergeDialog, look, compared), (LabelMappingDialog, tell, always))
    drop(window, broken, other)
    wait(lambda: bool(messages.notes))
    assert asked == ["CITY", "MISC"]
    assert messages.errors == []
    with Project.open(team, read_only=True) as project:
        person = project.people.find("سعاد")
        assert [span.label for span in project.decisions.spans(document, person.id)] == ["PERS", "CITY"]


# Blind


class Suggester:
    """Proposes the beginning of every text."""

    name, version, faults = "other", "1", ()

    def predict(self, texts: Sequence[str]) -> list[list[Suggestion]]:
        return [[Suggestion(Span(0, 3, LabelId("EVENT")))] for _text in texts]


@pytest.mark.usefixtures("in_place")
def test_in_a_blind_document_nothing_is_proposed_and_the_page_says_so(
    open_window: Open, wait: Wait, team: Path, messages: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.jobs.suggesting.load_model", lambda *_: Suggester())
    file = team.with_name("news-Omar.warraq")
    with Project.open(file, read_only=True) as project:
        hidden = project.assignments.blind_for(project.annotator.id)
        blind = min(hidden)
        seeing = next(one for one in project.documents.ids() if one not in project.assignments.without_suggestions())
    window = open_window(file)
    page = window.review

    def go_to(document: str) -> None:
        page.desk.open(document)
        wait(lambda: page.desk.page is not None and page.desk.page.document.id == document)
        wait(lambda: not window.session.file.busy)

    wait(lambda: not window.session.file.busy)
    go_to(seeing)
    assert not page.head._blind.isVisible()
    assert page.desk.page.items()
    go_to(blind)
    assert page.head._blind.isVisible()
    assert page.head._blind.text() == "Blind: no suggestions here, on purpose"
    assert not page.head._threshold.isVisible()
    assert "on purpose" in page.spans.empty.text()
    assert page.desk.page.items() == []
    # Not what the suggester would find, nor what memory knows from other documents, nor after a decision here.
    suggested: list[object] = []
    window.session.suggested.connect(suggested.append)
    window.commands.trigger("document.suggest")
    wait(lambda: bool(suggested))
    wait(lambda: not window.session.file.busy)
    assert suggested[0].documents == len(page.documents.model.ids) - len(hidden)
    assert messages.errors == []
    page.desk.perform(lambda verbs: verbs.add(4, 10, LabelId("PERS")))
    wait(lambda: not page.desk.saving and not window.session.file.busy)
    assert [(item.decided, item.span.label) for item in page.desk.page.items()] == [(True, "PERS")]
    go_to(seeing)
    go_to(blind)
    assert len(page.desk.page.items()) == 1
    with Project.open(file, read_only=True) as project:
        assert project.suggestions.shown(blind) == []
        assert project.suggestions.newest("other", seeing) is not None
