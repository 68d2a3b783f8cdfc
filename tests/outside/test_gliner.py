"""GLiNER: a tiny model, taught in a second what the test asks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
import torch
from gliner.config import UniEncoderSpanConfig
from gliner.model import UniEncoderSpanGLiNER
from transformers import PreTrainedTokenizerFast

from annotator.cli import main
from annotator.errors import ModelUnusable
from annotator.records import Record
from annotator.suggest import outside

NAMES = {"طوكيو": "City", "وطوكيو": "City", "بلينكن": "Person"}
OTHERS = ("زار", "في", "مع", "😊", "،", ".", "[UNK]")
LABELS = ("City", "Person", "country", ",", "state", "or", "city")
LONGEST = 64
ROUNDS = 500
Find = Callable[..., list[tuple[str, str]]]
ASKED = {"City": "GPE", "Person": "PERS"}


def lesson(chance: Random) -> dict[str, object]:
    """Words in any order, with what is asked of them and the answer."""
    words = chance.choices([*NAMES, *NAMES, *OTHERS], k=chance.randint(1, 30))
    asked = chance.sample(["City", "Person"], chance.randint(1, 2))
    names = [(place, place, NAMES[word]) for place, word in enumerate(words) if NAMES.get(word) in asked]
    return {"tokenized_text": words, "ner": names, "ner_labels": asked}


def untaught(
    make_tokenizer: Callable[..., PreTrainedTokenizerFast], words: Sequence[str], width: int
) -> UniEncoderSpanGLiNER:
    """A model of these words that knows nothing, for names of so many words."""
    tokenizer = make_tokenizer(["<<ENT>>", "<<SEP>>", *words], longest=LONGEST)
    tokenizer.add_special_tokens({"additional_special_tokens": ["<<ENT>>", "<<SEP>>"]})
    size = len(tokenizer)
    encoder = {
        "model_type": "bert",
        "vocab_size": size,
        "hidden_size": 32,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 32,
        "max_position_embeddings": LONGEST,
        "hidden_dropout_prob": 0.0,
        "attention_probs_dropout_prob": 0.0,
    }
    config = UniEncoderSpanConfig(
        model_name="somebody/encoder",
        encoder_config=encoder,
        hidden_size=32,
        dropout=0.0,
        max_width=width,
        embed_ent_token=False,
        max_len=30,
        num_rnn_layers=0,
        vocab_size=size,
        class_token_index=tokenizer.convert_tokens_to_ids("<<ENT>>"),
    )
    torch.manual_seed(1)
    return UniEncoderSpanGLiNER(config, tokenizer=tokenizer)


def collator(model: UniEncoderSpanGLiNER, **options: bool) -> Callable[..., dict[str, Any]]:
    """What makes a batch of lessons."""
    return model.data_collator_class(model.config, data_processor=model.data_processor, prepare_labels=True, **options)


@pytest.fixture(scope="session")
def taught(tmp_path_factory: pytest.TempPathFactory, make_tokenizer: Callable[..., PreTrainedTokenizerFast]) -> Path:
    folder = tmp_path_factory.mktemp("gliner") / "finder"
    model = untaught(make_tokenizer, [*OTHERS[:-1], *NAMES, *LABELS], width=2)
    collate = collator(model)
    chance = Random(1)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.004)
    slower = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, ROUNDS)
    model.train()
    for _round in range(ROUNDS):
        optimizer.zero_grad()
        model.model(**collate([lesson(chance) for _lesson in range(16)])).loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        slower.step()
    model.save_pretrained(folder)
    return folder


@pytest.fixture
def model(taught: Path, tmp_path: Path) -> Path:
    return shutil.copytree(taught, tmp_path / "finder")


def test_places_are_code_points(model: Path, found: Find) -> None:
    text = "😊😊 زار بلينكن 👨‍👩‍👧 في طوكيو ."
    assert found(model, text, ASKED) == [("بلينكن", "PERS"), ("طوكيو", "GPE")]
    [suggestions] = outside.load(model, ASKED)([text])
    assert suggestions[0].span.start == text.index("بلينكن") == 7


def test_a_name_keeps_its_vowel_signs_and_loses_its_proclitic(model: Path, found: Find) -> None:
    assert found(model, "زَارَ بِلِينْكِنُ وَطُوكْيُوَ، في", ASKED) == [("بِلِينْكِنُ", "PERS"), ("طُوكْيُوَ", "GPE")]


def test_a_mapping_says_what_is_asked_for(model: Path, found: Find) -> None:
    assert found(model, "زار بلينكن طوكيو", {"City": "GPE"}) == [("طوكيو", "GPE")]
    assert found(model, "زار بلينكن طوكيو", {"City": "GPE", "Person": ""}) == [("طوكيو", "GPE")]
    assert found(model, "زار بلينكن طوكيو", {}) == []


@pytest.mark.parametrize("separator", [". ", " ", "\n"])
def test_nothing_is_lost_in_a_long_text(model: Path, found: Find, separator: str) -> None:
    text = separator.join("زار بلينكن طوكيو" + " في مع" * (place % 5) for place in range(60))
    names = found(model, text, ASKED)
    assert (names.count(("بلينكن", "PERS")), names.count(("طوكيو", "GPE"))) == (60, 60)
    assert len(names) == 120


def test_no_text_at_all(model: Path, found: Find) -> None:
    assert found(model, "", ASKED) == found(model, " \n", ASKED) == found(model, "َ", ASKED) == []
    assert found(model, "زار \ud800 طوكيو", ASKED) == [("طوكيو", "GPE")]


def test_the_command_line_asks_for_the_labels_of_the_project(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = tmp_path / "labels.toml"
    label = '[[labels]]\nid = "{}"\nfamily = "places"\ntitles = {{ en = "{}" }}\n'
    labels.write_text("".join(label.format(label_id, name) for name, label_id in ASKED.items()))
    project, text = str(tmp_path / "p.warraq"), tmp_path / "a.txt"
    text.write_text("زار بلينكن وطوكيو")
    assert main(["new", project, "--labels", str(labels)]) == 0
    assert main(["import", project, str(text)]) == 0
    assert main(["suggest", project, "--with", str(model)]) == 0
    out, err = capsys.readouterr()
    assert out.endswith("2 spans were suggested in 1 document.\n")
    assert err == ""
    mapping = tmp_path / "map.json"
    mapping.write_text(json.dumps(ASKED))
    assert main(["predict", str(text), "--with", str(model), "--map", str(mapping)]) == 0
    spans = json.loads(capsys.readouterr().out)["spans"]
    assert [(span["start"], span["end"], span["label"]) for span in spans] == [(4, 10, "PERS"), (12, 17, "GPE")]


# What cannot be used


def unusable(model: Path, asked: dict[str, str] = ASKED) -> str:
    with pytest.raises(ModelUnusable) as refused:
        list(outside.load(model, asked)(["زار طوكيو"]))
    assert str(model) in str(refused.value)
    return str(refused.value)


def change(model: Path, **settings: object) -> None:
    file = model / "gliner_config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | settings))


def test_a_model_that_needs_another_one(model: Path) -> None:
    (model / "tokenizer_config.json").unlink()
    assert "needs somebody/encoder as well, which is not on this machine" in unusable(model)


def test_a_model_that_needs_another_ones_settings(model: Path) -> None:
    change(model, encoder_config=None)
    assert "needs somebody/encoder as well, which is not on this machine" in unusable(model)


def test_too_many_labels(model: Path) -> None:
    assert "no room for the text" in unusable(model, {f"City {place}": "GPE" for place in range(20)})


@pytest.mark.parametrize("file", ["gliner_config.json", "tokenizer.json", "tokenizer_config.json", "pytorch_model.bin"])
@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b"{}", b"\xff\x00"])
def test_a_damaged_file(model: Path, file: str, content: bytes | None) -> None:
    if content is None:
        (model / file).unlink()
    else:
        (model / file).write_bytes(content)
    if file == "tokenizer_config.json" and content == b"{}":
        assert len(list(outside.load(model, ASKED)(["زار طوكيو"]))) == 1  # it can do without
    else:
        assert unusable(model)


def test_program_text_of_a_model_is_not_run(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GLiNER lets its encoder run what it brings along; Warraq does not."""
    monkeypatch.chdir(tmp_path)
    (model / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Own: pass\n")
    own = {"AutoModel": "finder--own.Own", "AutoConfig": "own.Own", "AutoTokenizer": ["own.Own", "own.Own"]}
    encoder = json.loads((model / "gliner_config.json").read_text())["encoder_config"] | {"auto_map": own}
    (model / "config.json").write_text(json.dumps(encoder))
    for settings in ({"encoder_config": encoder}, {"encoder_config": None, "model_name": "finder"}):
        change(model, **settings)
        assert "program text of its own" in unusable(model)
    assert not (tmp_path / "ran").exists()


# What is exported for it


def test_an_export_is_data_to_train_on(
    tmp_path: Path,
    make_tokenizer: Callable[..., PreTrainedTokenizerFast],
    records: Callable[[int], list[Record]],
    write: Callable[..., None],
    spans: Callable[[Record], list[tuple[str, str]]],
) -> None:
    write("gliner", tmp_path / "a.json", records(9))
    lessons = json.loads((tmp_path / "a.json").read_text("utf-8"))
    words = sorted({word for lesson in lessons for word in lesson["tokenized_text"]})
    model = untaught(make_tokenizer, [*words, "PERS", "GPE", "OCC"], width=4)
    batch = collator(model, return_tokens=True, return_id_to_classes=True)(lessons)
    for place, record in enumerate(records(9)):
        asked = []
        for span, label in (batch["labels"][place] > 0).nonzero().tolist():
            start, end = batch["span_idx"][place][span].tolist()
            name = " ".join(batch["tokens"][place][start : end + 1])
            asked.append((name, batch["id_to_classes"][place][label + 1]))
        assert sorted(asked) == sorted(spans(record))
    assert torch.isfinite(model.model(**collator(model)(lessons)).loss)
