"""Fakes for drafting: an engine and a service that follow a script, and a program that can misbehave."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.drafting.base import Draft, Health, Limits, Request, Setting
from pipeline.drafting.masking import TOKEN, WORD, TokenStyle
from pipeline.drafting.probing import probe_by_opening
from pipeline.model.locale import Locale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pipeline.errors import CaveatError


def make_setting(
    target: str = "es", options: Mapping[str, str] | None = None, folder: Path = Path()
) -> Setting:
    return Setting(source=Locale("en"), target=Locale(target), options=options or {}, folder=folder)


Reply = str | Draft | BaseException


@dataclass
class ScriptedEngine:
    """Answers with `script[text]`: a text, a Draft, an exception to raise, or a list of these, one a try.

    What the script does not have is answered with `otherwise(text)`.
    """

    name: str = "scripted"
    script: dict[str, Reply | list[Reply]] = field(default_factory=dict)
    otherwise: Callable[[str], str | None] = "tr {}".format
    refusal: CaveatError | None = None
    uses_context: bool = False
    masks_terms: bool = False
    is_offline: bool = True
    route: str = "scripted"
    version: str = ""
    mask_styles: Sequence[TokenStyle] = (TOKEN, WORD)
    most: Limits = field(default_factory=Limits)
    asked: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    deadlines: list[float] = field(default_factory=list)
    opened: int = 0
    closed: int = 0

    def __post_init__(self) -> None:
        self.version = self.version or f"{self.name}@1"

    def limits(self, setting: Setting) -> Limits:
        del setting
        return self.most

    def probe(self, setting: Setting) -> Health:
        return probe_by_opening(self, setting)

    @contextmanager
    def open(self, setting: Setting) -> Iterator[ScriptedEngine]:
        del setting
        if self.refusal:
            raise self.refusal
        self.opened += 1
        try:
            yield self
        finally:
            self.closed += 1

    def draft(self, requests: Sequence[Request], deadline: float) -> list[Draft]:
        self.batches.append(len(requests))
        self.deadlines.append(deadline)
        self.requests += requests
        return [self._reply(request.text) for request in requests]

    def _reply(self, text: str) -> Draft:
        self.asked.append(text)
        answer = self.script.get(text)
        if isinstance(answer, list):
            answer = answer.pop(0) if answer else None
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, Draft):
            return answer
        made = answer if answer is not None else self.otherwise(text)
        return Draft(text=made, reason="" if made else "no answer")


@dataclass
class FakeClock:
    """Time that passes only when somebody sleeps; `interrupt_at` is the sleep at which Ctrl-C is pressed."""

    time: float = 1000.0
    slept: list[float] = field(default_factory=list)
    interrupt_at: int = -1
    date: str = "2026-11-22"
    luck: float = 0.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
        if len(self.slept) == self.interrupt_at:
            raise KeyboardInterrupt

    def today(self) -> str:
        return self.date

    def chance(self) -> float:
        return self.luck


_PROGRAM = """#!{python} -S
import os, re, sys, time
data, odd = b"", False
while chunk := os.read(0, 65536):
    data += chunk
    while b"\\0" in data:
        segment, _, data = data.partition(b"\\0")
        text = segment.decode()
        if "HANG" in text: time.sleep(60)
        if "DIE" in text: sys.exit(0)
        if "MUTE" in text: continue
        if "BLANKS" in text: text = re.sub(r"\\[<g\\d+>\\]", "", text)
        if "STUMBLE" in text and "[<g" in text: text = text.replace("[<s", "[<x")
        odd = odd or "ODD" in text
        if odd: text = text.replace("zz", "zy")
        if "TOKENS" in text: text = re.sub("\\\\[<g\\\\d+>\\\\]|[\\ue000-\\uf8ff]", "", text)
        if "NON" in sys.argv: text = text.replace("not", "non")
        if "NAMES" in sys.argv: text = re.sub("(?<![a-zA-Z])[a-z]+", lambda m: m[0].replace("o", "u"), text)
        if "EMPTY" in sys.argv: text = re.sub(r"^.*?(?=\\.\\[\\])", "", text)
        parts = re.split(r"(\\[[^\\]]*\\])", text)
        if "LOWER" in text: parts[::2] = [part.lower() for part in parts[::2]]
        parts[::2] = [re.sub("[ae]", "o", part).replace("zz", "*zz") for part in parts[::2]]
        extra = b"\\0more" if "TWICE" in text else b""
        os.write(1, "".join(parts).encode() + extra + b"\\0")
"""


def install_fake_apertium(folder: Path, *modes: str, arguments: str = "") -> dict[str, str]:
    """Put a misbehaving `lt-proc` into `folder`/bin and modes that use it; return the engine's options.

    It writes o for a and e, and marks zz as unknown. A segment with HANG is never answered, DIE ends the
    program, MUTE is swallowed, BLANKS loses superblanks, TOKENS loses every token, TWICE is answered twice,
    LOWER comes back in small letters, STUMBLE with superblanks is answered out of step. From ODD on zz
    becomes zy, as a tagger changes for good. With NON among the arguments of a mode not becomes non, and with
    NAMES o becomes u, but for words with a capital, which are taken for names.
    """
    program = folder / "bin" / "lt-proc"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(_PROGRAM.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    (folder / "modes").mkdir(exist_ok=True)
    for mode in modes:
        text = f"lt-proc $1 '{arguments}' | lt-proc $2\n"
        (folder / "modes" / f"{mode}.mode").write_text(text, encoding="utf-8")
    return {"modes": str(folder / "modes"), "timeout": "0.5"}
