"""Token classifiers of Hugging Face's transformers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.errors import ModelUnusable
from annotator.records import LabelId, Span, Suggestion
from annotator.suggest.outside.edges import Edges
from annotator.suggest.outside.engine import REASON, SPARE, Find, longest, not_installed, settings
from annotator.suggest.outside.tags import Tagged, by_word, spans
from annotator.suggest.outside.windows import windows
from annotator.texts import _

_HERE = {"local_files_only": True, "trust_remote_code": False}
_VOCABULARY = ("tokenizer.json", "vocab.*", "*.model")
"""Files of which a tokenizer needs one; without any, transformers makes an empty tokenizer and says nothing."""


def load(path: Path) -> Find:
    """The model in a folder. Raises ``ModelUnusable``, or whatever transformers raises."""
    made_for = settings(path, "config.json").get("architectures") or ()
    if made_for and not any(str(name).endswith("ForTokenClassification") for name in made_for):
        detail = _("it is no token classifier but {kind}").format(kind=", ".join(map(str, made_for)))
        raise ModelUnusable(path=path, detail=detail)
    if not any(file for pattern in _VOCABULARY for file in path.glob(pattern)):
        raise ModelUnusable(path=path, detail=_("its tokenizer is missing; it would be in tokenizer.json"))
    try:
        import torch
        from transformers import AutoModelForTokenClassification, AutoTokenizer
    except ImportError as fault:
        raise not_installed(path, "transformers") from fault
    tokenizer = AutoTokenizer.from_pretrained(path, **_HERE)
    if not tokenizer.is_fast:
        raise ModelUnusable(path=path, detail=_("its tokenizer does not tell where in the text its tokens stand"))
    model, report = AutoModelForTokenClassification.from_pretrained(path, output_loading_info=True, **_HERE)
    if report["missing_keys"]:
        weight = min(report["missing_keys"])
        raise ModelUnusable(path=path, detail=_("weights are missing, such as {weight}").format(weight=weight))
    model.float().eval().to("cuda" if torch.cuda.is_available() else "cpu")
    return _Classifier(path.resolve().name, tokenizer, model, torch)


class _Classifier:
    """A model with its tokenizer, as a function from texts to suggestions."""

    def __init__(self, name: str, tokenizer: Any, model: Any, torch: Any) -> None:
        self._name, self._tokenizer, self._model, self._torch = name, tokenizer, model, torch
        marks = tokenizer.num_special_tokens_to_add()
        self._longest = max(longest(tokenizer, model.config), marks + 1)
        self._most = self._longest - marks - SPARE

    def __call__(self, text: str) -> Iterator[Suggestion]:
        pieces = self._tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        edges = Edges(text)
        for window in windows(text, pieces["offset_mapping"], self._most):
            stretch = text[window.start : window.end]
            for found in spans(stretch, by_word(stretch, self._tagged(stretch))):
                start, end = window.start + found.start, window.start + found.end
                if window.first <= start < window.last:
                    yield Suggestion(
                        Span(*edges.settle(start, end), LabelId(found.tag)), found.score, REASON, self._name
                    )

    def _tagged(self, text: str) -> list[Tagged]:
        """The sub-words of a stretch, with the model's surest tag for each."""
        encoded = self._tokenizer(
            text, truncation=True, max_length=self._longest, return_offsets_mapping=True, return_tensors="pt"
        )
        inputs = {name: encoded[name].to(self._model.device) for name in ("input_ids", "attention_mask")}
        with self._torch.inference_mode():
            scores, tags = self._model(**inputs).logits[0].softmax(-1).max(-1)
        names = self._model.config.id2label
        found = zip(encoded["offset_mapping"][0].tolist(), tags.tolist(), scores.tolist(), strict=True)
        return [
            Tagged(start, end, names[tag], score)
            for word, ((start, end), tag, score) in zip(encoded.word_ids(), found, strict=True)
            if word is not None
        ]
