"""HTML and Markdown: what a reader sees, and no mark of how it is made."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from annotator.formats import Problem, ReadOptions, read
from annotator.formats.html import html_role
from annotator.formats.markup import text_of
from annotator.records import Record


def taken(path: Path, written: str | bytes, encoding: str | None = None) -> Record:
    path.write_bytes(written if isinstance(written, bytes) else written.encode())
    (found,) = read(path, options=ReadOptions(encoding=encoding))
    assert isinstance(found, Record), str(found)
    return found


def refused(path: Path, written: str | bytes) -> str:
    path.write_bytes(written if isinstance(written, bytes) else written.encode())
    (found,) = read(path)
    assert isinstance(found, Problem)
    return str(found)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("<h1>خبر</h1><p>زار\n  <b>وزير</b> الخارجية</p><p>طوكيو", "خبر\n\nزار وزير الخارجية\n\nطوكيو"),
        ("<div>أ</div><div>ب</div>", "أ\nب"),
        ("<p>زار<br>طوكيو<br/><br/>اليوم</p>", "زار\nطوكيو\n\nاليوم"),
        ("<b>و</b>الصين و<i>الي</i>ابان", "والصين واليابان"),
        ("a&nbsp;b&amp;&lt;&#1587;&zwnj;&mdash;", "a\u00a0b&<س\u200c—"),
        ("x<script>1<2</script><style>p{}</style><!-- سر --><template>t</template>y", "xy"),
        ("<p hidden>لا</p><p style='color:red; display: none'>لا</p><p>نعم", "نعم"),
        ("<ul><li><p>أ</p><p>ب</p></li><li>ج<ol><li>د</li></ol></li></ul>ه", "أ\nب\nج\nد\n\nه"),
        ("قبل<table><tr><th>أ</th><th> </th><th>ج</th></tr><tr><td><p>١</p><p>٢</p></td><td>٣</td></tr></table>بعد",
         "قبل\n\nأ\t\tج\n١\n٢\t٣\n\nبعد"),
        ("<table><tr><td></td><td>ب</td></tr><tr><td> </td></tr></table>", "\tب"),
        ("<table><tr><td>a</td><td><table><tr><td>1</td><td>2</td></tr></table></td><td>b</td></tr></table>", "a\n1\t2\tb"),
        ("<pre>\n  def f():\n\n    <b>x</b>  y  \n</pre>z", "  def f():\n\n    x  y\n\nz"),
        ("<p>نص<aside role='doc-footnote'>حاشية</aside> تتمة</p><p>آخر</p>", "نص تتمة\n\nآخر\n\nحاشية"),
        ("👩‍👩‍👧 😊<wbr>س\u200fـ", "👩‍👩‍👧 😊س\u200fـ"),
    ],
)  # fmt: skip
def test_text_of_a_page(tmp_path: Path, written: str, text: str) -> None:
    assert taken(tmp_path / "a.html", f"<!DOCTYPE html><title>لا</title><body>{written}").text == text


def test_the_file_it_came_from_is_known(tmp_path: Path) -> None:
    data = "<p>زار".encode()
    found = taken(tmp_path / "خبر.htm", data)
    assert found.name == "خبر"
    assert (found.source.format, found.source.sha256) == ("html", hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1256">', "cp1256"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">', "cp1256"),
        ('<meta charset="iso-8859-6">', "iso-8859-6"),
        ('<meta charset="utf-8">', "cp1256"),  # says what is not so
        ("", "utf-16"),
        ("", "utf-8-sig"),
    ],
)
def test_encodings(tmp_path: Path, head: str, encoding: str) -> None:
    page = f"<html><head>{head}</head><body><p>زار وزير الخارجية مدينة طوكيو أمس</p></body></html>"
    assert taken(tmp_path / "a.html", page.encode(encoding)).text == "زار وزير الخارجية مدينة طوكيو أمس"


def test_an_encoding_that_is_named_goes_before_all(tmp_path: Path) -> None:
    page = '<meta charset="windows-1256"><p>زار'.encode()
    assert taken(tmp_path / "a.html", page, "utf-8").text == "زار"


def test_xhtml(tmp_path: Path) -> None:
    page = (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "x.dtd">'
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script/></head><body><p>زار&nbsp;وزير</p><a id="x"/>'
    )
    assert taken(tmp_path / "a.xhtml", page + "<![CDATA[<ب>]]></body></html>").text == "زار\u00a0وزير\n\n<ب>"
    assert taken(tmp_path / "b.xhtml", page.replace("<title/><script/>", "") + "<p>unclosed").text.endswith("unclosed")


@pytest.mark.parametrize("written", ["", "  \n", "<html></html>", "<p> </p><script>x</script>"])
def test_a_page_without_text(tmp_path: Path, written: str) -> None:
    assert "empty" in refused(tmp_path / "a.html", written)


@pytest.mark.parametrize("written", ["<div>" * 2000 + "x", "<p>" + "ا" * 6_000_000])
def test_what_the_parser_would_read_half_is_refused(tmp_path: Path, written: str) -> None:
    assert "could not be read" in refused(tmp_path / "a.html", written)


def test_entities_are_never_unfolded(tmp_path: Path) -> None:
    bomb = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
    page = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "x">{bomb}]><html><body><p>a &e11;</p></body></html>'
    (tmp_path / "a.html").write_text(page)
    (found,) = read(tmp_path / "a.html")
    assert len(str(found)) < 10_000


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("# عنوان\n\nزار **وزير** [الخارجية](http://x \"t\")\nطوكيو.  \nسطر", "عنوان\n\nزار وزير الخارجية طوكيو.\nسطر"),
        ("- أ\n- ب\n  1. ج\n\n     د", "أ\nب\nج\nد"),
        ("| أ | ب |\n|---|---|\n| ١ | ~~٢~~ |", "أ\tب\n١\t٢"),
        ("> قول\n> تتمة\n\n```py\nx  =  1\n\ny\n```", "قول تتمة\n\nx  =  1\n\ny"),
        ("---\ntitle: لا\n---\nنص ![صورة](x.png) `كود` &copy; <b>خ</b>", "نص كود © خ"),
        ("\ufeffنص\r\n\r\nآخر", "نص\n\nآخر"),
        ("نص\n\n---\n\nآخر", "نص\n\nآخر"),
    ],
)  # fmt: skip
def test_markdown(tmp_path: Path, written: str, text: str) -> None:
    found = taken(tmp_path / "a.md", written)
    assert (found.text, found.source.format) == (text, "markdown")


def test_markdown_of_signs_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("[" * 600_000)
    (problem,) = read(tmp_path / "a.md")
    assert "more than 500,000 elements" in str(problem)


def test_markdown_that_lies_too_deep_is_refused(tmp_path: Path) -> None:
    """The parser would drop what lies deeper without a word."""
    assert "deep" in refused(tmp_path / "a.md", ">" * 300 + " نص")
    assert taken(tmp_path / "b.md", "> " * 40 + "نص").text == "نص"


TREES = st.recursive(
    st.sampled_from(["زار ", " وزير", "x", "\n", " ", "\u00a0", "😊"]),
    lambda inner: st.tuples(
        st.sampled_from(["p", "b", "div", "ul", "li", "table", "tr", "td", "pre", "br", "h1", "span"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=15,
)


def build(tree: str | tuple[str, list]) -> str:
    return tree if isinstance(tree, str) else f"<{tree[0]}>{''.join(map(build, tree[1]))}</{tree[0]}>"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(TREES, max_size=5))
@example([("b", ["\u00a0"])])
def test_no_letter_is_lost_or_moved(trees: list) -> None:
    root = etree.fromstring(f"<body>{''.join(map(build, trees))}</body>")
    text, spans = text_of(root, html_role, label=lambda element: "B" if element.tag == "b" else "")
    assert "".join(text.split()) == "".join("".join(root.itertext()).split())
    assert text == text.rstrip(" \t\n")
    assert not any(line.endswith((" ", "\t")) for line in text.split("\n"))
    inside = ["".join("".join(bold.itertext()).split()) for bold in root.iter("b")]
    assert sorted(filter(None, inside)) == sorted("".join(text[s.start : s.end].split()) for s in spans)
    assert all(text[s.start : s.end] == text[s.start : s.end].strip(" \t\n") for s in spans)
