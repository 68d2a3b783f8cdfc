"""Three annotators' files, dealt out, reviewed apart in the window, merged, adjudicated to the end by keys, and exported."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.jobs import assign, export, finish, merge
from annotator.labels import load
from annotator.project.check import Checked, check
from annotator.project.project import Project
from annotator.records import Record, Suggestion
from annotator.suggest import BUILT_IN
from tests.conftest import marked

Key = Qt.Key
SOURCES = (
    "زار [بلينكن PERS] [طوكيو GPE] في [مايو DATE].",
    "وصل [وزير الخارجية [الأميركي NORP] OCC] إلى [سيول GPE].",
)


def make(path: Path) -> None:
    with Project.create(path, load("wojood")) as project:
        run = project.suggestions.add_run(BUILT_IN, "1")
        for number, source in enumerate(SOURCES):
            written = marked(source)
            document = project.documents.add(Record(written.text, f"{number:03d}")).id
            project.suggestions.add(run, document, [Suggestion(s, 0.9, "name", "rules") for s in written.spans])


def is_done(app) -> bool:
    return app.review.sheets.currentWidget() is app.review.finish


def review(app, first: Key) -> None:
    """Answer the first suggestion of each document by this key, and accept the rest."""
    for _document in SOURCES:
        document = app.page.document.id
        app.key(first)
        app.ctrl(Key.Key_Return)
        app.wait(lambda before=document: app.page.document.id != before or is_done(app))
    app.settle()
    app.window.close()


def test_three_files_become_one_gold(open_app, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop.pages.case_lists.FEW", 0)
    team = tmp_path / "team.warraq"
    make(team)
    dealt = finish(assign(team, ["فاطمة", "عمر", "ليلى"], overlap=1.0, blind_share=0.0, each=3)).files
    for handed, key in zip(dealt, (Key.Key_Return, Key.Key_X, Key.Key_5), strict=True):
        app = open_app(handed.path)
        assert app.window.session.project.person.name == handed.annotator
        review(app, key)
    finish(merge(team, [handed.path for handed in dealt]))

    app = open_app(team, reviewer="نور")
    app.window.commands["page.adjudicate"].trigger()
    page = app.window.project_pages.in_front
    settled = page.settled
    while True:
        app.wait(lambda: page.desk.page is not None or page.sheets.currentWidget() is settled)
        document, case = page.desk.page.document.id, page.desk.case.case
        assert len(case.asked) == 1
        readings = page.verbs.readings(page.verbs.current)
        assert [reading.spans[0].label if reading.spans else "" for reading in readings] == (
            ["PERS", "", "LOC"] if case.document.name == "000" else ["OCC", "", "LOC"]
        )
        QTest.keyClick(page.canvas, Key.Key_1 if case.document.name == "000" else Key.Key_0)
        app.ctrl(Key.Key_Return)
        app.wait(lambda before=document: page.desk.page.document.id != before or page.sheets.currentWidget() is settled)
        if page.sheets.currentWidget() is settled:
            break
    app.wait(lambda: not app.window.session.file.busy)
    app.window.close()

    out = tmp_path / "gold.jsonl"
    finish(export(team, out, "jsonl", provenance=True))
    written = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    spans = [[record["text"][one["start"] : one["end"]] for one in record["spans"]] for record in written]
    assert spans == [["بلينكن", "طوكيو", "مايو"], ["الأميركي", "سيول"]]
    told = [one["provenance"] for one in written[0]["spans"]]
    assert [(one["how"], len(one["annotators"])) for one in told] == [("taken", 1), ("agreed", 3), ("agreed", 3)]
    assert {one["by"] for one in told} == {"نور"}
    figures = {"ar": ["مطابقة تامة", "٨٣٫٣", "١٠٠٫٠", "٩٠٫٩"], "en": ["strict", "83.3", "100.0", "90.9"]}
    for language, strict in figures.items():
        app = open_app(team, language=language, reviewer="نور")
        app.window.commands["page.quality"].trigger()
        quality = app.window.project_pages.in_front
        app.wait(lambda page=quality: page.settled and len(page.errors.model.lines) == 1)
        assert [cell.text for cell in quality.scores.model().rows[0][:4]] == strict
        assert quality.errors.model.lines[0].place.text == "وزير الخارجية الأميركي"
        app.window.close()
    with Project.open(team) as project:
        assert check(project) == Checked((), ())
