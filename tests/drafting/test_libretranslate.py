from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.drafting.asking import Desk
from pipeline.drafting.base import Context, Request
from pipeline.drafting.chain import Chain
from pipeline.drafting.libretranslate import LibreTranslateEngine, parse_answer, parse_languages, render_body
from pipeline.drafting.link import Order
from pipeline.drafting.online_failures import UnansweredError
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import make_setting
from tests.drafting.servers import RIGS, TEST, Asked, Reply, Server

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINE = LibreTranslateEngine()
RIG = RIGS["libretranslate"]


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", "secret")


@pytest.fixture
def server() -> Iterator[Server]:
    with RIG.start() as running:
        yield running


def test_the_key_stands_in_the_body_and_only_where_there_is_one() -> None:
    assert render_body(["a"], "en", "es", None) == {
        "q": ["a"],
        "source": "en",
        "target": "es",
        "format": "html",
    }
    assert render_body(["a"], "en", "es", "secret")["api_key"] == "secret"


def test_a_batch_is_one_request(server: Server) -> None:
    requests = [
        Request(id=str(at), text=text, key=UnitKey(None, text)) for at, text in enumerate(["Rest.", "Take."])
    ]
    with ENGINE.open(make_setting("es", RIG.options(server))) as session:
        drafts = session.draft(requests, time.monotonic() + 2)
    assert [draft.text for draft in drafts] == ["Descanse.", "Tome."]
    assert server.batches() == [["Rest.", "Take."]]
    assert server.asked[-1].path == "/translate"
    assert server.asked[-1].query == {}
    assert server.asked[-1].body["api_key"] == "secret"


def test_opening_sends_nothing_of_the_project(server: Server) -> None:
    with ENGINE.open(make_setting("es", RIG.options(server))) as session:
        assert (session.route, session.version) == ("en>es", "libretranslate/en-es")
    assert [(asked.method, asked.path) for asked in server.asked] == [
        ("GET", "/languages"),
        ("POST", "/translate"),
    ]
    assert server.texts_of(server.asked[1]) == [TEST]


@pytest.mark.parametrize("source", ["Rest <1>well</1> & take {drug} < 5 mg.", "Take R&D <2/> now; a &lt; b."])
def test_tags_and_signs_come_back_as_they_were(server: Server, source: str) -> None:
    setting = make_setting("es", RIG.options(server))
    with Chain([(ENGINE, setting)], Desk()) as chain:
        made = chain.draft([Order(key=UnitKey(None, source), context=Context())])[0]
    words = {
        "Rest": "Descanse",
        "well": "bien",
        "take": "take",
        "Take": "Tome",
        "now": "ahora",
        "a ": "a un ",
    }
    expected = source
    for word, target in words.items():
        expected = expected.replace(word, target)
    assert made.text == expected, made.reason


def test_a_server_that_loses_markup_is_asked_with_words(server: Server) -> None:
    def strip(asked: Asked, good: Reply) -> Reply:
        del asked
        return replace(good, data=re.sub(rb"<[^>]*>", b"", good.data))

    server.follow([strip] * 9)
    setting = make_setting("es", RIG.options(server))
    with Chain([(ENGINE, setting)], Desk()) as chain:
        made = chain.draft([Order(key=UnitKey(None, "Rest {drug} & take."), context=Context())])[0]
    assert made.text == "Descanse {drug} & take.", made.reason
    assert server.batches() == [
        ['Rest <span translate="no" data-i="0"></span> &amp; take.'],
        ["Rest XQZ0X &amp; take."],
    ]


@pytest.mark.parametrize(
    ("locale", "more", "route"),
    [
        ("pt_BR", {}, "en>pt-BR"),
        ("zh_Hans", {}, "en>zh-Hans"),
        ("es_MX", {}, "en>es"),
        ("ca", {"code.ca": "es"}, "en>es"),
    ],
)
def test_the_language_is_named_as_the_server_does(
    server: Server, locale: str, more: dict[str, str], route: str
) -> None:
    health = ENGINE.probe(make_setting(locale, RIG.options(server, **more)))
    assert (health.works, health.route) == (True, route)


@pytest.mark.parametrize(
    ("source", "locale", "more", "reason", "hint"),
    [
        ("en", "ca", {}, "it does not translate into ca", 'set "code.ca" to one of es, pt-BR, zh-Hans'),
        ("en", "es", {"code.es": "xx"}, "it does not translate into xx", "es, pt-BR"),
        ("en", "en", {}, "it does not translate into en", "es, pt-BR"),
        ("sw", "es", {}, "it does not translate from sw", "list another engine"),
    ],
)
def test_a_language_that_the_server_has_not_is_told(
    server: Server, source: str, locale: str, more: dict[str, str], reason: str, hint: str
) -> None:
    setting = make_setting(locale, RIG.options(server, **more))
    setting = replace(setting, source=type(setting.source)(source))
    health = ENGINE.probe(setting)
    assert (health.works, health.reason) == (False, reason)
    assert hint in health.hint


@pytest.mark.parametrize(
    "body", [None, [], {"error": "no"}, {"translatedText": "a"}, {"translatedText": [1]}]
)
def test_an_answer_of_another_shape_is_told(body: Any) -> None:
    with pytest.raises(UnansweredError, match="not what the service should send"):
        parse_answer(body, 1)


@pytest.mark.parametrize(
    "body", [None, {"error": "no"}, [{"code": "en"}], ["en"], [{"code": 1, "targets": 2}]]
)
def test_a_list_of_languages_of_another_shape_is_told(body: Any) -> None:
    with pytest.raises(UnansweredError, match="not what the service should send"):
        parse_languages(body)
