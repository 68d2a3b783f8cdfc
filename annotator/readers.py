"""Those who have read a document, as an adjudicator sees them: by name, or by letters that do not give away who they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from annotator.quality.adjudication import Disagreement, Reading
from annotator.records import DocumentId, PersonId
from annotator.texts import _, mark

_LETTERS = mark("A B C D E F G H I J K L")


class Readers:
    """The people of one document in the order in which they are shown, and what they are called there."""

    def __init__(
        self, document: DocumentId, people: Iterable[PersonId], names: Mapping[PersonId, str], *, hidden: bool = False
    ) -> None:
        """``hidden`` calls them by letters, in an order of its own for each document."""
        self.hidden = hidden
        self.people: Sequence[PersonId] = list(people)
        self._names = names
        if hidden:
            self.people = sorted(self.people, key=lambda person: sha256(f"{document} {person}".encode()).digest())

    def name(self, person: PersonId | None) -> str:
        """What a person is called; None is the system."""
        if person is None:
            return _("System")
        if not self.hidden:
            return self._names.get(person, "")
        if person not in self.people:
            return _("an annotator")
        place, letters = self.people.index(person), _(_LETTERS).split()
        return letters[place % len(letters)] + (str(place // len(letters) + 1) if place >= len(letters) else "")

    def short(self, person: PersonId | None) -> str:
        """The first word of a name, where that tells them apart."""
        name = self.name(person)
        first = name.split()[0] if name.split() else name
        others = [self.name(other).split()[:1] for other in self.people if other != person]
        return name if [first] in others else first

    def readings(self, disagreement: Disagreement) -> tuple[Reading, ...]:
        """The readings of a disagreement by who holds them, in the order shown; that of the system alone comes last."""
        places = {person: place for place, person in enumerate(self.people)}

        def place(reading: Reading) -> int:
            return min((places.get(person, len(places)) for person in reading.people), default=len(places) + 1)

        return tuple(sorted(disagreement.readings, key=place))

    def holders(self, reading: Reading) -> list[str]:
        """What those who hold a reading are called in short, the system last."""
        held = [person for person in self.people if person in reading.people]
        return [*map(self.short, held), *([self.name(None)] if reading.system else [])]
