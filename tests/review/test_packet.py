from __future__ import annotations

from typing import Any

from pipeline.model.effort import LEAST_MINUTES, WORDS_PER_HOUR, reading_minutes
from pipeline.model.unit import Risk
from pipeline.review.packet import Packet, PacketItem, Passage, choose
from tests.factories import BEA, ES, TODAY, make_reviewer


def item(source: str = "one two three", **fields: Any) -> PacketItem:
    return PacketItem(**{
        "document": "dose", "unit": "0123456789ab@0123456789ab", "risk": Risk.STANDARD, "reasons": (),
        "heading": None, "role": None, "source": source, "target": "uno", "around_source": Passage(),
        "around_target": Passage(), "origin": "", **fields,
    })  # fmt: skip


def test_time_goes_with_words_and_risk() -> None:
    assert reading_minutes(WORDS_PER_HOUR[Risk.CRITICAL], Risk.CRITICAL) == 60
    assert reading_minutes(100, Risk.DISCLAIMER) > reading_minutes(100, Risk.CRITICAL)
    assert reading_minutes(100, Risk.CRITICAL) > reading_minutes(100, Risk.STANDARD)
    assert reading_minutes(0, Risk.STANDARD) == LEAST_MINUTES


def test_the_riskiest_come_first_and_what_a_finding_blocks_before_the_rest() -> None:
    texts = [item("a"), item("b", risk=Risk.CRITICAL), item("c", risk=Risk.CRITICAL, is_blocked=True),
             item("d", risk=Risk.DISCLAIMER), item("e", is_blocked=True)]  # fmt: skip
    chosen, left = choose(texts, 60)
    assert ([one.source for one in chosen], left) == (["d", "c", "b", "e", "a"], 0)


def test_no_more_than_the_minutes_hold_and_at_least_one() -> None:
    hour = "word " * WORDS_PER_HOUR[Risk.CRITICAL]
    chosen, left = choose([item(), item(hour, risk=Risk.CRITICAL), item("y")], 1)
    assert ([one.source for one in chosen], left) == ([hour], 2)
    chosen, left = choose([item(risk=Risk.CRITICAL), item(hour), item("y")], 1)
    assert ([one.source for one in chosen], left) == (["one two three", "y"], 1)
    assert choose([], 5) == ((), 0)


def packet(*items: PacketItem, **fields: Any) -> Packet:
    return Packet(**{
        "project": "Sample", "reviewer": make_reviewer(BEA), "locale": ES, "source_locale": ES, "on": TODAY,
        "minutes": 20, "items": items, "left": 0, "return_to": "ana@example.org", "token": "t-1", **fields,
    })  # fmt: skip


def test_a_packet_is_named_by_its_texts_and_its_person() -> None:
    same = packet(item()).id
    assert packet(item(), on="2030-01-01", return_to="x@example.org").id == same
    assert packet(item(), reviewer=make_reviewer("carl@example.org")).id != same
    assert packet(item(unit="0123456789ab@ffffffffffff")).id != same
    assert packet(item(), item()).reading_minutes == 1
