"""Errors of suggestions and models, and of the figures about them."""

from __future__ import annotations

from annotator.errors.error import WarraqError
from annotator.texts import mark


class ModelUnusable(WarraqError):
    message = mark("{path} cannot be used as a model: {detail}.")


class ModelVersionMissing(WarraqError):
    message = mark(
        "There is no version {version} of the model in this project. “warraq train PROJECT --list” shows them."
    )


class LexiconInvalid(WarraqError):
    message = mark("{path}, row {row}: the lexicon cannot be used: {detail}.")


class CorpusInvalid(WarraqError):
    message = mark("{path}, document {document}: the marks cannot be read: {detail}.")


class TooLittleGold(WarraqError):
    message = mark("Only {n} finished documents have gold. Finish at least {least}, then train again.")


class NothingToEvaluate(WarraqError):
    message = mark(
        "There is no gold to compare with: no document is finished. Finish some in the app, or import gold with “warraq import {path} FILES” and --done."
    )


class NothingSuggested(WarraqError):
    message = mark(
        "There are no suggestions to score in {path}. Ask for some with “warraq suggest {path}”, or score the predictions of a file with --from."
    )


class RunUnknown(WarraqError):
    message = mark("There is no run and no suggester “{name}” in this project. There are: {names}.")


class RunApart(WarraqError):
    message = mark(
        "“{name}” looked at none of the documents that have gold. Let it look at them, or choose another with --run."
    )


class PredictionsApart(WarraqError):
    """``detail`` is a sentence, the first thing that is wrong with the file, or nothing."""

    message = mark("{path} says nothing of any document that has gold. {detail}")


class NothingToCompare(WarraqError):
    message = mark(
        "There is nothing to compare: no document was finished by two annotators. Let a second one finish some, merge their file, or compare unfinished documents too (--include all)."
    )


class MeasureNeeds(WarraqError):
    """What works a measure out is not installed."""

    message = mark("The measure {measure} needs the extra {extra}: pip install 'warraq[{extra}]'")


class NothingToReport(WarraqError):
    message = mark(
        "There is nothing to report in {path}: nobody has finished or decided anything that was asked for. Review some documents in the app, then make the report again."
    )
