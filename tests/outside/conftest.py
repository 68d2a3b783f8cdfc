"""What the tests of outside models and tools share: the program's own environment before anything heavy is imported, and no network."""

from __future__ import annotations

import os
import socket
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from annotator.suggest import outside

os.environ.update(outside.ENVIRONMENT)
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    try:
        import gliner  # noqa: F401
        import torch
        from tokenizers import Tokenizer, models, pre_tokenizers, processors
        from transformers import PreTrainedTokenizerFast

        torch.set_num_threads(1)
    except ImportError:  # the tools that read exports need no models
        torch = None

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.filterwarnings("default"))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_arguments: object, **_options: object) -> None:
        raise AssertionError("something asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.fixture(autouse=True)
def _same_numbers() -> None:
    if torch:
        torch.manual_seed(0)


@pytest.fixture(scope="session")
def make_tokenizer() -> Callable[..., PreTrainedTokenizerFast]:
    """Makes a tokenizer that knows these words; others become pieces of them, or unknown."""

    def make(words: Sequence[str], *, longest: int) -> PreTrainedTokenizerFast:
        numbers = {word: number for number, word in enumerate([*SPECIAL, *words])}
        tokenizer = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        ends = [("[CLS]", 2), ("[SEP]", 3)]
        tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", "[CLS] $A [SEP] $B [SEP]", ends)
        return PreTrainedTokenizerFast(
            tokenizer_object=tokenizer,
            pad_token="[PAD]",
            unk_token="[UNK]",
            cls_token="[CLS]",
            sep_token="[SEP]",
            model_max_length=longest,
        )

    return make


@pytest.fixture
def found() -> Callable[..., list[tuple[str, str]]]:
    """What a model finds in a text, as strings and labels."""

    def find(model: Path, text: str, mapping: dict[str, str] | None = None) -> list[tuple[str, str]]:
        [suggestions] = outside.load(model, mapping)([text])
        assert all(0 <= one.score <= 1 and one.source == model.name and one.reason for one in suggestions)
        return [(text[one.span.start : one.span.end], one.span.label) for one in suggestions]

    return find
