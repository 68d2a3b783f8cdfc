from pathlib import Path

import pytest

from annotator.errors import LexiconInvalid
from annotator.labels import load
from annotator.suggest import lexicons, rules
from annotator.suggest.lexicons import Lexicon


def lexicon(tmp_path: Path, *rows: str) -> Lexicon:
    path = tmp_path / "names.tsv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return Lexicon(list(lexicons.read(path)))


def found(known: Lexicon, text: str) -> set[tuple[str, str]]:
    words = lexicons.split(text)
    return {(" ".join(words[start:end]), kind) for start, end, kind, _score in known.find(words)}


def test_forms_of_a_row_and_names_within_names(tmp_path: Path) -> None:
    known = lexicon(tmp_path, "# states", "كوريا|كوريا الشمالية\tGPE\t0.9", "الشمالية\tdirection")
    assert found(known, "في كوريا الشماليّة") == {("كوريا", "GPE"), ("كوريا الشماليه", "GPE"), ("الشماليه", "direction")}


def test_a_conjunction_within_a_name_may_be_a_token_of_its_own(tmp_path: Path) -> None:
    known = lexicon(tmp_path, "البوسنة والهرسك\tGPE")
    assert found(known, "البوسنة و الهرسك") == {("البوسنه و الهرسك", "GPE")}
    assert found(known, "البوسنة والهرسك") == {("البوسنه والهرسك", "GPE")}


def test_an_adjective_is_spelled_out(tmp_path: Path) -> None:
    known = lexicon(tmp_path, "كوري جنوبي\tnisba")
    for form in ("الكوري الجنوبي", "كورية جنوبية", "الكوريين الجنوبيين", "الكوريتان الجنوبيتان"):
        assert {kind for _form, kind in found(known, form)} == {"NORP"}


def test_the_last_row_stands_and_nought_takes_out(tmp_path: Path) -> None:
    known = lexicon(tmp_path, "كان\tGPE\t0.9", "كان\tGPE\t0.1", "بون\tGPE", "بون\tGPE\t0")
    assert known.words["كان"] == {"GPE": 0.1}
    assert found(known, "بون") == set()


@pytest.mark.parametrize(
    "row",
    ["مصر", "مصر\tGPE\t2", "مصر\tGPE\tكثير", "مصر\tGpe", "مصر\tNOWHERE", "\tGPE", "مصر\tGPE\t1\t1", "مصر||تونس\tGPE"],
)
def test_a_faulty_row_is_named(tmp_path: Path, row: str) -> None:
    with pytest.raises(LexiconInvalid, match=r"names\.tsv, row 2"):
        lexicon(tmp_path, "تونس\tGPE", row)


@pytest.mark.parametrize(
    "row",
    [
        "DATE\t1\tdate",
        "DATE\thigh\tdate\tmonth",
        "DATE\t1\tbecause\tmonth",
        "DATE\t1\tdate\t( month",
        "DATE\t1\tdate\tmonth?",
    ],
)
def test_a_faulty_rule_is_named(tmp_path: Path, row: str) -> None:
    path = tmp_path / "time.tsv"
    path.write_text(f"month\t1\t-\tشهر month\n{row}\n", encoding="utf-8")
    with pytest.raises(LexiconInvalid, match=r"time\.tsv, row 2"):
        list(rules.read(path))


def test_a_table_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "names.tsv").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(LexiconInvalid):
        list(lexicons.read(tmp_path / "names.tsv"))


def test_what_is_shipped_is_sound() -> None:
    labels = load("wojood")
    entries = lexicons.read_all()
    assert len(entries) > 20_000
    assert {entry.kind for entry in entries if entry.kind.isupper()} <= {label.id for label in labels}
    assert {rule.kind for rule in rules.read_all() if rule.kind.isupper()} <= {label.id for label in labels}
