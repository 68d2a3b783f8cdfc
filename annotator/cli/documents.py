"""The commands that take documents in, let suggesters look at them, and export what was decided."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from annotator.cli.console import Command, complain, complain_of, listed, mapping, run, say, status
from annotator.cli.options import COLUMN, ENCODING, FORMAT_IN, INCLUDE, LABELS, MAP, PATH, PROJECT, RULE
from annotator.formats import Export, Loss, formats, get
from annotator.formats.conll import SCHEMES
from annotator.formats.tokens import NESTINGS, SUBWORDS, TOKENS
from annotator.texts import _, mark, ngettext, number

if TYPE_CHECKING:
    from annotator.jobs import Exported, Imported, Job, Suggested
    from annotator.records import Record


@click.command("import", cls=Command, help=mark("Import files and folders into a project."))
@PROJECT
@click.argument("paths", type=PATH, nargs=-1, required=True)
@FORMAT_IN
@click.option(
    "--spans",
    type=click.Choice(["annotations", "suggestions", "ignore"]),
    help=mark("What the spans become; each keeps its kind where it is not said."),
)
@click.option("--annotator", default="", help=mark("Whose annotations they are."))
@click.option("--done", is_flag=True, help=mark("Mark the documents as finished by the annotator."))
@MAP
@COLUMN
@ENCODING
@click.option("--strict", is_flag=True, help=mark("Import nothing where anything is bad."))
def import_command(
    project: Path,
    paths: tuple[Path, ...],
    format: str,
    spans: Literal["annotations", "suggestions", "ignore"] | None,
    annotator: str,
    done: bool,
    map_file: Path | None,
    column: str,
    encoding: str | None,
    strict: bool,
) -> int:
    from annotator import jobs

    job = jobs.import_files(
        project,
        paths,
        format=format,
        spans=spans or "",
        annotator=annotator,
        done=done,
        mapping=mapping(map_file),
        encoding=encoding,
        column=column,
        strict=strict,
    )
    imported = run(job, _("Importing"))
    _tell_imported(imported)
    complain_of(imported.kept, imported.kept_count)
    failed = status(imported.problems, imported.problem_count)
    if imported.unknown:
        _tell_unknown(imported)
    return failed


def _tell_imported(imported: Imported) -> None:
    say(ngettext("{n} document was imported.", "{n} documents were imported.", imported.added))
    if imported.known:
        say(ngettext("{n} document was there already.", "{n} documents were there already.", imported.known))
    if imported.annotations:
        said = ngettext(
            "{n} annotation of {name} was taken in.", "{n} annotations of {name} were taken in.", imported.annotations
        )
        say(said.format(name=imported.annotator))
    if imported.suggestions:
        say(ngettext("{n} suggestion was taken in.", "{n} suggestions were taken in.", imported.suggestions))
    for sentence in imported.audit.sentences():
        say(sentence)


def _tell_unknown(imported: Imported) -> None:
    """Name the labels that the label set lacks, with a mapping file to fill in: it is written as it is, for any terminal."""
    counts = _(", ").join(
        _("{name} ×{count}").format(name=label, count=number(spans)) for label, spans in imported.unknown
    )
    complain(_("The label set lacks labels of the files: {labels}.").format(labels=counts))
    complain(_("Save these lines as a file, correct them (nothing leaves the spans out), and import again with --map:"))
    click.echo(imported.mapping, err=True, nl=False)


@click.command(
    cls=Command, help=mark("Let a suggester propose spans. With --from, take in what an outside system proposes.")
)
@PROJECT
@click.option(
    "--with",
    "suggester",
    default="",
    help=mark(
        "Folder of a model of spaCy, Hugging Face or GLiNER, in place of the built-in suggester; with --from, the name of the outside system."
    ),
)
@click.option("--from", "predictions", type=PATH, help=mark("File of predictions, in any format that is read."))
@FORMAT_IN
@MAP
@COLUMN
@ENCODING
@click.option("--again", is_flag=True, help=mark("Look again at documents that the suggester has seen."))
def suggest(
    project: Path,
    suggester: str,
    predictions: Path | None,
    format: str,
    map_file: Path | None,
    column: str,
    encoding: str | None,
    again: bool,
) -> int:
    from annotator import jobs

    labels = mapping(map_file)
    if predictions:
        job = jobs.suggest_from(
            project, predictions, suggester=suggester, format=format, mapping=labels, encoding=encoding, column=column
        )
    else:
        job = jobs.suggest(project, suggester=suggester, mapping=labels, again=again)
    suggested = run(job, _("Suggesting"))
    say(suggested.words)
    if suggested.aligned:
        message = ngettext(
            "The text of {n} document differs in white space or spelling; its spans were brought over.",
            "The texts of {n} documents differ in white space or spelling; their spans were brought over.",
            suggested.aligned,
        )
        say(message)
    for label, spans in suggested.unknown:
        message = ngettext(
            "{n} span was left out: the label set has no “{label}”. Say with --map which label it is.",
            "{n} spans were left out: the label set has no “{label}”. Say with --map which label it is.",
            spans,
        )
        complain(message.format(label=label))
    complain_of(suggested.notes, suggested.note_count)
    return status(suggested.problems, suggested.problem_count) or int(bool(suggested.unknown))


@click.command(
    cls=Command, help=mark("Write files with suggested spans. The form is JSON Lines; no project is needed.")
)
@click.argument("paths", type=PATH, nargs=-1, required=True)
@click.option("--output", type=PATH, help=mark("File to write to, in place of the terminal."))
@click.option(
    "--with",
    "suggester",
    default="",
    help=mark("Folder of a model of spaCy, Hugging Face or GLiNER, in place of the built-in suggester."),
)
@FORMAT_IN
@MAP
@COLUMN
@ENCODING
def predict(
    paths: tuple[Path, ...],
    output: Path | None,
    suggester: str,
    format: str,
    map_file: Path | None,
    column: str,
    encoding: str | None,
) -> int:
    from annotator import jobs
    from annotator.formats.jsonl import line

    def job(emit: Callable[[Record], object]) -> Job[Suggested]:
        return jobs.predict(
            paths,
            emit,
            suggester=suggester,
            mapping=mapping(map_file),
            format=format,
            encoding=encoding,
            column=column,
        )

    if output is None:
        suggested = run(job(lambda record: click.echo(line(record))), _("Suggesting"))
    else:
        with Export(get("jsonl"), {"": output}) as making:
            suggested = run(job(making.add), _("Suggesting"))
            # Without a document the file is not read again, and so does not come to stand.
            for _agree in making.read_again() if suggested.documents else ():
                pass
        say(suggested.words)
    complain_of(suggested.notes, suggested.note_count)
    return status(suggested.problems, suggested.problem_count)


@click.command(cls=Command, help=mark("Export annotations; suggestions never."))
@PROJECT
@click.argument("out", type=PATH)
@click.option(
    "--format",
    required=True,
    type=click.Choice([format.id for format in formats() if format.writes]),
    help=mark("Format to write."),
)
@click.option(
    "--split", default="", help=mark("Shares of train, dev and test, such as 80/10/10; OUT is then a folder.")
)
@click.option("--seed", default=0, show_default=True, help=mark("Another seed makes another split."))
@click.option("--annotator", default="", help=mark("Whose annotations; the gold where it is not said."))
@RULE
@INCLUDE
@LABELS
@click.option(
    "--nesting", type=click.Choice(NESTINGS), default="all", show_default=True, help=mark("Which of nested spans.")
)
@click.option(
    "--subword",
    type=click.Choice(SUBWORDS),
    default="split",
    show_default=True,
    help=mark(
        "What becomes of a word at whose inside a span begins or ends: it is split, the span widened, or left out."
    ),
)
@click.option("--scheme", type=click.Choice(SCHEMES), default="iob2", show_default=True, help=mark("Tags of CoNLL."))
@click.option(
    "--tokens",
    type=click.Choice(TOKENS),
    help=mark(
        "Tokens: words, what stands between spaces, or words with proclitics cut; the format's own where it is not said."
    ),
)
@click.option(
    "--offsets",
    type=click.Choice(["codepoint", "utf16", "grapheme"]),
    help=mark("Unit of the offsets, where the format leaves it open."),
)
@click.option(
    "--provenance",
    is_flag=True,
    help=mark(
        "Tell of each span where it comes from: who marked it, who adjudicated it and how, whether suggestions were in sight."
    ),
)
@click.pass_context
def export(ctx: click.Context, /, project: Path, out: Path, format: str, **chosen: Any) -> None:
    from annotator import jobs

    options = _write_options(ctx, format)
    job = jobs.export(
        project,
        out,
        format,
        annotator=chosen["annotator"],
        rule=chosen["rule"] or "",
        include=chosen["include"],
        labels=listed(chosen["labels"]),
        split=chosen["split"],
        seed=chosen["seed"],
        options=options,
        provenance=chosen["provenance"],
    )
    _tell_exported(run(job, _("Exporting")), out)


def _tell_exported(exported: Exported, out: Path) -> None:
    spans = ngettext("{n} span", "{n} spans", exported.spans)
    said = ngettext(
        "{n} document with {spans} was written to {path}.",
        "{n} documents with {spans} were written to {path}.",
        exported.documents,
    )
    say(said.format(spans=spans, path=out))
    if "all" not in exported.parts:
        parts = _(", ").join(
            _("{name}: {value}").format(name=part, value=number(documents))
            for part, documents in exported.parts.items()
        )
        say(_("Documents of the parts: {parts}.").format(parts=parts))
    say(_("What it holds, and from what it was made, stands in {path}.").format(path=exported.manifest))
    for line in exported.report:
        say(line)
    if exported.stale:
        said = ngettext(
            "{n} adjudicated document is out of date: an annotator has changed it since.",
            "{n} adjudicated documents are out of date: an annotator has changed them since.",
            exported.stale,
        )
        complain(said)
    if exported.unfinished:
        said = ngettext(
            "{n} unfinished document was left out.", "{n} unfinished documents were left out.", exported.unfinished
        )
        say(said)
    if exported.contested:
        said = ngettext(
            "{n} document that several annotators finished was left out; choose with --annotator or --rule.",
            "{n} documents that several annotators finished were left out; choose with --annotator or --rule.",
            exported.contested,
        )
        complain(said)


def _write_options(ctx: click.Context, format: str) -> dict[str, str]:
    """The options that were given; one that means nothing in the format is a fault of use."""
    options: dict[str, str] = {}
    target = get(format)
    means = target.options if Loss.PROVENANCE in target.loses else target.options | {"provenance"}
    for name in ("nesting", "subword", "scheme", "tokens", "offsets", "provenance"):
        if ctx.get_parameter_source(name) is click.core.ParameterSource.DEFAULT:
            continue
        if name not in means:
            raise click.UsageError(
                _("{option} means nothing in {format}.").format(option=f"--{name}", format=format), ctx
            )
        options[name] = ctx.params[name]
    options.pop("provenance", None)  # what is told, not how it is written
    return options


COMMANDS = (import_command, suggest, predict, export)
