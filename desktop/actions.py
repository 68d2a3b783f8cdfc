"""Every command of the window in one table. Menus, toolbar, command palette, key help and tests are made from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from annotator.errors import NothingToRedo, NothingToUndo
from annotator.labels import Label, LabelSet
from annotator.texts import _, language, mark, number
from desktop.bidi import left_to_right

Scope = Literal["window", "canvas", "adjudicate"]
FUNCTION_KEY: Final = re.compile(r"(Shift\+)?F\d+")
Needs = Literal["", "project", "document", "span", "undo", "redo", "disagreement"]


@dataclass(frozen=True, slots=True)
class Command:
    """Something a user can ask for.

    ``keys`` are as shipped, in Qt's portable spelling: read them through ``keys_of``. Those of scope ``window`` work
    everywhere in the window, those of scope ``canvas`` only in the text, as do all without Ctrl; those of ``adjudicate``
    only in the text of that page, where they go before those of the text. ``needs`` names what must be there for it; one that ``writes`` cannot be had in a project that is open for reading only.
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
    writes: bool = False


MENUS: Final[dict[str, str]] = {
    "file": mark("File"),
    "edit": mark("Edit"),
    "view": mark("View"),
    "document": mark("Document"),
    "annotate": mark("Annotate"),
    "quality": mark("Quality"),
    "tools": mark("Tools"),
    "help": mark("Help"),
}


def _file(
    id: str, text: str, *keys: str, icon: str = "", needs: Needs = "", apart: bool = False, writes: bool = False
) -> Command:
    return Command(f"file.{id}", text, keys, menu="file", icon=icon, needs=needs, apart=apart, writes=writes)


def _document(
    id: str,
    text: str,
    *keys: str,
    scope: Scope = "window",
    icon: str = "",
    apart: bool = False,
    writes: bool = True,
) -> Command:
    return Command(f"document.{id}", text, keys, scope, "document", icon, "document", apart=apart, writes=writes)


def _span(id: str, text: str, *keys: str, icon: str = "", needs: Needs = "span", apart: bool = False) -> Command:
    return Command(id, text, keys, "canvas", "annotate", icon, needs, apart=apart, writes=True)


def _jump(id: str, text: str, *keys: str, needs: Needs = "document", apart: bool = False) -> Command:
    return Command(f"span.{id}", text, keys, "canvas", "annotate", needs=needs, apart=apart)


def _answer(id: str, text: str, key: str, *, apart: bool = False) -> Command:
    return Command(
        f"adjudicate.{id}", text, (key,), "adjudicate", "quality", needs="disagreement", apart=apart, writes=True
    )


def _page(id: str, text: str, key: str, icon: str) -> Command:
    return Command(f"page.{id}", text, (key,), menu="quality", icon=icon, needs="project", checkable=True)


def _team(id: str, text: str, icon: str, apart: bool = False) -> Command:
    return Command(f"team.{id}", text, menu="quality", icon=icon, needs="project", apart=apart, writes=True)


COMMANDS: Final[tuple[Command, ...]] = (
    _file("new", mark("New project…"), "Ctrl+N", icon="file-plus"),
    _file("open", mark("Open project…"), "Ctrl+O", icon="folder-open"),
    _file("demo", mark("Sample project"), "Ctrl+D", icon="book-open"),
    _file("close", mark("Close project"), "Ctrl+W", needs="project"),
    _file("import", mark("Import documents…"), "Ctrl+I", icon="download", apart=True, writes=True),
    _file("paste", mark("New document from pasted text…"), "Ctrl+Shift+V", needs="project", writes=True),
    _file("export", mark("Export…"), "Ctrl+E", icon="upload", needs="project"),
    _file("save", mark("Check that all is saved"), "Ctrl+S", needs="project", apart=True),
    _file("quit", mark("Quit"), "Ctrl+Q", apart=True),
    Command("edit.undo", mark("Undo"), ("Ctrl+Z",), menu="edit", icon="undo", needs="undo", writes=True),
    Command("edit.redo", mark("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), menu="edit", icon="redo", needs="redo", writes=True),
    Command("edit.history", mark("History…"), ("Ctrl+H",), menu="edit", icon="history", needs="project"),
    Command("edit.copy", mark("Copy"), ("Ctrl+C",), menu="edit", needs="document", apart=True),
    Command("edit.find", mark("Find in this document"), ("Ctrl+F",), menu="edit", icon="search", needs="document"),
    Command("edit.find_all", mark("Find in all documents"), ("Ctrl+Shift+F",), menu="edit", needs="project"),
    Command("view.zoom_in", mark("Larger text"), ("Ctrl++", "Ctrl+="), menu="view", needs="document"),
    Command("view.zoom_out", mark("Smaller text"), ("Ctrl+-",), menu="view", needs="document"),
    Command("view.zoom_reset", mark("Text at 100%"), ("Ctrl+0",), menu="view", needs="document"),
    Command("view.text", mark("Text…"), menu="view", needs="document", apart=True),
    Command("view.diacritics", mark("Show diacritics"), menu="view", needs="document", checkable=True),
    Command("view.invisibles", mark("Show invisible characters"), menu="view", needs="document", checkable=True),
    Command("view.spans", mark("Show spans"), menu="view", needs="project", checkable=True, apart=True),
    Command("view.documents", mark("Show documents"), menu="view", needs="project", checkable=True),
    Command("view.doubtful", mark("Doubtful spans first"), menu="view", needs="project", checkable=True),
    Command("pane.next", mark("Next pane"), ("F6",), menu="view"),
    Command("pane.previous", mark("Previous pane"), ("Shift+F6",), menu="view"),
    Command("view.language", mark("Arabic interface"), menu="view", icon="languages", apart=True),
    Command("view.theme", mark("Light or dark theme"), menu="view", icon="moon"),
    _document("next", mark("Next document"), "Ctrl+PgDown", writes=False),
    _document("previous", mark("Previous document"), "Ctrl+PgUp", writes=False),
    _document("finish", mark("Accept rest and finish"), "Ctrl+Return", icon="check-check", apart=True),
    _document("reopen", mark("Reopen document")),
    _document("flag", mark("Flag"), "F", scope="canvas", icon="flag", apart=True),
    _document("note", mark("Note…"), "N", scope="canvas", icon="sticky-note"),
    _document("skip", mark("Skip for now"), "K", scope="canvas"),
    Command("paragraph.direction", mark("Change paragraph direction"), menu="document", needs="document", writes=True),
    _document("rename", mark("Rename…"), icon="pencil", apart=True),
    _document("revise", mark("Import corrected text…")),
    _document("remove", mark("Remove from project…"), icon="trash-2"),
    _document("erase", mark("Erase for good…")),
    _span("span.accept", mark("Accept"), "Return", "Space", icon="check", needs="document"),
    _span("span.reject", mark("Reject"), "X", "Del", icon="x"),
    _span("span.label", mark("Label…"), "L", icon="tag", needs="document"),
    *(_span(f"label.{n}", mark("Label {n}"), str(n), needs="document", apart=n == 1) for n in range(1, 10)),
    _jump("next", mark("Next undecided"), "Tab", apart=True),
    _jump("previous", mark("Previous undecided"), "Shift+Tab"),
    _jump("next_alike", mark("Next of the same label"), "J"),
    _jump("previous_alike", mark("Previous of the same label"), "Shift+J"),
    _jump("doubtful", mark("Most doubtful span"), "U"),
    _jump("doubtful_back", mark("Back to the more doubtful"), "Shift+U"),
    _jump("wider", mark("Wider span"), "G", needs="span"),
    _jump("narrower", mark("Narrower span"), "Shift+G", needs="span"),
    _span("edge.start", mark("Move start"), "B", icon="arrow-right-to-line", apart=True),
    _span("edge.end", mark("Move end"), "E", icon="arrow-left-to-line"),
    _span("span.trim", mark("Trim"), "T"),
    _span("span.split", mark("Split at the caret"), "S", icon="scissors"),
    _span("span.merge", mark("Merge with the next"), "M", icon="merge"),
    _span("span.same", mark("Apply to same strings…"), "P", apart=True),
    _page("review", mark("Review"), "Ctrl+1", icon="notebook-pen"),
    _page("quality", mark("Quality"), "Ctrl+2", icon="chart-column"),
    _page("adjudicate", mark("Adjudicate"), "Ctrl+3", icon="scale"),
    _page("agreement", mark("Agreement"), "Ctrl+4", icon="users"),
    _team("assign", mark("Assign documents…"), "split", apart=True),
    _team("merge", mark("Merge projects…"), "merge"),
    Command("quality.report", mark("Report…"), menu="quality", icon="file-text", needs="project", apart=True),
    *(_answer(str(n), mark("Reading {n}"), str(n), apart=n == 1) for n in range(1, 10)),
    _answer("neither", mark("Neither"), "0"),
    _answer("own", mark("Own reading"), "E"),
    Command(
        "adjudicate.names", mark("Hide names"), ("H",), "adjudicate", "quality", checkable=True, needs="disagreement"
    ),
    Command("document.suggest", mark("Suggest"), menu="tools", icon="wand-sparkles", needs="project", writes=True),
    Command("suggester.learn", mark("Learn from finished documents"), menu="tools", needs="project", writes=True),
    Command(
        "suggester.versions",
        mark("Versions of the suggester…"),
        menu="tools",
        icon="history",
        needs="project",
        writes=True,
    ),
    Command("labels.edit", mark("Label set…"), menu="tools", icon="tag", needs="project", apart=True, writes=True),
    Command("tools.consistency", mark("Consistency…"), menu="tools", needs="project"),
    Command("tools.statistics", mark("Session statistics…"), menu="tools", needs="project"),
    Command("edit.palette", mark("Command palette"), ("Ctrl+K",), menu="tools", icon="command", apart=True),
    Command("settings", mark("Settings…"), ("Ctrl+,",), menu="tools", icon="settings"),
    Command("keys.change", mark("Change keys…"), menu="tools", icon="keyboard"),
    Command("help.contents", mark("Help"), ("F1",), menu="help", icon="info"),
    Command("help.guidelines", mark("Guidelines"), ("F2",), menu="help", icon="book-open", needs="project"),
    Command("help.keys", mark("Keys"), ("?",), "canvas", "help", "keyboard"),
    Command("help.about", mark("About Warraq"), menu="help", apart=True),
)

BY_ID: Final[dict[str, Command]] = {command.id: command for command in COMMANDS}


_own_keys: dict[str, tuple[str, ...]] = {}


def use_keys(own: Mapping[str, tuple[str, ...]]) -> None:
    """Give commands the reader's own keys from now on, by id; all others have theirs as shipped."""
    _own_keys.clear()
    _own_keys.update(own)


def keys_of(command: Command) -> tuple[str, ...]:
    """The keys of a command, the first one being shown: the one place that says which key does what."""
    return _own_keys.get(command.id, command.keys)


def belongs_to_text(key: str) -> bool:
    """Whether a key works in the text alone: one without Ctrl would else be taken from fields, lists and buttons."""
    return "Ctrl+" not in key and not FUNCTION_KEY.fullmatch(key)


def text_of(command: Command) -> str:
    """What the command is called in the language in use."""
    if command.id == "view.language":
        return "English" if language() == "ar" else "العربية"  # each language calls itself by its own name
    place = command.id.rpartition(".")[2]
    return _(command.text).format(n=number(int(place))) if place.isdecimal() else _(command.text)


_CAPS: Final = {
    "Return": "Enter",
    "PgDown": "PgDn",
    "Del": "Delete",
    "Ins": "Insert",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
}


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


def tooltip(command: Command, name: str = "") -> str:
    """The command's name, or what it would do now, and its key, for a control that shows only its icon."""
    caps = caps_of(command.id)
    name = (name or text_of(command)).rstrip("…")
    return f"{name} ({left_to_right(caps)})" if caps else name


class Actions:
    """The table as QActions of one window.

    Keys of scope ``canvas`` are shown in menus but are no shortcuts of Qt: the canvas hands its key presses to
    ``keys.command_for`` instead, so they can never fire in a field, a list or a button, and work on any layout.
    """

    def __init__(self, window: QWidget) -> None:
        self._actions: dict[str, QAction] = {}
        self._labels: dict[str, Label] = {}
        self._called: Mapping[str, str] = {}
        self._read_only = False
        self._there: tuple[frozenset[str], bool] | None = None
        self._taking_back: dict[str, str] = {}
        self.tell: Callable[[str], object] = lambda _text: None
        for command in COMMANDS:
            action = QAction(window)
            action.setObjectName(command.id)
            action.setCheckable(command.checkable)
            self._actions[command.id] = action
        self.call({})
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
        """Do as if the user had chosen it; while it is disabled, say why if there is more to say than that."""
        action = self._actions[command_id]
        if action.isEnabled():
            action.trigger()
        elif reason := self.why_not(BY_ID[command_id]):
            self.tell(reason)

    def why_not(self, command: Command) -> str:
        """Why a command that would make sense cannot be had now."""
        if command.writes and self._read_only:
            return _("Open for reading only: nothing can be changed.")
        if self._actions[command.id].isEnabled():
            return ""
        return {"undo": str(NothingToUndo()), "redo": str(NothingToRedo())}.get(command.needs, "")

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

    def call(self, names: Mapping[str, str]) -> None:
        """Call these commands otherwise, while a page is in front in which they mean something of its own; an answer to a
        disagreement that is not named stands in no menu."""
        before, self._called = self._called, dict(names)
        for command, action in self:
            if command.id.startswith("adjudicate.") and command.id[-1].isdecimal():
                action.setVisible(command.id in names)
            if before.get(command.id) != names.get(command.id):
                self._name(command)

    def show_taking_back(self, undo: str, redo: str) -> None:
        """Say in the menu what an undo would take back and a redo do again; empty where that is not known."""
        taking_back = {"edit.undo": undo, "edit.redo": redo}
        if taking_back != self._taking_back:
            self._taking_back = taking_back
            for command_id in taking_back:
                self._name(BY_ID[command_id])

    def retranslate(self) -> None:
        """Speak the language in use, and follow the keys in use."""
        for command, action in self:
            keys = keys_of(command) if command.scope == "window" else ()
            action.setShortcuts([QKeySequence(key) for key in keys if not belongs_to_text(key)])
            self._name(command)

    def _name(self, command: Command) -> None:
        action, caps, label = self._actions[command.id], caps_of(command.id), self._labels.get(command.id)
        name = said = self._called.get(command.id) or (label.name(language()) if label else text_of(command))
        if (what := self._taking_back.get(command.id)) and action.isEnabled():
            said = (_("Undo: {what}") if command.needs == "undo" else _("Redo: {what}")).format(what=what)
        action.setText(said.replace("&", "&&") + (f"\t{left_to_right(caps)}" if caps else ""))
        action.setIconText(name.rstrip("…"))
        action.setToolTip(self.why_not(command) or tooltip(command, said))

    def enable(self, there: frozenset[str], *, read_only: bool = False) -> None:
        """Enable what needs nothing, or something that is there (``project``, ``document``, ``span``, ``undo``, ``redo``, or the
        id of the command itself).

        In a project open for reading only nothing that writes is enabled.
        """
        if (there, read_only) == self._there:
            return  # asked at every key press
        turned, self._read_only, self._there = read_only != self._read_only, read_only, (there, read_only)
        for command, action in self:
            wanted = not command.needs or command.needs in there or command.id in there
            action.setEnabled(wanted and not (command.writes and read_only))
            if turned or command.needs in ("undo", "redo"):
                self._name(command)  # its tooltip tells why it cannot be had
