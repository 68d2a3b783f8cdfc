"""The label bar: the nine labels with keys, the one used last pressed, and the way to all of them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QMenu, QSizePolicy, QStyle, QToolButton

from annotator.labels import Label, LabelSet
from annotator.records import LabelId
from annotator.texts import _, language, number
from desktop import theme
from desktop.actions import BY_ID, caps_of, tooltip
from desktop.panels.label_words import label_tooltip
from desktop.panels.marks import draw_key, draw_swatch, key_width, label_colour, sized
from desktop.theme import interface_font

HEIGHT = 36


class KeyButton(QAbstractButton):
    """A flat button: key cap, swatch if it is a label's, text, and a count if it has one."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFont(interface_font(13))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(28)
        self.key = ""
        self.count = ""
        self.label: Label | None = None
        self.labels: LabelSet | None = None

    def show_label(self, labels: LabelSet, label: Label) -> None:
        self.labels, self.label = labels, label
        self.setText(label.name(language()))
        self.key = caps_of(f"label.{label.key}") if label.key else ""
        self.setToolTip(label_tooltip(label))
        self.setAccessibleName(label.title(language()))
        self.setAccessibleDescription(label.description.get(language(), ""))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        count = metrics.horizontalAdvance(self.count) + 6 if self.count else 0
        return QSize(self._text_start() + metrics.horizontalAdvance(self.text()) + count + 10, 28)

    def _text_start(self) -> int:
        key = key_width(self.font(), self.key) + 8 if self.key else 0
        return 8 + key + (16 if self.label else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_ground(painter)
            start = 8
            if self.key:
                width = key_width(self.font(), self.key)
                draw_key(painter, QRectF(self._part(start, width, 16)), self.key)
                start += width + 8
            if self.label and self.labels:
                draw_swatch(painter, QRectF(self._part(start, 9, 9)), label_colour(self.labels, self.label))
            start = self._text_start()
            width = QFontMetrics(self.font()).horizontalAdvance(self.text()) + 1
            painter.setFont(self.font())
            painter.setPen(theme.current().colour("ink" if self.isEnabled() else "edge"))
            painter.drawText(self._part(start, width, 28), Qt.AlignmentFlag.AlignCenter, self.text())
            painter.setPen(theme.current().colour("ink-2"))
            painter.setFont(sized(self.font(), 12))
            rest = self.width() - start - width - 4
            painter.drawText(self._part(start + width + 4, rest, 28), Qt.AlignmentFlag.AlignVCenter, self.count)

    def _draw_ground(self, painter: QPainter) -> None:
        look = theme.current()
        ground = "press" if self.isDown() or self.isChecked() else "sel" if self.underMouse() else ""
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour(ground))
            painter.drawRoundedRect(self.rect(), 4, 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("text-ink"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _part(self, start: int, width: int, height: int) -> QRect:
        rect = QRect(start, (self.height() - height) // 2, width, height)
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)


class LabelBar(QFrame):
    """The bar over canvas and docks. Where it is too narrow the last labels give way; they stay under their keys.

    Signals:
        label_chosen: the id of the label pressed.
        all_requested: the list of all labels is wanted.
        guidelines_requested: what the guidelines say of a label is wanted, by its id.
        set_requested: the label set is to be edited.
    """

    label_chosen = Signal(str)
    all_requested = Signal()
    guidelines_requested = Signal(str)
    set_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self._labels: LabelSet | None = None
        self._last: LabelId | None = None
        self._buttons: list[KeyButton] = []
        self._rule = QFrame()
        self._rule.setProperty("role", "upright")
        self._rule.setFixedHeight(20)
        self.all = KeyButton()
        self.all.clicked.connect(self.all_requested)
        self._set_name = QToolButton()
        self._set_name.setProperty("role", "secondary")
        self._set_name.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._set_name.clicked.connect(self.set_requested)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 0)
        self._row.setSpacing(6)
        for widget in (self._rule, self.all):
            self._row.addWidget(widget)
        self._row.addStretch()
        self._row.addWidget(self._set_name)

    def show_labels(self, labels: LabelSet) -> None:
        """Show the labels of a project's set that have keys."""
        self._labels = labels
        for button in self._buttons:
            button.deleteLater()
        self._buttons = [self._button(labels, label) for label in labels if label.key]
        for place, button in enumerate(self._buttons):
            self._row.insertWidget(place, button)
        self.retranslate()
        self.set_last(self._last)

    def set_last(self, label: LabelId | None) -> None:
        """Press the label that Enter would give a selection."""
        self._last = label
        for button in self._buttons:
            button.setChecked(button.label is not None and button.label.id == label)

    def retranslate(self) -> None:
        if self._labels is None:
            return
        for button in self._buttons:
            assert button.label is not None
            button.show_label(self._labels, button.label)
        self.all.key = caps_of("span.label")
        self.all.setText(_("All labels"))
        self.all.count = number(len(self._labels))
        self.all.updateGeometry()
        name = self._labels.name(language())
        self._set_name.setText(_("Label set: {name}").format(name=name))
        self._set_name.setToolTip(tooltip(BY_ID["labels.edit"]))
        self._fit()

    def _button(self, labels: LabelSet, label: Label) -> KeyButton:
        button = KeyButton()
        button.setCheckable(True)
        button.show_label(labels, label)
        button.clicked.connect(lambda: self._choose(label.id))
        button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        button.customContextMenuRequested.connect(lambda place: self._show_menu(label, button.mapToGlobal(place)))
        return button

    def _show_menu(self, label: Label, place: QPoint) -> None:
        menu = QMenu(self)
        words = _("Guidelines for {label}").format(label=label.name(language()))
        menu.addAction(words, lambda: self.guidelines_requested.emit(label.id))
        menu.popup(place)

    def _choose(self, label: LabelId) -> None:
        self.set_last(self._last)
        self.label_chosen.emit(label)

    def _fit(self) -> None:
        room = self.width() - 24 - self.all.sizeHint().width() - 16
        wanted = [button.sizeHint().width() + 6 for button in self._buttons]
        self._set_name.setVisible(room - sum(wanted) > self._set_name.sizeHint().width())
        for button, width in zip(self._buttons, wanted, strict=True):
            room -= width
            button.setVisible(room >= 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, HEIGHT)
