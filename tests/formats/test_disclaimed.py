"""What a document may do to its disclaimer: nothing."""

import pytest

from pipeline.errors import CaveatError
from pipeline.model.disclaimer import Disclaimer, Placement
from tests.formats.records import NOTE, PROFILE, parse


def problems(text: str, *disclaimers: Disclaimer) -> str:
    with pytest.raises(CaveatError) as caught:
        parse(text, PROFILE, disclaimers=disclaimers or (NOTE,))
    return str(caught.value)


def test_the_exact_wording_passes() -> None:
    document = parse("T\nNote\nThis is no advice.\nCauses\nMany.\n")
    assert [block.disclaimer for block in document.blocks] == [None, "note", "note", None, None]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("This is no advice", 'character 18: "This is no advice" instead of "This is no advice."'),
        ("This is an advice.", 'character 9: "This is an advice." instead of "This is no advice."'),
        ("This is no advice. ", None),
        (
            "This is no\u00a0advice.",
            'character 11: "This is no\u00a0advice." instead of "This is no advice."',
        ),
    ],
)
def test_one_changed_character_is_an_error_with_its_place(text: str, shown: str | None) -> None:
    source = f"T\nNote\n{text}\nCauses\nMany.\n"
    if shown is None:
        parse(source)
        return
    assert problems(source) == (
        f'source/a.txt:3: the text of disclaimer "note" is not the canonical one: {shown}\n'
        "  hint: make it the same as source/disclaimers.toml:7, or change both and raise the version"
    )


def test_a_short_text_without_a_full_stop_is_still_the_text_and_no_heading() -> None:
    short = Disclaimer(id="note", version="1", heading="Note", text="Ask a doctor", placement=Placement.TOP)
    document = parse("T\nNote\nAsk a doctor\nCauses\nMany.\n", disclaimers=(short,))
    assert [block.kind.value for block in document.blocks][1:3] == ["heading", "paragraph"]


def test_a_text_in_the_shape_of_a_label_is_one_unit() -> None:
    # The label and the text once overlapped, so that a build ended in a traceback.
    text = "Warning (English): ask a doctor."
    odd = Disclaimer(id="note", version="1", heading="Note", text=text, placement=Placement.TOP)
    document = parse(f"T\nNote\n{text}\nCauses\nMany.\n", disclaimers=(odd,))
    assert [unit.key.source for unit in document.occurrences()][2] == text


def test_a_second_paragraph_is_refused() -> None:
    told = problems("T\nNote\nThis is no advice.\nIt may be wrong.\nCauses\nMany.\n")
    assert told.startswith('source/a.txt:4: the disclaimer "note" has a second paragraph: "It may be wrong."')


def test_what_follows_is_one_problem_however_long() -> None:
    told = problems("T\nNote\nThis is no advice.\nIt may be wrong.\nDrink more.\nRest more.\nCauses\nMany.\n")
    assert told.count("second paragraph") == 1


@pytest.mark.parametrize("text", ["T\nNote\nCauses\nMany.\n", "T\nNote\n"])
def test_a_heading_without_its_text_is_refused(text: str) -> None:
    assert problems(text).startswith('source/a.txt:2: the disclaimer "note" has no text')


def test_a_disclaimer_twice_is_refused() -> None:
    told = problems("T\nNote\nThis is no advice.\nNote\nThis is no advice.\nCauses\nMany.\n")
    assert told.startswith('source/a.txt:4: the disclaimer "note" stands 2 times')


def test_a_disclaimer_that_nobody_wrote_down_is_refused() -> None:
    other = Disclaimer(id="nota", version="1", heading="Note", text="Text.", placement=Placement.TOP)
    told = problems("T\nNote\nText.\nCauses\nMany.\n", other)
    assert 'source/a.txt:2: disclaimer "note" is not in source/disclaimers.toml' in told
    assert 'did you mean "nota"?' in told


def test_a_heading_that_differs_is_refused() -> None:
    other = Disclaimer(
        id="note", version="1", heading="Notes", text="This is no advice.", placement=Placement.TOP
    )
    told = problems("T\nNote\nThis is no advice.\nCauses\nMany.\n", other)
    assert 'source/a.txt:2: the heading of disclaimer "note" is not the canonical one: character 5' in told
