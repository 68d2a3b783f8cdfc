from annotator.suggest.judge import MODEL, Judge, describe, proposals
from annotator.suggest.rules import Found

WORDS = ["زار", "طوكيو", "امس"]


def found(start: int, end: int, label: str, score: float, source: str = "lexicon") -> Found:
    return Found(start, end, label, score, "known country, state or city", source)


def test_equal_spans_are_one_proposal_with_the_best_find_of_each_source() -> None:
    [one] = proposals([found(1, 2, "GPE", 0.5), found(1, 2, "GPE", 0.9), found(1, 2, "GPE", 0.7, MODEL)])
    assert {source: find.score for source, find in one.evidence.items()} == {"lexicon": 0.9, MODEL: 0.7}
    assert one.probability == 0.7


def test_what_a_rule_forbids_is_not_proposed_whoever_else_does() -> None:
    forbidden = found(1, 2, "GPE", 0.0, "rules")
    assert proposals([forbidden]) == []
    assert proposals([found(1, 2, "GPE", 0.9, "rules"), forbidden, found(1, 2, "GPE", 0.8)]) == []
    [one] = proposals([forbidden, found(1, 2, "ORG", 0.8)])
    assert one.edges == (1, 2, "ORG")


def features(finds: list[Found]) -> list[set[str]]:
    return [{name for name, _value in of_one} for of_one in describe(WORDS, proposals(finds))]


def test_rivals_are_seen_by_how_they_lie() -> None:
    [inner, outer] = features([found(1, 2, "GPE", 0.9), found(1, 3, "ORG", 0.9)])
    assert "GPE around ORG" in inner
    assert "ORG inside" in outer
    [one, other] = features([found(0, 2, "PERS", 0.9), found(1, 3, "PERS", 0.9)])
    assert "PERS across" in one & other
    assert any(name.startswith("repeated") for name in features([found(0, 1, "PERS", 0.9)] * 2)[0]) is False


def test_probability_follows_the_weights() -> None:
    proposed = proposals([found(1, 2, "GPE", 0.9)])
    assert Judge({})(WORDS, proposed) == [0.5]
    [surer] = Judge({"GPE first=طوكيو": 2.0})(WORDS, proposed)
    [doubtful] = Judge({"GPE first=طوكيو": -2.0})(WORDS, proposed)
    assert doubtful < 0.2 < 0.8 < surer


def test_what_a_general_model_says_is_heard_where_there_is_one() -> None:
    with_base = [found(1, 2, "GPE", 0.9, "base"), found(0, 1, "PERS", 0.9)]
    told, untold = (dict(of_one)["base odds"] for of_one in describe(WORDS, proposals(with_base)))
    assert untold < 0 < told
    assert "base odds" not in features([found(1, 2, "GPE", 0.9)])[0]
