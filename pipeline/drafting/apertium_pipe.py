"""One Apertium mode as a chain of processes that stay open and answer segments, a batch at a time.

The `apertium` script can't do this: `apertium -z -f none MODE` hangs (3.8.3), and a start for each sentence
takes a quarter of a second. Each segment carries its number in a superblank at its end; an answer without it
means that the chain is out of step. A chain that failed is killed: its later answers would be wrong.

A statistical tagger changes for good when it meets a word whose possible kinds it never saw together: from
then on it takes unknown words for fewer kinds, so that the same sentence is drafted otherwise before and
after. It stops changing when there is no smaller set of kinds to take. So each chain first gets words that
bring it there, and what it says of a text no longer depends on the texts before.
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
    """A mode's processes; they start with the first segment.

    The answer to a segment does not depend on the segments before it, where `primers` are such that the
    mode's tagger changes no more after them.
    """

    def __init__(self, name: str, commands: Sequence[Sequence[str]], primers: Sequence[str] = ()) -> None:
        self.name = name
        self._commands = commands
        self._primers = primers
        self._processes: list[subprocess.Popen[bytes]] = []
        self._number = 0

    def ask(self, segments: Sequence[str], seconds: float) -> list[str]:
        """Return the answers to segments of stream text; on trouble stop the chain and raise PipeError.

        All are sent before the first is answered, so that every program of the chain has something to do.
        """
        try:
            if not self._processes:
                self._start()
                self._answers(self._primers, _START_SECONDS)
                seconds += _START_SECONDS
            return self._answers(segments, seconds)
        except BaseException:
            self.stop()
            raise

    def _answers(self, segments: Sequence[str], seconds: float) -> list[str]:
        first = self._number + 1
        self._number += len(segments)
        # The full stop keeps a heading from waiting for more; the empty blank marks it as not the text's.
        sent = (f"{text}.[][<s{number}>]\0" for number, text in enumerate(segments, first))
        data = self._exchange("".join(sent).encode(), len(segments), seconds)
        return self._checked(data.decode("utf-8", "replace").split("\0")[:-1], first, len(segments))

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

    def _exchange(self, data: bytes, answers: int, seconds: float) -> bytes:
        """Write while there is room and read what comes, until there are so many answers."""
        entry, end = self._processes[0].stdin, self._processes[-1].stdout
        if entry is None or end is None:
            raise PipeError(f"{self.name} stopped")
        deadline = time.monotonic() + seconds
        waiter = select.poll()  # select() takes no descriptor above 1023
        waiter.register(end.fileno(), select.POLLIN | select.POLLHUP)
        waiter.register(entry.fileno(), select.POLLOUT | select.POLLERR)
        left, found = memoryview(data), b""
        while found.count(b"\0") < answers:
            ready = dict(waiter.poll(max(0.0, deadline - time.monotonic()) * 1000))
            if not ready:
                raise PipeError(f"{self.name} gave no answer within {seconds:.1f} s")
            if entry.fileno() in ready and left:
                left = left[self._write(entry.fileno(), left) :]
                if not left:
                    waiter.unregister(entry.fileno())
            if end.fileno() in ready:
                found += self._read(end.fileno())
        return found

    def _write(self, descriptor: int, data: memoryview) -> int:
        try:
            return os.write(descriptor, data[: select.PIPE_BUF])  # never blocks where poll() said it is ready
        except OSError as error:
            raise PipeError(f"{self.name} stopped") from error

    def _read(self, descriptor: int) -> bytes:
        chunk = os.read(descriptor, 1 << 16)
        if not chunk:
            raise PipeError(f"{self.name} stopped")
        return chunk

    def _checked(self, answers: Sequence[str], first: int, count: int) -> list[str]:
        """Return the answers without their numbers, which must be those of the segments."""
        ends = [_END.search(answer) for answer in answers]
        numbers = [int(end[1]) if end is not None else 0 for end in ends]
        if numbers != list(range(first, first + count)):
            raise PipeError(f"{self.name} answered out of step")
        return [answer[: end.start()] for answer, end in zip(answers, ends, strict=True) if end is not None]

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
