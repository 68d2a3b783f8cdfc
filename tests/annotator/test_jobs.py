from __future__ import annotations

import json
import os
import pickle
import random
import tomllib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from annotator import __version__, jobs
from annotator.errors import (
    AnnotatorNeeded,
    AnnotatorUnknown,
    FileUnwritable,
    FormatUnknown,
    GoldContested,
    MappingInvalid,
    ModelUnusable,
    ModelVersionMissing,
    NothingToExport,
    NothingToImport,
    ProjectReadOnly,
    SplitInvalid,
    TooLittleGold,
    UnknownLabel,
)
from annotator.formats import read
from annotator.formats.manifest import Manifest, Part, WrittenFile
from annotator.jobs import finish
from annotator.label_mapping import load_mapping
from annotator.labels import load
from annotator.project.erase import erase
from annotator.project.project import Project
from annotator.project.settled import ask_again, settle
from annotator.records import LabelId, Record, Span
from annotator.review import Review

TEXT = "زار بلينكن طوكيو"
PERS = {"start": 4, "end": 10, "label": "PERS"}
GPE = {"start": 11, "end": 16, "label": "GPE"}
SCORED = GPE | {"score": 0.7, "reason": "list", "source": "lexicon"}

Lines = Callable[..., Path]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "p.warraq"
    Project.create(path, load("wojood")).close()
    return path


@pytest.fixture
def lines_file(tmp_path: Path) -> Lines:
    def make(*values: object, name: str = "file.jsonl") -> Path:
        path = tmp_path / name
        path.write_text("".join(f"{json.dumps(value, ensure_ascii=False)}\n" for value in values))
        return path

    return make


def info(project: Path) -> dict[str, Any]:
    with Project.open(project, read_only=True) as opened:
        return opened.info()


def imported(project: Path, *paths: Path, **options: Any) -> jobs.Imported:
    return finish(jobs.import_files(project, paths, **options))


WORDS = [
    "كتب",
    "قرأ",
    "درس",
    "سافر",
    "عاد",
    "نام",
    "جلس",
    "قام",
    "باع",
    "شرى",
    "زرع",
    "حصد",
    "رسم",
    "لعب",
    "فاز",
    "خسر",
    "بنى",
    "هدم",
    "فتح",
    "أغلق",
]
WORD = {"start": 0, "end": 3}


def different(number: int) -> str:
    """A text that resembles no other one."""
    return " ".join(random.Random(number).choices(WORDS, k=40))


def exported_parts(project: Path, folder: Path, split: str = "80/10/10", seed: int = 0) -> jobs.Exported:
    return finish(jobs.export(project, folder / "parts", "jsonl", split=split, seed=seed))


def parts_of(result: jobs.Exported) -> dict[str, str]:
    return {row["id"]: path.stem for path in result.paths for row in exported(path)}


def exported(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


class TestImport:
    def test_each_span_keeps_its_kind_and_a_second_time_changes_nothing(self, project: Path, lines_file: Lines) -> None:
        path = lines_file(
            {"id": "a", "text": TEXT, "spans": [PERS, SCORED]},
            {"text": "آخر", "spans": [SCORED | {"start": 0, "end": 3}]},
        )
        first = imported(project, path, annotator="فاطمة")
        assert (first.added, first.annotations, first.suggestions, first.annotator) == (2, 1, 2, "فاطمة")
        before = info(project)
        again = imported(project, path, annotator="فاطمة")
        assert (again.added, again.known, again.annotations, again.suggestions) == (0, 2, 0, 0)
        assert info(project) == before
        assert before["states"] == {"new": 1, "in progress": 1, "done": 0}

    @pytest.mark.parametrize(
        ("spans", "annotations", "suggestions"), [("annotations", 2, 0), ("suggestions", 0, 2), ("ignore", 0, 0)]
    )
    def test_spans_become_what_is_asked(
        self, project: Path, lines_file: Lines, spans: Any, annotations: int, suggestions: int
    ) -> None:
        result = imported(project, lines_file({"text": TEXT, "spans": [PERS, SCORED]}), spans=spans)
        assert (result.annotations, result.suggestions) == (annotations, suggestions)
        assert (info(project)["annotations"], info(project)["suggestions"]) == (annotations, suggestions)

    def test_a_record_whose_text_is_known_adds_its_spans_there(
        self, project: Path, lines_file: Lines, tmp_path: Path
    ) -> None:
        (tmp_path / "a.txt").write_text(TEXT)
        imported(project, tmp_path / "a.txt")
        imported(project, lines_file({"text": TEXT, "spans": [PERS]}), done=True)
        result = imported(project, lines_file({"text": TEXT, "spans": [PERS, GPE]}), done=True)
        assert (result.known, result.annotations) == (1, 1)
        assert info(project)["states"]["done"] == 1

    def test_the_good_part_stands_and_the_bad_is_listed(self, project: Path, lines_file: Lines, tmp_path: Path) -> None:
        imported(project, lines_file({"id": "a", "text": "أول"}))
        path = lines_file(
            {"id": "a", "text": "نص آخر"},
            {"text": TEXT, "spans": [PERS | {"label": "PERSON"}]},
            {"text": 5},
            {"id": "b", "text": "جيد"},
            {"id": "b", "text": "نص ثالث"},
        )
        result = imported(project, path, tmp_path / "missing.txt")
        assert (result.added, result.problem_count) == (1, 5)
        told = [str(problem) for problem in result.problems]
        assert "line 1: the document “a” is in the project with another text" in told[0]
        assert "“PERSON” is not in the label set. Did you mean “PERS”?" in told[1]
        assert "line 3" in told[2]
        assert "line 5: the document “b”" in told[3]
        assert "missing.txt" in told[4]

    def test_strict_imports_nothing_where_anything_is_bad(self, project: Path, lines_file: Lines) -> None:
        for bad in (
            {"text": 5},
            {"id": "a", "text": "نص"},
            {"text": "نص", "spans": [PERS | {"start": 0, "end": 2, "label": "X"}]},
        ):
            result = imported(project, lines_file({"id": "a", "text": TEXT}, bad), strict=True)
            assert (result.added, result.problem_count) == (0, 1)
        assert info(project)["documents"] == 0
        assert imported(project, lines_file({"id": "a", "text": TEXT}), strict=True).added == 1
        assert imported(project, lines_file({"id": "a", "text": "آخر"}), strict=True).problem_count == 1

    def test_labels_are_mapped(self, project: Path, lines_file: Lines) -> None:
        path = lines_file({"text": TEXT, "spans": [PERS | {"label": "PERSON"}, SCORED | {"label": "MISC"}]})
        result = imported(project, path, mapping={"PERSON": "PERS", "MISC": ""})
        assert (result.annotations, result.suggestions, result.problem_count) == (1, 0, 0)
        with pytest.raises(UnknownLabel):
            imported(project, path, mapping={"PERSON": "PRSON"})

    def test_unknown_labels_are_counted_and_can_be_asked_for_before(
        self, project: Path, lines_file: Lines, tmp_path: Path
    ) -> None:
        spans = [PERS | {"label": "PERSON"}, GPE | {"label": "MISC"}, SCORED | {"label": "MISC"}, GPE]
        path = lines_file({"text": TEXT, "spans": spans}, {"text": 5})
        unknown = (("MISC", 2), ("PERSON", 1))
        (tmp_path / "a.txt").write_text(TEXT)
        files = [path, tmp_path / "a.txt", tmp_path / "missing.jsonl"]
        assert finish(jobs.unknown_labels(project, files)) == unknown
        assert finish(jobs.unknown_labels(project, files[1:])) == ()
        for strict in (True, False):
            result = imported(project, path, strict=strict)
            assert (result.unknown, result.added) == (unknown, 0)
        assert tomllib.loads(result.mapping) == {"MISC": "", "PERSON": "PERS"}
        assert imported(project, path, mapping=tomllib.loads(result.mapping)).unknown == ()
        bare = [lines_file({"id": "a", "spans": spans})]
        assert finish(jobs.unknown_labels(project, bare)) == ()
        assert finish(jobs.unknown_labels(project, bare, without_text=True)) == unknown
        # Texts alone need no labels.
        assert imported(project, lines_file({"text": "نص", "spans": spans[:0]}), spans="ignore").added == 1
        assert imported(project, lines_file({"text": f"{TEXT}.", "spans": spans}), spans="ignore").problem_count == 0

    def test_encodings_are_told(self, project: Path, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_bytes("وصل الوزير إلى طوكيو".encode("cp1256"))
        (finding,) = imported(project, tmp_path / "a.txt").audit.findings
        assert (finding.oddity, finding.counts) == ("encoding", {"cp1256": 1})

    def test_with_several_annotators_the_name_is_needed(self, project: Path, lines_file: Lines) -> None:
        path = lines_file({"text": TEXT, "spans": [PERS]})
        for name in ("أ", "ب"):
            imported(project, path, annotator=name)
        with pytest.raises(AnnotatorNeeded, match="أ, ب"):
            imported(project, path)

    def test_nothing_to_import(self, project: Path, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        with pytest.raises(NothingToImport):
            imported(project, tmp_path / "empty")
        with pytest.raises(FormatUnknown):
            imported(project, tmp_path, format="jsnl")

    def test_a_cancelled_import_keeps_whole_documents(self, project: Path, lines_file: Lines) -> None:
        path = lines_file(*({"id": str(i), "text": f"{TEXT} {i}", "spans": [PERS]} for i in range(200)))
        job = jobs.import_files(project, [path])
        progress = next(job)
        job.close()
        found = info(project)
        assert progress.done == found["documents"] == found["annotations"]
        assert imported(project, path).added == 200 - found["documents"]

    def test_a_project_that_cannot_be_written(
        self, project: Path, lines_file: Lines, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
        with pytest.raises(ProjectReadOnly):
            imported(project, lines_file({"text": TEXT}))

    def test_results_pass_between_processes(self, project: Path, lines_file: Lines) -> None:
        result = imported(project, lines_file({"text": 1}))
        assert str(pickle.loads(pickle.dumps(result)).problems[0]) == str(result.problems[0])


class TestSuggest:
    def test_the_built_in_suggester_looks_at_what_it_has_not_seen(self, project: Path, lines_file: Lines) -> None:
        imported(project, lines_file({"text": TEXT}))
        first = finish(jobs.suggest(project))
        assert first.documents == 1
        assert first.suggestions > 0
        assert finish(jobs.suggest(project)).documents == 0
        imported(project, lines_file({"text": f"{TEXT}."}))
        assert finish(jobs.suggest(project)).documents == 1
        assert finish(jobs.suggest(project, again=True)).documents == 2

    def test_a_folder_that_is_no_pipeline(self, project: Path, tmp_path: Path) -> None:
        with pytest.raises(ModelUnusable):
            finish(jobs.suggest(project, suggester=str(tmp_path)))
        (tmp_path / "config.cfg").write_text("[nlp]\nlang = 5")
        with pytest.raises(ModelUnusable):
            finish(jobs.suggest(project, suggester=str(tmp_path)))

    def test_a_pipeline_in_a_folder(self, project: Path, tmp_path: Path, lines_file: Lines) -> None:
        import spacy

        nlp = spacy.blank("ar")
        ruler = nlp.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": "GPE", "pattern": "طوكيو"}, {"label": "UNKNOWN", "pattern": "زار"}])
        nlp.to_disk(tmp_path / "model")
        imported(project, lines_file({"text": TEXT}))
        result = finish(jobs.suggest(project, suggester=str(tmp_path / "model")))
        assert (result.suggester, result.suggestions) == ("model", 1)
        assert finish(jobs.suggest(project, suggester=str(tmp_path / "model"))).documents == 0
        mapped = finish(jobs.suggest(project, suggester=str(tmp_path / "model"), mapping={"UNKNOWN": "EVENT"}))
        assert (mapped.documents, mapped.suggestions) == (1, 1)

    def test_a_pipeline_that_fails_at_a_text_leaves_the_project_as_it_was(
        self, project: Path, tmp_path: Path, lines_file: Lines
    ) -> None:
        import spacy
        from spacy.language import Language

        @Language.component("warraq_test_breaks")
        def breaks(doc: object) -> object:
            raise ValueError("out of luck")

        nlp = spacy.blank("ar")
        nlp.add_pipe("warraq_test_breaks")
        nlp.to_disk(tmp_path / "model")
        imported(project, lines_file({"text": TEXT}))
        with pytest.raises(ModelUnusable, match="out of luck"):
            finish(jobs.suggest(project, suggester=str(tmp_path / "model")))
        with Project.open(project) as opened:
            assert opened.suggestions.runs() == []

    def test_predictions_find_their_documents_by_text_or_id(self, project: Path, lines_file: Lines) -> None:
        imported(project, lines_file({"id": "a", "text": TEXT}, {"id": "b", "text": "في طوكيو"}))
        predictions = lines_file(
            {"text": TEXT, "spans": [PERS]},
            {"id": "b", "spans": [{"start": 3, "end": 8, "label": "GPE", "score": 0.5}]},
            {"id": "b", "spans": [{"start": 3, "end": 80, "label": "GPE"}]},
            {"id": "c", "spans": [GPE]},
            {"id": "a", "text": "نص آخر تماما", "spans": [PERS]},
            name="crf.jsonl",
        )
        result = finish(jobs.suggest_from(project, predictions))
        assert (result.suggester, result.documents, result.suggestions, result.problem_count) == ("crf", 2, 2, 3)
        told = [str(problem) for problem in result.problems]
        assert "line 3: the span 3–80 lies outside the text" in told[0]
        assert "“c”" in told[1]
        assert "“a”" in told[2]
        before = info(project)
        finish(jobs.suggest_from(project, predictions))
        assert info(project) == before

    def test_predict_needs_no_project(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(TEXT)
        found: list[Record] = []
        result = finish(jobs.predict([tmp_path / "a.txt", tmp_path / "b.txt"], found.append))
        assert [record.name for record in found] == ["a"]
        assert result.suggestions == len(found[0].suggestions) > 0
        assert result.problem_count == 1


class TestExport:
    def test_gold_alone_is_written(self, project: Path, lines_file: Lines, tmp_path: Path) -> None:
        meta = {"url": "x"}
        imported(project, lines_file({"id": "a", "text": TEXT, "spans": [PERS, SCORED], "meta": meta}), done=True)
        imported(project, lines_file({"id": "b", "text": "لم ينته"}))
        out = tmp_path / "o.jsonl"
        result = finish(jobs.export(project, out, "jsonl"))
        assert (result.documents, result.spans, result.unfinished, result.paths) == (1, 1, 1, (out,))
        assert exported(out) == [{"id": "a", "text": TEXT, "spans": [PERS], "meta": meta}]
        result = finish(jobs.export(project, out, "jsonl", include="all"))
        assert result.documents == 2

    def test_labels_and_nesting_are_chosen(self, project: Path, lines_file: Lines, tmp_path: Path) -> None:
        office = {"start": 0, "end": 16, "label": "OCC"}
        imported(project, lines_file({"text": TEXT, "spans": [office, PERS, GPE]}), done=True)
        out = tmp_path / "o.jsonl"
        finish(jobs.export(project, out, "jsonl", labels=["GPE", "PERS"]))
        assert exported(out)[0]["spans"] == [PERS, GPE]
        finish(jobs.export(project, out, "jsonl", options={"nesting": "outer"}))
        assert exported(out)[0]["spans"] == [office]
        with pytest.raises(UnknownLabel, match="PERS"):
            finish(jobs.export(project, out, "jsonl", labels=["PRES"]))

    def test_nothing_to_export_leaves_nothing(self, project: Path, lines_file: Lines, tmp_path: Path) -> None:
        imported(project, lines_file({"text": TEXT, "spans": [PERS]}))
        with pytest.raises(NothingToExport):
            finish(jobs.export(project, tmp_path / "o.jsonl", "jsonl"))
        assert not (tmp_path / "o.jsonl").exists()

    def test_several_annotators(self, project: Path, lines_file: Lines, tmp_path: Path) -> None:
        imported(project, lines_file({"text": TEXT, "spans": [PERS]}), annotator="أ", done=True)
        imported(project, lines_file({"text": TEXT, "spans": [PERS, GPE]}), annotator="ب", done=True)
        out = tmp_path / "o.jsonl"
        with pytest.raises(GoldContested):
            finish(jobs.export(project, out, "jsonl"))
        spans = [
            finish(jobs.export(project, out, "jsonl", **choice)).spans
            for choice in ({"annotator": "أ"}, {"annotator": "ب"}, {"rule": "majority"}, {"rule": "union"})
        ]
        assert spans == [1, 2, 1, 2]
        with pytest.raises(AnnotatorUnknown, match="There are: أ, ب"):
            finish(jobs.export(project, out, "jsonl", annotator="ج"))
        imported(project, lines_file({"text": "واحد"}), annotator="أ", done=True)
        assert finish(jobs.export(project, out, "jsonl")).contested == 1

    def test_a_split_by_document(self, project: Path, lines_file: Lines, tmp_path: Path) -> None:
        imported(project, lines_file(*({"id": str(i), "text": f"{TEXT} {i}"} for i in range(10))), done=True)
        out = tmp_path / "parts"
        for _again in range(2):
            result = finish(jobs.export(project, out, "spacy", split="80/10/10", seed=3))
            assert [path.name for path in result.paths] == ["train.spacy", "dev.spacy", "test.spacy"]
            counts = [len(list(read(path))) for path in result.paths]
            assert counts == [8, 1, 1]
        with pytest.raises(SplitInvalid):
            finish(jobs.export(project, out, "spacy", split="80/30"))

    def test_a_cancelled_export_leaves_what_stood_there(self, project: Path, lines_file: Lines, tmp_path: Path) -> None:
        imported(project, lines_file(*({"id": str(i), "text": f"{TEXT} {i}"} for i in range(120))), done=True)
        out = tmp_path / "o.jsonl"
        out.write_text("before")
        before = set(tmp_path.iterdir())
        job = jobs.export(project, out, "jsonl")
        next(job)
        job.close()
        assert out.read_text() == "before"
        assert set(tmp_path.iterdir()) == before

    def test_a_document_keeps_its_part_and_new_ones_go_where_labels_lack(
        self, project: Path, lines_file: Lines, tmp_path: Path
    ) -> None:
        rows = [{"id": str(i), "text": different(i), "spans": [WORD | {"label": "PERS"}]} for i in range(10)]
        imported(project, lines_file(*rows), done=True)
        first = parts_of(exported_parts(project, tmp_path))
        assert sorted(first.values()) == ["dev", *["test"], *["train"] * 8]
        rows = [{"id": f"new{i}", "text": different(i + 20), "spans": [WORD | {"label": "LAW"}]} for i in range(5)]
        imported(project, lines_file(*rows), done=True)
        second = parts_of(exported_parts(project, tmp_path))
        assert {name: second[name] for name in first} == first
        assert {second[f"new{i}"] for i in range(5)} > {"train"}
        assert parts_of(exported_parts(project, tmp_path)) == second
        # Another choice begins anew, and the first one is still there after it.
        assert parts_of(exported_parts(project, tmp_path, seed=5)) != second
        assert parts_of(exported_parts(project, tmp_path)) == second

    def test_near_duplicates_and_revisions_share_a_part(self, project: Path, lines_file: Lines, tmp_path: Path) -> None:
        rows = [{"id": str(i), "text": different(i)} for i in range(12)]
        rows += [{"id": f"{i} again", "text": different(i) + " وشكرا"} for i in range(12)]
        imported(project, lines_file(*rows), done=True)
        parts = parts_of(exported_parts(project, tmp_path, split="50/50"))
        assert all(parts[f"{i} again"] == parts[str(i)] for i in range(12))
        assert sorted(parts.values()).count("dev") == 12
        with Project.open(project) as opened:
            review = Review(opened, opened.people.all()[0])
            for i in range(12):
                made = review.revise(opened.documents.find(str(i)), Record(different(100 + i), f"{i} revised"))
                review.import_spans(made, [], done=True)
        revised = parts_of(exported_parts(project, tmp_path, split="50/50"))
        assert all(revised[f"{i} revised"] == parts[str(i)] for i in range(12))

    def test_a_split_of_a_project_that_cannot_be_written_is_made_and_not_remembered(
        self, project: Path, lines_file: Lines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        imported(project, lines_file(*({"id": str(i), "text": different(i)} for i in range(4))), done=True)
        monkeypatch.setattr("annotator.project.connection.is_writable", lambda _path: False)
        first = parts_of(exported_parts(project, tmp_path))
        assert first == parts_of(exported_parts(project, tmp_path))
        with Project.open(project) as opened:
            assert opened.splits.parts("80/10/10", 0) == {}

    def test_an_erased_document_leaves_no_trace_in_the_split(
        self, project: Path, lines_file: Lines, tmp_path: Path
    ) -> None:
        imported(project, lines_file(*({"id": str(i), "text": different(i)} for i in range(4))), done=True)
        exported_parts(project, tmp_path)
        with Project.open(project) as opened:
            erase(opened, opened.documents.find("2"))
            assert len(opened.splits.parts("80/10/10", 0)) == 3
            assert opened.db.execute("SELECT count(*) FROM split").fetchone() == (3,)

    def test_the_manifest_says_what_the_data_set_holds_and_from_what(
        self, project: Path, lines_file: Lines, tmp_path: Path
    ) -> None:
        office = {"start": 0, "end": 16, "label": "OCC"}
        imported(project, lines_file({"id": "a", "text": TEXT, "spans": [office, PERS, GPE]}), done=True)
        with Project.open(project) as opened:
            document, identity = opened.documents.find("a"), opened.id
        out = tmp_path / "gold.conll"
        result = finish(jobs.export(project, out, "conll", options={"scheme": "bioes"}))
        assert result.manifest == tmp_path / "gold.conll.manifest.json"
        found = Manifest.read(result.manifest)
        labels = {"GPE": 1, "OCC": 1, "PERS": 1}
        assert (found.documents, found.spans, found.labels) == (1, 3, labels)
        assert found.changes == {}
        assert found.parts == {"all": Part(1, 3, labels, (document,))}
        assert found.files == {"gold.conll": WrittenFile(out.stat().st_size, sha256(out.read_bytes()).hexdigest())}
        assert (found.format, found.offsets, found.options["scheme"]) == ("conll", "token", "bioes")
        assert (found.label_set["id"], found.label_set["labels"]["PERS"]["ar"]) == ("wojood", "شخص")
        assert (found.project["id"], found.program, found.annotators) == (identity, __version__, 1)
        assert (found.guidelines, found.split, found.agreement) == (1, None, None)
        assert "agreement" not in json.loads(result.manifest.read_text())

    def test_the_manifest_of_parts_lists_each(self, project: Path, lines_file: Lines, tmp_path: Path) -> None:
        imported(project, lines_file(*({"id": str(i), "text": different(i)} for i in range(5))), done=True)
        result = exported_parts(project, tmp_path, split="60/40", seed=3)
        found = Manifest.read(tmp_path / "parts" / "manifest.json")
        assert found.split == {"shares": "60/40", "seed": 3}
        assert {name: part.documents for name, part in found.parts.items()} == result.parts == {"train": 3, "dev": 2}
        assert sorted(found.files) == ["dev.jsonl", "train.jsonl"]
        # What an export wrote is read as its documents, the manifest is none.
        assert len(list(read(tmp_path / "parts"))) == 5

    def test_a_file_called_as_the_manifest_is_not_overwritten(
        self, project: Path, lines_file: Lines, tmp_path: Path
    ) -> None:
        imported(project, lines_file({"text": TEXT}), done=True)
        foreign = tmp_path / "o.jsonl.manifest.json"
        foreign.write_text("{}")
        with pytest.raises(FileUnwritable, match="no export made"):
            finish(jobs.export(project, tmp_path / "o.jsonl", "jsonl"))
        assert foreign.read_text() == "{}"
        assert not (tmp_path / "o.jsonl").exists()


def test_merging_takes_each_project_whole_or_not(project: Path, lines_file: Lines, tmp_path: Path) -> None:
    other = tmp_path / "other.warraq"
    Project.create(other, load("wojood")).close()
    imported(project, lines_file({"id": "a", "text": TEXT}))
    imported(other, lines_file({"id": "b", "text": "نص", "spans": [PERS | {"start": 0, "end": 2}]}), done=True)
    result = finish(jobs.merge(project, [other, tmp_path / "missing.warraq"]))
    assert (result.documents, len(result.problems)) == (1, 1)
    assert info(project)["annotations"] == 1
    assert finish(jobs.merge(project, [other])).decisions == 0


def test_checking_and_copying(project: Path, tmp_path: Path) -> None:
    assert finish(jobs.check(project)).faults == ()
    copy = finish(jobs.backup(project, tmp_path / "copy.warraq"))
    assert info(copy)["documents"] == 0


def test_the_sample_is_made_once(tmp_path: Path) -> None:
    path = finish(jobs.sample(tmp_path / "new" / "sample.warraq"))
    found = info(path)
    assert found["documents"] == 5
    assert found["suggestions"] > 200
    made = path.stat().st_mtime_ns
    assert finish(jobs.sample(path)) == path
    assert path.stat().st_mtime_ns == made
    assert [entry.name for entry in path.parent.iterdir()] == ["sample.warraq"]


@pytest.mark.parametrize("content", ["{", "[1]", '{"a": 5}', '{"a": ["b"]}', "[" * 10_000, '{"a": "\\ud800"}'])
def test_broken_mappings(tmp_path: Path, content: str) -> None:
    (tmp_path / "m.json").write_text(content)
    with pytest.raises(MappingInvalid):
        load_mapping(tmp_path / "m.json")


def test_mappings(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text('PERSON = "PERS"\n"GPE-X" = ""\n')
    assert load_mapping(tmp_path / "m.toml") == {"PERSON": "PERS", "GPE-X": ""}


# Learning


def _finish_documents(project: Path, lines_file: Lines, count: int) -> None:
    rows = [{"id": str(n), "text": f"{TEXT} رقم {n}", "spans": [PERS, {**GPE, "label": "FAC"}]} for n in range(count)]
    finish(jobs.import_files(project, [lines_file(*rows)], spans="annotations", annotator="فاطمة", done=True))


def test_learning_is_taken_over_and_suggests_afresh_where_nothing_is_finished(project: Path, lines_file: Lines) -> None:
    _finish_documents(project, lines_file, 4)
    finish(jobs.import_files(project, [lines_file({"id": "new", "text": f"قال إن {TEXT}"}, name="new.jsonl")]))
    finish(jobs.suggest(project))
    trained = finish(jobs.learn(project))
    assert (trained.documents, trained.taken, trained.suggested) == (4, True, 1)
    assert trained.after >= trained.before
    with Project.open(project) as opened:
        new = opened.documents.find("new")
        shown = {
            opened.documents.get(new).text[s.span.start : s.span.end]: s.span.label
            for s in opened.suggestions.shown(new)
        }
        assert shown["طوكيو"] == "FAC"
        [version] = opened.models.versions()
        assert version.in_use
        assert version.details["documents"] == 4
    assert finish(jobs.suggest(project)).documents == 4  # the finished ones had not been seen by this version


def test_a_model_that_is_worse_is_not_taken(project: Path, lines_file: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    from annotator.learn import project as learning
    from annotator.quality.scores import Scores

    _finish_documents(project, lines_file, 3)
    nothing_right = Scores()
    nothing_right.miss(["GPE"])
    monkeypatch.setattr(learning, "_cross_validated", lambda *_values: nothing_right)
    trained = finish(jobs.learn(project))
    assert (trained.taken, trained.after) == (False, 0)
    with Project.open(project) as opened:
        assert opened.models.versions() == []


def test_too_little_gold_is_refused(project: Path, lines_file: Lines, tmp_path: Path) -> None:
    _finish_documents(project, lines_file, 2)
    before = info(project)
    with pytest.raises(TooLittleGold, match="2"):
        finish(jobs.learn(project))
    with pytest.raises(TooLittleGold):
        finish(jobs.train(project, tmp_path / "out"))
    assert info(project) == before
    assert not (tmp_path / "out").exists()


def test_versions_can_be_chosen_and_left(project: Path, lines_file: Lines) -> None:
    _finish_documents(project, lines_file, 3)
    finish(jobs.learn(project))
    with Project.open(project) as opened:
        [version] = opened.models.versions()
    finish(jobs.use_version(project, None))
    with Project.open(project) as opened:
        assert opened.models.in_use() is None
    finish(jobs.use_version(project, version.id))
    with Project.open(project) as opened:
        assert opened.models.versions()[0].in_use
    with pytest.raises(ModelVersionMissing, match="abc"):
        finish(jobs.use_version(project, "abc"))


def test_a_few_versions_are_kept_and_the_one_in_use_always(project: Path) -> None:
    with Project.open(project) as opened:
        first = opened.models.add(b"1", {"documents": 1}, use=True)
        for _n in range(9):
            opened.models.add(b"2", {"documents": 2}, use=False)
        kept = [version.id for version in opened.models.versions()]
        assert len(kept) == 6
        assert opened.models.in_use() == (first, b"1")


def test_a_damaged_version_is_told_and_changes_nothing(project: Path, lines_file: Lines) -> None:
    finish(jobs.import_files(project, [lines_file({"id": "1", "text": TEXT})]))
    with Project.open(project) as opened:
        opened.models.add(b"damaged", {"documents": 1}, use=True)
    with pytest.raises(ModelUnusable):
        finish(jobs.suggest(project))
    assert info(project)["suggestions"] == 0


def test_a_trained_pipeline_works_by_itself(project: Path, lines_file: Lines, tmp_path: Path) -> None:
    import spacy

    _finish_documents(project, lines_file, 4)
    trained = finish(jobs.train(project, tmp_path / "out" / "own"))
    assert trained.documents == 4
    doc = spacy.load(tmp_path / "out" / "own")(f"قال إن {TEXT}")
    assert ("طوكيو", "FAC") in {(span.text, span.label_) for span in doc.spans["warraq"]}
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["own"]
    with pytest.raises(FileUnwritable):
        finish(jobs.train(project, tmp_path / "out" / "own"))


def test_documents_are_ordered_by_doubt(project: Path, lines_file: Lines) -> None:
    rows = [
        {"id": "sure", "text": TEXT + " أ", "spans": [{**GPE, "score": 0.99}]},
        {"id": "doubtful", "text": TEXT + " ب", "spans": [{**GPE, "score": 0.55}, {**PERS, "score": 0.45}]},
        {"id": "between", "text": TEXT + " ج", "spans": [{**GPE, "score": 0.6}]},
    ]
    finish(jobs.import_files(project, [lines_file(*rows)], spans="suggestions"))
    with Project.open(project) as opened:
        names = [opened.documents.get(one).external_id for one in opened.documents.ids(order="doubt")]
    assert names == ["doubtful", "between", "sure"]


def test_a_damaged_version_does_not_come_into_use(project: Path) -> None:
    with Project.open(project) as opened:
        identity = opened.models.add(b"damaged", {"documents": 1}, use=False)
    with pytest.raises(ModelUnusable):
        finish(jobs.use_version(project, identity))
    with Project.open(project) as opened:
        assert opened.models.in_use() is None


class TestPreview:
    def test_it_is_the_beginning_of_the_file_that_an_export_writes(
        self, project: Path, lines_file: Lines, tmp_path: Path
    ) -> None:
        office = {"start": 0, "end": 16, "label": "OCC"}
        imported(project, lines_file({"id": "new", "text": "لم ينته"}))
        imported(project, lines_file({"id": "a", "text": TEXT, "spans": [office, PERS]}), done=True)
        for options in ({"scheme": "iob2"}, {"scheme": "bioes", "nesting": "inner"}):
            shown = finish(jobs.preview_export(project, "conll", options=options))
            result = finish(jobs.export(project, tmp_path / "o.conll", "conll", options=options))
            assert shown == jobs.WrittenPreview("a", (("", (tmp_path / "o.conll").read_text()),), result.report)
        assert finish(jobs.preview_export(project, "jsonl", include="all")).document == "new"

    def test_a_file_that_is_no_text_and_one_that_is_long(self, project: Path, lines_file: Lines) -> None:
        imported(project, lines_file({"id": "a", "text": f"{TEXT} " * 1000, "spans": [PERS]}), done=True)
        assert finish(jobs.preview_export(project, "spacy")).files == (("", None),)
        ((_name, text),) = finish(jobs.preview_export(project, "jsonl")).files
        assert text is not None
        assert len(text) == 2000

    def test_what_refuses_an_export_refuses_its_preview(self, project: Path, lines_file: Lines) -> None:
        with pytest.raises(NothingToExport):
            finish(jobs.preview_export(project, "jsonl"))
        for name in ("أ", "ب"):
            imported(project, lines_file({"text": TEXT, "spans": [PERS]}), annotator=name, done=True)
        with pytest.raises(GoldContested):
            finish(jobs.preview_export(project, "jsonl"))


class TestConsistency:
    def test_looks_through_what_a_person_has_begun(self, project: Path) -> None:
        with Project.open(project) as opened:
            review = Review(opened, opened.people.named("A"))
            for text, label in ((TEXT, "GPE"), (f"{TEXT} ٢", "LOC"), ("في طوكيو", ""), ("نام", "")):
                spans = [Span(11, 16, LabelId(label))] if label else []
                review.import_spans(opened.documents.add(Record(text)).id, spans, done=text != "نام")
            other = Review(opened, opened.people.named("B"))
            other.import_spans(opened.documents.add(Record("من طوكيو")).id, [Span(3, 8, LabelId("ORG"))], done=True)
            settle(opened, "labels", "بلينكن")
        work = jobs.find_inconsistencies(project, review.person.id)
        reports = []
        found = pickle.loads(pickle.dumps(finish(work, reports.append)))
        assert [(group.fault.value, group.text, group.unmarked) for group in found.groups] == [
            ("labels", "طوكيو", 0),
            ("unmarked", "طوكيو", 1),
        ]
        assert (found.documents, found.settled) == (3, 1)
        assert reports[0].total == 6
        with Project.open(project) as opened:
            settle(opened, "labels", "طوكيو")
            assert len(finish(jobs.find_inconsistencies(project, review.person.id)).groups) == 1
            ask_again(opened)
        assert len(finish(jobs.find_inconsistencies(project, review.person.id)).groups) == 2
