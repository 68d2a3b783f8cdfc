"""The reader's own keys: every command with its keys, a field that takes the next key press, and clashes in words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from annotator.texts import _, ngettext
from desktop import key_map
from desktop.actions import Actions, Command, key_cap
from desktop.bidi import at_start, left_to_right
from desktop.dialogs.key_rows import COMMAND, KeyRows, KeyRowsDelegate
from desktop.dialogs.palette import matching
from desktop.dialogs.sheet import Sheet
from desktop.keys import key_of
from desktop.panels.dock import DockList, add_icon
from desktop.panels.marks import isolated
from desktop.settings import Settings

WIDTH, LIST_HEIGHT = 640, 400
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)


class KeyField(QLineEdit):
    """Takes the next key press, whatever it does elsewhere; Esc leaves it.

    Signals:
        taken: the key, as the table of commands spells it; empty where it can be no key.
        entered, left: the field begins and ends to listen.
    """

    taken = Signal(str)
    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # Not by Tab: Tab is a key that it would take.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return super().event(event)
        event.accept()
        if event.type() is QEvent.Type.KeyPress and event.key() not in _MODIFIERS:
            self._take(event)
        return True

    def _take(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            self.taken.emit(key_of(event))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class KeyEditor(Sheet):
    """Lists every command with its keys. ``chosen`` is what the setting is to keep."""

    def __init__(self, parent: QWidget | None, actions: Actions) -> None:
        sentence = _("Choose a command, then press its new key.")
        super().__init__(parent, _("Change keys"), sentence, _("Use these keys"), WIDTH)
        self._actions = actions
        self._keys = key_map.in_use()
        self._adding = False
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(_("Command or key"))
        self.filter.setAccessibleName(_("Command or key"))
        add_icon(self.filter, "search")
        self.rows = KeyRows(lambda command: actions[command.id].iconText())
        self.list = DockList(self.rows, KeyRowsDelegate())
        self.list.setAccessibleName(_("Commands"))
        self.list.setMinimumHeight(LIST_HEIGHT)
        self.field = KeyField()
        self.field.setAccessibleName(_("New key"))
        self.said = at_start(QLabel(wordWrap=True))
        self.said.setMinimumHeight(2 * self.said.fontMetrics().height())
        self.take_over = self._button("", self._take_from_other)
        self.change = self._button(_("New key"), lambda: self._listen(adding=False))
        self.add = self._button(_("One more key"), lambda: self._listen(adding=True))
        self.clear = self._button(_("No key"), lambda: self._give(()))
        self.restore = self._button(_("As shipped"), lambda: self._give(self._command.keys if self._command else ()))
        self.restore_all = self._button(_("All as shipped"), self._restore_all)
        self.buttons.insertWidget(0, self.restore_all)
        self._lay_out()
        self._connect()
        self._filter()
        self._show()
        self.filter.setFocus()

    @property
    def chosen(self) -> dict[str, list[str]]:
        return key_map.own(self._keys)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        for button in (self.change, self.add, self.clear, self.restore):
            row.addWidget(button)
        words = QHBoxLayout()
        words.setSpacing(8)
        words.addWidget(self.said, 1)
        words.addWidget(self.take_over)
        for widget in (self.filter, self.list):
            self.body.addWidget(widget)
        self.body.setStretch(1, 1)
        self.body.addLayout(row)
        self.body.addLayout(words)

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda: self._filter())
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._show_command())
        self.list.chosen.connect(lambda _index: self._show_command())
        self.list.doubleClicked.connect(lambda _index: self._listen(adding=False))
        self.list.installEventFilter(self)
        self.field.taken.connect(self._take)
        self.field.entered.connect(lambda: self._show_command())
        self.field.left.connect(self._stop_listening)

    def _button(self, words: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        return button

    # The list

    @property
    def _command(self) -> Command | None:
        command = self.list.currentIndex().data(COMMAND)
        return command if isinstance(command, Command) else None

    def choose(self, command_id: str) -> None:
        """Make a command the one whose key is to be changed."""
        self.list.setCurrentIndex(self.rows.index_of(command_id))

    def _filter(self) -> None:
        typed = self.filter.text().strip()
        commands = [command for command, action in self._actions if action.isVisible()]
        found = {command.id for command in matching(commands, typed, self._actions.names_of_labels())}
        if typed:
            found |= {
                id for id, keys in self._keys.items() if typed.casefold() in (key_cap(key).casefold() for key in keys)
            }
        self.rows.show_commands([command for command in commands if command.id in found])
        self._choose_first()

    def _choose_first(self) -> None:
        self.list.setCurrentIndex(self.rows.first())
        self._show_command()

    # One command

    def _listen(self, *, adding: bool) -> None:
        self._adding = adding
        if self._command:
            self.field.setFocus()

    def _stop_listening(self) -> None:
        self._adding = False
        if self.field.hasFocus():
            self.list.setFocus()
        self._show_command()

    def _take(self, key: str) -> None:
        """The field has taken a key: give it to the command, or say why not and go on listening."""
        command = self._command
        if command is None:
            return
        if reason := key_map.refusal(key):
            self._say(f"{left_to_right(key_cap(key))}: {reason}" if key else reason)
            return
        before = self._keys[command.id] if self._adding else ()
        self._give(tuple(dict.fromkeys((*before, key))))
        self._stop_listening()

    def _give(self, keys: tuple[str, ...]) -> None:
        if self._command:
            self._keys[self._command.id] = keys
            self._show()

    def _take_from_other(self) -> None:
        """Leave the first key that two commands want to the chosen one."""
        command = self._command
        if command is None:
            return
        key, other = next(iter(key_map.clashes(self._keys)[command.id].items()))
        self._keys[other] = tuple(each for each in self._keys[other] if each != key)
        self._show()

    def _restore_all(self) -> None:
        self._keys = key_map.shipped()
        self._show()

    # What is shown

    def _show(self) -> None:
        """After a change: the keys and clashes of every row, and whether they can be used so."""
        clashes = key_map.clashes(self._keys)
        self.rows.show_keys(self._keys, clashes)
        self.primary.setEnabled(not clashes)
        keys = {key for wanted in clashes.values() for key in wanted}
        self.primary.setToolTip(
            ngettext("{n} key is wanted by two commands", "{n} keys are wanted by two commands", len(keys))
            if keys
            else ""
        )
        self.restore_all.setEnabled(self._keys != key_map.shipped())
        self._show_command()

    def _show_command(self) -> None:
        command = self._command
        for button in (self.change, self.add, self.clear, self.restore, self.field):
            button.setEnabled(command is not None)
        self.take_over.hide()
        self._say("")
        if command is None:
            self.field.clear()
            return
        keys = self._keys[command.id]
        self.add.setEnabled(bool(keys))
        self.clear.setEnabled(bool(keys))
        self.restore.setEnabled(keys != command.keys)
        if self.field.hasFocus():
            self.field.setText("")
            self.field.setPlaceholderText(_("Press a key; Esc leaves it as it is"))
            return
        self.field.setPlaceholderText(_("No key"))
        self.field.setText(left_to_right("   ".join(map(key_cap, keys))) if keys else "")
        self._show_clash(command)

    def _show_clash(self, command: Command) -> None:
        """Say which other command wants a key of this one and offer to take it; or that others are not settled."""
        clashes = key_map.clashes(self._keys)
        for key, other in clashes.get(command.id, {}).items():
            name = isolated(self._actions[other].iconText())
            self._say(_("{key} is also the key of “{command}”.").format(key=left_to_right(key_cap(key)), command=name))
            self.take_over.setText(_("Take it from “{command}”").format(command=name))
            self.take_over.show()
            return
        if clashes:
            self._say(self.primary.toolTip())

    def _say(self, words: str) -> None:
        self.said.setText(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the list Enter asks for a new key, Delete takes the keys away."""
        if watched is self.list and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._listen(adding=False)
                return True
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self._give(())
                return True
        return super().eventFilter(watched, event)


def change_keys(parent: QWidget, actions: Actions, settings: Settings) -> bool:
    """Let the reader change keys; whether any were. What shows keys has to be retranslated then."""
    editor = KeyEditor(parent, actions)
    changed = editor.run() and editor.chosen != settings.keys
    if changed:
        settings.keys = editor.chosen
        settings.save()
        key_map.use(settings.keys)
    editor.deleteLater()
    return changed
