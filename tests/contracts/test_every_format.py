"""What every format must do, over all that are registered."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.config.project import Collection, Profile
from pipeline.errors import DocumentError
from pipeline.formats.base import DocumentFormat, Reading, rebuild
from pipeline.formats.registry import open_formats
from pipeline.model.document import BlockKind, Document
from tests.projects import ARTICLE

EXAMPLES: dict[str, tuple[bytes, ...]] = {
    "record": (
        ARTICLE.encode(),
        ARTICLE.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbfT\r\rOne. Two.",
        "Título\n\u00a0Uno.\u00a0 Dos. \n".encode(),
    ),
    "markdown": (
        b"# Leg cramps\n\nDrink **500 ml** of water. See [the list](list.md).\n\n- Rest.\n- Call 112.\n",
        b"\xef\xbb\xbf# T\r\n\r\n> One.\r\n> Two.\r\n\r\n| a | b |\r\n|---|---|\r\n| c | d |\r\n",
    ),
}
"""Of each format, documents it must read; a new format adds its own."""


def parse(one: DocumentFormat, data: bytes) -> Document:
    collection = Collection(name="c", path="s", files=(), format=one.name, profile=Profile(name=""))
    return one.parse(data, Reading(id="doc", path="s/doc", collection=collection))


def cases() -> Iterator[object]:
    for one in open_formats():
        for number, data in enumerate(EXAMPLES.get(one.name, ())):
            yield pytest.param(one, data, id=f"{one.name} {number}")


@pytest.mark.parametrize("one", list(open_formats()), ids=lambda one: one.name)
def test_it_has_examples_a_name_and_suffixes(one: DocumentFormat) -> None:
    assert EXAMPLES[one.name]
    assert one.name == one.name.lower()
    assert one.suffixes
    assert all(Path(f"a{suffix}").suffix == suffix == suffix.lower() for suffix in one.suffixes)


@pytest.mark.parametrize(("one", "data"), list(cases()))
def test_identity(one: DocumentFormat, data: bytes) -> None:
    document = parse(one, data)
    assert (document.id, document.path, document.data) == ("doc", "s/doc", data)
    assert rebuild(one, document, lambda unit: unit.key.source) == data


@pytest.mark.parametrize(("one", "data"), list(cases()))
def test_units_are_the_bytes_they_name_in_reading_order(one: DocumentFormat, data: bytes) -> None:
    document = parse(one, data)
    units = list(document.occurrences())
    assert units
    assert [unit.range for unit in units] == sorted(unit.range for unit in units)
    assert all(one.encode(document, unit, unit.key.source) == unit.range.cut(data) for unit in units)


@pytest.mark.parametrize(("one", "data"), list(cases()))
def test_the_first_block_is_the_title_and_every_block_has_units(one: DocumentFormat, data: bytes) -> None:
    document = parse(one, data)
    assert [block.kind for block in document.blocks].index(BlockKind.TITLE) == 0
    assert all(block.occurrences and block.line >= 1 for block in document.blocks)
    levels = {block.level for block in document.blocks if block.kind is BlockKind.HEADING}
    assert levels <= {1, 2}


@pytest.mark.parametrize(("one", "data"), list(cases()))
def test_the_same_bytes_give_an_equal_document(one: DocumentFormat, data: bytes) -> None:
    assert parse(one, data) == parse(one, data)


@pytest.mark.parametrize("one", list(open_formats()), ids=lambda one: one.name)
@pytest.mark.parametrize("data", [b"\xff\xfe", b"a\0b"], ids=["not UTF-8", "NUL"])
def test_what_it_cannot_read_is_refused_with_place_and_hint(one: DocumentFormat, data: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(one, data)
    assert str(caught.value.at) == "s/doc:1"
    assert caught.value.hint
