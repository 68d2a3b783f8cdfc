"""The help pages, as they come along in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

import resources
from annotator.texts import _, language
from desktop.markdown import set_paragraphs, underline_links

PICTURE: Final = 680
"""Pixels across a picture of a page."""


class HelpPages(QTextBrowser):
    """Shows pages with their pictures, these no wider than a page is."""

    def loadResource(self, kind: int, name: QUrl) -> Any:  # noqa: N802
        """What a page asks for."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        picture = QImage(self.source().resolved(name).toLocalFile())
        ratio = self.devicePixelRatioF()
        shown = picture.scaledToWidth(round(PICTURE * ratio), Qt.TransformationMode.SmoothTransformation)
        shown.setDevicePixelRatio(ratio)
        return shown


class HelpWindow(QDialog):
    """A browser of the pages under ``resources/help``; links out of them open in the system's browser."""

    def __init__(self, parent: QWidget | None, page: str = "index.md") -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Help"))
        self.resize(760, 640)
        self.pages = HelpPages()
        self.pages.setAccessibleName(_("Help"))
        self.pages.setOpenLinks(False)
        self.pages.anchorClicked.connect(self._follow)
        self.pages.document().setDocumentMargin(24)
        self._contents = _button(_("Contents"), lambda: self._follow(QUrl(page)))
        self._back = _button(_("Back"), self.pages.backward)
        self.pages.backwardAvailable.connect(self._back.setEnabled)
        self.pages.sourceChanged.connect(lambda _source: _dress(self.pages.document()))
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.addWidget(self._contents)
        head.addWidget(self._back)
        head.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.pages)
        self._follow(QUrl(page))

    def _follow(self, link: QUrl) -> None:
        if link.scheme() in ("http", "https"):
            QDesktopServices.openUrl(link)
            return
        source = QUrl.fromLocalFile(str(resources.path("help", language()) / link.path()))
        self.pages.setSource(source, QTextDocument.ResourceType.MarkdownResource)


def _button(words: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(words)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked=False: act())
    return button


def _dress(document: QTextDocument) -> None:
    set_paragraphs(document)
    underline_links(document)


def show_help(parent: QWidget | None) -> None:
    """Show the first page; the window stands beside the work."""
    window = HelpWindow(parent)
    window.setModal(False)
    window.show()
