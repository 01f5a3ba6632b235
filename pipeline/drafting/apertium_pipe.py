"""One Apertium mode as a chain of processes that stay open and answer a segment at a time.

The `apertium` script can't do this: `apertium -z -f none MODE` hangs (3.8.3), and a start for each sentence
takes a quarter of a second. Each segment carries its number in a superblank at its end; an answer without it
means that the chain is out of step. A chain that failed is killed: its later answers would be wrong.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import shlex
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

from pipeline.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Sequence

_START_SECONDS = 60.0
"""What loading the dictionaries may take on a busy machine, on top of the first segment's time."""
_PROGRAM = re.compile(r"(?:apertium-[a-z-]+|(?:lt|lrx|lsx|cg|hfst)-(?:proc|[a-z-]+))")
_STREAM = re.compile(r"([\^$\[\]<>{}\\/@])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_END = re.compile(r"\s*\.\[\]\s*\[<s(\d+)>\]\s*\Z")


class PipeError(Exception):
    """A chain gave no usable answer to one segment; it was stopped and starts again at the next."""


def parse_mode(text: str, name: str) -> tuple[tuple[str, ...], ...]:
    """Return a mode file's commands, to be run without a shell, NUL-flushed, with unknown words marked."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        raise EngineError(f'Apertium\'s mode "{name}" is empty')
    return tuple(_parse_command(part, name) for part in " ".join(lines).split("|"))


def _parse_command(part: str, name: str) -> tuple[str, ...]:
    # $1 is where a caller says how to show unknown words (-g: with marks), $2 what the tagger should show.
    words = ["-g" if word == "$1" else word for word in shlex.split(part) if word != "$2"]
    if not words or not _PROGRAM.fullmatch(words[0]):
        program = words[0] if words else ""
        raise EngineError(
            f'Apertium\'s mode "{name}" runs "{program}", which is not a program of Apertium',
            hint="install the language pair from your distribution again",
        )
    return (words[0], "-z", *words[1:])


def escape(text: str) -> str:
    """Return plain text as stream text: without control characters, stream characters behind a backslash."""
    return _STREAM.sub(r"\\\1", _CONTROL.sub("", text.replace("\t", " ")))


def unescape(text: str) -> str:
    """Return stream text as plain text."""
    return re.sub(r"\\(.)", r"\1", text)


class Pipe:
    """A mode's processes; they start with the first segment."""

    def __init__(self, name: str, commands: Sequence[Sequence[str]]) -> None:
        self.name = name
        self._commands = commands
        self._processes: list[subprocess.Popen[bytes]] = []
        self._number = 0

    def ask(self, segment: str, seconds: float) -> str:
        """Return the answer to one segment of stream text; on trouble stop the chain and raise PipeError."""
        try:
            if not self._processes:
                self._start()
                seconds += _START_SECONDS
            self._number += 1
            # The full stop keeps a heading from waiting for more; the empty blank marks it as not the text's.
            self._send(f"{segment}.[][<s{self._number}>]\0".encode())
            return self._checked(self._receive(time.monotonic() + seconds, seconds))
        except BaseException:
            self.stop()
            raise

    def _start(self) -> None:
        previous = None
        for command in self._commands:
            program = shutil.which(command[0])
            if program is None:
                raise EngineError(f'"{command[0]}" is not installed', hint="apt-get install apertium")
            process = subprocess.Popen(  # noqa: S603 - only programs of Apertium pass parse_mode
                [program, *command[1:]],
                stdin=previous or subprocess.PIPE,
                stdout=subprocess.PIPE,
                # Some pairs complain there and still translate; the exit code says nothing either.
                stderr=subprocess.DEVNULL,
                env={**os.environ, "LC_ALL": "C.UTF-8"},
                start_new_session=True,  # Ctrl-C is for us, so that what is finished can be kept
            )
            self._processes.append(process)
            if previous is not None:
                previous.close()
            previous = process.stdout

    def _send(self, data: bytes) -> None:
        entry = self._processes[0].stdin
        try:
            if entry is not None:
                entry.write(data)
                entry.flush()
        except OSError as error:
            raise PipeError(f"{self.name} stopped") from error

    def _receive(self, deadline: float, seconds: float) -> str:
        end = self._processes[-1].stdout
        descriptor = end.fileno() if end is not None else -1
        waiter = select.poll()  # select() takes no descriptor above 1023
        waiter.register(descriptor, select.POLLIN | select.POLLHUP)
        data = b""
        while not data.endswith(b"\0"):
            if not waiter.poll(max(0.0, deadline - time.monotonic()) * 1000):
                raise PipeError(f"{self.name} gave no answer within {seconds:.1f} s")
            chunk = os.read(descriptor, 1 << 16)
            if not chunk:
                raise PipeError(f"{self.name} stopped")
            data += chunk
        return data[:-1].decode("utf-8", "replace")

    def _checked(self, answer: str) -> str:
        end = _END.search(answer)
        if end is None or int(end[1]) != self._number or "\0" in answer:
            raise PipeError(f"{self.name} answered out of step")
        return answer[: end.start()]

    def stop(self) -> None:
        """Kill the processes; the next segment starts new ones."""
        for process in self._processes:
            process.kill()
        for process in self._processes:
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with contextlib.suppress(OSError):  # what a dead process did not read can't be flushed
                        stream.close()
            process.wait()
        self._processes = []
