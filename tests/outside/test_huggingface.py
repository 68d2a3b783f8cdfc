"""Token classifiers of Hugging Face: tiny ones, whose weights are set so that certain words get certain tags."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import (
    BertConfig,
    BertForMaskedLM,
    BertForTokenClassification,
    CanineTokenizer,
    DistilBertConfig,
    DistilBertForTokenClassification,
    PreTrainedModel,
    PreTrainedTokenizerFast,
)

from annotator import jobs
from annotator.cli import main
from annotator.errors import ModelUnusable
from annotator.jobs import finish
from annotator.project.project import Project
from annotator.suggest import outside

TAGS = {
    "طوكيو": "B-GPE",
    "وطوكيو": "B-GPE",
    "نيو": "B-GPE",
    "يورك": "I-GPE",
    "بالصين": "B-GPE",
    "بلينكن": "B-PERS",
    "أوستن": "B-PERS",
    "،": "I-GPE",
}
WORDS = ("زار", "في", "مع", "😊", ".", "ط", "##وكيو", "##و", *TAGS)
LONGEST = 24
Find = Callable[..., list[tuple[str, str]]]


def set_by_word(model: PreTrainedModel, numbers: dict[str, int], tags: dict[str, str]) -> None:
    """Make the tag depend on the word alone: it is its own embedding, and the layers before the classifier add nothing."""
    for parameter in model.parameters():
        torch.nn.init.zeros_(parameter)
    with torch.no_grad():
        embeddings = model.base_model.embeddings
        embeddings.word_embeddings.weight.copy_(torch.eye(len(numbers)))
        embeddings.LayerNorm.weight.fill_(1.0)
        model.classifier.bias[0] = 1.0
        for word, tag in tags.items():
            model.classifier.weight[model.config.label2id[tag], numbers[word]] = 2.0


def save(folder: Path, tokenizer: PreTrainedTokenizerFast, tags: dict[str, str]) -> Path:
    names = dict(enumerate(["O", *sorted(set(tags.values()))]))
    size = len(tokenizer)
    config = BertConfig(
        vocab_size=size,
        hidden_size=size,
        num_hidden_layers=0,
        num_attention_heads=1,
        intermediate_size=4,
        max_position_embeddings=LONGEST + 2,
        id2label=names,
        label2id={name: number for number, name in names.items()},
    )
    model = BertForTokenClassification(config)
    set_by_word(model, tokenizer.get_vocab(), tags)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture
def tokenizer(make_tokenizer: Callable[..., PreTrainedTokenizerFast]) -> PreTrainedTokenizerFast:
    return make_tokenizer(WORDS, longest=LONGEST)


@pytest.fixture
def model(tmp_path: Path, tokenizer: PreTrainedTokenizerFast) -> Path:
    return save(tmp_path / "tagger", tokenizer, TAGS)


def test_places_are_code_points(model: Path, found: Find) -> None:
    text = "😊😊 زار بلينكن 👨‍👩‍👧 طوكيو .\r\n\tفي نيو  يورك\u00a0."
    assert found(model, text) == [("بلينكن", "PERS"), ("طوكيو", "GPE"), ("نيو  يورك", "GPE")]
    [suggestions] = outside.load(model)([text])
    assert suggestions[0].span.start == text.index("بلينكن") == 7


def test_a_name_keeps_its_vowel_signs(tmp_path: Path, tokenizer: PreTrainedTokenizerFast, found: Find) -> None:
    tokenizer.backend_tokenizer.normalizer = normalizers.BertNormalizer(strip_accents=True, lowercase=False)
    model = save(tmp_path / "tagger", tokenizer, TAGS)
    assert found(model, "زَارَ بِلِينْكِنُ 😊 طُوكْيُوَ.") == [("بِلِينْكِنُ", "PERS"), ("طُوكْيُوَ", "GPE")]


def test_proclitics_and_sentence_marks_stay_outside(model: Path, found: Find) -> None:
    assert found(model, "في بالصين وطوكيو، مع أوستن") == [("الصين", "GPE"), ("طوكيو", "GPE"), ("أوستن", "PERS")]


def test_the_first_piece_of_a_word_gives_its_tag(
    tmp_path: Path, make_tokenizer: Callable[..., PreTrainedTokenizerFast], found: Find
) -> None:
    tokenizer = make_tokenizer(["ط", "##وكيو", "##و", "زار"], longest=LONGEST)
    model = save(tmp_path / "tagger", tokenizer, {"ط": "GPE", "##وكيو": "PERS"})
    assert found(model, "زار طوكيو طوو") == [("طوكيو طوو", "GPE")]


@pytest.mark.parametrize("split", [True, False])
def test_a_sentencepiece_tokenizer_whose_pieces_hold_spaces(tmp_path: Path, found: Find, split: bool) -> None:
    pieces = ["<unk>", "▁", "طوكيو", "ط", "▁زار", "،", "<pad>"]
    backend = Tokenizer(models.Unigram([(piece, -1.0) for piece in pieces], unk_id=0))
    space = pre_tokenizers.Metaspace(prepend_scheme="always")
    backend.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), space]) if split else space
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=backend, unk_token="<unk>", pad_token="<pad>")
    model = save(tmp_path / "tagger", tokenizer, {"▁": "GPE"})
    assert found(model, "زار طوكيو،  طوكيو") == [("طوكيو", "GPE")] * 2


def test_a_byte_level_tokenizer(tmp_path: Path, found: Find) -> None:
    signs = sorted(pre_tokenizers.ByteLevel.alphabet())
    backend = Tokenizer(models.BPE({sign: number for number, sign in enumerate([*signs, "<pad>"])}, []))
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=backend, pad_token="<pad>")
    model = save(tmp_path / "tagger", tokenizer, {"ð": "EVENT"})
    assert found(model, "😊طَ في") == [("😊", "EVENT")]


def test_a_model_without_types_of_tokens(tmp_path: Path, tokenizer: PreTrainedTokenizerFast, found: Find) -> None:
    size = len(tokenizer)
    config = DistilBertConfig(
        vocab_size=size,
        dim=size,
        n_layers=0,
        n_heads=1,
        hidden_dim=4,
        max_position_embeddings=LONGEST,
        id2label={0: "O", 1: "GPE"},
        label2id={"O": 0, "GPE": 1},
    )
    model = DistilBertForTokenClassification(config)
    set_by_word(model, tokenizer.get_vocab(), {"طوكيو": "GPE"})
    model.half().save_pretrained(tmp_path / "tagger")
    tokenizer.save_pretrained(tmp_path / "tagger")
    assert found(tmp_path / "tagger", "زار طوكيو") == [("طوكيو", "GPE")]


@pytest.mark.parametrize("separator", [". ", " ", "\n", "، "])
def test_nothing_is_lost_in_a_long_text(model: Path, found: Find, separator: str) -> None:
    text = separator.join(f"زار بلينكن طوكيو مع {'أوستن ' * (place % 5)}في نيو يورك" for place in range(60))
    expected = sum(text.count(word) for word in ("بلينكن", "طوكيو", "أوستن", "نيو يورك"))
    assert len(found(model, text)) == expected
    assert found(model, text).count(("نيو يورك", "GPE")) == 60


def test_no_text_at_all(model: Path, found: Find) -> None:
    assert found(model, "") == found(model, " \n\u00a0") == []
    assert found(model, "زار \ud800 طوكيو") == [("طوكيو", "GPE")]


# On the command line


def test_the_command_line_suggests_and_tells_of_labels_it_does_not_know(
    tmp_path: Path, tokenizer: PreTrainedTokenizerFast, capsys: pytest.CaptureFixture[str]
) -> None:
    model = save(tmp_path / "tagger", tokenizer, {"طوكيو": "B-LOCATION", "بلينكن": "B-PERS"})
    project, text = str(tmp_path / "p.warraq"), tmp_path / "a.txt"
    text.write_text("زار بلينكن طوكيو")
    assert main(["new", project]) == 0
    assert main(["import", project, str(text)]) == 0
    assert main(["suggest", project, "--with", str(model)]) == 1
    out, err = capsys.readouterr()
    assert "1 span was suggested" in out
    assert "no “LOCATION”" in err
    mapping = tmp_path / "map.toml"
    mapping.write_text('LOCATION = "GPE"\nPERS = "PERS"')
    assert main(["suggest", project, "--with", str(model), "--map", str(mapping)]) == 0
    assert capsys.readouterr() == ("2 spans were suggested in 1 document.\n", "")
    assert main(["predict", str(text), "--with", str(model), "--map", str(mapping)]) == 0
    spans = json.loads(capsys.readouterr().out)["spans"]
    assert [(span["start"], span["end"], span["label"]) for span in spans] == [(4, 10, "PERS"), (11, 16, "GPE")]
    assert 0.3 < spans[0]["score"] < 1


# Weights in a file of the older kind


def test_pickled_numbers_are_read(model: Path, found: Find) -> None:
    weights = BertForTokenClassification.from_pretrained(model).state_dict()
    (model / "model.safetensors").unlink()
    torch.save(weights, model / "pytorch_model.bin")
    assert found(model, "زار طوكيو") == [("طوكيو", "GPE")]


def test_pickled_program_text_is_not_run(model: Path, tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return (tmp_path / "ran").touch, ()

    (model / "model.safetensors").unlink()
    torch.save({"classifier.bias": Trap()}, model / "pytorch_model.bin")
    assert unusable(model)
    assert not (tmp_path / "ran").exists()


# What cannot be used


def unusable(model: Path) -> str:
    with pytest.raises(ModelUnusable) as refused:
        list(outside.load(model)(["زار طوكيو"]))
    assert str(model) in str(refused.value)
    return str(refused.value)


def test_a_model_for_something_else(model: Path, tokenizer: PreTrainedTokenizerFast) -> None:
    config = BertConfig.from_pretrained(model)
    BertForMaskedLM(config).save_pretrained(model)
    assert "no token classifier but BertForMaskedLM" in unusable(model)
    settings = json.loads((model / "config.json").read_text())
    (model / "config.json").write_text(json.dumps({**settings, "architectures": None}))
    assert "weights are missing, such as classifier.bias" in unusable(model)
    (model / "config.json").write_text('{"model_type": "clip"}')
    assert "CLIPConfig" in unusable(model)


def test_a_tokenizer_that_tells_no_places(model: Path) -> None:
    (model / "tokenizer.json").unlink()
    assert "its tokenizer is missing" in unusable(model)
    CanineTokenizer().save_pretrained(model)
    (model / "vocab.txt").touch()
    assert "does not tell where in the text" in unusable(model)


@pytest.mark.parametrize("file", ["config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors"])
@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b"{}", b"\xff\x00"])
def test_a_damaged_file(model: Path, file: str, content: bytes | None) -> None:
    if content is None:
        (model / file).unlink()
    else:
        (model / file).write_bytes(content)
    if file == "tokenizer_config.json" and content in (None, b"{}"):
        assert len(list(outside.load(model)(["زار طوكيو"]))) == 1  # it can do without
    else:
        assert unusable(model)


def test_a_model_that_fails_at_a_text_leaves_the_project_as_it_was(
    model: Path, make_tokenizer: Callable[..., PreTrainedTokenizerFast], project: Project, tmp_path: Path
) -> None:
    make_tokenizer([*WORDS, *map(str, range(100)), "زارت"], longest=LONGEST).save_pretrained(model)
    (tmp_path / "a.txt").write_text("زارت طوكيو")
    finish(jobs.import_files(project.path, [tmp_path / "a.txt"]))
    with pytest.raises(ModelUnusable):
        finish(jobs.suggest(project.path, suggester=str(model)))
    assert project.suggestions.runs() == []


@pytest.mark.parametrize("settings", ["config.json", "tokenizer_config.json"])
def test_program_text_of_a_model_is_not_run(model: Path, tmp_path: Path, settings: str) -> None:
    (model / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Own: pass\n")
    told = json.loads((model / settings).read_text())
    told |= {"model_type": "own", "tokenizer_class": "Own"}
    told["auto_map"] = dict.fromkeys(("AutoConfig", "AutoModelForTokenClassification"), "own.Own")
    told["auto_map"]["AutoTokenizer"] = ["own.Own", "own.Own"]
    (model / settings).write_text(json.dumps(told))
    with suppress(ModelUnusable):
        list(outside.load(model)(["زار"]))
    assert not (tmp_path / "ran").exists()
