"""Prints a report without a window."""

from __future__ import annotations

from pathlib import Path

from annotator.quality.report.parts import Report
from desktop.app import application
from desktop.paper.pages import write
from desktop.theme import load_fonts


def print_report(report: Report, path: Path) -> None:
    """Write the PDF. Raises FileUnwritable, DiskFull."""
    _running = application()  # without one there are no fonts
    load_fonts()
    write(report, path)
