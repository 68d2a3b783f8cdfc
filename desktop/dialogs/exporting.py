"""What to export, in which format, and how spans are brought into formats that hold less than a project does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from annotator.texts import _, language, mark, ngettext, number
from desktop.bidi import left_to_right
from desktop.dialogs.choices import PathField, choice, grouped_choice, seed_field
from desktop.dialogs.export_preview import ExportPreview
from desktop.dialogs.label_choice import LabelsField
from desktop.dialogs.sheet import Sheet, add_row, form, secondary

if TYPE_CHECKING:
    from annotator.formats import Format
    from annotator.review import Review
    from desktop.worker import Job

Preview = Callable[["ExportChoice", Callable[[Any], object], Callable[[Any], object]], "Job"]
"""Asks how the first document would be written; delivers a WrittenPreview, or an error."""
_FIELD = 320
"""Width of the fields, at least."""

_OPTIONS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    # field of WriteOptions: its name, and its values with their words
    "nesting": (
        mark("Nested spans"),
        (("all", mark("All")), ("outer", mark("Outer ones only")), ("inner", mark("Inner ones only"))),
    ),
    "subword": (
        mark("Spans inside words"),
        (("split", mark("Split the word")), ("widen", mark("Widen to the word")), ("skip", mark("Leave out"))),
    ),
    "scheme": (
        mark("Scheme"),
        (("iob2", "IOB2"), ("iob1", "IOB1"), ("bilou", "BILOU"), ("bioes", "BIOES")),
    ),
    "tokens": (
        mark("Tokens"),
        (
            ("", mark("As the format has them")),
            ("words", mark("Words")),
            ("spaces", mark("Between spaces")),
            ("cut", mark("Words without proclitics")),
        ),
    ),
    "offsets": (
        mark("Offsets"),
        (
            ("", mark("As the format has them")),
            ("codepoint", mark("Code points")),
            ("utf16", "UTF-16"),
            ("grapheme", mark("Graphemes")),
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class ExportState:
    """What the dialog says of the project: who annotates, how much is finished, and its labels by id and name."""

    documents: int
    finished: int
    annotators: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, review: Review) -> ExportState:
        """Asked of the project, in the file's thread."""
        project = review.project
        people = tuple(person.name for person in project.people.all())
        labels = tuple((label.id, label.name(language())) for label in project.labels)
        return cls(project.documents.count(), project.documents.states()["done"], people, labels)


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """The options of ``warraq export``."""

    path: Path
    format: str
    include: str = "done"
    annotator: str = ""
    rule: str = ""
    labels: tuple[str, ...] = ()
    split: str = ""
    seed: int = 0
    options: dict[str, str] = field(default_factory=dict)
    provenance: bool = False


class ExportDialog(Sheet):
    """Format and file; says so when nothing is finished, and offers to finish or to include what is not."""

    def __init__(self, parent: QWidget | None, state: ExportState, path: Path, preview: Preview | None = None) -> None:
        from annotator.formats import formats

        width = 960 if preview else 560
        super().__init__(parent, _("Export"), _("Annotations are exported, suggestions never."), _("Export"), width)
        self._formats = {each.id: each for each in formats() if each.writes}
        self._state = state
        self.to_finish = False
        self.format = grouped_choice(_groups(list(self._formats.values())), "jsonl")
        self.nature = secondary("")
        self.nature.setMinimumWidth(_FIELD)  # its height is reckoned for the width that it will have
        self.path = PathField(str(path), _("File"))
        self.state = secondary("")
        self.finish = QPushButton(_("Finish documents first"))
        self.finish.setAutoDefault(False)
        self.finish.clicked.connect(self._go_and_finish)
        self.unfinished = QCheckBox(_("Include unfinished documents"))
        self.whose = choice(
            [
                (("", ""), _("Gold: adjudicated, or of the only annotator")),
                *((("annotator", name), _("Of {name}").format(name=name)) for name in state.annotators),
                (("rule", "majority"), _("What most annotators marked")),
                (("rule", "union"), _("What any annotator marked")),
            ]
        )
        self.labels = LabelsField(state.labels)
        self.split = QLineEdit()
        self.split.setPlaceholderText("80/10/10")
        self.seed = seed_field()
        self.options = {
            name: choice([(value, _(words)) for value, words in values]) for name, (_title, values) in _OPTIONS.items()
        }
        self.provenance = QCheckBox(_("Tell where each span comes from"))
        self.target = secondary("")
        self.preview = ExportPreview(preview, lambda: self.chosen) if preview else None
        self._lay_out()
        self._connect()
        self._show_format()
        self.format.setFocus()

    def _lay_out(self) -> None:
        self.rows = form()
        add_row(self.rows, _("Format"), self.format)
        add_row(self.rows, _("File"), self.path)
        add_row(self.rows, _("Annotations"), self.whose)
        self.rows.setRowVisible(self.whose, len(self._state.annotators) > 1)
        add_row(self.rows, _("Labels"), self.labels)
        self.rows.setRowVisible(self.labels, bool(self._state.labels))
        add_row(self.rows, _("Split"), self.split)
        self.split.setToolTip(_("Shares for training, development and test, in percent; empty makes one file"))
        add_row(self.rows, _("Seed"), self.seed)
        self.seed.setToolTip(_("Another seed makes another split; with the same one each document keeps its part"))
        for name, box in self.options.items():
            add_row(self.rows, _(_OPTIONS[name][0]), box)
        column = QVBoxLayout()
        column.setSpacing(12)
        for part in (self.state, self.unfinished):
            column.addWidget(part)
        column.addLayout(self.rows)
        column.addWidget(self.provenance)
        column.addWidget(self.nature)
        column.addWidget(self.target)
        column.addStretch()
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addLayout(column, 1)
        if self.preview:
            columns.addWidget(self.preview, 1)
        self.body.addLayout(columns)
        self.buttons.insertWidget(0, self.finish)

    def _connect(self) -> None:
        self.format.currentIndexChanged.connect(self._show_format)
        for signal in (self.unfinished.toggled, self.path.field.textChanged, self.split.textChanged):
            signal.connect(self._judge)
        if self.preview:
            boxes = [self.format, self.whose, *self.options.values()]
            ticks = self.unfinished.toggled, self.provenance.toggled
            for signal in (*(box.currentIndexChanged for box in boxes), *ticks, self.labels.changed):
                signal.connect(self.preview.renew)
            self.finished.connect(self.preview.leave)
            self.preview.renew()

    @property
    def chosen(self) -> ExportChoice:
        kind, who = self.whose.currentData()
        return ExportChoice(
            self._out,
            self._format.id,
            "all" if self.unfinished.isChecked() else "done",
            annotator=who if kind == "annotator" else "",
            rule=who if kind == "rule" else "",
            labels=self.labels.chosen,
            split=self.split.text().strip(),
            seed=int(self.seed.text() or 0),
            options={name: box.currentData() for name, box in self.options.items() if name in self._format.options},
            provenance=self.provenance.isEnabled() and self.provenance.isChecked(),
        )

    @property
    def _format(self) -> Format:
        return self._formats[self.format.currentData()]

    @property
    def _out(self) -> Path:
        """The file, or with a split the folder of its parts."""
        path = Path(self.path.path)
        return self._without_extension(path) if self.split.text().strip() else path

    def _without_extension(self, path: Path) -> Path:
        """A file as it is called before the extension of any format, which may have two parts: ``gold.prodigy.jsonl``."""
        known = (extension for format in self._formats.values() for extension in format.extensions)
        ends = [path.suffix, *(extension for extension in known if path.name.endswith(extension))]
        return path.with_name(path.name.removesuffix(max(ends, key=len))) if path.name != max(ends, key=len) else path

    def _show_format(self) -> None:
        from annotator.formats import Loss, words

        holds = Loss.PROVENANCE not in self._format.loses
        self.provenance.setEnabled(holds)
        why = _("Who marked it, who adjudicated it and how, and whether suggestions were in sight. Names are written.")
        self.provenance.setToolTip(why if holds else _("This format has no room for it."))
        for name, box in self.options.items():
            self.rows.setRowVisible(box, name in self._format.options)
        lost = words.losses(self._format)
        said = _("Not held: {losses}.").format(losses=lost) if lost else _("Everything is held.")
        counted = _("Counted: {unit}.").format(unit=words.unit(self._format))
        self.nature.setText(f"{counted} {said}")
        self.path.take_folder(self._format.folder)
        if self.path.path:
            extension = "" if self._format.folder else next(iter(self._format.extensions), "")
            path = self._without_extension(Path(self.path.path))
            self.path.field.setText(str(path.with_name(path.name + extension)))
        self._judge()

    def _judge(self) -> None:
        none = self._state.finished == 0
        self.state.setText(self._said())
        self.target.setText(self._said_of_target())
        self.rows.setRowVisible(self.seed, bool(self.split.text().strip()))
        self.finish.setVisible(none and self._state.documents > 0)
        something = self._state.documents if self.unfinished.isChecked() else self._state.finished
        self.primary.setEnabled(bool(something and self.path.path and _is_split(self.split.text())))

    def _said_of_target(self) -> str:
        if not self.path.path:
            return ""
        out = left_to_right(str(self._out))
        if self.split.text().strip():
            return _("The parts stand in the folder {path}.").format(path=out)
        if self._format.folder:
            return _("The files stand in the folder {path}; what an earlier export wrote there is replaced.").format(
                path=out
            )
        return _("There is a file of this name; it will be replaced.") if self._out.exists() else ""

    def _said(self) -> str:
        if not self._state.documents:
            return _("There are no documents yet.")
        if not self._state.finished:
            return _(
                "No document is finished. Finish them first, or include unfinished ones: what is decided in them is exported."
            )
        return ngettext(
            "{n} of {total} documents is finished.", "{n} of {total} documents are finished.", self._state.finished
        ).format(total=number(self._state.documents))

    def _go_and_finish(self) -> None:
        self.to_finish = True
        self.reject()


def _groups(formats: list[Format]) -> dict[str, list[tuple[object, str]]]:
    """Formats under the heading of what they count in, each in the order of its name."""
    from annotator.formats import Unit

    groups: dict[str, list[tuple[object, str]]] = {
        _("Spans by their places"): [],
        _("Words with tags"): [],
        _("Other"): [],
    }
    places, tags, other = groups.values()
    for format in sorted(formats, key=lambda each: each.name):
        group = tags if format.offsets is Unit.TOKEN else other if format.offsets is Unit.NONE else places
        group.append((format.id, format.name))
    return groups


def _is_split(text: str) -> bool:
    """Whether it is empty, or two or three shares of a hundred."""
    shares = text.strip().split("/")
    if shares == [""]:
        return True
    return len(shares) in (2, 3) and all(share.strip().isdecimal() for share in shares) and sum(map(int, shares)) == 100
