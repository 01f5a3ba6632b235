"""Engine "apertium": rule-based drafts made on this machine. Gist only: a person must read every one."""

from __future__ import annotations

import contextlib
import re
import time
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING, Final

from pipeline.drafting.apertium_pipe import Pipe, PipeError, escape, parse_mode, unescape
from pipeline.drafting.apertium_routes import (
    HOP,
    find_routes,
    install_command,
    primers_of,
    read_modes,
    version_of,
)
from pipeline.drafting.base import Draft, Failure, Health, Limits, Request, Setting
from pipeline.drafting.masking import PROTECTED, TokenStyle
from pipeline.drafting.options import check_options, number_option
from pipeline.drafting.probing import probe_by_opening
from pipeline.drafting.terms import find_target
from pipeline.errors import EngineError
from pipeline.model.unit import UnitKey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

MODES: Final = "/usr/share/apertium/modes"
_TEST: Final = "Drink water and rest well."
_SECONDS: Final = 5.0
_SECONDS_PER_CHARACTER: Final = 0.005
_LIMITS: Final = Limits(text_chars=5_000, batch_texts=64, batch_chars=20_000, seconds=600.0)
"""A 70,000-character word was never answered. The time for a batch is counted by its characters."""
_SURE: Final = 0.5
"""The confidence in a draft without an unknown word: even those are wrong in every second sentence."""

_SHORT: Final = 3
"""Letters of a word that is likely none that a draft is about."""

# A literal *, @, # would look like the mark of an unknown word, and ~ has a meaning in the stream.
_PROTECT: Final = re.compile(f"({PROTECTED.pattern[1:-1]}|[*@#~]|[\ue000-\uf8ff])", PROTECTED.flags)
SUPERBLANK: Final = TokenStyle(
    name="superblank",
    write="[<g{}>]".format,
    find=re.compile(r"\[<g(\d+)>\]"),
    protect=_PROTECT,
    escape=escape,
    unescape=unescape,
)
"""Blanks of Apertium's stream: the grammar sees through them."""
PRIVATE: Final = TokenStyle(
    name="private",
    write=lambda number: chr(0xE000 + number),
    find=re.compile("([\ue000-\uf8ff])"),
    read=lambda token: ord(token) - 0xE000,
    protect=_PROTECT,
    escape=escape,
    unescape=unescape,
)
"""Private-use characters: words that nobody translates."""
_TOKEN: Final = re.compile(r"(\[<g\d+>\]|[\ue000-\uf8ff])")
_MARKED: Final = re.compile(r"(?<!\\)[*@#](\w[\w'’-]*)")
_MARK: Final = re.compile(r"(?<!\\)[*@#]")
_WORD: Final = re.compile(r"[^\W\d_][\w'’·-]*")
_LETTER: Final = re.compile(r"[^\W\d_]")


class ApertiumSession:
    """One route, its chains running, and the routes to the same language that come after it."""

    mask_styles = (SUPERBLANK, PRIVATE)

    def __init__(self, route: str, pipes: Sequence[Pipe], version: str, seconds: float) -> None:
        self.route = route
        self.version = version
        self.open_next: Callable[[], ApertiumSession] | None = None
        """Opens the next route that works; raises EngineError where there is none."""
        self._pipes = pipes
        self._seconds = seconds
        self._detour: ApertiumSession | None = None

    def draft(self, requests: Sequence[Request], deadline: float) -> list[Draft]:
        """Return a draft for each request; raises EngineError when the chain can't be brought back.

        Where a batch fails, its texts are asked one by one: only the bad one has none.
        """
        try:
            return self._draft_all(requests, deadline)
        except PipeError as error:
            self.check()
            if len(requests) == 1:
                return [Draft(reason=str(error), failure=Failure.MASKING)]
        return [draft for request in requests for draft in self.draft([request], deadline)]

    def check(self) -> None:
        """Raise EngineError unless the route translates a test sentence: a mode may be listed, and broken."""
        request = Request(id="1", text=_TEST, key=UnitKey(None, _TEST))
        try:
            (draft,) = self._draft_all([request], time.monotonic() + _LIMITS.seconds)
        except PipeError as error:
            raise EngineError(f"{self.route} does not work: {error}", hint=self._repair) from error
        answer = draft.text or ""
        words = len(_TEST.split())
        if not answer.strip() or answer.casefold() == _TEST.casefold() or len(draft.unknown) * 2 > words:
            failure = f'{self.route} does not work: it makes "{answer}" of "{_TEST}"'
            raise EngineError(failure, hint=self._repair)

    def find_detour(self) -> ApertiumSession | None:
        """Return a session on the next route that works; None where there is none."""
        if self.open_next is not None:
            with contextlib.suppress(EngineError):  # the route that was found first is all there is
                self._detour = self.open_next()
            self.open_next = None
        return self._detour

    def close(self) -> None:
        """Stop the route's processes, and those of a detour."""
        for pipe in self._pipes:
            pipe.stop()
        if self._detour is not None:
            self._detour.close()

    @property
    def _repair(self) -> str:
        return install_command(self.route.split(HOP)).replace("install", "install --reinstall", 1)

    def _draft_all(self, requests: Sequence[Request], deadline: float) -> list[Draft]:
        streams = [request.text for request in requests]
        chars = sum(map(len, streams))
        seconds = min(self._seconds + _SECONDS_PER_CHARACTER * chars, max(0.0, deadline - time.monotonic()))
        unknown: list[dict[str, None]] = [{} for _ in requests]
        for leg, pipe in enumerate(self._pipes):
            asked = [_MARK.sub("", stream) for stream in streams]
            streams = pipe.ask(asked, seconds)
            left = _left_of_pivot(pipe, requests, asked, streams, seconds) if leg else repeat(())
            for found, stream, words in zip(unknown, streams, left, strict=False):
                found.update(dict.fromkeys([*_MARKED.findall(stream), *words]))
        return [_draft_of(*made) for made in zip(requests, streams, map(tuple, unknown), strict=True)]


def _left_of_pivot(
    pipe: Pipe, requests: Sequence[Request], asked: Sequence[str], streams: Sequence[str], seconds: float
) -> list[list[str]]:
    """Return for each text the words of the language in between that a later leg let through as if names.

    With a capital, `Consell` is in a dictionary as a name, and is neither translated nor marked; `consell` is
    a word. A word that English has too may be a name indeed.
    """
    kept = [
        [word for word in dict.fromkeys(_words(stream)) if _may_be_name(word, _words(sent), request.text)]
        for request, sent, stream in zip(requests, asked, streams, strict=True)
    ]
    words = sorted({word.lower() for found in kept for word in found})
    answers = dict(zip(words, pipe.ask(words, seconds), strict=True)) if words else {}
    known = {word for word, answer in answers.items() if not _MARK.search(answer) and answer.lower() != word}
    return [[word for word in found if word.lower() in known] for found in kept]


def _words(stream: str) -> list[str]:
    return [word for part in _TOKEN.split(_MARKED.sub(" ", stream))[::2] for word in _WORD.findall(part)]


def _may_be_name(word: str, asked: Sequence[str], source: str) -> bool:
    """Return whether a word with a capital came through as it was, and is not the source's own."""
    return word[0].isupper() and word in asked and word.casefold() not in source.casefold()


def _draft_of(request: Request, stream: str, unknown: tuple[str, ...]) -> Draft:
    """Return the draft in a stream, its unknown words filled from the glossary where it has them."""
    left = dict.fromkeys(unknown)

    def fill(word: re.Match[str]) -> str:
        target = find_target(word[1], request.context)
        if target is None:
            return word[1]
        left.pop(word[1], None)
        return escape(target)

    text = re.sub(" {2,}", " ", _MARK.sub("", _MARKED.sub(fill, stream)))
    words = "".join(_TOKEN.split(request.text)[::2])
    if words.isupper() and len(_LETTER.findall(words)) > 1:
        text = _loud(text)  # "LEG CRAMPS" would come back half in small letters
    if left and _is_untouched(_words(text), left):
        return Draft(reason=f"none of its words was translated: {', '.join(left)}")
    share = len(left) / max(1, len(words.split()))
    return Draft(text=text, unknown=tuple(left), confidence=round(_SURE * max(0.0, 1 - share), 2))


def _is_untouched(words: Sequence[str], left: Iterable[str]) -> bool:
    """Return whether all words that say something are among those left; the shortest are "of" and "the"."""
    unknown = {word.casefold() for word in left}
    telling = [word for word in words if len(word) > _SHORT] or words
    return all(word.casefold() in unknown for word in telling)


def _loud(stream: str) -> str:
    return "".join(part if at % 2 else part.upper() for at, part in enumerate(_TOKEN.split(stream)))


class ApertiumEngine:
    """Apertium as a separate program, from the packages of the distribution."""

    name = "apertium"
    is_offline = True
    uses_context = False
    masks_terms = True

    def limits(self, setting: Setting) -> Limits:
        """Return how it may be asked."""
        check_options(self.name, setting.options, ("modes", "timeout"), per_locale="route")
        number_option(setting.options, "timeout", _SECONDS)
        return _LIMITS

    def probe(self, setting: Setting) -> Health:
        """Return whether a route to the locale is installed and translates."""
        return probe_by_opening(self, setting)

    @contextlib.contextmanager
    def open(self, setting: Setting) -> Iterator[ApertiumSession]:
        """Yield a session on the best route that translates a test sentence; raises EngineError."""
        self.limits(setting)
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
    for number, route in enumerate(routes, 1):
        try:
            session = _open_route(route, setting)
        except EngineError as error:
            failures.append(error)
        else:
            session.open_next = partial(_first_that_works, routes[number:], setting)
            return session
    if not failures:
        hint = 'list another engine, or bring drafts with the engine "file"'
        raise EngineError("no route from English is known", hint=hint)
    raise failures[0]


def _open_route(route: str, setting: Setting) -> ApertiumSession:
    modes = read_modes(route, setting.folder / setting.options.get("modes", MODES))
    pipes = [Pipe(mode.name, parse_mode(mode.text, mode.name), primers_of(mode.name)) for mode in modes]
    version = f"apertium/{route}@{'+'.join(version_of(mode) for mode in modes)}"
    session = ApertiumSession(route, pipes, version, number_option(setting.options, "timeout", _SECONDS))
    try:
        session.check()
    except BaseException:
        session.close()
        raise
    return session
