"""What to export, in which format, and how spans are brought into formats that hold less than a project does."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton, QWidget

from annotator.texts import _, mark, ngettext, number
from desktop.bidi import left_to_right
from desktop.dialogs.choices import PathField, choice
from desktop.dialogs.sheet import Sheet, add_row, form, secondary

if TYPE_CHECKING:
    from annotator.review import Review

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
    """What the dialog says of the project: who annotates, and how much is finished."""

    documents: int
    finished: int
    annotators: tuple[str, ...] = ()

    @classmethod
    def of(cls, review: Review) -> ExportState:
        """Asked of the project, in the file's thread."""
        project = review.project
        people = tuple(person.name for person in project.people.all())
        return cls(project.documents.count(), project.documents.states()["done"], people)


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """The options of ``warraq export``."""

    path: Path
    format: str
    include: str = "done"
    annotator: str = ""
    rule: str = ""
    split: str = ""
    seed: int = 0
    options: dict[str, str] = field(default_factory=dict)


class ExportDialog(Sheet):
    """Format and file; says so when nothing is finished, and offers to finish or to include what is not."""

    def __init__(self, parent: QWidget | None, state: ExportState, path: Path) -> None:
        from annotator.formats import formats

        super().__init__(parent, _("Export"), _("Annotations are exported, suggestions never."), _("Export"), 560)
        self._formats = {each.id: each for each in formats() if each.writes}
        self._state = state
        self.to_finish = False
        self.format = choice([(each.id, each.name) for each in self._formats.values()], "jsonl")
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
        self.split = QLineEdit()
        self.split.setPlaceholderText("80/10/10")
        self.options = {
            name: choice([(value, _(words)) for value, words in values]) for name, (_title, values) in _OPTIONS.items()
        }
        self.target = secondary("")
        self._lay_out()
        self.format.currentIndexChanged.connect(self._show_format)
        for signal in (self.unfinished.toggled, self.path.field.textChanged, self.split.textChanged):
            signal.connect(self._judge)
        self._show_format()
        self.format.setFocus()

    def _lay_out(self) -> None:
        self.rows = form()
        add_row(self.rows, _("Format"), self.format)
        add_row(self.rows, _("File"), self.path)
        add_row(self.rows, _("Annotations"), self.whose)
        self.rows.setRowVisible(self.whose, len(self._state.annotators) > 1)
        add_row(self.rows, _("Split"), self.split)
        self.split.setToolTip(_("Shares for training, development and test, in percent; empty makes one file"))
        for name, box in self.options.items():
            add_row(self.rows, _(_OPTIONS[name][0]), box)
        for part in (self.state, self.unfinished):
            self.body.addWidget(part)
        self.body.addLayout(self.rows)
        self.body.addWidget(self.target)
        self.buttons.insertWidget(0, self.finish)

    @property
    def chosen(self) -> ExportChoice:
        kind, who = self.whose.currentData()
        shown = self._formats[self.format.currentData()].options
        return ExportChoice(
            self._out,
            self.format.currentData(),
            "all" if self.unfinished.isChecked() else "done",
            annotator=who if kind == "annotator" else "",
            rule=who if kind == "rule" else "",
            split=self.split.text().strip(),
            options={name: box.currentData() for name, box in self.options.items() if name in shown},
        )

    @property
    def _out(self) -> Path:
        """The file, or with a split the folder of its parts."""
        path = Path(self.path.path)
        return path.with_suffix("") if self.split.text().strip() else path

    def _show_format(self) -> None:
        chosen = self._formats[self.format.currentData()]
        for name, box in self.options.items():
            self.rows.setRowVisible(box, name in chosen.options)
        if chosen.extensions and self.path.path:
            self.path.field.setText(str(Path(self.path.path).with_suffix(chosen.extensions[0])))
        self._judge()

    def _judge(self) -> None:
        none = self._state.finished == 0
        self.state.setText(self._said())
        self.target.setText(self._said_of_target())
        self.finish.setVisible(none and self._state.documents > 0)
        something = self._state.documents if self.unfinished.isChecked() else self._state.finished
        self.primary.setEnabled(bool(something and self.path.path and _is_split(self.split.text())))

    def _said_of_target(self) -> str:
        if not self.path.path:
            return ""
        if self.split.text().strip():
            return _("The parts become files in the folder {path}.").format(path=left_to_right(str(self._out)))
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


def _is_split(text: str) -> bool:
    """Whether it is empty, or two or three shares of a hundred."""
    shares = text.strip().split("/")
    if shares == [""]:
        return True
    return len(shares) in (2, 3) and all(share.strip().isdecimal() for share in shares) and sum(map(int, shares)) == 100
