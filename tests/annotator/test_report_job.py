"""Reports: one file that needs nothing else, its figures those of the evaluation, whatever names and texts hold."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from annotator import jobs, texts
from annotator.cli import main
from annotator.errors import FileUnwritable, NothingToReport, RunUnknown
from annotator.jobs import finish
from annotator.jobs.reporting import Reported
from annotator.labels import load
from annotator.project.project import Project
from annotator.quality import evaluation_forms
from annotator.quality.evaluation import Evaluation
from annotator.quality.report.parts import Figure, Table
from annotator.quality.report.wording import clean, isolated, line, signed
from annotator.records import DocumentId, LabelId, Place, Record, Span, Suggestion
from annotator.review import Review
from tests.conftest import marked

HOSTILE = "<script>alert('x')</script>\u202e\"><img src=http://x.example/y>&amp;\n\u2067"
DOCUMENTS = (
    "زار [بلينكن PERS] [طوكيو GPE] و[الصين GPE]",
    "[وزير الخارجية [الأميركي NORP] OCC] في [لندن GPE] وفي [باريس GPE]",
    "وصل [كيشيدا PERS] إلى [الصين GPE]",
    "غادر <b>[بايدن PERS]</b> [هانوي GPE] & عاد",
)
PROPOSED = (
    "زار [بلينكن PERS] [طوكيو LOC] [والصين GPE]",
    "[وزير الخارجية OCC] [الأميركي NORP] في [لندن GPE] وفي [باريس GPE]",
    "وصل كيشيدا إلى [الصين GPE]",
    "غادر <b>[بايدن PERS]</b> [هانوي GPE] & [عاد PERS]",
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that two annotators have finished, in part, with two runs; names are hostile."""
    path = tmp_path_factory.mktemp("report") / "p.warraq"
    with Project.create(path, load("wojood"), HOSTILE) as project:
        ids = []
        for place, source in enumerate(DOCUMENTS):
            ids.append(project.documents.add(Record(marked(source).text, name=f"{place} {HOSTILE}")).id)
        for suggester, sources in (("crf", PROPOSED), (HOSTILE, DOCUMENTS)):
            run = project.suggestions.add_run(suggester, HOSTILE)
            for document, source in zip(ids, sources, strict=True):
                found = [Suggestion(span, 0.6 + 0.1 * (n % 4), "", "x") for n, span in enumerate(marked(source).spans)]
                project.suggestions.add(run, document, found)
        first, second = (Review(project, project.people.named(name)) for name in ("أمينة", HOSTILE))
        for document, source in zip(ids, DOCUMENTS, strict=True):
            first.import_spans(document, marked(source).spans, done=True)
        for document, source in list(zip(ids, PROPOSED, strict=True))[2:]:
            second.import_spans(document, marked(source).spans, done=True)
        project.people.named("Lead")
        extra = project.documents.add(Record("زائد", name="x")).id
        first.open(extra)
        first.add(0, 4, LabelId("PERS"))
        page = first.open(ids[0])
        first.remove_document(extra)
        first.resize(page.items()[0], 4, 8)
        first.undo()
    return path


@pytest.fixture(scope="module")
def evaluation(path: Path) -> Evaluation:
    texts.use("en")
    return finish(jobs.evaluate(path, "crf", compare=[HOSTILE], rule="union"))


@pytest.fixture(scope="module", params=["en", "ar"])
def made(request: pytest.FixtureRequest, path: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Reported, str]:
    """The report in a language, and its page."""
    texts.use("en")
    out = tmp_path_factory.mktemp("out") / "r.html"
    job = jobs.report(path, out, run="crf", compare=[HOSTILE], rule="union", title=HOSTILE, language=request.param)
    return finish(job), out.read_text("utf-8")


@pytest.fixture
def again() -> Iterator[None]:
    yield
    texts.use("en")


def test_a_page_needs_nothing_else(made: tuple[Reported, str]) -> None:
    _reported, page = made
    whole = html.document_fromstring(page)
    assert not whole.xpath("//script | //link | //img | //iframe | //object | //base | //form")
    for element in whole.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            if name.endswith(("href", "src")):
                assert value.startswith("#")
    styles = "".join(whole.xpath("//style/text()"))
    assert all(found.startswith("data:font/woff;base64,") for found in re.findall(r"url\((.*?)\)", styles))
    assert "@import" not in styles
    assert len(page.encode()) < 1_000_000


def test_hostile_names_are_shown_and_order_nothing_anew(made: tuple[Reported, str]) -> None:
    _reported, page = made
    whole = html.document_fromstring(page)
    shown = "".join(whole.xpath("//body//text()"))
    assert "<script>alert('x')</script>\"><img src=http://x.example/y>&amp;" in shown
    assert not set("\u202a\u202b\u202c\u202d\u202e") & set(page)
    assert "</style" not in page.split("</style>")[0]
    for text in whole.xpath("//body//text()"):
        depth = 0
        for character in text:
            depth += (character in "\u2066\u2067\u2068") - (character == "\u2069")
            assert depth >= 0
        assert depth == 0


def test_who_has_annotated_nothing_is_no_annotator(made: tuple[Reported, str]) -> None:
    reported, _page = made
    values = [value for _name, value, _own in reported.report.facts]
    assert any("أمينة" in value for value in values)
    assert not any("Lead" in value for value in values)


def test_no_column_of_a_table_is_empty(made: tuple[Reported, str]) -> None:
    reported, _page = made
    blocks = [block for section in reported.report.sections for block in section.blocks]
    for table in (block for block in blocks if isinstance(block, Table)):
        for place, column in enumerate(table.columns):
            cells = [row[place] for row in table.rows]
            assert any(cell.text or cell.strip or cell.line for cell in cells), (table.name, column.title)


def test_the_page_is_well_formed(made: tuple[Reported, str]) -> None:
    _reported, page = made
    opened: list[str] = []
    for end, tag, alone in re.findall(r"<(/?)([a-z][a-z0-9]*)\b[^>]*?(/?)>", page):
        if end:
            assert opened.pop() == tag
        elif not alone and tag != "meta":
            opened.append(tag)
    assert opened == []
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_language_direction_and_digits_are_those_of_the_report(
    made: tuple[Reported, str], evaluation: Evaluation
) -> None:
    reported, page = made
    whole = html.document_fromstring(page)
    assert whole.get("lang") == reported.report.language
    assert whole.get("dir") == ("rtl" if reported.report.rtl else "ltr")
    assert {one.get("dir") for one in whole.xpath("//div[@dir]")} == {"rtl"}
    gold = whole.xpath("//section[@id='scores']//tbody/tr[1]/td[1]")[0].text_content().strip()
    assert int(gold) == evaluation.micro.gold
    assert gold.isascii() is not reported.report.rtl
    assert texts.language() == "en"


def test_the_scores_of_the_page_are_those_of_the_evaluation(made: tuple[Reported, str], evaluation: Evaluation) -> None:
    reported, page = made
    with texts.speaking(reported.report.language):
        strict = evaluation.micro.strict
        whole = html.document_fromstring(page)
        rows = [
            [cell.text_content().strip() for cell in row]
            for row in whole.xpath("//section[@id='scores']//table[1]/tbody/tr")
        ]
        values = [texts.number(100 * one.value, 1) for one in (strict.precision, strict.recall, strict.f1)]
        assert rows[0][3:6] == values
        of_labels = {row[0]: row[3:6] for row in rows[5:]}
        names = {label.id: label.name(reported.report.language) for label in load("wojood")}
        assert of_labels == {
            names[label]: [
                texts.number(100 * one.value, 1)
                for one in (score.strict.precision, score.strict.recall, score.strict.f1)
            ]
            for label, score in evaluation.labels.items()
        }
        matrix = whole.xpath("//section[@id='confusion']//tbody/tr")
        counts = [[cell.text_content().strip() for cell in row][1:] for row in matrix]
        assert counts == [
            [texts.number(count) if count else "·" for count in row] for row in evaluation.confusion.counts
        ]
        mistakes = whole.xpath("//section[@id='mistakes']/div[1]/table/tbody/tr/td[1]")
        told = sorted(one.text_content().strip() for one in mistakes)
        assert told == sorted(texts.number(count) for count in evaluation.mistakes.kinds().values() if count)


def test_every_section_is_there_and_figures_are_told_in_words(made: tuple[Reported, str]) -> None:
    reported, page = made
    of_run = ["scores", "comparisons", "confusion", "mistakes", "calibration", "growth", "documents"]
    sections = [section.id for section in reported.report.sections]
    assert sections == [*of_run, "agreement", "differences", "effort", "method"]
    figures = [block for section in reported.report.sections for block in section.blocks if isinstance(block, Figure)]
    assert [figure.name for figure in figures] == ["calibration", "amounts"]
    for figure in html.document_fromstring(page).xpath("//figure"):
        assert figure.get("role") == "img"
        assert figure.get("aria-label")


def test_the_page_of_figures_follows_the_theme(made: tuple[Reported, str]) -> None:
    _reported, page = made
    drawn = page[page.index("<figure") : page.rindex("</figure>")]
    assert "var(--text-ink)" in drawn
    assert not re.search(r"#[0-9a-f]{6}", drawn)


# Figures as files


def test_json_and_csv_have_all_figures(path: Path, tmp_path: Path, evaluation: Evaluation) -> None:
    found = finish(
        jobs.report(
            path,
            None,
            run="crf",
            compare=[HOSTILE],
            rule="union",
            json_file=tmp_path / "f.json",
            csv_folder=tmp_path / "tables",
        )
    )
    assert {Path(each).name for each in found.paths} == {
        "f.json",
        *(file.name for file in (tmp_path / "tables").iterdir()),
    }
    written = json.loads((tmp_path / "f.json").read_text("utf-8"))
    expected = evaluation_forms.to_json(evaluation)
    assert written["evaluation"] == json.loads(json.dumps(expected))
    of_annotators = finish(jobs.agreement(path)).to_json()
    assert written["agreement"] == json.loads(json.dumps(of_annotators))
    assert written["project"] == HOSTILE
    with (tmp_path / "tables" / "confusion.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [[int(count) for count in row[1:]] for row in rows[1:]] == [list(row) for row in evaluation.confusion.counts]
    with (tmp_path / "tables" / "scores.csv").open(encoding="utf-8-sig", newline="") as file:
        strict = next(csv.DictReader(file))
    assert float(strict["f1"]) == evaluation.micro.strict.f1.value


# What there is nothing of


def test_what_there_is_nothing_of_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "p.warraq"
    with Project.create(path, load("wojood")) as project:
        document = project.documents.add(Record(marked(DOCUMENTS[0]).text)).id
    with pytest.raises(NothingToReport, match="nothing to report"):
        finish(jobs.report(path, tmp_path / "r.html"))
    assert not (tmp_path / "r.html").exists()
    with Project.open(path) as project:
        review = Review(project, project.people.named("A"))
        review.open(document)
        review.add(4, 11, LabelId("PERS"))
    found = finish(jobs.report(path, tmp_path / "r.html"))
    assert [section.id for section in found.report.sections] == ["effort", "method"]
    assert "There are no scores of a run." in found.report.summary[0]


def test_only_the_parts_that_are_asked_for(path: Path) -> None:
    found = finish(jobs.report(path, None, parts=["agreement"]))
    assert [section.id for section in found.report.sections] == ["agreement", "differences", "method"]
    assert found.paths == ()


def test_a_run_that_is_asked_for_must_be_there(path: Path, tmp_path: Path) -> None:
    with pytest.raises(RunUnknown):
        finish(jobs.report(path, tmp_path / "r.html", run="nobody"))


def test_contested_gold_is_no_end_of_the_report(path: Path) -> None:
    found = finish(jobs.report(path, None))
    assert "scores" in {section.id for section in found.report.sections}
    of_documents = next(section for section in found.report.sections if section.id == "scores").blocks[0]
    assert "2 documents were left out" in of_documents.text  # type: ignore[union-attr]


def test_nothing_is_left_half_written(path: Path, tmp_path: Path) -> None:
    with pytest.raises(FileUnwritable):
        finish(jobs.report(path, tmp_path / "missing" / "r.html"))
    assert list(tmp_path.iterdir()) == []


# Wording


def placed(text: str, start: int, end: int) -> Place:
    return Place(DocumentId("d"), "d", start, end, text[:start], text[start:end], text[end:])


@pytest.mark.parametrize(
    ("text", "joined"),
    [("للصين", True), ("والصين", False), ("بِالصين", True), ("x الصين", False)],
)
def test_letters_stay_joined_where_a_string_begins(text: str, joined: bool) -> None:
    start = text.index("ا") if "ا" in text else 1
    start = text.index("لصين") if text == "للصين" else start
    span = Span(start, len(text), LabelId("GPE"))
    found = line(placed(text, span.start, span.end), span, None, None).line
    assert found is not None
    assert found.before.endswith("\u200d") is joined
    assert found.pieces[0].text.startswith("\u200d") is joined


def test_a_line_marks_gold_and_proposal_by_their_letters() -> None:
    text = "زار وزير الخارجية الأميركي"
    gold, proposed = Span(4, 26, LabelId("OCC")), Span(4, 17, LabelId("OCC"))
    found = line(placed(text, 4, 26), gold, proposed, 0).line
    assert found is not None
    assert [(piece.text, piece.gold, piece.proposed) for piece in found.pieces] == [
        ("وزير الخارجية", True, True),
        (" الأميركي", True, False),
    ]
    assert found.rtl


def test_context_ends_with_whole_words() -> None:
    text = "كلمة " * 40 + "هدف" + " كلمة" * 40
    start = text.index("هدف")
    around = Place(
        DocumentId("d"), "d", start, start + 3, text[start - 60 : start], "هدف", text[start + 3 : start + 63]
    )
    found = line(around, Span(start, start + 3, LabelId("GPE")), None, None).line
    assert found is not None
    assert set(found.before.split()) == set(found.after.split()) == {"كلمة"}


def test_names_are_cleaned() -> None:
    assert clean("a\u202eb\nc\x00\u2066d\u200f") == "a" + "b" + " " + "c\ufffd" + "d\u200f"
    assert isolated("\u2069x") == "\u2068x\u2069"


def test_signs_stand_before_their_numbers(again: None) -> None:
    assert signed(-0.021) == "−2.1"
    texts.use("ar")
    assert signed(0.021) == "+٢٫١"
    texts.use("ar", "latn")
    assert signed(0.021) == "\u2066+2.1\u2069"


# The command


def test_the_command_writes_a_report(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], again: None
) -> None:
    out = tmp_path / "r.html"
    arguments = [
        "report",
        str(path),
        str(out),
        "--run",
        "crf",
        "--rule",
        "union",
        "--language",
        "ar",
        "--digits",
        "latn",
    ]
    assert main([*arguments, "--title", "عنوان"]) == 0
    assert str(out) in capsys.readouterr().out
    whole = html.document_fromstring(out.read_text("utf-8"))
    assert whole.xpath("//h1")[0].text_content() == "عنوان"
    assert not set("٠١٢٣٤٥٦٧٨٩") & set("".join(whole.xpath("//table//text()")))


def test_the_command_writes_a_pdf(path: Path, tmp_path: Path) -> None:
    import pypdfium2

    out = tmp_path / "r.pdf"
    assert main(["report", str(path), str(out), "--run", "crf", "--rule", "union", "--title", "Quality of it"]) == 0
    with pypdfium2.PdfDocument(out) as read:
        first = read[0].get_textpage().get_text_bounded()
        last = read[len(read) - 1].get_textpage().get_text_bounded()
        assert "Quality of it" in first
        assert f"page {len(read)} of {len(read)}" in last


def test_a_report_that_cannot_be_made_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = str(tmp_path / "p.warraq")
    assert main(["new", project]) == 0
    assert main(["report", project, str(tmp_path / "r.html")]) == 1
    assert "nothing to report" in capsys.readouterr().err
