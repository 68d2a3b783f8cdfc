"""What the review page says under its head: refusals, what could not be saved, and that all is decided."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from annotator.errors import NothingToRedo, NothingToUndo, WarraqError
from annotator.records import Status, Step
from annotator.texts import _
from desktop.actions import caps_of
from desktop.desk import Desk
from desktop.messages import Messages, Note, Strip


class ReviewNotes(QObject):
    """Puts notes up and takes them away when their cause is gone; a failed save stays until it is answered."""

    def __init__(
        self, desk: Desk, messages: Messages, strip: Strip, finish: Callable[[], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._messages = messages
        self._strip = strip
        self._finish = finish
        self._refused: Note | None = None
        self._decided: Note | None = None
        self._unsaved: dict[str, Note] = {}
        desk.refused.connect(self._refuse)
        desk.not_saved.connect(self._keep_unsaved)
        desk.changed.connect(self._clear)
        desk.shown.connect(lambda _page, again: None if again else self._clear())

    @property
    def unsaved(self) -> bool:
        """Whether a step that the file did not take waits for an answer."""
        return bool(self._unsaved)

    def say_all_decided(self) -> None:
        """Enter found nothing to decide: offer to finish."""
        page = self._desk.page
        if page is None or self._decided is not None:
            return
        done = page.status is Status.DONE
        text = _("All is decided, and the document is done.") if done else _("All is decided in this document.")
        verb = _("Next document") if done else _("Finish")
        key = caps_of("document.finish")
        self._decided = self._messages.warn(text, "", (f"{verb}  \u2066{key}\u2069", self._finish), icon="circle-check")
        self._decided.answered.connect(self._forget_decided)

    def _refuse(self, error: WarraqError) -> None:
        if isinstance(error, NothingToUndo | NothingToRedo):
            self._messages.tell(str(error))
            return
        self._clear()
        self._refused = self._messages.fail(error)
        self._refused.answered.connect(self._forget_refused)

    def _keep_unsaved(self, error: WarraqError, step: Step) -> None:
        kept = _("What was saved before stands; the span is as it was.")
        again = (_("Try again"), lambda: self._desk.send_again(step))
        note = self._messages.fail(error, kept, again)
        # One note says it for all steps that failed for the same reason; it answers for the last of them.
        self._unsaved[str(error)] = note
        note.answered.connect(lambda: self._answer(str(error)))
        self._desk.saving_changed.emit()

    def _answer(self, words: str) -> None:
        self._unsaved.pop(words, None)
        self._desk.saving_changed.emit()

    def _clear(self, *_changes: object) -> None:
        for note in (self._refused, self._decided):
            if note is not None:
                self._strip.remove(note)
        self._refused = self._decided = None

    def _forget_refused(self) -> None:
        self._refused = None

    def _forget_decided(self) -> None:
        self._decided = None
