"""The built-in suggester as a spaCy pipeline: its own tokenizer, then lexicon, rules, the document itself, tagger and arbiter.

``doc.spans["warraq"]`` holds the result; the group's ``attrs`` hold ``scores``, ``reasons`` and ``sources`` in the same order. Any
program with this package installed can save the pipeline with ``to_disk``, its model within, and open it with ``spacy.load``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Self, cast

import spacy
import srsly
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup
from spacy.tokens import Span as DocSpan

from annotator.labels import LabelSet
from annotator.records import LabelId, Span, Suggestion
from annotator.suggest import document, memory, rules
from annotator.suggest.arbiter import consistent
from annotator.suggest.document import MENTIONED
from annotator.suggest.judge import BASE, MODEL, Proposal
from annotator.suggest.knowledge import knowledge
from annotator.suggest.lexicons import REASONS
from annotator.suggest.memory import Counts
from annotator.suggest.model import Model, bundled, from_bytes, read, to_bytes
from annotator.suggest.rules import Found
from annotator.suggest.shapes import shapes, unlisted
from annotator.suggest.work import Work, proposed, tagged
from annotator.texts import mark

GROUP = "warraq"
LEAST = 0.36
"""Nothing less probable is proposed: a span that is right more often than that gains more than it costs (F1)."""
LEAST_FOUND = 0.4
"""Words that a list gives a lower score are of no kind for the rules."""
LEARNED = mark("as in texts it was trained on")
_SURROGATE = re.compile("[\ud800-\udfff]")
LEAST_EVIDENCE = 0.1
"""What the general model finds less probable is no evidence for a project's model."""
_FRONT = ("warraq_lexicon", "warraq_rules", "warraq_document")


def build(own: Model | None = None) -> Language:
    """The built-in pipeline, or the one that a project's ``own`` model continues."""
    nlp = front(own.known if own else None)
    cast(Arbiter, nlp.add_pipe("warraq_arbiter")).learned = own or bundled(knowledge())
    return nlp


def front(known: Mapping[str, Counts] | None = None) -> Language:
    """The pipeline without its arbiter: what training starts from, of a project's own model if ``known`` strings are given."""
    nlp = spacy.blank("ar", config={"nlp": {"tokenizer": {"@tokenizers": "warraq.Tokenizer.v1"}}})
    for component in _FRONT:
        nlp.add_pipe(component)
    if known is not None:
        cast(Base, nlp.add_pipe("warraq_base")).learned = bundled(knowledge())
        cast(Memory, nlp.add_pipe("warraq_memory")).known = known
    return nlp


def examine(nlp: Language, text: str) -> Work:
    """What a pipeline without arbiter finds in a text."""
    nlp.max_length = sys.maxsize
    return _work(nlp(readable(text)))


def predict(nlp: Language, texts: Iterable[str]) -> Iterator[list[Suggestion]]:
    """The suggestions for each text, in reading order; any text will do, an empty one too."""
    nlp.max_length = sys.maxsize
    for text in texts:
        yield list(suggestions(nlp(readable(text))))


def readable(text: str) -> str:
    """The text as spaCy can store it, of the same length: lone surrogates become U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def suggestions(doc: Doc) -> Iterator[Suggestion]:
    """What the pipeline left in a document."""
    group = doc.spans.get(GROUP, ())
    attributes = group.attrs if group else {}
    for place, span in enumerate(group):
        yield Suggestion(
            Span(span.start_char, span.end_char, LabelId(span.label_)),
            attributes["scores"][place],
            attributes["reasons"][place],
            attributes["sources"][place],
        )


def _work(doc: Doc) -> Work:
    if GROUP not in doc.user_data:
        doc.user_data[GROUP] = Work(doc)
    return cast(Work, doc.user_data[GROUP])


@Language.component("warraq_lexicon")
def find_in_lexicon(doc: Doc) -> Doc:
    """Proposes what the tables know, and charts words by kind and form."""
    work = _work(doc)
    lexicon = knowledge().lexicon
    for place, norm in enumerate(work.norms):
        if place in work.proclitics:
            continue
        for kind in (*shapes(norm), *unlisted(doc[work.places[place]].text, norm, lexicon.words, lexicon.begins)):
            work.chart.add(kind, place, place + 1)
        if norm == "-" and work.touches(place - 1) and work.touches(place):
            work.chart.add("hyphen", place, place + 1)
    for start, end, kind, score in lexicon.find(work.norms):
        if kind == "common" or start in work.proclitics:
            continue
        if score >= LEAST_FOUND:
            work.chart.add(kind, start, end)
        if kind == "GPE" and score < document.COUNTRY:
            work.chart.add("city", start, end)
        if kind.isupper():
            work.found.append(Found(start, end, kind, score, REASONS[kind], "lexicon"))
    return doc


@Language.component("warraq_rules")
def find_by_rules(doc: Doc) -> Doc:
    """Proposes what the rules find in the chart."""
    work = _work(doc)
    work.found += rules.apply(knowledge().rules, work.chart)
    return doc


@Language.component("warraq_document")
def find_again(doc: Doc) -> Doc:
    """Proposes names that the document mentions again."""
    work = _work(doc)
    work.found += document.again(work.norms, work.found, knowledge().lexicon)
    return doc


class _WithModel:
    """A component that holds a model and saves it with the pipeline; without one of its own it takes the bundled one."""

    def __init__(self, nlp: Language, name: str) -> None:  # noqa: ARG002 – spaCy calls it by these names
        self.name = name
        self._model: Model | None = None

    @property
    def learned(self) -> Model:
        """The one it was given, or the one that comes along."""
        if self._model is None:
            self._model = bundled(knowledge())
        return self._model

    @learned.setter
    def learned(self, model: Model) -> None:
        self._model = model

    def judged(self, work: Work) -> Iterator[tuple[Proposal, float]]:
        """All that is proposed under the labels of the model, with its probability."""
        labels = self.learned.labels
        items = [one for one in proposed(work, tagged(self.learned.tagger, work)) if one.edges[2] in labels]
        yield from zip(items, self.learned.judge(work.norms, items), strict=True)

    def to_bytes(self, **_: Any) -> bytes:
        return to_bytes(self.learned)

    def from_bytes(self, data: bytes, **_: Any) -> Self:
        self.learned = from_bytes(data, knowledge())
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        Path(path).write_bytes(to_bytes(self.learned))

    def from_disk(self, path: str | Path, **_: Any) -> Self:
        self.learned = read(Path(path), knowledge())
        return self


@Language.factory("warraq_base")
class Base(_WithModel):
    """Adds what a general model thinks to the finds: evidence for the arbiter of a project's own model."""

    def __call__(self, doc: Doc) -> Doc:
        work = _work(doc)
        work.found += [
            Found(*one.edges, score, reason.reason or LEARNED, BASE)
            for one, score in self.judged(work)
            if score >= LEAST_EVIDENCE
            for reason in [_reason(one)]
        ]
        return doc


@Language.factory("warraq_memory")
class Memory:
    """Adds the strings that were accepted or rejected in a project to the finds."""

    def __init__(self, nlp: Language, name: str) -> None:  # noqa: ARG002 – spaCy calls it by these names
        self.name = name
        self.known: Mapping[str, Counts] = {}

    def __call__(self, doc: Doc) -> Doc:
        work = _work(doc)
        work.found += remembered(work, self.known)
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        return cast(bytes, srsly.msgpack_dumps(self.known))

    def from_bytes(self, data: bytes, **_: Any) -> Self:
        self.known = srsly.msgpack_loads(data)
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        srsly.write_msgpack(path, self.known)

    def from_disk(self, path: str | Path, **_: Any) -> Self:
        self.known = srsly.read_msgpack(path)
        return self


def remembered(work: Work, known: Mapping[str, Counts]) -> Iterator[Found]:
    """What was decided on strings of the document."""
    for suggestion in memory.recall(work.doc.text, known):
        words = work.words_of(suggestion.span)
        if words:
            yield Found(*words, suggestion.span.label, suggestion.score, suggestion.reason, suggestion.source)


@Language.factory("warraq_arbiter", assigns=["doc.spans"])
class Arbiter(_WithModel):
    """Tags the words by a model, judges all that was proposed, and leaves the best set in ``doc.spans["warraq"]``."""

    def __call__(self, doc: Doc) -> Doc:
        work = _work(doc)
        best = {Span(*one.edges[:2], LabelId(one.edges[2])): (score, one) for one, score in self.judged(work)}
        chosen = best_set({span: score for span, (score, _one) in best.items()}, self.learned.labels)
        reasons = [_reason(best[span][1]) for span in chosen]
        doc.spans[GROUP] = SpanGroup(
            doc,
            name=GROUP,
            attrs={
                "scores": [round(best[span][0], 3) for span in chosen],
                "reasons": [found.reason or LEARNED for found in reasons],
                "sources": [found.source for found in reasons],
            },
            spans=[DocSpan(doc, work.places[s.start], work.places[s.end - 1] + 1, label=s.label) for s in chosen],
        )
        del doc.user_data[GROUP]
        return doc


def best_set(scores: Mapping[Span, float], labels: LabelSet) -> list[Span]:
    """Of spans with their probabilities those that are worth proposing and may stand together, in reading order."""
    return consistent([(span, score) for span, score in scores.items() if score >= LEAST], labels)


_TELLS_MOST = (MODEL, BASE, MENTIONED, "document", "memory", "lexicon", "rules")


def _reason(one: Proposal) -> Found:
    """What to tell of a proposal: what a list or rule knows says more than that it stands elsewhere too, or was learned."""
    return max(one.evidence.values(), key=lambda found: (found.score > 0, _TELLS_MOST.index(found.source)))
