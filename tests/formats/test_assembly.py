"""Occurrences and blocks that are made in less time."""

from __future__ import annotations

import dataclasses

import pytest

from pipeline.formats.assembly import make_block, make_occurrence
from pipeline.model.document import Block, BlockKind, ByteRange, Code, Occurrence
from pipeline.model.unit import Risk, UnitKey

KEY, WHERE = UnitKey("heading", "Take 5 mg."), ByteRange(3, 13)
CODE = Code(number=1, opening=b"**", closing=b"**", note="bold")


def test_an_occurrence_is_the_one_that_the_constructor_gives() -> None:
    made = make_occurrence(KEY, WHERE, Risk.CRITICAL, ("dose",), (CODE,), ("Mind the dose.",))
    wanted = Occurrence(
        key=KEY,
        range=WHERE,
        risk=Risk.CRITICAL,
        reasons=("dose",),
        codes=(CODE,),
        notes=("Mind the dose.",),
    )
    assert made == wanted
    assert (type(made), hash(made), repr(made)) == (Occurrence, hash(wanted), repr(wanted))
    assert dataclasses.replace(made, risk=Risk.STANDARD) == dataclasses.replace(wanted, risk=Risk.STANDARD)


def test_a_block_is_the_one_that_the_constructor_gives() -> None:
    unit = Occurrence(key=KEY, range=WHERE, risk=Risk.STANDARD)
    made = make_block(BlockKind.HEADING, 7, (unit,), 2, "Doses", "not-advice")
    wanted = Block(
        kind=BlockKind.HEADING, line=7, occurrences=(unit,), level=2, section="Doses", disclaimer="not-advice"
    )
    assert made == wanted
    assert (type(made), hash(made), repr(made)) == (Block, hash(wanted), repr(wanted))


def test_what_is_made_is_frozen() -> None:
    unit = make_occurrence(KEY, WHERE, Risk.STANDARD, (), (), ())
    block = make_block(BlockKind.PARAGRAPH, 1, (unit,), 0, None, None)
    with pytest.raises(dataclasses.FrozenInstanceError):
        unit.risk = Risk.CRITICAL  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        block.line = 2  # type: ignore[misc]
