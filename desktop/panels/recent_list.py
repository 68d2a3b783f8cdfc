"""The projects opened lately, as the welcome page lists them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QListWidget, QListWidgetItem, QProgressBar, QPushButton, QWidget

from annotator.texts import _, ngettext, percent
from desktop import theme
from desktop.bidi import at_start, in_order, left_to_right
from desktop.keys import command_for
from desktop.recent import Glance, when

_WITH_BAR = 420
"""Pixels of width from which on a row has room for its bar."""


class RecentList(QListWidget):
    """Projects as rows; Enter or a double click opens one, Delete forgets it.

    Signals:
        chosen, forgotten: a path.
    """

    chosen = Signal(object)
    forgotten = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Recent projects"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustToContents)
        self.setProperty("quiet", True)
        self.setMinimumHeight(64)
        self.itemDoubleClicked.connect(lambda _item: self.choose())

    def show_paths(self, paths: list[Path]) -> None:
        self.clear()
        for path in paths:
            item = QListWidgetItem(self)
            item.setSizeHint(QSize(0, 62))
            self._fill(item, Glance(path, path.stem))
        self.setCurrentRow(0)

    def show_glance(self, taken: Glance) -> None:
        for row in range(self.count()):
            item = self.item(row)
            if item.data(Qt.ItemDataRole.UserRole).path == taken.path:
                self._fill(item, taken)

    def current(self) -> Glance | None:
        item = self.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else None

    def choose(self) -> None:
        """Open the current one, unless it cannot be."""
        current = self.current()
        if current is not None and not current.trouble:
            self.chosen.emit(current.path)

    def _fill(self, item: QListWidgetItem, known: Glance) -> None:
        item.setData(Qt.ItemDataRole.UserRole, known)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{known.title}. {_about(known)}")
        item.setToolTip(known.trouble or str(known.path))
        self.setItemWidget(item, RecentRow(known, lambda: self.forgotten.emit(known.path)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.current()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.choose()
        elif event.key() == Qt.Key.Key_Delete and current is not None:
            self.forgotten.emit(current.path)
        elif (command := command_for(event)) is not None and command.id == "help.keys":
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus() and self.currentItem():
            with QPainter(self.viewport()) as painter:
                painter.setPen(QPen(theme.current().colour("text-ink"), 2))
                painter.drawRoundedRect(self.visualItemRect(self.currentItem()).adjusted(1, 1, -1, -2), 4, 4)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.doItemsLayout()


class RecentRow(QWidget):
    """A project: title, what is known of it, how far it is; a way to forget it where it is gone."""

    def __init__(self, known: Glance, forget: Callable[[], object]) -> None:
        super().__init__()
        self._bar = QProgressBar(self)
        self._bar.hide()
        self._has_share = bool(known.changed) and not known.trouble
        title = at_start(QLabel(known.title))
        title.setFont(theme.interface_font(14, QFont.Weight.Medium))
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setHorizontalSpacing(16)
        layout.setVerticalSpacing(0)
        layout.addWidget(title, 0, 0)
        layout.addWidget(quiet(_about(known), wrap=False), 1, 0)
        layout.setColumnStretch(0, 1)
        if known.trouble:
            button = QPushButton(_("Forget"))
            button.setToolTip(_("Take it off this list; the file is not touched"))
            button.clicked.connect(forget)
            layout.addWidget(button, 0, 1, 2, 1)
        elif self._has_share:
            self._add_share(layout, known.share)

    def _add_share(self, layout: QGridLayout, done: float) -> None:
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(120)
        self._bar.setRange(0, 100)
        self._bar.setValue(round(done * 100))
        self._bar.setAccessibleName(_("Finished documents"))
        share = QLabel(in_order(percent(done)))
        share.setProperty("role", "secondary")
        share.setFixedWidth(40)
        share.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._bar, 0, 1, 2, 1)
        layout.addWidget(share, 0, 2, 2, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bar.setVisible(self._has_share and self.width() >= _WITH_BAR)


def _about(known: Glance) -> str:
    if known.trouble:
        return known.trouble
    if not known.changed:
        return left_to_right(str(known.path.parent))
    parts = [when(known.changed), ngettext("{n} document", "{n} documents", known.documents)]
    if known.read_only:
        parts.append(_("read only"))
    elif known.people:
        parts.append(_(", ").join(known.people))
    # A dot between would read as an Arabic zero.
    return _(", ").join(parts)


def quiet(text: str, wrap: bool = True) -> QLabel:
    label = at_start(QLabel(text))
    label.setProperty("role", "secondary")
    label.setWordWrap(wrap)
    label.setMinimumWidth(1)
    return label
