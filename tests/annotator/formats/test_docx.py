"""Word documents: what stands on the pages, as it stands with every change taken."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import Problem, detect, read
from annotator.records import Record

docx = pytest.importorskip("docx")
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def written(make: Callable[[Any], object]) -> bytes:
    document = docx.Document()
    make(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def changed(data: bytes, parts: dict[str, Callable[[str], str]]) -> bytes:
    """The same package with other parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, parts.pop(name)(content.decode()) if name in parts else content)
        for name, make in parts.items():
            after.writestr(name, make(""))
    return stream.getvalue()


def with_body(xml: str, **parts: str) -> bytes:
    def body(before: str) -> str:
        return re.sub(r"(<w:body>).*(</w:body>)", lambda found: found[1] + xml + found[2], before, flags=re.DOTALL)

    others = {f"word/{name}.xml": (lambda _before, part=part: part) for name, part in parts.items()}
    return changed(written(lambda _document: None), {"word/document.xml": body, **others})


def taken(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    (found,) = read(path)
    assert isinstance(found, Record), str(found)
    assert found.source.format == "docx"
    return found.text


def test_a_document_as_word_writes_it(tmp_path: Path) -> None:
    def make(document: Any) -> None:
        document.add_heading("عنوان 😊", 1)
        paragraph = document.add_paragraph("زار و")
        paragraph.add_run("الصين").bold = True
        paragraph.add_run("\u00a0أمس\tx\nسطر")
        document.add_paragraph("أ", style="List Bullet")
        document.add_paragraph("ب", style="List Number")
        table = document.add_table(2, 2)
        for (row, column), text in {(0, 0): "١", (0, 1): "٢", (1, 1): "٣\n٤"}.items():
            table.cell(row, column).text = text
        document.add_paragraph("نهاية")
        document.sections[0].header.paragraphs[0].text = "لا"
        document.sections[0].footer.paragraphs[0].text = "لا"

    text = taken(tmp_path / "a.docx", written(make))
    assert text == "عنوان 😊\n\nزار والصين\u00a0أمس x\nسطر\n\nأ\nب\n\n١\t٢\n\t٣\n٤\n\nنهاية"


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        ("<w:p><w:r><w:t>أ</w:t></w:r><w:del><w:r><w:delText>ب</w:delText></w:r></w:del>"
         "<w:ins><w:r><w:t>ج</w:t></w:r></w:ins></w:p>", "أج"),
        ("<w:p><w:moveFrom><w:r><w:t>ب</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>ج</w:t></w:r></w:moveTo></w:p>", "ج"),
        ("<w:p><w:hyperlink><w:r><w:t>رابط</w:t></w:r></w:hyperlink><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>", "رابط"),
        ("<w:sdt><w:sdtContent>" + PARAGRAPH.format("ضابط") + "</w:sdtContent></w:sdt>", "ضابط"),
        ("<w:p><w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r></w:p>", "a\u2011b"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>مخفي</w:t></w:r><w:r><w:t>ظاهر</w:t></w:r></w:p>", "ظاهر"),
        ("<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>أ</w:t></w:r></w:p>" * 2, "أ\nأ"),
    ],
)  # fmt: skip
def test_what_is_on_the_page(tmp_path: Path, xml: str, text: str) -> None:
    assert taken(tmp_path / "a.docx", with_body(xml)) == text


def test_footnotes_stand_at_the_end(tmp_path: Path) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<w:footnotes {space}><w:footnote w:type="separator" w:id="0">{PARAGRAPH.format("لا")}</w:footnote>'
        f'<w:footnote w:id="1">{PARAGRAPH.format("حاشية")}</w:footnote></w:footnotes>'
    )
    body = '<w:p><w:r><w:t>نص</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    assert taken(tmp_path / "a.docx", with_body(body, footnotes=notes)) == "نص\n\nحاشية"


def test_it_is_recognised_without_its_extension(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", "<a/>")
    (tmp_path / "letter").write_bytes(stream.getvalue())
    assert detect(tmp_path / "letter").id == "docx"


BOMB = '<!DOCTYPE a [<!ENTITY e0 "x">' + "".join(
    f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12)
) + "]><a>&e11;</a>"  # fmt: skip


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda _good: b"PK\x03\x04 and no more", "damaged"),
        (lambda good: good[: len(good) // 2], "damaged"),
        (lambda good: changed(good, {"_rels/.rels": lambda _before: "<Relationships/>"}), "no Word document"),
        (lambda good: changed(good, {"_rels/.rels": lambda before: before.replace("document.xml", "x.xml")}), "word/x.xml is missing"),
        (lambda good: changed(good, {"word/document.xml": lambda before: before[:-20]}), "not well-formed XML"),
        (lambda good: changed(good, {"word/document.xml": lambda _before: BOMB}), "entities unfold"),
        (lambda good: changed(good, {"word/document.xml": lambda before: "<!DOCTYPE a [<!ENTITY b 'c'>]>" + before}), "well-formed"),
        (lambda good: changed(good, {"_rels/.rels": lambda _before: "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "DOCTYPE"),
        (lambda good: changed(good, {"../evil": lambda _before: "x"}), "outside the archive"),
        (lambda good: changed(good, {"C:\\..\\evil": lambda _before: "x"}), "outside the archive"),
        (lambda _good: with_body(""), "empty"),
    ],
)  # fmt: skip
def test_broken_files(tmp_path: Path, make: Callable[[bytes], bytes], reason: str) -> None:
    good = with_body(PARAGRAPH.format("نص"))
    (tmp_path / "a.docx").write_bytes(make(good))
    (found,) = read(tmp_path / "a.docx")
    assert isinstance(found, Problem)
    assert reason in str(found)
    assert "a.docx" in str(found)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("_rels/.rels", "x" * 60_000_000)
    (found,) = read(tmp_path / "a.docx")
    assert "unpacks to more than 30 MB" in str(found)


def test_a_locked_document_says_what_to_do(tmp_path: Path) -> None:
    data = bytearray(with_body(PARAGRAPH.format("نص")))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    (tmp_path / "a.docx").write_bytes(data)
    (found,) = read(tmp_path / "a.docx")
    assert "password" in str(found)
