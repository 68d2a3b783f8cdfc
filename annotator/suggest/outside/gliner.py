"""GLiNER: models that find what they are asked for, by its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from annotator.errors import ModelUnusable
from annotator.records import LabelId, Span, Suggestion
from annotator.suggest.outside.edges import Edges
from annotator.suggest.outside.engine import REASON, SPARE, Find, longest, not_installed, settings
from annotator.suggest.outside.windows import windows
from annotator.text.folding import is_mark
from annotator.texts import _

LEAST = 0.5
"""Nothing less sure is proposed."""
_AT_ONCE = 25
"""Labels asked at once: these models were trained with no more."""
_ROOM = 16
"""Sub-words of the text that must find place beside the labels."""


def load(path: Path, asked: Sequence[str]) -> Find:
    """The model in a folder, asked for these labels. Raises ``ModelUnusable``, or whatever GLiNER raises."""
    config = settings(path, "gliner_config.json")
    try:
        from gliner import GLiNER
    except ImportError as fault:
        raise not_installed(path, "gliner") from fault
    try:
        model = GLiNER.from_pretrained(str(path), local_files_only=True)
    except OSError as fault:
        other = _other(path, config)
        # A fault with a file in it is one of this model.
        if fault.filename or not other:
            raise
        detail = _("it needs {model} as well, which is not on this machine").format(model=other)
        raise ModelUnusable(path=path, detail=detail) from fault
    model.eval()
    groups = [list(asked[place : place + _AT_ONCE]) for place in range(0, len(asked), _AT_ONCE)]
    finder = _Finder(path.resolve().name, model, groups)
    if finder.most < _ROOM:
        raise ModelUnusable(
            path=path, detail=_("the labels asked for leave it no room for the text; ask for fewer or shorter")
        )
    return finder


def _other(path: Path, config: Mapping[str, Any]) -> str:
    """The model that this one was made from, where it leaves the encoder's settings or the tokenizer to it."""
    alone = config.get("encoder_config") and (path / "tokenizer_config.json").is_file()
    return "" if alone else str(config.get("model_name") or "")


class _Finder:
    """A model with what it is asked for, as a function from texts to suggestions."""

    def __init__(self, name: str, model: Any, groups: list[list[str]]) -> None:
        self._name, self._model, self._groups = name, model, groups
        self._tokenizer, self._splitter = (
            model.data_processor.transformer_tokenizer,
            model.data_processor.words_splitter,
        )
        prompt = max((sum(self._lengths(group)) + 2 * len(group) for group in groups), default=0)
        room = longest(self._tokenizer, model.config.encoder_config) - prompt
        self.most = min(model.config.max_len, room - self._tokenizer.num_special_tokens_to_add() - SPARE)

    def __call__(self, text: str) -> Iterator[Suggestion]:
        # GLiNER takes a mark over a letter for the end of a word.
        places = [i for i, character in enumerate(text) if not is_mark(character)]
        bare = "".join(text[i] for i in places)
        edges = Edges(text)
        for window in windows(bare, self._pieces(bare), self.most):
            for found in self._found(bare[window.start : window.end]):
                start, end = window.start + found["start"], window.start + found["end"]
                if window.first <= start < window.last:
                    span = Span(*edges.settle(places[start], places[end - 1] + 1), LabelId(found["label"]))
                    yield Suggestion(span, float(found["score"]), REASON, self._name)

    def _found(self, text: str) -> Iterator[dict[str, Any]]:
        for labels in self._groups:
            yield from self._model.predict_entities(text, labels, flat_ner=False, threshold=LEAST)

    def _pieces(self, text: str) -> list[tuple[int, int]]:
        """The place of each word, as often as it has sub-words."""
        words = list(self._splitter(text))
        lengths = self._lengths([word for word, _start, _end in words])
        return [
            (start, end) for (_word, start, end), length in zip(words, lengths, strict=True) for _piece in range(length)
        ]

    def _lengths(self, words: list[str]) -> list[int]:
        """How many sub-words each has, at least one."""
        if not words:
            return []
        encoded = self._tokenizer(words, is_split_into_words=True, add_special_tokens=False, verbose=False)
        lengths = Counter(encoded.word_ids())
        return [max(1, lengths[place]) for place in range(len(words))]
