"""The ``warraq`` command. What it shows of a command or option is a message of the catalogue."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

import annotator
from annotator.cli import agreement, documents, labels, learning, projects, quality, reporting, team, window
from annotator.cli.console import Group, complain, prepare
from annotator.errors import WarraqError, reason
from annotator.texts import _, mark


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit status is 0, 1 (failed wholly or in part), 2 (usage) or 130 (interrupted)."""
    arguments = sys.argv[1:] if arguments is None else arguments
    prepare(arguments, os.environ)
    try:
        status = warraq.main(list(arguments), "warraq", standalone_mode=False)
    except click.ClickException as error:
        complain(_usage(error))
        return error.exit_code
    except click.Abort:
        complain(_("Stopped. What was stored before that is kept; no file was left half-written."))
        return 130
    except WarraqError as error:
        complain(str(error))
        return 1
    except OSError as error:
        # What the answer goes to, a full disk for one: files that are read and written have errors of their own.
        complain(str(WarraqError(detail=reason(error))))
        return 1
    return status if isinstance(status, int) else 0


def _usage(error: click.ClickException) -> str:
    usage = ""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        usage = error.ctx.get_usage() + "\n"
    return usage + _("Error: {message}").format(message=error.format_message())


@click.group(
    cls=Group,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    help=mark("Review entity suggestions in Arabic documents. Without a command the app opens."),
)
@click.version_option(annotator.__version__, "--version", prog_name="warraq")
@click.option(
    "--language", type=click.Choice(["ar", "en"]), help=mark("Language of what is said; the system's at first.")
)
@click.option(
    "--visual", is_flag=True, help=mark("Write Arabic in joined and ordered form, for a terminal that does neither.")
)
@click.pass_context
def warraq(ctx: click.Context, /, **taken: object) -> int:
    del taken  # before anything was said, so that help and errors follow them too
    return 0 if ctx.invoked_subcommand else window.open_window(None)


for part in (window, projects, documents, labels, learning, quality, agreement, reporting, team):
    for command in part.COMMANDS:
        warraq.add_command(command)
