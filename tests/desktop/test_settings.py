"""Settings: declared once, kept exactly, never broken by what stands in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.settings import MOST_RECENT, Setting, Settings

NAMES = [name for name, value in vars(Settings).items() if isinstance(value, Setting)]
OTHER = {"language": "ar", "digits": "latn", "theme": "dark", "zoom": 1.25, "mode": "read", "threshold": 0.75}
OTHER |= {"reviewer": "فاطمة، الزهراء", "recent": ["/a b/نشرات.warraq"], "geometry": "AbC=", "show_spans": False}
OTHER |= {"font": "amiri", "line_spacing": "wide", "column": "full", "diacritics": False, "invisibles": True}
OTHER |= {"show_documents": False, "doubtful_first": True, "learn_in_pauses": False}
OTHER |= {"document_lists": [["/a b/نشرات.warraq", "skipped", "name"]], "break_after": 25, "no_breaks_on": "2026-03-01"}
OTHER |= {"keys": {"span.accept": ["A", "Ctrl+Y"]}, "recent_commands": ["file.export"]}


def reopened(settings: Settings, folder: Path) -> Settings:
    settings.save()
    return Settings(folder)


@pytest.mark.parametrize("name", NAMES)
def test_is_as_shipped_until_set(name: str, tmp_path: Path) -> None:
    assert getattr(Settings(tmp_path), name) == getattr(Settings, name).default


@pytest.mark.parametrize("name", NAMES)
def test_round_trip(name: str, tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    setattr(settings, name, OTHER[name])
    kept = getattr(reopened(settings, tmp_path), name)
    assert kept == OTHER[name]
    assert type(kept) is type(OTHER[name])


@pytest.mark.parametrize("name", NAMES)
def test_nonsense_in_the_file_counts_as_not_set(name: str, tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    for nonsense in ("{", '{"a": 1}', "null", "99999"):
        settings.file.setValue(name, nonsense)
        assert getattr(settings, name) == getattr(Settings, name).default


def test_refuses_what_is_not_allowed(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    with pytest.raises(ValueError, match="theme"):
        settings.theme = "pink"
    with pytest.raises(ValueError, match="threshold"):
        settings.threshold = 1.5


def test_folder_can_be_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARRAQ_CONFIG", str(tmp_path / "elsewhere"))
    settings = Settings()
    settings.reviewer = "Omar"
    settings.save()
    assert Settings(tmp_path / "elsewhere").reviewer == "Omar"


def test_recent_projects_are_newest_first_without_doubles(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    for name in ("a", "b", "a", *map(str, range(MOST_RECENT - 1))):
        settings.remember_project(tmp_path / name)
    assert len(settings.recent) == MOST_RECENT
    assert settings.recent[0] == str(tmp_path / str(MOST_RECENT - 2))
    assert settings.recent[-1] == str(tmp_path / "a")
    settings.forget_project(tmp_path / "a")
    assert str(tmp_path / "a") not in settings.recent


@pytest.mark.parametrize(("chosen", "spoken"), [("ar", "ar"), ("en", "en")])
def test_language_as_chosen(chosen: str, spoken: str, tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    settings.language = chosen
    assert settings.spoken_language() == spoken
