"""The process that computes findings: its answers are those of the page, and it never outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from pipeline.web.check_process import MOST_STARTS, CheckProcess
from pipeline.web.findings import check_batch
from pipeline.web.warming import Checker
from tests.projects import DAY
from tests.web.site import DORA, ES, TOMAS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.web.findings import Batch
    from tests.web.site import Site

PLAIN = "Drink water."
NEVER = threading.Event()
LONG = 30.0


@pytest.fixture
def process() -> Iterator[CheckProcess]:
    made = CheckProcess()
    yield made
    made.close()


def a_batch(site: Site) -> Batch:
    site.decide("edit", PLAIN, TOMAS, target="Beba 5 litros de agua.")
    view = site.desk.library.open(DAY)
    return view.unchecked(view.shelved(ES, "cramps").units)


def is_there(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(gone: int) -> bool:
    end = time.monotonic() + LONG
    while is_there(gone) and time.monotonic() < end:
        time.sleep(0.02)
    return not is_there(gone)


def test_it_finds_what_the_page_finds(site: Site, process: CheckProcess) -> None:
    batch = a_batch(site)
    here = check_batch(batch, site.desk.library.open_shelf().found.checks)
    assert process.check(batch, NEVER) == here
    assert any(here)
    assert len(here) == len(batch.texts)


def test_the_page_checks_nothing_again_that_it_found(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.web.findings.run_checks", None)
    people = [one for one in site.desk.library.open(DAY).signing.reviewers if one.email == DORA]
    with Checker(site.desk, people).running():
        view = site.desk.library.open(DAY)
        wanted = {one.unit.key.id for one in view.shelved(ES, "cramps").units}
        end = time.monotonic() + LONG
        while not wanted <= view.catalog_findings(ES, "cramps").by_unit.keys() and time.monotonic() < end:
            time.sleep(0.02)
    assert wanted <= view.catalog_findings(ES, "cramps").by_unit.keys()


def test_ctrl_c_in_the_terminal_does_not_reach_it(site: Site, process: CheckProcess) -> None:
    process.check(a_batch(site), NEVER)
    assert process._process
    assert os.getsid(process._process.pid) == process._process.pid != os.getsid(0)


def test_it_ends_with_the_page_even_when_the_page_is_killed() -> None:
    program = (
        "import os, signal, threading\n"
        "from pipeline.checks.runner import CheckPolicy\n"
        "from pipeline.model.locale import Locale\n"
        "from pipeline.web.check_process import CheckProcess\n"
        "from pipeline.web.findings import Batch\n"
        "process = CheckProcess()\n"
        "nothing = Batch(path='', locale=Locale('es'), policy=CheckPolicy(), termbase=None, texts=())\n"
        "assert process.check(nothing, threading.Event()) == ()\n"
        "print(process._process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert wait_for(int(done.stdout))


def test_one_that_was_ended_is_started_anew_but_not_for_ever(site: Site, process: CheckProcess) -> None:
    batch = a_batch(site)
    for _ in range(MOST_STARTS):
        assert process.check(batch, NEVER) is not None
        assert process._process
        process._process.kill()
        process._process.wait()
        assert process.check(batch, NEVER) is None
    assert process.check(batch, NEVER) is None
    assert process._process is None


@pytest.mark.parametrize("program", [("/no/such/program",), ("false",)])
def test_where_none_can_be_started_the_page_checks_by_itself(site: Site, program: tuple[str]) -> None:
    people = [one for one in site.desk.library.open(DAY).signing.reviewers if one.email == DORA]
    checker = Checker(site.desk, people, process=CheckProcess(program=program))
    checker.check_all()
    view = site.desk.library.open(DAY)
    wanted = {one.unit.key.id for one in view.shelved(ES, "cramps").units}
    assert wanted <= view.catalog_findings(ES, "cramps").by_unit.keys()


def test_nobody_waits_for_an_answer_at_the_end(site: Site) -> None:
    sleeper = CheckProcess(program=("sleep", "600"))  # the connection's number is taken for 3 more seconds
    end = threading.Event()
    threading.Timer(0.2, end.set).start()
    assert sleeper.check(a_batch(site), end) is None
    assert sleeper._process
    number = sleeper._process.pid
    sleeper.close()
    assert not is_there(number)
