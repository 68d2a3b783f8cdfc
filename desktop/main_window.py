"""The window: menus, toolbar, pages, status line, and what stands outside any page."""

from __future__ import annotations

from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QMenu, QStackedWidget, QStatusBar

import annotator
from annotator.errors import WarraqError
from annotator.texts import _, language
from desktop import icons, theme
from desktop.actions import MENUS, Actions
from desktop.breaks import Breaks
from desktop.dialogs.project import ask_new_project, ask_project
from desktop.dialogs.sheet import ask_reviewer
from desktop.dress import dress
from desktop.dropping import take_files
from desktop.exchange import Exchange
from desktop.greeting import Greeting
from desktop.guidelines import Guidelines
from desktop.job_line import JobLine
from desktop.keys import command_for
from desktop.label_sets import LabelSets
from desktop.language import speak
from desktop.learning import Learning
from desktop.messages import Messages, Strip
from desktop.pages.review import ReviewPage
from desktop.pages.welcome import WelcomePage
from desktop.panels.status_line import StatusLine
from desktop.project_pages import REVIEW, ProjectPages
from desktop.reporting import Reporting
from desktop.session import Session
from desktop.settings import Settings
from desktop.store import Opened
from desktop.team import Team
from desktop.toolbar import KeyedButton, ToolBar


class MainWindow(QMainWindow):
    """One project at a time, or the welcome page.

    Attributes:
        commands: the QActions of the table, by id.
        session: the project in hand and the jobs on it.
        greeting: how it begins.
        exchange, reporting: what goes into it and out of it; what is told of it in a file.
        learning: what the suggester learns from it.
        team: its documents handed out to annotators, and brought back.
        label_sets, guidelines: its labels, and what its annotators have agreed on.
        welcome, project_pages: the pages.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.setAcceptDrops(True)
        self.setMinimumSize(800, 480)
        self.commands = Actions(self)
        self.messages = Messages(self, lambda: self._strip())
        self.session = Session(settings, self)
        self.greeting = Greeting(self.session, settings, self.change_reviewer, self)
        self.exchange = Exchange(self.session, self.messages, settings, self)
        self.reporting = Reporting(self.session, self.messages, settings, self)
        self.learning = Learning(self.session, self.messages, settings, self)
        self.label_sets = LabelSets(self.session, self.messages, self.commands, self)
        self.guidelines = Guidelines(self.session, self.messages, self)
        self.team = Team(self.session, self.exchange, self.messages, self.commands, self)
        self.breaks = Breaks(self.session, self.messages, settings, self)
        self.status = StatusLine()
        self.jobs = JobLine()
        self.pages = QStackedWidget()
        self.setCentralWidget(self.pages)
        self.welcome = self._made_welcome()
        self.project_pages = ProjectPages(self.pages, self.session, self.commands, self.messages, settings, self.status)
        self._build_frame()
        self._connect()
        self._show_welcome()
        self._take_place()

    @property
    def review(self) -> ReviewPage | None:
        """The review page; None while no project is open."""
        return self.project_pages.review

    # Frame

    def _build_frame(self) -> None:
        self.toolbar = ToolBar(self.commands)
        self.addToolBar(self.toolbar)
        bar = QStatusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.status, 1)
        bar.addPermanentWidget(self.jobs)
        self.setStatusBar(bar)
        self._other_language = KeyedButton(self.commands["view.language"])
        self.menuBar().setCornerWidget(self._other_language)
        self._menus = {menu: self.menuBar().addMenu("") for menu in MENUS}
        for command, action in self.commands:
            if not command.menu:
                continue
            if command.apart:
                self._menus[command.menu].addSeparator()
            self._menus[command.menu].addAction(action)
            if command.icon:
                icons.show(action, command.icon)
            if command.scope == "window":
                self.addAction(action)

    def _connect(self) -> None:
        self.commands.connect(
            {
                "file.new": self.new_project,
                "file.open": self.open_project,
                "file.demo": self.session.open_sample,
                "file.import": self.exchange.import_documents,
                "file.paste": self.paste_document,
                "file.export": self.exchange.export,
                "quality.report": lambda: self.reporting.ask(self.project_pages.figures),
                "file.save": self.say_saved,
                "file.close": self.session.close,
                "file.quit": self.close,
                "settings": self.change_settings,
                "keys.change": self.change_keys,
                "edit.palette": self.show_palette,
                "view.language": self.switch_language,
                "view.theme": self.switch_theme,
                "document.suggest": self.suggest,
                "suggester.learn": self.learning.learn,
                "suggester.versions": self.learning.choose_version,
                "labels.edit": self.label_sets.edit,
                "help.contents": self.show_help,
                "help.guidelines": lambda: self.guidelines.show(self.project_pages.label_in_hand),
                "help.keys": self.show_keys,
                "help.about": self.show_about,
            }
        )
        self.session.opened.connect(self._show_review)
        self.session.closed.connect(self._show_welcome)
        self.session.not_opened.connect(self._tell_not_opened)
        self.session.ordered.connect(self._follow)
        self.session.suggested.connect(self._tell_problems)
        self.exchange.finish_wanted.connect(self.finish)
        self.project_pages.guidelines_requested.connect(self.guidelines.show)
        self.messages.told.connect(self.status.say)
        self.toolbar.search.returnPressed.connect(self.search_all)
        self.toolbar.search.left.connect(self.leave_search)
        self.status.reviewer_requested.connect(self.change_reviewer)
        self.status.keys_requested.connect(self.show_keys)
        self.status.zoom_requested.connect(self.commands["view.zoom_reset"].trigger)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _scheme: self.wear_theme())

    def _show_welcome(self) -> None:
        self.project_pages.close()
        self.pages.setCurrentWidget(self.welcome)
        self.welcome.show_projects([Path(path) for path in self.settings.recent])
        self.status.show_no_project()
        self.status.show_reviewer(self.settings.reviewer)
        self.status.say(_("Warraq {version} · offline").format(version=annotator.__version__))
        self._show_frame()

    def _show_review(self, opened: Opened) -> None:
        self.welcome.stop()
        review = self.project_pages.open()
        for follower in (self.breaks, self.label_sets):
            follower.follow(review)
        self.status.show_reviewer(opened.person.name)
        self.status.say(_("Open for reading only: nothing can be changed.") if opened.read_only else "")
        if opened.on_network and not opened.read_only:
            self.messages.warn(
                _("This project lies on a network folder: saving takes longer."),
                _("Let only one person at a time work on it there, or copy it to this machine."),
            )
        self._show_frame()

    def _show_frame(self) -> None:
        """What stands round the page: title, toolbar, what can be done."""
        project = self.session.project
        self.commands.show_labels(project.labels if project else None)
        name = _("Warraq")
        self.setWindowTitle(f"{project.title} – {name}" if project else name)
        self.setWindowFilePath(str(project.path) if project else "")
        self.toolbar.setVisible(project is not None)
        self._other_language.setVisible(project is None)
        if project is None:
            self.commands.enable(frozenset())
        for menu, title in MENUS.items():
            self._menus[menu].setTitle(_(title))
        self.menuBar().setProperty("joined", project is not None)
        self.menuBar().style().polish(self.menuBar())
        icons.show(self.commands["view.theme"], "sun" if theme.current().dark else "moon")

    def _strip(self) -> Strip:
        page = self.project_pages.in_front
        return page.strip if page is not None else self.welcome.strip

    def _follow(self, job: Any, words: str) -> None:
        if not job.answered:
            job.failed.connect(self.messages.fail)
        self.jobs.follow(job, words)

    def suggest(self) -> None:
        """Ask for suggestions, and say what came of it."""
        self.session.suggest().finished.connect(self._tell_suggested)

    def _tell_suggested(self, suggested: Any) -> None:
        nothing = _("Nothing new is suggested: the suggester has seen every document.")
        self.messages.tell(suggested.words if suggested.documents else nothing)

    def _tell_problems(self, suggested: Any) -> None:
        """What the suggester had to do without."""
        for problem in suggested.problems:
            self.messages.warn(str(problem), _("The suggester goes on without it."), icon="triangle-alert")

    # Projects

    def new_project(self) -> None:
        if new := ask_new_project(self):
            self.session.create(new)

    def open_project(self) -> None:
        if path := ask_project(self, self.settings.last_folder()):
            self.session.open(path)

    def forget_project(self, path: Path) -> None:
        self.settings.forget_project(path)
        self.welcome.show_projects([Path(each) for each in self.settings.recent])

    def _tell_not_opened(self, error: WarraqError, path: Path) -> None:
        again = (_("Forget this project"), lambda: self.forget_project(path))
        self.messages.fail(error, "", *([again] if str(path) in self.settings.recent else []))

    # Documents

    def paste_document(self) -> None:
        if self.review is not None:
            self.exchange.paste(self.review.open_document)

    def finish(self) -> None:
        """Finish the document of the review, whichever page is in front."""
        self.project_pages.show(REVIEW)
        self.commands.trigger("document.finish")

    def search_all(self) -> None:
        """Show where what stands in the search field is found."""
        if self.review is not None and (text := self.toolbar.search.text().strip()):
            self.toolbar.search.clear()
            self.project_pages.show(REVIEW)
            self.review.finding.open_search(text)

    def leave_search(self) -> None:
        if self.review is not None:
            self.review.sheets.currentWidget().setFocus()

    def say_saved(self) -> None:
        busy = self.session.file is not None and self.session.file.busy
        self.messages.tell(_("Being saved.") if busy else _("All is saved: each decision is written as it is taken."))

    # People, language, look

    def change_reviewer(self) -> None:
        if name := ask_reviewer(self, self.settings.reviewer):
            self.session.review_as(name)
            self.status.show_reviewer(name)

    def change_settings(self) -> None:
        from desktop.dialogs.settings import SettingsDialog

        reviewer = self.settings.reviewer
        dialog = SettingsDialog(self, self.settings)
        if not dialog.run():
            return
        dialog.write()
        if self.settings.reviewer != reviewer:
            self.session.review_as(self.settings.reviewer)
        self.speak()
        self.wear_theme()

    def switch_language(self) -> None:
        self.settings.language = "en" if language() == "ar" else "ar"
        self.speak()

    def speak(self) -> None:
        """Take on the language of the settings; the project, its document and the place in it stay."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        speak(self.settings, application)
        self.commands.retranslate()
        for part in (self.toolbar, self.status, self.jobs):
            part.retranslate()
        self._rebuild_welcome()
        self.project_pages.retranslate()
        icons.refresh(self)
        self._show_frame()

    def _made_welcome(self) -> WelcomePage:
        welcome = WelcomePage(self.commands)
        welcome.project_chosen.connect(lambda path: self.session.open(path))
        welcome.project_forgotten.connect(self.forget_project)
        self.pages.addWidget(welcome)
        return welcome

    def _rebuild_welcome(self) -> None:
        old = self.welcome
        old.stop()
        self.welcome = self._made_welcome()
        old.deleteLater()
        if self.review is None:
            self._show_welcome()

    def switch_theme(self) -> None:
        self.settings.theme = "light" if theme.current().dark else "dark"
        self.wear_theme()

    def wear_theme(self) -> None:
        """Take on the theme of the settings, or of the system."""
        chosen = theme.theme_for(self.settings.theme)
        if chosen != theme.current():
            application = QApplication.instance()
            assert isinstance(application, QApplication)
            dress(application, chosen)
        icons.refresh(self)
        self.project_pages.wear()
        self._show_frame()

    # Help

    def show_palette(self) -> None:
        from desktop.dialogs.palette import choose_command

        choose_command(self, self.commands, self.settings)

    def show_keys(self) -> None:
        from desktop.dialogs.key_help import show_keys

        if show_keys(self):
            self.change_keys()

    def change_keys(self) -> None:
        from desktop.dialogs.key_editor import change_keys

        if change_keys(self, self.commands, self.settings):
            self.speak()

    def show_help(self) -> None:
        from desktop.dialogs.help import show_help

        show_help(self)

    def show_about(self) -> None:
        from desktop.dialogs.about import show_about

        show_about(self)

    # Window

    def _take_place(self) -> None:
        self.resize(1440, 900)
        if self.settings.geometry:
            self.restoreGeometry(b64decode(self.settings.geometry))

    def createPopupMenu(self) -> QMenu | None:  # noqa: N802
        return None

    def closeEvent(self, event: QCloseEvent) -> None:
        self.settings.geometry = b64encode(self.saveGeometry().data()).decode()
        self.settings.save()
        self.welcome.stop()
        self.greeting.stop()
        self.session.end()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl and a letter where the only layout is Arabic: Qt finds no shortcut for it, the place of the key tells."""
        command = command_for(event, "window")
        if command is None or isinstance(self.focusWidget(), QLineEdit):
            super().keyPressEvent(event)
        else:
            self.commands.trigger(command.id)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if take_files(event):
            self.welcome.drop.show_over(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.welcome.drop.show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.welcome.drop.show_over(False)
        paths = take_files(event)
        # The drag has to end before a dialog asks.
        QTimer.singleShot(0, self, lambda: self.exchange.take(paths))
