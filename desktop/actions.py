"""Every command of the window in one table. Menus, toolbar, command palette, key help and tests are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from annotator.labels import Label, LabelSet
from annotator.texts import _, language, mark, number
from desktop.bidi import left_to_right

Scope = Literal["window", "canvas"]
Needs = Literal["", "project", "document", "span"]


@dataclass(frozen=True, slots=True)
class Command:
    """Something a user can ask for.

    ``keys`` are as shipped, in Qt's portable spelling: read them through ``keys_of``. Those of scope ``window`` work
    everywhere in the window, those of scope ``canvas`` only in the text. ``needs`` names what must be there for it.
    """

    id: str
    text: str
    keys: tuple[str, ...] = ()
    scope: Scope = "window"
    menu: str = ""
    icon: str = ""
    needs: Needs = ""
    checkable: bool = False
    apart: bool = False
    """Whether a rule parts it from the one above it in its menu."""


MENUS: Final[dict[str, str]] = {
    "file": mark("File"),
    "edit": mark("Edit"),
    "view": mark("View"),
    "document": mark("Document"),
    "annotate": mark("Annotate"),
    "tools": mark("Tools"),
    "help": mark("Help"),
}


def _file(id: str, text: str, *keys: str, icon: str = "", needs: Needs = "", apart: bool = False) -> Command:
    return Command(f"file.{id}", text, keys, menu="file", icon=icon, needs=needs, apart=apart)


def _document(id: str, text: str, *keys: str, scope: Scope = "window", icon: str = "", apart: bool = False) -> Command:
    return Command(f"document.{id}", text, keys, scope, "document", icon, "document", apart=apart)


def _span(id: str, text: str, *keys: str, icon: str = "", needs: Needs = "span", apart: bool = False) -> Command:
    return Command(id, text, keys, "canvas", "annotate", icon, needs, apart=apart)


COMMANDS: Final[tuple[Command, ...]] = (
    _file("new", mark("New project…"), "Ctrl+N", icon="file-plus"),
    _file("open", mark("Open project…"), "Ctrl+O", icon="folder-open"),
    _file("demo", mark("Sample project"), "Ctrl+D", icon="book-open"),
    _file("close", mark("Close project"), "Ctrl+W", needs="project"),
    _file("import", mark("Import documents…"), "Ctrl+I", icon="download", apart=True),
    _file("paste", mark("New document from pasted text…"), "Ctrl+Shift+V", needs="project"),
    _file("export", mark("Export…"), "Ctrl+E", icon="upload", needs="project"),
    _file("save", mark("Check that all is saved"), "Ctrl+S", needs="project", apart=True),
    _file("quit", mark("Quit"), "Ctrl+Q", apart=True),
    Command("edit.undo", mark("Undo"), ("Ctrl+Z",), menu="edit", icon="undo", needs="project"),
    Command("edit.redo", mark("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), menu="edit", icon="redo", needs="project"),
    Command("edit.copy", mark("Copy"), ("Ctrl+C",), menu="edit", needs="document", apart=True),
    Command("edit.find", mark("Find in this document"), ("Ctrl+F",), menu="edit", icon="search", needs="document"),
    Command("edit.find_all", mark("Find in all documents"), ("Ctrl+Shift+F",), menu="edit", needs="project"),
    Command("view.zoom_in", mark("Larger text"), ("Ctrl++", "Ctrl+="), menu="view", needs="document"),
    Command("view.zoom_out", mark("Smaller text"), ("Ctrl+-",), menu="view", needs="document"),
    Command("view.zoom_reset", mark("Text at 100%"), ("Ctrl+0",), menu="view", needs="document"),
    Command("view.spans", mark("Show spans"), menu="view", needs="project", checkable=True, apart=True),
    Command("view.documents", mark("Show documents"), menu="view", needs="project", checkable=True),
    Command("view.doubtful", mark("Doubtful spans first"), menu="view", needs="project", checkable=True),
    Command("pane.next", mark("Next pane"), ("F6",), menu="view"),
    Command("pane.previous", mark("Previous pane"), ("Shift+F6",), menu="view"),
    Command("view.language", mark("Arabic interface"), menu="view", icon="languages", apart=True),
    Command("view.theme", mark("Light or dark theme"), menu="view", icon="moon"),
    _document("next", mark("Next document"), "Ctrl+PgDown"),
    _document("previous", mark("Previous document"), "Ctrl+PgUp"),
    _document("finish", mark("Accept rest and finish"), "Ctrl+Return", icon="check-check", apart=True),
    _document("reopen", mark("Reopen document")),
    _document("flag", mark("Flag"), "F", scope="canvas", icon="flag", apart=True),
    _document("note", mark("Note…"), "N", scope="canvas", icon="sticky-note"),
    _document("rename", mark("Rename…"), icon="pencil", apart=True),
    _document("revise", mark("Import corrected text…")),
    _document("remove", mark("Remove from project…"), icon="trash-2"),
    _document("erase", mark("Erase for good…")),
    _span("span.accept", mark("Accept"), "Return", "Space", icon="check", needs="document"),
    _span("span.reject", mark("Reject"), "X", "Del", icon="x"),
    _span("span.label", mark("Label…"), "L", icon="tag", needs="document"),
    *(_span(f"label.{n}", mark("Label {n}"), str(n), needs="document", apart=n == 1) for n in range(1, 10)),
    _span("span.next", mark("Next undecided"), "Tab", needs="document", apart=True),
    _span("span.previous", mark("Previous undecided"), "Shift+Tab", needs="document"),
    _span("span.wider", mark("Wider span"), "G"),
    _span("span.narrower", mark("Narrower span"), "Shift+G"),
    _span("edge.start", mark("Move start"), "B", icon="arrow-right-to-line", apart=True),
    _span("edge.end", mark("Move end"), "E", icon="arrow-left-to-line"),
    _span("span.trim", mark("Trim"), "T"),
    _span("span.split", mark("Split at the caret"), "S", icon="scissors"),
    _span("span.merge", mark("Merge with the next"), "M", icon="merge"),
    _span("span.same", mark("Apply to same strings…"), "P", apart=True),
    Command("document.suggest", mark("Suggest"), menu="tools", icon="wand-sparkles", needs="project"),
    Command("suggester.learn", mark("Learn from finished documents"), menu="tools", needs="project"),
    Command("suggester.versions", mark("Versions of the suggester…"), menu="tools", icon="history", needs="project"),
    Command("tools.consistency", mark("Consistency…"), menu="tools", needs="project", apart=True),
    Command("edit.palette", mark("Command palette"), ("Ctrl+K",), menu="tools", icon="command", apart=True),
    Command("settings", mark("Settings…"), ("Ctrl+,",), menu="tools", icon="settings"),
    Command("help.contents", mark("Help"), ("F1",), menu="help", icon="info"),
    Command("help.keys", mark("Keys"), ("?",), "canvas", "help", "keyboard"),
    Command("help.about", mark("About Warraq"), menu="help", apart=True),
)

BY_ID: Final[dict[str, Command]] = {command.id: command for command in COMMANDS}


def keys_of(command: Command) -> tuple[str, ...]:
    """The keys of a command, the first one being shown: the one place that says which key does what."""
    return command.keys


def text_of(command: Command) -> str:
    """What the command is called in the language in use."""
    if command.id == "view.language":
        return "English" if language() == "ar" else "العربية"  # each language calls itself by its own name
    if command.id.startswith("label."):
        return _(command.text).format(n=number(int(command.id.removeprefix("label."))))
    return _(command.text)


_CAPS: Final = {"Return": "Enter", "PgDown": "PgDn", "Del": "Delete", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def key_cap(key: str) -> str:
    """A key as written on a key cap: ``Ctrl+Enter``; the question mark is the reader's own."""
    if key == "?":
        return "؟" if language() == "ar" else "?"
    *held, last = key.split("+") if not key.endswith("++") else (*key[:-2].split("+"), "+")
    return "+".join([*held, _CAPS.get(last, last)])


def caps_of(command_id: str) -> str:
    """The key cap of a command, or nothing where it has no key."""
    keys = keys_of(BY_ID[command_id])
    return key_cap(keys[0]) if keys else ""


def tooltip(command: Command) -> str:
    """The command's name and key, for a control that shows only its icon."""
    caps = caps_of(command.id)
    name = text_of(command).rstrip("…")
    return f"{name} ({left_to_right(caps)})" if caps else name


class Actions:
    """The table as QActions of one window.

    Keys of scope ``canvas`` are shown in menus but are no shortcuts of Qt: the canvas hands its key presses to
    ``keys.command_for`` instead, so they can never fire in a field, a list or a button, and work on any layout.
    """

    def __init__(self, window: QWidget) -> None:
        self._actions: dict[str, QAction] = {}
        self._labels: dict[str, Label] = {}
        for command in COMMANDS:
            action = QAction(window)
            action.setObjectName(command.id)
            action.setCheckable(command.checkable)
            if command.scope == "window":
                action.setShortcuts([QKeySequence(key) for key in keys_of(command)])
            self._actions[command.id] = action
        self.retranslate()

    def __getitem__(self, command_id: str) -> QAction:
        return self._actions[command_id]

    def __iter__(self) -> Iterator[tuple[Command, QAction]]:
        return ((command, self._actions[command.id]) for command in COMMANDS)

    def connect(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Let the commands call these functions; an unknown id is a ``KeyError``."""
        for command_id, handler in handlers.items():
            self._actions[command_id].triggered.connect(lambda _checked=False, call=handler: call())

    def trigger(self, command_id: str) -> None:
        """Do as if the user had chosen it: nothing, while it is disabled."""
        self._actions[command_id].trigger()

    def show_labels(self, labels: LabelSet | None) -> None:
        """Call the commands of the digits by the labels that have them; a digit without a label stands in no menu."""
        keyed = {f"label.{label.key}": label for label in labels or () if label.key}
        self._labels = keyed
        for command, action in self:
            if command.id.startswith("label."):
                action.setVisible(labels is None or command.id in keyed)
        self.retranslate()

    def names_of_labels(self) -> dict[str, tuple[str, ...]]:
        """What the labels of the digits are called in every language, by the id of their command."""
        return {command: tuple(label.names.values()) for command, label in self._labels.items()}

    def retranslate(self) -> None:
        for command, action in self:
            caps, label = caps_of(command.id), self._labels.get(command.id)
            name = label.name(language()) if label else text_of(command)
            action.setText(name + (f"\t{left_to_right(caps)}" if caps else ""))
            action.setIconText(name.rstrip("…"))
            action.setToolTip(tooltip(command))

    def enable(self, there: frozenset[str]) -> None:
        """Enable what needs nothing, or something that is there (``project``, ``document``, ``span``)."""
        for command, action in self:
            action.setEnabled(not command.needs or command.needs in there)
