"""Errors of a reviewer's verbs: on documents, spans, labels, and in taking back."""

from __future__ import annotations

from annotator.errors.error import WarraqError
from annotator.texts import mark


class DocumentMissing(WarraqError):
    message = mark("There is no document “{document}” in this project.")


class SpanOutsideText(WarraqError):
    message = mark("{place}: the span {start}–{end} lies outside the text, which has {length} characters.")


class SpanEmpty(SpanOutsideText):
    message = mark(
        "{place}: the span {start}–{end} is empty: its end must lie after its start. The text has {length} characters."
    )


class SpanNotAllowed(WarraqError):
    message = mark("{label} cannot stand here: {reason}.")


class LabelRetired(SpanNotAllowed):
    message = mark("{label} is retired: it is not given any more.")


class CannotSplit(WarraqError):
    message = mark("There is nothing to split here: the place must lie inside the span.")


class NothingToMerge(WarraqError):
    message = mark("There is no further span with this label to merge with.")


class NothingToUndo(WarraqError):
    message = mark("There is nothing to take back.")


class NothingToRedo(WarraqError):
    message = mark("There is nothing to do again.")


class StepOutOfReach(WarraqError):
    message = mark("To this state there is no way back: it was not made by you in this file.")


class NothingToAdjudicate(WarraqError):
    message = mark("Nobody has finished this document: there is nothing to adjudicate yet.")


class DisagreementsLeft(WarraqError):
    message = mark("The document cannot be finished yet: disagreements without an answer: {n}.")


class LabelSetInvalid(WarraqError):
    message = mark("{place}: the label set cannot be used: {detail}.")


class LabelSetChanged(WarraqError):
    message = mark(
        "The label set was changed elsewhere in the meantime. Nothing was changed; begin again from the new one."
    )


class UnknownLabel(WarraqError):
    message = mark("{place}: the label “{label}” is not in the label set. {hint}")
