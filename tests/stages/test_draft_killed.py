"""Runs that are killed, in real processes: nothing is paid twice, and the end is the same."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from pipeline.stages import draft_choice as stage
from tests.stages import counted_run

ROOT = Path(__file__).parents[2]
UNITS = 300
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
CONFIG = """
[project]
name = "Test"
locales = ["es"]
[collections.articles]
path = "source/articles"
[drafting]
engines = ["counted"]
"""


def make_project(folder: Path) -> Path:
    folder.mkdir()
    (folder / "caveat.toml").write_text(CONFIG, encoding="utf-8")
    catalogs = folder / "locales" / "es" / "LC_MESSAGES"
    catalogs.mkdir(parents=True)
    for name in "ab":
        half = range(UNITS // 2) if name == "a" else range(UNITS // 2, UNITS)
        units = (f'\nmsgid "Drink glass number {number}."\nmsgstr ""\n' for number in half)
        (catalogs / f"{name}.po").write_text(HEADER + "".join(units), encoding="utf-8")
    return folder


def catalogs_of(folder: Path) -> dict[str, str]:
    found = (folder / "locales").rglob("*.po")
    return {path.name: path.read_text(encoding="utf-8") for path in found}


def asked(log: Path) -> Counter[str]:
    return Counter(log.read_text(encoding="utf-8").splitlines()) if log.exists() else Counter()


def stop_after(folder: Path, log: Path, seconds: float, how: signal.Signals) -> int:
    """Start a run in its own process and end it after so many seconds; return its exit code."""
    command = [sys.executable, "-m", "tests.stages.counted_run", str(folder), str(log)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(seconds)
        process.send_signal(how)
        return process.wait()


@pytest.fixture
def whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, str], float]:
    """Return the catalogs of a run that nobody disturbed, and how long it took."""
    monkeypatch.setattr(stage, "open_engines", stage.open_engines)  # put back what a run replaces
    folder = make_project(tmp_path / "whole")
    begin = time.monotonic()
    counted_run.run(folder, tmp_path / "whole.log")
    assert set(asked(tmp_path / "whole.log").values()) == {1}
    return catalogs_of(folder), time.monotonic() - begin


def check_resumed(tmp_path: Path, name: str, expected: dict[str, str]) -> int:
    """Resume a run that was ended; return how many texts were asked twice."""
    log = tmp_path / f"{name}.log"
    counted_run.run(tmp_path / name, log)
    assert catalogs_of(tmp_path / name) == expected
    counts = asked(log)
    assert len(counts) == UNITS
    assert max(counts.values()) <= 2
    return sum(count - 1 for count in counts.values())


@pytest.mark.slow
def test_runs_killed_at_50_random_points_end_alike_and_ask_at_most_one_batch_again(
    tmp_path: Path, whole: tuple[dict[str, str], float]
) -> None:
    """A killed run that is resumed gives the same catalogs, each unit asked at most once more than needed."""
    expected, seconds = whole
    chance = random.Random(7)  # noqa: S311 - the same points each time, no secret
    cut_short = 0
    for number in range(50):
        name = f"killed{number}"
        folder = make_project(tmp_path / name)
        stop_after(folder, tmp_path / f"{name}.log", chance.uniform(0, seconds), signal.SIGKILL)
        cut_short += 0 < len(asked(tmp_path / f"{name}.log")) < UNITS
        assert check_resumed(tmp_path, name, expected) <= counted_run.BATCH
    assert cut_short >= 20  # otherwise the points were no random points of the run


def test_ctrl_c_keeps_what_is_finished_and_the_next_run_goes_on(
    tmp_path: Path, whole: tuple[dict[str, str], float]
) -> None:
    expected, seconds = whole
    folder = make_project(tmp_path / "stopped")
    stop_after(folder, tmp_path / "stopped.log", seconds / 2, signal.SIGINT)
    drafted = sum(text.count('msgstr "tr ') for text in catalogs_of(folder).values())
    assert drafted >= len(asked(tmp_path / "stopped.log")) - counted_run.BATCH
    assert check_resumed(tmp_path, "stopped", expected) <= counted_run.BATCH
