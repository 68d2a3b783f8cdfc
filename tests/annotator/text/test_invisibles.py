"""What is not seen: its names, where a span's edge holds it, where it turns a text about; and T mends what can be mended."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.direction import Direction, base_direction
from annotator.text.invisibles import EdgeFault, deceptions, edge_faults, full_name, invisibles
from annotator.text.words import trims

PIECES = "والصينه ـ.«»a7\u00a0\u202f\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2067\u2069\ufeff\u064e😊"
CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
WORDS = st.text(st.sampled_from("سلم عabc 12.,(-"), max_size=25)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("\u200fعلامة\u200cهنا", [(0, 1, "RLM"), (6, 7, "ZWNJ")]),
        ("👨\u200d👩 ثم ه\u200d.", [(8, 9, "ZWJ")]),
        ("الصـــين\u00a05\u202f%", [(3, 6, "TAT"), (8, 9, "NBSP"), (10, 11, "NNBSP")]),
        ("\ufeffكتا\u00adب", [(0, 1, "BOM"), (4, 5, "SHY")]),
        ("a\u3164b\u2061c", [(1, 2, "U+3164"), (3, 4, "U+2061")]),
        ("x\U000e0041 🏴\U000e0067\U000e0062\U000e007f ❤\ufe0f", [(1, 2, "TAG")]),
        ("بلا شيء\tهنا", []),
    ],
)
def test_characters_that_are_not_seen_are_named(text: str, names: list[tuple[int, int, str]]) -> None:
    assert list(invisibles(text, 0, len(text))) == names


def test_the_full_name_says_what_it_is() -> None:
    assert full_name("\u200f") == "right-to-left mark (RLM)"
    assert (full_name(" "), full_name("\u2061")) == ("space", "U+2061")


@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("زار [الصين] اليوم", []),
        ("زار [\u200fالصين] اليوم", [("start", "\u200f", True)]),
        ("زار [الصين\u00a0]اليوم", [("end", "\u00a0", True)]),
        ("زار [ الصيـ]ن", [("start", " ", True), ("end", "ـ", True)]),
        ("و\u200c[الصين]\u200dية", [("start", "\u200c", False), ("end", "\u200d", False)]),
        ("زار [الصين]\u200f.", []),
        ("زار\u00a0[الصين]\u00a0اليوم", []),
        ("في [1445 هـ] وما [بعد]ـها", [("end", "ـ", False)]),
    ],
)
def test_a_span_s_edge_tells_what_it_holds_or_touches(source: str, faults: list[tuple[str, str, bool]]) -> None:
    text, found = "", []
    for part in source.split("["):
        inside, _bracket, after = part.partition("]")
        if after or part.endswith("]"):
            found.append((len(text), len(text) + len(inside)))
        text += inside + after
    told = [fault for start, end in found for fault in edge_faults(text, start, end)]
    assert told == [EdgeFault(*fault) for fault in faults]
    assert all(fault.sentence() for fault in told)


@given(st.text(st.sampled_from(PIECES), max_size=20), st.data())
def test_trimming_mends_an_edge_that_holds_what_is_not_seen(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    if any(fault.inside for fault in edge_faults(text, start, end)):
        for first, last in trims(text, start, end)[:1]:
            assert not any(fault.inside for fault in edge_faults(text, first, last))
        if any(character in "والصينa7" for character in text[start:end]):
            assert trims(text, start, end)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("if access != \u202euser\u202c then", [13]),
        ("/*\u202e } \u2066if (isAdmin)\u2069 \u2066 begin admins only */", [2, 21]),
        ("قال \u2066سلام abc\u2069 ثم", [4]),
        ("رقم \u202e123\u202c هنا", [4]),
        ("a \u2067b, سلام", [2]),
        ("قال \u2068C++ (v2)\u2069 و\u2066Open AI 3\u2069 ثم \u202bالرئيس\u202c.", []),
        ("قال \u202dabc\u202c\u202c\u2069", []),
    ],
)
def test_controls_that_turn_a_text_about_are_found(text: str, places: list[int]) -> None:
    assert deceptions(text, base_direction(text)) == places


@given(WORDS, WORDS, WORDS, st.sampled_from(list(Direction)))
def test_an_isolate_that_runs_as_its_words_do_is_honest(before: str, within: str, after: str, base: Direction) -> None:
    assert deceptions(f"{before}\u2068{within}\u2069{after}", base) == []
    assert deceptions(before + within + after, base) == []


@given(WORDS, WORDS, st.sampled_from(list(Direction)))
def test_letters_turned_about_are_always_found(before: str, after: str, base: Direction) -> None:
    turned = f"{before} \u202eabc\u202c {after}"
    assert len(before) + 1 in deceptions(turned, base)


@given(st.text(st.sampled_from("سلم abc12." + CONTROLS), max_size=30), st.sampled_from(list(Direction)))
def test_what_is_found_are_controls_that_open(text: str, base: Direction) -> None:
    assert all(text[place] in CONTROLS for place in deceptions(text, base))
