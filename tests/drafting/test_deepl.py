from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.drafting.asking import Desk
from pipeline.drafting.base import Context, Request
from pipeline.drafting.chain import Chain
from pipeline.drafting.deepl import (
    DeepLEngine,
    Wish,
    parse_answer,
    parse_glossary,
    parse_languages,
    render_body,
)
from pipeline.drafting.link import Order
from pipeline.drafting.online_client import Call, Client
from pipeline.drafting.online_failures import Trouble, UnansweredError
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import make_setting
from tests.drafting.servers import RIGS, Server

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINE = DeepLEngine()
RIG = RIGS["deepl"]
WISH = Wish(source="EN", target="PT-BR")


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", "secret:fx")


@pytest.fixture
def server() -> Iterator[Server]:
    with RIG.start() as running:
        yield running


def test_texts_are_sent_as_xml_without_empty_wishes() -> None:
    assert render_body(["a", "b"], WISH) == {
        "text": ["a", "b"],
        "source_lang": "EN",
        "target_lang": "PT-BR",
        "tag_handling": "xml",
        "outline_detection": False,
        "preserve_formatting": True,
    }


def test_a_batch_is_one_request_with_the_key_in_a_header(server: Server) -> None:
    requests = [
        Request(id=str(at), text=text, key=UnitKey(None, text)) for at, text in enumerate(["Rest.", "Take."])
    ]
    with ENGINE.open(make_setting("es", RIG.options(server))) as session:
        drafts = session.draft(requests, time.monotonic() + 2)
    assert [draft.text for draft in drafts] == ["Descanse.", "Tome."]
    assert server.batches() == [["Rest.", "Take."]]
    last = server.asked[-1]
    assert (last.method, last.path, last.query) == ("POST", "/v2/translate", {})
    assert last.headers["Authorization"] == "DeepL-Auth-Key secret:fx"
    assert "secret" not in str(last.body)


def test_opening_sends_no_text_at_all(server: Server) -> None:
    with ENGINE.open(make_setting("pt_BR", RIG.options(server))) as session:
        assert (session.route, session.version) == ("EN>PT-BR", "deepl/EN-PT-BR@v2")
    assert {asked.path for asked in server.asked} == {"/v2/languages"}


def test_tags_and_signs_come_back_as_they_were(server: Server) -> None:
    source = "Take <1>500 mg</1> & {drug} < now."
    setting = make_setting("es", RIG.options(server))
    with Chain([(ENGINE, setting)], Desk()) as chain:
        made = chain.draft([Order(key=UnitKey(None, source), context=Context())])[0]
    assert made.text == "Tome <1>500 mg</1> & {drug} < ahora.", made.reason
    assert server.batches() == [['Take <x i="0"/>500 mg<x i="1"/> &amp; <x i="2"/> &lt; now.']]


def test_a_glossary_and_a_formality_are_sent_and_enter_the_version(server: Server) -> None:
    options = RIG.options(server, glossary="g-1", formality="prefer_more")
    request = Request(id="1", text="Rest.", key=UnitKey(None, "Rest."))
    with ENGINE.open(make_setting("es", options)) as session:
        assert session.version == "deepl/EN-ES@v2+g-1.7+prefer_more"
        session.draft([request], time.monotonic() + 2)
    body = server.asked[-1].body
    assert (body["glossary_id"], body["formality"]) == ("g-1", "prefer_more")


def test_a_glossary_without_the_language_is_told_at_the_start(server: Server) -> None:
    health = ENGINE.probe(make_setting("pt_BR", RIG.options(server, glossary="g-1")))
    assert health.reason == "the glossary has no terms from EN to PT-BR"
    assert health.hint


@pytest.mark.parametrize(
    ("key", "address"),
    [("abc:fx", "https://api-free.deepl.com"), ("abc", "https://api.deepl.com")],
)
def test_the_address_is_the_one_of_the_keys_account(
    key: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Call] = []

    def note(_: object, call: Call) -> Any:
        sent.append(call)
        raise UnansweredError("stopped before the network", Trouble.REFUSED)

    monkeypatch.setattr(Client, "ask", note)
    monkeypatch.setenv("MY_KEY", key)
    assert not ENGINE.probe(make_setting("es", {"key_env": "MY_KEY"})).works
    assert sent[0].url == f"{address}/v2/languages"


@pytest.mark.parametrize(
    ("locale", "more", "reason", "hint"),
    [
        ("pt", {}, "it does not translate into pt", 'set "code.pt" to one of ES, PT-BR, PT-PT, ZH-HANS'),
        ("es", {"formality": "very"}, 'option "formality" is "very"', "prefer_more"),
        ("es", {"glossary": "../usage"}, "glossary is not the id of one", "id that DeepL gave"),
        ("es", {"key_env": ""}, "it needs a key", "key_env"),
        ("es", {"nonsense": "1"}, '"nonsense" is not an option of deepl', ""),
    ],
)
def test_what_is_wrong_is_told(
    server: Server, locale: str, more: dict[str, str], reason: str, hint: str
) -> None:
    health = ENGINE.probe(make_setting(locale, RIG.options(server, **more)))
    assert (health.works, health.reason) == (False, reason)
    assert hint in health.hint


def test_a_regional_language_can_be_chosen(server: Server) -> None:
    health = ENGINE.probe(make_setting("pt", RIG.options(server, **{"code.pt": "PT-PT"})))
    assert health.route == "EN>PT-PT"


@pytest.mark.parametrize("body", [None, [], {}, {"translations": "ab"}, {"translations": [{"text": 1}]}])
def test_an_answer_of_another_shape_is_told(body: Any) -> None:
    with pytest.raises(UnansweredError, match="not what the service should send"):
        parse_answer(body, 1)


@pytest.mark.parametrize("body", [None, {"message": "no"}, [{"name": "English"}], ["EN"]])
def test_a_list_of_languages_of_another_shape_is_told(body: Any) -> None:
    with pytest.raises(UnansweredError, match="not what the service should send"):
        parse_languages(body)


def test_a_glossary_names_languages_without_regions() -> None:
    rows = [{"source_lang": "en", "target_lang": "pt", "entry_count": 3}]
    assert parse_glossary({"dictionaries": rows}, WISH) == 3
    assert parse_glossary({"dictionaries": rows}, Wish(source="EN", target="ES")) is None
    for body in (None, {}, {"dictionaries": [1]}, {"dictionaries": [{**rows[0], "entry_count": "x"}]}):
        with pytest.raises(UnansweredError):
            parse_glossary(body, WISH)
