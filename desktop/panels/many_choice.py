"""A choice of several from a list, or of all, as a button with a menu that stays while it is ticked in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QPushButton

from annotator.texts import _, number


class _StayingMenu(QMenu):
    """Stays open when something in it is ticked; Enter and Esc close it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._toggle(self.actionAt(event.position().toPoint())):
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Space or not self._toggle(self.activeAction()):
            super().keyPressEvent(event)

    def _toggle(self, action: QAction | None) -> bool:
        if action is None or not action.isCheckable():
            return False
        action.trigger()
        return True


class ManyChoice(QPushButton):
    """None ticked means all.

    Signals:
        changed: the menu was closed and others are chosen now.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("field", True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu = _StayingMenu(self)
        self._everything = QAction(self, checkable=True)
        self._actions: dict[str, QAction] = {}
        self._names: dict[str, str] = {}
        self._before: tuple[str, ...] = ()
        self._name = self._all = ""
        self.setMenu(self._menu)
        self._everything.triggered.connect(lambda: self.choose(()))
        self._menu.aboutToShow.connect(self._remember)
        self._menu.aboutToHide.connect(self._tell)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of what is ticked; nothing where all are meant."""
        return tuple(one for one, action in self._actions.items() if action.isChecked())

    def offer(self, name: str, everything: str, options: Sequence[tuple[str, str]]) -> None:
        """Offer these, by id and words; what is ticked stays so. ``everything`` are the words for all."""
        chosen = self.chosen
        self._name, self._all, self._names = name, everything, dict(options)
        self._menu.clear()
        self._menu.addAction(self._everything)
        self._menu.addSeparator()
        self._everything.setText(everything)
        self._actions = {}
        for one, words in options:
            action = QAction(words.replace("&", "&&"), self, checkable=True)
            action.triggered.connect(self._show)
            self._menu.addAction(action)
            self._actions[one] = action
        self.choose(chosen)

    def choose(self, chosen: Sequence[str]) -> None:
        """Tick these alone, without telling anyone."""
        for one, action in self._actions.items():
            action.setChecked(one in chosen)
        self._show()

    def _show(self) -> None:
        names = [self._names[one] for one in self.chosen]
        self._everything.setChecked(not names)
        said = self._all if not names else names[0] if len(names) == 1 else ""
        self.setText(said or _("{name}: {value}").format(name=self._name, value=number(len(names))))
        self.setAccessibleName(_("{name}: {value}").format(name=self._name, value=_(", ").join(names) or self._all))
        self.setToolTip(_(", ").join(names) or self._name)

    def _remember(self) -> None:
        self._before = self.chosen

    def _tell(self) -> None:
        if self.chosen != self._before:
            self._before = self.chosen
            self.changed.emit()
