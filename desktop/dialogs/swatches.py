"""The colour families of labels, to choose one from."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QLabel, QWidget

from annotator.label_file import Family
from annotator.texts import language
from desktop import theme


class Swatch(QAbstractButton):
    """A family as its spans look: its tint, with its line below."""

    def __init__(self, family: Family) -> None:
        super().__init__()
        self.family = family
        self.setCheckable(True)
        self.setFixedSize(34, 28)
        self.setToolTip(family.name(language()))
        self.setAccessibleName(family.name(language()))

    def sizeHint(self) -> QSize:
        return QSize(34, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        colours = self.family.dark if look.dark else self.family.light
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.tint))
            painter.drawRoundedRect(QRectF(5, 5, 24, 14), 3, 3)
            painter.fillRect(QRectF(5, 20, 24, 3), QColor(colours.line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            if self.isChecked():
                painter.setPen(QPen(look.colour("text-ink"), 2))
                painter.drawRoundedRect(ring, 4, 4)
            elif self.hasFocus() or self.underMouse():
                painter.setPen(QPen(look.colour("edge"), 1))
                painter.drawRoundedRect(ring, 4, 4)
            if self.isChecked() and self.hasFocus():
                painter.setPen(QPen(look.colour("paper"), 1))
                painter.drawRoundedRect(ring.adjusted(2, 2, -2, -2), 3, 3)


class Swatches(QWidget):
    """A row of families; the arrow keys go along it.

    Signals:
        family_chosen: a Family.
    """

    family_chosen = Signal(object)

    def __init__(self, families: Mapping[str, Family]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._name = QLabel()
        self._name.setProperty("role", "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addSpacing(8)
        row.addWidget(self._name)
        row.addStretch()
        self._row = row
        self.buttons: dict[str, Swatch] = {}
        self.offer(families)
        self._group.buttonToggled.connect(self._tell)
        self._showing = False

    def offer(self, families: Mapping[str, Family]) -> None:
        """Offer these families too."""
        for key, family in families.items():
            if key not in self.buttons:
                self.buttons[key] = Swatch(family)
                self._group.addButton(self.buttons[key])
                self._row.insertWidget(len(self.buttons) - 1, self.buttons[key])

    def show_family(self, key: str) -> None:
        """Press the swatch of a family."""
        self._showing = True
        self.buttons[key].setChecked(True)
        self._showing = False

    def _tell(self, swatch: Swatch, pressed: bool) -> None:
        if not pressed:
            return
        self._name.setText(swatch.family.name(language()))
        if not self._showing:
            self.family_chosen.emit(swatch.family)
