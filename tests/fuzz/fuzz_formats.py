"""Fuzz the parsers of this project: python tests/fuzz/fuzz_formats.py [--seconds 60] [TARGET…].

Each target runs in a process of its own, for so many seconds. What breaks is listed once for each place it breaks at, and its
file kept in the folder that is named. Exit status 1 where anything was found. Needs atheris (the extra ``fuzz``).
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from types import FrameType

import atheris
from mutations import mutated

_SLOW = 2.0
"""Seconds that a small file may take."""
_STUCK = 20.0
_HUGE = 200_000
"""kB by which the memory of the process may grow through one small file."""
_LONGEST = 4_000


class Stuck(BaseException):
    """No end in sight."""


class Findings:
    """What broke, once for each place in the code."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: set[str] = set()

    def add(self, what: str, data: bytes, where: str) -> None:
        key = f"{':'.join(what.split(':')[:2]) if what.startswith('Broken') else what.split(':')[0]} {where}"
        if key in self._known or len(self._known) > 50:
            return
        self._known.add(key)
        name = hashlib.sha256(key.encode()).hexdigest()[:8]
        (self._folder / name).write_bytes(data)
        (self._folder / f"{name}.txt").write_text(f"{key}\n{what}\n{where}\n", "utf-8", "backslashreplace")


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames[-3:]))


def _stuck(_signal: int, _frame: FrameType | None) -> None:
    raise Stuck


def tester(check: Callable[[bytes, Path], None], findings: Findings, folder: Path) -> Callable[[bytes], None]:
    """What the fuzzer calls with each file."""

    def test(data: bytes) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, _STUCK)
        try:
            check(data, folder)
        except (Exception, Stuck) as error:
            findings.add(f"{type(error).__name__}: {error}", data, _where(error))
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        took = time.process_time() - begun
        if took > _SLOW:
            findings.add(f"slow: {took:.1f} s", data, "")
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
        if grown > _HUGE:
            findings.add(f"memory: {grown // 1000} MB", data, "")

    return test


def _fuzz(name: str, seconds: int, folder: Path) -> None:
    with atheris.instrument_imports(include=["annotator"]):
        from targets import targets
    target = targets()[name]
    corpus = folder / "corpus"
    found = folder / "found"
    for made in (corpus, found):
        made.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds()):
        (corpus / f"seed{number}").write_bytes(seed)
    signal.signal(signal.SIGVTALRM, _stuck)
    atheris.Setup(
        [
            sys.argv[0],
            f"-max_total_time={seconds}",
            f"-max_len={_LONGEST}",
            "-timeout=60",
            "-rss_limit_mb=3000",
            "-print_final_stats=1",
            f"-artifact_prefix={found}/",
            str(corpus),
        ],
        tester(target.check, Findings(found), folder / "work"),
        custom_mutator=lambda data, size, seed: mutated(data, size, seed, atheris.Mutate),
    )
    atheris.Fuzz()


def _report(name: str, folder: Path, log: Path) -> int:
    """Print what was found for a target; how much it was."""
    runs = [line.split()[-1] for line in log.read_text("utf-8", "replace").splitlines() if "number_of_executed" in line]
    found = sorted((folder / "found").glob("*"))
    texts = [file.read_text("utf-8") for file in found if file.suffix == ".txt"]
    crashes = [file for file in found if file.name.startswith(("crash-", "timeout-", "oom-"))]
    print(
        f"{name}: {runs[0] if runs else 'ended early, see ' + str(log)} runs, {len(texts) + len(crashes)} found",
        flush=True,
    )
    for file in crashes:
        print(f"  {file}")
    for file, text in zip((file for file in found if file.suffix == ".txt"), texts, strict=True):
        print("  " + text.strip().replace("\n", "\n    ") + f"\n    {file.with_suffix('')}")
    return len(texts) + len(crashes) + (not runs)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.alone:
        _fuzz(asked.targets[0], asked.seconds, asked.folder)
    from targets import targets

    folder = asked.folder or Path(mkdtemp(prefix="warraq-fuzz-"))
    found = 0
    for name in asked.targets or targets():
        log = folder / f"{name}.log"
        folder.mkdir(parents=True, exist_ok=True)
        command = [
            sys.executable,
            __file__,
            "--alone",
            "--seconds",
            str(asked.seconds),
            "--folder",
            str(folder / name),
            name,
        ]
        with log.open("wb") as file:
            subprocess.run(command, stdout=file, stderr=file, check=False)
        found += _report(name, folder / name, log)
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
