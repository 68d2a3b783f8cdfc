"""A model of a project's own: learned from its finished documents, on top of what the model that comes along finds in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from annotator.labels import LabelSet
from annotator.learn import training
from annotator.learn.training import Example, Settings
from annotator.quality.scores import Counts, Scores
from annotator.records import LabelId, Span
from annotator.suggest import memory, pipeline
from annotator.suggest.knowledge import knowledge
from annotator.suggest.model import Model
from annotator.text.find import string_key

SETTINGS = Settings(tagger_l1=0.05, tagger_rounds=60, judge_l2=20.0, judge_rounds=100, folds=5)
Strings = Counter[tuple[str, str, bool]]
"""How often a string was accepted (True) or rejected (False) under a label."""


@dataclass(frozen=True)
class Finished:
    """A document with its gold."""

    text: str
    gold: tuple[Span, ...]


@dataclass(frozen=True)
class Learned:
    """The model, and how good the project's documents are suggested by the one that comes along and by this one.

    The latter by cross-validation: each document by a model that was not trained on it.
    """

    model: Model
    before: Counts
    after: Counts


def learn(documents: Sequence[Finished], labels: LabelSet) -> Generator[tuple[int, int], None, Learned]:
    """Train on documents, at least three; yields the steps done and their number."""
    steps = len(documents) + min(SETTINGS.folds, len(documents)) + 1
    before, strings = Scores(), []
    for number, (one, given) in enumerate(zip(documents, _given(documents, labels), strict=True)):
        before.add(one.gold, given)
        strings.append(_strings(one, given))
        yield number + 1, steps
    examples = _examples(documents, strings)
    groups = training.groups_of(examples)
    folds: list[set[str]] = []
    for topics in training.tag_unseen(examples, groups, knowledge(), SETTINGS):
        folds.append(set(topics.split()))
        yield len(documents) + len(folds), steps
    after = _cross_validated(examples, folds, labels)
    tagger = training.train_tagger(examples, groups, knowledge(), SETTINGS)
    judge = training.train_judge(examples, SETTINGS)
    details = {"documents": len(documents), "before": before.micro.strict.f1, "after": after.micro.strict.f1}
    model = Model(labels, tagger, judge, details, _counts(sum(strings, Counter())))
    yield steps, steps
    return Learned(model, before.micro.strict, after.micro.strict)


def _given(documents: Sequence[Finished], labels: LabelSet) -> Iterable[list[Span]]:
    """What the model that comes along suggests in each, under the labels that the project has."""
    for suggestions in pipeline.predict(pipeline.build(), (one.text for one in documents)):
        spans = (one.span for one in suggestions if one.span.label in labels)
        yield [span._replace(label=now) for span in spans if (now := labels.current(span.label)) is not None]


def _strings(one: Finished, given: Iterable[Span]) -> Strings:
    """What a document says of its strings."""
    strings: Strings = Counter()
    for span in one.gold:
        strings[string_key(one.text, span.start, span.end), span.label, True] += 1
    for span in set(given) - set(one.gold):
        strings[string_key(one.text, span.start, span.end), span.label, False] += 1
    return strings


def _counts(strings: Strings) -> dict[str, memory.Counts]:
    """The same as ``memory.recall`` takes it."""
    counts: dict[str, dict[LabelId, tuple[int, int]]] = {}
    for string, label, accepted in strings:
        if strings[string, label, accepted] > 0:
            of_label = strings[string, label, True], strings[string, label, False]
            counts.setdefault(string, {})[LabelId(label)] = of_label
    return dict(counts)


def _examples(documents: Sequence[Finished], strings: Sequence[Strings]) -> list[Example]:
    """The documents made ready; memory knows in each what the others say, as it will in a new one."""
    front = pipeline.front({})
    component = cast(pipeline.Memory, front.get_pipe("warraq_memory"))
    whole: Strings = sum(strings, Counter())
    examples = []
    for number, (one, own) in enumerate(zip(documents, strings, strict=True)):
        component.known = _counts(whole - own)
        examples.append(training.example(pipeline.examine(front, one.text), one.gold, str(number)))
    return examples


def _cross_validated(examples: Sequence[Example], folds: Iterable[set[str]], labels: LabelSet) -> Scores:
    """What judges give of the tags by unseen taggers, each in documents that it was not trained on."""
    scores = Scores()
    given_labels = {label.id for label in labels}
    for fold in folds:
        judge = training.train_judge([one for one in examples if one.topic not in fold], SETTINGS)
        for one in examples:
            if one.topic in fold:
                proposals = [proposal for proposal in one.proposals() if proposal.edges[2] in given_labels]
                chances = judge(one.work.norms, proposals)
                spans = [Span(*proposal.edges[:2], LabelId(proposal.edges[2])) for proposal in proposals]
                given = pipeline.best_set(dict(zip(spans, chances, strict=True)), labels)
                scores.add([Span(start, end, LabelId(label)) for start, end, label in one.gold], given)
                scores.miss(one.missed)
    return scores
