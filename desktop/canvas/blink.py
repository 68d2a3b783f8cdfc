"""The blinking of the caret, as the desktop has it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication


class Blink(QObject):
    """Tells when the caret is to be painted.

    Attributes:
        on: whether it is to be seen at this moment.
    """

    def __init__(self, parent: QObject, turned: Callable[[], object]) -> None:
        super().__init__(parent)
        self.on = True
        self._turned = turned
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)

    def begin(self, shown: bool) -> None:
        """The caret has moved: it is seen, and blinks from then on if it is shown at all."""
        self.rest()
        flash = QApplication.cursorFlashTime()
        if shown and flash > 0:
            self._timer.start(flash // 2)

    def rest(self) -> None:
        """Stop blinking."""
        self.on = True
        self._timer.stop()

    def _turn(self) -> None:
        self.on = not self.on
        self._turned()
