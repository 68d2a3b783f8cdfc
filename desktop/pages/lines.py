"""What is done with the chosen lines of a concordance: the verbs of the text, on places in any documents, as one step."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from annotator.bulk import Answer, accept, label_as, reject
from annotator.finding import again
from annotator.labels import LabelSet
from annotator.marks import Found
from annotator.records import DocumentId, LabelId, Manner, PersonId
from annotator.texts import _, ngettext
from desktop import icons
from desktop.actions import BY_ID, text_of
from desktop.desk import Desk
from desktop.dialogs.label_list import LabelList
from desktop.panels.dock import ROW
from desktop.panels.lines_panel import BUTTONS, LinesPanel, key_of
from desktop.store import FileThread

if TYPE_CHECKING:
    from annotator.review import Changes, Review


class Lines(QObject):
    """Answers commands on the lines of a panel.

    Attributes:
        handlers: the id of a command of the table → what it does with the chosen lines.
        labels: the label set of the project.
        person: whose marks are shown; only the reviewer's own can be changed.

    Signals:
        told: what was done, in words.
        decided: Changes that are in the file; the lines follow by themselves.
        renewed: the lines show again what stands.
        labelled: the label that was given.
        guidelines_requested: what the guidelines say of a label is wanted, by its id.
    """

    told = Signal(str)
    decided = Signal(object)
    renewed = Signal()
    labelled = Signal(str)
    guidelines_requested = Signal(str)

    def __init__(self, panel: LinesPanel, desk: Desk, file: FileThread, labels: LabelSet, reviewer: PersonId) -> None:
        super().__init__(panel)
        self.panel = panel
        self.reviewer = self.person = reviewer
        self._desk, self._file = desk, file
        self.show_labels(labels)
        panel.command_requested.connect(self.do)
        panel.list.menu_requested.connect(self._show_menu)
        self.handlers: dict[str, Callable[[], object]] = {
            "span.accept": lambda: self.answer(accept, go_on=True),
            "span.reject": lambda: self.answer(reject, go_on=True),
            "span.label": self.choose_label,
            "edit.copy": self.copy,
            **{f"label.{n}": lambda key=str(n): self._label_by_key(key) for n in range(1, 10)},
        }

    def show_labels(self, labels: LabelSet) -> None:
        """Name and give these labels from now on."""
        self.labels = self.panel.model.labels = labels

    @property
    def chosen(self) -> list[Found]:
        """The chosen lines, as they stand now."""
        return [self.panel.model.lines[row] for row in self.panel.list.chosen_rows()]

    def do(self, command: str) -> None:
        """Answer a command; one that means nothing here does nothing."""
        if command in self.handlers:
            self.handlers[command]()

    def label(self, label: LabelId) -> None:
        """Give the chosen lines a label."""
        self.labelled.emit(label)
        self.answer(label_as(label))

    def answer(self, answer: Answer, lines: list[Found] | None = None, *, go_on: bool = False) -> None:
        """Give lines, at first the chosen ones, one answer; with one line ``go_on`` chooses the next."""
        lines = self.chosen if lines is None else lines
        if self.person != self.reviewer:
            self.told.emit(_("These are the marks of another person: they are only shown."))
            return
        if not lines:
            return
        rows = self.panel.list.chosen_rows()
        manner = Manner.ONE if len(lines) == 1 else Manner.BULK
        self._desk.ask(lambda review: review.decide(lines, answer, manner), self.tell)
        self.renew({line.place.document for line in lines})
        if go_on and len(rows) == 1:
            self.panel.list.go_to(rows[0] + 1)

    def renew(self, documents: Collection[DocumentId] | None = None) -> None:
        """Look again at what stands where the lines of these documents, or of all, were found."""
        model, person = self.panel.model, self.person
        found = enumerate(model.origins)
        origins = {row: one for row, one in found if documents is None or one.place.document in documents}

        def look(review: Review) -> list[Found]:
            return again(review.project, list(origins.values()), person)

        def show(now: list[Found]) -> None:
            model.renew(origins, now)
            self.renewed.emit()

        if origins:
            self._file.call(look, show)

    def choose_label(self) -> None:
        """Let the user choose a label for the chosen lines."""
        lines, listed = self.chosen, self.panel.list
        if lines:
            chooser = LabelList(listed.window(), self.labels, likely=lines[0].label)
            chooser.label_chosen.connect(self.label)
            chooser.guidelines_requested.connect(self.guidelines_requested)
            rect = listed.visualRect(listed.currentIndex())
            turned = listed.isRightToLeft()
            chooser.open_at(listed.viewport().mapToGlobal(rect.bottomRight() if turned else rect.bottomLeft()))

    def copy(self) -> None:
        """Copy the chosen lines with their context."""
        lines = [line.place.context for line in self.chosen]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(" ".join(line.split()) for line in lines))
            self.told.emit(_("Copied."))

    def _label_by_key(self, key: str) -> None:
        if label := self.labels.by_key(key):
            self.label(label.id)

    def tell(self, changes: Changes) -> None:
        """Say what was decided, and how many lines were left as they are."""
        left = ngettext("{n} left as it was", "{n} left as they were", changes.left)
        parts = [changes.message, left if changes.left else ""]
        self.told.emit(" · ".join(part for part in parts if part))
        if changes.step is not None:
            self.decided.emit(changes)

    def menu(self, index: QModelIndex) -> QMenu:
        """What can be done with the chosen lines, or with the one pointed at."""
        menu = QMenu(self.panel)
        menu.addAction(_with_key(_("Open"), "Enter")).triggered.connect(
            lambda: self.panel.list.opened.emit(index.data(ROW))
        )
        menu.addSeparator()
        for command in BUTTONS:
            action = menu.addAction(_with_key(text_of(BY_ID[command]), key_of(command)))
            icons.show(action, BY_ID[command].icon)
            action.triggered.connect(lambda _checked=False, chosen=command: self.do(chosen))
        menu.addSeparator()
        menu.addAction(text_of(BY_ID["edit.copy"])).triggered.connect(self.copy)
        menu.addAction(_("Choose all")).triggered.connect(self.panel.list.all_requested)
        return menu

    def _show_menu(self, index: QModelIndex, place: QPoint) -> None:
        self.menu(index).exec(place)


def _with_key(words: str, key: str) -> str:
    return f"{words}\t\u2066{key}\u2069"
