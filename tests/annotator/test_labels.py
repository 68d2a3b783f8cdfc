from __future__ import annotations

import json
import os
from itertools import combinations, product
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import FileUnreadable, LabelSetInvalid, UnknownLabel
from annotator.labels import LabelSet, families, load, presets
from annotator.records import LabelId, Span

THEMES = ("light", "dark")
TEXT_INK = {"light": "#1B1916", "dark": "#EFEAE0"}
PAPER = {"light": "#FDFBF6", "dark": "#1B1A18"}
CHROME = {"light": "#F2F0EB", "dark": "#24221F"}
ACCENT = {"light": "#B3241B", "dark": "#FF7A66"}

WOJOOD = load("wojood")


def span(start: int, end: int, label: str) -> Span:
    return Span(start, end, LabelId(label))


@pytest.fixture
def write(tmp_path):
    def writer(text: str):
        path = tmp_path / "mine.toml"
        path.write_text(text, "utf-8")
        return path

    return writer


# What comes along


def test_wojood_is_the_default_with_all_labels_in_their_order():
    assert presets()[0] == "wojood"
    names = (
        "PERS OCC ORG GPE LOC NORP DATE EVENT FAC TIME LAW PRODUCT LANGUAGE WEBSITE "
        "CARDINAL ORDINAL PERCENT MONEY CURR QUANTITY UNIT"
    )
    assert [label.id for label in WOJOOD] == names.split()
    assert [WOJOOD.by_key(key).id for key in "123456789"] == names.split()[:9]
    assert WOJOOD.by_key("") is None
    assert WOJOOD.by_key("0") is None


@pytest.mark.parametrize(("name", "count"), [("wojood", 21), ("anercorp", 4), ("ontonotes", 18), ("conll", 4)])
def test_presets_are_complete_in_both_languages(name, count):
    labels = load(name)
    assert len(labels) == count
    for label, language in product(labels, ("ar", "en")):
        assert label.name(language)
        assert label.titles[language]
        assert label.description[language].endswith(".")
        assert label.examples
        assert label.name("en") == label.id
        assert all(not "a" <= letter.lower() <= "z" for letter in label.name("ar"))


@pytest.mark.parametrize("name", presets())
def test_labels_of_a_family_differ_in_pattern(name):
    looks = [(label.family, label.pattern) for label in load(name)]
    assert len(set(looks)) == len(looks)


@pytest.mark.parametrize("name", presets())
def test_a_set_comes_back_from_storage(name):
    labels = load(name)
    assert LabelSet.from_json(json.loads(json.dumps(labels.to_json()))) == labels


def test_an_unknown_label_names_the_nearest():
    assert "PERS" in WOJOOD
    assert "PER" not in WOJOOD
    with pytest.raises(UnknownLabel, match="Did you mean “PERS”"):
        WOJOOD.get("person")
    with pytest.raises(UnknownLabel, match="It has: PERS, OCC"):
        WOJOOD.get("zzz")


# Sets that users write


def test_names_alone_make_a_set(write):
    labels = load(write('labels = ["جهة", "مكان", "شخص"]'))
    assert (labels.id, labels.name("ar"), labels.version, labels.crossing) == ("mine", "mine", 1, False)
    assert [(label.id, label.key, label.name("ar")) for label in labels] == [
        ("جهة", "1", "جهة"),
        ("مكان", "2", "مكان"),
        ("شخص", "3", "شخص"),
    ]
    assert len({label.family for label in labels}) == 3
    assert labels.may_nest("مكان", "جهة")


def test_many_labels_take_families_in_turn_and_the_first_nine_a_key(write):
    labels = load(write("labels = " + json.dumps([f"L{n}" for n in range(30)])))
    assert [label.key for label in labels][8:11] == ["9", "", ""]
    assert {label.family for label in labels} == set(families())
    assert len({(label.family, label.pattern) for label in labels}) == 30


def test_a_set_may_bring_its_own_family(write):
    labels = load(
        write(
            """
            names = "Mine"
            nests = "none"
            labels = [{ id = "X", family = "own", names = { ar = "س" }, key = "7" }, "Y"]
            [families.own]
            light = { line = "#112233", tint = "#EEEEEE", text = "#000000" }
            dark = { line = "#DDDDDD", tint = "#111111", text = "#FFFFFF" }
            """
        )
    )
    assert labels.name("ar") == "Mine"
    assert labels.colours("X", "light").line == "#112233"
    assert labels.colours("X", "dark").text == "#FFFFFF"
    assert not labels.may_nest("X", "Y")
    assert [label.key for label in labels] == ["7", ""]
    assert LabelSet.from_json(labels.to_json()) == labels


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("labels = [", "valid TOML"),
        ("id = 'a'\nlabels == []", "line 2, column 9"),
        ("", "labels: there must be at least one label"),
        ("labels = 'PERS'", "labels: must be a list"),
        ("labels = [1]", r"labels\[1\]: must be a name or a table"),
        ("labels = [{ key = '1' }]", r"labels\[1\].id: it is missing"),
        ("labels = ['A', 'A']", r"labels\[2\].id: “A” is there twice"),
        ("labels = ['A B']", r"labels\[1\].id: “A B” holds a space or"),
        ("labels = [{ id = 'A', key = '1' }, { id = 'B', key = '1' }]", r"labels\[2\].key: “1” is there twice"),
        ("labels = [{ id = 'A', key = 'x' }]", r"labels\[1\].key: “x” is not one of the keys 1 to 9"),
        ("labels = [{ id = 'A', family = 'place' }]", r"labels\[1\].family: “place” is not known.*“places”"),
        ("labels = [{ id = 'A', colour = 'red' }]", r"labels\[1\].colour: “colour” is not known"),
        ("labels = [{ id = 'A', pattern = -1 }]", r"labels\[1\].pattern: must be a whole number"),
        ("labels = [{ id = 'A', examples = [1] }]", r"labels\[1\].examples: must be a list of texts"),
        ("labels = [{ id = 'A', names = { ar = 1 } }]", r"labels\[1\].names.ar: must be a text"),
        ("labels = " + "[" * 10_000, "it is no valid TOML"),
        ("labels = ['A']\nversion = " + "1" * 5_000, "it is no valid TOML"),
        ("label = ['A']", "label: “label” is not known.*“labels”"),
        ("version = '1'\nlabels = ['A']", "version: must be a whole number"),
        ("crossing = 1\nlabels = ['A']", "crossing: must be true or false"),
        ("labels = ['A']\nnests = 'all'", "nests: must be “any”, “none” or a table"),
        ("labels = ['A']\n[nests]\nB = ['A']", "nests.B: “B” is not known"),
        ("labels = ['A']\n[nests]\nA = ['B']", "nests.A: “B” is not known"),
        ("labels = ['A']\n[families.x]\nlight = { line = 'red' }", "families.x.light.tint: it is missing"),
        (
            "labels = ['A']\n[families.x.light]\nline = 'red'\ntint = '#111111'\ntext = '#222222'",
            "families.x.light.line: “red” is no colour",
        ),
    ],
)
def test_a_faulty_set_is_refused_with_file_and_field(write, text, fault):
    with pytest.raises(LabelSetInvalid, match=fault) as caught:
        load(write(text))
    assert "mine.toml" in str(caught.value)


def test_a_missing_or_unreadable_file_is_said(tmp_path):
    with pytest.raises(LabelSetInvalid, match="wojood, anercorp, ontonotes, conll"):
        load("wojod")
    with pytest.raises(FileUnreadable):
        load(tmp_path)
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(FileUnreadable):
        load(tmp_path / "pipe.toml")
    (tmp_path / "latin.toml").write_bytes("labels = ['جهة']".encode("cp1256"))
    with pytest.raises(LabelSetInvalid, match="byte 11 is not UTF-8"):
        load(tmp_path / "latin.toml")


# What may stand where


def test_the_nesting_table_of_the_guidelines_holds_directly():
    office, country = span(0, 20, "OCC"), span(10, 20, "GPE")
    assert WOJOOD.conflict(country, [office]) is None
    assert WOJOOD.conflict(office, [country]) is None
    assert WOJOOD.conflict(span(10, 20, "PERS"), [office]).kind == "nesting"
    assert WOJOOD.conflict(span(0, 30, "PERS"), [country]).other == country


def test_only_the_nearest_around_and_inside_count():
    event, place, nation = span(0, 30, "EVENT"), span(5, 30, "LOC"), span(20, 30, "NORP")
    assert WOJOOD.conflict(place, [event, nation]) is None
    assert WOJOOD.conflict(span(10, 15, "CURR"), [span(0, 30, "MONEY"), span(10, 12, "NORP")]) is None
    assert WOJOOD.conflict(span(0, 40, "MONEY"), [span(10, 15, "CURR"), span(10, 12, "NORP")]) is None
    assert WOJOOD.conflict(
        span(5, 25, "ORG"), [span(0, 30, "OCC"), span(6, 9, "PERS"), span(12, 14, "DATE")]
    ).other == span(12, 14, "DATE")


def test_crossing_is_refused_unless_the_set_allows_it(write):
    assert WOJOOD.conflict(span(5, 15, "ORG"), [span(0, 10, "OCC")]).kind == "crossing"
    assert WOJOOD.conflict(span(10, 15, "ORG"), [span(0, 10, "OCC")]) is None
    free = load(write("crossing = true\nlabels = ['A']"))
    assert free.conflict(span(5, 15, "A"), [span(0, 10, "A")]) is None


def test_a_label_stands_once_in_a_place_and_in_itself_only_at_other_edges():
    assert WOJOOD.conflict(span(0, 10, "ORG"), [span(0, 10, "ORG")]).kind == "same"
    assert WOJOOD.conflict(span(0, 5, "ORG"), [span(0, 10, "ORG")]) is None
    assert WOJOOD.conflict(span(0, 5, "GPE"), [span(0, 10, "GPE")]).kind == "nesting"


def test_at_equal_edges_either_may_be_the_outer():
    assert WOJOOD.conflict(span(0, 10, "ORG"), [span(0, 10, "GPE")]) is None
    assert WOJOOD.conflict(span(0, 10, "GPE"), [span(0, 10, "ORG")]) is None
    assert WOJOOD.conflict(span(0, 10, "PERS"), [span(0, 10, "GPE")]).kind == "nesting"
    # ORDINAL may stand in the ORG, which stands in the EVENT, though not in the EVENT itself.
    assert WOJOOD.conflict(span(5, 10, "ORDINAL"), [span(0, 20, "EVENT"), span(5, 10, "ORG")]) is None
    # The GPE is the innermost of the two: nothing may stand in it.
    assert WOJOOD.conflict(span(0, 4, "NORP"), [span(0, 10, "ORG"), span(0, 10, "GPE")]).other.label == "GPE"


def test_each_conflict_among_spans_is_named_once():
    crossing = [span(0, 4, "PERS"), span(3, 6, "ORG"), span(8, 9, "GPE")]
    nesting = [span(10, 20, "PERS"), span(12, 14, "GPE"), span(21, 30, "ORG"), span(21, 25, "GPE")]
    found = list(load("wojood").conflicts(crossing + nesting))
    assert [(one.kind, one.span, one.other) for one in found] == [
        ("crossing", crossing[1], crossing[0]),
        ("nesting", nesting[1], nesting[0]),
    ]


def test_a_reason_names_the_labels():
    conflict = WOJOOD.conflict(span(0, 5, "PERS"), [span(0, 10, "OCC")])
    assert conflict.reason() == "PERS may not stand directly inside OCC"
    crossing = WOJOOD.conflict(span(5, 15, "ORG"), [span(0, 10, "OCC")])
    assert crossing.reason() == "it would cross the edge of OCC"
    same = WOJOOD.conflict(span(0, 10, "ORG"), [span(0, 10, "ORG")])
    assert same.reason() == "it stands there already"
    imported = WOJOOD.conflict(span(5, 15, "ORG"), [span(0, 10, "OTHER")])
    assert "OTHER" in imported.reason()


def test_a_label_has_its_name_in_each_language():
    label = WOJOOD.get("PERS")
    assert (label.name("ar"), label.name("en"), label.name("fr")) == ("شخص", "PERS", "PERS")
    assert label.title("ar") == "اسم شخص"


spans = st.builds(
    lambda start, length, label: Span(start, start + length, label),
    st.integers(0, 12),
    st.integers(1, 8),
    st.sampled_from([label.id for label in WOJOOD][:12]),
)


@given(st.lists(spans, max_size=25))
def test_spans_added_without_conflict_never_cross_and_stand_once(proposed):
    standing: list[Span] = []
    for candidate in proposed:
        if WOJOOD.conflict(candidate, standing) is None:
            standing.append(candidate)
    assert not any(a.crosses(b) for a, b in combinations(standing, 2))
    assert len(set(standing)) == len(standing)
    for candidate in standing:
        assert WOJOOD.conflict(candidate, standing).kind == "same"


@given(spans, st.lists(spans, max_size=8), st.randoms())
def test_the_order_of_what_stands_does_not_matter(candidate, standing, random):
    shuffled = random.sample(standing, len(standing))
    assert (WOJOOD.conflict(candidate, standing) is None) == (WOJOOD.conflict(candidate, shuffled) is None)


# Colours, computed: contrast as in WCAG 2, colour blindness as in Machado, Oliveira and Fernandes 2009, difference as CIEDE2000

SIGHTS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
Triple = tuple[float, float, float]


def linear(colour: str) -> Triple:
    values = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values)
    return red, green, blue


def times(matrix: tuple[tuple[float, ...], ...], triple: Triple) -> Triple:
    one, two, three = (sum(a * b for a, b in zip(row, triple, strict=True)) for row in matrix)
    return one, two, three


def contrast(one: str, other: str) -> float:
    lights = sorted(
        sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True)) for colour in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def lab(colour: str, sight: str) -> Triple:
    seen = [min(1.0, max(0.0, value)) for value in times(SIGHTS[sight], linear(colour))]
    to_xyz = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
    xyz = times(to_xyz, (seen[0], seen[1], seen[2]))
    white = (0.95047, 1.0, 1.08883)
    x, y, z = (
        share ** (1 / 3) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116
        for share in (value / full for value, full in zip(xyz, white, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: Triple, other: Triple) -> float:
    """CIEDE2000 (Sharma, Wu and Dalal 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    chroma = (hypot(a1, b1) + hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * sqrt(chroma**7 / (chroma**7 + 25**7))
    c1, c2 = hypot(a1 * stretch, b1), hypot(a2 * stretch, b2)
    h1, h2 = (degrees(atan2(b, a * stretch)) % 360 if a or b else 0.0 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    if c1 * c2 == 0:
        hue = h1 + h2
    elif abs(h1 - h2) <= 180:
        hue = (h1 + h2) / 2
    else:
        hue = (h1 + h2 + (360 if h1 + h2 < 360 else -360)) / 2
    weight = (
        1
        - 0.17 * cos(radians(hue - 30))
        + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )
    by_light = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2))
    by_chroma = (c2 - c1) / (1 + 0.045 * chroma)
    by_hue = 2 * sqrt(c1 * c2) * sin(radians(turn / 2)) / (1 + 0.015 * chroma * weight)
    rotation = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(60 * exp(-(((hue - 275) / 25) ** 2))))
    return sqrt(by_light**2 + by_chroma**2 + by_hue**2 + rotation * by_chroma * by_hue)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (61.0, -5.0, 29.0), 22.8977),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_the_difference_of_colours_is_that_of_the_published_pairs(one, other, expected):
    assert difference(one, other) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(("theme", "sight"), list(product(THEMES, SIGHTS)))
def test_families_are_told_apart_by_every_eye(theme, sight):
    lines = [lab(getattr(family, theme).line, sight) for family in families().values()]
    assert len(lines) == 7
    least = min(difference(one, other) for one, other in combinations(lines, 2))
    assert least >= (18 if sight == "normal" else 15.5)


@pytest.mark.parametrize("theme", THEMES)
def test_no_family_is_taken_for_the_accent(theme):
    accent = lab(ACCENT[theme], "normal")
    assert all(difference(lab(getattr(family, theme).line, "normal"), accent) >= 10.5 for family in families().values())


@pytest.mark.parametrize(
    ("theme", "family"), list(product(THEMES, families().values())), ids=lambda value: getattr(value, "id", value)
)
def test_lines_and_texts_are_readable(theme, family):
    colours = getattr(family, theme)
    assert contrast(colours.line, PAPER[theme]) >= 3
    assert contrast(colours.line, CHROME[theme]) >= 3
    assert contrast(colours.line, colours.tint) >= 3
    assert contrast(colours.text, colours.tint) >= 5.6
    assert contrast(TEXT_INK[theme], colours.tint) >= 8.5
