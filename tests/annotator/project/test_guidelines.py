from __future__ import annotations

import pytest

from annotator import errors, texts
from annotator.labels import LabelSet, load
from annotator.project.guidelines import Guideline
from annotator.project.project import Project


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_new_project_begins_with_guidelines_for_every_label(language, tmp_path):
    texts.use(language)
    with Project.create(tmp_path / "p.warraq", load("wojood")) as project:
        found = project.guidelines.read()
    assert found.version == 1
    headings = [line for line in found.text.splitlines() if line.startswith("#")]
    assert all(any(label.id in line for line in headings) for label in load("wojood"))


def test_a_set_of_the_users_own_begins_without_guidelines(tmp_path):
    own = LabelSet.from_json({"id": "../labels/wojood", "labels": ["A"]})
    with Project.create(tmp_path / "p.warraq", own) as project:
        assert project.guidelines.read() == Guideline()
        assert project.guidelines.write("# قواعد\n", 0).version == 1


def test_guidelines_are_kept_and_counted(tmp_path, project):
    first = project.guidelines.read()
    second = project.guidelines.write("نص جديد\n", first.version)
    assert (second.text, second.version) == ("نص جديد\n", first.version + 1)
    with Project.open(project.path, read_only=True) as again:
        assert again.guidelines.read() == second
        with pytest.raises(errors.ProjectReadOnly):
            again.guidelines.write("", second.version)


def test_guidelines_changed_elsewhere_are_not_overwritten(project):
    first = project.guidelines.read()
    with Project.open(project.path) as other:
        other.guidelines.write("theirs", first.version)
    with pytest.raises(errors.GuidelinesChanged):
        project.guidelines.write("ours", first.version)
    assert project.guidelines.read().text == "theirs"
