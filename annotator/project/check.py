"""Verifying a project: the file, the texts, the log, and what is derived from it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from annotator.project.documents import document_id
from annotator.project.state import replay
from annotator.records import DocumentId, Kind
from annotator.texts import _

if TYPE_CHECKING:
    from annotator.project.project import Project

_DERIVED = ("annotation", "annotation_alias", "answer", "document_state", "memory")


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, as sentences: faults, and notes on what is unusual and harmless."""

    faults: tuple[str, ...]
    notes: tuple[str, ...]


def check(project: Project) -> Checked:
    """Verify the file, the texts and the log, and make anew what is derived from it."""
    db = project.db
    found = [
        _("The file is damaged: {detail}").format(detail=row[0])
        for row in db.execute("PRAGMA integrity_check")
        if row[0] != "ok"
    ]
    found += [
        _("A row of “{table}” points to what is not there.").format(table=row[0])
        for row in db.execute("PRAGMA foreign_key_check")
    ]
    for identity, name, text in db.execute("SELECT id, name, text FROM document"):
        if document_id(text) != identity:
            found.append(_("The text of “{document}” is not the one that was imported.").format(document=name))
    found += _outside(project)
    if not project.read_only:
        before = _digest(project)
        project.decisions.rebuild()
        with project.writing():
            project.search.rebuild()
        if _digest(project) != before:
            found.append(_("What is derived from the decisions was out of date; it was made anew."))
    return Checked(tuple(found), tuple(_without_effect(project)))


def _outside(project: Project) -> list[str]:
    rows = project.db.execute(
        'SELECT d.name, s.start, s."end" FROM suggestion s JOIN document d ON d.number = s.document'
        ' WHERE s.start < 0 OR s."end" <= s.start OR s."end" > length(d.text)'
    )
    message = _("“{document}”: the suggested span {start}–{end} lies outside the text.")
    return [message.format(document=name, start=start, end=end) for name, start, end in rows]


def _without_effect(project: Project) -> list[str]:
    """Decisions on what does not stand."""
    found = []
    rows = project.db.execute("SELECT DISTINCT d.id, d.name FROM decision JOIN document d ON d.id = decision.document")
    for identity, name in rows.fetchall():
        decisions = project.decisions.of_document(DocumentId(identity))
        steps = {decision.step for decision in decisions}
        void = list(replay(identity, decisions).void)
        void += [d.id for d in decisions if d.kind is Kind.UNDO and d.body["undoes"] not in steps]
        message = _("“{document}”: decision {decision} has no effect, as what it speaks of does not stand.")
        found += [message.format(document=name, decision=decision) for decision in void]
    return found


def _digest(project: Project) -> str:
    digest = sha256()
    compared = "SELECT number, disagreement, finished, adjudication FROM document ORDER BY number"
    for query in (*(f"SELECT * FROM {table}" for table in _DERIVED), compared):
        for row in project.db.execute(query):
            digest.update(repr(row).encode())
    return digest.hexdigest()
