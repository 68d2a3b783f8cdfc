"""Editing a label set: any sequence of edits gives a whole set, or a refusal that names label and field."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator import label_editing as edit
from annotator.errors import FileUnwritable, LabelSetInvalid, UnknownLabel
from annotator.label_file import Colours, Family, families
from annotator.label_toml import save, to_toml
from annotator.labels import LabelSet, load
from annotator.records import LabelId

WOJOOD = load("wojood")
TEXTS = st.text(max_size=8)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "add",
                "name",
                "title",
                "describe",
                "examples",
                "colour",
                "key",
                "move",
                "nest",
                "cross",
                "call",
                "retire",
                "restore",
                "delete",
                "succeed",
            ]
        ),
        st.integers(0, 40),
        st.integers(0, 40),
        TEXTS,
    ),
    max_size=12,
)


def label(name: str) -> LabelId:
    return LabelId(name)


def edited(labels: LabelSet, what: str, a: int, b: int, text: str) -> LabelSet:
    """One thing an editor may do."""
    known = [one.id for one in labels.labels]
    one, other, language = known[a % len(known)], known[b % len(known)], ("ar", "en", "fr")[b % 3]
    given = [each.id for each in labels if each.id != one]
    match what:
        case "add":
            return edit.added(labels, text)
        case "name":
            return edit.renamed(labels, one, language, text)
        case "title":
            return edit.titled(labels, one, language, text)
        case "describe":
            return edit.described(labels, one, language, text)
        case "examples":
            return edit.exemplified(labels, one, text.split("0"))
        case "colour":
            return edit.coloured(labels, one, list(families().values())[b % 7])
        case "key":
            return edit.keyed(labels, one, str(b % 11) if b % 11 else "")
        case "move":
            return edit.moved(labels, one, b)
        case "nest":
            return edit.nested(labels, one, other, bool(a % 2))
        case "cross":
            return edit.crossed(labels, bool(a % 2))
        case "call":
            return edit.called(labels, language, text)
        case "retire":
            return edit.retired(labels, one, given[b % len(given)] if given and b % 2 else None)
        case "restore":
            return edit.restored(labels, one)
        case "delete":
            return edit.deleted(labels, one)
    change = edit.succeeding(labels, load(("conll", "wojood")[b % 2]), {one: ""} if a % 2 else {})
    return edit.settled(labels, change, known)


@settings(max_examples=60, deadline=None)
@given(edits=EDITS)
def test_any_sequence_of_edits_gives_a_whole_set_or_a_refusal(edits):
    labels = WOJOOD
    for one in edits:
        try:
            labels = edited(labels, *one)
        except (LabelSetInvalid, UnknownLabel):
            continue
        keys = [each.key for each in labels if each.key]
        assert len(keys) == len(set(keys))
        assert len(labels) > 0
        assert all(each.into is None or not labels.get(each.into).retired for each in labels.labels)
        assert all(labels.colours(each.id, "dark") for each in labels.labels)
        assert LabelSet.from_json(labels.to_json()) == labels
        assert LabelSet.from_json(tomllib.loads(to_toml(labels))) == labels


def test_a_new_label_nests_freely_only_where_all_do():
    free = edit.added(LabelSet.from_json({"id": "x", "labels": ["A", "B"]}), " C ")
    assert free.may_nest("C", "A")
    assert free.may_nest("B", "C")
    assert not any(edit.added(WOJOOD, "NEW").may_nest("NEW", one.id) for one in WOJOOD)


@pytest.mark.parametrize("id", ["", "PERS", "two words", "zero\u200bwidth"])
def test_an_id_that_cannot_be_is_refused_at_its_field(id):
    with pytest.raises(LabelSetInvalid) as refused:
        edit.added(WOJOOD, id)
    assert "].id: " in str(refused.value)
    assert refused.value.values["fault"]


def test_two_labels_are_not_called_the_same():
    with pytest.raises(LabelSetInvalid, match="name of GPE already") as refused:
        edit.renamed(WOJOOD, label("LOC"), "ar", " بلد ")
    assert "].names.ar: " in str(refused.value)
    swapped = edit.renamed(edit.renamed(WOJOOD, label("GPE"), "ar", "دولة"), label("LOC"), "ar", "بلد")
    assert swapped.get("LOC").name("ar") == "بلد"


def test_an_emptied_name_falls_back():
    unnamed = edit.renamed(edit.renamed(WOJOOD, label("PERS"), "ar", ""), label("PERS"), "en", " ")
    assert unnamed.get("PERS").name("ar") == unnamed.get("PERS").name("en") == "PERS"


def test_taking_a_key_frees_it():
    taken = edit.keyed(WOJOOD, label("TIME"), "1")
    assert taken.by_key("1").id == "TIME"
    assert taken.get("PERS").key == ""
    with pytest.raises(LabelSetInvalid) as refused:
        edit.keyed(WOJOOD, label("TIME"), "0")
    assert "].key: " in str(refused.value)


def test_another_colour_comes_with_a_pattern_of_its_own():
    coloured = edit.coloured(WOJOOD, label("LAW"), families()["people"])
    looks = [(one.family, one.pattern) for one in coloured]
    assert len(set(looks)) == len(looks)
    own = Family("own", {"en": "own"}, *[Colours("#112233", "#EEEEEE", "#000000")] * 2)
    assert edit.coloured(WOJOOD, label("LAW"), own).colours("LAW", "light").line == "#112233"


def test_moving_keeps_all_labels_and_retired_ones_last():
    labels = edit.retired(WOJOOD, label("OCC"))
    moved = edit.moved(labels, label("UNIT"), 0)
    assert [one.id for one in moved][:2] == ["UNIT", "PERS"]
    assert moved.labels[-1].id == "OCC"
    assert {one.id for one in moved.labels} == {one.id for one in WOJOOD}


def test_a_retired_label_is_known_but_not_given():
    labels = edit.retired(WOJOOD, label("FAC"), label("LOC"))
    assert "FAC" not in [one.id for one in labels]
    assert len(labels) == len(WOJOOD) - 1
    assert "FAC" in labels
    assert labels.by_key("9") is None
    assert labels.get("FAC").name("ar") == "منشأة"
    assert labels.current(label("FAC")) == "LOC"
    assert labels.colours("FAC", "light") == WOJOOD.colours("FAC", "light")
    with pytest.raises(UnknownLabel) as unknown:
        labels.get("ZZZ")
    assert "FAC" not in str(unknown.value)


def test_what_was_retired_into_a_label_follows_it():
    labels = edit.retired(edit.retired(WOJOOD, label("FAC"), label("LOC")), label("LOC"), label("GPE"))
    assert labels.current(label("FAC")) == labels.current(label("LOC")) == "GPE"
    assert edit.retired(labels, label("GPE")).current(label("FAC")) is None


def test_the_last_label_cannot_be_retired():
    labels = LabelSet.from_json({"id": "x", "labels": ["A"]})
    for change in (edit.retired, edit.deleted):
        with pytest.raises(LabelSetInvalid):
            change(labels, label("A"))


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"id": "B", "retired": True, "into": "C"}, "into"),
        ({"id": "B", "retired": True, "into": "B"}, "into"),
        ({"id": "B", "into": "A"}, "into"),
        ({"id": "B", "retired": True, "key": "2"}, "key"),
        ({"id": "B", "retired": "yes"}, "retired"),
    ],
)
def test_a_file_that_retires_wrongly_is_refused(entry, field):
    with pytest.raises(LabelSetInvalid) as refused:
        LabelSet.from_json({"id": "x", "labels": [{"id": "A"}, entry]})
    assert f"].{field}: " in str(refused.value)


# From one set to another


def test_a_mapped_label_becomes_another_and_an_unused_one_goes():
    change = edit.succeeding(WOJOOD, load("conll"), {"PERS": "PER", "DATE": ""})
    labels = edit.settled(WOJOOD, change, {"PERS", "DATE", "FAC"})
    assert [one.id for one in labels] == ["PER", "LOC", "ORG", "MISC"]
    assert {one.id: one.into for one in labels.retired} == {"PERS": "PER", "DATE": None, "FAC": None}
    assert change.removed == {"DATE"}
    assert labels.version == WOJOOD.version


def test_a_mapping_that_names_what_is_not_there_is_refused():
    for mapping in ({"XYZ": "PER"}, {"PERS": "XYZ"}):
        with pytest.raises(UnknownLabel):
            edit.succeeding(WOJOOD, load("conll"), mapping)


def test_a_set_that_is_kept_with_another_stays_as_it_was():
    both = edit.with_labels_of(load("conll"), WOJOOD, ["FAC", "GPE"])
    assert both.get("FAC").key == "9"
    assert both.get("GPE").key == ""  # MISC has it
    assert both.may_nest("GPE", "FAC")


# Files


def test_a_saved_file_gives_the_set_back(tmp_path):
    odd = replace(WOJOOD, id='a "b" \\ \x7f')
    odd = edit.retired(
        edit.described(odd, label("PERS"), "en", 'He said "so".\nOr not.'), label("UNIT"), label("QUANTITY")
    )
    path = tmp_path / "mine.toml"
    save(odd, path)
    assert load(path) == odd
    assert [each.name for each in tmp_path.iterdir()] == ["mine.toml"]


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(FileUnwritable):
        save(WOJOOD, tmp_path / "nowhere" / "mine.toml")
