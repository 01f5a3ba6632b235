"""What a language model answered: which unit got which text, and why a unit got none."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline.drafting.online_failures import Trouble, UnansweredError, scrub

if TYPE_CHECKING:
    from collections.abc import Mapping

_FENCE = re.compile(r"```[\w-]*\s*\n?(.*?)```", re.DOTALL)
_THOUGHTS = re.compile(r"\A\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
_WORDS_THAT_DIFFER = 4
"""Words from which two different sources with one and the same answer are suspicious."""
_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer of a chat endpoint, before it is looked into."""

    content: str
    is_cut: bool
    """The model stopped because it may not write more."""
    tokens: int = 0
    """What the request and the answer took."""


@dataclass(slots=True, kw_only=True)
class Found:
    """What an answer holds for the units that were asked."""

    texts: dict[str, str] = field(default_factory=dict)
    damaged: dict[str, str] = field(default_factory=dict)
    """Texts that lost a tag or placeholder. Whoever puts these back may know another way."""
    notes: dict[str, str] = field(default_factory=dict)
    """What is odd about a text that was kept all the same."""
    reasons: dict[str, str] = field(default_factory=dict)
    """Why a unit has no text."""


def parse_reply(body: Any, key: str | None = None) -> Reply:
    """Return the reply in an endpoint's answer; raises UnansweredError, its words without the key."""
    try:
        choice = body["choices"][0]
        message = choice["message"]
        refusal, content = message.get("refusal"), message.get("content")
    except (LookupError, TypeError, AttributeError):
        raise UnansweredError("the answer is not one of a chat endpoint", Trouble.GARBLED) from None
    stop = choice.get("finish_reason")
    if refusal or stop == "content_filter":
        words = scrub(" ".join(str(refusal or "").split()), key)[:_SHOWN]
        raise UnansweredError(f"the model refused{': ' if words else ''}{words}", Trouble.REFUSED)
    if not isinstance(content, str) or not content.strip():
        if stop == "length":
            return Reply(content="", is_cut=True)
        raise UnansweredError("the answer is empty", Trouble.GARBLED)
    usage = body.get("usage")
    usage = usage if isinstance(usage, dict) else {}
    return Reply(
        content=content,
        is_cut=stop == "length",
        tokens=_count(usage.get("prompt_tokens")) + _count(usage.get("completion_tokens")),
    )


def parse_models(body: Any) -> list[str]:
    """Return the names of an endpoint's models; raises UnansweredError."""
    try:
        return sorted({str(row["id"]) for row in body["data"]})
    except (TypeError, LookupError):
        raise UnansweredError("the list of models is not one", Trouble.REFUSED) from None


def parse_segments(content: str) -> list[tuple[str, str]] | None:
    """Return ids and texts in the order of the answer, None where it is not the JSON that was asked for.

    JSON in a fence, after thoughts or between other words is accepted.
    """
    plain = _THOUGHTS.sub("", content)
    candidates = [plain, *_FENCE.findall(plain), plain[plain.find("{") :]]
    for candidate in candidates:
        segments = _segments_of(candidate)
        if segments is not None:
            return segments
    return None


def match_segments(
    segments: list[tuple[str, str]], asked: Mapping[str, str], token: re.Pattern[str]
) -> Found:
    """Return what the answer holds for each unit of `asked` (id -> source with tokens)."""
    found = Found()
    unknown = {given for given, _ in segments} - asked.keys()
    for given, text in segments:
        if given in found.texts or given in found.reasons:
            found.notes[given] = "the model answered twice; the first answer was kept"
        elif given in asked:
            _sort_in(found, given, text, is_whole=_tokens(text, token) == _tokens(asked[given], token))
    for given in asked.keys() - found.texts.keys() - found.reasons.keys():
        others = "; it answered for an id that was not asked" if unknown else ""
        found.reasons[given] = f"the model gave no answer for it{others}"
    _refuse_repeated(found, asked)
    return found


def _sort_in(found: Found, given: str, text: str, *, is_whole: bool) -> None:
    if not text.strip():
        found.reasons[given] = "the answer is empty"
    elif is_whole:
        found.texts[given] = text
    else:
        found.damaged[given] = text
        found.reasons[given] = "a tag or placeholder was lost"


def _tokens(text: str, token: re.Pattern[str]) -> Counter[str]:
    return Counter(token.findall(text))


def _refuse_repeated(found: Found, asked: Mapping[str, str]) -> None:
    """Take out texts that were given to different sources: one of them answers another unit."""
    times = Counter(found.texts.values())
    for given, text in list(found.texts.items()):
        if times[text] > 1 and len(asked[given].split()) >= _WORDS_THAT_DIFFER:
            del found.texts[given]
            found.reasons[given] = "the model gave the same answer for another unit"


def _segments_of(text: str) -> list[tuple[str, str]] | None:
    try:
        body, _ = json.JSONDecoder().raw_decode(text.strip())
    except (ValueError, RecursionError):
        return None
    rows = body.get("segments") if isinstance(body, dict) else None
    if not isinstance(rows, list):
        return None
    # Small models write the id as a number.
    return [
        (str(row["id"]), row["text"])
        for row in rows
        if isinstance(row, dict)
        and isinstance(row.get("id"), (str, int))
        and isinstance(row.get("text"), str)
    ]


def _count(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else 0
