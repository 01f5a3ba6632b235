"""Engine "apertium": rule-based drafts made on this machine. Gist only: a person must read every one."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.drafting.apertium_pipe import Pipe, PipeError, escape, parse_mode, unescape
from pipeline.drafting.apertium_routes import HOP, find_routes, install_command, read_modes, version_of
from pipeline.drafting.base import (
    Draft,
    Health,
    Request,
    Setting,
    check_options,
    count_of,
    number_option,
    probe_by_opening,
)
from pipeline.drafting.masking import (
    PROTECTED,
    TokenStyle,
    is_translatable,
    mask,
    split_lines,
    unmask,
    with_outer_space,
)
from pipeline.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MODES = "/usr/share/apertium/modes"
_TEST = "Drink water and rest well."
_SECONDS = 5.0
_SECONDS_PER_CHARACTER = 0.005
_LONGEST = 5000
"""Characters of a line: a 70,000-character word was never answered."""
_SHOWN = 5
"""Unknown words that a note lists."""

# Superblanks let the grammar see through a tag; a private-use character is a word that nobody translates.
_SUPERBLANK = TokenStyle(write="[<g{}>]".format, find=re.compile(r"\[<g(\d+)>\]"), read=int)
_PRIVATE = TokenStyle(
    write=lambda number: chr(0xE000 + number),
    find=re.compile("([\ue000-\uf8ff])"),
    read=lambda token: ord(token) - 0xE000,
)
# A literal *, @, # would look like the mark of an unknown word, and ~ has a meaning in the stream.
_PROTECT = re.compile(f"({PROTECTED.pattern[1:-1]}|[*@#~]|[\ue000-\uf8ff])", PROTECTED.flags)
_MARKED = re.compile(r"(?<!\\)[*@#](\w[\w'’-]*)")
_MARK = re.compile(r"(?<!\\)[*@#]")


class LineRefusedError(Exception):
    """A line that can't be drafted, and why; the next one may be."""


class ApertiumSession:
    """One route, its chains running."""

    def __init__(self, route: str, pipes: Sequence[Pipe], engine: str, seconds: float) -> None:
        self.route = route
        self._pipes = pipes
        self._engine = engine
        self._seconds = seconds

    def draft(self, request: Request) -> Draft:
        """Return a draft; raises EngineError when the chain can't be brought back after a failure."""
        unknown: dict[str, None] = {}
        parts = split_lines(request.key.source)
        try:
            drafted = [part if at % 2 else self._draft_line(part, unknown) for at, part in enumerate(parts)]
        except PipeError as error:
            self.check()
            return Draft(reason=str(error), engine=self._engine)
        except LineRefusedError as error:
            return Draft(reason=str(error), engine=self._engine)
        return Draft(text="".join(drafted), engine=self._engine, note=_note(list(unknown)))

    def check(self) -> None:
        """Raise EngineError unless the route translates a test sentence: a mode may be listed, and broken."""
        unknown: dict[str, None] = {}
        try:
            answer = self._draft_line(_TEST, unknown)
        except (PipeError, LineRefusedError) as error:
            raise EngineError(f"{self.route} does not work: {error}", hint=self._repair) from error
        words = len(_TEST.split())
        if not answer.strip() or answer.casefold() == _TEST.casefold() or len(unknown) * 2 > words:
            failure = f'{self.route} does not work: it makes "{answer}" of "{_TEST}"'
            raise EngineError(failure, hint=self._repair)

    def close(self) -> None:
        """Stop the route's processes."""
        for pipe in self._pipes:
            pipe.stop()

    @property
    def _repair(self) -> str:
        return install_command(self.route.split(HOP)).replace("install", "install --reinstall", 1)

    def _draft_line(self, line: str, unknown: dict[str, None]) -> str:
        """Return one line's draft; raises LineRefusedError with the reason why there is none."""
        if not is_translatable(line):
            return line
        if len(line) > _LONGEST:
            raise LineRefusedError(f"a line of {len(line):,} characters is too long: {_LONGEST:,} at most")
        for style in (_SUPERBLANK, _PRIVATE):
            text = self._draft_masked(line, style, unknown)
            if text is not None:
                return with_outer_space(re.sub(" {2,}", " ", text), line)
        raise LineRefusedError("a tag or placeholder was lost")

    def _draft_masked(self, line: str, style: TokenStyle, unknown: dict[str, None]) -> str | None:
        masked = mask(line, style, protect=_PROTECT, escape=escape)
        seconds = self._seconds + _SECONDS_PER_CHARACTER * len(line)
        stream = masked.text
        for pipe in self._pipes:
            stream = pipe.ask(stream, seconds)
            unknown.update(dict.fromkeys(_MARKED.findall(stream)))
            stream = _MARK.sub("", stream)
        # "LEG CRAMPS" would come back half in small letters.
        is_loud = line.isupper() and " " in line.strip()
        return unmask(stream, masked.codes, style, clean=_loud_text if is_loud else unescape)


def _loud_text(stream: str) -> str:
    return unescape(stream).upper()


class ApertiumEngine:
    """Apertium as a separate program, from the packages of the distribution."""

    name = "apertium"
    is_offline = True
    uses_context = False

    def probe(self, setting: Setting) -> Health:
        """Return whether a route to the locale is installed and translates."""
        return probe_by_opening(self, setting)

    @contextmanager
    def open(self, setting: Setting) -> Iterator[ApertiumSession]:
        """Yield a session on the best route that translates a test sentence; raises EngineError."""
        check_options(self.name, setting.options, ("modes", "timeout"), per_locale="route")
        if setting.source.language != "en":
            hint = "Apertium drafts from English only"
            raise EngineError(f"no route from {setting.source} is known", hint=hint)
        routes = find_routes(setting.target, setting.options.get(f"route.{setting.target}"))
        session = _first_that_works(routes, setting)
        try:
            yield session
        finally:
            session.close()


def _first_that_works(routes: Sequence[str], setting: Setting) -> ApertiumSession:
    failures: list[EngineError] = []
    for route in routes:
        try:
            return _open_route(route, setting)
        except EngineError as error:
            failures.append(error)
    if not failures:
        hint = 'list another engine, or bring drafts with the engine "file"'
        raise EngineError("no route from English is known", hint=hint)
    raise failures[0]


def _open_route(route: str, setting: Setting) -> ApertiumSession:
    modes = read_modes(route, setting.folder / setting.options.get("modes", MODES))
    pipes = [Pipe(mode.name, parse_mode(mode.text, mode.name)) for mode in modes]
    engine = f"apertium/{route}@{'+'.join(version_of(mode) for mode in modes)}"
    session = ApertiumSession(route, pipes, engine, number_option(setting.options, "timeout", _SECONDS))
    try:
        session.check()
    except BaseException:
        session.close()
        raise
    return session


def _note(unknown: list[str]) -> str:
    if not unknown:
        return ""
    more = ", …" if len(unknown) > _SHOWN else ""
    return f"{count_of(len(unknown), 'unknown word')}: {', '.join(unknown[:_SHOWN])}{more}"
