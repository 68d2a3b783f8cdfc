from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.formats import Problem, ReadOptions, Written, detect, read
from annotator.formats.conllu_words import extents
from annotator.formats.registry import read_file
from annotator.records import LabelId, Record, Span

Doc = Callable[[str], Record]

# After an Arabic treebank of Universal Dependencies, with brackets as in CorefUD: proclitics as words, an empty node, a chain.
TREEBANK = """# newdoc id = afp.20000715
# global.Entity = eid-etype-head-other
# newpar id = p1
# sent_id = p1u1
# text = قال للرئيس: "وصل"
1	قال	قَال	VERB	V	Aspect=Perf	0	root	0:root	Vform=قَالَ
1.1	_	هو	PRON	_	_	_	_	1:nsubj	Entity=(e2-PERS-1)
2-3	للرئيس	_	_	_	_	_	_	_	SpaceAfter=No
2	ل	لِ	ADP	P	_	3	case	_	_
3	الرئيس	رَئِيس	NOUN	N	_	1	obl	_	Entity=(e1-OCC-1-role:x)
4	:	:	PUNCT	G	_	1	punct	_	_
5	"	"	PUNCT	G	_	6	punct	_	SpaceAfter=No
6	وصل	وَصَل	VERB	V	_	1	ccomp	_	Entity=(e3--1)|SpaceAfter=No
7	"	"	PUNCT	G	_	6	punct	_	_

# sent_id = p1u2
# text = رئيس بلدية نابلس
1	رئيس	رَئِيس	NOUN	N	_	0	root	_	Entity=(e1-OCC-1-role:x
2	بلدية	بَلَدِيَّة	NOUN	N	_	1	nmod	_	Entity=(e4-ORG-1-
3	نابلس	نَابُلُس	PROPN	Z	_	2	nmod	_	Entity=(e5-GPE-1-)e4)e1)

"""


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    def make(written: str) -> Path:
        path = tmp_path / "a.conllu"
        path.write_text(written, newline="")
        return path

    return make


def rows(*words: str) -> str:
    """Lines of words: the form, then what stands in MISC."""
    parts = [word.partition(" ") for word in words]
    return "".join(f"{n}\t{form}" + "\t_" * 7 + f"\t{misc or '_'}\n" for n, (form, _s, misc) in enumerate(parts, 1))


def one(path: Path) -> Record:
    (record,) = read(path)
    assert isinstance(record, Record), record
    return record


def found(record: Record) -> list[tuple[str, str]]:
    return [(record.text[span.start : span.end], span.label) for span in record.annotations]


def test_a_treebank_comes_in_to_the_character(file: Callable[[str], Path]) -> None:
    path = file(TREEBANK)
    record = one(path)
    assert detect(path).id == "conllu"
    assert (record.text, record.external_id) == ('قال للرئيس: "وصل" رئيس بلدية نابلس', "afp.20000715")
    # The word الرئيس is written لرئيس after the proclitic.
    assert found(record) == [
        ("لرئيس", "OCC"),
        ("رئيس بلدية نابلس", "OCC"),
        ("بلدية نابلس", "ORG"),
        ("نابلس", "GPE"),
    ]


def test_it_goes_out_as_it_came(file: Callable[[str], Path], tmp_path: Path, export: Callable[..., Written]) -> None:
    export("conllu", tmp_path / "out.conllu", [one(file(TREEBANK))])
    assert (tmp_path / "out.conllu").read_text() == TREEBANK


def test_documents_whose_file_has_no_header_stay_apart(
    file: Callable[[str], Path], tmp_path: Path, export: Callable[..., Written]
) -> None:
    path = file("".join(f"# newdoc id = {n}\n{rows('زار', 'طوكيو NER=S-GPE|Case=x')}\n# alone\n\n" for n in "ab"))
    records = [record for record in read(path) if isinstance(record, Record)]
    assert [(record.text, found(record)) for record in records] == [("زار طوكيو", [("طوكيو", "GPE")])] * 2
    export("conllu", tmp_path / "out", records)


def test_what_changed_since(file: Callable[[str], Path], tmp_path: Path, export: Callable[..., Written]) -> None:
    record = one(file(TREEBANK))
    first, outer, _organisation, place = record.annotations
    spans = (first._replace(label=LabelId("PERS")), place._replace(start=outer.start + 5), Span(0, 3, LabelId("EVENT")))
    export("conllu", tmp_path / "out.conllu", [replace(record, annotations=spans)])
    again = (tmp_path / "out.conllu").read_text()
    assert "\tEntity=(e1-PERS-1-role:x)\n" in again
    assert "\tEntity=(e6-EVENT-1)|Vform=قَالَ\n" in again
    assert "بَلَدِيَّة\tNOUN\tN\t_\t1\tnmod\t_\tEntity=(e4-GPE-1-\n" in again
    assert "\tEntity=e4)\n" in again
    assert "Entity=(e2-PERS-1)" in again
    assert "Entity=(e3--1)|SpaceAfter=No" in again
    assert again.count("Entity=(") == 5


def test_a_span_inside_a_word_costs_the_analysis(
    file: Callable[[str], Path], tmp_path: Path, export: Callable[..., Written]
) -> None:
    record = replace(one(file(TREEBANK)), annotations=(Span(1, 3, LabelId("X")),))
    written = export("conllu", tmp_path / "out.conllu", [record])
    assert "analysis of its words" in written.report[1]
    assert found(one(tmp_path / "out.conllu")) == [("ال", "X")]


def test_a_document_is_written_with_proclitics_as_words(
    tmp_path: Path, doc: Doc, export: Callable[..., Written]
) -> None:
    path = tmp_path / "out.conllu"
    export("conllu", path, [doc("زار [وزير [اليابان GPE] OCC] و[الصين GPE].\n\nوعاد  ")])
    assert path.read_text() == (
        "# newdoc id = d\n# global.Entity = eid-etype-head-other\n# sent_id = 1-1\n"
        "# text = زار وزير اليابان والصين.\n"
        + rows("زار", "وزير Entity=(e1-OCC-1", "اليابان Entity=(e2-GPE-1)e1)")
        + "4-5\tوالصين"
        + "\t_" * 7
        + "\tSpaceAfter=No\n"
        + "4\tو"
        + "\t_" * 8
        + "\n"
        + "5\tالصين"
        + "\t_" * 7
        + "\tEntity=(e3-GPE-1)\n"
        + "6\t."
        + "\t_" * 7
        + "\tSpacesAfter=\\n\\n\n\n"
        "# sent_id = 1-2\n# text = وعاد\n" + rows("وعاد SpacesAfter=\\s\\s") + "\n"
    )


@pytest.mark.parametrize("key", ["NER", "ner", "NE", "NamedEntity", "name"])
def test_tags_of_other_programs(file: Callable[[str], Path], key: str) -> None:
    words = (
        "زار",
        f"هونغ {key}=B-GPE",
        f"كونغ {key}=I-GPE",
        f"ثم {key}=O",
        f"الصين x=y|{key}=S-GPE",
        f"حماس {key}=B-ORG",
    )
    assert found(one(file(rows(*words)))) == [("هونغ كونغ", "GPE"), ("الصين", "GPE"), ("حماس", "ORG")]


@pytest.mark.parametrize(
    ("header", "brackets"),
    [
        ("", ["(1-PER", "1)(2-LOC)"]),
        ("", ["(PER", "PER)(LOC)"]),
        (
            "GRP-etype-infstat-salience-centering-minspan-link-identity",
            ["(1-PER-new-1-cf1-1,2-coref-x_y", "1)(2-LOC-new)"],
        ),
        ("entity-GRP", ["(PER-1", "1)(LOC-2)"]),
        ("eid-etype-head-other", ["(e1-PER-1-", "e1)(e2-LOC-1)"]),
    ],
)
def test_brackets_of_other_corpora(file: Callable[[str], Path], header: str, brackets: list[str]) -> None:
    said = f"# global.Entity = {header}\n" if header else ""
    record = one(file(said + rows(f"a Entity={brackets[0]}", f"b Entity={brackets[1]}")))
    assert found(record) == [("a b", "PER"), ("b", "LOC")]


def test_a_discontinuous_mention_comes_in_as_its_cover_and_goes_out_whole(
    file: Callable[[str], Path], tmp_path: Path, export: Callable[..., Written]
) -> None:
    words = rows("شمال Entity=(e1[1/2]-LOC-1)", "وجنوب", "أفريقيا Entity=(e1[2/2]-LOC-1)")
    record = one(file(words))
    assert found(record) == [("شمال وجنوب أفريقيا", "LOC")]
    export("conllu", tmp_path / "out.conllu", [record])
    assert words.strip() in (tmp_path / "out.conllu").read_text()


def test_one_header_stands_for_a_file(
    file: Callable[[str], Path], tmp_path: Path, export: Callable[..., Written]
) -> None:
    document = rows("a Entity=(PER-1)") + "\n"
    path = file(f"# newdoc id = a\n# global.Entity = entity-GRP\n{document}# newdoc id = b\n{document}")
    records = [record for record in read(path) if isinstance(record, Record)]
    assert [(record.external_id, found(record)) for record in records] == [("a", [("a", "PER")]), ("b", [("a", "PER")])]


def test_a_header_without_room_for_a_label_is_none(
    file: Callable[[str], Path], tmp_path: Path, export: Callable[..., Written]
) -> None:
    record = one(file("# global.Entity = eid etype-head-other\n" + rows("a NER=B-PERS")))
    export("conllu", tmp_path / "out.conllu", [record])
    assert found(one(tmp_path / "out.conllu")) == [("a", "PERS")]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (rows("a SpaceAfter=No", "b"), "ab"),
        ("# text = a b(c)\n" + rows("a", "b", "(", "c", ")"), "a b(c)"),
        (rows("a SpacesAfter=\\t\\p\\\\", "b SpacesAfter=\\r\\n"), "a\t|\\b\r\n"),
        (rows("a SpacesBefore=\\s", "b"), " a b"),
        (rows("a") + "\n" + rows("b SpaceAfter=No") + "\n" + rows("c") + "\n# newpar\n" + rows("d"), "a bc\nd"),
        (rows("a SpaceAfter=No") + "\n# newpar id = p2\n" + rows("b"), "a\nb"),
        (rows("a SpacesAfter=\\n\\n") + "\n# newpar\n" + rows("b"), "a\n\nb"),
        ("# text = 😊 a\u00a0b\n" + rows("😊", "a\u00a0b"), "😊 a\u00a0b"),
    ],
)
def test_what_stands_between_words(file: Callable[[str], Path], written: str, text: str) -> None:
    assert one(file(written)).text == text


@pytest.mark.parametrize(
    ("form", "words", "expected"),
    [
        ("والصين", ["و", "الصين"], ["و", "الصين"]),
        ("للرئيس", ["ل", "الرئيس"], ["ل", "لرئيس"]),
        ("وللرئيسين", ["و", "ل", "الرئيس", "ين"], ["و", "ل", "لرئيس", "ين"]),
        ("مما", ["من", "ما"], ["م", "ما"]),
        ("عما", ["عن", "ذا"], ["عما", "عما"]),
        ("ab", [], []),
    ],
)
def test_where_words_stand_in_a_token(form: str, words: list[str], expected: list[str]) -> None:
    assert [form[start:end] for start, end in extents(form, words)] == expected


@pytest.mark.parametrize(
    ("written", "words", "line"),
    [
        ("a\tb\n", "no line of CoNLL-U", 4),
        ("x" + rows("a")[1:], "no line of CoNLL-U", 4),
        (rows("a").replace("\ta", "\t "), "token is empty", 4),
        ("# text = b\n" + rows("a"), "is not where the text", 5),
        ("# text = a b\n" + rows("a"), "goes on after its last token", 4),
        (rows("a Entity=(1-X"), "is never closed", 3),
        (rows("a Entity=1)"), "“1)” cannot be read", 4),
        (rows("a Entity=(1-X)y"), "“y” cannot be read", 4),
    ],
)
def test_a_bad_line_costs_its_document_only(file: Callable[[str], Path], written: str, words: str, line: int) -> None:
    good = rows("good")
    before, bad, after = read(file(f"{good}\n# newdoc\n{written}\n# newdoc id = x\n{good}"))
    assert isinstance(before, Record)
    assert isinstance(after, Record)
    assert isinstance(bad, Problem)
    assert words in str(bad)
    assert f"line {line}" in str(bad)


def test_labels_with_any_sign(tmp_path: Path, export: Callable[..., Written]) -> None:
    labels = ["a-b", "(x)", "a|b=c", "50%", "اسم علم", "[1/2]"]
    spans = tuple(Span(0, 1, LabelId(label)) for label in sorted(labels))
    export("conllu", tmp_path / "out.conllu", [Record("a", "d", annotations=spans)])
    assert found(one(tmp_path / "out.conllu")) == [("a", label) for label in sorted(labels)]


@pytest.mark.parametrize("kept", [3, {"lines": 3}, {"lines": [1]}, {"lines": ["1\ta"]}, {"lines": [rows("b").strip()]}])
def test_meta_that_no_reader_made(tmp_path: Path, export: Callable[..., Written], kept: object) -> None:
    record = Record("a", "d", annotations=(Span(0, 1, LabelId("X")),), meta={"warraq:conllu": kept})
    export("conllu", tmp_path / "out.conllu", [record])


PIECES = st.sampled_from(
    [
        *(
            "1",
            "2",
            "1-2",
            "1.1",
            "\t",
            "\t_" * 7 + "\t",
            "زار",
            "\n",
            "# newdoc",
            "# text = ",
            "# newpar",
            "Entity=",
            "(e1",
        ),
        *(
            "e1)",
            "-X",
            "[1/2]",
            "NER=B-X",
            "NER=I-X",
            "|",
            "SpaceAfter=No",
            "SpacesAfter=\\n",
            "# global.Entity = ",
            "eid",
        ),
    ]
)
WORDS = st.builds(
    lambda form, said: rows(f"{form} {''.join(said)}"),
    st.text("زا😊", min_size=1, max_size=2),
    st.lists(PIECES, max_size=5),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(PIECES | WORDS, max_size=20).map("".join))
def test_any_lines(tmp_path: Path, export: Callable[..., Written], written: str) -> None:
    path = tmp_path / "f.conllu"
    path.write_text(written, newline="")
    for item in read_file(path, "f", "conllu", ReadOptions()):
        assert str(item)
        if isinstance(item, Record):
            export("conllu", tmp_path / "out", [item])
