from __future__ import annotations

import pytest

from annotator.formats.audit import EXAMPLES, Audit, Audited, Oddity


def audited(*texts: str, encoding: str = "utf-8") -> Audited:
    audit = Audit()
    for number, text in enumerate(texts):
        audit.add(text, f"d{number}", encoding)
    return audit.result


@pytest.mark.parametrize(
    ("text", "oddity", "counts"),
    [
        ("قال ﻻ", Oddity.PRESENTATION, {}),
        ("٢٠٢٢ و 2022", Oddity.DIGITS, {"123": 4, "١٢٣": 4}),
        ("۲۰۲۲ و ٢", Oddity.DIGITS, {"۱۲۳": 4, "١٢٣": 1}),
        ("قال\x07 لا\x9f", Oddity.CONTROL, {"U+0007": 1, "U+009F": 1}),
        ("قال\u200f لا\u00a0", Oddity.INVISIBLE, {"RLM": 1, "NBSP": 1}),
        ("مي\u200dم 👩\u200d👧 لا\u00a0 ــ", Oddity.INVISIBLE, {"ZWJ": 1, "NBSP": 1}),
        ("a\u0301", Oddity.FORM, {}),
    ],
)
def test_each_oddity(text: str, oddity: Oddity, counts: dict[str, int]) -> None:
    (finding,) = audited("نص عادي عن أمر ما", text).findings
    assert (finding.oddity, finding.documents, finding.names, finding.counts) == (oddity, 1, ("d1",), counts)
    assert "d1" in finding.sentence()


def test_what_is_usual_is_not_reported() -> None:
    usual = "قَالَ مُحَمَّدٌ ـــ 👩\u200d👩\u200d👧 2022\r\n\tنعم"
    assert audited(usual, "", "؟") == Audited(3)


def test_documents_nearly_the_same_and_encodings() -> None:
    text = " ".join(f"كلمة{n}" for n in range(40))
    found = audited(text, text + " زيادة", encoding="cp1256")
    assert [(item.oddity, item.documents, item.names) for item in found.findings] == [
        (Oddity.ENCODING, 2, ("d0", "d1")),
        (Oddity.DUPLICATE, 1, ("d1",)),
    ]
    assert found.to_json()["findings"]["encoding"] == {
        "documents": 2,
        "names": ["d0", "d1"],
        "counts": {"cp1256": 2},
    }


def test_only_the_first_documents_are_named() -> None:
    (finding,) = audited(*(f"ﻻ {chr(0x627 + n)}" for n in range(EXAMPLES + 2))).findings
    assert finding.documents == EXAMPLES + 2
    assert finding.names == tuple(f"d{n}" for n in range(EXAMPLES))
    assert finding.sentence().endswith("d4\u2069, …")
