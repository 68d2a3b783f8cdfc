"""Training a tagger and a judge from documents with gold spans.

The tagger is trained by CRFsuite (Okazaki 2007) with L-BFGS and both penalties. The judge sees what taggers propose in documents that
they were not trained on: the documents are parted into folds by topic, and each fold is tagged by a tagger of the others.
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pycrfsuite

from annotator.records import Span
from annotator.suggest.features import OFFSETS, features_of
from annotator.suggest.judge import Judge, Proposal, describe
from annotator.suggest.knowledge import Knowledge
from annotator.suggest.letters import letter_runs
from annotator.suggest.rules import Found
from annotator.suggest.tagger import Tagger, columns
from annotator.suggest.work import Work, proposed, tagged

Features: TypeAlias = list[str] | dict[str, float]
"""Features of a word or proposal, each counting once or by its value."""
Row: TypeAlias = tuple[list[list[str]], list[str]]
"""The features of a row's words, and their tags."""


@dataclass(frozen=True)
class Settings:
    """Penalties and rounds of training; ``least`` is how small a weight is dropped."""

    tagger_l1: float = 0.05
    tagger_l2: float = 0.05
    tagger_rounds: int = 80
    judge_l1: float = 0.0
    judge_l2: float = 1.0
    judge_rounds: int = 200
    least: float = 0.003
    folds: int = 4


@dataclass
class Example:
    """A document made ready: what the front of the pipeline sees in it, and its gold in words."""

    topic: str
    work: Work
    gold: set[tuple[int, int, str]]
    missed: list[str] = field(default_factory=list)
    """The labels of gold spans whose edges are no edges of words."""
    tagged: list[Found] = field(default_factory=list)
    """What a tagger that has not seen it finds."""

    def proposals(self) -> list[Proposal]:
        return proposed(self.work, self.tagged)


def example(work: Work, spans: Sequence[Span], topic: str) -> Example:
    """A document for training. ``work`` is what lexicon, rules and document pass found in it."""
    placed = [work.words_of(span) for span in spans]
    gold = {(*words, str(span.label)) for words, span in zip(placed, spans, strict=True) if words}
    missed = [str(span.label) for words, span in zip(placed, spans, strict=True) if not words]
    return Example(topic, work, gold, missed)


def groups_of(examples: Iterable[Example]) -> list[list[str]]:
    """The labels of the examples, parted so that in no group one stands within another.

    Greedy, the most frequent label first, each into the first group that has room for it.
    """
    counts: Counter[str] = Counter()
    nested: Counter[frozenset[str]] = Counter()
    for one in examples:
        counts.update(label for *_edges, label in one.gold)
        for inner, outer in _nested_pairs(one.gold):
            nested[frozenset((inner, outer))] += 1
    groups: list[list[str]] = []
    for label, _count in counts.most_common():
        free = (group for group in groups if not any(nested[frozenset((label, other))] for other in group))
        group = next(free, None)
        if group is None:
            groups.append([label])
        else:
            group.append(label)
    return [sorted(group) for group in groups]


def _nested_pairs(gold: Iterable[tuple[int, int, str]]) -> Iterator[tuple[str, str]]:
    by_start = sorted(gold, key=lambda edges: (edges[0], -edges[1]))
    around: list[tuple[int, int, str]] = []
    for edges in by_start:
        around = [outer for outer in around if outer[1] > edges[0]]
        yield from ((edges[2], outer[2]) for outer in around if outer[1] >= edges[1] and outer[2] != edges[2])
        around.append(edges)


def tags(length: int, gold: Iterable[tuple[int, int, str]], group: Sequence[str]) -> list[str]:
    """The tag of each word in a group; of spans within each other the outer stands."""
    tagged = ["O"] * length
    for start, end, label in sorted(gold, key=lambda edges: (edges[0] - edges[1], edges)):
        if label in group and all(tag == "O" for tag in tagged[start:end]):
            inside = end - start - 2
            edges = "U" if inside < 0 else f"B{'I' * inside}L"
            tagged[start:end] = [f"{edge}-{label}" for edge in edges]
    return tagged


def train_tagger(
    examples: Sequence[Example],
    groups: Sequence[Sequence[str]],
    known: Knowledge,
    settings: Settings,
    pool: Executor | None = None,
) -> Tagger:
    """A tagger for these groups of labels, from all the examples."""
    rows = [features_of(one.work.norms, one.work.finds, known) for one in examples]
    by_group = (_group_rows(examples, rows, group) for group in groups)
    trained = (pool.map if pool else map)(_train_group, by_group, repeat(settings))
    return _united(groups, list(trained), known, settings.least)


def _group_rows(examples: Sequence[Example], features: Sequence[list[list[str]]], group: Sequence[str]) -> list[Row]:
    found: list[Row] = []
    for one, of_words in zip(examples, features, strict=True):
        tagged = tags(len(of_words), one.gold, group)
        found += [(of_words[start:end], tagged[start:end]) for start, end in one.work.rows]
    return found


Trained = tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]
"""Weights by feature and tag, and by tag and next tag."""


def _train_group(rows: Sequence[Row], settings: Settings) -> Trained:
    return _crfsuite(rows, settings.tagger_l1, settings.tagger_l2, settings.tagger_rounds)


def _crfsuite(rows: Iterable[tuple[Sequence[Features], Sequence[str]]], l1: float, l2: float, rounds: int) -> Trained:
    """What CRFsuite learns from rows of features and tags. It is told numbers: not every feature survives its text files."""
    numbers: defaultdict[str, str] = defaultdict(lambda: str(len(numbers)))
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": l1, "c2": l2, "max_iterations": rounds, "feature.possible_transitions": True})
    for features, outcome in rows:
        trainer.append([_numbered(of_word, numbers) for of_word in features], outcome)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "weights"))
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        learned = tagger.info()
        tagger.close()
    names = {number: name for name, number in numbers.items()}
    return {
        (names[number], tag): weight for (number, tag), weight in learned.state_features.items()
    }, learned.transitions


def _numbered(features: Features, numbers: Mapping[str, str]) -> list[str] | dict[str, float]:
    if isinstance(features, dict):
        return {numbers[name]: value for name, value in features.items()}
    return [numbers[name] for name in features]


def _united(groups: Sequence[Sequence[str]], trained: Sequence[Trained], known: Knowledge, least: float) -> Tagger:
    """One tagger of what was learned for each group."""
    tags_of = columns(groups)
    width = sum(map(len, tags_of))
    transitions = np.zeros((width, width), dtype=np.float32)
    weights: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    first = 0
    for names, (features, steps) in zip(tags_of, trained, strict=True):
        column = {tag: first + place for place, tag in enumerate(names)}
        for (feature, tag), weight in sorted(features.items()):
            if abs(weight) >= least:
                offset, name = feature.split("|", 1)
                at = OFFSETS.index(int(offset)) * width + column[tag]
                weights[name].append((at, float(np.float16(weight))))
        for (before, after), weight in steps.items():
            transitions[column[before], column[after]] = weight
        first += len(names)
    return Tagger(groups, dict(weights), transitions, known)


def tag_unseen(
    examples: Sequence[Example],
    groups: Sequence[Sequence[str]],
    known: Knowledge,
    settings: Settings,
    pool: Executor | None = None,
) -> Iterator[str]:
    """Tag each example by a tagger trained on the other topics'; yields the topics done."""
    topics = sorted({one.topic for one in examples})
    for fold in range(min(settings.folds, len(topics))):
        mine = set(topics[fold :: settings.folds])
        others = [one for one in examples if one.topic not in mine]
        tagger = train_tagger(others, groups, known, settings, pool)
        for one in examples:
            if one.topic in mine:
                one.tagged = tagged(tagger, one.work)
        yield " ".join(sorted(mine))


def train_letters(names: Sequence[str], words: Sequence[str]) -> dict[str, float]:
    """The weights of ``Letters`` that tell folded names from other words."""
    outcomes = [(word, "right") for word in names] + [(word, "wrong") for word in words]
    rows = [([sorted(letter_runs(word))], [outcome]) for word, outcome in sorted(outcomes)]
    return _odds(_crfsuite(rows, 0.3, 1.0, 60)[0])


def _odds(weights: Mapping[tuple[str, str], float]) -> dict[str, float]:
    """How much each feature speaks for ``right`` against ``wrong``: CRFsuite with rows of one word is a logistic regression."""
    odds: defaultdict[str, float] = defaultdict(float)
    for (feature, outcome), weight in weights.items():
        odds[feature] += weight if outcome == "right" else -weight
    return odds


def train_judge(examples: Iterable[Example], settings: Settings) -> Judge:
    """A judge, from examples that were tagged unseen."""
    rows = []
    for one in examples:
        items = one.proposals()
        for features, proposal in zip(describe(one.work.norms, items), items, strict=True):
            rows.append(([dict(features)], ["right" if proposal.edges in one.gold else "wrong"]))
    odds = _odds(_crfsuite(rows, settings.judge_l1, settings.judge_l2, settings.judge_rounds)[0])
    return Judge({feature: weight for feature, weight in odds.items() if abs(weight) >= settings.least})
