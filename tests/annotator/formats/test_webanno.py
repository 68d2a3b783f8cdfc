from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.formats import Problem, Written, detect, read
from annotator.records import LabelId, Record, Span

ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
HEAD = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Span|value\n\n\n"


def record(tmp_path: Path, content: str) -> Record:
    path = tmp_path / "a.tsv"
    path.write_text(content, newline="")
    assert detect(path).id == "webanno"
    (found,) = read(path)
    assert isinstance(found, Record), found
    return found


def found(tmp_path: Path, content: str) -> set[tuple[str, str]]:
    it = record(tmp_path, content)
    return {(it.text[span.start : span.end], span.label) for span in it.annotations}


# Files as INCEpTION's own tests and its guide have them


def test_offsets_count_utf16(tmp_path: Path) -> None:
    it = record(
        tmp_path,
        HEAD + "#Text=I like it 😊 .\n1-1\t0-1\tI\t_\t\n1-2\t2-6\tlike\t_\t\n"
        "1-3\t7-9\tit\t_\t\n1-4\t10-12\t😊\t*\t\n1-5\t13-14\t.\tDOT\t\n",
    )
    assert it.text == "I like it 😊 ."
    assert it.annotations == (Span(10, 11, LabelId("Span")), Span(12, 13, LabelId("DOT")))


def test_stacked_and_inside_words(tmp_path: Path) -> None:
    assert found(
        tmp_path,
        HEAD + "#Text=aaaaaa bbbbbb cccccc\n"
        "1-1\t0-6\taaaaaa\t2[1]|7[2]|1[3]\t\n"
        "1-1.1\t3-6\taaa\t9[4]|6[5]|8[6]\t\n"
        "1-2\t7-13\tbbbbbb\t2[1]|9[4]|6[5]|4[7]\t\n"
        "1-2.1\t7-10\tbbb\t7[2]|8[6]\t\n"
        "1-2.2\t7-7\t\t11\t\n"
        "1-2.3\t9-13\tbbbb\t5\t\n"
        "1-3\t14-20\tcccccc\t_\t\n"
        "1-3.1\t14-17\tccc\t9[4]\t\n",
    ) == {
        ("aaaaaa bbbbbb", "2"),
        ("aaaaaa bbb", "7"),
        ("aaaaaa", "1"),
        ("aaa bbbbbb ccc", "9"),
        ("aaa bbbbbb", "6"),
        ("aaa bbb", "8"),
        ("bbbbbb", "4"),
        ("bbbb", "5"),
    }


def test_lines_and_sentences(tmp_path: Path) -> None:
    it = record(
        tmp_path,
        HEAD + "#Sentence.id=s1\n#Text=This is\\t\n#Text=a test .\n1-1\t0-4\tThis\tA[1]\t\n1-5\t16-17\t.\tA[1]\t\n\n"
        "#Text=She loves\n2-1\t20-23\tShe\tA[1]\t\n\n#Text=him\n3-1\t29-32\thim\t_\t\n",
    )
    assert it.text == "This is\t\na test .\n  She loveshim"
    assert it.annotations == (Span(0, 23, LabelId("A")),)


def test_values_with_signs_that_have_a_meaning(tmp_path: Path) -> None:
    assert found(
        tmp_path,
        HEAD + "#Text=a b c d\n1-1\t0-1\ta\tx\\|y\\[1\\][1]|\\_[2]\t\n1-2\t2-3\tb\t\\*\t\n"
        "1-3\t4-5\tc\t\\->\\;\\\\\t\n1-4\t6-7\td\tB-PER[3]|*[4]\t\n",
    ) == {("a", "x|y[1]"), ("a", "_"), ("b", "*"), ("c", "->;\\"), ("d", "B-PER"), ("d", "Span")}


def test_named_entities_stand_among_other_layers(tmp_path: Path) -> None:
    assert found(
        tmp_path,
        "#FORMAT=WebAnno TSV 3.2\n"
        "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|coarseValue|PosValue\n"
        f"#T_SP={ENTITY}|identifier|value\n"
        "#T_SP=webanno.custom.Frame|FE|ROLE_webanno.custom.Frame:Roles_webanno.custom.FrameRolesLink|webanno.custom.Lu\n"
        "#T_RL=webanno.custom.Relation|label|BT_webanno.custom.Lu\n\n\n"
        "#Text=Ms. Haag plays\n"
        "1-1\t0-3\tMs.\tX\tNNP\t*[1]|http\\://x[2]\tPER[1]|PERpart[2]\t_\t_\t_\t_\t_\t\n"
        "1-2\t4-8\tHaag\tX\tNNP\t*[1]\tPER[1]\t_\t_\t_\t_\t_\t\n"
        "1-3\t9-14\tplays\tX\tVBD\t_\t_\tplay\tseller;buyer\t1-1;1-2[1]\tx\t1-1\t\n",
    ) == {("Ms. Haag", "PER"), ("Ms.", "PERpart")}


@pytest.mark.parametrize(
    ("layer", "row", "label"),
    [
        ("webanno.custom.Person|", "*", "Person"),
        ("webanno.custom.Place|Kind", "GPE", "GPE"),
        ("webanno.custom.Place|Kind|label", "x\tGPE", "GPE"),
        ("webanno.custom.Place|Kind|Other", "x\ty", "Place"),
        ("webanno.custom.Place|Kind", "*", "Place"),
        ("webanno.custom.Referent|entity|infstat", "GPE\tnew", "GPE"),
    ],
)
def test_layers_of_the_project_s_own(tmp_path: Path, layer: str, row: str, label: str) -> None:
    content = f"#FORMAT=WebAnno TSV 3.3\n#T_SP={layer}\n\n\n#Text=طوكيو\n1-1\t0-5\tطوكيو\t{row}\t\n"
    assert found(tmp_path, content) == {("طوكيو", label)}


def test_lines_may_end_as_on_windows(tmp_path: Path) -> None:
    assert record(tmp_path, (HEAD + "#Text=a\\r\n1-1\t0-1\ta\t_\t\n").replace("\n", "\r\n")).text == "a\r"


# Writing


def test_a_file_for_inception(tmp_path: Path, doc: Callable[[str], Record], export: Callable[..., Written]) -> None:
    given = doc("😊 زار [وزير [الصين GPE] OCC] و[طوكيو G].  عاد\r\n")
    export("webanno", tmp_path / "out", [given], tokens="words")
    (file,) = (tmp_path / "out").iterdir()
    assert file.name == "d.tsv"
    assert file.read_text() == (
        f"#FORMAT=WebAnno TSV 3.3\n#T_SP={ENTITY}|identifier|value\n\n\n"
        "#Text=😊 زار وزير الصين وطوكيو.  \n"
        "1-1\t0-2\t😊\t_\t_\t\n"
        "1-2\t3-6\tزار\t_\t_\t\n"
        "1-3\t7-11\tوزير\t*[1]\tOCC[1]\t\n"
        "1-4\t12-17\tالصين\t*[1]|*[2]\tOCC[1]|GPE[2]\t\n"
        "1-5\t18-24\tوطوكيو\t_\t_\t\n"
        "1-5.1\t19-24\tطوكيو\t*\tG\t\n"
        "1-6\t24-25\t.\t_\t_\t\n"
        "\n"
        "#Text=عاد\\r\n"
        "#Text=\n"
        "2-1\t27-30\tعاد\t_\t_\t\n"
    )


@pytest.mark.parametrize(
    "text", ["\r\n\tزار", "   زار  ", "\x1cزار\x01\x02", "زار.\n\n\n  عاد\x0b\x0c\u2028", "\\t \\ \\\\n"]
)
def test_no_space_is_lost(tmp_path: Path, text: str, export: Callable[..., Written]) -> None:
    export("webanno", tmp_path / "out", [Record(text, "d")] * 2)
    assert [item.text for item in read(tmp_path / "out") if isinstance(item, Record)] == [text, text]


def test_labels_of_any_signs(tmp_path: Path, export: Callable[..., Written]) -> None:
    labels = ["*", "_", "a|b", "x[1]", "->", "a\tb\n", "\\", "B;C", "\\->"]
    spans = tuple(sorted(Span(0, end, LabelId(label)) for end in (2, 6) for label in labels))
    export("webanno", tmp_path / "out", [Record("زار طوكيو", "d", annotations=spans)])
    (again,) = read(tmp_path / "out")
    assert isinstance(again, Record)
    assert set(again.annotations) == set(spans)


def test_white_space_at_the_edges_of_a_span_is_left_and_told(tmp_path: Path, export: Callable[..., Written]) -> None:
    spans = (Span(3, 6, LabelId("A")), Span(3, 4, LabelId("B")))
    written = export("webanno", tmp_path / "out", [Record("زار في", "d", annotations=spans)])
    assert written.spans == 1
    assert len(written.report) == 2


# Broken files

ROW = "#Text=ab\n1-1\t0-2\tab\tX\t\n"


@pytest.mark.parametrize(
    ("content", "place", "reason"),
    [
        ("", "a.tsv", "is empty"),
        ("#FORMAT=WebAnno TSV 3.1\n\n\n" + ROW, "line 1", "3.2, 3.3"),
        ("#FORMAT=", "line 1", "3.2, 3.3"),
        ("#FORMAT=WebAnno TSV 3.3\n#T_SP=\n\n\n" + ROW, "line 2", "no name"),
        (HEAD, "a.tsv", "empty"),
        (HEAD + "#Text=\n", "a.tsv", "empty"),
        (HEAD + "#Text=a\\\0b\n1-1\t0-2\tab\tX\t\n", "a.tsv", "NUL"),
        (HEAD + "#Text=ab\n1-1\t0-2\tab\n", "line 6", "fewer columns"),
        (HEAD + "#Text=ab\n1-1\t0-2", "line 6", "begin"),
        (HEAD + "#Text=ab\nab\t0-2\tab\tX\t\n", "line 6", "begin"),
        (HEAD + "#Text=ab\n1-1\t0-3\tab\tX\t\n", "line 6", "outside"),
        (HEAD + "#Text=ab\n1-1\t2-1\tab\tX\t\n", "line 6", "outside"),
        (HEAD + "#Text=ab\n1-1\t999999999-999999999\tab\tX\t\n", "line 6", "outside"),
        (HEAD + "#Text=ab\n1-1\t9999999999999999-9999999999999999\tab\tX\t\n", "line 6", "begin"),
        (HEAD + "#Text=😊ab\n1-1\t1-3\tab\tX\t\n", "line 6", "“ab”"),
        (HEAD + "#Text=abc\n1-1\t0-3\tabc\tX\t\n\n#Text=de\n2-1\t1-3\tde\tX\t\n", "line 9", "before the end"),
    ],
)
def test_broken_files_give_place_and_reason(tmp_path: Path, content: str, place: str, reason: str) -> None:
    (tmp_path / "a.tsv").write_text(content)
    (problem,) = read(tmp_path / "a.tsv", "webanno")
    assert isinstance(problem, Problem)
    assert place in str(problem)
    assert reason in str(problem)


def test_gaps_do_not_add_up_to_endless_text(tmp_path: Path) -> None:
    rows = "".join(f"\n#Text=a\n{n}-1\t{n}5000000-{n}5000001\ta\tX\t\n" for n in range(1, 9))
    (tmp_path / "a.tsv").write_text(HEAD + rows)
    (problem,) = read(tmp_path / "a.tsv")
    assert isinstance(problem, Problem)


def test_one_bad_file_of_a_folder_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "1.tsv").write_text(HEAD + ROW)
    (tmp_path / "2.tsv").write_bytes(HEAD.encode() + b"#Text=\xff\n")
    (tmp_path / "3.tsv").write_text(HEAD + ROW)
    assert [type(item) for item in read(tmp_path)] == [Record, Problem, Record]


SIGNS = st.sampled_from(
    ["\t", "\n", "\n\n", "#Text=", "1-1", "0-2", "ab", "9", "[1]", "|", "_", "*", "\\", "😊", "X[1]|Y[2]", ".1"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(cut=st.integers(0, len(ROW)), signs=st.lists(SIGNS, max_size=12))
def test_whatever_follows_the_header(tmp_path: Path, cut: int, signs: list[str]) -> None:
    (tmp_path / "a.tsv").write_text(HEAD + ROW[:cut] + "".join(signs))
    for item in read(tmp_path / "a.tsv", "webanno"):
        assert isinstance(item, Record) or str(item)
        if isinstance(item, Record):
            assert all(0 <= span.start < span.end <= len(item.text) for span in item.annotations)
