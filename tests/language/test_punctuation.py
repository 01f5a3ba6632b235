from __future__ import annotations

import pytest

from pipeline.language.punctuation import EndMark, find_end_character, find_end_mark, find_unbalanced


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Yes.", EndMark.STOP), ("हाँ।", EndMark.STOP), ("是。", EndMark.STOP), ("«Oui.»", EndMark.STOP),
        ("<1>Yes.</1>", EndMark.STOP), ("是吗？", EndMark.QUESTION), ("نعم؟", EndMark.QUESTION),
        ("Yes?”)", EndMark.QUESTION), ("Stop!", EndMark.EXCLAMATION), ("That is:", EndMark.COLON),
        ("Yes", None), ("", None), ("yes;", None), ("<1></1>", None),
    ],
)  # fmt: skip
def test_the_end_mark_of_any_script(text: str, mark: EndMark | None) -> None:
    assert find_end_mark(text) is mark


def test_the_last_character_before_quotes_and_tags() -> None:
    assert find_end_character("Yes.”</1> ") == "."


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("(a [b])", None),
        ("（a)", None),
        ("(a", "("),
        ("a)", ")"),
        ("([a)]", ")"),
        ("»a«", None),
        ("「a」", None),
        ("「a", "「"),
    ],
)
def test_a_bracket_without_its_partner(text: str, alone: str | None) -> None:
    assert find_unbalanced(text) == alone
