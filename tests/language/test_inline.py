from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.inline import HIDDEN, URL, hide_inline


@given(st.text(alphabet="ab1<>/{}%()s:. htpw"))
def test_hiding_keeps_the_length(text: str) -> None:
    assert len(hide_inline(text)) == len(text)


def test_tags_placeholders_and_addresses_are_hidden_and_prose_is_not() -> None:
    assert hide_inline("<1>a</1> {x} 5 % <b>") == f"{HIDDEN * 3}a{HIDDEN * 4} {HIDDEN * 3} 5 % <b>"
    assert hide_inline("see http://x.org/1 now") == f"see {HIDDEN * 14} now"


def test_a_sign_of_percent_may_be_one_of_a_placeholder() -> None:
    assert hide_inline("5 % of it, 100%") == "5 % of it, 100%"
    for placeholder in ("%s", "%d", "%S", "%D", "%(n)s"):
        assert hide_inline(f"5 % a {placeholder} b") == f"5 % a {HIDDEN * len(placeholder)} b"
    assert hide_inline("5 % WWW.x.y") == f"5 % {HIDDEN * 7}"


def test_a_placeholder_may_be_glued_to_a_word_without_spaces_and_to_no_latin_one() -> None:
    assert hide_inline("选择%s查看, %sを") == f"选择{HIDDEN * 2}查看, {HIDDEN * 2}を"
    assert hide_inline("5 %sur, %dé, %s_x") == "5 %sur, %dé, %s_x"


def test_an_address_ends_before_the_punctuation_of_another_script() -> None:
    assert [match[0] for match in URL.finditer("请访问https://who.int/a，谢谢。")] == ["https://who.int/a"]
