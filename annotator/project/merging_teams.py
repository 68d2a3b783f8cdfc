"""What a merge takes in of a team: its people and their names, what is assigned to them, and the guidelines.

None of it stands in the log, so each has a rule by which the same comes of any order: the name and the guidelines given last
hold, assignments are united, and what was kept blind anywhere stays blind.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from annotator.project.guidelines import Guideline
from annotator.project.people import FORMAT

if TYPE_CHECKING:
    from annotator.project.project import Project


def take_people(project: Project, other: Project) -> None:
    """Add who is not here yet; of two names the one given last holds."""
    columns = "id, name, at, renamed, adjudicates" if other.format >= FORMAT else "id, name, at, '', NULL"
    project.db.conn.executemany(
        "INSERT INTO person (id, name, at, renamed, adjudicates) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET at = min(at, excluded.at), renamed = max(renamed, excluded.renamed),"
        " name = CASE WHEN (excluded.renamed, excluded.name) > (renamed, name) THEN excluded.name ELSE name END",
        other.db.execute(f"SELECT {columns} FROM person ORDER BY number").fetchall(),
    )


def take_assignments(project: Project, other: Project) -> None:
    """Add what is assigned, of the documents that are here."""
    project.assignments.add(other.assignments.all())


class Fate(Enum):
    """Which of two guidelines hold after a merge, where that is worth telling."""

    SAME = "same"
    """They are alike, or the others are an earlier form of those here."""
    THEIRS = "theirs"
    """The others take the place of those here."""
    OURS = "ours"
    """Both have been written over; those here hold."""


def fate_of_guidelines(project: Project, other: Project) -> Fate:
    """Which guidelines a merge keeps: see ``take_guidelines``."""
    ours, theirs = project.guidelines.read(), other.guidelines.read()
    if project.labels.id != other.labels.id or ours.text == theirs.text or not theirs.text:
        return Fate.SAME
    if _order(theirs) > _order(ours):
        return Fate.THEIRS
    apart = theirs.version > 1 and (theirs.version == ours.version or theirs.at > ours.at)
    return Fate.OURS if apart else Fate.SAME


def take_guidelines(project: Project, other: Project) -> None:
    """Of two texts for one label set the one that was written over more often holds; of two as often, the one written last."""
    ours, theirs = project.guidelines.read(), other.guidelines.read()
    if project.labels.id == other.labels.id and _order(theirs) > _order(ours):
        row = ["guidelines", theirs.to_json()]
        project.db.execute("INSERT OR REPLACE INTO project (key, value) VALUES (?, ?)", row)


def _order(guideline: Guideline) -> tuple[int, str, str]:
    return guideline.version, guideline.at, guideline.text
