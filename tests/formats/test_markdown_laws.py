import random
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import DocumentError
from pipeline.formats.base import splice
from pipeline.formats.markdown_events import read_definitions, read_events
from pipeline.formats.markdown_layout import read_layout
from pipeline.model.document import Block, Occurrence
from tests.formats.markdowns import (
    FORMAT,
    SNIPPETS,
    identity,
    is_dialect,
    mutate,
    nasty,
    nasty_some,
    parse,
    pseudo,
    rotated,
    shape,
    tags,
)

MUTATED = 1000
TEXT = st.text(alphabet="ab .*_`[]()<>#-+=|~\\&!:1\n\r\t\"'é字。\u00a0\ufeff", max_size=60)


def _documents(seed: int) -> list[str]:
    return [*SNIPPETS, *mutate(SNIPPETS, MUTATED, seed)]


def _has_kept_structure(text: str, back: bytes) -> bool:
    data = text.encode()
    return shape(back) == shape(data) and (is_dialect(text) or tags(back) == tags(data))


@pytest.mark.parametrize("seed", [1, 2])
def test_identity_holds_for_mutated_documents(seed: int) -> None:
    """Law 1: putting every unit's source back gives the file byte for byte, whatever the file."""
    for text in _documents(seed):
        document = parse(text)
        assert identity(document) == text.encode()


@given(TEXT)
@settings(max_examples=300, deadline=None)
def test_identity_holds_for_any_text(text: str) -> None:
    """Law 1: putting every unit's source back gives the file byte for byte, whatever the file."""
    assert identity(parse(text)) == text.encode()


def test_what_lies_outside_the_units_is_never_touched() -> None:
    """Identity alone is a weak proof: any ranges would pass. These must hold the units' letters."""
    for text in SNIPPETS:
        document = parse(text)
        for unit in document.occurrences():
            piece = unit.range.cut(document.data).decode()
            assert piece.strip() == piece
            assert set(filter(str.isalpha, unit.key.source)) <= set(piece) | set("<>&©")
        ranges = [unit.range for unit in document.occurrences() if unit.key.context != "alt"]
        assert all(one.stop <= other.start for one, other in pairwise(ranges))


@pytest.mark.parametrize("seed", [3, 4])
def test_structure_holds_under_a_plain_translation(seed: int) -> None:
    """Law 2: any translation that passes the markup check leaves the document's structure unchanged.

    Structure: headings, lists, tables, links, code.
    """
    total = refusals = 0
    for text in _documents(seed):
        document = parse(text)
        back, refused = pseudo(document, rotated)
        assert _has_kept_structure(text, back), text
        total += len(list(document.occurrences()))
        refusals += refused
    assert refusals < total / 500


@pytest.mark.parametrize("seed", [5, 6])
def test_structure_holds_under_a_translation_full_of_markup(seed: int) -> None:
    """Law 2: any translation that passes the markup check leaves the document's structure unchanged.

    Here each text begins and ends with what Markdown would read as markup, and some units stay English.
    """
    rng = random.Random(seed)  # noqa: S311 - a test's choice, no secret

    def target(unit: Occurrence) -> str:
        return nasty_some(unit, rng)

    for text in _documents(seed):
        back, _ = pseudo(parse(text), target)
        assert _has_kept_structure(text, back), text


@given(st.sampled_from(SNIPPETS), st.integers(0, 30), TEXT)
@settings(max_examples=300, deadline=None)
def test_any_text_can_stand_in_a_unit_without_tags(text: str, at: int, target: str) -> None:
    """Law 2: any translation that passes the markup check leaves the document's structure unchanged."""
    document = parse(text)
    units = [unit for unit in document.occurrences() if not unit.codes and unit.key.context != "label"]
    if units and target.strip():
        unit = units[at % len(units)]
        try:
            written = FORMAT.encode(document, unit, target)
        except DocumentError:
            assert not target.strip("<>/1\u00a0\ufeff \t\r\n") or "<" in target
            return
        back = splice(document.data, [(unit.range, written)])
        assert _has_kept_structure(text, back)


def test_a_snippet_is_refused_only_where_it_must_be() -> None:
    rng = random.Random(0)  # noqa: S311 - a test's choice, no secret
    for text in SNIPPETS:
        document = parse(text)
        assert pseudo(document, rotated)[1] == 0
        assert pseudo(document, lambda unit: nasty(unit, rng))[1] == 0


HOSTILE = {
    "quotes": ">" * 10_000 + " a",
    "lists": "\n".join(" " * (2 * depth) + "- a" for depth in range(700)),
    "fence": "```\n" + "a. B is\n" * 20_000,
    "line": "word. Next " * 50_000,
    "brackets": "[" * 50_000 + "a",
    "images": "![" * 50_000 + "a",
    "stars": "a**b*" * 20_000,
    "elements": "<b>x" * 20_000,
    "ends": "<b>" * 1000 + "</i>x" * 20_000,
    "admonitions": "!!! a\n    b\n" * 3000,
    "marks": ":::" + " " * 50_000 + "x",
    "tabs": '=== "' * 20_000,
    "matter": "---\na: b\n" + "x\n" * 20_000,
    "ticks": "`".join(["xxx"] * 20_000),
    "breaks": "a  \n" * 20_000,
    "backslashes": "\\" * 50_000 + "a",
    "directives": "<!-- caveat: critical -->\n\na\n\n" * 3000,
    "columns": "|a" * 2000 + "|\n" + "|-" * 2000 + "|\n",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_documents_take_little_time(name: str) -> None:
    document = parse(HOSTILE[name])
    assert identity(document) == HOSTILE[name].encode()


class PanicException(BaseException):
    """A stand-in for the parser's own, which can't be imported."""


def _panic(*_: object, **__: object) -> None:
    raise PanicException("index out of bounds")


def test_a_panic_of_the_parser_is_an_error_of_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pyromark.events_with_range", _panic)
    monkeypatch.setattr("pyromark.reference_definitions", _panic)
    with pytest.raises(DocumentError, match="the Markdown parser gave up: index out of bounds") as caught:
        list(read_events("a", "source/a.md"))
    assert str(caught.value.at) == "source/a.md"
    with pytest.raises(DocumentError, match="gave up"):
        read_definitions("a", "source/a.md")


def test_other_interruptions_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pyromark.events_with_range", interrupt)
    with pytest.raises(KeyboardInterrupt):
        read_layout(b"a", "source/a.md")


@pytest.mark.parametrize("segmentation", ["sentence", "paragraph"])
def test_plain_blocks_give_the_units_that_others_would(
    monkeypatch: pytest.MonkeyPatch, segmentation: str
) -> None:
    """They are what `make_units` makes of the same sentences, in less time."""
    texts = [*_documents(7), "A &lt;1> b\\. C is. D is.\n\n&amp;\n  E \\<2/> f.\n G. H\n"]
    quick = [parse(text, segmentation=segmentation).blocks for text in texts]
    monkeypatch.setattr("pipeline.formats.markdown_units._is_plain", lambda *_: False)
    assert quick == [parse(text, segmentation=segmentation).blocks for text in texts]


@pytest.mark.parametrize("seed", range(3))
def test_a_lone_carriage_return_ends_a_line_like_a_line_feed(seed: int) -> None:
    for text in _documents(seed + 400):
        plain = text.replace("\r\n", "\n").replace("\r", "\n")
        try:
            wanted = parse(plain)
        except DocumentError as error:
            with pytest.raises(DocumentError, match=re.escape(error.message)):
                parse(plain.replace("\n", "\r"))
            continue
        found = parse(plain.replace("\n", "\r"))
        assert [_facts(block) for block in found.blocks] == [_facts(block) for block in wanted.blocks]
        assert [(one.kind, one.range) for one in found.untranslated] == [
            (one.kind, one.range) for one in wanted.untranslated
        ]
        assert identity(found) == found.data


def _facts(block: Block) -> tuple[object, ...]:
    units = [(unit.key, unit.range, unit.risk) for unit in block.occurrences]
    return block.kind, block.line, block.level, block.section, units
