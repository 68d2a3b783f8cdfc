"""The command palette: every command by a few letters of its name, in Arabic or English."""

from __future__ import annotations

import gettext
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

import resources
from annotator.text.folding import fold
from annotator.texts import LANGUAGES, _
from desktop.actions import Actions, Command, caps_of
from desktop.dialogs.key_help import cap_label
from desktop.settings import MOST_RECENT, Settings

_ITSELF = "edit.palette"


@cache
def names_of(command: Command) -> tuple[str, ...]:
    """What the command is called in every language, folded."""
    folder = resources.path("translations")
    spoken = [gettext.translation("warraq", folder, [each], fallback=True).gettext(command.text) for each in LANGUAGES]
    own = ["English", "العربية"] if command.id == "view.language" else []
    return tuple(fold(name).casefold() for name in (command.text, *spoken, *own))


def matching(
    commands: list[Command],
    typed: str,
    labels: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    recent: Sequence[str] = (),
) -> list[Command]:
    """The commands whose name has every word typed, those first that begin with it, of these those chosen lately.

    ``labels`` gives the names of the labels that commands stand for, by the id of the command; ``recent`` the ids of
    those chosen before, the latest first.
    """
    words = fold(typed).casefold().split()

    def names(command: Command) -> tuple[str, ...]:
        return names_of(command) + tuple(fold(name).casefold() for name in labels.get(command.id, ()))

    found = [command for command in commands if any(all(word in name for word in words) for name in names(command))]

    def rank(command: Command) -> tuple[bool, int]:
        begins = any(name.startswith(" ".join(words)) for name in names(command))
        return not begins, recent.index(command.id) if command.id in recent else len(recent)

    return sorted(found, key=rank)


class Palette(QDialog):
    """A field and the commands that can be had now; Enter does the chosen one."""

    def __init__(self, parent: QWidget | None, actions: Actions, recent: Sequence[str] = ()) -> None:
        super().__init__(parent, Qt.WindowType.Dialog)
        self._recent = recent
        self.setWindowTitle(_("Command palette"))
        self.setMinimumSize(520, 400)
        self._actions = actions
        self._commands = [
            command
            for command, action in actions
            if action.isEnabled() and action.isVisible() and command.id != _ITSELF
        ]
        self.chosen: str | None = None
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("What is to be done?"))
        self.field.setAccessibleName(_("Command palette"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.nothing = QLabel(_("No command has this name."))
        self.nothing.setProperty("role", "secondary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        for part in (self.field, self.list, self.nothing):
            layout.addWidget(part)
        self.field.textChanged.connect(self._show)
        self.field.installEventFilter(self)
        self.list.itemActivated.connect(lambda _item: self._choose())
        self.list.itemClicked.connect(lambda _item: self._choose())
        self._show("")

    def _show(self, typed: str) -> None:
        self.list.clear()
        found = matching(self._commands, typed, self._actions.names_of_labels(), self._recent)
        for command in found:
            item = QListWidgetItem(self.list)
            item.setData(Qt.ItemDataRole.UserRole, command.id)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, self._actions[command.id].iconText())
            item.setSizeHint(QSize(0, 28))
            self.list.setItemWidget(item, _row(command, self._actions))
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        self.nothing.setVisible(not found)

    def _choose(self) -> None:
        if item := self.list.currentItem():
            self.chosen = item.data(Qt.ItemDataRole.UserRole)
            self.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field keeps the focus; Up, Down and Enter move in the list and take from it."""
        if watched is not self.field or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
            return True
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            return super().eventFilter(watched, event)
        self.list.setCurrentRow((self.list.currentRow() + step) % max(self.list.count(), 1))
        return True


def _row(command: Command, actions: Actions) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(8, 0, 8, 0)
    sign = QLabel()
    sign.setFixedWidth(20)
    sign.setPixmap(actions[command.id].icon().pixmap(16))
    layout.addWidget(sign)
    layout.addWidget(QLabel(actions[command.id].iconText()))
    layout.addStretch()
    if caps := caps_of(command.id):
        layout.addWidget(cap_label(caps))
    return row


def choose_command(parent: QWidget | None, actions: Actions, settings: Settings) -> None:
    """Let the user choose a command, and do it once the palette is gone; next time it is among the first."""
    palette = Palette(parent, actions, settings.recent_commands)
    palette.exec()
    if palette.chosen:
        others = [each for each in settings.recent_commands if each != palette.chosen]
        settings.recent_commands = [palette.chosen, *others][:MOST_RECENT]
        actions.trigger(palette.chosen)
