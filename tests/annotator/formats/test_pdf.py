"""PDF: letters at places become lines that read as they were written, and what speaks against them is told."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from bidi import get_display
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.formats import Problem, detect, read
from annotator.jobs import finish, import_files
from annotator.labels import load
from annotator.project.project import Project
from annotator.records import Record

LINES = ["زار وزير الخارجية السلام الأول كوفيد-19، New York في 2022.", "قال (أهلا) «نعم» الإسلام"]
DOCUMENTS = Path(__file__).parents[2] / "data" / "documents"
PICTURE = "\nq 100 0 0 100 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q"


def seen(text: str) -> list[str]:
    return list(get_display(text, base_dir="R"))


def with_ligatures(text: str) -> list[str]:
    """Lam and alef in one glyph, which stands for both."""
    joined = "".join(seen(text))
    for place, pair in enumerate(("لا", "لأ", "لإ")):
        joined = joined.replace(pair[::-1], chr(0xE000 + place))
    return [{"\ue000": "لا", "\ue001": "لأ", "\ue002": "لإ"}.get(glyph, glyph) for glyph in joined]


class _Pdf:
    """A PDF in the making: its objects, each at its number."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []

    def add(self, body: str) -> int:
        self.objects.append(body.encode("latin-1"))
        return len(self.objects)

    def stream(self, data: str) -> int:
        return self.add(f"<< /Length {len(data)} >>\nstream\n{data}\nendstream")

    def data(self, root: int, trailer: str) -> bytes:
        out, places = b"%PDF-1.5\n", []
        for number, body in enumerate(self.objects, 1):
            places.append(len(out))
            out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
        table = "".join(f"{place:010} 00000 n \n" for place in places)
        end = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(places) + 1} /Root {root} 0 R"
        return out + f"{end} {trailer}>>\nstartxref\n{len(out)}\n%%EOF".encode()


def pdf(*pages: Sequence[Sequence[str]], more: str = "", trailer: str = "") -> bytes:
    """Pages of lines of glyphs from the left; a glyph is the text it stands for."""
    made = _Pdf()
    glyphs = sorted({glyph for page in pages for line in page for glyph in line})
    code = {glyph: f"{number:04x}" for number, glyph in enumerate(glyphs, 1)}
    rows = "\n".join(f"<{code[glyph]}> <{glyph.encode('utf-16-be').hex()}>" for glyph in glyphs)
    letters = made.stream(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def"
        f" 1 begincodespacerange <0000> <ffff> endcodespacerange {len(glyphs)} beginbfchar\n{rows}\nendbfchar"
        " endcmap end end"
    )
    look = made.add("<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0"
                    " /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>")  # fmt: skip
    widths = made.add("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 500 /CIDSystemInfo << /Registry (Adobe)"
                      f" /Ordering (Identity) /Supplement 0 >> /FontDescriptor {look} 0 R >>")  # fmt: skip
    font = made.add("<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H"
                    f" /DescendantFonts [{widths} 0 R] /ToUnicode {letters} 0 R >>")  # fmt: skip
    parent = len(made.objects) + 2 * len(pages) + 1
    kids = []
    for page in pages:
        drawn = "\n".join(
            f"BT /F 12 Tf 50 {780 - 20 * row} Td <{''.join(code[glyph] for glyph in line)}> Tj ET"
            for row, line in enumerate(page)
        )
        content = made.stream(drawn + more)
        kids.append(made.add(f"<< /Type /Page /Parent {parent} 0 R /MediaBox [0 0 600 800] /Contents {content} 0 R"
                             f" /Resources << /Font << /F {font} 0 R >> >> >>"))  # fmt: skip
    made.add(f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>")
    return made.data(made.add(f"<< /Type /Catalog /Pages {parent} 0 R >>"), trailer)


def taken(path: Path, data: bytes) -> Record:
    path.write_bytes(data)
    (found,) = read(path)
    assert isinstance(found, Record), str(found)
    return found


def test_pages_and_lines(tmp_path: Path) -> None:
    data = pdf([seen(line) for line in LINES], [seen("صفحة")])
    found = taken(tmp_path / "تقرير.pdf", data)
    assert found.text == "\n".join(LINES) + "\n\nصفحة"
    assert (found.name, found.notes) == ("تقرير", ())
    assert (found.source.format, found.source.sha256) == ("pdf", hashlib.sha256(data).hexdigest())


def test_lam_alef_in_one_glyph(tmp_path: Path) -> None:
    found = taken(tmp_path / "a.pdf", pdf([with_ligatures(line) for line in LINES]))
    assert (found.text, found.notes) == ("\n".join(LINES), ())


ARRIVAL = (
    "وصل وزير الخارجية الأميركي أنتوني بلينكن إلى القاهرة يوم الاثنين 30 يناير 2023 (في جولة تشمل إسرائيل والضفة الغربية)،"
    " والتقى {first}الرئيس السيسي، وفق ما نقلته وكالة «رويترز»، ثم زار شركة (Apple Inc.) للمرة الثانية."
)
ACCORD = "وأكد الجانبان أهمية التعاون في منطقة الشرق الأوسط خلال اللقاء"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        # LibreOffice 7.4: stretched to the width of the page, lam-alef of two parts, brackets of another font.
        ("office", f"{ARRIVAL.format(first='أولاً ')}\n{ACCORD} 😊.\nالاسم\tالمدينة\tالعدد\nصلاح\tليفربول\t11"),
        # Chromium 156: no space is written, and letters stand from the left.
        ("browser", f"{ARRIVAL.format(first='')}\n{ACCORD}."),
    ],
)
def test_pages_as_programs_print_them(name: str, text: str) -> None:
    (found,) = read(DOCUMENTS / f"{name}.pdf")
    assert isinstance(found, Record)
    assert (found.text, found.notes) == (text, ())


def test_glyphs_that_stand_for_joined_forms_become_letters(tmp_path: Path) -> None:
    found = taken(tmp_path / "a.pdf", pdf([[*"ﺎﻴﻛ", " ", *"ﺭﺍﺯ"]]))
    assert (found.text, found.notes) == ("زار كيا", ())


def test_a_page_from_the_left(tmp_path: Path) -> None:
    assert taken(tmp_path / "a.pdf", pdf([[*list("The o"), "ffi", *list("ce (2022)")]])).text == "The office (2022)"


def test_a_word_cut_at_the_end_of_a_line_stays_cut(tmp_path: Path) -> None:
    assert taken(tmp_path / "a.pdf", pdf([list("inter-"), list("national")])).text == "inter-\nnational"


def test_letters_that_were_drawn_backwards_are_told_of_and_left(tmp_path: Path) -> None:
    found = taken(tmp_path / "a.pdf", pdf([list("زار وزير الخارجية مدينة طوكيو")]))
    assert found.text == "ويكوط ةنيدم ةيجراخلا ريزو راز"
    assert ["backwards" in str(note) for note in found.notes] == [True]


def test_signs_without_a_letter_are_told_of(tmp_path: Path) -> None:
    found = taken(tmp_path / "a.pdf", pdf([[*seen("زار"), " ", "\x01", "\x02"]]))
    assert "\x01" not in found.text
    assert found.text.count("\ufffd") == 2
    assert ["2 signs" in str(note) for note in found.notes] == [True]


def test_pages_that_are_pictures_are_told_of(tmp_path: Path) -> None:
    found = taken(tmp_path / "a.pdf", pdf([seen("نص")], [], [seen("آخر")], more=PICTURE))
    assert found.text == "نص\n\nآخر"
    assert ["pictures without text: 2" in str(note) for note in found.notes] == [True]


LOCKED = (
    f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'00' * 32}> /U <{'00' * 32}> >>"
    f" /ID [<{'00' * 16}> <{'00' * 16}>] "
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf([], more=PICTURE), "text recognition"),
        (pdf([]), "empty"),
        (b"%PDF-1.7\n", "damaged"),
        (b"", "damaged"),
        (pdf([seen("نص")])[:400], "damaged"),
        (pdf([seen("نص")], trailer=LOCKED), "password"),
    ],
)
def test_broken_files(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    (found,) = read(tmp_path / "a.pdf")
    assert isinstance(found, Problem)
    assert reason in str(found)
    assert "a.pdf" in str(found)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2500), st.binary(max_size=6)), min_size=1, max_size=5))
def test_any_damage(tmp_path: Path, changes: list[tuple[int, bytes]]) -> None:
    data = pdf([with_ligatures(line) for line in LINES], more=PICTURE)
    for place, wrong in changes:
        data = data[:place] + wrong + data[place + len(wrong) :]
    (tmp_path / "a.pdf").write_bytes(data)
    for item in read(tmp_path / "a.pdf", "pdf"):
        assert str(item) if isinstance(item, Problem) else item.text.strip()


def test_a_page_of_a_hostile_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.formats.pdf._PAGE_LIMIT", 2)
    (tmp_path / "a.pdf").write_bytes(pdf([seen("نص طويل")]))
    (found,) = read(tmp_path / "a.pdf")
    assert "page 1 holds more than 2 letters" in str(found)


def test_it_is_recognised_without_its_extension(tmp_path: Path) -> None:
    (tmp_path / "report").write_bytes(pdf([seen("نص")]))
    assert detect(tmp_path / "report").id == "pdf"


def test_an_import_takes_the_text_and_tells_what_is_doubtful(tmp_path: Path) -> None:
    project = tmp_path / "p.warraq"
    Project.create(project, load("wojood")).close()
    (tmp_path / "a.pdf").write_bytes(pdf([list("زار وزير الخارجية مدينة طوكيو")]))
    imported = finish(import_files(project, [tmp_path / "a.pdf"]))
    assert (imported.added, imported.problem_count, imported.kept_count) == (1, 0, 1)
    assert "look at it before you annotate" in str(imported.kept[0])


def test_spans_that_nobody_wants_need_no_known_label(tmp_path: Path) -> None:
    project = tmp_path / "p.warraq"
    Project.create(project, load("wojood")).close()
    tei = tmp_path / "a.xml"
    tei.write_text('<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><p>زار <persName>علي</persName></p></text></TEI>')
    assert finish(import_files(project, [tei])).problem_count == 1
    for strict in (True, False):
        imported = finish(import_files(project, [tei], spans="ignore", strict=strict))
        assert (imported.added + imported.known, imported.problem_count) == (1, 0)
    Project.create(tmp_path / "q.warraq", load("wojood")).close()
    mapped = finish(import_files(tmp_path / "q.warraq", [tei], mapping={"persName": "PERS"}, annotator="سارة"))
    assert (mapped.annotations, mapped.problem_count) == (1, 0)
