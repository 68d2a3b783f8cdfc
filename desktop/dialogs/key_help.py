"""All keys on one page, made from the table of commands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.texts import _, mark
from desktop.actions import BY_ID, COMMANDS, MENUS, Command, key_cap, keys_of, text_of
from desktop.bidi import left_to_right
from desktop.dialogs.sheet import Sheet, secondary

CHANGE = 2
"""What the dialog gives where the reader wants to change keys."""
_MOVES = (
    # of the canvas itself: no commands, but keys all the same
    (mark("The caret"), ("Left", "Right", "Up", "Down")),
    (mark("Start and end of the line"), ("Home", "End")),
    (mark("The caret, by word and proclitic"), ("Ctrl+Left", "Ctrl+Right")),
    (mark("Select"), ("Shift+Left", "Shift+Right")),
    (mark("Scroll"), ("PgUp", "PgDown")),
    (mark("Step back"), ("Esc",)),
)


def key_dialog(parent: QWidget | None) -> Sheet:
    """The dialog: a block for each menu, each key as it stands on the keyboard."""
    sentence = _("Keys without Ctrl work in the text; in a field, a list or a button they do as they always do.")
    dialog = Sheet(parent, _("Keys"), sentence, _("Close"), 860)
    dialog.cancel.hide()
    change = QPushButton(text_of(BY_ID["keys.change"]))
    change.setAutoDefault(False)
    change.clicked.connect(lambda: dialog.done(CHANGE))
    dialog.buttons.insertWidget(0, change)
    dialog.body.addWidget(_scrolling(_blocks()))
    dialog.body.addWidget(
        secondary(_("A key counts as the letter it types; on an Arabic layout, as the Latin letter of the same key."))
    )
    dialog.setMinimumWidth(max(dialog.minimumWidth(), dialog.minimumSizeHint().width()))
    dialog.resize(dialog.minimumWidth(), 680)
    return dialog


def show_keys(parent: QWidget | None) -> bool:
    """Show the dialog until it is closed: whether the reader wants to change keys."""
    return key_dialog(parent).exec() == CHANGE


def _blocks() -> QWidget:
    columns = QHBoxLayout()
    columns.setSpacing(40)
    for menus in (("annotate", "help"), ("document", "view", "quality"), ("file", "edit", "tools")):
        column = QVBoxLayout()
        column.setSpacing(16)
        for menu in menus:
            rows = [_row(command) for command in _with_keys(menu)]
            column.addWidget(_block(_(MENUS[menu]), rows))
            if menu == "view":
                column.addWidget(_block(_("In the text"), [(_(name), keys) for name, keys in _MOVES]))
        column.addStretch()
        columns.addLayout(column, 1)
    blocks = QWidget()
    blocks.setLayout(columns)
    return blocks


def _with_keys(menu: str) -> list[Command]:
    one_for_all = {f"{kind}.{n}" for kind in ("label", "adjudicate") if _digits_mean(kind) for n in range(2, 10)}
    return [each for each in COMMANDS if each.menu == menu and keys_of(each) and each.id not in one_for_all]


def _digits_mean(kind: str) -> bool:
    return all(keys_of(BY_ID[f"{kind}.{n}"]) == (str(n),) for n in range(1, 10))


def _row(command: Command) -> tuple[str, tuple[str, ...]]:
    if command.id == "label.1" and _digits_mean("label"):
        return _("The label of that key"), ("1", "…", "9")
    if command.id == "adjudicate.1" and _digits_mean("adjudicate"):
        return _("In a disagreement, the reading of that key"), ("1", "…", "9")
    return text_of(command), keys_of(command)


def _block(title: str, rows: list[tuple[str, tuple[str, ...]]]) -> QWidget:
    block = QWidget()
    grid = QGridLayout(block)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(4)
    head = QLabel(title)
    head.setProperty("role", "strong")
    grid.addWidget(head, 0, 0, 1, 2)
    for row, (text, keys) in enumerate(rows, 1):
        grid.addWidget(QLabel(text.rstrip("…")), row, 0)
        caps = QHBoxLayout()
        caps.setSpacing(4)
        caps.addStretch()
        for key in keys:
            caps.addWidget(cap_label(key_cap(key)))
        grid.addLayout(caps, row, 1)
    grid.setColumnStretch(0, 1)
    return block


def cap_label(cap: str) -> QLabel:
    """A key as it looks on the keyboard."""
    label = QLabel(left_to_right(cap))
    label.setProperty("role", "cap")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setFixedHeight(18)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    label.ensurePolished()
    label.setMinimumWidth(max(18, label.sizeHint().width()))
    if not cap:
        label.hide()  # a command may have no key
    return label


def _scrolling(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(_("Keys"))
    area.setWidget(content)
    area.setMinimumWidth(content.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width())
    return area
