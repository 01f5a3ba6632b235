from __future__ import annotations

from pipeline.drafting.base import Context
from pipeline.language.termbase import Termbase
from pipeline.model.document import Block, BlockKind, ByteRange, Document, Occurrence
from pipeline.model.term import Term
from pipeline.model.unit import Risk, UnitKey
from pipeline.stages.draft_contexts import read_surroundings, with_terms
from pipeline.stages.sources import Sources


def block(kind: BlockKind, *sources: str, section: str | None = None, disclaimer: str | None = None) -> Block:
    context = None if kind is BlockKind.PARAGRAPH else kind.value
    units = tuple(
        Occurrence(key=UnitKey(context, source), range=ByteRange(0, 0), risk=Risk.STANDARD)
        for source in sources
    )
    return Block(kind=kind, line=1, occurrences=units, section=section, disclaimer=disclaimer)


def surroundings(*blocks: Block) -> dict[UnitKey, Context]:
    document = Document(id="a", path="a.txt", data=b"", blocks=blocks)
    sources = Sources(documents=(document,), disclaimers=(), catalogs=(), problems=(), findings=())
    return read_surroundings(sources)["a"]


def test_a_unit_has_two_neighbours_each_way_its_heading_and_the_title() -> None:
    found = surroundings(
        block(BlockKind.TITLE, "Leg", "Cramps"),
        block(BlockKind.HEADING, "Rest", section="Rest"),
        block(BlockKind.PARAGRAPH, "One.", "Two.", "Three.", section="Rest"),
    )
    two = found[UnitKey(None, "Two.")]
    assert (two.before, two.after) == (("Rest", "One."), ("Three.",))
    assert (two.heading, two.title) == ("Rest", "Leg Cramps")
    assert found[UnitKey("title", "Leg")].before == ()


def test_a_text_that_stands_twice_has_the_context_of_the_first() -> None:
    found = surroundings(
        block(BlockKind.PARAGRAPH, "One.", "Two.", section="A"),
        block(BlockKind.PARAGRAPH, "Three.", "One.", section="B"),
    )
    assert found[UnitKey(None, "One.")].heading == "A"
    assert found[UnitKey(None, "Three.")].before == ("One.", "Two.")


def test_a_disclaimer_in_the_text_is_not_shown_to_engines() -> None:
    found = surroundings(
        block(BlockKind.PARAGRAPH, "One."),
        block(BlockKind.PARAGRAPH, "Not advice.", disclaimer="educational"),
        block(BlockKind.PARAGRAPH, "Two."),
    )
    assert found[UnitKey(None, "One.")].after == ("Two.",)


def test_terms_and_risk_are_added_for_the_units_that_are_asked_for() -> None:
    one, two = UnitKey(None, "Leg cramps."), UnitKey(None, "Rest.")
    around = {one: Context(before=("x",))}
    termbase = Termbase([Term(source="leg cramp", targets=("calambre",))])
    found = with_terms([one, two], around, {one: Risk.STANDARD}, termbase)
    assert found[one].before == ("x",)
    assert [match.text for match in found[one].terms] == ["Leg cramps"]
    assert (found[one].risk, found[two].risk) == (Risk.STANDARD, Risk.CRITICAL)
    assert with_terms([one], around, {}, None)[one].terms == ()
