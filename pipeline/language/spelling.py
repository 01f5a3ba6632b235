"""Spelling by hunspell, a program of its own, with the dictionaries that are installed beside it."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.locale import Locale

_FOLDERS: Final = ("/usr/share/hunspell", "/usr/share/myspell/dicts", "/Library/Spelling")
_PROGRAM: Final = "hunspell"
_UNKNOWN: Final = re.compile(r"[&#] (?P<word>\S+) ")
_BATCH: Final = 50
"""Words a line: hunspell answers after each line, and a pipe holds no more than some thousand bytes."""


def find_dictionary(locale: Locale) -> str | None:
    """Return the name of the installed dictionary that fits a locale best, or None."""
    names = {path.stem for folder in _folders() for path in sorted(folder.glob("*.dic"))}
    parts = locale.code.split("_")
    wanted = ["_".join(parts[:length]) for length in range(len(parts), 0, -1)]
    language = locale.language
    regional = sorted(name for name in names if name.startswith(f"{language}_"))
    home = f"{language}_{language.upper()}"
    return next((name for name in (*wanted, home, *regional) if name in names), None)


def _folders() -> Iterator[Path]:
    own = os.environ.get("DICPATH", "").split(os.pathsep)
    return (path for path in map(Path, filter(None, (*own, *_FOLDERS))) if path.is_dir())


class Speller:
    """A hunspell that waits for words in one language."""

    def __init__(self, program: str, dictionary: str) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - a program found on the PATH, a dictionary found on disk
            [program, "-a", "-i", "utf-8", "-d", dictionary],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            errors="replace",
        )
        self._answers().readline()  # its greeting
        atexit.register(self.close)

    def close(self) -> None:
        """Stop the program."""
        if self._process.stdin:
            self._process.stdin.close()
        if self._process.stdout:
            self._process.stdout.close()
        self._process.wait(timeout=5)

    def unknown(self, words: Sequence[str]) -> frozenset[str]:
        """Return the words that the dictionary has not; a program that died knows every word."""
        found: set[str] = set()
        for start in range(0, len(words), _BATCH):
            found.update(self._ask(words[start : start + _BATCH]))
        return frozenset(found)

    def _ask(self, words: Sequence[str]) -> Iterator[str]:
        if self._process.poll() is not None or self._process.stdin is None:
            return
        # `^` keeps hunspell from reading the line as a command.
        self._process.stdin.write(f"^{' '.join(words)}\n")
        self._process.stdin.flush()
        for line in iter(self._answers().readline, ""):
            if line == "\n":
                return
            answer = _UNKNOWN.match(line)
            if answer:
                yield answer["word"]

    def _answers(self) -> IO[str]:
        if self._process.stdout is None:
            raise RuntimeError("hunspell was started without a pipe")
        return self._process.stdout


@lru_cache(maxsize=8)
def find_speller(locale: Locale) -> Speller | None:
    """Return a speller for a locale, or None where hunspell or a dictionary is not installed."""
    program, dictionary = shutil.which(_PROGRAM), find_dictionary(locale)
    return Speller(program, dictionary) if program and dictionary else None
