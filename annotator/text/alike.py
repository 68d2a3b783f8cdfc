"""Places of one text found again in another that differs in white space and spelling alone: other line ends, spaces that cannot break,
presentation forms, composed or decomposed letters, marks and tatweel taken away, letters made alike."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from annotator.text.folding import Folded


class Letters:
    """A text as its folded letters, with no white space between them."""

    def __init__(self, text: str) -> None:
        self._folded = Folded(text)
        self.text = "".join(self._folded.text.split())

    @cached_property
    def _places(self) -> list[int]:
        """Where each letter stands in the folded text."""
        return [place for place, letter in enumerate(self._folded.text) if not letter.isspace()]

    def before(self, offset: int) -> int:
        """How many letters come before an offset of the text."""
        return bisect_left(self._places, self._folded.position(offset))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the text whose letters from ``start`` to ``end`` these are, with the marks of the last; there is one at least."""
        return self._folded.original(self._places[start], self._places[end - 1] + 1)


def carried(start: int, end: int, there: Letters, here: Letters) -> tuple[int, int] | None:
    """The stretch of one text in another with the same letters; nothing where it holds none."""
    first, last = there.before(start), there.before(end)
    return here.original(first, last) if first < last else None
