"""The licence texts of what the packed application holds: found for every file, or the build fails."""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path

HELD = Path(__file__).parent / "licences"
LACKING = {
    "dkpro-cassis": ("Apache-2.0.txt",),
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt", "ICU.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
}
"""Distributions that bring no licence text → the texts that are held here for them."""
_TEXT = re.compile(r"(un)?licen[cs]e|copying|copyright|notice", re.IGNORECASE)
_PYTHON = Path(sysconfig.get_path("stdlib"))
_INSTALLED = Path(sysconfig.get_path("purelib"))

Texts = dict[str, Path]
"""Where each text belongs, below the folder of all → the file."""


class LicenceMissing(Exception):
    """Something would be packed without the text of its licence."""


def licences(sources: Iterable[str]) -> Texts:
    """The licence texts of whoever made these files, in a folder for each: Python, installed distributions, packages of Debian.

    Raises:
        LicenceMissing: it names all that have none.
    """
    rest = {Path(source).resolve() for source in sources}
    texts = {"Python": _of_python()}
    for distribution in distributions():
        its = {Path(str(distribution.locate_file(file))).resolve() for file in distribution.files or ()}
        if its & rest:
            texts[f"{distribution.name}-{distribution.version}"] = _of_distribution(distribution)
            rest -= its
    for file in rest:
        if file.is_relative_to(_INSTALLED):
            texts[file.name] = {}
        elif file.parts[1] in ("lib", "usr") and not file.is_relative_to(_PYTHON):
            package = _package(file)
            texts[package] = _named([Path("/usr/share/doc", package, "copyright")])
    if lacking := sorted(name for name, found in texts.items() if not found):
        raise LicenceMissing("no licence text was found for " + ", ".join(lacking))
    return {f"{owner}/{name}": text for owner, found in sorted(texts.items()) for name, text in found.items()}


def _of_python() -> Texts:
    return _named([_PYTHON / "LICENSE.txt", Path(sys.base_prefix, "LICENSE.txt")])


def _of_distribution(distribution: Distribution) -> Texts:
    """All that is named as such texts are, or lies in a folder of them; for what brings none, what is held here."""
    name = re.sub(r"[-_.]+", "-", distribution.name).lower()
    texts = _named([HELD / text for text in LACKING.get(name, ())])
    for file in distribution.files or ():
        if file.suffix not in (".py", ".pyc", ".pyi") and (_TEXT.match(file.name) or "licenses" in file.parts):
            parts = [part for part in file.parts if part != "licenses" and not part.endswith(".dist-info")]
            texts["/".join(parts)] = Path(str(distribution.locate_file(file)))
    return texts


def _package(library: Path) -> str:
    """The Debian package that a library of the system came with; where that is not known, the library's own name."""
    # Until /lib became one with /usr/lib, packages named the shorter path.
    for path in (library, Path("/", *library.parts[2:])):
        said = subprocess.run(["dpkg", "--search", path], capture_output=True, text=True, check=False)
        if said.returncode == 0:
            return said.stdout.split(":")[0]
    return library.name


def _named(files: Iterable[Path]) -> Texts:
    return {file.name: file for file in files if file.is_file()}
