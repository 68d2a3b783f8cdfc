"""How the text is shown, chosen beside it: each choice shows on the page at once."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QVBoxLayout, QWidget

from annotator.texts import _
from desktop import theme
from desktop.canvas.text_look import COLUMNS, FACES, SPACINGS, FaceName, TextLook
from desktop.dialogs.sheet import add_row, form
from desktop.panels.segment import Segment

_AWAY = 12
"""Pixels from the corner of the canvas."""


class TextLookPopup(QFrame):
    """A pop-up that Esc or a click beside it ends; what was chosen stands.

    Signals:
        chosen: a TextLook, each time that something is chosen.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget, look: TextLook) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("text-look")
        self.setAccessibleName(_("Text"))
        raised, cap = theme.current().hex("raise"), theme.current().hex("cap")
        self.setStyleSheet(f"#text-look {{ background: {raised}; border: 1px solid {cap}; }}")
        self._look = look
        self.face = _faces(look.face)
        self.spacing = Segment(tuple(SPACINGS))
        self.column = Segment(tuple(COLUMNS))
        self.diacritics = QCheckBox(_("Show diacritics"))
        self.invisibles = QCheckBox(_("Show invisible characters"))
        self._lay_out()
        self._show(look)
        self._connect()

    def open_over(self, canvas: QWidget) -> None:
        """Show it in the corner of the canvas where the interface ends."""
        self.adjustSize()
        turned = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = _AWAY if turned else canvas.width() - self.width() - _AWAY
        self.move(canvas.mapToGlobal(QPoint(x, _AWAY)))
        self.show()
        self.face.setFocus(Qt.FocusReason.PopupFocusReason)

    def _lay_out(self) -> None:
        rows = form()
        add_row(rows, _("Font"), self.face)
        add_row(rows, _("Line spacing"), self.spacing)
        add_row(rows, _("Column"), self.column)
        rows.addRow("", self.diacritics)
        rows.addRow("", self.invisibles)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.addLayout(rows)

    def _show(self, look: TextLook) -> None:
        spacings = {"tight": _("Tight"), "normal": _("Normal"), "wide": _("Wide")}
        columns = {"narrow": _("Narrow"), "normal": _("Normal"), "wide": _("Wide"), "full": _("Full")}
        for segment, words in ((self.spacing, spacings), (self.column, columns)):
            for name, said in words.items():
                segment.say(name, said)
        self.spacing.choose(look.spacing)
        self.column.choose(look.column)
        self.diacritics.setChecked(look.diacritics)
        self.invisibles.setChecked(look.invisibles)

    def _connect(self) -> None:
        self.face.currentIndexChanged.connect(lambda _row: self._choose(face=self.face.currentData()))
        self.spacing.chosen.connect(lambda name: self._choose(spacing=name))
        self.column.chosen.connect(lambda name: self._choose(column=name))
        self.diacritics.toggled.connect(lambda on: self._choose(diacritics=on))
        self.invisibles.toggled.connect(lambda on: self._choose(invisibles=on))

    def _choose(self, **choice: object) -> None:
        self._look = replace(self._look, **choice)
        self.chosen.emit(self._look)


def _faces(chosen: FaceName) -> QComboBox:
    """The faces, each written in itself."""
    names = {
        "naskh": _("Noto Naskh"),
        "amiri": _("Amiri"),
        "scheherazade": _("Scheherazade New"),
        "plex": _("IBM Plex Sans"),
    }
    box = QComboBox()
    for row, (face, drawn) in enumerate(FACES.items()):
        box.addItem(names[face], face)
        box.setItemData(row, theme.document_font(16, drawn.family), Qt.ItemDataRole.FontRole)
    box.setCurrentIndex(box.findData(chosen))
    return box
