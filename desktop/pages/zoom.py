"""How large the text of a page is: changed by commands and the wheel, kept in the settings."""

from __future__ import annotations

from collections.abc import Callable

from desktop.canvas.view import ZOOM_STEP, Canvas
from desktop.settings import Settings


class Zoom:
    """Follows a canvas.

    Attributes:
        handlers: the id of a command of the table → what it does here.
    """

    def __init__(
        self, canvas: Canvas, settings: Settings, show: Callable[[float], object] = lambda _zoom: None
    ) -> None:
        """``show`` is told the zoom, 1.0 for 100 %."""
        self._canvas, self._settings, self._show = canvas, settings, show
        self.handlers: dict[str, Callable[[], object]] = {
            "view.zoom_in": lambda: self._take(canvas.zoom * ZOOM_STEP),
            "view.zoom_out": lambda: self._take(canvas.zoom / ZOOM_STEP),
            "view.zoom_reset": lambda: self._take(1.0),
        }
        canvas.zoom = settings.zoom
        canvas.zoom_changed.connect(self._take)
        self.tell()

    def tell(self) -> None:
        """Show it, in the digits in use now."""
        self._show(self._canvas.zoom)

    def _take(self, zoom: float) -> None:
        self._canvas.zoom = zoom
        self._settings.zoom = self._canvas.zoom
        self.tell()
