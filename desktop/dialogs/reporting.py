"""What a report is to tell, in which language, and where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.errors import MeasureNeeds
from annotator.quality.threshold import TARGET
from annotator.records import MEMORY
from annotator.texts import _, language, mark
from desktop.bidi import left_to_right
from desktop.dialogs.choices import PathField, choice
from desktop.dialogs.sheet import Sheet, add_row, form, secondary
from desktop.pages.quality_choices import asked_for, gold_value, run_options
from desktop.pages.quality_figures import Asked
from desktop.panels.calibration_panel import LEAST, MOST, PercentField

if TYPE_CHECKING:
    from annotator.project.runs import StoredRun
    from annotator.review import Review

NOTHING: Final = Asked()

_PARTS: Final = {
    "scores": (mark("Quality of a run"), mark("No document is finished yet that a suggester looked at.")),
    "agreement": (mark("Agreement of annotators"), mark("No document was finished by two annotators.")),
    "effort": (mark("Effort of the review"), mark("Nothing has been decided yet.")),
}
"""The parts of a report, and why one cannot be had."""
_INDENT: Final = 28
"""Where the words of a box to tick begin."""


@dataclass(frozen=True, slots=True)
class ReportState:
    """What there is to tell of: the runs, the oldest first, those who annotate, and which parts of a report."""

    runs: tuple[StoredRun, ...]
    annotators: tuple[str, ...]
    parts: frozenset[str]
    gamma_needs: str = ""
    """What has to be installed before gamma can be worked out."""

    @classmethod
    def of(cls, review: Review) -> ReportState:
        """Asked of the project, in the file's thread."""
        from annotator.project.agreement import shared
        from annotator.project.runs import stored_runs
        from annotator.quality.agreement import gamma

        project = review.project
        people = project.people.annotating()
        runs = tuple(stored_runs(project))
        decided = project.db.execute("SELECT EXISTS (SELECT 1 FROM decision WHERE manner <> 'import')").fetchone()[0]
        there = {
            "scores": any(run.suggester != MEMORY for run in runs) and project.documents.states()["done"] > 0,
            "agreement": bool(shared(project, {person.id for person in people})),
            "effort": bool(decided),
        }
        names = tuple(person.name for person in people)
        needs = ""
        try:
            gamma.require()
        except MeasureNeeds as error:
            needs = str(error)
        return cls(runs, names, frozenset(part for part, found in there.items() if found), needs)


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """What was chosen: the options of ``warraq report``."""

    path: Path
    parts: tuple[str, ...]
    language: str
    title: str = ""
    run: str = ""
    compare: str = ""
    annotator: str = ""
    rule: str = ""
    target: float = TARGET
    """The precision that the threshold named is to keep."""
    gamma: bool = False
    figures: bool = False
    """Whether all figures are written beside it too."""

    @property
    def is_print(self) -> bool:
        return self.path.suffix.lower() == ".pdf"


class MakeReportDialog(Sheet):
    """Asks what to tell of what there is; proposed is what the quality page scores, and the precision wanted there."""

    def __init__(
        self, parent: QWidget | None, state: ReportState, path: Path, asked: Asked = NOTHING, target: float = TARGET
    ) -> None:
        sentence = _("One file that needs nothing else: to read, to print and to send.")
        super().__init__(parent, _("Report"), sentence, _("Make the report"), 520)
        self._state = state
        self.parts = {part: QCheckBox(_(words)) for part, (words, _why) in _PARTS.items()}
        runs = [(value, name) for name, value in run_options(state.runs)]
        self.run_box = choice([("", _("The newest")), *runs], asked.run)
        self.compare = choice([("", _("Nothing")), *runs], asked.compare)
        self.gold = choice(
            [
                ("", _("Gold: adjudicated, or of the only annotator")),
                *((gold_value(Asked(annotator=name)), _("Of {name}").format(name=name)) for name in state.annotators),
                ("majority", _("What most annotators marked")),
                ("union", _("What any annotator marked")),
            ],
            gold_value(asked),
        )
        self.gamma = QCheckBox(_("Gamma too: slow, so of a sample where there are many documents"))
        self.wanted = PercentField(LEAST, MOST)
        self.wanted.show_share(target)
        self.language = choice([("ar", "العربية"), ("en", "English")], language())
        self.format = choice([(".html", _("Web page (HTML)")), (".pdf", _("Print (PDF)"))])
        self.path = PathField(str(path.with_suffix(".html")), _("File"))
        self.title_field = QLineEdit()
        self.figures = QCheckBox(_("All figures beside it, too: as JSON, and as tables in a folder"))
        self.target = secondary("")
        self._lay_out()
        self._connect()
        self._judge()
        self.primary.setFocus()

    def _lay_out(self) -> None:
        parts = QVBoxLayout()
        parts.setSpacing(4)
        for part, box in self.parts.items():
            there = part in self._state.parts
            box.setChecked(there)
            self._add_part(parts, box, "" if there else _(_PARTS[part][1]))
            if part == "agreement" and there:
                indented, within = QHBoxLayout(), QVBoxLayout()
                indented.addSpacing(_INDENT)
                indented.addLayout(within)
                within.setSpacing(4)
                parts.addLayout(indented)
                self._add_part(within, self.gamma, self._state.gamma_needs)
        self.body.addLayout(parts)
        self.rows = form()
        rows: list[tuple[str, QWidget]] = [
            (_("Run"), self.run_box),
            (_("Compared with"), self.compare),
            (_("Gold"), self.gold),
            (_("Precision wanted"), self.wanted),
            (_("Language"), self.language),
            (_("Format"), self.format),
            (_("Title"), self.title_field),
            (_("File"), self.path),
        ]
        for name, control in rows:
            add_row(self.rows, name, control)
        self.title_field.setPlaceholderText(_("Quality report, with the name of the project"))
        self.body.addLayout(self.rows)
        self.body.addWidget(self.figures)
        self.body.addWidget(self.target)

    def _add_part(self, column: QVBoxLayout, box: QCheckBox, why_not: str) -> None:
        """A box to tick; where it cannot be, why not."""
        column.addWidget(box)
        box.setDisabled(bool(why_not))
        if why_not:
            why = secondary(why_not)
            why.setContentsMargins(_INDENT, 0, _INDENT, 0)
            column.addWidget(why)

    def _connect(self) -> None:
        self.format.currentIndexChanged.connect(self._show_format)
        self.path.field.textChanged.connect(self._judge)
        for box in (*self.parts.values(), self.figures):
            box.toggled.connect(self._judge)

    @property
    def chosen(self) -> ReportChoice:
        of_run = self.parts["scores"].isChecked()
        run, compare = (str(box.currentData()) if of_run else "" for box in (self.run_box, self.compare))
        asked = asked_for(Asked(), run, compare, self.gold.currentData())
        return ReportChoice(
            Path(self.path.path),
            tuple(part for part, box in self.parts.items() if box.isChecked()),
            self.language.currentData(),
            self.title_field.text().strip(),
            asked.run,
            asked.compare,
            asked.annotator,
            asked.rule,
            self.wanted.share,
            self.gamma.isChecked() and self.parts["agreement"].isChecked(),
            self.figures.isChecked(),
        )

    def _show_format(self) -> None:
        if self.path.path:
            self.path.field.setText(str(Path(self.path.path).with_suffix(self.format.currentData())))

    def _judge(self) -> None:
        path = Path(self.path.path)
        ending = path.suffix.lower()
        if ending in (".html", ".pdf"):
            self.format.setCurrentIndex(self.format.findData(ending))
        of_run = self.parts["scores"].isChecked()
        for box in (self.run_box, self.compare, self.wanted):
            self.rows.setRowVisible(box, of_run)
        self.gamma.setEnabled(self.parts["agreement"].isChecked() and not self._state.gamma_needs)
        self.rows.setRowVisible(self.gold, of_run and len(self._state.annotators) > 1)
        said = []
        if self.path.path and path.exists():
            said.append(_("There is a file of this name; it will be replaced."))
        if self.figures.isChecked() and self.path.path:
            beside = left_to_right(str(figures_of(path)[1]))
            said.append(_("The tables stand in the folder {path}.").format(path=beside))
        self.target.setText(" ".join(said))
        self.target.setVisible(bool(said))
        self.primary.setEnabled(bool(self.path.path) and any(box.isChecked() for box in self.parts.values()))


def figures_of(path: Path) -> tuple[Path, Path]:
    """Where the figures of a report stand: the JSON file, and the folder of the tables."""
    return path.with_suffix(".json"), path.with_name(f"{path.stem}-tables")


def job_arguments(chosen: ReportChoice, digits: str | None) -> dict[str, Any]:
    """What the job is told. A PDF is set by the window, from the report that the job gives."""
    json_file, folder = figures_of(chosen.path) if chosen.figures else (None, None)
    return {
        "out": None if chosen.is_print else str(chosen.path),
        "parts": list(chosen.parts),
        "language": chosen.language,
        "digits": digits,
        "title": chosen.title,
        "run": chosen.run,
        "compare": [chosen.compare] if chosen.compare else [],
        "annotator": chosen.annotator,
        "rule": chosen.rule,
        "target": chosen.target,
        "gamma": chosen.gamma,
        "json_file": json_file and str(json_file),
        "csv_folder": folder and str(folder),
    }
