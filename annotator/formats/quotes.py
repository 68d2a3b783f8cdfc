"""Where a quoted text stands: by its position, in code points or else in UTF-16, or by looking for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from annotator.formats.format import Unit
from annotator.formats.json_reading import Convert, Fault, from_unit
from annotator.texts import _

_SEARCHED = 2_000_000_000
"""Characters that may be looked through for the quotes of one text."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A text with what stands before and after it."""

    exact: str
    prefix: str = ""
    suffix: str = ""


class Places:
    """Finds quotes in one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._left = _SEARCHED

    @cached_property
    def _from_utf16(self) -> Convert:
        return from_unit(self._text, Unit.UTF16) or int

    def of(self, position: tuple[int, int] | None, quote: Quote | None, number: int) -> tuple[int, int]:
        """The place of a span in code points, not yet checked where there is no quote. ``number`` is the span's, for the Fault."""
        if quote is None:
            assert position
            return position
        if position and self._holds(position, quote):
            return position
        in_utf16 = position and (self._from_utf16(position[0]), self._from_utf16(position[1]))
        if in_utf16 and self._holds(in_utf16, quote):
            return in_utf16
        return self._found(quote, number)

    def _holds(self, place: tuple[int, int], quote: Quote) -> bool:
        return 0 <= place[0] < place[1] and self._text[place[0] : place[1]] == quote.exact

    def _found(self, quote: Quote, number: int) -> tuple[int, int]:
        """Where it stands between its prefix and suffix, or else where it stands at all, if that is one place."""
        for before, after in ((quote.prefix, quote.suffix), ("", "")):
            starts = self._starts(before + quote.exact + after, number)
            if len(starts) == 1:
                start = starts[0] + len(before)
                return start, start + len(quote.exact)
            if starts:
                break
        detail = _("the text that span {number} quotes stands in no one place of the document")
        raise Fault(detail.format(number=number))

    def _starts(self, wanted: str, number: int) -> list[int]:
        """Where a text stands: the first two places at most."""
        self._left -= len(self._text)
        if self._left < 0:
            raise Fault(_("too many of its quotes stand elsewhere, from span {number} on").format(number=number))
        first = self._text.find(wanted)
        second = self._text.find(wanted, first + 1) if first >= 0 else -1
        return [start for start in (first, second) if start >= 0]
