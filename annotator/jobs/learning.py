"""Learning from a project's finished documents: a model of its own, taken over only if it is no worse."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.errors import FileUnwritable, TooLittleGold, reason
from annotator.jobs.job import Job, Progress
from annotator.jobs.model import load_model
from annotator.jobs.suggesting import Suggested, suggest
from annotator.learn import LEAST_DOCUMENTS
from annotator.project.gold import gold
from annotator.project.project import Project
from annotator.texts import _

if TYPE_CHECKING:
    from annotator.learn.project import Finished, Learned


@dataclass(frozen=True, slots=True)
class Trained:
    """What learning came to. ``before`` and ``after`` are F1 (0–1) on the same documents: of the model that comes along, and of the
    project's own by cross-validation.
    """

    documents: int
    before: float
    after: float
    taken: bool
    """Whether the project uses the new model from now on, or a folder was written."""
    suggested: int = 0
    """In how many unfinished documents it then suggested afresh."""


def learn(project: str | Path) -> Job[Trained]:
    """Learn from the finished documents, and suggest afresh in those that nobody has finished where that is no worse than before.

    Raises TooLittleGold, ModelUnusable.
    """
    with Project.open(Path(project)) as opened:
        learned, count = yield from _learned(opened)
        taken = learned.after.f1 >= learned.before.f1
        trained = Trained(count, learned.before.f1, learned.after.f1, taken)
        if not taken:
            return trained
        from annotator.suggest.model import to_bytes

        opened.models.add(to_bytes(learned.model), learned.model.details, use=True)
    suggested = yield from suggest(project, unfinished=True)
    return Trained(count, trained.before, trained.after, taken, suggested.documents)


def use_version(project: str | Path, version: str | None) -> Job[Suggested]:
    """Use a version of the project's own model, or with None the model that comes along, and suggest by it where nobody has finished.

    Raises ModelVersionMissing, ModelUnusable.
    """
    with Project.open(Path(project)) as opened, opened.writing():
        opened.models.use(version)
        load_model(own=opened.models.in_use())  # one that is damaged does not come into use
    return (yield from suggest(project, unfinished=True))


def train(project: str | Path, output: str | Path) -> Job[Trained]:
    """Learn from the finished documents and write a spaCy pipeline folder; the project stays as it is.

    Raises TooLittleGold, ModelUnusable, FileUnwritable.
    """
    output = Path(output)
    if output.exists():
        raise FileUnwritable(path=output, detail=_("it is there already"))
    with Project.open(Path(project), read_only=True) as opened:
        learned, count = yield from _learned(opened)
    _write(learned, output)
    return Trained(count, learned.before.f1, learned.after.f1, taken=True)


def _learned(opened: Project) -> Job[tuple[Learned, int]]:
    yield Progress(0, 0, _("The finished documents are being read"))
    documents = _finished(opened)
    if len(documents) < LEAST_DOCUMENTS:
        raise TooLittleGold(n=len(documents), least=LEAST_DOCUMENTS)
    from annotator.learn import project

    work = project.learn(documents, opened.labels)
    while True:
        try:
            done, steps = next(work)
        except StopIteration as end:
            return end.value, len(documents)
        yield Progress(done, steps, _("Learning from finished documents"))


def _finished(opened: Project) -> list[Finished]:
    from annotator.learn.project import Finished

    found = []
    for document in opened.documents.ids():
        its_gold = gold(opened, document)
        if its_gold:
            found.append(Finished(opened.documents.get(document).text, its_gold.spans))
    return found


def _write(learned: Learned, output: Path) -> None:
    """The pipeline folder, written aside and then put in its place."""
    from annotator.suggest import pipeline

    nlp = pipeline.build(learned.model)
    nlp.meta["name"] = output.name
    nlp.meta["performance"] = {"spans_f": learned.after.f1}
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=output.parent, prefix=f".{output.name}-") as aside:
            nlp.to_disk(Path(aside, "pipeline"))
            shutil.move(Path(aside, "pipeline"), output)
    except OSError as fault:
        raise FileUnwritable(path=output, detail=reason(fault)) from fault
