"""The status line says what the next trim would leave of a selection."""

from __future__ import annotations


def test_a_selection_is_told_what_t_leaves_of_it(make_project, open_page):
    page = open_page(make_project("زار «والصين» أمس [طوكيو GPE]"))
    start = page.canvas.text.index("«")
    page.canvas.select(start, start + len("«والصين»"))
    page.wait(lambda: bool(page.told))
    assert page.told[-1] == "\u2066T\u2069 trims to “\u2068والصين\u2069”"
    page.press("t")
    page.wait(lambda: page.told[-1] == "\u2066T\u2069 trims to “\u2068الصين\u2069”")
    page.press("Escape")
    assert page.told[-1] == ""


def test_what_was_said_since_stays(make_project, open_page):
    page = open_page(make_project("زار «الصين» أمس [طوكيو GPE]"))
    page.canvas.select(4, 11)
    page.wait(lambda: bool(page.told))
    page.press("4")
    assert page.told[-1].startswith("new span")
