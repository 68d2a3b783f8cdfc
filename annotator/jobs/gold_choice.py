"""Which annotations of a project are exported, and what is told of where they come from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from annotator.errors import AnnotatorUnknown
from annotator.formats.provenance import Told, provenance_of, with_provenance
from annotator.project.adjudications import How, Provenance
from annotator.project.gold import Gold, Include, Rule, gold
from annotator.project.project import Project
from annotator.project.provenance import provenance
from annotator.records import DocumentId, PersonId, Record, Span


class GoldChoice:
    """Gives the gold of documents as it was asked for.

    Attributes:
        counts: of how many documents there is ``gold``, how many of these are ``adjudicated`` and, of them, ``stale``, and how many
            are ``unfinished`` or ``contested``.
        people: those that it comes from, so far.
    """

    def __init__(
        self,
        project: Project,
        annotator: str,
        rule: Rule | None,
        include: Include,
        labels: Sequence[str],
        *,
        provenance: bool = False,
    ) -> None:
        """With ``provenance`` a record tells where each span comes from."""
        self._project = project
        self.annotator, self.rule, self.include = annotator, rule, include
        self.labels = tuple(dict.fromkeys(project.labels.get(label).id for label in labels))
        self._person = person_named(project, annotator)
        self.counts: Counter[str] = Counter()
        self.people: set[PersonId] = set()
        self._names = project.people.names() if provenance else None

    def gold(self, document: DocumentId) -> Gold | None:
        """The gold of a document, or nothing where there is none; it is counted."""
        found = self._gold(document, self.rule)
        if found is None and self.rule is None and self._gold(document, "union"):
            self.counts["contested"] += 1
        else:
            self.counts["gold" if found else "unfinished"] += 1
        if found:
            self.people.update(found.people)
            self.counts.update(adjudicated=found.adjudicator is not None, stale=found.stale)
        return found

    def _gold(self, document: DocumentId, rule: Rule | None) -> Gold | None:
        return gold(self._project, document, annotator=self._person, rule=rule, include=self.include)

    def spans(self, found: Gold) -> tuple[Span, ...]:
        """Those of the labels that are exported."""
        return tuple(span for span in found.spans if span.label in self.labels) if self.labels else found.spans

    def record(self, document: DocumentId, found: Gold) -> Record:
        """A document with its gold, to be written."""
        stored = self._project.documents.get(document)
        spans = self.spans(found)
        record = Record(stored.text, stored.name, stored.external_id, spans, (), stored.meta, stored.source)
        told = self._told(document, found, record) if self._names is not None else ()
        return replace(record, meta=with_provenance(stored.meta, told))

    def _told(self, document: DocumentId, found: Gold, record: Record) -> Iterator[tuple[Span, Told]]:
        """Where each span comes from; of one that stands as it was imported what was read with it, where that is told."""
        kept, read = frozenset(record.annotations), provenance_of(record)
        for one in provenance(self._project, document, found):
            if one.span in kept:
                imported = read.get(one.span) if one.how is How.IMPORTED else None
                yield one.span, imported or _told(one, self._names or {})


def _told(one: Provenance, names: Mapping[PersonId, str]) -> Told:
    told: Told = {
        "how": one.how.value,
        "adjudicated": one.adjudicator is not None,
        "by": names.get(one.adjudicator, "") if one.adjudicator else "",
        "annotators": [name for person, name in names.items() if person in one.people],
        "rule": one.rule or "",
        "suggested": one.system,
        "blind": one.blind,
        "at": one.at,
        "note": one.note,
    }
    return {name: value for name, value in told.items() if value not in ("", [])}


def person_named(project: Project, name: str) -> PersonId | None:
    """The person of that name, none for no name. Raises AnnotatorUnknown."""
    person = project.people.find(name) if name else None
    if name and person is None:
        raise AnnotatorUnknown.among(name, (known.name for known in project.people.all()))
    return person.id if person else None
