from __future__ import annotations

import time
from email.utils import formatdate
from typing import TYPE_CHECKING

import deep_translator.libre
import pytest
import requests

from pipeline.drafting.base import Request
from pipeline.drafting.online import OnlineEngine, load_with
from pipeline.drafting.online_services import SERVICES
from pipeline.drafting.online_transport import Call, Patience, Transport
from pipeline.errors import EngineError
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import Answer, Service, make_setting, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.drafting.base import Draft
    from pipeline.drafting.online import OnlineSession

KEY = "secret/key+1:fx"


@pytest.fixture
def service() -> Iterator[Service]:
    with serve() as running:
        yield running


def options(server: Service, **more: str) -> dict[str, str]:
    quick = {"timeout": "0.3", "tries": "3", "backoff": "0.01", "max_wait": "0.5"}
    return {"service": "libre", "url": server.url, **quick, **more}


def ask(session: OnlineSession, source: str) -> Draft:
    return session.draft(Request(key=UnitKey(None, source)))


def draft(server: Service, source: str, *answers: Answer, **more: str) -> Draft:
    with OnlineEngine().open(make_setting("es", options(server, **more))) as session:
        server.answers.extend(answers)
        return ask(session, source)


def test_a_good_answer(service: Service) -> None:
    answer = draft(service, "Rest well.")
    assert (answer.text, answer.engine) == ("tr Rest well.", "deep-translator/libre@1.11.4")
    assert service.seen[-1]["body"] == {"q": "Rest well.", "source": "en", "target": "es", "format": "text"}


def test_nothing_of_the_project_is_sent_by_a_probe(service: Service) -> None:
    health = OnlineEngine().probe(make_setting("es", options(service)))
    assert (health.works, health.route) == (True, "en>es")
    assert [seen["text"] for seen in service.seen] == ["Good morning."]


def test_text_and_key_are_not_in_the_address(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", KEY)
    draft(service, "Rest well.", key_env="MY_KEY")
    assert service.seen[-1]["path"] == "/translate"
    assert service.seen[-1]["body"]["api_key"] == KEY


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_failure_is_tried_again(service: Service, status: int) -> None:
    assert draft(service, "Rest.", Answer(status=status)).text == "tr Rest."
    assert service.texts() == ["Rest.", "Rest."]


def test_a_service_may_ask_to_wait(service: Service) -> None:
    begin = time.monotonic()
    wait = formatdate(time.time() + 5, usegmt=True)
    late = Answer(status=429, headers={"Retry-After": "0"})
    assert draft(service, "Rest.", late).text == "tr Rest."
    refused = draft(service, "Walk.", Answer(status=429, headers={"Retry-After": wait}))
    assert refused.text is None
    assert refused.reason.startswith("the service answered HTTP 429, and it asks to wait ")
    assert service.texts().count("Walk.") == 1
    assert time.monotonic() - begin < 3


def test_the_wait_that_was_asked_for_is_kept(service: Service) -> None:
    begin = time.monotonic()
    answer = Answer(status=503, headers={"Retry-After": "1"})
    assert draft(service, "Rest.", answer, max_wait="2").text == "tr Rest."
    assert time.monotonic() - begin >= 1


def test_a_server_that_stays_broken_is_a_reason(service: Service) -> None:
    answer = draft(service, "Rest.", *[Answer(status=500)] * 3)
    assert (answer.text, answer.reason) == (None, "the service answered HTTP 500")
    assert len(service.texts()) == 3


def test_a_slow_server_is_not_waited_for(service: Service) -> None:
    begin = time.monotonic()
    answer = draft(service, "Rest.", *[Answer(delay=1.5)] * 3, timeout="0.1")
    assert (answer.text, answer.reason) == (None, "no answer within 0.1 s")
    assert time.monotonic() - begin < 1.4


@pytest.mark.parametrize("body", ["<html><body>Sign in</body></html>", '{"error": "no"}', "[]", "", "null"])
def test_an_answer_of_another_shape_is_a_reason(service: Service, body: str) -> None:
    answer = draft(service, "Rest.", Answer(body=body))
    assert answer.text is None
    assert answer.reason in {"the answer is not what the service should send", "the answer is empty"}


def test_a_refused_key_ends_the_engine_and_is_in_no_message(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", KEY)
    refusal = Answer(status=403, body='{"error": "Invalid API key: secret/key+1:fx, secret%2Fkey%2B1%3Afx"}')
    with pytest.raises(EngineError) as caught:
        draft(service, "Rest.", refusal, key_env="MY_KEY")
    assert caught.value.message == "the service refused the key (HTTP 403): Invalid API key: ***, ***"
    assert caught.value.hint == "check the variable that key_env names"
    error: BaseException | None = caught.value
    while error is not None:
        assert "secret" not in f"{error!r} {error}"
        error = error.__cause__ or error.__context__


def test_a_refused_text_is_a_reason_without_the_key(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", KEY)
    answer = draft(service, "Rest.", Answer(status=400, body=f'{{"error": "bad {KEY}"}}'), key_env="MY_KEY")
    assert answer.reason == "the service answered HTTP 400: bad ***"
    assert len(service.texts()) == 1


def test_a_used_up_quota_ends_the_engine(service: Service) -> None:
    with pytest.raises(EngineError, match="quota is used up"):
        draft(service, "Rest.", Answer(status=456))


def test_a_key_is_not_carried_to_another_address(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", KEY)
    with serve() as other:
        moved = Answer(status=307, headers={"Location": f"{other.url}/translate"})
        answer = draft(service, "Rest.", moved, key_env="MY_KEY")
    assert answer.reason == "the service answered HTTP 307"
    assert other.seen == []


def test_no_connection_is_a_reason_and_then_the_end_of_the_engine() -> None:
    with serve() as gone, OnlineEngine().open(make_setting("es", options(gone))) as session:
        session._transport._url = "http://127.0.0.1:1"
        assert ask(session, "One.").reason == "no connection to 127.0.0.1:1"
        assert ask(session, "Two.").text is None
        with pytest.raises(EngineError, match=r"no connection to 127\.0\.0\.1:1, 3 times in a row"):
            ask(session, "Three.")
    health = OnlineEngine().probe(make_setting("es", options(Service(url="http://127.0.0.1:1"))))
    assert (health.works, health.reason) == (False, "no connection to 127.0.0.1:1")


def test_a_success_ends_the_count_of_failures(service: Service) -> None:
    with OnlineEngine().open(make_setting("es", options(service, tries="1"))) as session:
        for _ in range(3):
            service.answers.extend([Answer(status=500)] * 2)
            assert [ask(session, f"{word}.").text for word in ("one", "two", "three")] == [
                None,
                None,
                "tr three.",
            ]


def test_placeholders_do_not_reach_the_service(service: Service) -> None:
    assert draft(service, "Take <1>it</1>, {name}.").text == "tr Take <1>it</1>, {name}."
    assert service.texts() == ["Take ⟦0⟧it⟦1⟧, ⟦2⟧."]


def test_a_lost_placeholder_is_tried_as_a_word_and_then_refused(service: Service) -> None:
    lost = Answer(body='{"translatedText": "Tome."}')
    kept = Answer(body='{"translatedText": "Tome xqz0x."}')
    assert draft(service, "Take {name}.", lost, kept).text == "Tome {name}."
    refused = draft(service, "Take {name}.", lost, lost)
    assert (refused.text, refused.reason) == (None, "a tag or placeholder was lost")


def test_lines_are_sent_one_by_one(service: Service) -> None:
    assert draft(service, "One.\n\nTwo.").text == "tr One.\n\ntr Two."


def test_what_has_no_words_is_not_sent(service: Service) -> None:
    assert draft(service, "50 %").text == "50 %"
    assert service.texts() == []


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_sends_through_the_transport(
    service: Service, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", KEY)
    with OnlineEngine().open(make_setting("es", options(service, service=name, key_env="MY_KEY"))) as session:
        assert ask(session, "Rest.").text == "tr Rest."
        assert session._transport.calls >= 2
    assert "Rest." in service.texts()
    assert all("secret" not in seen["path"] for seen in service.seen)


def test_deepl_gets_its_key_in_a_header(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", KEY)
    draft(service, "Rest.", service="deepl", key_env="MY_KEY")
    last = service.seen[-1]
    assert (last["method"], last["path"]) == ("POST", "/v2/translate")
    assert last["headers"]["Authorization"] == f"DeepL-Auth-Key {KEY}"
    assert last["body"] == {"text": ["Rest."], "source_lang": "en", "target_lang": "es"}


@pytest.mark.parametrize(
    ("name", "locale", "more", "route"),
    [
        ("google", "zh_Hans", {}, "en>zh-CN"),
        ("google", "pt_BR", {}, "en>pt"),
        ("libre", "pt_BR", {}, "en>pt-BR"),
        ("libre", "ca", {}, "en>ca"),
        ("libre", "zh_Hans", {"code.zh_Hans": "zh"}, "en>zh"),
    ],
)
def test_the_language_is_named_as_the_service_does(
    service: Service, name: str, locale: str, more: dict[str, str], route: str
) -> None:
    health = OnlineEngine().probe(make_setting(locale, options(service, service=name, **more)))
    assert (health.works, health.route) == (True, route)


def test_a_text_beyond_the_limit_is_not_sent(service: Service) -> None:
    answer = draft(service, "word " * 100, service="mymemory")
    assert answer.reason == "a line of 500 characters is too long for it: 499 at most"
    assert service.texts() == []


@pytest.mark.parametrize(
    ("given", "reason", "hint"),
    [
        (
            {},
            "no service is chosen, so nothing leaves this machine",
            "google, mymemory, libre, deepl, microsoft",
        ),
        ({"service": "gogle"}, '"gogle" is not a service', 'did you mean "google"?'),
        ({"service": "libre"}, "libre needs a server", "set url"),
        ({"service": "libre", "url": "host:1"}, '"host:1" is not the address of a server', "https://"),
        ({"service": "deepl"}, "deepl needs a key", "key_env"),
        (
            {"service": "deepl", "key_env": "NO_KEY"},
            "the environment variable NO_KEY is not set",
            "export NO_KEY=…",
        ),
        (
            {"service": "libre", "url": "http://mt.example", "key_env": "MY_KEY"},
            "the key would travel unencrypted",
            "https",
        ),
        ({"service": "google", "tries": "-1"}, 'option "tries" is "-1"', "above 0"),
        ({"key": "abc"}, '"key" is not an option of deep-translator', 'did you mean "key_env"?'),
    ],
)
def test_what_is_missing_is_told(
    given: dict[str, str], reason: str, hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", KEY)
    monkeypatch.delenv("NO_KEY", raising=False)
    health = OnlineEngine().probe(make_setting("es", given))
    assert (health.works, health.reason) == (False, reason)
    assert hint in health.hint


def test_nothing_else_in_the_process_is_changed(service: Service) -> None:
    draft(service, "Rest.")
    assert deep_translator.libre.requests is requests


def test_a_version_that_sends_in_another_way_is_refused() -> None:
    transport = Transport(None, None, Patience(), lambda call: call)
    # The package's list of languages: a module that holds no `requests`, as a later version's may not.
    with pytest.raises(EngineError, match="sends in another way") as caught:
        load_with("constants", transport)
    assert caught.value.hint == "pip install deep-translator==1.11.4"


def test_a_public_address_is_never_asked_unencrypted() -> None:
    sent: list[Call] = []

    def note(call: Call) -> Call:
        sent.append(call)
        raise EngineError("stopped before the network")

    with pytest.raises(EngineError, match="stopped"):
        Transport(None, None, Patience(), note).get("http://api.mymemory.translated.net/get")
    assert sent[0].url == "https://api.mymemory.translated.net/get"
