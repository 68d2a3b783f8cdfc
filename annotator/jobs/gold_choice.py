"""Which annotations of a project are exported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from annotator.errors import AnnotatorUnknown
from annotator.project.gold import Gold, Include, Rule, gold
from annotator.project.project import Project
from annotator.records import DocumentId, PersonId, Record, Span
from annotator.texts import _


class GoldChoice:
    """Gives the gold of documents as it was asked for.

    Attributes:
        counts: of how many documents there is ``gold``, how many of these are ``adjudicated`` and, of them, ``stale``, and how many
            are ``unfinished`` or ``contested``.
        people: those that it comes from, so far.
    """

    def __init__(
        self, project: Project, annotator: str, rule: Rule | None, include: Include, labels: Sequence[str]
    ) -> None:
        self._project = project
        self.annotator, self.rule, self.include = annotator, rule, include
        self.labels = tuple(dict.fromkeys(project.labels.get(label).id for label in labels))
        self._person = person_named(project, annotator)
        self.counts: Counter[str] = Counter()
        self.people: set[PersonId] = set()

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
        return Record(stored.text, stored.name, stored.external_id, self.spans(found), (), stored.meta, stored.source)


def person_named(project: Project, name: str) -> PersonId | None:
    """The person of that name, none for no name. Raises AnnotatorUnknown."""
    person = project.people.find(name) if name else None
    if name and person is None:
        names = _(", ").join(known.name for known in project.people.all())
        raise AnnotatorUnknown(name=name, names=names)
    return person.id if person else None
