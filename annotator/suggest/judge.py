"""The judge: how probable a proposed span is, by all that speaks for and against it.

Lexicon, rules, tagger and the document itself propose; each is right in its own measure. A logistic regression over what they say, the
words at the span's edges and the rival spans turns that into one probability, which can be compared and trusted. It is trained on
proposals of taggers that had not seen the document (stacked generalisation: Wolpert, *Neural Networks* 5, 1992).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from annotator.suggest.rules import Found

Edges: TypeAlias = tuple[int, int, str]
"""First word, past the last, label."""

MODEL = "model"
"""The source of what the tagger finds."""
BASE = "base"
"""The source of what a general model finds, where a project has its own."""
_LISTED = ("lexicon", "rules", "document", "mention", BASE, "memory")
_TRUST = 0.6
"""How much a score of lexicon or rules counts beside a probability when rivals are weighed."""
_NONE = 0.005
"""The probability of a span that the tagger does not name."""
_UNFOUND = 0.05
"""The probability of a span that a general model does not find, where there is one."""
_WEIGHT_OF_BASE = 10.0
"""The odds by the general model count so many times, so that a penalty hardly touches their weight: with little to learn from, a
project's judge says what that model says."""
_SPEAKS = 0.02
"""A rival weaker than this is none."""


@dataclass(slots=True)
class Proposal:
    """A span that something proposes, with the best find of each source."""

    edges: Edges
    evidence: dict[str, Found] = field(default_factory=dict)

    @property
    def probability(self) -> float:
        """The tagger's, 0–1."""
        found = self.evidence.get(MODEL)
        return found.score if found else 0.0

    @property
    def strength(self) -> float:
        """How much it weighs as a rival, 0–1."""
        return max(self.probability, _TRUST * max((self._score(source) for source in _LISTED), default=0.0))

    def _score(self, source: str) -> float:
        found = self.evidence.get(source)
        return found.score if found else 0.0


def proposals(found: Iterable[Found]) -> list[Proposal]:
    """What is proposed, each span once. What a find of score 0 forbids is not."""
    by_edges: dict[Edges, Proposal] = {}
    for one in found:
        edges = (one.start, one.end, one.label)
        proposal = by_edges.get(edges)
        if proposal is None:
            proposal = by_edges[edges] = Proposal(edges)
        best = proposal.evidence.get(one.source)
        if best is None or not one.score or best.score < one.score:
            proposal.evidence[one.source] = one
    return [proposal for proposal in by_edges.values() if all(one.score for one in proposal.evidence.values())]


class Judge:
    """Weights of the features of proposals."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights

    def __call__(self, norms: Sequence[str], proposed: Sequence[Proposal]) -> list[float]:
        """The probability 0–1 of each proposal in a text of these folded words."""
        weigh = self.weights.get
        return [
            _probability(sum(weigh(name, 0.0) * value for name, value in features))
            for features in describe(norms, proposed)
        ]


class Unlearned(Judge):
    """Where there is no model: a proposal is as probable as the surest list or rule says."""

    def __call__(self, norms: Sequence[str], proposed: Sequence[Proposal]) -> list[float]:
        del norms
        return [max(found.score for found in one.evidence.values()) for one in proposed]


def _probability(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def describe(norms: Sequence[str], proposed: Sequence[Proposal]) -> Iterator[list[tuple[str, float]]]:
    """The features of each proposal with their values."""
    by_place: defaultdict[int, list[Proposal]] = defaultdict(list)
    same_words: defaultdict[tuple[str, tuple[str, ...]], list[float]] = defaultdict(list)
    strings = [(one.edges[2], tuple(norms[one.edges[0] : one.edges[1]])) for one in proposed]
    strengths = [one.strength for one in proposed]
    strength_of = dict(zip(map(id, proposed), strengths, strict=True))
    for one, string in zip(proposed, strings, strict=True):
        for place in range(one.edges[0], one.edges[1]):
            by_place[place].append(one)
        same_words[string].append(one.probability)
    repetition = {string: list(_of_repetition(probabilities)) for string, probabilities in same_words.items()}
    on_base = any(BASE in one.evidence for one in proposed)
    for one, string in zip(proposed, strings, strict=True):
        features = [("bias", 1.0)]
        if on_base:
            found = one.evidence.get(BASE)
            features.append(("base odds", _WEIGHT_OF_BASE * _odds(found.score if found else _UNFOUND)))
        features += _of_evidence(one)
        features += _of_words(norms, *one.edges)
        features += _of_rivals(one, by_place, strength_of)
        features += repetition[string]
        yield features


def _of_evidence(one: Proposal) -> Iterator[tuple[str, float]]:
    label = one.edges[2]
    probability = one.probability or _NONE
    odds = _odds(probability)
    level = _level(min(max(probability, 0.002), 0.998))
    yield "odds", odds
    yield f"{label} odds", odds
    yield label, 1.0
    yield f"level{level}", 1.0
    sources = ""
    for source in _LISTED:
        found = one.evidence.get(source)
        if found:
            sources += source[:2]
            yield source, found.score
            yield f"{source}{int(found.score * 10)}", 1.0
            yield f"{label} {source}{int(found.score * 10)}", 1.0
            yield f"{label} {source}={found.reason}", 1.0
    yield f"{label} from {sources}{'m' if MODEL in one.evidence else ''}", 1.0
    yield f"level{level} from {sources}", 1.0


def _of_words(norms: Sequence[str], start: int, end: int, label: str) -> Iterator[tuple[str, float]]:
    yield f"{label} length{min(end - start, 7)}", 1.0
    yield f"{label} first={norms[start]}", 1.0
    yield f"{label} last={norms[end - 1]}", 1.0
    yield f"{label} before={norms[start - 1] if start else '^'}", 1.0
    yield f"{label} after={norms[end] if end < len(norms) else '$'}", 1.0


def _of_rivals(
    one: Proposal, by_place: Mapping[int, Sequence[Proposal]], strength_of: Mapping[int, float]
) -> Iterator[tuple[str, float]]:
    """What else is proposed at the span's edges: the same words, more, fewer, or across an edge."""
    start, end, label = one.edges
    best: dict[str, tuple[float, str]] = {}
    for place in {start, end - 1}:
        for other in by_place[place]:
            strength = strength_of[id(other)]
            if other is one or strength <= _SPEAKS:
                continue
            relation = _relation(one.edges, other.edges)
            if strength > best.get(relation, (0.0, ""))[0]:
                best[relation] = strength, other.edges[2]
    for relation, (strength, other_label) in sorted(best.items()):
        yield f"{relation}{_level(strength)}", 1.0
        named = relation in ("same", "around")
        yield f"{label} {relation}{' ' + other_label if named else ''}", strength


def _relation(edges: Edges, other: Edges) -> str:
    if other[:2] == edges[:2]:
        return "same"
    if other[0] <= edges[0] and edges[1] <= other[1]:
        return "longer" if other[2] == edges[2] else "around"
    if edges[0] <= other[0] and other[1] <= edges[1]:
        return "shorter" if other[2] == edges[2] else "inside"
    return "across"


def _of_repetition(probabilities: Sequence[float]) -> Iterator[tuple[str, float]]:
    """How the same words with the same label fare in the whole document."""
    if len(probabilities) > 1:
        yield "repeated", math.log(len(probabilities))
        yield f"surest{_level(min(0.99, max(0.01, max(probabilities))))}", 1.0
        yield "mean", sum(probabilities) / len(probabilities)


def _odds(probability: float) -> float:
    kept = min(max(probability, 0.002), 0.998)
    return math.log(kept / (1 - kept))


def _level(probability: float) -> int:
    """Log odds in whole steps, from -4 to 5."""
    return max(-4, min(5, round(math.log(probability / (1 - probability + 1e-9) + 1e-9))))
