"""A plot in the window: drawn away from its thread, in the colours in use, at the size it has."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop import theme
from desktop.charts import Frame, Picture, Plot

if TYPE_CHECKING:
    from concurrent.futures import Future

SETTLE = 60
"""Milliseconds that a size must hold before it is drawn for."""


@cache
def _pen() -> ThreadPoolExecutor:
    """The one thread that draws: matplotlib draws one plot at a time."""
    return ThreadPoolExecutor(1, "charts")


class ChartView(QWidget):
    """Shows a plot. Until it is drawn anew, what was drawn last stands.

    Signals:
        drawn: the plot shown last stands there now.
    """

    drawn = Signal()
    _came = Signal(object, object)

    def __init__(self, height: int = 240) -> None:
        super().__init__()
        self._height = height
        self._plot: Plot | None = None
        self._asked: Frame | None = None
        self._shown: Frame | None = None
        self._picture: QImage | None = None
        self._soon = QTimer(self, singleShot=True, interval=SETTLE)
        self._soon.timeout.connect(self._draw)
        self._came.connect(self._take)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumSize(220, 160)

    def show_plot(self, plot: Plot | None) -> None:
        """Show this plot; None leaves the place empty."""
        self._plot = plot
        if plot is None:
            self._picture = self._asked = self._shown = None
            self.update()
        else:
            self._soon.start(0)

    @property
    def waiting(self) -> bool:
        """Whether the plot is still to be drawn."""
        return self.isVisible() and self._plot is not None and (self._soon.isActive() or self._asked is not self._shown)

    def say(self, name: str, figures: str) -> None:
        """What it shows, and its figures in words, for those who do not see it."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(figures)

    def sizeHint(self) -> QSize:
        return QSize(360, self._height)

    def _draw(self) -> None:
        if self._plot is None or not self.isVisible():
            return  # shown later, it is drawn then
        frame = Frame(
            self.width(),
            self.height(),
            self.devicePixelRatioF(),
            theme.current().name,
            self.layoutDirection() is Qt.LayoutDirection.RightToLeft,
        )
        self._asked = frame
        future = _pen().submit(self._plot.draw, frame)
        future.add_done_callback(lambda done: self._tell(done, frame))

    def _tell(self, done: Future[Picture], frame: Frame) -> None:
        """In the thread that draws: hand the picture over."""
        picture = done.result()
        with suppress(RuntimeError):  # the view has gone meanwhile
            self._came.emit(picture, frame)

    def _take(self, picture: Picture, frame: Frame) -> None:
        if frame is not self._asked:
            return  # another one has been asked for since
        made = QImage(picture.pixels, picture.width, picture.height, QImage.Format.Format_RGBA8888).copy()
        made.setDevicePixelRatio(frame.ratio)
        self._picture, self._shown = made, frame
        self.update()
        self.drawn.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start(0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture is not None:
            with QPainter(self) as painter:
                painter.drawImage(0, 0, self._picture)
