"""The tokenizer as spaCy wants it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from annotator.suggest.knowledge import knowledge


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
