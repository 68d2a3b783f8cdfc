"""The welcome page: what Warraq is, four ways to begin, the projects opened lately."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.texts import _, mark
from desktop import icons, theme
from desktop.actions import BY_ID, Actions, caps_of, key_cap, text_of
from desktop.dialogs.key_help import cap_label
from desktop.keys import command_for
from desktop.messages import Strip
from desktop.pages.specimen import Specimen
from desktop.panels.recent_list import RecentList, quiet
from desktop.recent import Glances

_BEGINNINGS = (
    ("file.demo", mark("Five news documents, their suggestions ready for review.")),
    ("file.new", mark("One file on this machine, and the labels you choose.")),
    ("file.open", mark("A file that ends in .warraq.")),
    ("file.import", mark("Texts, or data with spans.")),
)
_COLUMN = 640
_WIDE = 1080
_TILE = 240


class WelcomePage(QWidget):
    """Everything is chosen by key or click; what is chosen is said by signals and commands.

    Signals:
        project_chosen: the path of a recent project to open.
        project_forgotten: the path of one to take off the list.
    """

    project_chosen = Signal(object)
    project_forgotten = Signal(object)

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        self._glances: Glances | None = None
        self.strip = Strip()
        self.drop = DropPlace()
        self.recent = RecentList()
        self.go_on = GoOn()
        self.specimen = Specimen()
        self._lay_out()
        self.recent.chosen.connect(self.project_chosen)
        self.recent.forgotten.connect(self.project_forgotten)
        self.recent.currentItemChanged.connect(lambda *_items: self._name_go_on())
        self.go_on.clicked.connect(self.recent.choose)

    def show_projects(self, paths: list[Path]) -> None:
        """List projects, the newest first; what is in them follows as soon as it is read."""
        self.stop()
        self.recent.show_paths(paths)
        self.recent.setVisible(bool(paths))
        self._no_projects.setVisible(not paths)
        self._name_go_on()
        if paths:
            self._glances = Glances(paths, self)
            self._glances.taken.connect(self.recent.show_glance)
            self._glances.taken.connect(lambda _glance: self._name_go_on())
            self._glances.start()

    def stop(self) -> None:
        """Read no further."""
        if self._glances is not None:
            self._glances.stop()
            self._glances = None

    def _lay_out(self) -> None:
        paper = QWidget()
        paper.setProperty("ground", "paper")
        column = QWidget()
        column.setMaximumWidth(_COLUMN)
        column.setLayout(self._beginnings())
        sides = QHBoxLayout(paper)
        sides.setContentsMargins(40, 40, 40, 40)
        sides.addStretch(1)
        sides.addWidget(column, 100)
        sides.addStretch(1)
        scrolling = QScrollArea()
        scrolling.setFrameShape(QFrame.Shape.NoFrame)
        scrolling.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolling.setWidgetResizable(True)
        scrolling.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scrolling.setWidget(paper)
        halves = QHBoxLayout()
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(0)
        halves.addWidget(scrolling, 4)
        halves.addWidget(_upright())
        halves.addWidget(self._projects(), 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip)
        layout.addLayout(halves, 1)

    def _beginnings(self) -> QVBoxLayout:
        name = QLabel(_("Warraq"))
        name.setFont(theme.document_font(96))
        red = QFrame()
        red.setFixedSize(56, 3)
        red.setProperty("role", "red")
        words = QLabel(
            _("A warraq copied manuscripts, compared and corrected them.")
            + "\n"
            + _("This one goes over with you what a machine has read in Arabic text.")
        )
        words.setFont(theme.document_font(21))
        words.setWordWrap(True)
        self._tiles = QGridLayout()
        # Their focus ring stands outside the column, in which their words align with the rest.
        self._tiles.setContentsMargins(-ASIDE, 0, -ASIDE, 0)
        self._tiles.setVerticalSpacing(0)
        self._beginning = [Beginning(self._actions, command, _(said)) for command, said in _BEGINNINGS]
        self._place_tiles()
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(name)
        column.addWidget(red)
        column.addSpacing(16)
        column.addWidget(words)
        column.addSpacing(8)
        column.addWidget(self.specimen)
        column.addSpacing(16)
        column.addLayout(self._tiles)
        column.addSpacing(24)
        column.addWidget(self.drop, 1)
        column.addStretch()
        return column

    def _place_tiles(self) -> None:
        """Two beside each other, or one under the other where there is no room."""
        columns = 2 if self.width() >= _WIDE else 1
        for place, tile in enumerate(self._beginning):
            self._tiles.addWidget(tile, place // columns, place % columns)
        self._tiles.setColumnStretch(0, 1)
        self._tiles.setColumnStretch(1, columns - 1)
        self._tiles.setHorizontalSpacing((32 - 2 * ASIDE) * (columns - 1))

    def _projects(self) -> QWidget:
        side = QWidget()
        side.setMinimumWidth(320)
        head = QHBoxLayout()
        title = QLabel(_("Recent projects"))
        title.setProperty("role", "block")
        head.addWidget(title)
        head.addStretch()
        head.addWidget(quiet(QLocale().toString(QDate.currentDate(), _("dddd, d MMMM yyyy")), wrap=False))
        self._no_projects = quiet(_("No projects yet. Begin with the sample project, or drop files here."))
        continuing = QHBoxLayout()
        continuing.addWidget(self.go_on)
        continuing.addStretch()
        column = QVBoxLayout(side)
        column.setContentsMargins(28, 60, 28, 40)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self._no_projects)
        column.addWidget(self.recent)
        column.addLayout(continuing)
        column.addStretch(1)
        column.addLayout(_stays_here())
        column.addLayout(self._hints())
        return side

    def _hints(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for command in ("help.contents", "help.keys", "edit.palette"):
            row.addWidget(cap_label(caps_of(command)))
            link = QPushButton(text_of(BY_ID[command]))
            link.setProperty("link", True)
            link.clicked.connect(self._actions[command].trigger)
            row.addWidget(link)
        row.addStretch()
        return row

    def _name_go_on(self) -> None:
        chosen = self.recent.current()
        self.go_on.setVisible(chosen is not None and not chosen.trouble)
        if chosen is not None:
            self.go_on.say(_("Continue “{name}”").format(name=chosen.title))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = command_for(event)
        if command is not None and command.id == "help.keys":
            self._actions.trigger(command.id)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QAbstractButton):
                focused.click()
            else:
                self.recent.choose()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_tiles()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self.recent if self.recent.count() else self._beginning[0]).setFocus()


ASIDE = 8
"""Pixels at both sides of a way to begin, for its focus ring."""


class Beginning(QAbstractButton):
    """A way to begin: icon, name, one line about it, key."""

    def __init__(self, actions: Actions, command: str, said: str) -> None:
        super().__init__()
        name = text_of(BY_ID[command]).rstrip("…")
        self.setAccessibleName(f"{name}. {said}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(actions[command].trigger)
        sign = QLabel()
        icons.show(sign, BY_ID[command].icon, 20)
        title = QLabel(name)
        title.setProperty("role", "block")
        grid = QGridLayout(self)
        grid.setContentsMargins(ASIDE, 14, ASIDE, 14)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(2)
        grid.addWidget(sign, 0, 0)
        grid.addWidget(title, 0, 1)
        grid.addWidget(cap_label(caps_of(command)), 0, 2)
        grid.addWidget(quiet(said), 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)

    def sizeHint(self) -> QSize:
        # Not that of the layout: a line that wraps counts as a column of single words there.
        return QSize(_TILE, self.layout().heightForWidth(_TILE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        with QPainter(self) as painter:
            painter.setPen(look.colour("hair"))
            painter.drawLine(ASIDE, 0, self.width() - ASIDE, 0)
            if self.underMouse() or self.isDown():
                painter.fillRect(self.rect().adjusted(0, 1, 0, 0), look.colour("hair"))
            if self.hasFocus():
                painter.setPen(QPen(look.colour("text-ink"), 2))
                painter.drawRoundedRect(self.rect().adjusted(1, 2, -1, -2), 4, 4)


class GoOn(QPushButton):
    """The one main thing to do here, and its key."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("primary", True)
        self._words = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 12, 5)
        row.setSpacing(10)
        row.addWidget(self._words)
        row.addWidget(cap_label(key_cap("Return")))

    def say(self, words: str) -> None:
        self._words.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self.layout().sizeHint()


class DropPlace(QFrame):
    """Where files are dropped; the whole window takes them, this says so."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "drop")
        self.setMinimumHeight(88)
        self.setMaximumHeight(148)
        sign = QLabel()
        icons.show(sign, "inbox", 20)
        row = QHBoxLayout(self)
        row.setSpacing(12)
        row.addStretch()
        row.addWidget(sign)
        row.addWidget(quiet(_("Drop files or a folder here, and a new project is made of them."), wrap=False))
        row.addStretch()

    def show_over(self, over: bool) -> None:
        """Whether something that could be dropped hangs over the window."""
        self.setProperty("over", over)
        self.style().unpolish(self)
        self.style().polish(self)


def _stays_here() -> QHBoxLayout:
    sign = QLabel()
    icons.show(sign, "hard-drive", 16)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(quiet(_("Your work stays on this machine; nothing leaves it unless you name an address.")), 1)
    return row


def _upright() -> QFrame:
    line = QFrame()
    line.setProperty("role", "upright")
    return line
