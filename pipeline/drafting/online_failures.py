"""What a service's failure means for the next request, and in which words it is told."""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pipeline.drafting.base import Draft, Failure
from pipeline.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pipeline.drafting.base import Request

_NO_MONEY = frozenset({"insufficient_quota", "billing_hard_limit_reached"})
"""Codes with which endpoints of language models answer 429 where waiting does not help."""
OTHER_SHAPE = "the answer is not what the service should send"
_HIDDEN = "***"
_SHOWN = 120
"""Characters of a service's own message that are worth showing."""


class Trouble(Enum):
    """What a failure means."""

    PASSING = "passing"
    """The same request may succeed a little later."""
    GARBLED = "garbled"
    """An answer came, and it is not one: half of it, a web page, another shape."""
    REFUSED = "refused"
    """This request is not wanted; another one may be."""
    TOO_LARGE = "too large"
    """A smaller request may be accepted."""
    UNEVEN = "uneven"
    """The answer holds fewer or more texts than were sent, so nobody knows which is whose."""
    QUOTA = "quota"
    """What was paid for is used up."""
    KEY = "key"
    """No request will succeed with this key."""


_TROUBLES = {
    **dict.fromkeys((408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529), Trouble.PASSING),
    **dict.fromkeys((413, 414), Trouble.TOO_LARGE),
    **dict.fromkeys((402, 456), Trouble.QUOTA),
    **dict.fromkeys((401, 403), Trouble.KEY),
}
_WORDS = {
    Trouble.KEY: "the service refused the key (HTTP {})",
    Trouble.QUOTA: "the quota is used up (HTTP {})",
    Trouble.TOO_LARGE: "the request is too large (HTTP {})",
}
_FAILURES = {
    Trouble.PASSING: Failure.RETRYABLE,
    Trouble.GARBLED: Failure.RETRYABLE,
    Trouble.QUOTA: Failure.QUOTA,
    Trouble.KEY: Failure.FATAL,
}
_HINTS = {
    Trouble.PASSING: "see whether the service runs and can be reached from here; check the option endpoint",
    Trouble.QUOTA: "wait, or list another engine",
    Trouble.KEY: "check the variable that key_env names",
}
_WORTH_HALVING = frozenset({Trouble.REFUSED, Trouble.TOO_LARGE, Trouble.UNEVEN})


class UnansweredError(Exception):
    """A service gave no usable answer to one request."""

    def __init__(self, reason: str, trouble: Trouble, *, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.trouble = trouble
        self.wait = wait
        """Seconds that the service asks to wait; 0 where it does not say."""

    @property
    def is_of_service(self) -> bool:
        """Whether the next request would fare no better."""
        return self.trouble in _FAILURES

    @property
    def draft(self) -> Draft:
        """What the failure is for each text of the request."""
        return Draft(
            reason=self.reason,
            failure=_FAILURES.get(self.trouble, Failure.REJECTED),
            retry_after=self.wait or None,
            hint=_HINTS.get(self.trouble, ""),
        )

    @property
    def refusal(self) -> EngineError:
        """What it is where the engine can't be opened because of it."""
        hint = _HINTS.get(self.trouble, "check the engine's options in caveat.toml")
        return EngineError(self.reason, hint=hint)


def ask_whole_or_halves(
    requests: Sequence[Request], ask: Callable[[Sequence[Request]], Sequence[Draft]]
) -> list[Draft]:
    """Return a batch's drafts; one that is refused is asked in halves, so that a bad text costs no other's.

    `ask` returns a draft for each request or raises UnansweredError.
    """
    try:
        return list(ask(requests))
    except UnansweredError as error:
        if len(requests) == 1 or error.trouble not in _WORTH_HALVING:
            return [error.draft] * len(requests)
    middle = len(requests) // 2
    return [*ask_whole_or_halves(requests[:middle], ask), *ask_whole_or_halves(requests[middle:], ask)]


def check_texts(texts: Any, number: int) -> list[str]:
    """Return what should be the texts of an answer; raises UnansweredError unless they are `number` texts."""
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise UnansweredError(OTHER_SHAPE, Trouble.GARBLED)
    if len(texts) != number:
        raise UnansweredError(f"{len(texts)} answers came for {number} texts", Trouble.UNEVEN)
    return texts


def classify(status: int, headers: Mapping[str, str], body: Any, key: str | None) -> UnansweredError | None:
    """Return the failure that an HTTP answer stands for, or None where it is a good one.

    `body` is the answer's JSON, None where it is none. `key` is taken out of the service's own words.
    """
    trouble = _trouble_of(status, body)
    if trouble is None:
        return None
    wait = parse_wait(headers.get("Retry-After"), time.time()) if trouble is Trouble.PASSING else 0.0
    words = _WORDS.get(trouble, "the service answered HTTP {}").format(status)
    is_redirection = 300 <= status < 400  # noqa: PLR2004 - the redirections of HTTP
    said = ": it sends requests to another address" if is_redirection else _said(body, key)
    return UnansweredError(f"{words}{said}", trouble, wait=wait)


def _trouble_of(status: int, body: Any) -> Trouble | None:
    if 200 <= status < 300:  # noqa: PLR2004 - the successes of HTTP
        return None
    return Trouble.QUOTA if _error_code(body) in _NO_MONEY else _TROUBLES.get(status, Trouble.REFUSED)


def parse_wait(value: str | None, now: float) -> float:
    """Return the seconds of a Retry-After header, given as seconds or as a date; 0 where there is none."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, OverflowError):
        return 0.0


def scrub(text: str, key: str | None) -> str:
    """Return `text` without the key in it, as it is or as an address spells it."""
    if not key:
        return text
    for spelled in (key, quote(key, safe=""), quote(key)):
        text = text.replace(spelled, _HIDDEN)
    return text


def _error_code(body: Any) -> str:
    error = body.get("error") if isinstance(body, dict) else None
    return str(error.get("code") or error.get("type") or "") if isinstance(error, dict) else ""


def _said(body: Any, key: str | None) -> str:
    """Return the service's own words, where it said any."""
    fields = body if isinstance(body, dict) else {}
    told = fields.get("error") or fields.get("message") or fields.get("detail") or ""
    if isinstance(told, dict):
        told = told.get("message") or told.get("code") or ""
    words = scrub(" ".join(str(told).split()), key)[:_SHOWN]
    return f": {words}" if words else ""
