"""Keeps undo and redo true: greyed where there is nothing to take back, else saying what it would be."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from annotator.review import Changes
from annotator.takes_back import TakesBack, takes_back
from desktop.actions import Actions
from desktop.desk import Desk
from desktop.store import FileThread


class TakingBack(QObject):
    """Asks the file after each commit. ``changed`` is called when ``there``, or what ``show`` says, may be another."""

    def __init__(self, desk: Desk, file: FileThread, actions: Actions, changed: Callable[[], object]) -> None:
        super().__init__(desk)
        self._desk = desk
        self._file = file
        self._actions = actions
        self._changed = changed
        self._there: frozenset[str] = frozenset()
        self._known = TakesBack()
        desk.changed.connect(self._take_step)
        desk.saved.connect(lambda _committed: self.ask())
        desk.not_saved.connect(lambda _error, _step: self.ask())
        desk.answered.connect(self._take_answer)

    @property
    def there(self) -> frozenset[str]:
        """``undo`` and ``redo`` where they have something to do, or may have."""
        return self._there

    def show(self) -> None:
        """Say it in the menus, for the page in front."""
        self._actions.show_taking_back(self._known.undo, self._known.redo)

    def ask(self) -> None:
        """The file may hold other steps now."""
        self._file.call(takes_back, self._show)

    def _take_step(self, changes: Changes) -> None:
        """A step can be taken back at once, before the file has told what it is."""
        if changes.step is not None and self._there != {"undo"}:
            self._become(frozenset({"undo"}), TakesBack())

    def _take_answer(self) -> None:
        """An undo or redo was done: until the file tells, nobody's next key is to be refused."""
        self._become(frozenset({"undo", "redo"}), TakesBack())
        self.ask()

    def _show(self, known: TakesBack) -> None:
        if not self._desk.saving:  # else the next commit asks again
            told = {"undo": known.undo, "redo": known.redo}
            self._become(frozenset(name for name, what in told.items() if what), known)

    def _become(self, there: frozenset[str], known: TakesBack) -> None:
        self._there, self._known = there, known
        self._changed()
