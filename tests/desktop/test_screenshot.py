"""Pictures of the window, drawn without a display."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from annotator import texts
from annotator.errors import DocumentMissing, ProjectMissing
from desktop.screenshot import draw


@pytest.mark.parametrize(("language", "theme"), [("ar", "light"), ("en", "dark")])
def test_draws_the_review_page(
    language: str, theme: str, qapp: QApplication, closed_project: Path, tmp_path: Path
) -> None:
    before = closed_project.read_bytes()
    draw(closed_project, tmp_path / "out.png", document=2, language=language, theme=theme)
    drawn = QImage(str(tmp_path / "out.png"))
    assert (drawn.width(), drawn.height()) == (1440, 900)
    assert (drawn.pixelColor(3, 3).lightness() < 80) is (theme == "dark")
    assert closed_project.read_bytes() == before
    assert texts.language() == "en"


@pytest.mark.parametrize("page", ["search", "consistency", "quality", "adjudicate", "agreement", "welcome"])
def test_draws_the_other_pages(page: str, qapp: QApplication, closed_project: Path, tmp_path: Path) -> None:
    before = closed_project.read_bytes()
    draw(closed_project, tmp_path / "review.png")
    draw(closed_project, tmp_path / "out.png", page=page, query="طوكيو")
    assert QImage(str(tmp_path / "out.png")) != QImage(str(tmp_path / "review.png"))
    assert closed_project.read_bytes() == before


def test_says_what_is_not_there(qapp: QApplication, closed_project: Path, tmp_path: Path) -> None:
    with pytest.raises(DocumentMissing):
        draw(closed_project, tmp_path / "out.png", document=3)
    with pytest.raises(ProjectMissing):
        draw(tmp_path / "gone.warraq", tmp_path / "out.png")
    assert not (tmp_path / "out.png").exists()
