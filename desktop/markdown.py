"""Markdown from a project file, shown safely: text alone, each paragraph in its own direction."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QFont,
    QImage,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser

from annotator.text.direction import Direction, base_direction
from annotator.texts import _
from desktop.theme import interface_font

_SAFE = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
_LARGER = {1: 2, 2: 1}
"""How many steps headings of a level are larger than the text."""


class MarkdownView(QTextBrowser):
    """Reads Markdown of unknown origin: no HTML, no pictures, and a link opens a browser only by a click, if it is one of the web."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.document().setDocumentMargin(24)
        self.setFont(interface_font(14))
        self.anchorClicked.connect(self._follow)

    def show_text(self, text: str) -> None:
        """Show a text in place of the one before; the place in it is kept."""
        place = self.verticalScrollBar().value()
        self.document().setMarkdown(text, _SAFE)
        _name_pictures(self.document())
        _set_paragraphs(self.document())
        _underline_links(self.document())
        self.verticalScrollBar().setValue(place)

    def show_section(self, names: tuple[str, ...]) -> bool:
        """Go to the first heading in which one of the names stands as a word, the names tried in turn; whether there is one."""
        for name in names:
            whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
            for block in _blocks(self.document()):
                if block.blockFormat().headingLevel() and whole.search(block.text()):
                    self._go_to(block)
                    return True
        return False

    def loadResource(self, _kind: int, _name: QUrl) -> QImage:  # noqa: N802
        """Nothing is ever fetched, neither from the net nor from this machine: without an answer the document would look by itself."""
        return QImage(1, 1, QImage.Format.Format_ARGB32)

    def _go_to(self, block: QTextBlock) -> None:
        cursor = QTextCursor(block)
        self.setTextCursor(cursor)
        top = self.document().documentLayout().blockBoundingRect(block).top()
        self.verticalScrollBar().setValue(round(top) - 8)

    def _follow(self, link: QUrl) -> None:
        if link.scheme() in ("http", "https"):
            QDesktopServices.openUrl(link)
        elif not link.scheme() and link.hasFragment():
            self.show_section((link.fragment().replace("-", " "), link.fragment()))


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _fragments(document: QTextDocument) -> Iterator[tuple[int, int, QTextCharFormat]]:
    """The start, length and format of each stretch of one look."""
    for block in _blocks(document):
        pieces = block.begin()
        while not pieces.atEnd():
            piece = pieces.fragment()
            yield piece.position(), piece.length(), piece.charFormat()
            pieces += 1


def _chosen(document: QTextDocument, start: int, length: int) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _name_pictures(document: QTextDocument) -> None:
    """In the place of each picture the words that describe it."""
    pictures = [found for found in _fragments(document) if found[2].isImageFormat()]
    for start, length, look in reversed(pictures):
        words = look.stringProperty(QTextFormat.Property.ImageAltText) or _("picture")
        plain = QTextCharFormat()
        plain.setFontItalic(False)
        _chosen(document, start, length).insertText(f"[{words}]", plain)


def _set_paragraphs(document: QTextDocument) -> None:
    """Each paragraph runs as its own text does, a table as its first cell; headings in their sizes, with room between all."""
    for block in _blocks(document):
        cursor = QTextCursor(block)
        level = block.blockFormat().headingLevel()
        look = QTextBlockFormat()
        look.setTopMargin(16 if level else 0)
        look.setBottomMargin(4 if level or block.textList() is not None else 10)
        look.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        direction = _direction(block.text())
        if direction is not None:
            look.setLayoutDirection(direction)
        cursor.mergeBlockFormat(look)
        if level:
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.mergeCharFormat(_heading(level))
    for frame in document.rootFrame().childFrames():
        direction = _direction(frame.firstCursorPosition().block().text())
        if isinstance(frame, QTextTable) and direction is not None:
            shape = frame.format()
            shape.setLayoutDirection(direction)
            frame.setFormat(shape)


def _heading(level: int) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.DemiBold)
    look.setProperty(QTextFormat.Property.FontSizeAdjustment, _LARGER.get(level, 0))
    return look


def _direction(text: str) -> Qt.LayoutDirection | None:
    """The direction of a text that has one."""
    if not text.strip():
        return None
    return Qt.LayoutDirection.RightToLeft if base_direction(text) is Direction.RTL else Qt.LayoutDirection.LeftToRight


def _underline_links(document: QTextDocument) -> None:
    """A link is to be seen without colour too."""
    underlined = QTextCharFormat()
    underlined.setFontUnderline(True)
    for start, length, look in list(_fragments(document)):
        if look.isAnchor():
            _chosen(document, start, length).mergeCharFormat(underlined)
