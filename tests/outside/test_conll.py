"""Tools that read columns: seqeval and nervaluate score what is exported as CoNLL, conllu parses CoNLL-U."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.records import LabelId, Record

Records = Callable[[int], list[Record]]
Write = Callable[..., None]
Spans = Callable[[Record], list[tuple[str, str]]]


def sentences(path: Path) -> list[list[list[str]]]:
    """The columns of each token, sentence by sentence."""
    blocks = [block.split("\n") for block in path.read_text("utf-8").strip().split("\n\n")]
    return [[line.split(" ") for line in block] for block in blocks if not block[0].startswith("-DOCSTART-")]


def tags(path: Path) -> list[list[str]]:
    return [[row[-1] for row in sentence] for sentence in sentences(path)]


@pytest.mark.parametrize(
    ("scheme", "name"), [("iob1", "IOB1"), ("iob2", "IOB2"), ("bilou", "BILOU"), ("bioes", "IOBES")]
)
def test_seqeval_finds_the_spans_of_a_conll_file(
    tmp_path: Path, scheme: str, name: str, records: Records, write: Write, spans: Spans
) -> None:
    schemes = pytest.importorskip("seqeval.scheme")
    given = records(9)
    write("conll", tmp_path / "a.conll", given, scheme=scheme, nesting="outer")
    rows = sentences(tmp_path / "a.conll")
    found = schemes.Entities(tags(tmp_path / "a.conll"), getattr(schemes, name)).entities
    texts = [
        (" ".join(row[0] for row in rows[place][entity.start : entity.end]), entity.tag)
        for place, entities in enumerate(found)
        for entity in entities
    ]
    assert texts == [span for record in given for span in spans(record)[:3]]


@pytest.fixture
def gold_and_wrong(tmp_path: Path, records: Records, write: Write) -> tuple[Path, Path]:
    """Two files, of 27 outer spans each: in the second one has another label, one is too long and one is missing."""
    given = records(9)
    wrong = [record.annotations for record in given]
    wrong[0] = (wrong[0][0]._replace(label=LabelId("ORG")), *wrong[0][1:])
    wrong[1] = (wrong[1][0]._replace(start=wrong[1][0].start - len("زار ")), *wrong[1][1:])
    wrong[2] = wrong[2][1:]
    others = [Record(record.text, annotations=spans) for record, spans in zip(given, wrong, strict=True)]
    write("conll", tmp_path / "gold.conll", given, nesting="outer")
    write("conll", tmp_path / "wrong.conll", others, nesting="outer")
    return tmp_path / "gold.conll", tmp_path / "wrong.conll"


def test_nervaluate_counts_what_is_wrong(gold_and_wrong: tuple[Path, Path]) -> None:
    nervaluate = pytest.importorskip("nervaluate")
    gold, wrong = map(tags, gold_and_wrong)
    labels = ["PERS", "GPE", "OCC", "ORG"]
    itself = nervaluate.Evaluator(gold, gold, tags=labels, loader="list").evaluate()["overall"]
    assert {name: (score.correct, score.precision, score.recall) for name, score in itself.items()} == dict.fromkeys(
        ("strict", "exact", "partial", "ent_type"), (27, 1.0, 1.0)
    )
    found = nervaluate.Evaluator(gold, wrong, tags=labels, loader="list").evaluate()["overall"]
    assert {name: (score.correct, score.incorrect, score.missed) for name, score in found.items()} == {
        "strict": (24, 2, 1),
        "exact": (25, 1, 1),
        "partial": (25, 0, 1),
        "ent_type": (25, 1, 1),
    }
    assert (found["partial"].partial, found["strict"].spurious, found["strict"].actual) == (1, 0, 26)


def test_seqeval_counts_the_same(gold_and_wrong: tuple[Path, Path]) -> None:
    metrics = pytest.importorskip("seqeval.metrics")
    gold, wrong = map(tags, gold_and_wrong)
    assert metrics.f1_score(gold, gold) == 1.0
    assert metrics.precision_score(gold, wrong) == pytest.approx(24 / 26)
    assert metrics.recall_score(gold, wrong) == pytest.approx(24 / 27)


def test_the_loader_of_nervaluate_takes_word_and_tag(tmp_path: Path, records: Records, write: Write) -> None:
    """It wants a tab between the two, and no lines that stand between documents."""
    loaders = pytest.importorskip("nervaluate.loaders")
    write("conll", tmp_path / "a.conll", records(9), nesting="outer")
    rows = sentences(tmp_path / "a.conll")
    text = "\n\n".join("\n".join(f"{row[0]}\t{row[-1]}" for row in sentence) for sentence in rows)
    entities = loaders.ConllLoader().load(text)
    assert [
        [(" ".join(row[0] for row in sentence[it.start : it.end + 1]), it.label) for it in found]
        for sentence, found in zip(rows, entities, strict=True)
    ][:2] == [[("بلينكن", "PERS"), ("الصين", "GPE"), ("وزير خارجية الصين", "OCC")], []]


def test_conllu_parses_what_is_exported(tmp_path: Path, records: Records, write: Write, spans: Spans) -> None:
    conllu = pytest.importorskip("conllu")
    given = records(9)
    write("conllu", tmp_path / "a.conllu", given)
    parsed = conllu.parse((tmp_path / "a.conllu").read_text("utf-8"))
    assert [it.metadata["newdoc id"] for it in parsed if "newdoc id" in it.metadata] == [it.name for it in given]
    for record, sentence in zip(given, parsed[::2], strict=True):
        assert sentence.metadata["text"] == record.text.split("\r\n")[0]
        assert _text(sentence) == sentence.metadata["text"]
        assert [entity for _place, entity in sorted(_entities(sentence))] == spans(record)
        (cut,) = [token["form"] for token in sentence if not isinstance(token["id"], int)]
        assert cut[1:] == spans(record)[1][0]


def _text(sentence: list[dict]) -> str:
    """As CoNLL-U has it: words that stand in a token of several are passed over."""
    inside = {number for token in sentence if not isinstance(token["id"], int) for number in _range(token["id"])}
    tokens = [token for token in sentence if token["id"] not in inside]
    spaced = (token["form"] + ("" if (token["misc"] or {}).get("SpaceAfter") == "No" else " ") for token in tokens)
    return "".join(spaced).strip()


def _range(identity: tuple[int, str, int]) -> range:
    return range(identity[0], identity[2] + 1)


def _entities(sentence: list[dict]) -> list[tuple[tuple[int, int], tuple[str, str]]]:
    """The entities that brackets mark, with their places, longer ones before those that begin with them."""
    words = [token for token in sentence if isinstance(token["id"], int)]
    open_: dict[str, tuple[int, str]] = {}
    found = []
    for place, word in enumerate(words):
        for part in (word["misc"] or {}).get("Entity", "").replace("(", " (").replace(")", ") ").split():
            name, *rest = part.strip("()").split("-")
            if part.startswith("("):
                open_[name] = place, rest[0]
            if part.endswith(")"):
                start, label = open_.pop(name)
                text = " ".join(it["form"] for it in words[start : place + 1])
                found.append(((start, -place), (text, label)))
    return found
