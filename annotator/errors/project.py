"""Errors of the project file, and of sharing it out and merging it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from annotator.errors.error import WarraqError
from annotator.texts import _, mark


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


class AnnotatorNeeded(WarraqError):
    message = mark("Whose annotations are they? Say it with --annotator: {names}.")


class AnnotatorUnknown(WarraqError):
    message = mark("Nobody is called “{name}” in this project. There are: {names}.")

    @classmethod
    def among(cls, name: str, known: Iterable[str]) -> Self:
        """With the names of those who are there."""
        return cls(name=name, names=_(", ").join(known) or _("nobody yet"))


class AnnotatorsInvalid(WarraqError):
    """``detail`` says what is wrong with the names."""

    message = mark("The documents cannot be assigned to these annotators: {detail}.")


class NothingToAssign(WarraqError):
    message = mark(
        "There is no document to assign: each is assigned already, finished, or removed. --documents all takes finished ones too."
    )


class AssignmentThere(WarraqError):
    message = mark(
        "There is already a file at {path}. Nothing was assigned; name another folder with --out, or move that file away."
    )


class GuidelinesChanged(WarraqError):
    message = mark(
        "The guidelines were changed elsewhere in the meantime. Yours were not stored; copy them and begin again."
    )
