from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import Problem, detect, read
from annotator.records import Record

TEXT = "زار أنتوني بلينكن الصين"
PERS, GPE = ("أنتوني بلينكن", "PERS"), ("الصين", "GPE")
WORDS = TEXT.split()
LISTS = [[4, 17, "PERS"], [18, 23, "GPE"]]


def found(record: Record | Problem) -> list[tuple[str, str]]:
    assert isinstance(record, Record), str(record)
    return [(record.text[span.start : span.end], span.label) for span in record.annotations]


def save(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return path


def point(start: int, last: int, *labels: str) -> dict[str, Any]:
    return {"label": list(labels), "points": [{"start": start, "end": last, "text": TEXT[start : last + 1]}]}


TOKENS = [
    {"orth": word, "ner": tag, "head": 0} for word, tag in zip(WORDS, ("O", "B-PERS", "L-PERS", "U-GPE"), strict=True)
]


@pytest.mark.parametrize(
    "value",
    [
        [TEXT, {"entities": LISTS, "links": {}}],
        [TEXT, {"entities": LISTS}, {"job": "7"}],
        {"text": TEXT, "entities": LISTS},
        {
            "text": TEXT,
            "title": None,
            "ents": [{"start": 4, "end": 17, "label": "PERS"}, {"start": 18, "end": 23, "label": "GPE"}],
        },
        {
            "text": TEXT,
            "entities": [
                {"start_char": 4, "end_char": 17, "type": "PERS"},
                {"start_char": 18, "end_char": 23, "type": "GPE"},
            ],
        },
        {
            "text": TEXT,
            "label": [{"start": 4, "end": 17, "labels": ["PERS"]}, {"start": 18, "end": 23, "labels": ["GPE"]}],
        },
        {"words": WORDS, "labels": ["O", "B-PERS", "I-PERS", "B-GPE"]},
        {"version": 1, "data": [{"text": TEXT, "entities": LISTS}]},
        {"tokenized_text": WORDS, "ner": [[1, 2, "PERS"], [3, 3, "GPE"]]},
        {"content": TEXT, "annotation": [point(4, 16, "PERS"), point(18, 22, "GPE"), point(0, 2)], "extras": None},
        {"id": 0, "paragraphs": [{"raw": TEXT, "sentences": [{"tokens": TOKENS[:3]}, {"tokens": TOKENS[3:]}]}]},
        {"classes": ["PERS", "GPE"], "annotations": [[TEXT, {"entities": LISTS}], None]},
    ],
    ids=[
        "pair",
        "with meta",
        "lists",
        "ents",
        "other names",
        "regions",
        "words",
        "in one",
        "gliner",
        "dataturks",
        "paragraphs",
        "annotator",
    ],
)
def test_a_text_with_spans_in_each_shape(tmp_path: Path, value: Any) -> None:
    lone, listed = save(tmp_path / "a.json", value), save(tmp_path / "b.json", [value])
    for path in (lone, listed) if isinstance(value, dict) else (listed,):
        assert detect(path).id == "jsonl"
        (record,) = read(path)
        assert found(record) == [PERS, GPE]
        assert isinstance(record, Record)
        assert record.text == TEXT


def test_pairs_may_stand_on_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    line = json.dumps([TEXT, {"entities": LISTS}], ensure_ascii=False)
    path.write_text(f"{line}\n{line}\n", "utf-8")
    assert [found(record) for record in read(path)] == [[PERS, GPE]] * 2


def test_a_text_that_nobody_was_at_is_passed_over_and_a_bad_one_is_named(tmp_path: Path) -> None:
    pairs = [None, [TEXT, {"entities": []}], [TEXT, {"entities": [[4, 99, "PERS"]]}]]
    bare, bad = read(save(tmp_path / "a.json", {"annotations": pairs}))
    assert found(bare) == []
    assert isinstance(bad, Problem)
    assert "document 2" in str(bad)


def test_a_paragraph_whose_words_are_not_those_of_its_text_is_its_words(tmp_path: Path) -> None:
    paragraph = {"raw": "«الصين»", "sentences": [{"tokens": [{"orth": "``", "ner": "-"}, TOKENS[3]]}]}
    (record,) = read(save(tmp_path / "a.json", [{"id": 1, "paragraphs": [paragraph]}]))
    assert found(record) == [GPE]
    assert isinstance(record, Record)
    assert record.text == "`` الصين"


@pytest.mark.parametrize("entry", [[0, 4, "PERS"], [2, 1, "PERS"], ["0", 1, "PERS"], 7])
def test_words_that_are_not_there(tmp_path: Path, entry: object) -> None:
    (problem,) = read(save(tmp_path / "a.json", [{"tokenized_text": WORDS, "ner": [entry]}]))
    assert isinstance(problem, Problem)
    assert "span 1 names no words" in str(problem)


def test_what_only_is_called_so_stays_what_it_is(tmp_path: Path) -> None:
    entities = [{"name": "الصين", "wikidata": "Q148"}]
    (record,) = read(save(tmp_path / "a.json", [{"text": TEXT, "entities": entities}]))
    assert isinstance(record, Record)
    assert (record.annotations, record.meta["warraq:keys"]) == ((), {"entities": entities})


@pytest.mark.parametrize(("label", "said"), [("PERS", ""), (7, "“label” of span 1 is not text"), (None, "not text")])
def test_a_label_of_dataturks_that_is_no_list(tmp_path: Path, label: object, said: str) -> None:
    value = {"content": TEXT, "annotation": [point(4, 16) | {"label": label}]}
    (record,) = read(save(tmp_path / "a.json", [value]))
    if said:
        assert said in str(record)
    else:
        assert found(record) == [PERS]


def test_a_record_without_a_text_is_not_taken_for_one_that_holds_none(tmp_path: Path) -> None:
    (problem,) = read(save(tmp_path / "a.json", [{"id": 1, "annotations": []}]))
    assert "“text” is missing" in str(problem)
