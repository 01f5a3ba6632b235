from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.drafting.chat_answer import match_segments, parse_models, parse_reply, parse_segments
from pipeline.drafting.masking import TOKEN
from pipeline.drafting.online_failures import Trouble, UnansweredError
from tests.drafting.servers import chat_body

GOOD = '{"segments": [{"id": "1", "text": "Uno."}]}'


def match(rows: list[tuple[str, str]], **asked: str) -> Any:
    return match_segments(rows, {key.removeprefix("u"): text for key, text in asked.items()}, TOKEN.find)


@pytest.mark.parametrize(
    "content",
    [
        GOOD,
        f"  {GOOD}\n",
        f"```json\n{GOOD}\n```",
        f"Sure! Here it is:\n```\n{GOOD}\n```\nAnything else?",
        f"Here it is: {GOOD} I hope it helps.",
        f'<think>I could say {{"segments": []}} or not.</think>\n{GOOD}',
    ],
)
def test_the_answer_is_found_between_other_words(content: str) -> None:
    assert parse_segments(content) == [("1", "Uno.")]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "Uno.",
        "[]",
        "{}",
        '{"segments": {}}',
        GOOD[:-6],
        "{" * 100_000,
        '{"segments": null}',
        "```json\n```",
    ],
)
def test_what_is_not_the_answer_that_was_asked_for(content: str) -> None:
    assert parse_segments(content) is None


def test_rows_of_another_shape_are_left_out() -> None:
    rows: list[Any] = [{"id": 1.5, "text": "a"}, {"id": "1"}, "1", None, {"id": "1", "text": "Uno."}]
    assert parse_segments(json.dumps({"segments": rows})) == [("1", "Uno.")]


def test_an_id_may_be_written_as_a_number() -> None:
    assert parse_segments('{"segments": [{"id": 2, "text": "Dos."}]}') == [("2", "Dos.")]


def test_each_unit_gets_the_text_with_its_id() -> None:
    found = match([("2", "Dos."), ("1", "Uno.")], u1="One.", u2="Two.")
    assert found.texts == {"1": "Uno.", "2": "Dos."}
    assert found.reasons == {}


def test_a_unit_without_an_answer_is_told() -> None:
    found = match([("1", "Uno.")], u1="One.", u2="Two.")
    assert found.reasons == {"2": "the model gave no answer for it"}


def test_a_wrong_id_is_nobodys_and_told() -> None:
    found = match([("1", "Uno."), ("3", "Dos.")], u1="One.", u2="Two.")
    assert found.texts == {"1": "Uno."}
    assert found.reasons == {"2": "the model gave no answer for it; it answered for an id that was not asked"}


def test_of_a_duplicated_id_the_first_answer_counts_and_it_is_told() -> None:
    found = match([("1", "Uno."), ("1", "Otro.")], u1="One.")
    assert found.texts == {"1": "Uno."}
    assert found.notes == {"1": "the model answered twice; the first answer was kept"}


def test_a_duplicate_does_not_save_a_refused_answer() -> None:
    found = match([("1", " "), ("1", "Uno.")], u1="One.")
    assert found.texts == {}
    assert found.reasons == {"1": "the answer is empty"}


@pytest.mark.parametrize("text", ["Tome.", "Tome ⟦0⟧ ⟦0⟧.", "Tome ⟦1⟧.", "Tome ⟦0⟧ ⟦1⟧."])
def test_a_lost_token_is_told(text: str) -> None:
    found = match([("1", text)], u1="Take ⟦0⟧.")
    assert found.reasons == {"1": "a tag or placeholder was lost"}
    assert found.damaged == {"1": text}


def test_one_answer_for_two_long_sources_is_nobodys() -> None:
    same = "Llame a su médico ahora."
    asked = {"u1": "Call your doctor now, please.", "u2": "Do not call your doctor.", "u3": "Call."}
    found = match([("1", same), ("2", same), ("3", same)], **asked)
    assert found.texts == {"3": same}, "short texts may well have one translation"
    assert set(found.reasons) == {"1", "2"}


@given(
    rows=st.lists(st.tuples(st.sampled_from("1234"), st.sampled_from(["a", "b", "", "⟦0⟧"]))),
    asked=st.dictionaries(st.sampled_from("123"), st.sampled_from(["x", "one two three four", "y ⟦0⟧"])),
)
def test_every_unit_has_a_text_or_a_reason_and_never_both(
    rows: list[tuple[str, str]], asked: dict[str, str]
) -> None:
    found = match_segments(rows, asked, TOKEN.find)
    assert found.texts.keys() | found.reasons.keys() == asked.keys()
    assert not found.texts.keys() & found.reasons.keys()


def test_a_reply_has_its_content_and_its_tokens() -> None:
    reply = parse_reply(chat_body(GOOD))
    assert (reply.content, reply.is_cut, reply.tokens) == (GOOD, False, 120)


def test_tokens_of_another_shape_are_not_counted() -> None:
    assert parse_reply({**chat_body(GOOD), "usage": {"prompt_tokens": "many"}}).tokens == 0
    assert parse_reply({**chat_body(GOOD), "usage": None}).tokens == 0


def test_a_reply_that_was_cut_says_so() -> None:
    assert parse_reply(chat_body(GOOD[:9], "length")).is_cut
    assert parse_reply(chat_body("", "length")).is_cut, "all went into thoughts"


@pytest.mark.parametrize(
    ("body", "reason", "trouble"),
    [
        ({}, "the answer is not one of a chat endpoint", Trouble.GARBLED),
        ([], "the answer is not one of a chat endpoint", Trouble.GARBLED),
        ({"choices": []}, "the answer is not one of a chat endpoint", Trouble.GARBLED),
        ({"choices": ["x"]}, "the answer is not one of a chat endpoint", Trouble.GARBLED),
        (chat_body(" "), "the answer is empty", Trouble.GARBLED),
        (chat_body("", "content_filter"), "the model refused", Trouble.REFUSED),
        (
            {"choices": [{"message": {"refusal": "I can't\nhelp."}}]},
            "the model refused: I can't help.",
            Trouble.REFUSED,
        ),
    ],
)
def test_an_answer_without_a_reply_is_told(body: Any, reason: str, trouble: Trouble) -> None:
    with pytest.raises(UnansweredError) as caught:
        parse_reply(body)
    assert (caught.value.reason, caught.value.trouble) == (reason, trouble)


def test_models_are_named() -> None:
    assert parse_models({"data": [{"id": "b"}, {"id": "a"}, {"id": "a"}]}) == ["a", "b"]
    for body in ({}, [], {"data": [1]}, None):
        with pytest.raises(UnansweredError, match="list of models"):
            parse_models(body)
