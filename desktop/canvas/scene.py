"""What is to be seen on the canvas at a moment, and painting it from back to front."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from PySide6.QtGui import QPainter

from annotator.page import Item
from annotator.text.invisibles import invisibles
from desktop.canvas import people
from desktop.canvas.caret import EdgeDraft
from desktop.canvas.layout import Mark
from desktop.canvas.look import Colours
from desktop.canvas.measures import PAST_LETTERS
from desktop.canvas.paint import RING_AWAY, PagePainter, States
from desktop.canvas.people import PersonLane
from desktop.canvas.sheet import NUMBERED, Row, Sheet

Stretch = tuple[int, int]


@dataclass
class Scene:
    """The state of the canvas apart from its geometry. Stretches are ``[start, end)`` in code points, in order."""

    current: Item | None = None
    hovered: Item | None = None
    draft: EdgeDraft | None = None
    anchor: int = 0
    """Where the selection was begun; its other end is the caret."""
    caret: int = 0
    caret_shown: bool = False
    people: Sequence[PersonLane] = ()
    """What each side has marked in the place of the current item."""
    found: Sequence[Stretch] = ()
    same: Sequence[Stretch] = ()
    states: States = field(default_factory=States)

    @property
    def selection(self) -> Stretch | None:
        if self.anchor == self.caret:
            return None
        return min(self.anchor, self.caret), max(self.anchor, self.caret)


def paint(
    painter: QPainter, sheet: Sheet, scene: Scene, colours: Colours, top: int, bottom: int, *, caret: bool = True
) -> None:
    """Paint what lies between two heights of the sheet, with or without the caret.

    The painter's origin is the sheet's top at the viewport's left.
    """
    brush = PagePainter(painter, colours, sheet.measures, sheet.flow.names, scene.states)
    painter.translate(sheet.left, 0)
    for row in sheet.rows(top, bottom):
        _paint_row(brush, row, scene)
        if sheet.measures.look.invisibles:
            unseen = invisibles(sheet.paragraphs.text, row.line.start, row.line.end)
            brush.invisibles(row.line, row.top, unseen, sheet.width)
        if sheet.is_deceptive(row):
            brush.deception(sign_x(sheet, row), row.top)
        if caret:
            _paint_caret(brush, row, scene)
        if row.number % NUMBERED == 0 and not row.blank:
            brush.line_number(row.number, number_x(sheet, row), row.top)
    if (near := ring_near(sheet, scene)) is not None:
        row, x = near
        below = people.height(scene.people, sheet.measures)
        brush.leader(x - sheet.left, row.top, row.bottom + below + 4)
        if scene.people:
            for gap in sheet.gap_rows():
                people.paint(brush, gap, scene.people, sheet)
    painter.translate(-sheet.left, 0)


def number_x(sheet: Sheet, row: Row) -> float:
    """The middle of the margin in which a line carries its number: at the side where its paragraph starts."""
    half = sheet.measures.start_margin / 2
    return sheet.width + half if row.rtl else -half if sheet.left >= half * 2 else -sheet.left / 2


def sign_x(sheet: Sheet, row: Row) -> float:
    """The middle of the margin in which the sign of a deceptive line stands: at the side where its paragraph ends."""
    half = min(sheet.measures.end_margin, sheet.left) / 2
    return -half if row.rtl else sheet.width + half


def ring_near(sheet: Sheet, scene: Scene) -> tuple[Row, float] | None:
    """Where the leader comes down from the ring: the last line of the current span, and the side where it begins there."""
    rows = sheet.gap_rows()
    if scene.current is None or not rows:
        return None
    span = scene.current.span
    start, end = (scene.draft.start, scene.draft.end) if scene.draft else (span.start, span.end)
    row = rows[-1]
    pieces = row.line.pieces(start, end) or row.line.pieces(span.start, span.end)
    if not pieces:
        return None
    away = PAST_LETTERS + RING_AWAY + 1
    x = pieces[-1][1] + away if row.rtl else pieces[0][0] - away
    return row, x + sheet.left


def overlapping(stretches: Sequence[Stretch], start: int, end: int) -> Iterator[Stretch]:
    """Those of a sorted list of stretches, none inside another, that share a character with ``[start, end)``."""
    place = bisect_left(stretches, start, key=lambda stretch: stretch[1])
    while place < len(stretches) and stretches[place][0] < end:
        yield stretches[place]
        place += 1


def _paint_row(brush: PagePainter, row: Row, scene: Scene) -> None:
    line, y = row.line, row.top
    brush.boxes(line, y, scene.hovered)
    if scene.draft and scene.current:
        brush.draft(line.pieces(scene.draft.start, scene.draft.end), y, scene.current)
    for start, end in overlapping(scene.same, line.start, line.end):
        brush.same(line.pieces(start, end), y)
    for start, end in overlapping(scene.found, line.start, line.end):
        brush.found(line.pieces(start, end), y)
    if scene.selection:
        brush.selection(line.pieces(*scene.selection), y)
    _paint_ring(brush, row, scene)
    brush.letters(line, y, line.top)
    brush.lanes(line, y)
    _paint_edges(brush, row, scene)


def _paint_ring(brush: PagePainter, row: Row, scene: Scene) -> None:
    if scene.draft:
        brush.ring(row.line.pieces(scene.draft.start, scene.draft.end), row.top, 0)
    elif mark := _current_mark(row, scene):
        brush.ring(mark.pieces, row.top, mark.depth)
    elif scene.current:  # nothing stands there any more, but it can still be answered otherwise
        brush.ring(row.line.pieces(scene.current.span.start, scene.current.span.end), row.top, 0)


def _current_mark(row: Row, scene: Scene) -> Mark | None:
    if scene.current is None:
        return None
    return next((mark for mark in row.line.marks if mark.item.span == scene.current.span), None)


def _paint_edges(brush: PagePainter, row: Row, scene: Scene) -> None:
    draft = scene.draft
    if draft is None:
        return
    now, was = row.line.edges(draft.start, draft.end), row.line.edges(*draft.was)
    for x, moved in zip(was, (draft.start != draft.was[0], draft.end != draft.was[1]), strict=True):
        if moved and x is not None:
            brush.old_edge(x, row.top)
    x = now[draft.side == "end"]
    if x is not None:
        brush.moving_edge(x, row.top)


def _paint_caret(brush: PagePainter, row: Row, scene: Scene) -> None:
    if not scene.caret_shown or scene.draft or not row.holds_caret(scene.caret):
        return
    x, leftwards = row.line.caret(scene.caret)
    brush.caret(x, leftwards, row.line.shape.mixed, row.top)
