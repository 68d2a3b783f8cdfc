"""Every error a user can meet. A class names the error and its values; its text stands in the catalogue."""

from __future__ import annotations

import errno
from typing import ClassVar

from annotator.texts import _, mark


class WarraqError(Exception):
    """What went wrong, where, and what to do: ``str()`` gives the text in the language in use, ``code`` the log's name for it."""

    message: ClassVar[str] = mark("Something went wrong: {detail}")

    def __init__(self, **values: object) -> None:
        super().__init__(values)
        self.values = values

    @property
    def code(self) -> str:
        return type(self).__name__

    def __str__(self) -> str:
        return _(self.message).format(**self.values)

    def __reduce__(self) -> tuple[object, ...]:
        return _made, (type(self), self.values)


def _made(error: type[WarraqError], values: dict[str, object]) -> WarraqError:
    return error(**values)


def reason(error: OSError) -> str:
    """Why the system refused, in the language in use."""
    match error.errno:
        case errno.ENOENT:
            return _("it does not exist")
        case errno.EACCES | errno.EPERM:
            return _("its permissions forbid it")
        case errno.EISDIR:
            return _("it is a folder")
        case errno.ENOTDIR:
            return _("a part of its path is not a folder")
        case errno.EROFS:
            return _("the disk can only be read")
        case errno.ENOSPC | errno.EDQUOT:
            return _("the disk is full")
        case errno.ENAMETOOLONG:
            return _("its name is too long")
        case errno.ELOOP:
            return _("its links lead in a circle")
    return error.strerror or type(error).__name__


# Projects


class ProjectUnavailable(WarraqError):
    """A fault of the surroundings: rights, disk, locks."""

    message = mark("The project {path} cannot be used: {detail}. Nothing was changed.")


class ProjectMissing(ProjectUnavailable):
    message = mark("There is no project at {path}. Check the name, or make one with “warraq new {path}”.")


class ProjectExists(ProjectUnavailable):
    message = mark("There is already a file at {path}. Choose another name.")


class ProjectReadOnly(ProjectUnavailable):
    message = mark(
        "The project {path} is open for reading only. Copy it to a place that can be written, and open the copy."
    )


class ProjectForeign(ProjectUnavailable):
    message = mark("{path} is not a Warraq project. It was left as it is.")


class ProjectNewer(ProjectUnavailable):
    message = mark(
        "{path} was made by a newer Warraq (format {found}; this one reads up to {known}). Install the newer version."
    )


class ProjectBroken(ProjectUnavailable):
    """``remedy`` is a sentence: where a backup is, or that there is none."""

    message = mark("The project {path} is damaged: {detail}. {remedy}")


class ProjectBusy(ProjectUnavailable):
    message = mark(
        "The project {path} is being written by another program. Nothing was changed; try again in a moment."
    )


class DiskFull(ProjectUnavailable):
    message = mark(
        "The disk is full: {path} could not be written. What was saved before is kept; make room and try again."
    )


class MergeLabelsDiffer(WarraqError):
    message = mark(
        "{path} uses the label “{label}” in another sense, or one that is not here. Nothing was merged; say with --map which label it is."
    )


class MergeTextsDiffer(WarraqError):
    message = mark(
        "{path} holds the document “{document}” with another text. Nothing was merged; rename one of the two."
    )


# Documents and spans


class DocumentMissing(WarraqError):
    message = mark("There is no document “{document}” in this project.")


class SameIdOtherText(WarraqError):
    message = mark(
        "{place}: the document “{document}” is in the project with another text. It was not imported; give it another id, or import it as a revision."
    )


class SpanOutsideText(WarraqError):
    message = mark("{place}: the span {start}–{end} lies outside the text, which has {length} characters.")


class SpanEmpty(SpanOutsideText):
    message = mark(
        "{place}: the span {start}–{end} is empty: its end must lie after its start. The text has {length} characters."
    )


class SpanKept(WarraqError):
    """No fault of the import: a project stores any span, but the reviewer should hear of it."""

    message = mark("{place}: the span {start}–{end} {label} was taken in, but the label set forbids it: {reason}.")


class TextDoubtful(WarraqError):
    """No fault of the import: the text was taken as the file has it, but the reader should hear of what speaks against it."""

    message = mark("{place}: the text was taken in as it is, but look at it before you annotate: {detail}.")


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


class StepOutOfReach(WarraqError):
    message = mark("To this state there is no way back: it was not made by you in this file.")


class NothingToRedo(WarraqError):
    message = mark("There is nothing to do again.")


# Label sets


class LabelSetInvalid(WarraqError):
    message = mark("{place}: the label set cannot be used: {detail}.")


class UnknownLabel(WarraqError):
    message = mark("{place}: the label “{label}” is not in the label set. {hint}")


class LabelSetChanged(WarraqError):
    message = mark(
        "The label set was changed elsewhere in the meantime. Nothing was changed; begin again from the new one."
    )


class GuidelinesChanged(WarraqError):
    message = mark(
        "The guidelines were changed elsewhere in the meantime. Yours were not stored; copy them and begin again."
    )


# Files


class FileUnreadable(WarraqError):
    message = mark("{path} could not be read: {detail}.")


class FileUnwritable(WarraqError):
    message = mark("{path} could not be written: {detail}. Nothing was left half-written.")


class FileEmpty(WarraqError):
    message = mark("{path} is empty: there is no text to import.")


class FileBinary(WarraqError):
    message = mark("{path} is not a text file: it holds a NUL at byte {position}.")


class FileEncodingUnknown(WarraqError):
    message = mark(
        "{path} is not {encoding}: byte {position} does not fit. Save it as UTF-8, or name its encoding with --encoding."
    )


class FileTooLarge(WarraqError):
    message = mark(
        "{path} has {size} MB; one document may have {limit} MB. Split it, or import it line by line with --format lines."
    )


class EncodingUnknown(WarraqError):
    message = mark("There is no encoding “{encoding}”. Write it as in “--encoding windows-1256”.")


class TextNotReversible(WarraqError):
    message = mark(
        "{path}: read as {encoding}, its bytes could not be made again from the text. Name another encoding."
    )


class LineTooLong(WarraqError):
    message = mark("{place}: the line has more than {limit} MB. Split it into several records.")


class FormatUnknown(WarraqError):
    message = mark("There is no format “{format}”. {hint}")


class FormatUnrecognised(WarraqError):
    message = mark("{path}: the format is not recognised. Name it with --format.")


class FormatNeeds(WarraqError):
    """What reads or writes the format is not installed."""

    message = mark("{format} needs the extra {extra}: pip install 'warraq[{extra}]'")


class MeasureNeeds(WarraqError):
    """What works a measure out is not installed."""

    message = mark("The measure {measure} needs the extra {extra}: pip install 'warraq[{extra}]'")


class NothingToCompare(WarraqError):
    message = mark(
        "There is nothing to compare: no document was finished by two annotators. Let a second one finish some, merge their file, or compare unfinished documents too (--include all)."
    )


class ColumnNeeded(WarraqError):
    """``columns`` are the names of all, in their order."""

    message = mark(
        "{path}: it is not clear which column holds the text. Name it with --column. The first row names: {columns}."
    )


class ColumnMissing(WarraqError):
    message = mark("{path} has no column “{column}”. The first row names: {columns}.")


class RecordInvalid(WarraqError):
    message = mark("{place}: {detail}.")


class MappingInvalid(WarraqError):
    message = mark(
        '{path} is no mapping of labels: {detail}. It is a TOML or JSON file of lines such as PERSON = "PERS".'
    )


class AnnotatorNeeded(WarraqError):
    message = mark("Whose annotations are they? Say it with --annotator: {names}.")


class AnnotatorUnknown(WarraqError):
    message = mark("Nobody is called “{name}” in this project. There are: {names}.")


class NothingToAssign(WarraqError):
    message = mark(
        "There is no document to assign: each is assigned already, finished, or removed. --documents all takes finished ones too."
    )


class AssignmentThere(WarraqError):
    message = mark(
        "There is already a file at {path}. Nothing was assigned; name another folder with --out, or move that file away."
    )


class AnnotatorsInvalid(WarraqError):
    """``detail`` says what is wrong with the names."""

    message = mark("The documents cannot be assigned to these annotators: {detail}.")


class NothingToAdjudicate(WarraqError):
    message = mark("Nobody has finished this document: there is nothing to adjudicate yet.")


class DisagreementsLeft(WarraqError):
    message = mark("The document cannot be finished yet: disagreements without an answer: {n}.")


class NothingToImport(WarraqError):
    message = mark("There is nothing to import in {path}.")


class DocumentUnmatched(WarraqError):
    message = mark("{place}: no document of the project has this text or the id “{document}”.")


class DocumentDiffers(WarraqError):
    message = mark(
        "{place}: the text differs from that of “{document}” in the project in more than white space and spelling. Nothing of it was taken."
    )


class SplitInvalid(WarraqError):
    message = mark("“{split}” is no split: write two or three shares that add up to 100, such as 80/10/10.")


class WindowUnavailable(WarraqError):
    message = mark("The window cannot be opened: {detail}.")


class GoldContested(WarraqError):
    message = mark(
        "Every finished document was finished by several annotators. Choose one with --annotator, or combine them with --rule majority or --rule union."
    )


class NothingToExport(WarraqError):
    message = mark(
        "There is nothing to export: no document is finished. Finish one, or export unfinished documents too (--include all)."
    )


class ExportDiffers(WarraqError):
    message = mark("{path}: read again after writing, the document “{document}” differs. The export was not kept.")


# Suggestions


class ModelUnusable(WarraqError):
    message = mark("{path} cannot be used as a model: {detail}.")


# Quality


class NothingToEvaluate(WarraqError):
    message = mark(
        "There is no gold to compare with: no document is finished. Finish some in the app, or import gold with “warraq import {path} FILES” and --done."
    )


class NothingToReport(WarraqError):
    message = mark(
        "There is nothing to report in {path}: nobody has finished or decided anything that was asked for. Review some documents in the app, then make the report again."
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


# The other process


class WorkerStopped(WarraqError):
    message = mark("The background process ended unexpectedly. What was saved is kept; start the task again.")


class LexiconInvalid(WarraqError):
    message = mark("{path}, row {row}: the lexicon cannot be used: {detail}.")


class CorpusInvalid(WarraqError):
    message = mark("{path}, document {document}: the marks cannot be read: {detail}.")


class ModelVersionMissing(WarraqError):
    message = mark(
        "There is no version {version} of the model in this project. “warraq train PROJECT --list” shows them."
    )


class TooLittleGold(WarraqError):
    message = mark("Only {n} finished documents have gold. Finish at least {least}, then train again.")


class ManifestInvalid(WarraqError):
    message = mark("{path} is no manifest of an export, or it is damaged.")
