"""What the built-in pipeline finds, in sentences written for these tests: ``[طوكيو GPE]`` marks what is expected."""

import json
import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

import resources
from annotator.suggest import model, pipeline
from annotator.suggest.knowledge import knowledge
from annotator.suggest.pipeline import GROUP, build, predict

GOLD = Path(__file__).parents[2] / "data" / "seeds-gold.jsonl"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build()


def unmarked(inline: str) -> tuple[str, set[tuple[int, int, str]]]:
    """The text of an inline form, and its spans."""
    text, opened, spans = "", [], set()
    for part in re.findall(r"\[| [A-Z]+\]|[^\[\]]+?(?= [A-Z]+\]|\[|$)", inline):
        if part == "[":
            opened.append(len(text))
        elif part.endswith("]"):
            spans.add((opened.pop(), len(text), part[1:-1]))
        else:
            text += part
    return text, spans


def marked(nlp: Language, text: str) -> set[tuple[int, int, str]]:
    [suggestions] = predict(nlp, [text])
    return {(s.span.start, s.span.end, s.span.label) for s in suggestions if s.score >= 0.5}


@pytest.mark.parametrize(
    "inline",
    [
        "زار [وزير الخارجية [الفرنسي NORP] OCC] [جان إيف لودريان PERS] [بيروت GPE] [أمس DATE]",
        "عاد [وزير المالية OCC] إلى [الرباط GPE] و[الدار البيضاء GPE]",
        "سافر من [الصين GPE] إلى ل[ليابان GPE] ثم ب[لبنان GPE] و[واشنطن GPE]",
        "أعلنت [وزارة الدفاع [العراقية NORP] ORG] مقتل [ثلاثة CARDINAL] جنود",
        "وصل [الرئيس [المصري NORP] OCC] [عبد الفتاح السيسي PERS] إلى [أبوظبي GPE]",
        "قتل [خمسة CARDINAL] أشخاص في [محافظة إدلب GPE] [السورية NORP]",
        "في [16 آذار/مارس DATE] اجتمعوا",
        "توفي [يوم الثلاثاء DATE] عن عمر يناهز [75 عاما DATE]",
        "تأسست [عام 1987 DATE] في [حلب GPE]",
        "بلغت الكلفة [MONEY5 ملايين]".replace("[MONEY5 ملايين]", "[[5 ملايين CARDINAL] [دولار CURR] MONEY]"),
        "على بعد [[60 CARDINAL] [كيلومترا UNIT] QUANTITY] من [بغداد GPE]",
        "ارتفعت الأسعار [20 بالمئة PERCENT] [الشهر الماضي DATE]",
        "عبرت سفن [بحر [الصين GPE] الجنوبي LOC] و[مضيق [تايوان GPE] LOC]",
        "هبطت الطائرة في [مطار [بيروت GPE] الدولي FAC]",
        "تحدثوا بـ[اللغة العربية LANGUAGE] أمام [الأمم المتحدة ORG]",
        "على الموقع [https://example.org/a WEBSITE] وحساب [@warraq WEBSITE]",
        "وصل عند [الساعة 10:30 TIME] واجتمعوا [فجر [الأحد DATE] TIME]",
        "حضر [الدكتور OCC] [سمير الحداد PERS] المؤتمر",
        "جاء في المركز [الثالث ORDINAL]",
        "فاز [المنتخب [المغربي NORP] ORG] على ضيفه",
        "غادر إلى [السعودية GPE] ورحبت الحكومة [السعودية NORP] والشركات [السعودية NORP]",
        "صدر [القانون رقم 38 ل[عام 2013 DATE] LAW]",
        "بدأت عند [العاشرة صباحا TIME] بسبب كمية الثلوج",
        "انطلقت [حوالي الخامسة من صباح [الأحد DATE] TIME] وتعود [يوم 26 مارس DATE]",
        "كشفت دراسة في [2012 DATE] عن الأثر",
        "عقد [وزراء خارجية دول [الاتحاد [الأوروبي NORP] ORG] OCC] اجتماعا",
        "نقلت صحيفة [بريطانية NORP] عن [الدكتورة OCC] [مريم سالم PERS]",
        "أثار [أحمد حسن PERS] جدلا في [جدة GPE]",
        "أعلن [المتحدث باسم الشرطة OCC] عودته من [الرباط GPE] وإلى [تونس GPE].",
        "أنهى الفريق [الأوروبي NORP] مباراته وتعطلت حركة النقل",
    ],
)
def test_finds(nlp: Language, inline: str) -> None:
    text, spans = unmarked(inline)
    assert marked(nlp, text) == spans


def test_a_name_found_surely_is_found_again_by_its_last_word(nlp: Language) -> None:
    text = "التقى ديفيد كورنبلاط بالوفد. وأكد كورنبلاط أن الاجتماع مثمر، وشكر وكورنبلاط الحضور"
    people = {text[start:end] for start, end, label in marked(nlp, text) if label == "PERS"}
    assert people == {"ديفيد كورنبلاط", "كورنبلاط"}


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\n", "no Arabic at all", "ـ", "َ", "ل", "😀", "\u200f", "\ud83d", "\x00", "ا" * 5000, "ال" * 900],
)
def test_survives_odd_texts(nlp: Language, text: str) -> None:
    [suggestions] = predict(nlp, [text])
    assert all(0 <= s.span.start < s.span.end <= len(text) for s in suggestions)


def test_survives_a_very_long_line(nlp: Language) -> None:
    line = "وقال وزير الخارجية الفرنسي في باريس إن 20 شخصا قتلوا يوم الأحد في سوريا والعراق. " * 800
    [suggestions] = predict(nlp, [line])
    assert len(suggestions) > 5000


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="وبلكفاصين رئسميوخ٠1٢/-:.,\n\t «»\u200f\u064eـ😊aZ@", max_size=80))
def test_any_text_gives_spans_inside_it_at_whole_tokens(text: str) -> None:
    [suggestions] = predict(_shared(), [text])
    for suggestion in suggestions:
        string = text[suggestion.span.start : suggestion.span.end]
        assert string == string.strip() != ""
        assert suggestion.reason
        assert 0 < suggestion.score <= 1
        assert suggestion.source in {"lexicon", "rules", "document", "mention", "model"}


@cache
def _shared() -> Language:
    return build()


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60))
def test_the_text_is_never_altered(text: str) -> None:
    assert _shared().make_doc(text).text == text


def test_saved_and_loaded_it_proposes_the_same(nlp: Language, tmp_path: Path) -> None:
    text = "زار وزير الخارجية الفرنسي بيروت يوم الأحد"
    nlp.to_disk(tmp_path / "built-in")
    again = spacy.load(tmp_path / "built-in")
    assert list(predict(again, [text])) == list(predict(nlp, [text]))
    assert again(text).spans[GROUP].attrs["scores"]


def test_spelling_does_not_matter_much(nlp: Language) -> None:
    usual, careless = "في أوكرانيا وإيران والإسكندرية", "في اوكرانيا وايران والاسكندريه"
    assert marked(nlp, careless) == marked(nlp, usual)


def test_useful_on_the_development_gold(nlp: Language) -> None:
    right = proposed = true = 0
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        gold = {(span["start"], span["end"], span["label"]) for span in record["spans"]}
        [suggestions] = predict(nlp, [record["text"]])
        spans = {(s.span.start, s.span.end, str(s.span.label)) for s in suggestions}
        right, proposed, true = right + len(spans & gold), proposed + len(spans), true + len(gold)
    assert 2 * right / (proposed + true) > 0.8


def test_a_faulty_table_is_left_out_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(resources.path("lexicons"), tmp_path / "lexicons")
    (tmp_path / "lexicons" / "places.tsv").write_text("طوكيو\tGPE\tmany\n", encoding="utf-8")
    (tmp_path / "lexicons" / "rules" / "time.tsv").write_text("DATE\n", encoding="utf-8")
    found = resources.path
    monkeypatch.setattr(
        resources, "path", lambda *names: tmp_path.joinpath(*names) if names[0] != "models" else found(*names)
    )
    known = knowledge.__wrapped__()
    assert sorted(str(fault).split(",")[0].rsplit("/")[-1] for fault in known.faults) == ["places.tsv", "time.tsv"]
    assert len(known.lexicon.words) > 1000


def test_without_its_model_the_suggester_goes_by_lists_and_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "BUNDLED", ("models", "none.model"))
    known = replace(knowledge(), faults=[])
    monkeypatch.setattr(pipeline, "knowledge", lambda: known)
    nlp = build()
    assert [type(fault).__name__ for fault in known.faults] == ["ModelUnusable"]
    [suggestions] = predict(nlp, ["وصل وزير الخارجية الفرنسي إلى طوكيو يوم الأحد"])
    assert {"OCC", "NORP", "GPE", "DATE"} <= {suggestion.span.label for suggestion in suggestions}
