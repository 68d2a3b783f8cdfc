from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import Problem, Written, detect, quotes, read
from annotator.records import LabelId, Record, Span

TEXT = "😊 زار بلينكن الصين، والصين"
PERS, GPE, AGAIN = Span(6, 12, LabelId("PERS")), Span(13, 18, LabelId("GPE")), Span(21, 26, LabelId("GPE"))
IRI = "http://example.org/page1"


def annotation(label: str, position: tuple[int, int] | None, exact: str = "", **context: str) -> dict[str, Any]:
    selectors: list[dict[str, Any]] = []
    if position:
        selectors.append({"type": "TextPositionSelector", "start": position[0], "end": position[1]})
    if exact:
        selectors.append({"type": "TextQuoteSelector", "exact": exact, **context})
    return {
        "id": f"{IRI}#{label}",
        "type": "Annotation",
        "motivation": "tagging",
        "body": {"type": "TextualBody", "value": label},
        "target": {"source": IRI, "selector": selectors[0] if len(selectors) == 1 else selectors},
    }


def page(*items: object) -> dict[str, Any]:
    document = {"id": IRI, "type": "as:Document", "as:name": "n", "as:content": TEXT}
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationPage",
        "as:context": document,
        "items": items,
    }


def save(path: Path, value: object, indent: int | None = None) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=indent), "utf-8")
    return path


def one(path: Path) -> Record:
    (record,) = read(path)
    assert isinstance(record, Record), str(record)
    return record


def test_what_is_written(tmp_path: Path, export: Callable[..., Written]) -> None:
    path = tmp_path / "out.jsonld"
    export("webannotation", path, [Record(TEXT, "d 1", annotations=(PERS, AGAIN), meta={"n": 1})])
    assert detect(path).id == "webannotation"
    (value,) = json.loads(path.read_text("utf-8"))
    assert value["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert value["as:context"]["id"] == "urn:warraq:document:d%201"
    assert value["items"][0] == {
        "motivation": "tagging",
        "id": "urn:warraq:document:d%201#annotation-1",
        "type": "Annotation",
        "body": {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": "PERS"},
        "target": {
            "source": "urn:warraq:document:d%201",
            "selector": [
                {"type": "TextPositionSelector", "start": 6, "end": 12},
                {
                    "type": "TextQuoteSelector",
                    "exact": "بلينكن",
                    "prefix": "😊 زار ",
                    "suffix": " الصين، والصين",
                },
            ],
        },
    }
    record = one(path)
    assert (record.name, record.external_id, record.annotations, record.meta["n"]) == ("d 1", "d 1", (PERS, AGAIN), 1)


@pytest.mark.parametrize(
    ("item", "span"),
    [
        (annotation("PERS", (6, 12)), PERS),
        (annotation("PERS", (6, 12), "بلينكن"), PERS),
        (annotation("PERS", (7, 13), "بلينكن"), PERS),
        (annotation("PERS", (0, 3), "بلينكن"), PERS),
        (annotation("PERS", None, "بلينكن"), PERS),
        (annotation("PERS", (900, 906), "بلينكن"), PERS),
        (annotation("GPE", (22, 27), "الصين"), AGAIN),
        (annotation("GPE", (1, 2), "الصين", prefix="بلينكن ", suffix="،"), GPE),
        (annotation("GPE", None, "الصين", prefix="و"), AGAIN),
        (annotation("PERS", None, "بلينكن", prefix="another "), PERS),
    ],
)
def test_the_quote_decides_where_a_position_is_off(tmp_path: Path, item: dict[str, Any], span: Span) -> None:
    for indent in (None, 1):
        assert one(save(tmp_path / "a.jsonld", page(item), indent)).annotations == (span,)


def test_other_bodies_and_annotations_come_back_unless_they_answer_what_is_gone(
    tmp_path: Path, export: Callable[..., Written]
) -> None:
    linked = annotation("PERS", (6, 12)) | {"creator": "http://example.org/me"}
    wikidata = {"type": "SpecificResource", "source": "http://www.wikidata.org/entity/Q49", "purpose": "identifying"}
    linked["body"] = [linked["body"], wikidata]
    answer = {"id": "a", "type": "Annotation", "motivation": "replying", "bodyValue": "?", "target": f"{IRI}#GPE"}
    note = answer | {"id": "b", "target": IRI}
    record = one(
        save(tmp_path / "a.jsonld", page(linked, annotation("GPE", (13, 18)), answer, note) | {"creator": "x"})
    )
    assert record.annotations == (PERS, GPE)
    changed = replace(record, annotations=(PERS._replace(label=LabelId("OCC")),))
    report = export("webannotation", tmp_path / "out.jsonld", [changed]).report
    (value,) = json.loads((tmp_path / "out.jsonld").read_text("utf-8"))
    first, last = value["items"]
    assert (first["id"], first["creator"], first["body"][1]) == (f"{IRI}#PERS", "http://example.org/me", wikidata)
    assert first["body"][0]["value"] == "OCC"
    assert last == note
    assert value["creator"] == "x"
    assert report[0].startswith("1 relation or link")


def test_a_collection_and_an_annotation_that_hold_the_text_themselves(tmp_path: Path) -> None:
    inner = page(annotation("PERS", (6, 12)))
    document = inner.pop("as:context")
    collection = {"type": "AnnotationCollection", "as:context": document, "first": inner}
    assert one(save(tmp_path / "a.jsonld", collection)).annotations == (PERS,)
    alone = annotation("PERS", (6, 12)) | {"@context": "http://www.w3.org/ns/anno.jsonld"}
    alone["target"]["source"] = {"id": IRI, "type": "Text", "value": TEXT}
    record = one(save(tmp_path / "b.jsonld", alone))
    assert (record.external_id, record.annotations) == (IRI, (PERS,))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (page() | {"as:context": None}, "carries no text"),
        (page(annotation("X", (0, 99))), "outside the text"),
        (page(annotation("X", (5, 5))), "is empty"),
        (page(annotation("X", (0, 3), "الصين")), "stands in no one place"),
        (page(annotation("X", (0, 3), "لندن")), "stands in no one place"),
        (page(annotation("X", (0, 1)) | {"body": [{"value": "X"}] * 51}), "span 1 has more than 50 labels"),
        (page() | {"items": 4}, "“items” is not a list"),
        (
            page(annotation("X", (0, 1)) | {"target": {"selector": {"type": "TextPositionSelector", "start": "a"}}}),
            "span 1",
        ),
        (page(annotation("X", None, "a", prefix=3)), "the quote of span 1 is not text"),  # type: ignore[arg-type]
    ],
)
def test_broken_pages(tmp_path: Path, value: dict[str, Any], words: str) -> None:
    good, bad = read(save(tmp_path / "a.jsonld", [page(), value]), "webannotation")
    assert isinstance(good, Record)
    assert isinstance(bad, Problem)
    assert words in str(bad.error)
    assert "a.jsonld, document 2" in str(bad)


def test_a_page_of_quotes_that_are_elsewhere_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotes, "_SEARCHED", 3 * len(TEXT))
    items = [annotation(str(number), (0, 1), "بلينكن") for number in range(5)]
    (problem,) = read(save(tmp_path / "a.jsonld", page(*items)))
    assert isinstance(problem, Problem)
    assert "from span 4 on" in str(problem.error)


def test_the_text_may_stand_in_a_file_beside(tmp_path: Path) -> None:
    (tmp_path / "نص 1.txt").write_text(TEXT, "utf-8")
    item = annotation("PERS", None, "بلينكن")
    item["target"]["source"] = "%D9%86%D8%B5%201.txt"
    record = one(save(tmp_path / "a.jsonld", {"@context": "http://www.w3.org/ns/anno.jsonld", **item}))
    assert (record.text, record.name, record.annotations) == (TEXT, "نص 1", (PERS,))


@pytest.mark.parametrize(
    ("sources", "reason"),
    [
        (["../secret.txt"], "no text"),
        (["/etc/hostname"], "no text"),
        (["file:///etc/hostname"], "no text"),
        (["missing.txt"], "no text"),
        (["a.jsonld"], "no text"),
        (["//["], "no text"),
        (["a\0b"], "no text"),
        (["b.txt", "c.txt"], "2 documents"),
        (["empty.bin"], "not a text file"),
    ],
)
def test_no_other_file_is_read(tmp_path: Path, sources: list[str], reason: str) -> None:
    (tmp_path / "secret.txt").write_text(TEXT, "utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.bin").write_bytes(b"\x00\x01\x02" * 50)
    items = [annotation("PERS", None, "بلينكن") for _source in sources]
    for item, source in zip(items, sources, strict=True):
        item["target"]["source"] = source
    whole = page(*items)
    del whole["as:context"]
    (found,) = read(save(tmp_path / "in" / "a.jsonld", whole))
    assert isinstance(found, Problem)
    assert reason in str(found)
