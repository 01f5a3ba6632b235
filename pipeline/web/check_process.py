"""A process of its own that runs the checks, so that no page waits while they compute.

It needs no care: it ends when the page's process does, however that ends, and Ctrl+C does not reach it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Final

from pipeline.checks.runner import CheckSet
from pipeline.web.findings import check_batch

if TYPE_CHECKING:
    import threading
    from collections.abc import Sequence

    from pipeline.model.finding import Finding
    from pipeline.web.findings import Batch

MOST_STARTS: Final = 3
"""How often a process is started; where each of them was ended from outside, the page checks by itself."""
NICENESS: Final = 10
"""What the page's own process wants goes first."""
_LOOK_SECONDS: Final = 0.1
_GOODBYE_SECONDS: Final = 5.0


@dataclass(slots=True)
class CheckProcess:
    """What one thread asks for findings; the process starts with the first question."""

    program: Sequence[str] = (sys.executable, "-P", "-m", "pipeline.web.check_process")
    """What is started; the number of the connection comes last."""
    _starts: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _line: Connection | None = field(default=None, repr=False)

    def check(self, batch: Batch, end: threading.Event) -> tuple[tuple[Finding, ...], ...] | None:
        """Return what the checks say of each text; None where no process can say, or `end` comes first."""
        try:
            line = self._line or self._start()
            if line is None:
                return None
            line.send(batch)
            while not line.poll(_LOOK_SECONDS):
                if end.is_set():
                    return None
            answer: tuple[tuple[Finding, ...], ...] = line.recv()
        except (OSError, EOFError):
            self.close()
            return None
        return answer

    def _start(self) -> Connection | None:
        if self._starts == MOST_STARTS:
            return None
        self._starts += 1
        ours, theirs = Pipe()
        with theirs:
            self._line = ours
            self._process = subprocess.Popen(  # noqa: S603 - Python itself, with a fixed module
                [*self.program, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # a defect in a check shows when the page looks at the text
                start_new_session=True,  # Ctrl+C in the terminal is for the page
            )
        return ours

    def close(self) -> None:
        """End the process; the next question starts another one."""
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(_GOODBYE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


def serve_checks(line: Connection) -> None:
    """Answer each batch that comes over a connection, until whoever asks is gone."""
    checks = CheckSet.load()
    with suppress(EOFError, OSError):
        while True:
            line.send(check_batch(line.recv(), checks))


if __name__ == "__main__":
    os.nice(NICENESS)
    serve_checks(Connection(int(sys.argv[-1])))
