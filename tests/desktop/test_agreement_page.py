"""The agreement page on the real window: figures, two annotators alone, differences and the way to them, nothing to compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget

from annotator.errors import MeasureNeeds
from annotator.labels import load
from annotator.project.project import Project
from annotator.quality.agreement import gamma
from annotator.quality.agreement.record import Measure
from annotator.records import DocumentId, Record, Status, place_in
from annotator.review import Review
from desktop.actions import Actions
from desktop.main_window import MainWindow
from desktop.messages import Messages
from desktop.pages import difference_pages
from desktop.pages.adjudicate import AdjudicatePage
from desktop.pages.agreement import AgreementPage
from desktop.panels.agreement_matrix import PAIR
from desktop.panels.concordance import Boxes, draw_context
from desktop.session import Session
from desktop.settings import Settings
from desktop.theme import document_font

FIRST = {
    "أمل": "زار [أنتوني بلينكن PERS] [طوكيو GPE] [والصين GPE] اليوم",
    "بشر": "زار [أنتوني بلينكن PERS] [طوكيو ORG] و[الصين GPE] اليوم",
    "جنى": "زار أنتوني [بلينكن PERS] [طوكيو GPE] و[الصين GPE] اليوم",
}
SECOND = {"أمل": "وصل [وزير اليابان OCC] أمس", "بشر": "وصل [وزير اليابان OCC] أمس"}


@pytest.fixture(autouse=True)
def ordered(run_here: Callable[..., list[str]]) -> list[str]:
    """Jobs that compare run in this process; the names of those that were ordered."""
    return run_here("agreement", "differences")


@pytest.fixture
def make(tmp_path: Path, doc: Callable) -> Callable[..., Path]:
    """A project of documents, each given as what every annotator has marked in it."""

    def make_one(*documents: dict[str, str], done: bool = True) -> Path:
        path = tmp_path / "team.warraq"
        with Project.create(path, load("wojood")) as project:
            for name, marks in zip(("one", "two", "three"), documents, strict=False):
                for person, source in marks.items():
                    made = doc(source)
                    document = project.documents.add(Record(made.text, name)).id
                    Review(project, project.people.named(person)).import_spans(document, made.spans, done=done)
        return path

    return make_one


@pytest.fixture
def open_page(
    dressed: QApplication, settings: Settings, wait: Callable[..., None]
) -> Iterator[Callable[[Path], AgreementPage]]:
    made: list[tuple[Session, QMainWindow]] = []

    def open_one(path: Path) -> AgreementPage:
        window = QMainWindow()
        window.resize(1440, 850)
        session = Session(settings, window)
        made.append((session, window))
        session.open(path)
        wait(lambda: session.project is not None)
        commands = Actions(window)
        page = AgreementPage(session, commands, Messages(window, lambda: page.strip), settings)
        session.ordered.connect(lambda job, _words: job.failed.connect(page._messages.fail))
        window.setCentralWidget(page)
        window.show()
        window.activateWindow()
        page.come()
        settle(page, wait)
        return page

    yield open_one
    for session, window in made:
        session.end()
        window.deleteLater()


@pytest.fixture
def page(make: Callable[..., Path], open_page: Callable[[Path], AgreementPage]) -> AgreementPage:
    """Three annotators in the first document, two who agree in the second."""
    return open_page(make(FIRST, SECOND))


def settle(page: AgreementPage, wait: Callable[..., None]) -> None:
    session = page._session
    wait(lambda: not session.file.busy and not session.reader.jobs and not page._settle.isActive())


def texts_of(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def row(page: AgreementPage, measure: Measure):
    return page.sheet.figures._rows[measure]


def groups(page: AgreementPage) -> list[str]:
    model = page.sheet.differences.groups.model()
    return [model.index(place).data(Qt.ItemDataRole.AccessibleTextRole) for place in range(model.rowCount())]


def places(page: AgreementPage) -> list[str]:
    return [example.place.text for example in page.sheet.differences.examples.examples]


def documents(page: AgreementPage) -> list[str]:
    model = page.sheet.documents.model()
    return [model.index(place).data() for place in range(model.rowCount())]


def test_shows_all_that_was_found(page: AgreementPage) -> None:
    assert (row(page, Measure.F1).value.text(), row(page, Measure.FLEISS).value.isVisible()) == ("0.40", True)
    assert not row(page, Measure.GAMMA).name.isVisible()
    labels = page.sheet.labels.model()
    first = [labels.index(place, 0).data() for place in range(labels.rowCount())]
    assert (first[0], first[-1]) == ("ORG", "OCC")
    assert documents(page) == ["one", "two"]
    assert groups(page)[0] == "All differences, 6"
    assert sorted(set(places(page))) == ["أنتوني بلينكن", "طوكيو", "والصين"]
    assert len(places(page)) == 6
    assert "All documents are blind" in " ".join(texts_of(page.sheet.figures))


def test_what_a_figure_means_stands_under_it(page: AgreementPage) -> None:
    shown = row(page, Measure.FLEISS)
    assert not shown.meaning.isVisible()
    QTest.keyClick(shown.name, Qt.Key.Key_Space)
    assert "Unmarked is a label like the others" in shown.meaning.text()
    assert shown.meaning.isVisible()
    QTest.keyClick(shown.name, Qt.Key.Key_Space)
    assert not shown.meaning.isVisible()


def test_documents_with_suggestions_in_sight_are_warned_of(
    make: Callable[..., Path], open_page: Callable[[Path], AgreementPage]
) -> None:
    path = make(FIRST, SECOND)
    with Project.open(path) as project:
        run = project.suggestions.add_run("test", "1")
        document = project.documents.find("one")
        project.suggestions.add(run, document, [])
        review = Review(project, project.people.named("أمل"))
        review.open(document)
        review.set_status(Status.IN_PROGRESS)  # they look at it again
        review.set_status(Status.DONE)
    page = open_page(path)
    assert (row(page, Measure.F1).blind.text(), row(page, Measure.F1).seen.text()) == ("1.00", "0.33")
    assert "Suggestions in sight make annotators agree" in " ".join(texts_of(page.sheet.figures))


def test_a_cell_shows_two_alone_and_esc_all_again(page: AgreementPage, wait: Callable[..., None]) -> None:
    matrix = page.sheet.matrix
    matrix.setFocus()
    matrix.setCurrentIndex(matrix.model().index(0, 2))
    names = {person.name for person in matrix.currentIndex().data(PAIR).annotators}
    assert names == {"أمل", "جنى"}
    assert row(page, Measure.F1).value.text() == "0.33"  # at once
    settle(page, wait)
    assert row(page, Measure.KAPPA).value.isVisible()
    assert documents(page) == ["one"]
    assert groups(page) == [
        "All differences, 2",
        "Other edges, PERS, 1",
        "With or without a proclitic, GPE, 1",
    ]
    assert len(places(page)) == 2
    QTest.keyClick(matrix, Qt.Key.Key_Escape)
    settle(page, wait)
    assert row(page, Measure.F1).value.text() == "0.40"
    assert documents(page) == ["one", "two"]
    assert not matrix.selectionModel().hasSelection()


def test_arrow_keys_pass_over_the_diagonal(page: AgreementPage) -> None:
    matrix = page.sheet.matrix
    matrix.setCurrentIndex(matrix.model().index(0, 1))
    QTest.keyClick(matrix, Qt.Key.Key_Down)
    assert matrix.currentIndex().data(PAIR) is not None


def test_another_measure_in_the_matrix(page: AgreementPage) -> None:
    chosen = page.sheet.measure
    cell = page.sheet.matrix.model().index(0, 1)
    strict = cell.data()
    chosen.setFocus()
    QTest.keyClick(chosen, Qt.Key.Key_Down)
    assert chosen.currentText() == "Partial F1"
    assert cell.data() != strict


def test_enter_opens_the_place_where_it_can_be_settled(
    make: Callable[..., Path], open_window: Callable[..., MainWindow], wait: Callable[..., None]
) -> None:
    window = open_window(make(FIRST, SECOND))
    window.activateWindow()
    window.commands.trigger("page.agreement")
    page, review = window.project_pages.in_front, window.review
    assert isinstance(page, AgreementPage)
    assert review is not None
    settle(page, wait)
    window.switch_language()
    assert row(page, Measure.F1).value.text() == "٠٫٤٠"
    assert page.sheet.matrix.model().index(0, 1).data() == "٠٫٥٠"
    lines = page.sheet.differences.lines
    lines.setFocus()
    lines.setCurrentIndex(lines.model().index(lines.model().rowCount() - 1, 0))
    place = page.sheet.differences.examples.examples[-1].place
    QTest.keyClick(lines, Qt.Key.Key_Return)
    wait(lambda: window.project_pages.in_front is not page)
    adjudicate = window.project_pages.in_front
    assert isinstance(adjudicate, AdjudicatePage)
    wait(lambda: adjudicate.verbs.current is not None)
    assert adjudicate.desk.case.document.name == "one"
    start, end = place.start, place.end
    assert adjudicate.verbs.current.start < end
    assert start < adjudicate.verbs.current.end
    assert adjudicate.canvas.hasFocus()


def test_enter_opens_the_review_where_nothing_can_be_settled_yet(
    make: Callable[..., Path], open_window: Callable[..., MainWindow], wait: Callable[..., None]
) -> None:
    window = open_window(make(FIRST, SECOND, done=False))
    window.activateWindow()
    window.commands.trigger("page.agreement")
    page, review = window.project_pages.in_front, window.review
    settle(page, wait)
    page._ask_begun()
    settle(page, wait)
    listed = page.sheet.documents
    listed.setFocus()
    listed.setCurrentIndex(listed.model().index(0))
    QTest.keyClick(listed, Qt.Key.Key_Return)
    wait(lambda: window.project_pages.in_front is review)
    wait(lambda: review.desk.page is not None and review.desk.page.document.name == listed.model().documents[0].name)


def test_a_document_narrows_the_places_and_enter_opens_it(page: AgreementPage, wait: Callable[..., None]) -> None:
    listed = page.sheet.documents
    listed.setCurrentIndex(listed.model().index(1))
    QTest.keyClick(listed, Qt.Key.Key_Space)
    settle(page, wait)
    assert places(page) == []
    assert "in \u2068two\u2069" in " ".join(texts_of(page.sheet.differences))
    opened: list[tuple[DocumentId, int, int]] = []
    page.difference_wanted.connect(lambda *place: opened.append(place))
    QTest.keyClick(listed, Qt.Key.Key_Return)
    assert opened == [(listed.model().documents[1].id, 0, 0)]


def test_places_come_in_slices(page: AgreementPage, wait: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    every = places(page)
    monkeypatch.setattr(difference_pages, "SLICE", 2)
    page._leave_document()
    settle(page, wait)
    model = page.sheet.differences.examples
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
        settle(page, wait)
    assert places(page) == every


def test_compares_again_only_when_something_has_changed(
    page: AgreementPage, ordered: list[str], wait: Callable[..., None]
) -> None:
    ordered.clear()
    page.go()
    page.come()
    settle(page, wait)
    assert ordered == []
    page.go()
    with Project.open(page._session.project.path) as project:
        Review(project, project.people.named("بشر")).remove_document(project.documents.find("one"))
    page.come()
    settle(page, wait)
    assert ordered == ["agreement", "differences"]
    assert documents(page) == ["two"]


def test_some_annotators_and_labels_alone(page: AgreementPage, wait: Callable[..., None]) -> None:
    head = page.sheet.head
    head.labels._menu.aboutToShow.emit()
    head.labels.choose(("PERS",))
    head.labels._menu.aboutToHide.emit()
    settle(page, wait)
    assert page.sheet.labels.model().rowCount() == 1
    head.people._menu.aboutToShow.emit()
    head.people.choose([person.id for person in page._standing.people if person.name != "جنى"])
    head.people._menu.aboutToHide.emit()
    settle(page, wait)
    assert page.sheet.matrix.model().rowCount() == 2
    assert row(page, Measure.F1).value.text() == "1.00"


def test_the_menu_stays_open_while_it_is_ticked_in(page: AgreementPage, wait: Callable[..., None]) -> None:
    choice = page.sheet.head.people
    QTimer.singleShot(0, choice.showMenu)
    wait(lambda: choice._menu.isVisible())
    for _time in range(2):
        QTest.keyClick(choice._menu, Qt.Key.Key_Down)
    QTest.keyClick(choice._menu, Qt.Key.Key_Space)
    assert choice._menu.isVisible()
    assert len(choice.chosen) == 1
    QTest.keyClick(choice._menu, Qt.Key.Key_Escape)
    settle(page, wait)
    assert "share no document" in " ".join(texts_of(page))
    QTest.mouseClick(page.sheet.button, Qt.MouseButton.LeftButton)
    settle(page, wait)
    assert page.sheet.matrix.model().rowCount() == 3


def test_what_gamma_needs_is_said_and_the_figures_stay(
    page: AgreementPage, monkeypatch: pytest.MonkeyPatch, wait: Callable[..., None]
) -> None:
    def refuse() -> None:
        raise MeasureNeeds(measure="gamma", extra="agreement")

    monkeypatch.setattr(gamma, "require", refuse)
    QTest.keyClick(page.sheet.head.gamma, Qt.Key.Key_Space)
    settle(page, wait)
    assert ["needs the extra agreement" in note.text for note in page.strip.notes()] == [True]
    assert not page.sheet.head.gamma.isChecked()
    assert row(page, Measure.F1).value.text() == "0.40"


@pytest.mark.parametrize(
    ("documents", "done", "said"),
    [
        ([], True, "Agreement needs two annotators."),
        ([{"أمل": SECOND["أمل"]}], True, "Agreement needs two annotators."),
        ([{"أمل": "زار [طوكيو GPE]"}, {"بشر": "وصل [طوكيو GPE]"}], True, "No two annotators share a document."),
    ],
)
def test_says_what_is_absent(
    make: Callable[..., Path], open_page: Callable[[Path], AgreementPage], documents: list, done: bool, said: str
) -> None:
    page = open_page(make(*documents, done=done))
    assert said in texts_of(page)
    assert page.strip.notes() == []


def test_what_is_only_begun_can_be_compared(
    make: Callable[..., Path], open_page: Callable[[Path], AgreementPage], wait: Callable[..., None]
) -> None:
    page = open_page(make(FIRST, done=False))
    assert "No document has been finished by two annotators." in texts_of(page)
    assert QApplication.focusWidget() is page.sheet.button
    QTest.keyClick(page.sheet.button, Qt.Key.Key_Space)
    settle(page, wait)
    assert documents(page) == ["one"]


def test_keys_go_round_the_panes(page: AgreementPage) -> None:
    page.sheet.head.people.setFocus()
    seen = []
    for _pane in page.sheet.panes:
        page._commands.trigger("pane.next")
        seen.append(QApplication.focusWidget())
    assert seen == [*page.sheet.panes[1:], page.sheet.panes[0]]


def test_lanes_stand_under_their_words(dressed: QApplication) -> None:
    place = place_in(DocumentId("d"), "d", "زار بلينكن والصين اليوم", 4, 17)
    found: list[QRectF] = []

    def look(boxes: Boxes) -> None:
        found.extend(boxes(*stretch) for stretch in ((4, 10), (11, 17), (12, 17)))

    picture = QImage(600, 30, QImage.Format.Format_RGB32)
    with QPainter(picture) as painter:
        draw_context(painter, QRect(0, 0, 600, 30), place, document_font(16), place.start, look)
    name, country, without = found
    assert name.left() > country.right()  # from right to left
    assert country.left() == without.left() < without.right() < country.right()


def test_a_narrow_window_shows_all_parts_one_below_the_other(page: AgreementPage) -> None:
    page.window().resize(1000, 700)
    QApplication.processEvents()
    sheet = page.sheet
    assert (
        sheet.labels.mapTo(sheet, sheet.labels.rect().topLeft()).y()
        > sheet.matrix.mapTo(sheet, sheet.matrix.rect().bottomLeft()).y()
    )
    assert sheet.differences.mapTo(sheet, sheet.differences.rect().topRight()).x() < sheet.width()
