"""Merging: what other projects would bring, and taking it in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annotator import label_change
from annotator.errors import DiskFull, WarraqError
from annotator.formats import Problem
from annotator.jobs.job import Job, Progress
from annotator.jobs.label_set import told
from annotator.label_editing import LabelChange
from annotator.project.coming import Coming, coming
from annotator.project.connection import explained
from annotator.project.gold import standing
from annotator.project.merge import merge as merge_one
from annotator.project.merging_teams import Fate, fate_of_guidelines
from annotator.project.project import Project
from annotator.texts import _, ngettext


@dataclass(frozen=True, slots=True)
class Merged:
    """What was new in the other projects, and which could not be merged."""

    documents: int = 0
    decisions: int = 0
    suggestions: int = 0
    problems: tuple[Problem, ...] = ()
    people: tuple[tuple[str, int], ...] = ()
    """Who took the new decisions, and how many, most first."""
    guidelines: tuple[tuple[Path, Fate], ...] = ()
    """Of which project the guidelines now hold, or gave way though somebody had written them over."""
    contested: int = 0
    """How many documents several annotators have finished and nobody has adjudicated."""
    backup: Path | None = None
    """The project as it was before; None where it held no document."""

    def sentences(self, *, whole_paths: bool = True) -> list[str]:
        """What else there is to tell of it: whose decisions came, which guidelines hold, what is to be done, the way back."""

        def called(path: Path) -> str:
            return str(path) if whole_paths else path.name

        said = []
        if self.people:
            people = [
                f"\u2068{name}\u2069 ({ngettext('{n} decision', '{n} decisions', count)})"
                for name, count in self.people
            ]
            said.append(_("From: {people}.").format(people=_(", ").join(people)))
        said += [_GUIDELINES[fate]().format(path=called(path)) for path, fate in self.guidelines]
        if self.contested:
            said.append(
                ngettext(
                    "{n} document was finished by several annotators and is not adjudicated yet.",
                    "{n} documents were finished by several annotators and are not adjudicated yet.",
                    self.contested,
                )
            )
        if self.backup is not None:
            said.append(_("The project as it was before is kept as {path}.").format(path=called(self.backup)))
        return said


_GUIDELINES = {
    Fate.THEIRS: lambda: _("The guidelines of {path} are newer: they hold now."),
    Fate.OURS: lambda: _("The guidelines of {path} were written over there; those here hold."),
}


def preview_merge(project: str | Path, others: Sequence[str | Path]) -> Job[tuple[Coming, ...]]:
    """What a merge would bring from each of the other projects; nothing is changed."""
    found: list[Coming] = []
    with Project.open(Path(project), read_only=True) as opened:
        for done, other in enumerate(map(Path, others)):
            yield Progress(done, len(others), str(other))
            try:
                with Project.open(other, read_only=True) as source:
                    found.append(coming(opened, source))
            except WarraqError as error:
                found.append(Coming(other, problem=error))
    return tuple(found)


def merge(
    project: str | Path,
    others: Sequence[str | Path],
    *,
    mapping: Mapping[str, str] | None = None,
    change: LabelChange | None = None,
) -> Job[Merged]:
    """Take in what other projects hold; each of them whole or not at all. ``change`` adds to the label set what they need.

    A backup is made before anything else. What comes after is one transaction: a merge that is cancelled, or killed, has
    changed nothing. Raises LabelSetChanged, ProjectReadOnly.
    """
    with Project.open(Path(project)) as opened:
        with opened.writing():  # what cannot be written is told of this project, not of the others
            pass
        yield Progress(0, len(others))
        backup = opened.backups.before_merge()
        before = _by_person(opened)
        with opened.writing():
            if change is not None:
                yield from told(label_change.apply(opened, change), _("Changing the label set"))
            merged = yield from _merge_all(opened, list(map(Path, others)), mapping)
        people = tuple((_by_person(opened) - before).most_common())
        return replace(merged, people=people, contested=standing(opened).contested, backup=backup)


def _merge_all(project: Project, others: Sequence[Path], mapping: Mapping[str, str] | None) -> Job[Merged]:
    merged = Merged()
    for done, other in enumerate(others, 1):
        try:
            with Project.open(other, read_only=True) as source, project.part(), explained(other):
                fate = fate_of_guidelines(project, source)
                new = merge_one(project, source, mapping)
        except DiskFull as error:
            raise DiskFull(path=project.path) from error
        except WarraqError as error:
            merged = replace(merged, problems=(*merged.problems, Problem(str(other), error)))
        else:
            merged = replace(
                merged,
                documents=merged.documents + new.documents,
                decisions=merged.decisions + new.decisions,
                suggestions=merged.suggestions + new.suggestions,
                guidelines=(*merged.guidelines, *([(other, fate)] if fate is not Fate.SAME else [])),
            )
        yield Progress(done, len(others), str(other))
    return merged


def _by_person(project: Project) -> Counter[str]:
    """How many decisions each person has taken, by their name."""
    names = project.people.names()
    counts = Counter[str]()
    for person, count in project.db.execute("SELECT person, count(*) FROM decision GROUP BY person"):
        counts[names[person]] += count
    return counts
