import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import spacy
from spacy.language import Language

from annotator.errors import ModelUnusable
from annotator.labels import load
from annotator.suggest import outside


@pytest.fixture
def model(tmp_path: Path) -> Path:
    nlp = spacy.blank("ar")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "CITY", "pattern": "طوكيو"}, {"label": "PERSON", "pattern": "بلينكن"}])  # type: ignore[attr-defined]
    spans = nlp.add_pipe("span_ruler", config={"spans_key": "more"})
    spans.add_patterns([{"label": "WEEKDAY", "pattern": "الأحد"}])  # type: ignore[attr-defined]
    nlp.to_disk(tmp_path / "model")
    return tmp_path / "model"


def found(model: Path, text: str, mapping: dict[str, str] | None = None) -> list[tuple[str, str]]:
    [suggestions] = outside.load(model, mapping)([text])
    return [(text[s.span.start : s.span.end], s.span.label) for s in suggestions]


def test_entities_and_span_groups_with_their_own_labels(model: Path) -> None:
    assert found(model, "وصل بلينكن طوكيو يوم الأحد") == [("بلينكن", "PERSON"), ("طوكيو", "CITY"), ("الأحد", "WEEKDAY")]


def test_a_mapping_renames_and_leaves_out_what_it_does_not_name(model: Path) -> None:
    assert found(model, "وصل بلينكن طوكيو يوم الأحد", {"CITY": "GPE", "PERSON": ""}) == [("طوكيو", "GPE")]


def test_an_empty_text(model: Path) -> None:
    assert found(model, "") == []


@pytest.mark.parametrize("content", [None, "", "{"])
def test_a_folder_that_is_no_pipeline(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "meta.json").write_text(content)
    with pytest.raises(ModelUnusable, match=str(tmp_path)):
        outside.load(tmp_path)


def test_a_pipeline_with_a_component_that_is_not_installed(model: Path) -> None:
    config = model / "config.cfg"
    config.write_text(config.read_text().replace('factory = "entity_ruler"', 'factory = "nobody_has_it"'))
    with pytest.raises(ModelUnusable, match="nobody_has_it"):
        outside.load(model)


def test_a_pipeline_that_fails_while_it_works(tmp_path: Path) -> None:
    @Language.component("warraq_test_fails")
    def fails(doc: object) -> object:
        raise ValueError("out of luck")

    nlp = spacy.blank("ar")
    nlp.add_pipe("warraq_test_fails")
    nlp.to_disk(tmp_path)
    with pytest.raises(ModelUnusable, match="luck"):
        list(outside.load(tmp_path)(["نص"]))


# Which engine a folder needs


CLASSIFIER = {"model_type": "bert", "architectures": ["BertForTokenClassification"]}


def put(folder: Path, **files: object) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.json").write_text(content if isinstance(content, str) else json.dumps(content))
    return folder


def refused(folder: Path) -> str:
    with pytest.raises(ModelUnusable) as error:
        outside.load(folder)
    assert str(folder) in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("extra", ["transformers", "gliner"])
def test_a_model_whose_packages_are_missing_tells_the_extra_that_brings_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extra: str
) -> None:
    for package in ("torch", "transformers", "gliner"):
        monkeypatch.setitem(sys.modules, package, None)
    put(tmp_path, config=CLASSIFIER, tokenizer={})
    if extra == "gliner":
        put(tmp_path, gliner_config={})
    assert f"pip install 'warraq[{extra}]'" in refused(tmp_path)


def test_a_folder_that_holds_nothing_of_the_kind(tmp_path: Path) -> None:
    assert "there is no such folder" in refused(tmp_path / "missing")
    (tmp_path / "file").touch()
    assert "there is no such folder" in refused(tmp_path / "file")
    told = refused(tmp_path)
    assert all(file in told for file in ("config.cfg", "config.json", "gliner_config.json"))


def test_a_spacy_pipeline_may_hold_files_of_the_others(model: Path) -> None:
    put(model, config="{", gliner_config="{")
    assert found(model, "وصل بلينكن") == [("بلينكن", "PERSON")]


@pytest.mark.parametrize("content", ["", "{", "[]", "[" * 100_000])
@pytest.mark.parametrize("name", ["config", "gliner_config", "tokenizer", "tokenizer_config"])
def test_settings_that_cannot_be_read(tmp_path: Path, name: str, content: str) -> None:
    put(tmp_path, **{"config": CLASSIFIER, name: content})
    assert f"{name}.json cannot be used as a model: it cannot be read as JSON" in refused(tmp_path)


def test_what_a_folder_lacks_is_told_before_packages_are_asked_for(tmp_path: Path) -> None:
    put(tmp_path, config={"architectures": ["BertModel", "BertForMaskedLM"]})
    assert "it is no token classifier but BertModel, BertForMaskedLM" in refused(tmp_path)
    put(tmp_path, config=CLASSIFIER)
    assert "its tokenizer is missing" in refused(tmp_path)


# GLiNER, with a stand-in for the package: tests/outside has the real one


class Finder:
    """Finds every word that is as long as the label says; takes no more than 24 words."""

    max_len = 24

    def __init__(self, asked: list[list[str]]) -> None:
        self.asked = asked
        self.config = SimpleNamespace(max_len=self.max_len, encoder_config=SimpleNamespace())
        self.data_processor = SimpleNamespace(transformer_tokenizer=self, words_splitter=self.split)
        self.model_max_length = 10**30

    def eval(self) -> None:
        pass

    def num_special_tokens_to_add(self) -> int:
        return 2

    def __call__(self, words: list[str], **_options: bool) -> SimpleNamespace:
        return SimpleNamespace(word_ids=lambda: list(range(len(words))))

    def split(self, text: str) -> Iterator[tuple[str, int, int]]:
        return ((match[0], *match.span()) for match in re.finditer(r"\w+|\S", text))

    def predict_entities(self, text: str, labels: list[str], **_options: object) -> list[dict[str, Any]]:
        self.asked.append(labels)
        assert len(list(self.split(text))) <= self.max_len
        return [
            {"start": start, "end": end, "label": label, "score": 0.75}
            for word, start, end in self.split(text)
            for label in labels
            if label == f"of {len(word)}"
        ]


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What was asked of the model in ``tmp_path``."""
    questions: list[list[str]] = []
    package = SimpleNamespace(
        GLiNER=SimpleNamespace(from_pretrained=lambda _path, **_options: Finder(questions)),
    )
    monkeypatch.setitem(sys.modules, "gliner", package)
    put(tmp_path, gliner_config={})
    return questions


def test_gliner_is_asked_for_the_labels_by_their_english_names(tmp_path: Path, asked: list[list[str]]) -> None:
    list(outside.load(tmp_path)(["نص"]))
    list(outside.load(tmp_path, labels=load("conll"))(["نص"]))
    list(outside.load(tmp_path, {"town": "GPE", "date": ""})(["نص"]))
    assert asked[0][:4] == ["Person", "Office or occupation", "Organisation", "Country, state or city"]
    assert asked[1:] == [["Person", "Place", "Organisation", "Other name"], ["town", "date"]]


def test_gliner_is_asked_for_many_labels_in_turn(tmp_path: Path, asked: list[list[str]]) -> None:
    mapping = {f"of {length}": "GPE" for length in range(60)}
    assert found(tmp_path, "وصل بلينكن", mapping) == [("وصل", "GPE"), ("بلينكن", "GPE")]
    assert [len(labels) for labels in asked] == [25, 25, 10]


def test_gliner_reads_a_long_text_in_parts(tmp_path: Path, asked: list[list[str]]) -> None:
    text = " ".join(f"وَصَلَ 😊 بلينكن{'.' * (place % 3 == 0)}" for place in range(50))
    mapping = {"of 3": "EVENT", "of 6": "PERS"}
    assert found(tmp_path, text, mapping) == [("وَصَلَ", "EVENT"), ("بلينكن", "PERS")] * 50
    assert len(asked) > 6


def test_a_panic_in_rust_is_told_too(tmp_path: Path, asked: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def panics(*_arguments: object, **_options: object) -> None:
        raise PanicException("index out of bounds")

    predict = outside.load(tmp_path)
    monkeypatch.setattr(Finder, "predict_entities", panics)
    with pytest.raises(ModelUnusable, match="index out of bounds"):
        list(predict(["نص"]))
