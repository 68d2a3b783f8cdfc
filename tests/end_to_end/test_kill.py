"""Killing the process in the middle of a burst of decisions loses nothing that was shown as saved."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from annotator.project.check import check
from annotator.project.project import Project

BURST = Path(__file__).with_name("burst.py")
ROOT = Path(__file__).parents[2]
KILLS = 6


def killed_after(path: Path, folder: Path, steps: int, pause: float) -> list[str]:
    """Start the window, kill it some milliseconds after it has shown so many steps as saved; gives those steps."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(BURST), str(path), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        shown = [process.stdout.readline().strip() for _step in range(steps)]
        time.sleep(pause)
        process.kill()
        shown += process.stdout.read().splitlines()
    return [step for step in shown if len(step) == 36]  # the last line may have been cut off


def test_every_decision_shown_as_saved_survives_a_kill(project_path, tmp_path):
    chance = random.Random(7)
    shown: set[str] = set()
    for turn in range(KILLS):
        shown |= set(killed_after(project_path, tmp_path / "settings", chance.randint(3, 25), chance.random() / 20))
        # Looked at in a copy, so that the next window finds the file just as the killed one left it.
        copy = tmp_path / f"copy-{turn}"
        copy.mkdir()
        for file in project_path.parent.glob(f"{project_path.name}*"):
            if file.is_file() and not file.name.endswith("-shm"):
                shutil.copy(file, copy)
        with Project.open(copy / project_path.name) as project:
            stored = {row[0] for row in project.db.execute("SELECT DISTINCT step FROM decision")}
            assert shown <= stored
            assert check(project).faults == ()
    assert len(shown) > KILLS * 3
