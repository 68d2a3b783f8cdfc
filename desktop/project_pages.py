"""The pages of the project in hand: review, and those of a team lead. One of them is in front; it answers the commands."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.project.adjudications import can_be_adjudicated
from annotator.records import DocumentId
from desktop.actions import Actions
from desktop.messages import Messages, Strip
from desktop.pages.review import ReviewPage
from desktop.panels.status_line import StatusLine
from desktop.session import Session
from desktop.settings import Settings

if TYPE_CHECKING:
    from desktop.pages.adjudicate import AdjudicatePage
    from desktop.pages.quality_figures import Figures

REVIEW: Final = "page.review"
QUALITY: Final = "page.quality"
ADJUDICATE: Final = "page.adjudicate"
_OTHERS: Final = {
    QUALITY: ("desktop.pages.quality", "QualityPage"),
    ADJUDICATE: ("desktop.pages.adjudicate", "AdjudicatePage"),
    "page.agreement": ("desktop.pages.agreement", "AgreementPage"),
}
"""The command of each page that is made when it is first asked for, as what it draws with takes a while to load."""
COMMANDS: Final = (REVIEW, *_OTHERS)
_OF_REVIEW: Final = (
    "edit.history",
    "edit.find_all",
    "view.spans",
    "view.documents",
    "view.doubtful",
    "tools.consistency",
    "tools.statistics",
)
"""Commands of the project that the review answers: they bring it to the front first."""


class ProjectPage(Protocol):
    """What the window asks of a page, which is a widget made of session, commands, messages and settings.

    Attributes:
        strip: where its notes stand.
        speak_in: where there is one, it is given the status line, to borrow it while the page is in front.
        label_in_hand: where there is one, the id of the label of what is current on the page, or nothing.

    Signals, of which a page has those that it needs:
        place_wanted: a place of a document is to be seen in the review: document, start, end.
        difference_wanted: a place where annotators differ is to be settled, or else seen: document, start, end.
        guidelines_requested: what the guidelines say of a label is wanted, by its id.
    """

    strip: Strip

    def come(self) -> None:
        """It is in front from now on: enable what it answers, read again what may have changed, take the keys."""

    def go(self) -> None:
        """It is in front no more: it answers no command."""

    def retranslate(self) -> None:
        """Speak the language in use now."""

    def wear(self) -> None:
        """Take on the theme in use now."""


class ProjectPages(QObject):
    """Makes the pages of a project, and shows one of them.

    Attributes:
        review: the page of the review; None while no project is open.

    Signals:
        turned: another page is in front.
        guidelines_requested: what the guidelines say of a label is wanted, by its id.
    """

    turned = Signal()
    guidelines_requested = Signal(str)

    def __init__(
        self,
        stack: QStackedWidget,
        session: Session,
        commands: Actions,
        messages: Messages,
        settings: Settings,
        status: StatusLine,
    ) -> None:
        super().__init__(stack)
        self._stack = stack
        self._session, self._commands, self._messages, self._settings = session, commands, messages, settings
        self._status = status
        self._pages: dict[str, ProjectPage] = {}
        self._in_front = ""
        for command in COMMANDS:
            commands[command].triggered.connect(lambda _checked=False, page=command: self.show(page))
        for command in _OF_REVIEW:
            commands[command].triggered.connect(self._turn_to_review)

    @property
    def review(self) -> ReviewPage | None:
        return cast("ReviewPage | None", self._pages.get(REVIEW))

    @property
    def in_front(self) -> ProjectPage | None:
        """The page that is shown; None while no project is open."""
        return self._pages.get(self._in_front)

    @property
    def label_in_hand(self) -> str:
        """The label of what is current on the page in front; nothing where there is none."""
        return getattr(self.in_front, "label_in_hand", "")

    @property
    def figures(self) -> Figures | None:
        """What the quality page scores, while it is in front."""
        return getattr(self.in_front, "figures", None) if self._in_front == QUALITY else None

    def open(self) -> ReviewPage:
        """Make the review page of the project that was opened, and show it."""
        self.close()
        page = ReviewPage(self._session, self._commands, self._messages, self._settings, self._status)
        self._take(REVIEW, page)
        self.show(REVIEW)
        return page

    def close(self) -> None:
        """Let the pages go; the one in front gives back what it has borrowed."""
        if self.in_front is not None:
            self.in_front.go()
        for page in self._pages.values():
            cast(QWidget, page).deleteLater()
        self._pages.clear()
        self._in_front = ""

    def show(self, command: str) -> None:
        """Bring the page of this command to the front."""
        for each in COMMANDS:
            self._commands[each].setChecked(each == command)
        if command == self._in_front:
            return
        page = self._pages.get(command) or self._make(command)
        if before := self.in_front:
            before.go()
        self._in_front = command
        self._stack.setCurrentWidget(cast(QWidget, page))
        page.come()
        self.turned.emit()

    def _turn_to_review(self) -> None:
        if self.review is not None:
            self.show(REVIEW)

    def _make(self, command: str) -> ProjectPage:
        module, name = _OTHERS[command]
        page = getattr(import_module(module), name)(self._session, self._commands, self._messages, self._settings)
        if hasattr(page, "speak_in"):
            page.speak_in(self._status)
        self._take(command, page)
        return cast(ProjectPage, page)

    def _take(self, command: str, page: QWidget) -> None:
        answers = {
            "place_wanted": self.open_place,
            "difference_wanted": self.open_difference,
            "guidelines_requested": self.guidelines_requested,
        }
        for signal, answer in answers.items():
            if hasattr(page, signal):
                getattr(page, signal).connect(answer)
        self._pages[command] = cast(ProjectPage, page)
        self._stack.addWidget(page)

    def open_place(self, document: DocumentId, start: int, end: int) -> None:
        """Show a place of a document in the review."""
        self.show(REVIEW)
        if self.review is not None:
            self.review.places.open(document, start, end)

    def open_difference(self, document: DocumentId, start: int, end: int) -> None:
        """Show a place where annotators differ: where it can be settled, or else in the review."""
        file = self._session.file
        assert file is not None

        def open_it(can_be_settled: bool) -> None:
            if can_be_settled:
                self.show(ADJUDICATE)
                cast("AdjudicatePage", self.in_front).open_place(document, start, end)
            else:
                self.open_place(document, start, end)

        file.call(lambda review: can_be_adjudicated(review.project, document), open_it)

    def retranslate(self) -> None:
        """Let every page speak the language in use now."""
        for page in self._pages.values():
            page.retranslate()

    def wear(self) -> None:
        """Let every page take on the theme in use now."""
        for page in self._pages.values():
            page.wear()
