from __future__ import annotations

import os
import select
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.drafting.apertium_pipe import Pipe, PipeError, escape, parse_mode, unescape
from pipeline.errors import EngineError
from tests.drafting.scripted import install_fake_apertium

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pipe]:
    install_fake_apertium(tmp_path, "eng-spa")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    text = (tmp_path / "modes" / "eng-spa.mode").read_text(encoding="utf-8")
    pipe = Pipe("eng-spa", parse_mode(text, "eng-spa"))
    assert pipe.ask(["start"], 5) == ["stort"]
    yield pipe
    pipe.stop()


def test_a_mode_becomes_commands_without_a_shell() -> None:
    text = "# note\nlt-proc -w '/a b.bin' | apertium-tagger -g $2 x.prob | lt-proc $1 y.bin\n"
    assert parse_mode(text, "eng-spa") == (
        ("lt-proc", "-z", "-w", "/a b.bin"),
        ("apertium-tagger", "-z", "-g", "x.prob"),
        ("lt-proc", "-z", "-g", "y.bin"),
    )


@pytest.mark.parametrize(
    "command", ["rm -rf x", "/opt/lt-proc x", "sh -c lt-proc", "lt-proc x | | lt-proc y"]
)
def test_a_mode_that_runs_anything_else_is_refused(command: str) -> None:
    with pytest.raises(EngineError, match="not a program of Apertium") as caught:
        parse_mode(command, "eng-spa")
    assert caught.value.hint


def test_an_empty_mode_is_refused() -> None:
    with pytest.raises(EngineError, match='mode "x" is empty'):
        parse_mode("\n", "x")


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))))
def test_escaping_is_undone(text: str) -> None:
    assert unescape(escape(text)) == text


def test_a_nul_and_other_controls_never_reach_the_stream() -> None:
    assert escape("a\0b\x1bc\td") == "abc d"


def test_answers_come_in_step(pipe: Pipe) -> None:
    assert pipe.ask(["aa", "be"], 5) == ["oo", "bo"]
    assert pipe.ask(["cc"], 5) == ["cc"]
    assert pipe.ask([], 5) == []


def test_more_than_fits_into_a_pipe_goes_through(pipe: Pipe) -> None:
    segments = [f"{number} {'be ' * 5000}" for number in range(40)]  # 600 kB, ten times what a pipe holds
    assert pipe.ask(segments, 20) == [f"{number} {'bo ' * 5000}".strip() for number in range(40)]


def test_one_bad_segment_among_good_ones_is_trouble_for_all(pipe: Pipe) -> None:
    with pytest.raises(PipeError, match="eng-spa stopped"):
        pipe.ask(["one", "DIE", "two"], 1)
    assert pipe.ask(["one", "two"], 5) == ["ono", "two"]


@pytest.mark.parametrize(
    ("segment", "reason"),
    [
        ("HANG", "eng-spa gave no answer within 0.2 s"),
        ("MUTE", "eng-spa gave no answer within 0.2 s"),
        ("DIE", "eng-spa stopped"),
        ("TWICE", "eng-spa answered out of step"),
    ],
)
def test_trouble_is_told_and_the_next_answer_is_the_right_one(pipe: Pipe, segment: str, reason: str) -> None:
    with pytest.raises(PipeError, match=reason):
        pipe.ask([segment], 0.2)
    assert pipe.ask(["late"], 5) == ["loto"]


def test_a_nul_that_got_through_is_noticed(pipe: Pipe) -> None:
    # The answer to the first half would be taken for the answer to the whole, and all later ones be shifted.
    with pytest.raises(PipeError, match="out of step"):
        pipe.ask(["one\0two"], 1)
    assert pipe.ask(["late"], 5) == ["loto"]


def test_an_answer_to_something_else_is_noticed(pipe: Pipe) -> None:
    entry = pipe._processes[0].stdin
    assert entry is not None
    os.write(entry.fileno(), b"stale.[][<s1>]\0")
    assert select.select([pipe._processes[-1].stdout], [], [], 5)[0]  # so that it comes before the right one
    with pytest.raises(PipeError, match="out of step"):
        pipe.ask(["one"], 1)
    assert pipe.ask(["late"], 5) == ["loto"]


def test_the_answer_to_a_segment_does_not_depend_on_the_segments_before_it(pipe: Pipe) -> None:
    assert [pipe.ask(["zz"], 5), pipe.ask(["ODD", "zz"], 5)] == [["**zz"], ["ODD", "zy"]]
    primed = Pipe("eng-spa", pipe._commands, ["ODD", "known"])
    try:
        assert primed.ask(["zz"], 5) == ["zy"]
        assert primed.ask(["ODD", "zz"], 5) == ["ODD", "zy"]
        with pytest.raises(PipeError):
            primed.ask(["DIE"], 5)
        assert primed.ask(["zz"], 5) == ["zy"]  # the new processes were brought there too
    finally:
        primed.stop()


def test_a_killed_program_is_started_again(pipe: Pipe) -> None:
    pipe._processes[1].kill()
    pipe._processes[1].wait()
    with pytest.raises(PipeError, match="eng-spa stopped"):
        pipe.ask(["one"], 5)
    assert pipe.ask(["late"], 5) == ["loto"]


def test_stopping_leaves_no_process(pipe: Pipe) -> None:
    processes = [process.pid for process in pipe._processes]
    assert len(processes) == 2
    pipe.stop()
    for pid in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_hanging_chain_costs_its_time_out_and_no_more(pipe: Pipe) -> None:
    begin = time.monotonic()
    with pytest.raises(PipeError):
        pipe.ask(["HANG"], 0.2)
    assert time.monotonic() - begin < 2


def test_a_missing_program_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError, match='"lt-proc" is not installed') as caught:
        Pipe("x", [("lt-proc", "-z")]).ask(["a"], 1)
    assert caught.value.hint == "apt-get install apertium"
