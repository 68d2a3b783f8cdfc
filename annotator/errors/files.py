"""Errors of files, formats and records, read and written."""

from __future__ import annotations

from annotator.errors.error import WarraqError
from annotator.texts import mark


class FileUnreadable(WarraqError):
    message = mark("{path} could not be read: {detail}.")


class FileUnwritable(WarraqError):
    message = mark("{path} could not be written: {detail}. Nothing was left half-written.")


class FileEmpty(WarraqError):
    message = mark("{path} is empty: there is no text to import.")


class FileBinary(WarraqError):
    message = mark("{path} is not a text file: it holds a NUL at byte {position}.")


class FileTooLarge(WarraqError):
    message = mark(
        "{path} has {size} MB; one document may have {limit} MB. Split it, or import it line by line with --format lines."
    )


class FileEncodingUnknown(WarraqError):
    message = mark(
        "{path} is not {encoding}: byte {position} does not fit. Save it as UTF-8, or name its encoding with --encoding."
    )


class EncodingUnknown(WarraqError):
    message = mark("There is no encoding “{encoding}”. Write it as in “--encoding windows-1256”.")


class TextNotReversible(WarraqError):
    message = mark(
        "{path}: read as {encoding}, its bytes could not be made again from the text. Name another encoding."
    )


class FormatUnknown(WarraqError):
    message = mark("There is no format “{format}”. {hint}")


class FormatUnrecognised(WarraqError):
    message = mark("{path}: the format is not recognised. Name it with --format.")


class FormatNeeds(WarraqError):
    """What reads or writes the format is not installed."""

    message = mark("{format} needs the extra {extra}: pip install 'warraq[{extra}]'")


class LineTooLong(WarraqError):
    message = mark("{place}: the line has more than {limit} MB. Split it into several records.")


class RecordInvalid(WarraqError):
    message = mark("{place}: {detail}.")


class ColumnNeeded(WarraqError):
    """``columns`` are the names of all, in their order."""

    message = mark(
        "{path}: it is not clear which column holds the text. Name it with --column. The first row names: {columns}."
    )


class ColumnMissing(WarraqError):
    message = mark("{path} has no column “{column}”. The first row names: {columns}.")


class MappingInvalid(WarraqError):
    message = mark(
        '{path} is no mapping of labels: {detail}. It is a TOML or JSON file of lines such as PERSON = "PERS".'
    )


class SameIdOtherText(WarraqError):
    message = mark(
        "{place}: the document “{document}” is in the project with another text. It was not imported; give it another id, or import it as a revision."
    )


class SpanKept(WarraqError):
    """No fault of the import: a project stores any span, but the reviewer should hear of it."""

    message = mark("{place}: the span {start}–{end} {label} was taken in, but the label set forbids it: {reason}.")


class TextDoubtful(WarraqError):
    """No fault of the import: the text was taken as the file has it, but the reader should hear of what speaks against it."""

    message = mark("{place}: the text was taken in as it is, but look at it before you annotate: {detail}.")


class NothingToImport(WarraqError):
    message = mark("There is nothing to import in {path}.")


class DocumentUnmatched(WarraqError):
    message = mark("{place}: no document of the project has this text or the id “{document}”.")


class DocumentDiffers(WarraqError):
    message = mark(
        "{place}: the text differs from that of “{document}” in the project in more than white space and spelling. Nothing of it was taken."
    )


class GoldContested(WarraqError):
    message = mark(
        "Every finished document was finished by several annotators. Choose one with --annotator, or combine them with --rule majority or --rule union."
    )


class NothingToExport(WarraqError):
    message = mark(
        "There is nothing to export: no document is finished. Finish one, or export unfinished documents too (--include all)."
    )


class SplitInvalid(WarraqError):
    message = mark("“{split}” is no split: write two or three shares that add up to 100, such as 80/10/10.")


class ExportDiffers(WarraqError):
    message = mark("{path}: read again after writing, the document “{document}” differs. The export was not kept.")


class ManifestInvalid(WarraqError):
    message = mark("{path} is no manifest of an export, or it is damaged.")
