"""A report as one page of HTML that needs nothing else: no network, no scripts, its fonts and figures within."""

from __future__ import annotations

import re
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import resources
from annotator.look import TOKENS
from annotator.quality.report import fonts
from annotator.quality.report.parts import Block, Figure, Report, Strip, Table

STRIP: Final = 120
"""Pixels of a strip from 0 to 1, and what its dot needs at both ends."""
_EDGE: Final = 5


def to_html(report: Report) -> str:
    """The page."""
    environment = Environment(
        loader=FileSystemLoader(resources.path("report")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"css_string": css_string, "svg": svg, "strip": strip, "kind": _kind}
    shown = environment.get_template("report.html.jinja").module
    body = str(shown.body(report))  # type: ignore[attr-defined]
    return environment.get_template("page.html.jinja").render(
        report=report,
        body=Markup(body),
        tokens=TOKENS,
        sans=fonts.embedded(fonts.SANS),
        bold=fonts.embedded(fonts.SANS_BOLD),
        naskh=fonts.embedded(fonts.NASKH) if _has_lines(report) else "",
        digits="arabic-indic" if report.digits == "arab" else "decimal",
    )


def css_string(text: str) -> str:
    """The text within the quotation marks of a style, whatever it holds."""
    return "".join(character if character.isalnum() else f"\\{ord(character):x} " for character in text)


def svg(figure: Figure) -> Markup:
    """The figure as an element of the page, in the colours of the page's theme."""
    names = {
        light.lower(): f"var(--{token})" for token, (light, _dark) in TOKENS.items() if len(light) == len("#RRGGBB")
    }
    element = re.sub(r"#[0-9a-f]{6}\b", lambda found: names.get(found[0], found[0]), figure.svg)
    element = re.sub(r' (?:xmlns(?::\w+)?|version|width|height)="[^"]*"', "", element, count=5).replace(
        "xlink:href", "href"
    )
    return Markup(element)


def strip(of: Strip, rtl: bool) -> dict[str, float]:
    """Where dot and line stand, in pixels from the left."""

    def place(share: float) -> float:
        return round(_EDGE + STRIP * (1 - share if rtl else share), 2)

    found = {"dot": place(of.value), "first": place(0), "last": place(1)}
    if of.low is not None and of.high is not None:
        found |= {"low": place(of.low), "high": place(of.high)}
    return found


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _has_lines(report: Report) -> bool:
    """Whether any table shows text of documents in its context."""
    blocks = (block for section in report.sections for block in section.blocks)
    return any(block.columns[0].align == "line" for block in blocks if isinstance(block, Table))
