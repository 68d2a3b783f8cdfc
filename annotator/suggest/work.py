"""A document in the pipeline: its words, what is known to stand where, what was found so far."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from spacy.tokens import Doc

from annotator.records import Span
from annotator.suggest.document import mentions
from annotator.suggest.features import find_features, segments
from annotator.suggest.grammar import Chart
from annotator.suggest.judge import MODEL, Proposal, proposals
from annotator.suggest.rules import Found
from annotator.suggest.tagger import Tagger
from annotator.text.folding import fold

_PROCLITICS = set("وفبكلا")


class Work:
    """The words without spaces, their chart, and the finds of every source."""

    def __init__(self, doc: Doc) -> None:
        # A line break stays, so that nothing is found across it; other spaces and invisible characters do not.
        words = [(token.i, token.norm_) for token in doc if fold(token.text).strip(" ")]
        self.places = [place for place, _norm in words]
        self.norms = [norm for _place, norm in words]
        self.doc = doc
        self.proclitics = {
            place
            for place, norm in enumerate(self.norms[:-1])
            if set(norm) <= _PROCLITICS and self.touches(place) and self.norms[place + 1][0].isalnum()
        }
        self.chart = Chart(self.norms)
        self.found: list[Found] = []

    def touches(self, place: int) -> bool:
        """Whether the next word follows without a space."""
        at = self.places[place] if place >= 0 else len(self.doc)
        return at + 1 < len(self.doc) and not (self.doc[at].whitespace_ or self.doc[at + 1].is_space)

    @property
    def rows(self) -> list[tuple[int, int]]:
        """The stretches of words that are tagged each by itself."""
        return segments(self.norms)

    @property
    def finds(self) -> list[tuple[str, ...]]:
        """What the tagger sees of the finds, for each word."""
        return find_features(len(self.norms), self.found, self.chart)

    def words_of(self, span: Span) -> tuple[int, int] | None:
        """The words ``[first, past the last)`` of a span; nothing where its edges are no edges of words."""
        first, past = self._begins.get(span.start), self._ends.get(span.end)
        return None if first is None or past is None or first >= past else (first, past)

    @cached_property
    def _begins(self) -> dict[int, int]:
        return {self.doc[place].idx: number for number, place in enumerate(self.places)}

    @cached_property
    def _ends(self) -> dict[int, int]:
        return {self.doc[place].idx + len(self.doc[place]): number + 1 for number, place in enumerate(self.places)}


def tagged(tagger: Tagger, work: Work) -> list[Found]:
    """What a tagger finds in a document."""
    return [
        Found(one.start, one.end, one.label, one.probability, "", MODEL)
        for one in tagger(work.norms, work.finds, work.rows)
    ]


def proposed(work: Work, tagged: Sequence[Found]) -> list[Proposal]:
    """All that is proposed in a document, what the tagger found there with it."""
    return proposals([*work.found, *tagged, *mentions(work.norms, tagged)])
