"""Where gold spans come from, as a data set tells it: an object beside each span, kept in the meta of its document.

The object has ``how`` a span came to stand (``agreed``, ``rule``, ``taken``, ``both`` or ``own`` where somebody adjudicated; ``added``,
``accepted``, ``corrected`` or ``imported`` where one annotator's work holds; ``rule`` where that of several was combined),
``adjudicated`` and ``by`` whom, the ``annotators`` who had marked just this, the ``rule``, whether it was ``suggested`` to any of
them, whether they were ``blind`` to suggestions, ``at`` what time (UTC, ISO 8601), and the ``note`` to annotators. What is empty is left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from annotator.formats.format import KEPT
from annotator.formats.kept import row, rows
from annotator.records import Record, Span

PROVENANCE: Final = "provenance"
"""Its key beside a span."""
KEY: Final = KEPT + PROVENANCE
"""Its key in a document's meta."""
Told = dict[str, Any]
FIELDS: Final[Mapping[str, type]] = {
    "how": str,
    "adjudicated": bool,
    "by": str,
    "annotators": list,
    "rule": str,
    "suggested": bool,
    "blind": bool,
    "at": str,
    "note": str,
}


def known(value: object) -> Told | None:
    """What a file says of a span, so far as it is in our terms; nothing for what else may be called so."""
    if not isinstance(value, dict) or not isinstance(value.get("how"), str):
        return None
    told = {name: value[name] for name, kind in FIELDS.items() if isinstance(value.get(name), kind)}
    if not all(isinstance(name, str) for name in told.get("annotators", ())):
        del told["annotators"]
    return told


def as_text(told: Told) -> str:
    """It as JSON, for a format that holds texts alone; two signs that XML has no room for are written as escapes."""
    return json.dumps(told, ensure_ascii=False).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")


def from_text(text: str) -> Told | None:
    """What such a value says, if it is one."""
    try:
        return known(json.loads(text))
    except (ValueError, RecursionError):
        return None


def with_provenance(meta: Mapping[str, Any], told: Iterable[tuple[Span, object]]) -> dict[str, Any]:
    """The meta with what is told of spans; what it told before is gone."""
    found = [row(span, each) for span, value in told if (each := known(value))]
    return {key: value for key, value in meta.items() if key != KEY} | ({KEY: found} if found else {})


def provenance_of(record: Record) -> dict[Span, Told]:
    """What is known of the annotations of a record."""
    if KEY not in record.meta:
        return {}
    spans = frozenset(record.annotations)
    return {span: told for span, value in rows(record.meta[KEY]) if span in spans and (told := known(value))}


def counted(record: Record, written: Iterable[Span]) -> Counter[tuple[str, str]]:
    """How many of the spans that were written are adjudicated, and so on: see ``summary``."""
    told = provenance_of(record)
    counts: Counter[tuple[str, str]] = Counter()
    for one in (told[span] for span in written if span in told) if told else ():
        single = not one.get("adjudicated") and not one.get("rule")
        holds = {"spans": True, "single": single} | {key: one.get(key) for key in ("adjudicated", "suggested", "blind")}
        counts.update((name, "") for name, true in holds.items() if true)
        counts.update((name, one[key]) for name, key in (("how", "how"), ("rules", "rule")) if one.get(key))
    return counts


def summary(counts: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    """What a manifest says: of so many ``spans``, how many are ``adjudicated``, of a ``single`` annotator, ``suggested``, and made
    ``blind``, and how many there are by ``how`` they came to stand and by the ``rules``; nothing where nothing was told.
    """
    if not counts:
        return {}
    found: dict[str, Any] = {
        name: counts.get((name, ""), 0) for name in ("spans", "adjudicated", "single", "suggested", "blind")
    }
    for name in ("how", "rules"):
        found[name] = {value: count for (of, value), count in sorted(counts.items()) if of == name and value}
    return found
