"""The rows of the key editor: commands by menu, each with its keys and the command that wants the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from annotator.texts import _
from desktop import icons, theme
from desktop.actions import BY_ID, MENUS, Command, key_cap
from desktop.bidi import left_to_right
from desktop.panels.dock import RowDelegate
from desktop.panels.marks import (
    draw_ground,
    draw_key,
    draw_text,
    end_side,
    isolated,
    key_width,
    mirrored,
    part,
    sized,
    start_side,
)

HEIGHT = 28
COMMAND = Qt.ItemDataRole.UserRole
KEYS = Qt.ItemDataRole.UserRole + 1
CLASH = Qt.ItemDataRole.UserRole + 2
_NAMES = 280
"""Pixels for the name of a command."""

Row = Command | str
"""A command, or the menu whose commands follow."""


class KeyRows(QAbstractListModel):
    """Commands under their menus. ``name`` gives what a command is called."""

    def __init__(self, name: Callable[[Command], str]) -> None:
        super().__init__()
        self._name = name
        self._rows: list[Row] = []
        self._keys: Mapping[str, tuple[str, ...]] = {}
        self._clashes: Mapping[str, Mapping[str, str]] = {}

    def show_commands(self, commands: Iterable[Command]) -> None:
        """Show these commands."""
        shown = list(commands)
        self.beginResetModel()
        self._rows = []
        for menu in MENUS:
            under = [command for command in shown if command.menu == menu]
            self._rows += [menu, *under] if under else []
        self.endResetModel()

    def show_keys(self, keys: Mapping[str, tuple[str, ...]], clashes: Mapping[str, Mapping[str, str]]) -> None:
        """Show these keys, and which of them another command wants as well."""
        self._keys, self._clashes = keys, clashes
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def first(self) -> QModelIndex:
        """The first command."""
        return next(
            (self.index(place) for place, row in enumerate(self._rows) if isinstance(row, Command)), QModelIndex()
        )

    def index_of(self, command_id: str) -> QModelIndex:
        return self.index(self._rows.index(BY_ID[command_id]))

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        return super().flags(index) if isinstance(self._rows[index.row()], Command) else Qt.ItemFlag.ItemIsEnabled

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        row = self._rows[index.row()]
        if role == COMMAND:
            return row
        if isinstance(row, str):
            return _(MENUS[row]) if role == Qt.ItemDataRole.DisplayRole else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._name(row)
            case Qt.ItemDataRole.AccessibleTextRole:
                keys = _(", ").join(map(key_cap, self._keys[row.id])) or _("No key")
                return f"{self._name(row)}: {keys}. {self._clash(row)}".strip()
            case Qt.ItemDataRole.ToolTipRole:
                return self._clash(row) or None
        return {KEYS: self._keys[row.id], CLASH: self._clash(row)}.get(role)

    def _clash(self, command: Command) -> str:
        """Which other command wants a key of this one, in words."""
        others = [isolated(self._name(BY_ID[other])) for other in self._clashes.get(command.id, {}).values()]
        return _("also: {command}").format(command=_(", ").join(dict.fromkeys(others))) if others else ""


class KeyRowsDelegate(RowDelegate):
    height = HEIGHT

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        turned, look = mirrored(option), theme.current()
        start = start_side(turned)
        command = index.data(COMMAND)
        if isinstance(command, str):
            painter.setFont(sized(option.font, 12, QFont.Weight.DemiBold))
            painter.setPen(look.colour("ink-2"))
            draw_text(painter, part(option, 12, option.rect.width() - 24, 6, HEIGHT - 6), index.data(), align=start)
            return
        draw_ground(painter, option, bool(option.state & option.state.State_Selected))
        keys: tuple[str, ...] = index.data(KEYS)
        painter.setFont(sized(option.font, 13, QFont.Weight.Medium if keys != command.keys else QFont.Weight.Normal))
        painter.setPen(look.colour("ink"))
        draw_text(painter, part(option, 16, _NAMES), index.data(), align=start)
        used = self._draw_keys(painter, option, keys)
        if clash := index.data(CLASH):
            self._draw_clash(painter, option, clash, used)

    def _draw_keys(self, painter: QPainter, option: QStyleOptionViewItem, keys: tuple[str, ...]) -> int:
        """Draw the caps at the end of the row; gives where they begin."""
        painter.setFont(option.font)
        start = option.rect.width() - 12
        for key in reversed(keys):
            cap = key_cap(key)
            width = key_width(option.font, cap)
            start -= width
            draw_key(painter, QRectF(part(option, start, width, 6, 16)), left_to_right(cap))
            start -= 4
        return start

    def _draw_clash(self, painter: QPainter, option: QStyleOptionViewItem, words: str, until: int) -> None:
        """An icon and words between the name and the keys."""
        painter.setFont(sized(option.font, 12))
        painter.setPen(theme.current().colour("ink"))
        room = until - 8 - _NAMES - 16
        width = min(painter.fontMetrics().horizontalAdvance(words) + 4, room - 20)
        draw_text(painter, part(option, until - 8 - width, width), words, align=end_side(mirrored(option)))
        icons.icon("triangle-alert", 14).paint(painter, part(option, until - 8 - width - 20, 14, 7, 14))
