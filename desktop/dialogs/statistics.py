"""The statistics of a reviewer's own work: this session, today and all time; the last documents one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QStyle, QWidget

from annotator.quality.effort import BY_MACHINE, Effort
from annotator.records import Manner
from annotator.texts import _, ngettext, number
from desktop import theme
from desktop.bidi import at_start
from desktop.dialogs.sheet import Sheet, secondary
from desktop.panels.dock import rule
from desktop.panels.marks import isolated, sized
from desktop.panels.steps import MANNERS
from desktop.theme import interface_font

if TYPE_CHECKING:
    from annotator.project.effort import Lately

UNKNOWN = "–"
PARTS = 4
"""The row from which on the spans decided are told by their parts."""
LONGEST = 40
"""Characters of a document's name that are shown."""


class StatisticsDialog(Sheet):
    """Tables first. ``show_whole`` fills in what takes longer to count."""

    def __init__(self, parent: QWidget | None, lately: Lately) -> None:
        super().__init__(parent, _("Session statistics"), "", _("Close"), 520)
        self.cancel.hide()
        self.whole: list[QLabel] = []
        self._efforts = QGridLayout()
        self._show_efforts(lately)
        self.body.addLayout(self._efforts)
        if any(lately.hours):
            self.body.addWidget(_title(_("Spans decided in each hour of today")))
            self.body.addWidget(Hours(lately.hours))
        if lately.documents:
            self.body.addWidget(_title(_("Last documents")))
            self.body.addLayout(_documents(lately))
        self.body.addWidget(secondary(_("Of a pause without a decision, at most 90 seconds count as work.")))
        self.primary.setFocus()

    def show_whole(self, effort: Effort) -> None:
        """Fill in the column of all time."""
        for label, value in zip(self.whole, _values(effort, self._manners), strict=True):
            _fill(label, value)

    def _show_efforts(self, lately: Lately) -> None:
        self._manners = [manner for manner in Manner if manner in _ways()]
        columns = [_names(self._manners), _values(lately.session, self._manners), _values(lately.today, self._manners)]
        heads = ["", _("This session"), _("Today"), _("All time")]
        _table(self._efforts, heads, [*columns, ["…"] * len(columns[0])])
        for row in range(PARTS, len(columns[0]) + 1):
            _cell(self._efforts, row, 0).setContentsMargins(16, 0, 16, 0)
        rows = range(1, len(columns[0]) + 1)
        self.whole = [_cell(self._efforts, row, 3) for row in rows]


class Hours(QWidget):
    """Bars of spans by hour, from the first hour of work to the last; time runs as the interface is read."""

    def __init__(self, hours: Sequence[int]) -> None:
        super().__init__()
        worked = [hour for hour, spans in enumerate(hours) if spans]
        self._hours = [(hour, hours[hour]) for hour in range(worked[0], worked[-1] + 1)]
        said = [_("at {hour}: {spans}").format(hour=_hour(hour), spans=number(spans)) for hour, spans in self._hours]
        self.setAccessibleName(" · ".join(said))
        self.setFixedHeight(84)

    def sizeHint(self) -> QSize:
        return QSize(360, 84)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, most = theme.current(), max(spans for _hour, spans in self._hours)
        with QPainter(self) as painter:
            painter.setFont(sized(self.font(), 11))
            for place, (hour, spans) in enumerate(self._hours):
                high = round(44 * spans / most)
                bar = self._part(place * 48 + 6, 60 - high, 36, high)
                painter.fillRect(self._part(place * 48, 60, 48, 1), look.colour("track"))
                painter.fillRect(bar, look.colour("ink-2"))
                painter.setPen(look.colour("ink-2"))
                column = self._part(place * 48, 62, 48, 20)
                painter.drawText(column, Qt.AlignmentFlag.AlignCenter, _hour(hour))
                above = self._part(place * 48, 60 - high - 16, 48, 16)
                painter.setPen(look.colour("ink"))
                painter.drawText(above, Qt.AlignmentFlag.AlignCenter, number(spans) if spans else "")

    def _part(self, start: int, top: int, width: int, height: int) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(start, top, width, height))


def today_text(effort: Effort) -> str:
    """Today's figure in a sentence, or nothing."""
    if not effort.spans:
        return ""
    said = ngettext(
        "Today: {n} span decided in {time} of work", "Today: {n} spans decided in {time} of work", effort.spans
    )
    return said.format(time=duration(effort.seconds))


def duration(seconds: float) -> str:
    """A time of work in hours and minutes."""
    if 0 < seconds < 60:
        return _("under 1 min")
    hours, minutes = divmod(round(seconds / 60), 60)
    if hours:
        return _("{hours} h {minutes} min").format(hours=number(hours), minutes=number(minutes))
    return _("{minutes} min").format(minutes=number(minutes))


def _hour(hour: int) -> str:
    """An hour in two digits."""
    return number(hour // 10) + number(hour % 10)


def _ways() -> dict[Manner, str]:
    """The manners in which a span can be decided, in words."""
    others = {manner: words() for manner, words in MANNERS.items() if manner not in BY_MACHINE}
    return {Manner.ONE: _("one by one"), **others}


def _names(manners: Sequence[Manner]) -> list[str]:
    names = [_("Time at work"), _("Spans an hour"), _("Spans decided")]
    names += [_("accepted as proposed"), _("corrected"), _("rejected or removed"), _("added by hand")]
    ways = _ways()
    return [*names, *(ways[manner] for manner in manners)]


def _values(effort: Effort, manners: Sequence[Manner]) -> list[str]:
    counts = [effort.accepted, effort.corrected, effort.rejected, effort.added]
    ways = [effort.manners.get(manner, 0) for manner in manners]
    return [duration(effort.seconds), _speed(effort), *map(number, [effort.spans, *counts, *ways])]


def _speed(effort: Effort) -> str:
    return UNKNOWN if effort.hourly is None else number(effort.hourly)


def _documents(lately: Lately) -> QGridLayout:
    efforts = [effort for _document, _name, effort in lately.documents]
    names = [
        name if len(name) <= LONGEST else name[:LONGEST].rstrip() + "…" for _document, name, _e in lately.documents
    ]
    grid = QGridLayout()
    columns = [
        [isolated(name) for name in names],
        [duration(effort.seconds) for effort in efforts],
        [number(effort.spans) for effort in efforts],
        [_speed(effort) for effort in efforts],
    ]
    _table(grid, ["", _("Time"), _("Spans"), _("Spans an hour")], columns)
    return grid


def _table(grid: QGridLayout, heads: Sequence[str], columns: Sequence[Sequence[str]]) -> None:
    """Fill a grid: names at the start, figures at the end of their columns, a hair under the heads."""
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    for column, (head, values) in enumerate(zip(heads, columns, strict=True)):
        for row, value in enumerate([head, *values]):
            label = at_start(QLabel()) if not column else QLabel()
            label.setTextFormat(Qt.TextFormat.PlainText)
            _fill(label, value, f"{columns[0][row - 1]}, {head}" if column and row else "")
            if not row:
                label.setProperty("role", "secondary")
            side = Qt.AlignmentFlag.AlignTrailing if column else Qt.AlignmentFlag.AlignLeading
            grid.addWidget(label, 2 * row if row else 0, column, side | Qt.AlignmentFlag.AlignVCenter)
    grid.addWidget(rule(), 1, 0, 1, len(heads))


def _cell(grid: QGridLayout, row: int, column: int) -> QLabel:
    label = grid.itemAtPosition(2 * row, column).widget()
    assert isinstance(label, QLabel)
    return label


def _fill(label: QLabel, value: str, name: str = "") -> None:
    """Show a value; a screen reader hears of which row and column it is."""
    label.setText(value)
    label.setAccessibleDescription(name or label.accessibleDescription())


def _title(words: str) -> QLabel:
    label = at_start(QLabel(words))
    label.setFont(interface_font(13, QFont.Weight.DemiBold))
    return label
