"""Arguments and options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

from annotator.formats import formats
from annotator.texts import mark

PATH = click.Path(path_type=Path, readable=False)
"""Whether it can be read is said of each file by itself, so that one bad file does not refuse the others."""
PROJECT = click.argument("project", type=PATH)
MAP = click.option(
    "--map", "map_file", type=PATH, help=mark('TOML or JSON file of labels: lines such as PERSON = "PERS".')
)
FORMAT_IN = click.option(
    "--format",
    default="auto",
    show_default=True,
    type=click.Choice(["auto", *(format.id for format in formats() if format.reads)]),
    help=mark("Format of the files; auto finds it for each."),
)
ENCODING = click.option(
    "--encoding", help=mark("Encoding of the files, such as windows-1256; found for each file where it is not said.")
)
COLUMN = click.option(
    "--column", default="", help=mark("Column or field that holds the text; found where it is not said.")
)
INCLUDE = click.option(
    "--include",
    type=click.Choice(["done", "all"]),
    default="done",
    show_default=True,
    help=mark("Finished documents, or unfinished ones too."),
)
LABELS = click.option("--labels", default="", help=mark("These labels alone, with commas between them."))
ANNOTATOR = click.option("--annotator", default="", help=mark("Whose annotations are the gold."))
RULE = click.option(
    "--rule",
    type=click.Choice(["majority", "union"]),
    help=mark("How annotations of several annotators become one gold."),
)
COMPARE = click.option(
    "--compare", multiple=True, help=mark("Another run or suggester to hold it against; may be given several times.")
)
TARGET = click.option(
    "--target",
    type=click.FloatRange(0.5, 1, max_open=True),
    default=0.97,
    show_default=True,
    help=mark("The share that is to be right of what is accepted unseen: the threshold that keeps it is named."),
)
GAMMA = click.option(
    "--gamma", is_flag=True, help=mark("Work out gamma too: slow, so of a sample where there are many documents.")
)
JSON = click.option("--json", "as_json", is_flag=True, help=mark("As one JSON document."))
