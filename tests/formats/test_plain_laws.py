"""The laws for plain text, over snippets with random cuts, copies and marks in them."""

import contextlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import DocumentError
from pipeline.formats.base import rebuild
from pipeline.formats.plain_pieces import has_word
from pipeline.model.document import Document, Occurrence
from tests.formats.markdowns import mutate, rotated
from tests.formats.plains import FORMAT, edition, parse

SNIPPETS = (
    "Leg cramps\n==========\n\nHeat hurts. It does so\nin summer. Drink.\n\nCauses\n------\nMany.\n",
    "CAUSES\nHeat and\nsun.\n\nWHEN TO CALL\n\nCall 112. Now.\n",
    "You need:\n- water\n- salt. And\n  sugar\nThen rest.\n\n* one\n\n• two\n",
    "1. First. Second.\n   More of it\n2. Other\n(3) Third\n\n20) x\n",
    "    Indented more than\nthe rest. Of it.\n\n\tTabbed\n\tlines. Two.\n   And three.\n",
    "Term\n    Definition of it.\nOther\n    More.\n* * *\nEnd\n",
    "[caveat: note Be brief.]\nRead this.\n\n[caveat: skip]\nNot this.\n\nBut this.\n",
    "A page.\n\x0cAnother page\r\nof two lines. \t\r\n\x0c\r\nEnd.\r",
    "\ufeffWith a BOM.\n\u00a0And spaces\u00a0\nmore-\nover. pH is\n  pH too.\n",
)
TEXT = st.text(alphabet='aAb .-*=1)(\n\r\t\x0c"é字。\u00a0\ufeff•–[]:', max_size=60)
_MARKERS = ("", "- ", "• ", "1. ", "12) ", "[caveat: skip] ", "=== ", "( ", "20.\u00a0", "-", "\n- ", "A\n\n")


def readable(seed: int, count: int) -> list[Document]:
    """Return mutated documents; a mutation may make a directive that is wrong, which is told."""
    found = []
    for text in [*SNIPPETS, *mutate(SNIPPETS, count, seed)]:
        with contextlib.suppress(DocumentError):
            found.append(parse(text))
    assert len(found) > count * 0.9
    return found


def shape(data: bytes) -> list[tuple[str, int, int]]:
    """Return a file's structure; where sentences end is no question of it."""
    blocks = parse(data, segmentation="paragraph").blocks
    return [(block.kind.value, block.level, len(block.occurrences)) for block in blocks]


@pytest.mark.parametrize("seed", [1, 2])
def test_identity_holds_for_mutated_documents(seed: int) -> None:
    """Law 1: putting every unit's source back gives the file byte for byte, whatever the file."""
    for document in readable(seed, 1000):
        assert rebuild(FORMAT, document, lambda unit: unit.key.source) == document.data
        kept = FORMAT.localize(document, edition(lambda unit: unit.key.source))
        junk = b"".join(one.range.cut(document.data) for one in document.junk)
        assert len(kept) + len(junk) == len(document.data)


@given(TEXT)
@settings(max_examples=300, deadline=None)
def test_identity_holds_for_any_text(text: str) -> None:
    """Law 1: putting every unit's source back gives the file byte for byte, whatever the file."""
    document = parse(text)
    assert rebuild(FORMAT, document, lambda unit: unit.key.source) == text.encode()


@given(TEXT)
@settings(max_examples=300, deadline=None)
def test_every_letter_is_in_a_unit(text: str) -> None:
    """Identity alone is a weak proof: any ranges would pass. These must hold all the words."""
    document = parse(text)
    units = "".join(unit.key.source for unit in document.occurrences())
    assert [char for char in text if char.isalpha()] == [char for char in units if char.isalpha()]
    for unit in document.occurrences():
        written = unit.range.cut(document.data).decode()
        assert [char for char in written if char.isalpha()] == [
            char for char in unit.key.source if char.isalpha()
        ]


def nasty(unit: Occurrence, rng: random.Random) -> str:
    """Return a target full of what plain text would read as structure; capitals stay what they say."""
    text = rotated(unit)
    if not text[:1].isupper() or text.isupper() or not has_word(text):
        return text
    return f"{rng.choice(_MARKERS)}{text}{rng.choice(['', ' -', ' x', chr(10), chr(10) + '---', ' 1. b'])}"


@pytest.mark.parametrize("seed", [3, 4])
def test_structure_holds_under_a_nasty_translation(seed: int) -> None:
    """Law 2: any translation that passes the markup check leaves the document's structure unchanged."""
    rng = random.Random(seed)  # noqa: S311 - a test's choice, no secret
    written = refused = 0
    for document in readable(seed, 1000):
        targets: dict[Occurrence, str] = {}
        for unit in document.occurrences():
            target = nasty(unit, rng)
            try:
                FORMAT.encode(document, unit, target)
            except DocumentError:
                refused += 1
                target = unit.key.source
            targets[unit] = target
            written += target != unit.key.source
        back = rebuild(FORMAT, document, targets.__getitem__)
        assert shape(back) == shape(document.data), document.data
        localized = FORMAT.localize(document, edition(targets.__getitem__))
        assert localized.count(b"\x0c") == document.data.count(b"\x0c")
    assert written > refused > 100
