"""What turns the project into something to install: set-up scripts, desktop entry, metainfo, licences, help pages."""

from __future__ import annotations

import configparser
import os
import re
import runpy
import subprocess
import tomllib
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import cassis
import click
import PySide6
import pytest
import shiboken6

import annotator
import resources
from annotator.project.project import Project

ROOT = Path(__file__).parent.parent
PACKAGING = ROOT / "packaging"
RESOURCES = ROOT / "resources"
HELP = RESOURCES / "help"
LANGUAGES = ("ar", "en")
LINK = re.compile(r"\]\(([^)#:]+)\)")

libraries = runpy.run_path(str(PACKAGING / "libraries.py"))
licences = runpy.run_path(str(PACKAGING / "licences.py"))


def metainfo() -> ElementTree.Element:
    return ElementTree.parse(PACKAGING / "org.warraq.Warraq.metainfo.xml").getroot()


@pytest.fixture
def desktop_entry() -> configparser.SectionProxy:
    entry = configparser.ConfigParser(interpolation=None, delimiters="=")
    entry.optionxform = str  # type: ignore[assignment, method-assign]
    entry.read(PACKAGING / "org.warraq.Warraq.desktop", "utf-8")
    return entry["Desktop Entry"]


@pytest.mark.parametrize("script", [*sorted(PACKAGING.glob("*.sh")), ROOT / ".ci" / "run"], ids=lambda path: path.name)
def test_a_script_is_valid_and_may_be_run(script: Path) -> None:
    subprocess.run(["bash", "-n", script], check=True)
    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in script.read_text("utf-8")


def test_every_target_of_the_makefile_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)
    assert set(targets) == set(re.findall(r"^([a-z-]+):[^#\n]*## \S", makefile, re.MULTILINE))
    assert {"run", "test"} <= set(targets)


def test_missing_libraries_are_named_with_the_command_that_installs_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main = libraries["main"]
    monkeypatch.setattr("sys.argv", ["libraries.py"])
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setitem(main.__globals__, "found", lambda library: library != "libEGL.so.1")
    assert main() == 1
    assert "sudo apt-get install libegl1\n" in capsys.readouterr().err


def test_the_libraries_of_x11_count_only_where_there_is_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = libraries["missing"]
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setitem(missing.__globals__, "found", lambda _library: False)
    monkeypatch.delenv("DISPLAY", raising=False)
    assert set(missing()) == set(libraries["DRAWING"])
    monkeypatch.setenv("DISPLAY", ":0")
    assert set(missing()) == set(libraries["DRAWING"]) | set(libraries["X11"])


def test_the_desktop_entry_speaks_both_languages(desktop_entry: configparser.SectionProxy) -> None:
    assert (desktop_entry["Type"], desktop_entry["Exec"], desktop_entry["Terminal"]) == (
        "Application",
        "warraq review %f",
        "false",
    )
    for key in ("Name", "GenericName", "Comment", "Keywords"):
        assert desktop_entry[key].isascii()
        assert re.search(r"[\u0621-\u064a]", desktop_entry[f"{key}[ar]"])
    assert desktop_entry["Keywords"].endswith(";")


def test_the_metainfo_belongs_to_the_desktop_entry(desktop_entry: configparser.SectionProxy) -> None:
    component = metainfo()
    assert component.findtext("launchable") == f"{component.findtext('id')}.desktop"
    assert component.findtext("icon") == desktop_entry["Icon"] == component.findtext("id")
    assert component.findtext("name") == desktop_entry["Name"]


def test_a_project_is_known_by_its_name_and_opened_by_the_desktop_entry(
    desktop_entry: configparser.SectionProxy, project: Project
) -> None:
    spaces = {"": "http://www.freedesktop.org/standards/shared-mime-info"}
    kind, log = ElementTree.parse(resources.path("share", "mime", "packages", "org.warraq.Warraq.xml")).getroot()
    assert desktop_entry["MimeType"] == f"{kind.get('type')};"
    assert metainfo().findtext("provides/mediatype") == kind.get("type")
    of_project, *of_log = (glob.get("pattern", "") for part in (kind, log) for glob in part.findall("glob", spaces))
    assert project.path.match(of_project)
    assert {one.suffix for one in project.path.parent.iterdir() if any(map(one.match, of_log))} == {
        ".warraq-wal",
        ".warraq-shm",
    }


def test_whoever_is_packed_brings_its_licence() -> None:
    texts = licences["licences"]([click.__file__, PySide6.__file__, shiboken6.__file__, cassis.__file__, os.__file__])
    assert {name.rsplit("-", 1)[0] for name in {place.split("/")[0] for place in texts}} == {
        *("click", "PySide6_Essentials", "shiboken6", "dkpro-cassis", "Python")
    }
    begins = {place.split("/")[-1]: path.read_text("utf-8").split() for place, path in texts.items()}
    assert begins["LGPL-3.0.txt"][:4] == ["GNU", "LESSER", "GENERAL", "PUBLIC"]
    assert begins["GPL-3.0.txt"][:4] == ["GNU", "GENERAL", "PUBLIC", "LICENSE"]
    assert begins["Apache-2.0.txt"][:2] == ["Apache", "License"]


def test_nothing_is_packed_without_a_licence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(licences["LACKING"], "dkpro-cassis")
    with pytest.raises(licences["LicenceMissing"], match=r"dkpro-cassis-\S+$"):
        licences["licences"]([click.__file__, cassis.__file__])
    with pytest.raises(licences["LicenceMissing"], match=r"nobodys\.py$"):
        licences["licences"]([str(Path(click.__file__).parents[1] / "nobodys.py")])


def test_the_version_is_the_same_everywhere() -> None:
    release = metainfo().find("releases/release")
    assert release is not None
    changelog = re.search(r"^## (\S+) - (\S+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert changelog is not None
    assert (release.get("version"), release.get("date")) == changelog.groups()
    assert annotator.__version__ == changelog[1]


def test_every_font_has_its_licence() -> None:
    fonts = list((RESOURCES / "fonts").glob("*.ttf"))
    assert fonts
    for font in fonts:
        assert (RESOURCES / "fonts" / f"OFL-{font.stem.split('-')[0]}.txt").is_file()
    assert "ISC License" in (RESOURCES / "icons" / "LICENSE").read_text("utf-8")


def test_the_licence_files_are_packed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for pattern in project["license-files"]:
        assert list(ROOT.glob(pattern)), pattern


def test_every_icon_is_a_drawing_that_takes_the_colour_it_is_given() -> None:
    for path in (RESOURCES / "icons").glob("*.svg"):
        root = ElementTree.parse(path).getroot()
        assert root.get("viewBox")
        assert path.stem == "warraq" or root.get("stroke") == "currentColor"


def test_no_icon_is_packed_for_nothing() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "desktop").rglob("*.py"))
    unused = [
        path.stem
        for path in (RESOURCES / "icons").glob("*.svg")
        if f'"{path.stem}"' not in code and path.stem != "warraq"
    ]
    assert unused == []


def test_help_has_the_same_pages_in_each_language() -> None:
    pages = {language: sorted(path.name for path in (HELP / language).glob("*.md")) for language in LANGUAGES}
    assert pages["ar"] == pages["en"] != []
    for name in pages["en"]:
        headings = {
            language: re.findall(r"^#+", (HELP / language / name).read_text("utf-8"), re.MULTILINE)
            for language in LANGUAGES
        }
        assert headings["ar"] == headings["en"], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_help_page_can_be_reached(language: str) -> None:
    pages = {path.name for path in (HELP / language).glob("*.md")}
    assert {"index.md", *LINK.findall((HELP / language / "index.md").read_text("utf-8"))} == pages


@pytest.mark.parametrize(
    "page",
    [*ROOT.glob("*.md"), *HELP.rglob("*.md"), *RESOURCES.glob("*/README.md")],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_links_lead_somewhere(page: Path) -> None:
    assert [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()] == []


def test_arabic_help_is_punctuated_as_arabic() -> None:
    for path in (HELP / "ar").glob("*.md"):
        prose = re.sub(r"`[^`]*`|^ {4}.*$|!(?=\[)", "", path.read_text("utf-8"), flags=re.MULTILINE)
        assert re.findall(r"[\u0621-\u065f][,;?]", prose) == [], path.name
        assert not set(prose) & set('“”"!'), path.name


def test_every_paragraph_of_arabic_help_is_laid_out_from_right_to_left() -> None:
    """A reader takes the direction of a paragraph from its first strong letter; what is isolated does not count."""
    for path in (HELP / "ar").glob("*.md"):
        prose = re.sub(r"^ {4}.*$|\u2066[^\u2069]*\u2069", "", path.read_text("utf-8"), flags=re.MULTILINE)
        for paragraph in re.split(r"\n\n|\n(?=- |\d\. )", prose):
            first = re.search(r"[A-Za-z\u0621-\u064a]", paragraph)
            assert first is None or not first[0].isascii(), f"{path.name}: {paragraph}"
