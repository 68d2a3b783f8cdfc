"""The built-in suggester as a spaCy pipeline: its own tokenizer, then lexicon, rules, the document itself, and the arbiter.

``doc.spans["warraq"]`` holds the result; the group's ``attrs`` hold ``scores``, ``reasons`` and ``sources`` in the same order. Any
program with this package installed can save the pipeline with ``to_disk`` and open it with ``spacy.load``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import cache
from pathlib import Path
from typing import Any, cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup
from spacy.tokens import Span as DocSpan
from spacy.util import registry
from spacy.vocab import Vocab

from annotator.labels import LabelSet, load
from annotator.records import LabelId, Span, Suggestion
from annotator.suggest import document, rules
from annotator.suggest.arbiter import consistent
from annotator.suggest.grammar import Chart
from annotator.suggest.knowledge import knowledge
from annotator.suggest.lexicons import REASONS
from annotator.suggest.rules import Found
from annotator.suggest.shapes import shapes, unlisted
from annotator.text.folding import fold

GROUP = "warraq"
LEAST = 0.4
"""Nothing below this score is proposed."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_PROCLITICS = set("وفبكلا")
COMPONENTS = ("warraq_lexicon", "warraq_rules", "warraq_document", "warraq_arbiter")


def build() -> Language:
    """The built-in pipeline. Raises ``LexiconInvalid`` for a faulty table."""
    nlp = spacy.blank("ar", config={"nlp": {"tokenizer": {"@tokenizers": "warraq.Tokenizer.v1"}}})
    for component in COMPONENTS:
        nlp.add_pipe(component)
    return nlp


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


class SpacyTokenizer:
    """Our tokens as spaCy's: spaces that are more than one blank become tokens, ``norm_`` holds the folded form."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        blanks: list[bool] = []
        norms: list[str] = []
        at = 0
        for token in knowledge().tokenizer(text):
            self._gap(text[at : token.start], words, blanks, norms)
            words.append(text[token.start : token.end])
            blanks.append(False)
            norms.append(token.norm)
            at = token.end
        self._gap(text[at:], words, blanks, norms)
        doc = Doc(self.vocab, words=words, spaces=blanks)
        for place, norm in enumerate(norms):
            if norm != words[place]:
                doc[place].norm_ = norm
        return doc

    @staticmethod
    def _gap(gap: str, words: list[str], blanks: list[bool], norms: list[str]) -> None:
        if gap.startswith(" ") and words:
            blanks[-1] = True
            gap = gap[1:]
        if gap:
            words.append(gap)
            blanks.append(False)
            norms.append(gap)

    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> SpacyTokenizer:
        return self

    def to_disk(self, _path: str | Path, **_: Any) -> None:
        """Nothing: what it knows comes with the package."""

    def from_disk(self, _path: str | Path, **_: Any) -> SpacyTokenizer:
        return self


def make_tokenizer() -> Callable[[Language], SpacyTokenizer]:
    """What spaCy calls for the tokenizer of a pipeline."""
    return lambda nlp: SpacyTokenizer(nlp.vocab)


registry.tokenizers("warraq.Tokenizer.v1", func=make_tokenizer)


class Work:
    """A document in the pipeline: its words without spaces, the chart, what was found so far."""

    def __init__(self, doc: Doc) -> None:
        # A line break stays, so that nothing is found across it; other spaces and invisible characters do not.
        self.places = [token.i for token in doc if fold(token.text).strip(" ")]
        self.norms = [doc[place].norm_ for place in self.places]
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
        if score >= LEAST:
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


@Language.component("warraq_arbiter")
def arbitrate(doc: Doc) -> Doc:
    """Leaves the best set of what was found in ``doc.spans["warraq"]``."""
    work = _work(doc)
    best: dict[tuple[int, int, str], Found] = {}
    vetoed = {(found.start, found.end, found.label) for found in work.found if found.score == 0}
    for found in work.found:
        edges = found.start, found.end, found.label
        if found.score >= LEAST and edges not in vetoed and (edges not in best or best[edges].score < found.score):
            best[edges] = found
    items = [(Span(f.start, f.end, LabelId(f.label)), f.score) for f in _without_parts(list(best.values()))]
    chosen = [best[span.start, span.end, span.label] for span in consistent(items, _labels())]
    doc.spans[GROUP] = SpanGroup(
        doc,
        name=GROUP,
        attrs={
            "scores": [round(found.score, 3) for found in chosen],
            "reasons": [found.reason for found in chosen],
            "sources": [found.source for found in chosen],
        },
        spans=[DocSpan(doc, work.places[f.start], work.places[f.end - 1] + 1, label=f.label) for f in chosen],
    )
    del doc.user_data[GROUP]
    return doc


def _without_parts(found: list[Found]) -> list[Found]:
    """What is no mere part of another find: two parts together would outweigh the whole.

    Of two labels for the same words the surer stands. A part goes if the whole has its label and is not much less sure, or if nothing of its label may stand in the whole and the
    whole is as sure. A body within a body stays where it begins later (``كتائب [حزب الله]``).
    """
    around: dict[int, list[Found]] = {}
    for one in found:
        for place in range(one.start, one.end):
            around.setdefault(place, []).append(one)
    may_hold = _may_hold()

    def is_part(one: Found, whole: Found) -> bool:
        if one.end > whole.end or one.start < whole.start:
            return False
        if (one.start, one.end) == (whole.start, whole.end):
            return (whole.score, whole.label) > (one.score, one.label)
        if one.label == whole.label and (one.start == whole.start or one.label not in may_hold[one.label]):
            return whole.score > one.score - 0.12
        return one.label not in may_hold[whole.label] and whole.score >= one.score

    return [one for one in found if not any(is_part(one, whole) for whole in around[one.start])]


@cache
def _labels() -> LabelSet:
    return load("wojood")


@cache
def _may_hold() -> Mapping[str, Set[str]]:
    """For each label those that may stand in it, directly or in something within."""
    labels = _labels()
    held: dict[str, set[str]] = {label.id: set(labels.nests.get(label.id, ())) for label in labels}
    for _step in held:
        for inside in held.values():
            inside.update(*(held[label] for label in set(inside)))
    return held
