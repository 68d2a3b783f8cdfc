"""The commands that open the app, or draw it: they alone know ``desktop/``."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click

from annotator.cli.console import Command, run, say
from annotator.cli.options import PATH, PROJECT
from annotator.errors import WindowUnavailable
from annotator.texts import _, mark


def open_window(project: Path | None) -> int:
    """Open the app on a project, or on its welcome page; the exit status. Raises WindowUnavailable."""
    return int(desktop("desktop.app").run(project))


def desktop(module: str) -> Any:
    """A module of the window. Raises WindowUnavailable where Qt cannot be loaded or there is no display."""
    if module == "desktop.app" and sys.platform.startswith("linux"):
        displays = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
        if not any(os.environ.get(name) for name in displays):
            raise WindowUnavailable(detail=_("there is no display; “warraq screenshot” draws without one"))
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise WindowUnavailable(detail=str(error)) from error


@click.command(cls=Command, help=mark("Open the sample project. It is made the first time, with its suggestions."))
def demo() -> int:
    from annotator import jobs

    path = run(jobs.sample(jobs.sample_path()), _("Making the sample project"))
    say(_("The sample project lies at {path}.").format(path=path))
    return open_window(path)


@click.command(cls=Command, help=mark("Open the app on a project."))
@click.argument("project", type=PATH, required=False)
def review(project: Path | None) -> int:
    # Without a project for the desktop entry: it names one only where a file was opened.
    if project is not None:
        from annotator.project.project import Project

        Project.open(project, read_only=True).close()
    return open_window(project)


@click.command(cls=Command, help=mark("Draw a page of the app into a PNG file. No display is needed."))
@PROJECT
@click.argument("out", type=PATH)
@click.option("--document", default=1, show_default=True, type=click.IntRange(1), help=mark("Number of the document."))
@click.option(
    "--page",
    default="review",
    show_default=True,
    help=mark("Page of the app."),
    type=click.Choice(["review", "search", "consistency", "quality", "adjudicate", "agreement", "welcome"]),
)
@click.option("--query", default="", help=mark("What the page “search” looks for."))
@click.option(
    "--language", type=click.Choice(["ar", "en"]), default="ar", show_default=True, help=mark("Language of the window.")
)
@click.option(
    "--theme",
    type=click.Choice(["light", "dark"]),
    default="light",
    show_default=True,
    help=mark("Colours of the window."),
)
def screenshot(project: Path, out: Path, document: int, page: str, query: str, language: str, theme: str) -> None:
    draw = desktop("desktop.screenshot").draw
    draw(project, out, document=document, page=page, query=query, language=language, theme=theme)


COMMANDS = (demo, review, screenshot)
