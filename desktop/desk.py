"""The document in hand: opened through the file's thread, changed in memory at once, saved right after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.errors import ProjectReadOnly, WarraqError
from annotator.page import Page
from annotator.records import MEMORY, DocumentId, Span, Step, StepId
from annotator.review import LONG, Changes, PageReview
from desktop.store import FileThread, Opened

if TYPE_CHECKING:
    from annotator.project.decisions import Committed
    from annotator.review import Review

Verb = Callable[[PageReview], Changes]
AT_ONCE, PAINTED, IN_A_PAUSE = 0, 100, 4_000
"""Milliseconds until memory looks at the page: after a decision; in a long document, where that takes a while, when its first picture
is there, and when decisions rest."""


@dataclass
class _Sent:
    """A step on its way to the file."""

    step: Step
    spans: frozenset[Span] = frozenset()

    def touches(self, document: DocumentId) -> bool:
        return any(decision.document == document for decision in self.step.decisions)


class Desk(QObject):
    """Holds one page and its verbs.

    Signals:
        shown: a page to show, and whether it is of the document that was in hand already.
        changed: Changes on the page in hand, made in memory and on their way to the file.
        saving_changed: ask ``saving`` and ``saving_spans``.
        saved: a Committed.
        answered: a verb of the whole project has been done.
        refused: a WarraqError; nothing was changed.
        not_saved: a WarraqError and the Step that the file did not take; the page goes back to what the file holds.
    """

    shown = Signal(object, bool)
    changed = Signal(object)
    saving_changed = Signal()
    saved = Signal(object)
    answered = Signal()
    refused = Signal(object)
    not_saved = Signal(object, object)

    def __init__(self, file: FileThread, project: Opened, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file
        self._project = project
        self._verbs: PageReview | None = None
        self._wanted: DocumentId | None = None
        self._ahead: Page | None = None
        self._sent: dict[StepId, _Sent] = {}
        self._learn = QTimer(self, singleShot=True)
        self._learn.timeout.connect(self._recall_here)

    @property
    def page(self) -> Page | None:
        return self._verbs.page if self._verbs else None

    @property
    def verbs(self) -> PageReview | None:
        return self._verbs

    @property
    def document(self) -> DocumentId | None:
        """The document wanted last, open or about to be."""
        return self._wanted

    @property
    def saving(self) -> int:
        """How many steps are on their way to the file."""
        return len(self._sent)

    def saving_spans(self) -> set[Span]:
        """The spans of the page whose step is not in the file yet."""
        if self.page is None:
            return set()
        here = [sent.spans for sent in self._sent.values() if sent.touches(self.page.document.id)]
        return set().union(*here)

    # Documents

    def open(self, document: DocumentId) -> None:
        """Take a document in hand, at once where it was fetched ahead. Of several wanted the last counts."""
        ahead, self._ahead = self._ahead, None
        self._wanted = document
        if ahead is not None and ahead.document.id == document:
            self._take(ahead)
            self._recall(document)
        else:
            self._file.call(lambda review: review.open(document), self._arrive, self.refused.emit)

    def reload(self) -> None:
        """Read the document in hand again."""
        if self._wanted is not None:
            self.open(self._wanted)

    def fetch_ahead(self, document: DocumentId) -> None:
        """Read a document that is likely wanted next; one that cannot be read is read, and reported, when it is wanted."""
        if self._ahead is None or self._ahead.document.id != document:
            self._file.call(lambda review: review.open(document), self._keep_ahead, lambda _error: None)

    def forget_ahead(self) -> None:
        """What was fetched ahead may have changed."""
        self._ahead = None

    def close(self) -> None:
        """Take the page away; what was decided on it is saved all the same."""
        self._verbs, self._wanted = None, None

    def _arrive(self, page: Page) -> None:
        if page.document.id != self._wanted:
            return
        # What was decided while the page was being read is not on it yet.
        for sent in self._sent.values():
            if sent.touches(page.document.id):
                page.apply(sent.step)
        self._take(page)
        if len(page.document.text) > LONG:
            self._learn.start(PAINTED)

    def _take(self, page: Page) -> None:
        again = self.page is not None and self.page.document.id == page.document.id
        self._verbs = self._verbs_on(page)
        self.shown.emit(page, again)

    def _verbs_on(self, page: Page) -> PageReview:
        return PageReview(page, self._send)

    def _keep_ahead(self, page: Page) -> None:
        if page.document.id != self._wanted:
            self._ahead = page

    def _recall(self, document: DocumentId) -> None:
        """Look up in memory what a page does not know: what was decided since it was read."""

        def propose(found: list[object]) -> None:
            if self.page is not None and self.page.document.id == document:
                spans = self.page.propose(found, MEMORY)
                if spans:
                    self.changed.emit(Changes(document, spans, ""))

        self._file.call_in_parts(lambda review: review.memory.in_parts(document), propose, self.refused.emit)

    def _recall_here(self) -> None:
        """What was just decided is proposed at once where it stands again."""
        if self.page is not None:
            self._recall(self.page.document.id)

    # Verbs

    def perform(self, verb: Verb) -> Changes | None:
        """Let a verb change the page, at once; None where it was refused or there was nothing to do."""
        if self._verbs is None:
            return None
        if self._project.read_only:
            self.refused.emit(ProjectReadOnly(path=self._project.path))
            return None
        try:
            changes = verb(self._verbs)
        except WarraqError as error:
            self.refused.emit(error)
            return None
        if changes.step is None:
            return None
        if changes.step in self._sent:
            self._sent[changes.step].spans = changes.spans
        self.saving_changed.emit()
        self.changed.emit(changes)
        return changes

    def ask(self, verb: Callable[[Review], Changes], then: Callable[[Changes], object]) -> None:
        """Let a verb of the whole project run in the file's thread; ``then`` follows with what it changed."""

        def done(changes: Changes) -> None:
            self.forget_ahead()
            if self._wanted in changes.documents:
                self.reload()
            self.answered.emit()
            then(changes)

        self._file.call(verb, done, self.refused.emit)

    def send_again(self, step: Step) -> None:
        """Try once more to store a step that the file did not take."""
        self._send(step)
        self.saving_changed.emit()
        self.reload()

    def _send(self, step: Step) -> None:
        self._sent[step.id] = _Sent(step)
        self._file.call(
            lambda review: review.commit(step),
            lambda committed: self._acknowledge(step, committed),
            lambda error: self._put_back(step, error),
        )

    def _acknowledge(self, step: Step, committed: Committed) -> None:
        self._sent.pop(step.id, None)
        self.saving_changed.emit()
        self.saved.emit(committed)
        if self._wanted in committed.stale:
            self.reload()
        elif self.page is not None and not self._sent:
            self._learn.start(AT_ONCE if len(self.page.document.text) <= LONG else IN_A_PAUSE)

    def _put_back(self, step: Step, error: WarraqError) -> None:
        sent = self._sent.pop(step.id, None)
        self.saving_changed.emit()
        if sent and self._wanted is not None and sent.touches(self._wanted):
            self.reload()
        self.not_saved.emit(error, step)
