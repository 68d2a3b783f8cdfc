"""EPUB: a chapter a document, in the order of the book."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from annotator.formats import Problem, detect, read
from annotator.records import Record

CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="text/%D8%A8.xhtml#x" media-type="application/xhtml+xml"/>
<item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="css" href="a.css" media-type="text/css"/></manifest>
<spine toc="ncx"><itemref idref="cover"/><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/>
<itemref idref="gone"/><itemref idref="css"/></spine></package>"""


def page(body: str, title: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title>{title}</title></head><body>{body}</body></html>"
    )


NOTE = '<aside epub:type="footnote">حاشية</aside>'
PARTS = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OEBPS/content.opf": PACKAGE,
    "OEBPS/nav.xhtml": page("<h1>فهرس</h1>"),
    "OEBPS/cover.xhtml": page('<img src="a.png"/>', "غلاف"),
    "OEBPS/text/one.xhtml": page(f"<h2>الفصل <b>الأول</b></h2><p>زار{NOTE}&nbsp;طوكيو</p><p>نهاية</p>", "كتاب"),
    "OEBPS/text/ب.xhtml": page("<p>بلا عنوان 😊</p>"),
}


def book(**changed: str | bytes | None) -> bytes:
    """The book with other parts, or without one."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in (PARTS | changed).items():
            if content is not None:
                archive.writestr(name, content)
    return stream.getvalue()


def test_chapters(tmp_path: Path) -> None:
    data = book()
    (tmp_path / "كتاب.epub").write_bytes(data)
    one, two = read(tmp_path / "كتاب.epub")
    assert isinstance(one, Record)
    assert isinstance(two, Record)
    assert (one.name, one.text) == ("الفصل الأول", "الفصل الأول\n\nزار\u00a0طوكيو\n\nنهاية\n\nحاشية")
    assert (two.name, two.text) == ("كتاب:3", "بلا عنوان 😊")
    assert (one.source.format, one.source.place) == ("epub", "OEBPS/text/one.xhtml")
    assert one.source.sha256 == hashlib.sha256(data).hexdigest()


def test_a_broken_chapter_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.epub").write_bytes(book(**{"OEBPS/text/one.xhtml": None}))
    broken, two = read(tmp_path / "a.epub")
    assert isinstance(broken, Problem)
    assert "OEBPS/text/one.xhtml is missing" in str(broken)
    assert isinstance(two, Record)


def test_it_is_recognised_without_its_extension(tmp_path: Path) -> None:
    (tmp_path / "book").write_bytes(book())
    assert detect(tmp_path / "book").id == "epub"


ENCRYPTION = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
    '<e:EncryptedData><e:CipherData><e:CipherReference URI="{}"/></e:CipherData></e:EncryptedData></encryption>'
)


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"META-INF/container.xml": None}, "META-INF/container.xml is missing"),
        ({"META-INF/container.xml": "<container/>"}, "no EPUB"),
        ({"META-INF/container.xml": "<container>"}, "not well-formed"),
        ({"OEBPS/content.opf": None}, "OEBPS/content.opf is missing"),
        ({"OEBPS/content.opf": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "DOCTYPE"),
        ({"OEBPS/content.opf": "<package/>"}, "empty"),
        ({"OEBPS/content.opf": PACKAGE.replace("text/one.xhtml", "../../../etc/passwd")}, "is missing"),
        ({"../evil": "x"}, "outside the archive"),
        ({"META-INF/encryption.xml": ENCRYPTION.format("OEBPS/text/one.xhtml")}, "locked against copying"),
    ],
)
def test_broken_books(tmp_path: Path, parts: dict[str, str | None], reason: str) -> None:
    (tmp_path / "a.epub").write_bytes(book(**parts))
    problem = next(iter(read(tmp_path / "a.epub")))
    assert isinstance(problem, Problem)
    assert reason in str(problem)
    assert "a.epub" in str(problem)


def test_fonts_that_are_locked_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.epub").write_bytes(book(**{"META-INF/encryption.xml": ENCRYPTION.format("OEBPS/font.otf")}))
    assert all(isinstance(item, Record) for item in read(tmp_path / "a.epub"))
