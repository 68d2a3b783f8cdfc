"""A report as a PDF file: its parts set below each other on A4, with the same head and a number on every page."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final, TypeAlias

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from annotator import texts
from annotator.formats import files
from annotator.quality.report.making import program
from annotator.quality.report.parts import Report
from annotator.texts import _, number
from desktop.paper.setting import Setter
from desktop.paper.struts import Strut, paginate
from desktop.paper.text import Text, sans

Pages: TypeAlias = list[list[tuple[Strut, float]]]
_RESOLUTION: Final = 1200
_INCH: Final = 96
_MILLIMETRE: Final = _INCH / 25.4
_SIDE: Final = 16
_TOP: Final = 20
_BOTTOM: Final = 18
"""The margins in millimetres."""
_MARGIN_TEXT: Final = 10
_PAGE: Final = QPageSize(QPageSize.PageSizeId.A4)


def write(report: Report, path: Path) -> None:
    """Write the PDF. Raises FileUnwritable, DiskFull."""
    for _step in writing(report, path):
        pass


def writing(report: Report, path: Path) -> Iterator[None]:
    """Write the PDF step by step, so that a window goes on meanwhile. Raises as ``write``."""
    pages = yield from set_pages(report)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    yield from _draw(report, pages, buffer)
    with files.written(path) as aside:
        aside.write_bytes(data.data())


def set_pages(report: Report) -> Generator[None, None, Pages]:
    """The pages of a report: of each its parts, with their tops."""
    width, height = _room()
    setter = Setter(report, width)
    struts = setter.front()
    for section in report.sections:
        yield
        struts += setter.section(section)
    return paginate(struts, height)


def _draw(report: Report, pages: Pages, device: QIODevice) -> Iterator[None]:
    writer = QPdfWriter(device)
    writer.setTitle(report.title)
    writer.setCreator(program())
    writer.setResolution(_RESOLUTION)
    writer.setPageLayout(QPageLayout(_PAGE, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter(writer)
    try:
        painter.scale(_RESOLUTION / _INCH, _RESOLUTION / _INCH)
        for place, struts in enumerate(pages):
            if place:
                writer.newPage()
            _draw_margins(painter, report, place + 1, len(pages))
            for strut, y in struts:
                strut.draw(painter, _SIDE * _MILLIMETRE, _TOP * _MILLIMETRE + y)
            yield
    finally:
        painter.end()


def _draw_margins(painter: QPainter, report: Report, page: int, pages: int) -> None:
    """What stands above and below the text of a page."""
    width, height = _room()
    with texts.speaking(report.language, report.digits):
        count = _("page {page} of {pages}").format(page=number(page), pages=number(pages))
    for words, y in ((report.foot, _TOP * _MILLIMETRE / 2), (count, height + (_TOP + _BOTTOM * 0.4) * _MILLIMETRE)):
        text = Text(words, sans(_MARGIN_TEXT), rtl=report.rtl, token="ink-2")
        text.draw(painter, _SIDE * _MILLIMETRE + (width - text.width) / 2, y - text.height / 2)


def _room() -> tuple[float, float]:
    """What the margins leave of a page, in pixels."""
    size = _PAGE.size(QPageSize.Unit.Millimeter)
    return (size.width() - 2 * _SIDE) * _MILLIMETRE, (size.height() - _TOP - _BOTTOM) * _MILLIMETRE
