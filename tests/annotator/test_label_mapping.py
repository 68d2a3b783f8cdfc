from __future__ import annotations

import pytest

from annotator.label_mapping import nearest
from annotator.labels import load


@pytest.mark.parametrize(
    ("unknown", "label"),
    [
        ("pers", "PERS"),
        ("Person", "PERS"),
        ("LOCATION", "LOC"),
        ("City", "GPE"),
        ("NATIONALITY", "NORP"),
        ("منظمة", "ORG"),
        ("Widget", None),
        ("B", None),
    ],
)
def test_an_unknown_label_stands_for_the_one_that_is_called_so(unknown: str, label: str | None) -> None:
    assert nearest(unknown, load("wojood")) == label


def test_three_letters_of_which_one_differs_are_another_label() -> None:
    assert nearest("OCC", load("conll")) is None
    assert nearest("PERS", load("ontonotes")) == "PERSON"
