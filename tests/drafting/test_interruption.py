from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

import pytest

from pipeline.drafting.interruption import Interruption

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(autouse=True)
def ours() -> Iterator[None]:
    """Hear Ctrl-C as a program in a terminal does; one that runs in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def press() -> None:
    signal.raise_signal(signal.SIGINT)


def watch(interruption: Interruption, *steps: Callable[[], object]) -> None:
    with interruption.watched():
        for step in steps:
            step()


def test_the_first_ctrl_c_ends_what_may_end_and_is_noted() -> None:
    interruption, done = Interruption(), []

    def work() -> None:
        press()
        done.append("not reached")

    with pytest.raises(KeyboardInterrupt):
        watch(interruption, lambda: interruption.may_end(work), lambda: done.append("kept"))
    assert done == ["kept"]
    assert interruption.is_wanted


def test_anything_else_is_finished_before_the_program_ends() -> None:
    interruption, done = Interruption(), []
    with pytest.raises(KeyboardInterrupt):
        watch(
            interruption,
            lambda: interruption.may_end(lambda: done.append("asked")),
            press,
            lambda: done.append("written"),
        )
    assert done == ["asked", "written"]


def test_the_second_ctrl_c_ends_the_program_wherever_it_is() -> None:
    interruption, done = Interruption(), []
    with pytest.raises(KeyboardInterrupt):
        watch(interruption, press, lambda: done.append("once"), press, lambda: done.append("not reached"))
    assert done == ["once"]


def test_the_second_one_ends_what_may_end_too() -> None:
    interruption, done = Interruption(), []

    def work() -> None:
        press()
        done.append("not reached")

    with pytest.raises(KeyboardInterrupt):
        watch(interruption, press, lambda: interruption.may_end(work))
    assert done == []


def test_after_work_that_failed_the_rest_is_finished_too() -> None:
    interruption, done = Interruption(), []

    def fail() -> None:
        raise OSError("the disk is full")

    def ask() -> None:
        with pytest.raises(OSError, match="full"):
            interruption.may_end(fail)

    with pytest.raises(KeyboardInterrupt):
        watch(interruption, ask, press, lambda: done.append("written"))
    assert done == ["written"]


@pytest.mark.parametrize("error", [None, OSError("the disk is full")])
def test_afterwards_ctrl_c_means_what_it_did_before(error: OSError | None) -> None:
    def leave() -> None:
        with Interruption().watched():
            if error is not None:
                raise error

    if error is None:
        leave()
    else:
        with pytest.raises(OSError, match="full"):
            leave()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_engine_that_raises_is_an_interruption_though_nobody_watches() -> None:
    def work() -> None:
        raise KeyboardInterrupt

    interruption = Interruption()
    interruption.may_end(work)
    assert interruption.is_wanted


def test_signals_of_somebody_else_are_left_alone() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Interruption().watched():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
            press()
    finally:
        signal.signal(signal.SIGINT, before)


def test_another_thread_watches_nothing() -> None:
    seen: list[object] = []

    def run() -> None:
        with Interruption().watched():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]
