"""A process that has loaded `caveat` and forks for each command line: the same as a new process, sooner.

Loading takes most of a second, and the tests run many hundred command lines. The server itself runs none of
them, so that each starts with what a fresh process has. `python -m tests.command_server FD` serves a socket.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, Any, NoReturn

from pipeline.cli.main import COMMANDS, main

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_SIZE = struct.Struct("!I")
_OUTPUTS = 2
"""The files for standard output and standard error."""


class CommandServer:
    """The test process's end."""

    def __init__(self, repository: Path) -> None:
        self._repository = repository
        self._socket, self._process = self._start()
        atexit.register(self.close)

    def _start(self) -> tuple[socket.socket, subprocess.Popen[bytes]]:
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.command_server", str(theirs.fileno())],
                cwd=self._repository,
                env={**os.environ, "PYTHONPATH": str(self._repository), "PYTHONDONTWRITEBYTECODE": "1"},
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        return ours, process

    def close(self) -> None:
        """Stop the server, and a command that hangs."""
        self._socket.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=10)

    def run(
        self, folder: Path, arguments: Sequence[str], environment: Mapping[str, str], timeout: float
    ) -> tuple[int, bytes, bytes]:
        """Return the exit code, standard output and standard error; raises TimeoutError."""
        order = {"folder": str(folder), "arguments": list(arguments), "environment": dict(environment)}
        data = json.dumps(order).encode()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            try:
                code = self._ask(data, (out.fileno(), err.fileno()), timeout)
            except (TimeoutError, EOFError):
                self.close()
                self._socket, self._process = self._start()
                raise
            out.seek(0)
            err.seek(0)
            return code, out.read(), err.read()

    def _ask(self, order: bytes, files: tuple[int, ...], timeout: float) -> int:
        self._socket.settimeout(timeout)
        socket.send_fds(self._socket, [_SIZE.pack(len(order))], files)
        self._socket.sendall(order)
        return int.from_bytes(_receive(self._socket, 4), "big", signed=True)


def _receive(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        more = connection.recv(size - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def serve(connection: socket.socket) -> None:
    """Run a command line after the other until the tests are done."""
    while True:
        size, files, _, _ = socket.recv_fds(connection, _SIZE.size, _OUTPUTS)
        if not size:
            return
        order = json.loads(_receive(connection, _SIZE.unpack(size)[0]))
        child = os.fork()
        if not child:
            _be_command(order, files, connection)
        for file in files:
            os.close(file)
        _, status = os.waitpid(child, 0)
        connection.sendall(os.waitstatus_to_exitcode(status).to_bytes(4, "big", signed=True))


def _be_command(order: dict[str, Any], files: Sequence[int], connection: socket.socket) -> NoReturn:
    """Become the command: its folder, its environment, its output, its exit code."""
    code = 70
    try:
        connection.close()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(files[0], 1)
        os.dup2(files[1], 2)
        for file in files:
            os.close(file)
        os.chdir(order["folder"])
        os.environ.clear()
        os.environ.update(order["environment"])
        sys.argv = ["caveat", *order["arguments"]]
        main()
    except SystemExit as done:
        code = done.code if isinstance(done.code, int) else int(done.code is not None)
    except BaseException:  # noqa: BLE001 - whatever it is ends the process, as it would end a fresh one
        sys.excepthook(*sys.exc_info())
        code = 1
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    for name in COMMANDS:
        COMMANDS[name]
    with socket.socket(fileno=int(sys.argv[1])) as own:
        serve(own)
