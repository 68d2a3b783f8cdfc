"""How the command line speaks: its language, its help, its progress, and what it says of problems."""

from __future__ import annotations

import gettext
import json
import os
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

import resources
from annotator import texts
from annotator.texts import _, mark, ngettext, number

if TYPE_CHECKING:
    from annotator.formats import Problem
    from annotator.jobs import Job, Progress

T = TypeVar("T")
PROBLEMS_SHOWN = 20
"""On a terminal; a file or another program gets all that were kept."""
_LANGUAGE_OPTION = "--language"
_VISUAL_OPTION = "--visual"
_shape = {"visual": False}

_OF_CLICK = (
    mark("Usage:"),
    mark("Options"),
    mark("Commands"),
    mark("Show this message and exit."),
    mark("Show the version and exit."),
    mark("%(prog)s, version %(version)s"),
    mark("default: {default}"),
    mark("Error: {message}"),
    mark("Try '{command} {option}' for help."),
    mark("Missing command."),
    mark("Missing argument"),
    mark("Missing option"),
    mark("No such option {name!r}."),
    mark("No such command {name!r}."),
    mark("Invalid value: {message}"),
    mark("Invalid value for {param_hint}: {message}"),
    mark("{value!r} is not a valid {number_type}."),
    mark("Option {name!r} does not take a value."),
)
"""What click says by itself: it looks its texts up in our catalogue, too."""


def prepare(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Choose the language and the form of what is said, before anything is: click builds its help by it."""
    speech = _language(arguments, environment)
    texts.use(speech)
    try:
        _("Usage:")
    except OSError:
        # The Arabic catalogue is made when the program is built; without it English is better than nothing.
        texts.use("en")
    _shape["visual"] = _VISUAL_OPTION in arguments
    gettext.bindtextdomain("warraq", str(resources.path("translations")))
    gettext.textdomain("warraq")
    os.environ["LANGUAGE"] = texts.language()


def _language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    for place, argument in enumerate(arguments):
        if argument == _LANGUAGE_OPTION and place + 1 < len(arguments):
            return _known(arguments[place + 1])
        if argument.startswith(f"{_LANGUAGE_OPTION}="):
            return _known(argument.partition("=")[2])
    for name in ("WARRAQ_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return _known(environment[name])
    return "en"


def _known(name: str) -> str:
    return "ar" if name.lower().startswith("ar") else "en"


def shaped(text: str) -> str:
    """The text as this terminal can show it."""
    if not _shape["visual"]:
        return text
    from annotator.text.visual import visual

    return visual(text)


def say(text: str) -> None:
    """Tell the answer, on standard output."""
    click.echo(shaped(text))


def say_json(found: object) -> None:
    """One JSON document."""
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


def say_table(rows: Sequence[Sequence[str]]) -> None:
    """Say rows after an empty line, their cells below each other; those of a row may be any text."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    say("")
    for row in rows:
        say("  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip())


def _width(text: str) -> int:
    """How many columns of a terminal it takes: signs above and below letters, and those that are not seen, take none."""
    return sum(unicodedata.category(character) not in ("Mn", "Me", "Cf") for character in text)


def complain(text: str) -> None:
    """Tell what is wrong, on standard error."""
    click.echo(shaped(text), err=True)


def complain_of(problems: Sequence[Problem | str], count: int) -> None:
    """List what could not be taken; on a terminal the first ones alone."""
    shown = problems[:PROBLEMS_SHOWN] if sys.stderr.isatty() else problems
    for problem in shown:
        complain(str(problem))
    left = count - len(shown)
    if left > 0:
        complain(ngettext("… and {n} more problem.", "… and {n} more problems.", left))


class Command(click.Command):
    """A command whose texts are messages of the catalogue."""

    def get_help(self, ctx: click.Context) -> str:
        return shaped(super().get_help(ctx))

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        translate(self)
        super().format_help(ctx, formatter)


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command


def translate(command: click.Command) -> None:
    """Put the command's own help and that of its options into the language in use."""
    command.help = _(command.help or "")
    for option in command.params:
        if isinstance(option, click.Option) and option.help:
            option.help = _(option.help)
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        inner.short_help = _(inner.short_help or "")


def run(job: Job[T], words: str) -> T:
    """Run a job to its end, with its progress on the terminal where there is one."""
    from annotator.jobs import finish

    if not sys.stderr.isatty():
        return finish(job)
    bar: Any = None

    def report(progress: Progress) -> None:
        nonlocal bar
        if not progress.total:
            click.echo(f"\r{shaped(words)} {number(progress.done)} ", nl=False, err=True)
        elif bar is None or bar.length != progress.total:
            bar = click.progressbar(length=progress.total, label=shaped(words), file=sys.stderr)
        if bar is not None and progress.total:
            bar.update(progress.done - bar.pos)

    try:
        return finish(job, report)
    finally:
        click.echo("", err=True)


def listed(names: str) -> list[str]:
    """Names that were given with commas between them, Arabic ones too."""
    return [name.strip() for name in names.replace("،", ",").split(",") if name.strip()]


def mapping(path: Path | None) -> dict[str, str] | None:
    """The labels of ``--map``, if it was given."""
    from annotator.label_mapping import load_mapping

    return load_mapping(path) if path else None


def status(problems: Sequence[Problem | str], count: int) -> int:
    """List the problems; the exit status that says whether there were any."""
    complain_of(problems, count)
    return 1 if count else 0
