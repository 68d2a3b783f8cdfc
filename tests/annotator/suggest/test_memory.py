import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.records import LabelId, Span
from annotator.suggest.memory import Counts, recall
from annotator.text.find import string_key as key

GPE, PERS, OCC, NORP = LabelId("GPE"), LabelId("PERS"), LabelId("OCC"), LabelId("NORP")


def found(text: str, known: dict[str, Counts]) -> list[tuple[str, str]]:
    return [(text[s.span.start : s.span.end], s.span.label) for s in recall(text, known)]


def remember(*strings: str, label: LabelId = GPE, accepted: int = 1, rejected: int = 0) -> dict[str, Counts]:
    return {key(string, 0, len(string)): {label: (accepted, rejected)} for string in strings}


@pytest.mark.parametrize("text", ["الصين", "والصين", "بالصين", "وبالصين", "الصِّين", "الصيـن"])
def test_found_in_other_spellings_and_behind_proclitics(text: str) -> None:
    [(string, label)] = found(text, remember("الصين"))
    assert (key(string, 0, len(string)), label) == ("الصين", "GPE")


def test_alef_that_is_not_written_after_lam() -> None:
    assert found("زيارة لليابان", remember("اليابان")) == [("ليابان", "GPE")]
    assert key("لليابان", 1, 7) == key("اليابان", 0, 7)


def test_a_name_that_begins_with_lam_itself() -> None:
    assert found("زيارة للبنان", remember("لبنان")) == [("لبنان", "GPE")]


def test_a_name_s_own_letters_stay() -> None:
    assert found("بكين وواشنطن", remember("بكين", "واشنطن")) == [("بكين", "GPE"), ("واشنطن", "GPE")]


def test_the_longest_wins_within_a_label() -> None:
    known = remember("كوريا", "كوريا الشمالية")
    assert found("زار كوريا الشمالية ثم كوريا", known) == [("كوريا الشمالية", "GPE"), ("كوريا", "GPE")]


def test_other_labels_nest() -> None:
    known = remember("وزير الخارجية الأميركي", label=OCC) | remember("الأميركي", label=NORP)
    assert found("وزير الخارجية الأميركي", known) == [("وزير الخارجية الأميركي", "OCC"), ("الأميركي", "NORP")]


def test_the_score_grows_with_agreement() -> None:
    scores = [recall("طوكيو", remember("طوكيو", accepted=n))[0].score for n in (1, 3, 30)]
    assert scores == sorted(scores)
    assert 0.5 < scores[0] < scores[-1] < 1


def test_what_was_mostly_rejected_is_not_proposed() -> None:
    assert recall("سيدي", remember("سيدي", accepted=1, rejected=4)) == []


def test_one_string_with_two_labels() -> None:
    known: dict[str, Counts] = {"جورج واشنطن": {PERS: (9, 0), GPE: (1, 0)}}
    assert found("جورج واشنطن", known) == [("جورج واشنطن", "PERS")]


@settings(deadline=None)
@given(st.text(alphabet="وبالصين كّـ,\n😊", max_size=40))
def test_every_proposal_has_the_remembered_key(text: str) -> None:
    known = remember("الصين", "الي", "نص")
    for suggestion in recall(text, known):
        assert key(text, suggestion.span.start, suggestion.span.end) in known


@pytest.mark.parametrize(
    "string", ["آذار/مارس", "الجمعة، 11 فبراير 2022", "تشو تاي-يول", "كوفيد-19", "س. جايشانكار", "@SecBlinken", "2 + 2"]
)
def test_strings_with_marks_inside(string: str) -> None:
    assert found(f"قبل {string} وبعده", remember(string, label=OCC)) == [(string, "OCC")]


def test_what_another_suggester_proposes_is_weighed_with_the_decisions() -> None:
    span = Span(0, 5, GPE)

    def score(proposed: float, accepted: int, rejected: int) -> float:
        [suggestion] = recall("طوكيو", remember("طوكيو", accepted=accepted, rejected=rejected), {span: proposed})
        return suggestion.score

    assert score(0.9, 2, 0) > 0.9 > score(0.9, 0, 1) > score(0.9, 0, 3) > score(0.5, 0, 3)
    assert score(0.9, 0, 1) > 0.5  # one rejection does not switch a sure suggester off


def test_a_rejected_string_that_nobody_proposes_stays_unsaid() -> None:
    assert recall("طوكيو", remember("طوكيو", accepted=0, rejected=3)) == []
    [suggestion] = recall("طوكيو", remember("طوكيو", accepted=0, rejected=3), {Span(0, 5, GPE): 0.9})
    assert suggestion.reason == "rejected before in this project"
