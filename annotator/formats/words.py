"""What a format counts in and what it cannot hold, in words."""

from __future__ import annotations

from annotator.formats.format import Format, Loss, Unit
from annotator.texts import _, mark

_UNITS = {
    Unit.CODE_POINT: mark("places in code points"),
    Unit.UTF16: mark("places in UTF-16 units"),
    Unit.GRAPHEME: mark("places in graphemes"),
    Unit.TOKEN: mark("tokens"),
    Unit.NONE: mark("texts alone"),
}
_LOSSES = {
    Loss.NESTING: mark("nested spans"),
    Loss.CROSSING: mark("crossing spans"),
    Loss.SUBWORD: mark("spans inside words"),
    Loss.WHITESPACE: mark("white space as it was"),
    Loss.LABELS: mark("labels"),
    Loss.SCORES: mark("scores"),
    Loss.META: mark("other data of documents"),
    Loss.PROVENANCE: mark("provenance"),
}


def unit(format: Format) -> str:
    """In what it counts, such as “places in code points”."""
    return _(_UNITS[format.offsets])


def losses(format: Format) -> str:
    """What it cannot hold, such as “nested spans, scores”; empty where it holds everything."""
    return _(", ").join(_(_LOSSES[loss]) for loss in format.loses)
