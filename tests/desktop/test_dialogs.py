"""Dialogs: what they offer, what they refuse, what they give back."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QScrollArea, QWidget

from annotator.errors import NothingToExport
from annotator.formats import formats
from annotator.jobs import WrittenPreview
from annotator.labels import load
from desktop.actions import COMMANDS, Actions, key_cap, keys_of
from desktop.dialogs import sheet, text
from desktop.dialogs.about import about_dialog
from desktop.dialogs.exporting import ExportChoice, ExportDialog, ExportState
from desktop.dialogs.help import HelpWindow
from desktop.dialogs.importing import ImportDialog
from desktop.dialogs.key_help import key_dialog
from desktop.dialogs.label_choice import LabelsDialog
from desktop.dialogs.label_editor import LabelEditor
from desktop.dialogs.label_mapping import ADD, LEAVE_OUT, LabelMappingDialog
from desktop.dialogs.label_retiring import NewLabelDialog, RetireDialog
from desktop.dialogs.palette import Palette, choose_command, matching, names_of
from desktop.dialogs.project import NewProjectDialog
from desktop.dialogs.report import ReportDialog
from desktop.dialogs.settings import SettingsDialog
from desktop.settings import Settings

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def accepted(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[sheet.Sheet], object]], None]:
    """Lets whoever asks get a dialog accepted at once, after something was done to it."""

    def accept(do: Callable[[sheet.Sheet], object]) -> None:
        monkeypatch.setattr(sheet.Sheet, "run", lambda self: do(self) is not False)

    return accept


# Names and texts


def test_a_name_is_given_without_blanks(accepted: Callable[..., None]) -> None:
    accepted(lambda dialog: dialog.findChild(QLineEdit).setText("  فاطمة "))
    assert sheet.ask_reviewer(None) == "فاطمة"


def test_no_name_cannot_be_given(accepted: Callable[..., None]) -> None:
    ready: list[bool] = []
    accepted(lambda dialog: ready.append(dialog.primary.isEnabled()) or False)
    assert sheet.ask_reviewer(None) is None
    assert ready == [False]


def test_clipboard_becomes_a_document_to_the_last_character(accepted: Callable[..., None]) -> None:
    given = "زار\u00a0بلينكن\r\nهانوي\u2028اليوم 😊\n"
    QGuiApplication.clipboard().setText(given)
    accepted(lambda _dialog: True)
    assert text.ask_new_text(None) == text.Pasted("", given)


def test_corrected_text_keeps_what_was_not_touched(accepted: Callable[..., None]) -> None:
    given = "زار\u00a0بلينكن\r\nهانوي\u2028اليوم"

    def correct(dialog: text.TextDialog) -> None:
        dialog.text.moveCursor(dialog.text.textCursor().MoveOperation.End)
        dialog.text.insertPlainText(".")

    accepted(correct)
    assert text.ask_corrected_text(None, "003", given) == given + "."


def test_text_that_is_the_same_corrects_nothing(accepted: Callable[..., None]) -> None:
    accepted(lambda _dialog: True)
    assert text.ask_corrected_text(None, "003", "زار") is None


# Projects


def test_new_project_refuses_a_name_that_is_taken(tmp_path: Path) -> None:
    (tmp_path / "أخبار.warraq").touch()
    dialog = NewProjectDialog(None)
    dialog.folder.field.setText(str(tmp_path))
    assert not dialog.primary.isEnabled()
    dialog.title.setText("أخبار")
    assert not dialog.primary.isEnabled()
    dialog.title.setText("أخبار/٢")
    assert dialog.primary.isEnabled()
    assert dialog.chosen.path == tmp_path / "أخبار-٢.warraq"
    assert dialog.chosen.labels == "wojood"


def test_import_asks_for_an_annotator_only_where_one_counts(tmp_path: Path) -> None:
    dialog = ImportDialog(None, (tmp_path / "x.jsonl",), "Omar")
    assert dialog.chosen.annotator == "Omar"
    dialog.as_done.setChecked(True)
    dialog.spans.setCurrentIndex(dialog.spans.findData("suggestions"))
    assert not dialog.annotator.isEnabled()
    assert not dialog.chosen.done


def test_import_offers_every_format_that_reads(tmp_path: Path) -> None:
    dialog = ImportDialog(None, (tmp_path / "x",), "")
    offered = {dialog.format.itemData(row) for row in range(dialog.format.count())}
    assert offered == {"auto", *(each.id for each in formats() if each.reads)}


# Export


def test_export_says_when_nothing_is_finished(tmp_path: Path) -> None:
    dialog = ExportDialog(None, ExportState(5, 0), tmp_path / "gold.jsonl")
    assert "No document is finished" in dialog.state.text()
    assert not dialog.finish.isHidden()
    assert not dialog.primary.isEnabled()
    dialog.unfinished.setChecked(True)
    assert dialog.primary.isEnabled()
    assert dialog.chosen.include == "all"


def test_export_can_be_left_to_finish_first(tmp_path: Path) -> None:
    dialog = ExportDialog(None, ExportState(5, 0), tmp_path / "gold.jsonl")
    dialog.finish.click()
    assert dialog.to_finish


def test_export_offers_every_format_that_writes_and_only_its_options(tmp_path: Path) -> None:
    dialog = ExportDialog(None, ExportState(2, 1), tmp_path / "gold.jsonl")
    for written in (each for each in formats() if each.writes):
        dialog.format.setCurrentIndex(dialog.format.findData(written.id))
        assert set(dialog.chosen.options) == set(written.options) & set(dialog.options)
        assert dialog.chosen.path.name == "gold" + ("" if written.folder else written.extensions[0])


@pytest.mark.parametrize(
    ("split", "fits"),
    [("", True), ("80/10/10", True), ("90/10", True), ("80/10", False), ("a/b", False), ("100", False)],
)
def test_export_splits_a_hundred(split: str, fits: bool, tmp_path: Path) -> None:
    dialog = ExportDialog(None, ExportState(2, 2), tmp_path / "gold.jsonl")
    dialog.split.setText(split)
    assert dialog.primary.isEnabled() is fits


def test_export_of_parts_goes_to_a_folder_and_a_file_is_not_replaced_unsaid(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").touch()
    dialog = ExportDialog(None, ExportState(2, 2), tmp_path / "gold.jsonl")
    assert "replaced" in dialog.target.text()
    dialog.split.setText("80/10/10")
    assert dialog.chosen.path == tmp_path / "gold"
    assert str(tmp_path / "gold") in dialog.target.text()


def _preview(text: str) -> WrittenPreview:
    return WrittenPreview("a", (("", text),), ("1 word was cut.",))


def test_export_shows_the_first_document_of_what_is_chosen_now(tmp_path: Path, wait: Callable[..., None]) -> None:
    asked: list[tuple[ExportChoice, Callable[..., object], Callable[..., object]]] = []
    job = SimpleNamespace(cancel=lambda: None)
    dialog = ExportDialog(None, ExportState(2, 2), tmp_path / "g.jsonl", lambda *call: (asked.append(call), job)[1])
    wait(lambda: len(asked) == 1)
    assert dialog.preview is not None
    dialog.format.setCurrentIndex(dialog.format.findData("conll"))
    wait(lambda: len(asked) == 2)
    assert [choice.format for choice, _finished, _failed in asked] == ["jsonl", "conll"]
    asked[1][1](_preview("second"))
    asked[0][1](_preview("first"))
    assert dialog.preview.text.toPlainText() == "second"
    assert "1 word was cut." in dialog.preview.report.text()
    dialog.unfinished.setChecked(True)
    wait(lambda: len(asked) == 3)
    asked[2][2](NothingToExport())
    assert dialog.preview.text.toPlainText() == ""
    assert "nothing to export" in dialog.preview.report.text()
    dialog.reject()


def test_export_takes_some_labels_and_a_seed(tmp_path: Path, accepted: Callable[..., None]) -> None:
    state = ExportState(2, 2, labels=(("PERS", "person"), ("GPE", "country"), ("LAW", "law")))
    dialog = ExportDialog(None, state, tmp_path / "g.jsonl")
    assert dialog.chosen.labels == ()

    def only_law(choice: LabelsDialog) -> None:
        choice.all.click()
        assert not choice.primary.isEnabled()
        choice.list.item(2).setCheckState(Qt.CheckState.Checked)

    accepted(only_law)
    QTest.mouseClick(dialog.labels.focusProxy(), Qt.MouseButton.LeftButton)
    dialog.split.setText("80/20")
    dialog.seed.setText("7")
    assert (dialog.chosen.labels, dialog.chosen.split, dialog.chosen.seed) == (("LAW",), "80/20", 7)
    dialog.seed.setText("")
    assert dialog.chosen.seed == 0


def test_export_tells_provenance_where_the_format_has_room(tmp_path: Path) -> None:
    dialog = ExportDialog(None, ExportState(2, 2), tmp_path / "g.jsonl")
    assert not dialog.chosen.provenance
    dialog.provenance.setChecked(True)
    assert dialog.chosen.provenance
    dialog.format.setCurrentIndex(dialog.format.findData("conll"))
    assert (dialog.provenance.isEnabled(), dialog.chosen.provenance) == (False, False)
    dialog.format.setCurrentIndex(dialog.format.findData("csv"))
    assert dialog.chosen.provenance


def test_formats_are_listed_by_what_they_count_in(tmp_path: Path) -> None:
    dialog = ExportDialog(None, ExportState(2, 2), tmp_path / "g.jsonl")
    model = dialog.format.model()
    headings = [model.item(row).text() for row in range(model.rowCount()) if not model.item(row).isEnabled()]
    assert headings[:2] == ["Spans by their places", "Words with tags"]
    dialog.format.setCurrentIndex(dialog.format.findData("conll"))
    assert dialog.nature.text().startswith("Counted: tokens. Not held: crossing spans, spans inside words")


def test_unknown_labels_must_all_be_answered() -> None:
    labels = load("wojood")
    dialog = LabelMappingDialog(None, [("Person", 1), ("فئة", 3), ("bad label ", 1)], labels)
    assert dialog.boxes["Person"].currentData() == "PERS"
    assert not dialog.primary.isEnabled()
    assert dialog.boxes["bad label "].findData(ADD) == -1
    dialog.boxes["فئة"].setCurrentIndex(dialog.boxes["فئة"].findData(LEAVE_OUT))
    dialog.boxes["bad label "].setCurrentIndex(0)
    assert dialog.primary.isEnabled()
    assert dialog.answers.mapping == {"Person": "PERS", "فئة": "", "bad label ": labels.labels[0].id}
    assert dialog.answers.change is None


# Commands, keys, help


def test_palette_finds_in_both_languages(speaking: Callable[[str], None]) -> None:
    commands = list(COMMANDS)
    for language in ("en", "ar"):
        speaking(language)
        for typed in ("export", "تصدير", "تصدِير", "EXPO"):
            assert [command.id for command in matching(commands, typed)] == ["file.export"]
    assert matching(commands, "") == commands
    assert matching(commands, "frobnicate") == []


def test_palette_finds_labels_by_their_names() -> None:
    window = QWidget()
    actions = Actions(window)
    actions.show_labels(load("wojood"))
    for typed in ("شخص", "pers"):
        found = matching(list(COMMANDS), typed, actions.names_of_labels())
        assert [command.id for command in found] == ["label.1"]


def test_palette_does_what_is_chosen_by_keys_alone() -> None:
    window = QWidget()
    palette = Palette(None, Actions(window))
    palette.show()
    QTest.keyClicks(palette.field, "document")
    first = palette.list.item(0).data(Qt.ItemDataRole.UserRole)
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.chosen not in (None, first)


def test_palette_offers_only_what_can_be_had() -> None:
    window = QWidget()
    actions = Actions(window)
    actions.enable(frozenset())
    palette = Palette(None, actions)
    offered = {palette.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(palette.list.count())}
    assert "file.open" in offered
    assert not offered & {"edit.undo", "span.accept", "edit.palette"}


def test_key_help_lists_every_key() -> None:
    dialog = key_dialog(None)
    caps = {label.text().strip("\u2066\u2069") for label in dialog.findChildren(QLabel)}
    keys = {key_cap(key) for command in COMMANDS for key in keys_of(command)} - set("2345678")
    assert keys <= caps


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_key_cap_is_cut_off(language: str, speaking: Callable[[str], None]) -> None:
    speaking(language)
    dialog = key_dialog(None)
    dialog.show()
    QApplication.processEvents()
    area = dialog.findChild(QScrollArea)
    assert area.widget().width() <= area.viewport().width()
    assert all(label.width() >= label.sizeHint().width() for label in area.findChildren(QLabel))
    dialog.close()


def test_help_is_there_in_both_languages(speaking: Callable[[str], None]) -> None:
    shown = []
    for language in ("en", "ar"):
        speaking(language)
        window = HelpWindow(None)
        shown.append(window.pages.toPlainText())
    assert all(shown)
    assert shown[0] != shown[1]


def test_about_names_the_licences() -> None:
    dialog = about_dialog(None)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Apache" in said
    assert "LGPL" in said


def test_settings_are_written_when_accepted(settings: Settings) -> None:
    dialog = SettingsDialog(None, settings)
    dialog.language.setCurrentIndex(dialog.language.findData("ar"))
    dialog.theme.setCurrentIndex(dialog.theme.findData("dark"))
    dialog.reviewer.setText("")
    assert settings.language == "en"
    dialog.write()
    assert (settings.language, settings.theme, settings.reviewer) == ("ar", "dark", "Fatima")


@pytest.mark.parametrize(
    "kind",
    [
        ExportDialog,
        ImportDialog,
        LabelEditor,
        LabelMappingDialog,
        LabelsDialog,
        NewLabelDialog,
        NewProjectDialog,
        ReportDialog,
        RetireDialog,
        SettingsDialog,
        Palette,
        text.TextDialog,
    ],
)
def test_no_part_of_a_dialog_takes_the_name_of_something_of_qt(kind: type[QDialog]) -> None:
    # An attribute called “done” would be called by Qt in place of QDialog.done, and crash.
    sources = (inspect.getsource(each) for each in kind.__mro__ if each.__module__.startswith("desktop"))
    assigned = set(re.findall(r"self\.(\w+)(?:: [^=]+)? = ", "\n".join(sources)))
    assert not assigned & set(dir(QDialog))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_control_has_a_name_and_none_is_cut_off(
    language: str,
    speaking: Callable[[str], None],
    settings: Settings,
    tmp_path: Path,
    check_controls: Callable[[QWidget], None],
) -> None:
    speaking(language)
    dialogs = (
        SettingsDialog(None, settings),
        NewProjectDialog(None),
        ImportDialog(None, (tmp_path,), ""),
        ExportDialog(
            None,
            ExportState(1, 0, ("عمر", "نور"), (("PERS", "شخص"),)),
            tmp_path / "x",
            lambda *_call: SimpleNamespace(cancel=lambda: None),
        ),
        LabelMappingDialog(None, [("Person", 1), ("فئة", 3)], load("wojood")),
        LabelsDialog(None, (("PERS", "شخص"),), ()),
        ReportDialog(None, "x", "x", ("x",)),
    )
    for dialog in dialogs:
        check_controls(dialog)


@pytest.mark.parametrize("typed", ["English", "العربية", "interface"])
def test_palette_finds_the_language_by_every_name_it_has(typed: str, speaking: Callable[[str], None]) -> None:
    for language in ("en", "ar"):
        speaking(language)
        assert "view.language" in [command.id for command in matching(list(COMMANDS), typed)]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_palette_finds_every_command_by_its_name_in_both(language: str, speaking: Callable[[str], None]) -> None:
    speaking(language)
    for command in COMMANDS:
        for name in names_of(command):
            assert command in matching(list(COMMANDS), name)


def test_palette_has_those_chosen_lately_first(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    window = QWidget()
    actions = Actions(window)
    chosen = iter(["file.quit", "settings", "file.quit"])
    monkeypatch.setattr(Palette, "exec", lambda palette: setattr(palette, "chosen", next(chosen)))
    for _turn in range(3):
        choose_command(window, actions, settings)
    assert settings.recent_commands == ["file.quit", "settings"]
    palette = Palette(None, actions, settings.recent_commands)
    first = [palette.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(2)]
    assert first == ["file.quit", "settings"]
    # What is typed counts more than what was chosen before.
    assert matching(list(COMMANDS), "undo", recent=("file.new",))[0].id == "edit.undo"
