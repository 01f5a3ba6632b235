from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from pipeline.drafting.asking import INTERRUPTED, Asker, Desk
from pipeline.drafting.base import Context, Draft, Failure, Limits
from pipeline.drafting.link import LOST, Link, Order
from pipeline.language.termbase import Termbase
from pipeline.model.term import Term
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import FakeClock, ScriptedEngine, make_setting

if TYPE_CHECKING:
    from collections.abc import Sequence

VESSEL = Term(source="blood vessel", targets=("vaso sanguíneo",))
KEPT = Term(source="Tylenol", is_kept=True)


@dataclass
class DetouredEngine(ScriptedEngine):
    """Knows another way, which is opened when it is asked for."""

    detour: ScriptedEngine | None = None
    looked: int = 0

    def find_detour(self) -> ScriptedEngine | None:
        self.looked += 1
        return self.detour


def draft(engine: ScriptedEngine, *sources: str, terms: Sequence[Term] = ()) -> list[Draft]:
    setting = make_setting()
    link = Link(engine, setting, engine, Asker(engine, setting, engine, Desk(clock=FakeClock())))
    base = Termbase(terms)
    return link.draft(
        [Order(key=UnitKey(None, x), context=Context(terms=base.find_terms(x))) for x in sources]
    )


def text(engine: ScriptedEngine, source: str, *terms: Term) -> str | None:
    return draft(engine, source, terms=terms)[0].text


def test_codes_are_masked_and_come_back() -> None:
    engine = ScriptedEngine()
    assert text(engine, "Take <1>it</1>, {a}.") == "tr Take <1>it</1>, {a}."
    assert engine.asked == ["Take ⟦0⟧it⟦1⟧, ⟦2⟧."]


def test_a_lost_token_is_tried_in_the_second_style_and_then_in_runs() -> None:
    engine = ScriptedEngine(script={"Take ⟦0⟧ now.": "Tome."})
    assert text(engine, "Take {a} now.") == "tr Take {a} now."
    assert engine.asked == ["Take ⟦0⟧ now.", "Take XQZ0X now."]
    engine = ScriptedEngine(script={"Take ⟦0⟧ now.": "Tome.", "Take XQZ0X now.": "Tome XQZ0X XQZ0X."})
    assert text(engine, "Take {a} now.") == "tr Take {a} tr now."
    assert engine.asked[2:] == ["Take", "now."]


def test_tags_that_come_back_crossed_are_lost_ones() -> None:
    crossed = {"A ⟦0⟧b⟦1⟧": "⟦1⟧x⟦0⟧", "A XQZ0XbXQZ1X": "XQZ1XxXQZ0X"}
    engine = ScriptedEngine(script={**crossed, "A": "un", "b": "be"})
    assert text(engine, "A <1>b</1>") == "un <1>be</1>"


def test_only_the_units_that_lost_something_are_asked_again() -> None:
    engine = ScriptedEngine(script={"B ⟦0⟧": "x"}, most=Limits(batch_texts=9))
    drafts = draft(engine, "A {a}", "B {b}", "C")
    assert [one.text for one in drafts] == ["tr A {a}", "tr B {b}", "tr C"]
    assert engine.batches == [3, 1]


def test_a_refusal_is_not_tried_in_another_style() -> None:
    engine = ScriptedEngine(script={"Take ⟦0⟧": Draft(reason="no")})
    assert draft(engine, "Take {a}")[0].reason == "no"
    assert engine.asked == ["Take ⟦0⟧"]


def test_a_text_whose_tokens_an_engine_can_not_read_is_tried_in_other_ways() -> None:
    stumbled = Draft(reason="out of step", failure=Failure.MASKING)
    engine = ScriptedEngine(script={"Take ⟦0⟧ now": stumbled})
    assert text(engine, "Take {a} now") == "tr Take {a} now"
    engine = ScriptedEngine(script={"Take ⟦0⟧ now": stumbled, "Take XQZ0X now": stumbled, "now": stumbled})
    assert draft(engine, "Take {a} now")[0].reason == "out of step"
    assert engine.asked == ["Take ⟦0⟧ now", "Take XQZ0X now", "Take", "now"]
    engine = ScriptedEngine(script={"Take it": stumbled})
    assert draft(engine, "Take it")[0].reason == "out of step"
    assert engine.asked == ["Take it"]


def test_where_nothing_helps_the_reason_is_told() -> None:
    engine = ScriptedEngine(otherwise=lambda _: "x XQZ7X ⟦7⟧")
    assert draft(engine, "Take {a} now")[0].reason == LOST


def test_what_has_no_words_is_not_sent() -> None:
    engine = ScriptedEngine()
    assert [one.text for one in draft(engine, "{a} 5%", "", "…")] == ["{a} 5%", "", "…"]
    assert engine.asked == []


def test_lines_and_long_texts_are_asked_in_parts_and_joined() -> None:
    engine = ScriptedEngine(most=Limits(text_chars=20, batch_texts=9))
    assert (
        text(engine, "One is short. Two is short.\n Three.")
        == "tr One is short. tr Two is short.\n tr Three."
    )
    assert engine.batches == [3]


def test_a_sentence_that_is_too_long_is_refused_and_the_others_are_not() -> None:
    engine = ScriptedEngine(most=Limits(text_chars=20))
    long, short = draft(engine, "x" * 21, "Short.")
    assert long.reason == "a sentence of 21 characters is too long: 20 at most"
    assert short.text == "tr Short."


def test_one_part_without_an_answer_leaves_the_unit_without_a_draft() -> None:
    engine = ScriptedEngine(script={"Two.": Draft(reason="no")})
    assert draft(engine, "One.\nTwo.")[0].reason == "no"


def test_terms_are_put_back_in_the_target_language() -> None:
    engine = ScriptedEngine(masks_terms=True)
    assert text(engine, "A blood vessel and Tylenol.", VESSEL, KEPT) == "tr A vaso sanguíneo and Tylenol."
    assert engine.asked == ["A ⟦0⟧ and ⟦1⟧."]


def test_an_engine_that_does_not_mask_terms_still_keeps_what_is_not_translated() -> None:
    engine = ScriptedEngine()
    assert text(engine, "A blood vessel and Tylenol.", VESSEL, KEPT) == "tr A blood vessel and Tylenol."
    assert engine.asked == ["A blood vessel and ⟦0⟧."]


def test_an_engine_that_is_told_of_the_terms_gets_the_words() -> None:
    engine = ScriptedEngine(uses_context=True)
    text(engine, "A blood vessel and Tylenol.", VESSEL, KEPT)
    assert engine.asked == ["A blood vessel and Tylenol."]
    assert [match.text for match in engine.requests[0].context.terms] == ["blood vessel", "Tylenol"]


def test_another_glossary_is_another_question() -> None:
    engine = ScriptedEngine()
    setting = make_setting()
    link = Link(engine, setting, engine, Asker(engine, setting, engine, Desk()))
    for term in (VESSEL, Term(source="blood vessel", targets=("vena",)), VESSEL):
        found = Termbase([term]).find_terms("A blood vessel.")
        link.draft([Order(key=UnitKey(None, "A blood vessel."), context=Context(terms=found))])
    assert len(engine.asked) == 2


@pytest.mark.parametrize(
    ("answer", "kept"),
    [("No&#39;s &quot;x&quot;", 'No\'s "x"'), ("A &lt; b &amp; c", "A < b & c"), ("AT&T", "AT&T")],
)
def test_escapes_that_a_service_adds_are_read(answer: str, kept: str) -> None:
    assert text(ScriptedEngine(script={"Source text": answer}), "Source text") == kept


def test_escapes_are_read_once_only() -> None:
    damaged = draft(ScriptedEngine(script={"Source text": "x &amp;quot; y"}), "Source text")[0]
    assert damaged.reason == 'the answer holds "&quot;", which the source does not'


def test_a_damaged_answer_is_refused_with_its_reason() -> None:
    engine = ScriptedEngine(script={"Take 5 pills.": "Tome 6 pastillas."})
    assert draft(engine, "Take 5 pills.")[0].reason == "the answer lost the number 5"


def test_what_somebody_wrote_may_equal_its_source_and_what_people_approved_is_not_looked_at() -> None:
    script = {
        "Acupuncture": Draft(text="Acupuncture", is_vouched=True),
        "Take 5.": Draft(text="Tome cinco.", is_vouched=True),
        "Take 6.": Draft(text="Tome seis.", is_exempt=True),
    }
    drafts = draft(ScriptedEngine(script=script, mask_styles=()), *script)
    assert [one.text for one in drafts] == ["Acupuncture", None, "Tome seis."]


def test_an_engine_that_looks_up_gets_whole_sources() -> None:
    engine = ScriptedEngine(mask_styles=())
    assert text(engine, "Take {a}.\nRest.", KEPT) == "tr Take {a}.\nRest."
    assert engine.asked == ["Take {a}.\nRest."]


def test_a_draft_that_looks_wrong_has_an_alarm_and_says_why() -> None:
    source = "Wash your hands often with soap and water when you have a fever."
    other = "La vacuna se probó en tres países con adultos sanos de más de sesenta años."
    true = "Lávese las manos a menudo con agua y jabón cuando tenga fiebre."
    (wrong,) = draft(ScriptedEngine(script={source: other}), source)
    assert wrong.alarm > 0.9
    assert wrong.note == "alarm: hardly a known word of the source is in it"
    (right,) = draft(ScriptedEngine(script={source: true}), source)
    assert (right.alarm, right.note) == (0.0, "")
    (approved,) = draft(
        ScriptedEngine(script={source: Draft(text=other, is_exempt=True)}, mask_styles=()), source
    )
    assert approved.alarm == 0.0


def test_notes_unknown_words_and_confidence_of_the_parts_are_joined() -> None:
    script = {
        "One.": Draft(text="Uno.", unknown=("a", "b"), confidence=0.5, note="formal"),
        "Two.": Draft(text="Dos.", unknown=("b", "c", "d", "e", "f"), confidence=0.25, note="formal"),
    }
    (made,) = draft(ScriptedEngine(script=script), "One.\nTwo.")
    assert made.note == "6 unknown words: a, b, c, d, e, …; formal"
    assert made.confidence == 0.25


def test_what_is_refused_is_asked_on_the_detour_and_nothing_else_is() -> None:
    detour = ScriptedEngine(name="detour", script={"B 2": "be 2", "C 3": "ce"})
    engine = DetouredEngine(
        script={"B 2": "be", "C 3": Draft(reason="no")}, most=Limits(batch_texts=9), detour=detour
    )
    drafts = draft(engine, "A", "B 2", "C 3")
    assert [one.text for one in drafts] == ["tr A", "be 2", None]
    assert [one.engine for one in drafts[:2]] == ["scripted@1", "detour@1"]
    assert drafts[2].reason == "no; the answer lost the number 3"
    assert (detour.asked, engine.asked) == (["B 2", "C 3"], ["A", "B 2", "C 3"])


def test_no_detour_is_looked_for_where_every_draft_is_good() -> None:
    engine = DetouredEngine(detour=ScriptedEngine())
    assert text(engine, "A") == "tr A"
    assert engine.looked == 0


def test_without_a_detour_the_refusal_stays() -> None:
    engine = DetouredEngine(script={"A": Draft(reason="no")})
    assert draft(engine, "A")[0].reason == "no"
    assert engine.looked == 1


def test_nothing_is_opened_after_an_interruption() -> None:
    engine = DetouredEngine(script={"A": KeyboardInterrupt()}, detour=ScriptedEngine())
    assert draft(engine, "A")[0].reason == INTERRUPTED
    assert engine.looked == 0
