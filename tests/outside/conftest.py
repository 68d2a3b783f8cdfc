"""What the tests of outside models and tools share: the program's own environment before anything heavy is imported, and no network."""

from __future__ import annotations

import os
import socket
import warnings
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from annotator.formats import Export, WriteOptions, get
from annotator.records import LabelId, Record, Span
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

PEOPLE = ("بلينكن", "أنتوني بلينكن", "فاطمة")
PLACES = ("الصين", "طوكيو", "لبنان")
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


@pytest.fixture
def records() -> Callable[[int], list[Record]]:
    """Documents with spans inside words, nested ones and an astral character; no two are the same."""

    def make(count: int) -> list[Record]:
        return [_record(number) for number in range(count)]

    return make


def _record(number: int) -> Record:
    person, place = PEOPLE[number % 3], PLACES[number // 3 % 3]
    text = f"😊 زار {person} و{place}، وقال وزير خارجية {place} كلمته {number}.\r\n  ثم عاد."
    first, last = text.index(place), text.rindex(place)
    spans = (
        _span(text.index(person), person, "PERS"),
        _span(first, place, "GPE"),
        _span(text.index("وزير"), text[text.index("وزير") : last + len(place)], "OCC"),
        _span(last, place, "GPE"),
    )
    return Record(text, f"d{number}", annotations=spans)


def _span(start: int, words: str, label: str) -> Span:
    return Span(start, start + len(words), LabelId(label))


@pytest.fixture
def write() -> Callable[..., None]:
    """Exports the same records to each part, by the names of the parts; or to the one path."""

    def run(format_id: str, paths: Path | dict[str, Path], given: Iterable[Record], **options: str) -> None:
        parts = {"": paths} if isinstance(paths, Path) else paths
        with Export(get(format_id), parts, WriteOptions(**options)) as export:
            for record in given:
                for part in parts:
                    export.add(record, part)
            list(export.read_again())

    return run


@pytest.fixture
def spans() -> Callable[[Record], list[tuple[str, str]]]:
    """The spans of a record as strings and labels."""

    def found(record: Record) -> list[tuple[str, str]]:
        return [(record.text[span.start : span.end], span.label) for span in record.annotations]

    return found
