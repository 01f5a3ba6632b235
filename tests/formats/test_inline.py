import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.inline import Part, Tag, find_tags, parse_inline, render_inline, why_not

TEXT = st.text(alphabet="ab<>/\\0123é ")
TAGS = st.builds(Tag, st.integers(1, 30), st.sampled_from(["open", "close", "empty"]))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ()),
        ("plain", ("plain",)),
        ("<1>500 mg</1> of <2/>", (Tag(1, "open"), "500 mg", Tag(1, "close"), " of ", Tag(2, "empty"))),
        ("<1><2/></1>", (Tag(1, "open"), Tag(2, "empty"), Tag(1, "close"))),
        (r"a \<1> b", ("a <1> b",)),
        (r"a \\<1> b", ("a \\", Tag(1, "open"), " b")),
        (r"a \\\</1>", (r"a \</1>",)),
        (r"C:\dir \<1/>", (r"C:\dir <1/>",)),
        ("<0> <01> </1/> <b> < 1>", ("<0> <01> </1/> <b> < 1>",)),
        ("<<1>>", ("<", Tag(1, "open"), ">")),
        ("<\u0661>", ("<\u0661>",)),
    ],
)
def test_a_text_has_one_reading(text: str, parts: tuple[Part, ...]) -> None:
    assert parse_inline(text) == parts
    assert render_inline(parts) == text


@given(TEXT)
def test_every_text_comes_back(text: str) -> None:
    assert render_inline(parse_inline(text)) == text


@given(st.lists(TEXT | TAGS))
def test_every_list_of_parts_comes_back(parts: list[Part]) -> None:
    """Neighbouring texts are one text."""
    back = parse_inline(render_inline(parts))
    assert "".join(part if isinstance(part, str) else f"\0{part}\0" for part in back) == "".join(
        part if isinstance(part, str) else f"\0{part}\0" for part in parts
    )


def test_literal_tags_are_no_tags() -> None:
    assert find_tags(r"\<1> <2/> \\\</3>") == (Tag(2, "empty"),)


def test_a_long_run_of_backslashes_takes_no_time() -> None:
    text = "\\" * 200_000
    assert render_inline(parse_inline(text)) == text


SOURCE = "<1>500 mg</1> of <2/> and <3>more</3>"


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("<1>500 mg</1> de <2/> y <3>más</3>", None),
        ("<3>más</3> <2/> <1>500 mg</1>", None),
        ("<3>más <1>500 mg <2/></1></3>", None),
        ("<4/><1/>", "<4/> is not in the source"),
        ("<1/> <2/> <3>más</3>", "<1/> must be <1>…</1>, as in the source"),
        ("<2>a</2> <1>b</1> <3>c</3>", "<2> must be <2/>, as in the source"),
        ("<1>a <3>b</1> c</3> <2/>", "</1> crosses another tag"),
        ("</1>a<1> <2/> <3>c</3>", "</1> closes nothing"),
        ("<2/> <3>b</3> <1>a", "<1> is not closed"),
        ("<1>a</1> <3>b</3>", "<2/> is missing"),
        ("<2/>", "<1> is missing"),
        ("<1>a</1> <2/> <3>b</3> <2/>", "<2/> is there 2 times"),
        (r"\<1>a</1> <2/> <3>b</3>", "</1> closes nothing"),
        ("<1>a</1> <2/> <2/>", "<3> is missing"),
    ],
)
def test_the_first_problem_is_told_in_words(target: str, problem: str | None) -> None:
    assert why_not(SOURCE, target) == problem


def test_a_source_may_stand_for_itself() -> None:
    assert why_not(SOURCE, SOURCE) is None
