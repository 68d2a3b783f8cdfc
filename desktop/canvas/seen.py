"""How long each span has been in view."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable

from annotator.records import Span


class Seen:
    """Adds up seconds for the spans in view. What was never in view has been seen for 0 seconds."""

    def __init__(self, spans_between: Callable[[int, int], Iterable[Span]], now: Callable[[], float] = time.monotonic):
        self._spans_between = spans_between
        self._now = now
        self._seconds: defaultdict[Span, float] = defaultdict(float)
        self._range: tuple[int, int] | None = None
        self._since = 0.0

    def look_at(self, stretch: tuple[int, int] | None) -> None:
        """The text from now on in view, ``[start, end)``; None while the window is not active."""
        if stretch != self._range:
            self._count()
            self._range = stretch

    def seconds(self, span: Span) -> float:
        self._count()
        return self._seconds.get(span, 0.0)

    def _count(self) -> None:
        now = self._now()
        if self._range:
            for span in self._spans_between(*self._range):
                self._seconds[span] += now - self._since
        self._since = now
