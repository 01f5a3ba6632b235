from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import deep_translator.google
import pytest
import requests

from pipeline.drafting.asking import Desk
from pipeline.drafting.base import Context, Failure, Request
from pipeline.drafting.chain import Chain
from pipeline.drafting.link import Order
from pipeline.drafting.online import OnlineEngine, load_with
from pipeline.drafting.online_failures import Trouble, UnansweredError
from pipeline.drafting.online_services import SERVICES
from pipeline.drafting.online_transport import Transport
from pipeline.errors import EngineError
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import make_setting
from tests.drafting.servers import RIGS, TEST, Asked, Server, serve, spanish, status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.drafting.base import Draft
    from pipeline.drafting.online_client import Answer, Call

KEY = "secret/key+1:fx"
RIG = RIGS["deep-translator"]


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", KEY)


@pytest.fixture
def server() -> Iterator[Server]:
    with RIG.start() as running:
        yield running


def draft(server: Server, *texts: str, **options: str) -> list[Draft]:
    requests_ = [Request(id=str(at), text=text, key=UnitKey(None, text)) for at, text in enumerate(texts)]
    with OnlineEngine().open(make_setting("es", RIG.options(server, **options))) as session:
        return session.draft(requests_, time.monotonic() + 2)


def test_nothing_of_the_project_is_sent_by_opening(server: Server) -> None:
    with OnlineEngine().open(make_setting("es", RIG.options(server))) as session:
        assert session.route == "en>es"
        assert session.version == "deep-translator/google@1.11.4"
    assert [server.texts_of(asked) for asked in server.asked] == [[TEST]]


def test_after_a_failure_of_the_service_the_rest_of_a_batch_is_not_sent(server: Server) -> None:
    server.follow([None, status(429, {}, Retry_After="9"), None])
    drafts = draft(server, "Rest.", "Take.", "Call.")
    assert [one.text for one in drafts] == ["Descanse.", None, None]
    assert [one.failure for one in drafts[1:]] == [Failure.RETRYABLE] * 2
    assert [one.retry_after for one in drafts[1:]] == [9.0] * 2
    assert server.batches() == [["Rest."], ["Take."]]


def test_a_text_that_is_refused_costs_no_other_text_its_draft(server: Server) -> None:
    server.follow([status(400), None])
    drafts = draft(server, "Rest.", "Take.")
    assert [(one.text, one.failure) for one in drafts] == [
        (None, Failure.REJECTED),
        ("Tome.", Failure.REJECTED),
    ]


@pytest.mark.parametrize("shown", ["", "***", "Rest."])
def test_google_may_answer_nothing_or_with_the_source(server: Server, shown: str) -> None:
    page = f'<html><div class="result-container">{shown}</div></html>'.encode()
    server.follow([lambda _, good: replace(good, data=page)] * 3)
    # For an echo of signs only the library returns None; what the text says is for the runner to look at.
    answer = draft(server, "***" if shown == "***" else "Rest.")[0]
    assert (answer.text, answer.reason) in {(None, "the answer is empty"), ("Rest.", "")}
    assert (answer.text is None) == (shown != "Rest.")


def test_lines_are_sent_one_by_one_because_google_joins_them(server: Server) -> None:
    source = "Rest well.\nTake <1>water</1>."
    setting = make_setting("es", RIG.options(server))
    with Chain([(OnlineEngine(), setting)], Desk()) as chain:
        made = chain.draft([Order(key=UnitKey(None, source), context=Context())])[0]
    assert made.text == "Descanse bien.\nTome <1>agua</1>."
    assert server.batches() == [["Rest well."], ["Take ⟦0⟧water⟦1⟧."]]


def test_mymemory_says_in_a_translation_that_the_day_is_used_up() -> None:
    def answer(asked: Asked) -> object:
        text = asked.query["q"][0]
        told = "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY."
        shown = spanish(text) if text == TEST else told
        return {"responseData": {"translatedText": shown}, "matches": []}

    with serve(Server(answer=answer, texts_of=lambda asked: asked.query["q"])) as server:
        refused = draft(server, "Rest.", service="mymemory")[0]
    assert (refused.failure, refused.reason) == (Failure.QUOTA, "the free quota of the day is used up")


def _microsoft(asked: Asked) -> object:
    if asked.method == "GET":
        return {"translation": {"en": {"name": "English"}, "es": {"name": "Spanish"}}}
    return [{"translations": [{"text": spanish(asked.body[0]["text"])}]}]


def test_microsoft_gets_its_key_in_a_header_and_its_region() -> None:
    texts_of = lambda asked: [asked.body[0]["text"]] if asked.body else []  # noqa: E731 - read where it is used
    with serve(Server(answer=_microsoft, texts_of=texts_of)) as server:
        assert draft(server, "Rest.", service="microsoft", region="westeurope")[0].text == "Descanse."
        headers = server.asked[-1].headers
        assert headers["Ocp-Apim-Subscription-Key"] == KEY
        assert headers["Ocp-Apim-Subscription-Region"] == "westeurope"
        assert "secret" not in "".join(f"{asked.path}{asked.query}" for asked in server.asked)


def test_a_list_of_languages_of_another_shape_is_told() -> None:
    with serve(Server(answer=lambda _: {}, texts_of=lambda _: [])) as server:
        health = OnlineEngine().probe(make_setting("es", RIG.options(server, service="microsoft")))
    assert health.reason == "the answer is not what the service should send"


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_sends_through_the_transport(name: str) -> None:
    module = load_with(SERVICES[name].module, transport := Transport(None, None))
    assert vars(module)["requests"] is transport


@pytest.mark.parametrize(
    ("locale", "more", "route"),
    [
        ("zh_Hans", {}, "en>zh-CN"),
        ("pt_BR", {}, "en>pt"),
        ("he", {}, "en>iw"),
        ("zh_Hans", {"code.zh_Hans": "zh-TW"}, "en>zh-TW"),
    ],
)
def test_the_language_is_named_as_the_service_does(
    server: Server, locale: str, more: dict[str, str], route: str
) -> None:
    health = OnlineEngine().probe(make_setting(locale, RIG.options(server, **more)))
    assert (health.works, health.route) == (True, route)
    assert server.asked[-1].query["tl"] == [route.partition(">")[2]]


def test_the_limits_are_the_services() -> None:
    chars = {
        name: OnlineEngine().limits(make_setting("es", {"service": name})).text_chars for name in SERVICES
    }
    assert (chars["google"], chars["mymemory"]) == (4_999, 499)


@pytest.mark.parametrize(
    ("given", "reason", "hint"),
    [
        ({}, "no service is chosen, so nothing leaves this machine", "google, mymemory, microsoft"),
        ({"service": "gogle"}, '"gogle" is not a service', 'did you mean "google"?'),
        ({"service": "libre"}, '"libre" is not a service here', 'list the engine "libretranslate" instead'),
        ({"service": "deepl"}, '"deepl" is not a service here', 'list the engine "deepl" instead'),
        ({"service": "microsoft"}, "it needs a key", "key_env"),
        ({"service": "google", "tries": "-1"}, 'option "tries" is "-1"', "between a millionth and"),
        ({"key": "abc"}, '"key" is not an option of deep-translator', 'did you mean "key_env"?'),
    ],
)
def test_what_is_missing_is_told(given: dict[str, str], reason: str, hint: str) -> None:
    health = OnlineEngine().probe(make_setting("es", given))
    assert (health.works, health.reason) == (False, reason)
    assert hint in health.hint


def test_no_connection_is_told() -> None:
    options = {"service": "google", "endpoint": "http://127.0.0.1:1"}
    health = OnlineEngine().probe(make_setting("es", options))
    assert (health.works, health.reason) == (False, "no connection to 127.0.0.1:1")


def test_nothing_else_in_the_process_is_changed(server: Server) -> None:
    draft(server, "Rest.")
    assert deep_translator.google.requests is requests


def test_a_version_that_sends_in_another_way_is_refused() -> None:
    # The package's list of languages: a module that holds no `requests`, as a later version's may not.
    with pytest.raises(EngineError, match="sends in another way") as caught:
        load_with("constants", Transport(None, None))
    assert caught.value.hint == "pip install deep-translator==1.11.4"


def test_a_public_address_is_never_asked_unencrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Call] = []

    def note(_: object, call: Call) -> Answer:
        sent.append(call)
        raise UnansweredError("stopped before the network", Trouble.REFUSED)

    transport = Transport(None, None)
    monkeypatch.setattr(type(transport.client), "send", note)
    with pytest.raises(UnansweredError, match="stopped"):
        transport.get("http://api.mymemory.translated.net/get")
    assert sent[0].url == "https://api.mymemory.translated.net/get"


def test_a_reply_is_what_the_library_expects(server: Server) -> None:
    transport = Transport(server.url, None)
    transport.deadline = time.monotonic() + 1
    response = transport.get("https://translate.google.com/m", params={"q": "Rest."})
    assert (response.status_code, "Descanse." in response.text) == (200, True)
