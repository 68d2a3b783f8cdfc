"""Reads a folder as the server of brat does, and prints what it says of it, as JSON: nothing, where all is well.

A process of its own: the modules of the server are called ``config``, ``common``, ``message``.
"""

from __future__ import annotations

import codecs
import json
import sys
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from types import ModuleType


def main(folder: Path) -> None:
    spec = find_spec("brat")
    assert spec
    assert spec.submodule_search_locations
    sys.path.insert(0, str(Path(spec.submodule_search_locations[0]) / "server" / "src"))
    config = ModuleType("config")
    config.BASE_DIR = config.DATA_DIR = config.WORK_DIR = str(folder)  # type: ignore[attr-defined]
    sys.modules["config"] = config
    import annotation

    # As it opens files, without a letter that Python 3.11 no longer knows.
    annotation.open_textfile = lambda name, _mode="r": codecs.open(name, "r", encoding="utf8")  # noqa: SIM115
    from message import Messager
    from projectconfig import ProjectConfiguration
    from verify_annotations import verify_annotation

    project = ProjectConfiguration(str(folder))
    said = []
    for file in sorted(folder.glob("*.ann")):
        found = annotation.TextAnnotations(str(file.with_suffix("")), read_only=True)
        said += [f"{file.name}, line {number + 1}: not understood" for number in found.failed_lines]
        said += [f"{file.name}: {issue.human_readable_str()}" for issue in verify_annotation(found, project)]
        lines = file.read_text("utf-8").count("\n")
        if len(found) != lines:
            said.append(f"{file.name}: {len(found)} annotations in {lines} lines")
    messages = StringIO()
    Messager.output(messages)
    said += [line for line in messages.getvalue().splitlines() if "visual.conf" not in line]
    print(json.dumps({"types": sorted(project.get_entity_types()), "said": said}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
