"""TEI: the text of the body, with names and dates as annotations."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import FormatUnrecognised
from annotator.formats import Problem, detect, read
from annotator.records import Record

HEADER = "<teiHeader><fileDesc><titleStmt><title>لا</title></titleStmt></fileDesc></teiHeader>"


def tei(body: str) -> str:
    return f'<?xml version="1.0"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">{HEADER}<text><body>{body}</body></text></TEI>'


def taken(path: Path, written: str) -> Record:
    path.write_text(written)
    (found,) = read(path)
    assert isinstance(found, Record), str(found)
    return found


def named(record: Record) -> list[tuple[str, str]]:
    return [(record.text[span.start : span.end], span.label) for span in record.annotations]


def test_names_and_dates(tmp_path: Path) -> None:
    found = taken(
        tmp_path / "a.xml",
        tei(
            """<head>خبر</head>
            <p>😊 زار <rs type="official">وزير <placeName>اليابان</placeName></rs>
               و<persName>أنتوني
               <lb/>بلينكن</persName>، <orgName>الأمم<lb break="no"/>
               المتحدة</orgName> <name>س</name> <name type="">ص</name> في <date when="2022-03">مارس</date>.</p>"""
        ),
    )
    assert found.text == "خبر\n\n😊 زار وزير اليابان وأنتوني بلينكن، الأممالمتحدة س ص في مارس."
    assert named(found) == [
        ("وزير اليابان", "official"),
        ("اليابان", "placeName"),
        ("أنتوني بلينكن", "persName"),
        ("الأممالمتحدة", "orgName"),
        ("س", "name"),
        ("ص", "name"),
        ("مارس", "date"),
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<lg><l>صدر</l><l>عجز</l></lg><p>ن</p>", "صدر\nعجز\n\nن"),
        ("<p>نص<note place='foot'>حاشية</note>.</p><p>آخر</p>", "نص.\n\nآخر\n\nحاشية"),
        ("<p><choice><sic>خطا</sic><corr>خطأ</corr></choice> <corr>صواب</corr></p>", "خطا صواب"),
        ("<p><app><lem>أ</lem><rdg>ب</rdg></app><app><rdg>ج</rdg><rdg>د</rdg></app></p>", "أج"),
        ("<p>أ<del>ب</del><add>ج</add><fw>٣</fw></p>", "أج"),
        ("<list><item>أ</item><item>ب</item></list>", "أ\nب"),
        ("<table><row><cell>أ</cell><cell>ب</cell></row><row><cell>ج</cell></row></table>", "أ\tب\nج"),
        ("<sp><speaker>س</speaker><p>ن</p></sp>", "س\n\nن"),
        ("<p>a<pb n='2'/>b<quote>c</quote></p>", "a bc"),
    ],
)
def test_the_reading_text(tmp_path: Path, body: str, text: str) -> None:
    assert taken(tmp_path / "a.xml", tei(body)).text == text


def test_a_name_in_a_note_is_found_where_the_note_stands(tmp_path: Path) -> None:
    found = taken(tmp_path / "a.xml", tei("<p>نص<note>عن <persName>علي</persName></note></p><p>آخر</p>"))
    assert named(found) == [("علي", "persName")]


def test_only_tei_is_taken_for_tei(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<document/>")
    with pytest.raises(FormatUnrecognised):
        detect(tmp_path / "a.xml")
    (tmp_path / "b.xml").write_text(tei("").replace("<TEI xmlns", "<t:TEI xmlns:t"))
    assert detect(tmp_path / "b.xml").id == "tei"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("<TEI>x", "not well-formed XML: line 1"),
        ("<document>نص</document>", "no TEI"),
        (tei("<p>ن</p>").replace("<TEI", '<!DOCTYPE TEI [<!ENTITY a "b">]><TEI'), "DOCTYPE"),
        (tei("<p>ن</p>").replace("<TEI", '<!DOCTYPE TEI SYSTEM "file:///etc/passwd"><TEI'), "DOCTYPE"),
        (tei("<p>&e;</p>").replace("<TEI", '<!DOCTYPE TEI [<!ENTITY e SYSTEM "/etc/passwd">]><TEI'), "DOCTYPE"),
        (tei("<p>"), "not well-formed"),
        (tei("<p>&nothing;</p>"), "not well-formed"),
        (tei("<div>" * 300 + "</div>" * 300), "deep"),
        (tei(" "), "empty"),
    ],
)
def test_broken_files(tmp_path: Path, written: str, reason: str) -> None:
    (tmp_path / "a.tei").write_text(written)
    (found,) = read(tmp_path / "a.tei", "tei")
    assert isinstance(found, Problem)
    assert reason in str(found)
    assert "a.tei" in str(found)
