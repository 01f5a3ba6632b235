from __future__ import annotations

import itertools
import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.drafting.base import Context, Failure, Request
from pipeline.drafting.chat import ChatEngine
from pipeline.model.digest import digest_text, short
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import make_setting
from tests.drafting.servers import (
    RIGS,
    TEST,
    Asked,
    Reply,
    Server,
    chat_body,
    chat_reply,
    chat_request,
    spanish,
    status,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.drafting.base import Draft

ENGINE = ChatEngine()
RIG = RIGS["chat"]
TEXTS = ("Rest well.", "Take ⟦0⟧ now.", "Call a doctor.", "Drink water.")
SPANISH = [spanish(text) for text in TEXTS]


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", "sk-secret")


@pytest.fixture
def server() -> Iterator[Server]:
    with RIG.start() as running:
        yield running


def draft(server: Server, *texts: str, seconds: float = 5.0, **options: str) -> list[Draft]:
    requests = [Request(id=str(at), text=text, key=UnitKey(None, text)) for at, text in enumerate(texts, 1)]
    with ENGINE.open(make_setting("es", RIG.options(server, **options))) as session:
        return session.draft(requests, time.monotonic() + seconds)


def rows_of(asked: Asked) -> list[dict[str, str]]:
    return [{"id": row["id"], "text": spanish(row["text"])} for row in chat_request(asked)["segments"]]


def changed(change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> Any:
    return lambda asked, _: chat_reply(change(rows_of(asked)))


def test_one_line_of_options_is_enough(server: Server) -> None:
    with ENGINE.open(make_setting("es", {"endpoint": f"{server.url}/v1"})) as session:
        assert session.version == "chat/tiny-model@prompt-1"
        assert session.route == "tiny model"
    assert [asked.path for asked in server.asked] == ["/v1/models", "/v1/chat/completions"]
    assert chat_request(server.asked[1])["segments"] == [{"id": "1", "text": TEST}]
    assert "Authorization" not in server.asked[1].headers


def test_a_batch_is_one_request(server: Server) -> None:
    drafts = draft(server, *TEXTS)
    assert [one.text for one in drafts] == SPANISH
    assert server.batches() == [list(TEXTS)]
    assert sum(one.usage.tokens for one in drafts) == 120
    assert server.asked[-1].headers["Authorization"] == "Bearer sk-secret"


def test_what_stands_around_a_unit_is_sent(server: Server) -> None:
    context = Context(before=("Sit down.",), heading="Care")
    request = Request(id="1", text="Rest well.", key=UnitKey(None, "Rest well."), context=context)
    with ENGINE.open(make_setting("es", RIG.options(server))) as session:
        session.draft([request], time.monotonic() + 5)
    told = chat_request(server.asked[-1])
    assert (told["section"], told["segments"][0]["before"]) == ("Care", ["Sit down."])


def test_a_batch_that_was_cut_is_asked_in_halves(server: Server) -> None:
    def cut_many(asked: Asked, good: Reply) -> Reply:
        rows = rows_of(asked)
        return (
            replace(good, data=json.dumps(chat_body('{"segm', "length")).encode()) if len(rows) > 1 else good
        )

    server.follow(itertools.repeat(cut_many))
    drafts = draft(server, *TEXTS)
    assert [one.text for one in drafts] == SPANISH
    assert [len(batch) for batch in server.batches()] == [4, 2, 1, 1, 2, 1, 1]


def test_a_text_whose_answer_is_always_cut_is_told(server: Server) -> None:
    server.follow(itertools.repeat(lambda asked, _: chat_reply(rows_of(asked), "length")))
    drafts = draft(server, "Rest well.")
    assert (drafts[0].failure, drafts[0].reason) == (
        Failure.REJECTED,
        "the answer was cut: the model may not write more",
    )


@pytest.mark.parametrize(
    "told", ["context_length_exceeded", "the request exceeds the available context size"]
)
def test_a_batch_that_is_too_long_for_the_model_is_asked_in_halves(server: Server, told: str) -> None:
    def refuse_many(asked: Asked, good: Reply) -> Reply:
        body = json.dumps({"error": {"message": told}}).encode()
        return replace(good, status=400, data=body) if len(rows_of(asked)) > 2 else good

    server.follow(itertools.repeat(refuse_many))
    assert [one.text for one in draft(server, *TEXTS)] == SPANISH
    assert [len(batch) for batch in server.batches()] == [4, 2, 2]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda rows: rows[:1] + rows[2:], "the model gave no answer for it"),
        (
            lambda rows: [{**row, "id": "99"} if row["id"] == "2" else row for row in rows],
            "the model gave no answer for it; it answered for an id that was not asked",
        ),
        (
            lambda rows: [{**row, "text": "Tome."} if row["id"] == "2" else row for row in rows],
            "a tag or placeholder was lost",
        ),
        (
            lambda rows: [{**row, "text": " "} if row["id"] == "2" else row for row in rows],
            "the answer is empty",
        ),
    ],
)
def test_what_was_refused_is_asked_once_more_alone(server: Server, change: Any, problem: str) -> None:
    server.follow([changed(change)])
    assert [one.text for one in draft(server, *TEXTS)] == SPANISH
    assert server.batches() == [list(TEXTS), [TEXTS[1]]]
    assert chat_request(server.asked[-1])["problem"] == problem


def test_all_tokens_are_counted(server: Server) -> None:
    server.follow([changed(lambda rows: rows[1:])])
    assert sum(one.usage.tokens for one in draft(server, *TEXTS)) == 240


def test_it_is_asked_alone_only_once(server: Server) -> None:
    server.follow(itertools.repeat(changed(lambda rows: [row for row in rows if row["id"] != "2"])))
    drafts = draft(server, *TEXTS)
    assert [one.text for one in drafts] == [SPANISH[0], None, *SPANISH[2:]]
    assert drafts[1].reason == "the model gave no answer for it"
    assert [len(batch) for batch in server.batches()] == [4, 1]


def test_a_text_that_loses_its_token_twice_is_left_to_the_runner(server: Server) -> None:
    lost = changed(lambda rows: [{**row, "text": row["text"].replace("⟦0⟧", "")} for row in rows])
    server.follow(itertools.repeat(lost))
    assert draft(server, TEXTS[1])[0].text == "Tome  ahora."


def test_an_answer_that_is_no_json_is_asked_again_alone(server: Server) -> None:
    server.follow([lambda _, good: replace(good, data=json.dumps(chat_body("Descanse bien.")).encode())])
    assert [one.text for one in draft(server, *TEXTS[:2])] == SPANISH[:2]
    assert [len(batch) for batch in server.batches()] == [2, 1, 1]


def test_an_id_that_is_answered_twice_is_noted(server: Server) -> None:
    server.follow([changed(lambda rows: [*rows, {"id": "1", "text": "Otra cosa."}])])
    drafts = draft(server, *TEXTS)
    assert [one.text for one in drafts] == SPANISH
    assert drafts[0].note == "the model answered twice; the first answer was kept"
    assert len(server.batches()) == 1


def test_a_failure_when_asked_alone_costs_no_other_its_draft(server: Server) -> None:
    server.follow([changed(lambda rows: rows[1:]), status(429, {}, Retry_After="3")])
    drafts = draft(server, *TEXTS)
    assert [one.text for one in drafts] == [None, *SPANISH[1:]]
    assert (drafts[0].failure, drafts[0].retry_after) == (Failure.RETRYABLE, 3.0)


def test_after_a_failure_of_the_service_nothing_more_is_asked_alone(server: Server) -> None:
    server.follow([changed(lambda rows: rows[:1]), *[status(500)] * 9])
    drafts = draft(server, *TEXTS)
    assert [one.failure for one in drafts[1:]] == [Failure.RETRYABLE] * 3
    assert len(server.batches()) == 2


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ({"json_object", None}, ["json_schema", "json_object"]),
        ({None}, ["json_schema", "json_object", None]),
    ],
)
def test_an_endpoint_that_refuses_a_form_is_asked_for_less(accepted: set[Any], sent: list[Any]) -> None:
    def answer(asked: Asked) -> Any:
        body = asked.body or {}
        if body.get("response_format", {}).get("type") not in accepted and asked.method == "POST":
            return Reply(status=400, data=b'{"error": {"message": "response_format: not supported"}}')
        return RIG.answer(asked)

    with replace(RIG, answer=answer).start() as server:
        assert [one.text for one in draft(server, *TEXTS)] == SPANISH
        forms = [asked.body.get("response_format", {}).get("type") for asked in server.asked if asked.body]
    assert forms == [*sent, sent[-1]], "the project's texts are asked for in the form that was found"


def test_an_endpoint_that_wants_other_parameters_gets_them() -> None:
    def answer(asked: Asked) -> Any:
        for name, told in (("max_tokens", "use max_completion_tokens, not max_tokens"), ("temperature",) * 2):
            if name in (asked.body or {}):
                return Reply(status=400, data=json.dumps({"error": {"message": told}}).encode())
        return RIG.answer(asked)

    with replace(RIG, answer=answer).start() as server:
        assert [one.text for one in draft(server, *TEXTS)] == SPANISH
        body = server.asked[-1].body
    assert "max_completion_tokens" in body
    assert body["response_format"]["type"] == "json_schema"


def test_an_endpoint_that_refuses_everything_is_told() -> None:
    refusal = Reply(status=400, data=b'{"error": {"message": "no such model"}}')
    with replace(
        RIG, answer=lambda asked: RIG.answer(asked) if not asked.body else refusal
    ).start() as server:
        health = ENGINE.probe(make_setting("es", RIG.options(server)))
        assert len(server.asked) == 4, "the list of models and three forms"
    assert health.reason == "the service answered HTTP 400: no such model"
    assert "see also the option model" in health.hint


def test_what_the_model_refuses_is_not_asked_for_in_another_form(server: Server) -> None:
    refused = json.dumps({"choices": [{"message": {"refusal": "I can't help sk-secret."}}]}).encode()
    server.follow(itertools.repeat(lambda _, good: replace(good, data=refused)))
    assert draft(server, TEXTS[0])[0].reason == "the model refused: I can't help ***."
    assert len(server.batches()) == 1


def test_nothing_is_asked_after_the_deadline(server: Server) -> None:
    drafts = draft(server, *TEXTS, seconds=-1.0)
    assert {one.reason for one in drafts} == {"there was no time left to ask"}
    assert {one.failure for one in drafts} == {Failure.RETRYABLE}
    assert server.batches() == []


def test_of_several_models_one_must_be_chosen() -> None:
    data = {"data": [{"id": "small"}, {"id": "large"}]}
    answer = lambda asked: data if asked.path == "/v1/models" else RIG.answer(asked)  # noqa: E731 - a shape
    with replace(RIG, answer=answer).start() as server:
        health = ENGINE.probe(make_setting("es", RIG.options(server)))
        assert health.reason == "the endpoint has 2 models"
        assert "large, small" in health.hint
        assert ENGINE.probe(make_setting("es", RIG.options(server, model="large"))).route == "large"


def test_an_endpoint_without_models_is_told() -> None:
    with replace(RIG, answer=lambda _: {"data": []}).start() as server:
        health = ENGINE.probe(make_setting("es", RIG.options(server)))
    assert (health.reason, health.hint) == (
        "the endpoint has 0 models",
        "set model; the endpoint names none",
    )


def test_an_address_without_its_v1_is_told(server: Server) -> None:
    health = ENGINE.probe(make_setting("es", {"endpoint": server.url, "model": "m"}))
    assert health.reason == "the service answered HTTP 404"
    assert '"/v1"' in health.hint


@pytest.mark.parametrize(
    ("model", "shown"),
    [
        ("meta/llama-3.1", "meta/llama-3.1"),
        ("qwen3:8b", "qwen3:8b"),
        ("/home/anna/models/a b.gguf", "a-b.gguf"),
        ("C:\\models\\x.gguf", "x.gguf"),
        ("./x.gguf", "x.gguf"),
        ('say "hi"', "say-hi-"),
    ],
)
def test_the_models_name_enters_the_version_without_folders(server: Server, model: str, shown: str) -> None:
    with ENGINE.open(make_setting("es", RIG.options(server, model=model))) as session:
        assert session.version == f"chat/{shown}@prompt-1"
    assert server.asked[-1].body["model"] == model


def test_instructions_are_sent_and_enter_the_version(server: Server) -> None:
    setting = make_setting("es", RIG.options(server, instructions="Say  usted."))
    with ENGINE.open(setting) as session:
        assert session.version == f"chat/tiny-model@prompt-1+{short(digest_text('Say usted.'), 8)}"
    assert server.asked[-1].body["messages"][0]["content"].endswith("- Say usted.\n")


def test_how_much_may_be_written_can_be_set(server: Server) -> None:
    draft(server, "Rest well.", max_tokens="77")
    assert server.asked[-1].body["max_tokens"] == 77


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, "no endpoint is set, so nothing leaves this machine"),
        ({"max_tokens": "-1"}, 'option "max_tokens" is "-1"'),
        ({"modell": "x"}, '"modell" is not an option of chat'),
        ({"endpoint": "http://llm.example/v1"}, "the text would travel unencrypted"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_sent(given: dict[str, str], reason: str) -> None:
    health = ENGINE.probe(make_setting("es", given))
    assert (health.works, health.reason) == (False, reason)
    assert health.hint


def test_an_endpoint_that_is_missing_is_told_with_an_example() -> None:
    hint = 'set endpoint under [drafting.options.chat], for instance "http://127.0.0.1:8080/v1"'
    assert ENGINE.probe(make_setting("es")).hint == hint


def test_a_model_that_does_not_translate_the_test_sentence_is_not_used() -> None:
    def answer(asked: Asked) -> Any:
        return RIG.answer(asked) if not asked.body else chat_body("I am a helpful model.")

    with replace(RIG, answer=answer).start() as server:
        health = ENGINE.probe(make_setting("es", RIG.options(server)))
    assert health.reason == "the answer is not the JSON that was asked for"
