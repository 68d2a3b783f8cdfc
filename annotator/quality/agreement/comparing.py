"""Comparing the work of annotators, document by document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from annotator.quality.agreement import figures, gamma
from annotator.quality.agreement.figures import Counted
from annotator.quality.agreement.nominal import Numbers
from annotator.quality.agreement.record import (
    Agreement,
    DifferenceGroup,
    DocumentAgreement,
    Estimate,
    Example,
    Figures,
    LabelAgreement,
    Measure,
    PairAgreement,
    Part,
    known,
)
from annotator.quality.agreement.resampling import ROUNDS, SEED
from annotator.quality.agreement.scopes import Group, Scope, Sums, each
from annotator.quality.agreement.tallies import Disputed, DocumentTally, Work, disputes, tally
from annotator.quality.agreement.unitising import Disagreement
from annotator.quality.difference import Difference
from annotator.records import LabelId, Person, place_in

EXAMPLES = 5
"""Examples that a group of differences comes with."""


class Comparison:
    """Takes documents one by one; only sums of them are kept."""

    def __init__(
        self, annotators: Sequence[Person], labels: Sequence[LabelId], *, rounds: int = ROUNDS, seed: int = SEED
    ) -> None:
        """``labels`` are all that spans may have. ``rounds`` of resampling give the intervals, none where it is 0."""
        self._annotators = tuple(annotators)
        self._labels = tuple(labels)
        self._numbers = {label: number for number, label in enumerate(labels, 1)}
        self._rounds, self._seed = rounds, seed
        self._tallies: list[DocumentTally] = []
        self._differences: list[Counter[Difference]] = []
        self._groups: Counter[tuple[Difference, tuple[LabelId, ...]]] = Counter()
        self._examples: dict[tuple[Difference, tuple[LabelId, ...]], list[Example]] = {}
        self._disorders: dict[int, dict[tuple[int, ...], gamma.Disorder]] = {}

    def add(self, work: Work) -> None:
        """Count a document."""
        found = disputes(work)
        self._tallies.append(tally(work, self._numbers))
        self._differences.append(Counter(one.kind for one in found))
        for one in found:
            group = one.kind, one.pair.labels
            self._groups[group] += 1
            kept = self._examples.setdefault(group, [])
            if len(kept) < EXAMPLES:
                kept.append(example(work, one, self._annotators))

    def add_gamma(self, work: Work, samples: int) -> None:
        """Work gamma out in the document that was added last; ``samples`` are the random continua."""
        place = len(self._tallies) - 1
        random = np.random.default_rng([self._seed, place])
        units = {person: gamma.units(spans, self._numbers) for person, spans in work.spans.items()}
        chosen = {*self._tallies[place].pairs, self._tallies[place].annotators}
        self._disorders[place] = {
            people: gamma.disorder([units[person] for person in people], len(work.text), samples, random)
            for people in sorted(chosen)
        }

    def result(self, include: str = "done", only: Sequence[LabelId] = ()) -> Agreement:
        """The agreement of at least two annotators over at least one document; ``include`` and ``only`` are noted in it."""
        tallies = self._tallies
        pairs = figures.counted(tallies)
        places = np.arange(len(tallies))
        is_blind = np.array([one.blind for one in tallies])
        everyone = self._group(places)
        blind, seen = (self._group(those, everyone) for those in (places[is_blind], places[~is_blind]))
        parts = [group for group in dict.fromkeys((everyone, blind, seen)) if group.documents]
        found = []
        together = {scope: Disagreement.none() for scope in (*_scopes(parts), self._each)}
        for both in pairs:
            own = self._group(both.places, everyone)
            scopes = dict.fromkeys((*_scopes([own]), *together))
            unitised = dict(zip(scopes, figures.unitised(both, tallies, self._labels, scopes), strict=True))
            found.append(self._pair(both, own, unitised))
            together = {scope: before + unitised[scope] for scope, before in together.items()}
        of_parts = {group: self._part(group, pairs, together) for group in parts}
        spans = np.sum([one.spans for one in tallies], axis=0)
        return Agreement(
            annotators=self._annotators,
            documents=len(tallies),
            words=sum(one.words for one in tallies),
            spans=int(spans.sum()),
            figures=of_parts[everyone][0],
            blind=Part(blind.documents, of_parts[blind][0] if blind.documents else {}),
            seen=Part(seen.documents, of_parts[seen][0] if seen.documents else {}),
            pairs=tuple(found),
            labels=self._by_label(spans, of_parts[everyone][1:]),
            by_document=self._by_document(pairs, together[self._each]),
            differences=self._by_kind(),
            include=include,
            only=tuple(only),
            gamma_documents=len(self._disorders),
            rounds=self._rounds,
            seed=self._seed,
        )

    def _each(self, places: NDArray[np.intp]) -> Sums:
        """The scope of each document for itself."""
        return each(len(self._tallies), places)

    def _group(self, places: NDArray[np.intp], everyone: Group | None = None) -> Group:
        """The group of these documents; where they are all, the one that there is, so that nothing is worked out twice."""
        if everyone is not None and len(places) == everyone.documents:
            return everyone
        return Group(places, len(self._tallies), self._rounds, self._seed)

    def _part(self, group: Group, pairs: Sequence[Counted], unitised: Mapping[Scope, Disagreement]) -> list[Figures]:
        """Of some of the documents, for all labels and then for each."""
        values, samples = (
            {**figures.of_all(pairs, self._tallies, scope), Measure.ALPHA_UNITISING: unitised[scope].alpha}
            for scope in (group.whole, group.samples)
        )
        whole, *labels = figures.estimates(values, samples)
        disorders = {place: found[self._tallies[place].annotators] for place, found in self._disorders.items()}
        return [{**whole, Measure.GAMMA: _gamma(group, disorders)}, *labels]

    def _pair(self, both: Counted, group: Group, unitised: Mapping[Scope, Disagreement]) -> PairAgreement:
        values, samples = (
            {**figures.of_pair(both, scope), Measure.ALPHA_UNITISING: unitised[scope].alpha}
            for scope in (group.whole, group.samples)
        )
        whole, *labels = figures.estimates(values, samples)
        disorders = {place: found[both.pair] for place, found in self._disorders.items() if both.pair in found}
        first, second = both.pair
        return PairAgreement(
            (self._annotators[first], self._annotators[second]),
            len(both.places),
            {**whole, Measure.GAMMA: _gamma(group, disorders)},
            self._by_label(both.columns["marked"].sum(axis=0)[1:], labels),
        )

    def _by_label(self, spans: Numbers, found: Sequence[Figures]) -> tuple[LabelAgreement, ...]:
        """Of the labels that were used."""
        rows = zip(self._labels, spans, found, strict=True)
        return tuple(LabelAgreement(label, int(count), those) for label, count, those in rows if count)

    def _by_document(self, pairs: Sequence[Counted], unitised: Disagreement) -> tuple[DocumentAgreement, ...]:
        """The worst first."""
        measured = {**figures.of_all(pairs, self._tallies, self._each), Measure.ALPHA_UNITISING: unitised.alpha}
        found = [
            DocumentAgreement(
                id=one.document,
                name=one.name,
                annotators=tuple(self._annotators[person] for person in one.annotators),
                words=one.words,
                spans=int(one.spans.sum()),
                blind=one.blind,
                differences=self._differences[place],
                figures={
                    measure: Estimate(figures.value_of(measure, values[place, 0]))
                    for measure, values in measured.items()
                },
            )
            for place, one in enumerate(self._tallies)
        ]
        return tuple(sorted(found, key=lambda one: (one.figures[Measure.F1].value, -one.differences.total())))

    def _by_kind(self) -> tuple[DifferenceGroup, ...]:
        """The most frequent first."""
        ranked = sorted(self._groups.items(), key=lambda found: (-found[1], found[0]))
        return tuple(DifferenceGroup(*group, count, tuple(self._examples[group])) for group, count in ranked)


def _scopes(groups: Iterable[Group]) -> list[Scope]:
    return [scope for group in groups for scope in (group.whole, group.samples)]


def _gamma(group: Group, disorders: Mapping[int, gamma.Disorder]) -> Estimate:
    """Nothing where it was not asked for."""
    places = np.array(list(disorders), dtype=np.intp)
    rows = np.array([(one.observed, one.expected) for one in disorders.values()]).reshape(-1, 2)
    value, samples = (gamma.gamma(*np.moveaxis(scope(places)(rows), -1, 0)) for scope in (group.whole, group.samples))
    return figures.estimate(known(float(value)), samples)


def example(work: Work, found: Disputed, annotators: Sequence[Person]) -> Example:
    """A place where two differ, to be shown."""
    pair = found.pair
    place = place_in(work.document, work.name, work.text, pair.start, pair.end)
    people = annotators[found.first], annotators[found.second]
    return Example(place, found.kind, people, pair.first, pair.second)
