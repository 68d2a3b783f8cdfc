"""The server of brat reads what is exported for it, and has nothing to say: no line that it does not understand, no type that its
configuration lacks, no overlap, role or value that it does not allow.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from annotator.formats import read
from annotator.records import LabelId, Record, Span

pytest.importorskip("brat")

Records = Callable[[int], list[Record]]
Brat = Callable[..., dict[str, Any]]
SONY = "Sony forms a  joint venture with Ericsson, the telecommunications group of Sweden."
LINES = [
    "T1\tOrganization 0 4\tSony",
    "T2\tMERGE-ORG 14 27\tjoint venture",
    "T3\tOrganization 33 41\tEricsson",
    "T4\tCountry 75 81\tSweden",
    "T5\tGroup 0 4;33 41\tSony Ericsson",
    "T6\tForm 5 10\tforms",
    "E1\tMERGE-ORG:T2 Org1:T1 Org2:T3",
    "E2\tForm:T6 Theme:E1",
    "R1\tOrigin Arg1:T3 Arg2:T4",
    "R2\tOrigin From:T1 To:T4",
    "*\tEquiv T1 T3 T5",
    "A1\tNegation E1",
    "A2\tConfidence E1 L1",
    "A3\tConfidence T1 50%",
    "N1\tReference T4 Wikipedia:34\tSweden",
    "#1\tAnnotatorNotes T4\ta note with\ta tab",
    "#2\tAnnotatorNotes R1\tanother",
]


@pytest.fixture
def brat(tmp_path: Path, write: Callable[..., None]) -> Brat:
    """Exports records, and gives what the server makes of them."""

    def ask(given: list[Record]) -> dict[str, Any]:
        write("brat", tmp_path / "out", given)
        script = Path(__file__).with_name("brat_says.py")
        command = [sys.executable, "-W", "ignore", str(script), str(tmp_path / "out")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    return ask


@pytest.fixture
def documented(tmp_path: Path) -> Record:
    """Every kind of line that brat has."""
    (tmp_path / "sony.txt").write_text(SONY, "utf-8")
    (tmp_path / "sony.ann").write_text("".join(f"{line}\n" for line in LINES), "utf-8")
    (record,) = read(tmp_path / "sony.ann")
    assert isinstance(record, Record), str(record)
    return record


def test_documents_with_nested_spans(brat: Brat, records: Records) -> None:
    assert brat(records(9)) == {"types": ["GPE", "OCC", "PERS"], "said": []}


def test_every_kind_of_annotation(brat: Brat, documented: Record) -> None:
    assert brat([documented]) == {"types": ["Country", "Group", "Organization"], "said": []}


@pytest.mark.parametrize("gone", range(6))
def test_what_is_left_when_a_span_has_gone(brat: Brat, documented: Record, gone: int) -> None:
    spans = documented.annotations
    assert brat([replace(documented, annotations=(*spans[:gone], *spans[gone + 1 :]))])["said"] == []


def test_a_trigger_with_another_label_and_new_spans(brat: Brat, documented: Record) -> None:
    spans = [it._replace(label=LabelId("EVENT")) if it.start == 14 else it for it in documented.annotations]
    spans += [Span(0, len(SONY), LabelId("Sentence")), Span(20, 60, LabelId("Crossing")), Span(0, 4, LabelId("PERS"))]
    assert brat([replace(documented, annotations=tuple(spans))])["said"] == []


def test_any_text_and_any_spans(brat: Brat) -> None:
    signs = [*"البين وكلسى", "\u064e", "\u0651", "ـ", "\r\n", "\n", "\t", "  ", "😊", "👩‍👩‍👧", "٣", "a", "؟", "\u200f"]
    signs += ["\u2028", "\x85", "\x1d", "\f", "\v", "\u00a0", "\ufeff", ";", "#", "T1"]
    chance = Random(5)
    given = []
    for number in range(150):
        text = "".join(chance.choices(signs, k=chance.randint(1, 40)))
        if text.strip():
            edges = [sorted(chance.sample(range(len(text) + 1), 2)) for _span in range(6) if len(text) > 1]
            spans = {Span(start, end, LabelId(chance.choice(["PERS", "ORG-2"]))) for start, end in edges}
            given.append(Record(text, f"d{number}", annotations=tuple(spans)))
    assert brat(given) == {"types": ["ORG-2", "PERS"], "said": []}


def test_labels_that_it_cannot_name_break_nothing_else(brat: Brat) -> None:
    labels = ["شخص", "[x]", "<x>", "#x", "!x", "a|b", "--", "A,B", "<x>=y", "PERS"]
    spans = tuple(Span(place, place + 1, LabelId(label)) for place, label in enumerate(labels))
    found = brat([Record("س" * 20, "d", annotations=spans)])
    assert found["types"] == ["PERS"]
    assert ["is not a known textbound type" in said for said in found["said"]] == [True] * 9
