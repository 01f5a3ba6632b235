from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ReviewError
from pipeline.model.event import EventKind
from pipeline.review.answers import LONGEST_WORDS, Answer, parse_answers
from tests.factories import BEA
from tests.properties.effort import MODEST

UNIT = "0123456789ab@0123456789abcdef"
ROW = {"locale": "es", "document": "dose", "unit": UNIT, "decision": "reject", "words": " no\r\nmore "}
FILE: dict[str, Any] = {
    "caveat": "answers/2",
    "reviewer": " Bea@example.org",
    "token": "t-1",
    "answers": [ROW],
}
PARSED = Answer(locale="es", document="dose", unit=UNIT, kind=EventKind.REJECT, words="no\nmore")
FORM = f"""\
reviewer=bea@example.org
token=t-1
unit.1=es {UNIT} a document
decision.1=approve
words.1=
unit.2=es {UNIT} dose
decision.2=
words.2=left open
unit.3=es {UNIT} dose
decision.3=reject
words.3=no

more
reviewer=eve@example.org
token=other
decision=reject
"""


def test_a_packets_file_is_read() -> None:
    came = parse_answers(json.dumps(FILE), "x")
    assert (came.reviewer, came.token, came.answers) == (BEA, "t-1", (PARSED,))
    assert "t-1" not in repr(came)
    assert parse_answers(json.dumps({**FILE, "token": 3}), "x").token == ""


def test_a_form_sent_by_mail_is_read_and_what_was_left_open_is_not_in_it() -> None:
    came = parse_answers(FORM.replace("\n", "\r\n"), "x")
    first, third = came.answers
    assert (came.reviewer, came.token) == (BEA, "t-1")
    assert (first.document, first.kind, first.words, first.line) == ("a document", EventKind.APPROVE, None, 3)
    assert (third.kind, third.words) == (
        EventKind.REJECT,
        "no\n\nmore\nreviewer=eve@example.org\ntoken=other",
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("{", "x:1: the answers are damaged"),
        ('{"a": ' + "[" * 100_000, "x: the answers are damaged"),
        (json.dumps({**FILE, "caveat": "answers/1"}), "x: is no answers/2"),
        (json.dumps({**FILE, "reviewer": "Bea"}), "x: the answers name no reviewer"),
        (json.dumps({**FILE, "reviewer": None}), "x: the answers name no reviewer"),
        (json.dumps({**FILE, "answers": {}}), 'x: "answers" must be a list'),
        (json.dumps({**FILE, "answers": [3]}), 'x: answer 1 in "answers" is not one'),
        (json.dumps({**FILE, "answers": [ROW, {**ROW, "unit": 3}]}), 'x: answer 2 in "answers" is not one'),
        (json.dumps({**FILE, "answers": [{**ROW, "words": 3}]}), 'answer 1 in "answers": "words" must be'),
        (json.dumps({**FILE, "answers": [{**ROW, "decision": "yes"}]}), 'x: "yes" is no decision'),
        (json.dumps({**FILE, "answers": [{**ROW, "decision": "carry"}]}), '"carry" is no decision'),
        (json.dumps({**FILE, "answers": [{**ROW, "decision": "translate"}]}), '"translate" is no decision'),
        (json.dumps({**FILE, "answers": [{**ROW, "words": "x" * (LONGEST_WORDS + 1)}]}), "are longer than"),
        (json.dumps({**FILE, "answers": [{**ROW, "words": "\ud800"}]}), "what is no character"),
        (json.dumps({**FILE, "answers": [{**ROW, "words": "a\0b"}]}), "what is no character"),
        ("", "x: the answers name no reviewer"),
        (FORM.replace("decision.1=approve", "decision.1=ok"), 'x:3: "ok" is no decision'),
        (FORM.replace(f"unit.1=es {UNIT} a", "unit.1=es a"), "x:3: this line names no unit"),
    ],
)
def test_what_is_no_answer_is_told_with_a_hint(data: str, message: str) -> None:
    with pytest.raises(ReviewError) as error:
        parse_answers(data, "x")
    assert message in str(error.value)
    assert error.value.hint


@given(st.text() | st.builds(lambda text, at: FORM[:at] + text + FORM[at:], st.text(), st.integers(0, 200)))
@MODEST
def test_any_text_is_read_or_told(text: str) -> None:
    try:
        came = parse_answers(text, "x")
    except ReviewError as error:
        assert error.hint  # noqa: PT017 - either will do, and a refusal says what to do
    else:
        assert came.reviewer
