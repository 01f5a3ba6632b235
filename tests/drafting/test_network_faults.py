"""Whatever a service does, each unit ends with a draft or a clear reason, and what is finished is kept."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.drafting.asking import Desk
from pipeline.drafting.base import Context
from pipeline.drafting.chain import Chain
from pipeline.drafting.link import Order
from pipeline.drafting.pacing import SystemClock
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import make_setting
from tests.drafting.servers import (
    RIGS,
    Asked,
    Reply,
    Rig,
    Server,
    chat_reply,
    cut,
    half,
    huge,
    page,
    reset,
    slow,
    status,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.drafting.base import Draft, Health

KEY = "sentinel/key+77:fx"
UNITS = {
    "Drink water at night.": "Beba agua por la noche.",
    "Take <1>500 mg</1> of {drug}.": "Tome <1>500 mg</1> de {drug}.",
    "Take 2 tablets now.": "Tome 2 comprimidos ahora.",
    "Rest well.": "Descanse bien.",
}


class Impatient(SystemClock):
    """The machine's own time, but for sleeping."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture(params=RIGS)
def rig(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Rig:
    monkeypatch.setenv("MY_KEY", KEY)
    return RIGS[request.param]


@pytest.fixture
def server(rig: Rig) -> Iterator[Server]:
    with rig.start() as running:
        yield running


def draft(
    rig: Rig, server: Server, clock: SystemClock | None = None, **more: str
) -> tuple[list[Draft], Health | None]:
    setting = make_setting("es", rig.options(server, **more))
    orders = [Order(key=UnitKey(None, source), context=Context()) for source in UNITS]
    with Chain([(rig.engine, setting)], Desk(clock=clock or Impatient())) as chain:
        drafts = chain.draft(orders)
        failures = chain.failures()
    return drafts, failures[0][1] if failures else None


def reasons(drafts: list[Draft]) -> list[str]:
    """Return the reasons, without the engine's name and without how often it failed."""
    told = [one.reason for one in drafts if one.text is None]
    return [reason.partition(": ")[2].removesuffix(", 3 times in a row") for reason in told]


def test_a_good_service_drafts_every_unit(rig: Rig, server: Server) -> None:
    drafts, failure = draft(rig, server)
    assert [one.text for one in drafts] == list(UNITS.values())
    assert failure is None
    assert all(one.engine.startswith(rig.engine.name + "/") for one in drafts)


FOREVER: dict[str, tuple[Callable[[Asked, Reply], Reply], str]] = {
    "slow": (slow(0.4), "no answer within 0.1"),
    "reset": (reset, "no connection to 127.0.0.1:"),
    "too many": (status(429, {}, Retry_After="0"), "the service answered HTTP 429"),
    "too many, for long": (
        status(429, {}, Retry_After="300"),
        "the service answered HTTP 429, and it asks to wait 300 s",
    ),
    "broken": (status(500, {"error": "out of memory"}), "the service answered HTTP 500: out of memory"),
    "broken page": (lambda asked, good: replace(page(asked, good), status=502), "answered HTTP 502"),
    "cut": (cut, "the answer broke off"),
    "huge": (huge, "the answer is larger than 4,000,000 bytes"),
    "moved": (status(307, {}, Location="http://127.0.0.1:9/"), "it sends requests to another address"),
    "bad request": (
        status(400, {"error": {"message": "nonsense"}}),
        "the service answered HTTP 400: nonsense",
    ),
    "key refused": (status(401, {"message": f"no such key {KEY}"}), "the service refused the key (HTTP 401)"),
    "forbidden": (status(403, {"error": f"{KEY} is banned"}), "the service refused the key (HTTP 403)"),
    "quota": (status(456, {}), "the quota is used up (HTTP 456)"),
}
NEEDS_JSON: dict[str, tuple[Callable[[Asked, Reply], Reply], str]] = {
    "page": (page, "the service answered with a web page instead of JSON"),
    "half": (half, "something that is not JSON, or half of it"),
}


@pytest.mark.parametrize("fault", FOREVER)
def test_a_fault_that_stays_is_a_reason_for_each_unit(rig: Rig, server: Server, fault: str) -> None:
    wrong, reason = FOREVER[fault]
    server.follow(itertools.repeat(wrong))
    more = {"timeout": "0.1"} if fault == "slow" else {}
    drafts, _ = draft(rig, server, batch_texts="2", **more)
    assert len(reasons(drafts)) == len(UNITS)
    assert reason in reasons(drafts)[0]
    assert [told for told in reasons(drafts) if reason.partition(", and")[0] not in told] == []
    assert "sentinel" not in " ".join(reasons(drafts))


@pytest.mark.parametrize("fault", NEEDS_JSON)
def test_an_answer_that_is_not_json_is_a_reason(rig: Rig, server: Server, fault: str) -> None:
    wrong, reason = NEEDS_JSON[fault]
    server.follow(itertools.repeat(wrong))
    drafts, _ = draft(rig, server)
    expected = "not what the service should send" if rig.engine.name == "deep-translator" else reason
    if fault == "half" and rig.engine.name == "deep-translator":
        return  # half a page of HTML is a page of HTML: what is left of the text is for the inspection
    assert len(reasons(drafts)) == len(UNITS)
    assert all(expected in told for told in reasons(drafts))


@pytest.mark.parametrize("fault", ["slow", "reset", "too many", "broken", "cut", "huge"])
def test_a_passing_fault_costs_a_wait_and_nothing_else(rig: Rig, server: Server, fault: str) -> None:
    server.follow([FOREVER[fault][0]])
    clock = Impatient()
    more = {"timeout": "0.2"} if fault == "slow" else {}
    drafts, failure = draft(rig, server, clock, **more)
    assert [one.text for one in drafts] == list(UNITS.values())
    assert failure is None
    assert len(clock.slept) == 1


def test_the_wait_that_a_service_asks_for_is_kept(rig: Rig, server: Server) -> None:
    server.follow([status(503, {}, Retry_After="7")])
    clock = Impatient()
    draft(rig, server, clock)
    assert [int(slept) for slept in clock.slept] == [7]


def test_what_was_finished_before_a_fault_is_kept(rig: Rig, server: Server) -> None:
    server.follow([None, None, *[status(500, {})] * 100])
    drafts, _ = draft(rig, server, batch_texts="1")
    assert [one.text for one in drafts[:2]] == list(UNITS.values())[:2]
    assert reasons(drafts) == ["the service answered HTTP 500"] * 2


def test_a_refused_key_is_sent_once_and_told_with_a_hint(rig: Rig, server: Server) -> None:
    server.follow(itertools.repeat(FOREVER["key refused"][0]))
    _, failure = draft(rig, server, batch_texts="1")
    assert failure is not None
    assert failure.hint == "check the variable that key_env names"
    assert len(server.batches()) == 1


def test_a_text_that_is_refused_costs_no_other_text_its_draft(rig: Rig, server: Server) -> None:
    def refuse(asked: Asked, good: Reply) -> Reply:
        is_bad = any("tablets" in text for text in server.texts_of(asked))
        return replace(good, status=400, data=b'{"error": "not that one"}') if is_bad else good

    server.follow(itertools.repeat(refuse))
    drafts, failure = draft(rig, server)
    assert failure is None
    assert reasons(drafts) == ["the service answered HTTP 400: not that one"]
    assert drafts[2].text is None


def _answers(rig: Rig, good: Reply) -> list[Any]:
    """Return the texts of a good answer, as rows of the service's own shape."""
    body = json.loads(good.data)
    if rig.engine.name == "chat":
        return list(json.loads(body["choices"][0]["message"]["content"])["segments"])
    return list(body["translatedText"] if "translatedText" in body else body["translations"])


def _replied(rig: Rig, rows: list[Any]) -> Reply:
    if rig.engine.name == "chat":
        return chat_reply(rows)
    name = "translatedText" if rig.engine.name == "libretranslate" else "translations"
    return Reply(data=json.dumps({name: rows}).encode())


@pytest.mark.parametrize("change", ["one too few", "one too many", "none"])
@pytest.mark.parametrize("rig", ["libretranslate", "deepl"], indirect=True)
def test_another_number_of_answers_is_nobodys(rig: Rig, server: Server, change: str) -> None:
    def wrong(_: Asked, good: Reply) -> Reply:
        rows = _answers(rig, good)
        rows = {"one too few": rows[1:], "one too many": [*rows, rows[0]], "none": []}[change]
        return _replied(rig, rows)

    server.follow([wrong])
    drafts, _ = draft(rig, server)
    assert [one.text for one in drafts] == list(UNITS.values()), "each half was asked alone"
    server.follow(itertools.repeat(wrong))
    drafts, _ = draft(rig, server)
    assert len(reasons(drafts)) == len(UNITS)
    assert all("came for 1 texts" in told for told in reasons(drafts))


@pytest.mark.parametrize("rig", ["libretranslate", "deepl", "chat"], indirect=True)
def test_an_answer_for_another_text_is_not_kept(rig: Rig, server: Server) -> None:
    def turned(_: Asked, good: Reply) -> Reply:
        rows = _answers(rig, good)
        if rig.engine.name == "chat":
            texts = [row["text"] for row in rows]
            return _replied(
                rig,
                [{**row, "text": text} for row, text in zip(rows, [*texts[1:], *texts[:1]], strict=True)],
            )
        return _replied(rig, [*rows[1:], *rows[:1]])

    server.follow([turned])
    drafts, _ = draft(rig, server)
    for one, (source, target) in zip(drafts, UNITS.items(), strict=True):
        if "1>" in source or "2" in source:
            assert one.text in (target, None), one.text
            assert one.text or one.reason


@pytest.mark.parametrize("body", [b"null", b"[]", b"{}", b'{"translatedText": "one"}', b'{"choices": [{}]}'])
def test_an_answer_of_another_shape_is_a_reason(rig: Rig, server: Server, body: bytes) -> None:
    server.follow(itertools.repeat(lambda _, good: replace(good, data=body)))
    drafts, _ = draft(rig, server)
    assert len(reasons(drafts)) == len(UNITS)
    assert all(reasons(drafts))
