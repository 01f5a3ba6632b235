from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from pipeline.drafting.asking import Ask, Asker, Desk
from pipeline.drafting.base import Context, Draft, Failure
from pipeline.drafting.breaker import Breaker
from pipeline.drafting.chat import ChatEngine
from pipeline.drafting.deepl import DeepLEngine
from pipeline.drafting.libretranslate import LibreTranslateEngine
from pipeline.drafting.online import OnlineEngine
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import FakeClock, ScriptedEngine, make_setting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.drafting.base import Engine, Request

HERE = {"endpoint": "http://127.0.0.1:9"}
LATE = Draft(reason="no answer in time", failure=Failure.RETRYABLE)


@dataclass
class FallsSilent(ScriptedEngine):
    """Answers what the script has; anything else takes all its time, and has no answer."""

    clock: FakeClock = field(default_factory=FakeClock)

    def draft(self, requests: Sequence[Request], deadline: float) -> list[Draft]:
        if all(request.text in self.script for request in requests):
            return super().draft(requests, deadline)
        self.clock.time = deadline
        return [LATE] * len(requests)


def test_three_batches_that_fail_in_a_row_are_enough() -> None:
    breaker = Breaker(60)
    verdicts = []
    for _ in range(3):
        breaker.count_try(0.1)
        breaker.count_batch()
        verdicts.append(breaker.verdict)
    assert verdicts == ["", "", "3 times in a row"]
    breaker.count_answer()
    assert breaker.verdict == ""


def test_two_tries_without_a_sign_of_life_are_enough_where_they_are_long() -> None:
    breaker = Breaker(60)
    breaker.count_try(60.1)
    assert not breaker.is_silent
    breaker.count_try(59.0)
    assert breaker.is_silent
    assert breaker.verdict == "2 times in a row"


def test_a_failure_long_before_the_time_is_over_is_a_sign_of_life() -> None:
    breaker = Breaker(60)
    for _ in range(3):
        breaker.count_try(50)
    assert not breaker.is_silent


def test_one_try_is_never_enough_and_short_ones_take_more() -> None:
    long, short = Breaker(600), Breaker(20)
    long.count_try(600)
    assert not long.is_silent
    for _ in range(4):
        short.count_try(20)
    assert not short.is_silent
    short.count_try(20)
    assert short.is_silent


@pytest.mark.parametrize("sign", ["answer", "failure that came at once"])
def test_a_sign_of_life_begins_the_count_anew(sign: str) -> None:
    breaker = Breaker(60)
    breaker.count_try(60)
    if sign == "answer":
        breaker.count_answer()
    else:
        breaker.count_try(0.2)
    breaker.count_try(60)
    assert not breaker.is_silent


@pytest.mark.parametrize(
    ("engine", "options"),
    [
        (ChatEngine(), HERE),
        (LibreTranslateEngine(), HERE),
        (DeepLEngine(), {**HERE, "key_env": "A_KEY"}),
        (OnlineEngine(), {"service": "google"}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_service_that_falls_silent_is_given_up_after_about_two_minutes(
    engine: Engine, options: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_KEY", "x")
    setting, clock = make_setting("es", options), FakeClock(luck=1.0)
    service = FallsSilent(script={"first": "uno"}, most=engine.limits(setting), clock=clock)
    asker = Asker(service, setting, service, Desk(clock=clock))
    asks = [Ask(text, UnitKey(None, text), Context(), "") for text in ("first", *map(str, range(500)))]
    assert asker.ask(asks[:1])[0].text == "uno"
    begin = clock.time
    drafts = asker.ask(asks[1:])
    assert 100 <= clock.time - begin <= 135
    assert asker.failure is not None
    assert drafts[-1].reason == asker.failure.message
    assert drafts[-1].reason.startswith("no answer in time, ")
