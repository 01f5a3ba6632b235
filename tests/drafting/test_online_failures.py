from __future__ import annotations

from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.drafting.base import Draft, Failure, Request
from pipeline.drafting.online_failures import (
    Trouble,
    UnansweredError,
    ask_whole_or_halves,
    check_texts,
    classify,
    parse_wait,
    scrub,
)
from pipeline.model.unit import UnitKey

if TYPE_CHECKING:
    from collections.abc import Sequence

NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("status", "body", "reason", "failure"),
    [
        (401, None, "the service refused the key (HTTP 401)", Failure.FATAL),
        (
            403,
            {"error": "Invalid API key"},
            "the service refused the key (HTTP 403): Invalid API key",
            Failure.FATAL,
        ),
        (402, None, "the quota is used up (HTTP 402)", Failure.QUOTA),
        (
            456,
            {"message": "Quota exceeded"},
            "the quota is used up (HTTP 456): Quota exceeded",
            Failure.QUOTA,
        ),
        (
            429,
            {"error": {"code": "insufficient_quota", "message": "You have no credit."}},
            "the quota is used up (HTTP 429): You have no credit.",
            Failure.QUOTA,
        ),
        (429, {"error": "Slowdown"}, "the service answered HTTP 429: Slowdown", Failure.RETRYABLE),
        (500, None, "the service answered HTTP 500", Failure.RETRYABLE),
        (503, None, "the service answered HTTP 503", Failure.RETRYABLE),
        (529, None, "the service answered HTTP 529", Failure.RETRYABLE),
        (413, None, "the request is too large (HTTP 413)", Failure.REJECTED),
        (400, {"detail": "no"}, "the service answered HTTP 400: no", Failure.REJECTED),
        (404, [], "the service answered HTTP 404", Failure.REJECTED),
        (501, None, "the service answered HTTP 501", Failure.REJECTED),
        (302, None, "the service answered HTTP 302: it sends requests to another address", Failure.REJECTED),
    ],
)
def test_what_a_status_means(status: int, body: Any, reason: str, failure: Failure) -> None:
    found = classify(status, {}, body, None)
    assert found is not None
    assert (found.draft.reason, found.draft.failure) == (reason, failure)
    assert found.draft.text is None


@pytest.mark.parametrize("status", [200, 201, 204])
def test_a_good_answer_is_no_failure(status: int) -> None:
    assert classify(status, {}, {"error": "ignored"}, None) is None


def test_a_services_words_are_short_and_without_the_key() -> None:
    key = "sentinel/key+1"
    body = {"error": {"message": f"bad\n{key} sentinel%2Fkey%2B1 sentinel/key%2B1 " + "x" * 500}}
    found = classify(400, {}, body, key)
    assert found is not None
    assert found.reason.startswith("the service answered HTTP 400: bad *** *** *** xxx")
    assert len(found.reason) < 160


def test_a_wait_is_told_for_what_passes_only() -> None:
    passing, refused = (classify(status, {"Retry-After": "9"}, None, None) for status in (503, 400))
    assert passing is not None
    assert refused is not None
    assert (passing.draft.retry_after, refused.draft.retry_after) == (9.0, None)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        (" 120 ", 120.0),
        (formatdate(NOW + 30, usegmt=True), 30.0),
        (formatdate(NOW - 30, usegmt=True), 0.0),
        ("soon", 0.0),
        ("-5", 0.0),
        ("٣", 0.0),
        ("Thu, 01 Jan 99999 00:00:00 GMT", 0.0),
        ("", 0.0),
        (None, 0.0),
    ],
)
def test_how_long_a_service_asks_to_wait(value: str | None, seconds: float) -> None:
    assert parse_wait(value, NOW) == seconds


@given(key=st.text(st.characters(exclude_characters="*"), min_size=1), before=st.text(), after=st.text())
def test_no_key_is_left_in_a_scrubbed_text(key: str, before: str, after: str) -> None:
    assert key not in scrub(before + key + after, key)


def test_without_a_key_nothing_is_taken_out() -> None:
    assert scrub("a key", None) == "a key"


def requests(*texts: str) -> list[Request]:
    return [Request(id=str(at), text=text, key=UnitKey(None, text)) for at, text in enumerate(texts)]


@pytest.mark.parametrize("trouble", [Trouble.REFUSED, Trouble.TOO_LARGE, Trouble.UNEVEN])
def test_a_batch_that_is_refused_is_asked_in_halves(trouble: Trouble) -> None:
    asked: list[str] = []

    def ask(part: Sequence[Request]) -> list[Draft]:
        texts = [request.text for request in part]
        asked.append("".join(texts))
        if "c" in texts:
            raise UnansweredError("not c", trouble)
        return [Draft(text=text.upper()) for text in texts]

    drafts = ask_whole_or_halves(requests(*"abcde"), ask)
    assert [draft.text for draft in drafts] == ["A", "B", None, "D", "E"]
    assert (drafts[2].reason, drafts[2].failure) == ("not c", Failure.REJECTED)
    assert asked == ["abcde", "ab", "cde", "c", "de"]


@pytest.mark.parametrize("trouble", [Trouble.PASSING, Trouble.GARBLED, Trouble.QUOTA, Trouble.KEY])
def test_a_batch_that_failed_for_another_reason_is_asked_once(trouble: Trouble) -> None:
    asked = []

    def ask(part: Sequence[Request]) -> list[Draft]:
        asked.append(len(part))
        raise UnansweredError("no", trouble)

    drafts = ask_whole_or_halves(requests(*"abc"), ask)
    assert [draft.reason for draft in drafts] == ["no"] * 3
    assert asked == [3]


def test_texts_are_as_many_as_were_sent() -> None:
    assert check_texts(["a", "b"], 2) == ["a", "b"]
    for texts, trouble in ((["a"], Trouble.UNEVEN), ("ab", Trouble.GARBLED), ([1, 2], Trouble.GARBLED)):
        with pytest.raises(UnansweredError) as caught:
            check_texts(texts, 2)
        assert caught.value.trouble is trouble


@pytest.mark.parametrize("trouble", Trouble)
def test_an_engine_that_can_not_be_opened_says_what_to_do(trouble: Trouble) -> None:
    error = UnansweredError("no", trouble)
    assert error.refusal.message == "no"
    assert error.refusal.hint
