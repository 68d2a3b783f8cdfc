"""Files dropped on the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent


def take_files(event: QDropEvent, suffix: str = "") -> tuple[Path, ...]:
    """The files and folders of a drag, those that end in ``suffix``; it is accepted where there are any.

    Always as a copy: a file manager that is told of a move deletes what it has dragged.
    """
    paths = (Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
    found = tuple(path for path in paths if path.name.endswith(suffix))
    if found:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
    return found
