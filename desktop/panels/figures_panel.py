"""The figures of all annotators together, or of two: each measure with its interval, and what it means where it stands."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from annotator.quality.agreement.explained import explanation, figure, interval, name, warning_of_sight
from annotator.quality.agreement.record import Estimate, Figures, Measure, Part
from annotator.texts import _, ngettext, number, percent
from desktop import icons
from desktop.bidi import at_start
from desktop.panels.dock import rule
from desktop.theme import interface_font

_NONE = Estimate(None)
_NO_PART = Part(0, {})


class _Row:
    """A measure: its name, which opens what it means, and its values."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self.name = QToolButton()
        self.name.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.name.setFixedHeight(26)
        self.name.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.value, self.interval, self.blind, self.seen = (_value() for _n in range(4))
        self.value.setProperty("role", "strong")
        self.interval.setProperty("role", "secondary")
        self.meaning = QLabel(wordWrap=True)
        self.meaning.setProperty("role", "secondary")
        self.meaning.setContentsMargins(24, 0, 8, 8)
        self.meaning.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.name.clicked.connect(lambda: self.open(self.meaning.isHidden()))
        self.parts: Mapping[str, Estimate] = {}
        self.open(False)

    def open(self, opened: bool) -> None:
        """Show what the measure means, or put it away."""
        self.meaning.setVisible(opened)
        icons.show(self.name, "chevron-down" if opened else "chevron-right", 14)

    def show(self, whole: Estimate, blind: Estimate, seen: Estimate) -> None:
        self.value.setText(figure(whole))
        self.interval.setText(interval(whole))
        self.blind.setText(figure(blind))
        self.seen.setText(figure(seen))
        self.parts = {_("blind"): blind, _("in sight"): seen}
        self.retranslate()

    def set_visible(self, visible: bool, *, parts: bool) -> None:
        """Whether it is shown, and whether its blind and its other documents are."""
        for widget in (self.name, self.value, self.interval):
            widget.setVisible(visible)
        for widget in (self.blind, self.seen):
            widget.setVisible(visible and parts)
        if not visible:
            self.open(False)

    def retranslate(self) -> None:
        self.name.setText(name(self.measure))
        self.name.setAccessibleName(f"{name(self.measure)}: {self.value.text()}")
        self.name.setAccessibleDescription(explanation(self.measure))
        intervals = [
            _("{name}: {value}").format(name=part, value=interval(found))
            for part, found in self.parts.items()
            if interval(found)
        ]
        at_start(self.meaning).setText("\n".join([explanation(self.measure), _(" · ").join(intervals)]).strip())


class FiguresPanel(QWidget):
    """A row a measure; which documents were blind and which not, and a warning of the latter.

    Signals:
        all_requested: the figures of all are wanted instead of those of two.
    """

    all_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pair, self._gamma_documents = "", 0
        self._parts: tuple[Part, Part] | None = None
        self._title = QLabel()
        self._title.setProperty("role", "block")
        self._all = QPushButton()
        self._all.setProperty("link", True)
        self._all.clicked.connect(self.all_requested)
        self._heads = [_value() for _n in range(4)]
        self._rows = {measure: _Row(measure) for measure in Measure}
        self._said, self._warning = (at_start(QLabel(wordWrap=True)) for _n in range(2))
        self._said.setProperty("role", "secondary")
        self._sign = QLabel()
        icons.show(self._sign, "triangle-alert", 14)
        for part in (self._sign, self._warning):
            part.hide()
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addStretch()
        head.addWidget(self._all)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        for column, label in enumerate(self._heads, 1):
            label.setProperty("role", "secondary")
            label.setFont(interface_font(12))
            self._grid.addWidget(label, 0, column)
        self._grid.addWidget(rule(), 1, 0, 1, 5)
        for place, row in enumerate(self._rows.values()):
            line = 2 + 2 * place
            self._grid.addWidget(row.name, line, 0, Qt.AlignmentFlag.AlignLeading)
            for column, label in enumerate((row.value, row.interval, row.blind, row.seen), 1):
                self._grid.addWidget(label, line, column)
            self._grid.addWidget(row.meaning, line + 1, 0, 1, 5)
        self._grid.addWidget(rule(), 2 + 2 * len(self._rows), 0, 1, 5)
        warning = QHBoxLayout()
        warning.setSpacing(8)
        warning.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        warning.addWidget(self._warning, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addWidget(self._said)
        column.addLayout(warning)
        column.addStretch()

    def show(
        self, figures: Figures, parts: tuple[Part, Part] | None, *, pair: str = "", gamma_documents: int = 0
    ) -> None:
        """Show figures, and beside them those of the blind documents and of the others, once these are known.

        ``pair`` names two annotators, if the figures are theirs.
        """
        self._pair, self._parts, self._gamma_documents = pair, parts, gamma_documents
        blind, seen = parts or (_NO_PART, _NO_PART)
        both = bool(blind.documents and seen.documents)
        for measure, row in self._rows.items():
            whole = figures.get(measure, _NONE)
            row.show(whole, blind.figures.get(measure, _NONE), seen.figures.get(measure, _NONE))
            row.set_visible(whole.value is not None or measure is Measure.F1, parts=both)
        self._heads[1].setVisible(any(interval(found) for found in figures.values()))
        for head in self._heads[2:]:
            head.setVisible(both)
        self._all.setVisible(bool(pair))
        self._sign.setVisible(bool(seen.documents))
        self._warning.setVisible(bool(seen.documents))
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self._pair or _("All together"))
        self._all.setText(_("All annotators"))
        blind, seen = self._parts or (_NO_PART, _NO_PART)
        heads = (
            "",
            percent(0.95),
            _("Blind {count}").format(count=number(blind.documents)),
            _("In sight {count}").format(count=number(seen.documents)),
        )
        for label, words in zip(self._heads, heads, strict=True):
            label.setText(words)
        for row in self._rows.values():
            row.retranslate()
        self._said.setText(" ".join(self._sentences()))
        self._warning.setText(warning_of_sight())

    @property
    def first(self) -> QWidget:
        """What takes the keys: the name of the first measure."""
        return self._rows[Measure.F1].name

    def _sentences(self) -> list[str]:
        said = []
        if self._parts and not self._parts[1].documents:
            said.append(_("All documents are blind: nobody had suggestions in sight."))
        elif self._parts and not self._parts[0].documents:
            said.append(_("No document is blind."))
        if self._gamma_documents:
            said.append(
                ngettext(
                    "Gamma was worked out in {n} document.",
                    "Gamma was worked out in {n} documents.",
                    self._gamma_documents,
                )
            )
        said.append(_("A name opens what the figure means."))
        return said


def _value() -> QLabel:
    label = QLabel()
    label.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
    return label
