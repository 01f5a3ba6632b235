import random
from collections import Counter
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from pipeline.formats.inline import Part, Tag, parse_inline, render_inline
from pipeline.model.document import Occurrence
from tests.formats.htmls import (
    AR,
    EN,
    SNIPPETS,
    elements,
    identity,
    localize,
    mutate,
    nasty,
    parse,
    pseudo,
    rotated,
    sources,
)

MUTATED = 250
TEXT = st.text(alphabet="abp <>/=\"'&;!-[]?\n\r\té字\u00a0\ufeff", max_size=60)
MARKUP = st.lists(
    st.sampled_from(
        (
            *(
                "<p>",
                "</p>",
                "<b>",
                "</b>",
                "<a href=x title=t>",
                "</a>",
                "<i class=y>",
                "</i>",
                "<br>",
                "<img alt=z>",
            ),
            *(
                "a ",
                "B. C is ",
                "&amp;",
                "<li>",
                "<td>",
                "<h1>",
                "</h1>",
                "<svg>",
                "</svg>",
                "<!-- x -->",
                "<div>",
            ),
            *(
                "</div>",
                "<pre>",
                "</pre>",
                "<code>",
                "</code>",
                "<title>",
                "</title>",
                "<script>",
                "</script>",
                "\n",
            ),
        )
    ),
    max_size=30,
).map("".join)


def _documents(seed: int) -> list[str]:
    return [*SNIPPETS, *mutate(SNIPPETS, MUTATED, seed)]


@pytest.mark.parametrize("seed", [1, 2])
def test_identity_holds_for_mutated_documents(seed: int) -> None:
    """Law 1: putting every unit's source back gives the file byte for byte, whatever the file."""
    for text in _documents(seed):
        document = parse(text)
        assert identity(document) == text.encode()
        assert localize(text, EN) == text


@given(st.one_of(TEXT, MARKUP))
@settings(max_examples=150, deadline=None)
def test_identity_holds_for_any_text(text: str) -> None:
    """Law 1: putting every unit's source back gives the file byte for byte, whatever the file."""
    assert identity(parse(text)) == text.encode()


def test_units_hold_the_words_that_stand_in_their_ranges() -> None:
    """Identity alone is a weak proof: any ranges would pass. These must hold the units' words."""
    for text in SNIPPETS:
        document = parse(text)
        for unit in document.occurrences():
            raw = unescape(unit.range.cut(document.data).decode())
            texts = [part for part in parse_inline(unit.key.source) if isinstance(part, str)]
            assert all(word in raw for word in " ".join(texts).split())


@pytest.mark.parametrize("seed", [3, 4])
def test_structure_is_kept_for_mutated_documents(seed: int) -> None:
    """Law 2: any translation that passes the markup check leaves the document's structure unchanged."""
    rng = random.Random(seed)  # noqa: S311 - a choice of test data
    for text in _documents(seed):
        for target in (rotated, lambda unit: nasty(unit, rng)):
            back, refused = pseudo(parse(text), target)
            assert not refused
            assert elements(back) == elements(text), text


@given(MARKUP)
@settings(max_examples=150, deadline=None)
def test_structure_is_kept_for_any_markup(text: str) -> None:
    """Law 2: any translation that passes the markup check leaves the document's structure unchanged."""
    back, refused = pseudo(parse(text), rotated)
    assert not refused
    assert elements(back) == elements(text)


def _shuffled(unit: Occurrence, rng: random.Random) -> str:
    """Return a target with the source's pairs and signs in another order."""
    groups: list[list[Part]] = []
    depth = 0
    for part in parse_inline(unit.key.source):
        if not depth:
            groups.append([])
        groups[-1].append(part)
        depth += (part.kind == "open") - (part.kind == "close") if isinstance(part, Tag) else 0
    rng.shuffle(groups)
    return render_inline(part for group in groups for part in group)


def test_tags_may_move_and_every_element_stays() -> None:
    """Law 2: any translation that passes the markup check leaves the document's structure unchanged."""
    rng = random.Random(7)  # noqa: S311 - a choice of test data
    moved = 0
    for text in _documents(5):
        document = parse(text)
        back, _ = pseudo(document, lambda unit: _shuffled(unit, rng))
        moved += back != document.data
        assert sorted(elements(back)) == sorted(elements(text)), text
    assert moved > MUTATED // 10


def test_a_localized_document_keeps_its_elements_and_says_where_it_falls_back() -> None:
    for text in _documents(6):
        places = frozenset(range(len(parse(text).blocks)))
        found = localize(text, AR, fallback=places)
        assert _tags(found) == _tags(text), text
        assert "[Inglés]" in found or 'lang="en"' in found or not places


def _tags(text: str) -> list[str]:
    """Return the elements but for those that a localized file has more of."""
    return [one.split()[1] for one in elements(text) if not one.endswith(" span lang dir")]


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 10_000 + "x",
        "<b>" * 3000 + "x y" + "</b>" * 3000,
        "<p>a <svg><foreignObject>" * 1000 + "x",
        "<span>a<p>b" * 1000,
        "<table><tr><td>x" * 1000,
        "<b>" * 1000 + "</i>" * 5000 + "x",
        "<a b='" * 20_000,
        "<!--" * 50_000,
        "<" * 100_000,
        "&amp" * 20_000,
        "<![CD" * 20_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_documents_come_back_too(text: str) -> None:
    document = parse(text)
    assert identity(document) == text.encode()
    back, _ = pseudo(document, rotated)
    assert elements(back)[:100] == elements(text)[:100]


@pytest.mark.slow
def test_a_very_long_line_is_read() -> None:
    text = "<p>" + ("word " * 1000 + "<b>bold</b> ") * 10_000
    document = parse(text)
    assert identity(document) == text.encode()


@pytest.mark.parametrize("seed", [8, 9])
def test_what_a_reader_sees_is_in_units_or_told_to_be_left_out(seed: int) -> None:
    for text in mutate(SNIPPETS[:6], MUTATED, seed):
        document = parse(text)
        words = "".join(part for one in sources(text) for part in parse_inline(one) if isinstance(part, str))
        words += "".join(one.range.cut(document.data).decode() for one in document.untranslated)
        page = LexborHTMLParser(text).root
        seen = Counter(filter(str.isalpha, page.text() if page else ""))
        assert not seen - Counter(words), text
