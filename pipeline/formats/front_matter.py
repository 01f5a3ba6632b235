"""Front matter, YAML between `---` or TOML between `+++`: the values that a profile declares as text.

A profile lists keys, `seo.title` for `title` inside of `seo`; a list has no key, so that `tags` declares
every string in the list `tags`. A value is one unit in the context `front-matter:` and its key.

A target is spelled as the source's value was, or in double quotes where that can't hold it: a reader of YAML
or TOML gets exactly the target back.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.front_matter_scalar import Fields, MalformedError, Scalar
from pipeline.formats.front_matter_toml import read_toml, spell_toml
from pipeline.formats.front_matter_yaml import read_yaml, spell_yaml
from pipeline.formats.inline_units import FoundUnit
from pipeline.formats.markdown_regions import BOM, find_front_matter
from pipeline.formats.wishes import NO_WISH
from pipeline.model.document import BlockKind, ByteRange, Untranslated, UntranslatedKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.formats.article import Article
    from pipeline.model.document import Block, Document, Occurrence

CONTEXT: Final = "front-matter:"
MAX_SIZE: Final = 200_000
"""Bytes; one that is longer is no description of a document."""
_TOML_FENCE: Final = b"+++"


@dataclass(frozen=True, slots=True)
class _Read:
    """A front matter, understood."""

    text: str
    """What stands between the fences."""
    is_toml: bool
    fields: Fields
    offsets: tuple[ByteRange, ...]
    """Where each string stands, from the start of the front matter with its fence."""


@lru_cache(maxsize=2)
def locate_front_matter(data: bytes) -> ByteRange:
    """Return the range of a file's front matter with its fences; an empty one where there is none."""
    start = len(BOM) if data.startswith(BOM) else 0
    return ByteRange(start, find_front_matter(data, start))


def add_front_matter(article: Article, data: bytes) -> None:
    """Add the values that the profile declares, each as a block.

    Raises DocumentError for a front matter that can't be read; where no key is declared it is left alone.
    """
    keys = article.reading.collection.profile.front_matter
    where = locate_front_matter(data)
    if not keys or where.start == where.stop:
        return
    path = article.reading.path
    try:
        found = _read(where.cut(data))
        _refuse_doubtful(found.fields, keys)
    except MalformedError as error:
        # The fence is line 1.
        raise DocumentError(error.message, at=Location(path, error.line + 1), hint=error.hint) from error
    for scalar, offset in zip(found.fields.scalars, found.offsets, strict=True):
        text = scalar.value.strip()
        if scalar.path in keys and any(map(str.isalpha, text)):
            place = ByteRange(where.start + offset.start, where.start + offset.stop)
            unit = FoundUnit(text, place, ())
            article.add_aside(unit, BlockKind.VALUE, f"{CONTEXT}{scalar.path}", NO_WISH)


def _refuse_doubtful(fields: Fields, keys: tuple[str, ...]) -> None:
    """Raise MalformedError where readers don't agree on a declared text, or where it stands elsewhere."""
    for path, line in fields.duplicates:
        if any(_is_within(key, path) for key in keys):
            raise MalformedError(f'the key "{path}" is there twice', line, "take one of them out")
    for alias in fields.aliases:
        for key in keys:
            if _is_within(key, alias.path) and f"{alias.anchored}{key[len(alias.path) :]}" not in keys:
                message = f'"{alias.path}" repeats "{alias.anchored}", which the profile does not declare'
                raise MalformedError(message, alias.line, "declare that key too, or write the text out here")


def _is_within(key: str, path: str) -> bool:
    return key == path or key.startswith(f"{path}.")


def encode_value(document: Document, occurrence: Occurrence, target: str) -> bytes:
    """Return the bytes that a reader of the front matter makes the target of."""
    raw = occurrence.range.cut(document.data)
    if target == occurrence.key.source:
        return raw
    where = locate_front_matter(document.data)
    found = _read(where.cut(document.data))
    scalar = _scalar_at(found, occurrence.range.start - where.start)
    value = scalar.value
    lead = value[: len(value) - len(value.lstrip())]
    tail = value[len(value.rstrip()) :]
    spell = spell_toml if found.is_toml else spell_yaml
    return spell(scalar, raw.decode(), f"{lead}{target.strip()}{tail}").encode()


def _scalar_at(found: _Read, offset: int) -> Scalar:
    return found.fields.scalars[bisect_right(found.offsets, offset, key=lambda one: one.start) - 1]


def is_front_matter(document: Document, occurrence: Occurrence) -> bool:
    """Return whether a unit is a value of the front matter."""
    return occurrence.range.start < locate_front_matter(document.data).stop


def find_metadata(data: bytes, blocks: Iterable[Block]) -> Iterator[Untranslated]:
    """Yield what a front matter holds besides the values in `blocks`."""
    where = locate_front_matter(data)
    position = where.start
    for block in blocks:
        for unit in block.occurrences:
            if unit.range.start >= where.stop:
                break
            yield _metadata(position, unit.range.start)
            position = unit.range.stop
    if position < where.stop:
        yield _metadata(position, where.stop)


def _metadata(start: int, stop: int) -> Untranslated:
    return Untranslated(range=ByteRange(start, stop), kind=UntranslatedKind.METADATA)


@lru_cache(maxsize=8)
def _read(block: bytes) -> _Read:
    """Return a front matter, fences included, understood; raises MalformedError."""
    if len(block) > MAX_SIZE:
        message = f"the front matter has {len(block)} bytes, more than {MAX_SIZE}"
        raise MalformedError(message, 1, "move what it holds into a file of its own")
    lines = block.splitlines(keepends=True)
    body = b"".join(lines[1:-1])
    text = body.decode()
    is_toml = block.startswith(_TOML_FENCE)
    fields = read_toml(text) if is_toml else read_yaml(text)
    return _Read(text, is_toml, fields, tuple(_offsets(text, fields, len(lines[0]))))


def _offsets(text: str, fields: Fields, start: int) -> Iterator[ByteRange]:
    """Yield the byte ranges of strings, in one walk over the text."""
    bounds = [place for scalar in fields.scalars for place in (scalar.start, scalar.stop)]
    sizes = [len(text[a:b].encode()) for a, b in zip([0, *bounds], bounds, strict=False)]
    places = list(accumulate(sizes, initial=start))[1:]
    yield from (ByteRange(a, b) for a, b in zip(places[::2], places[1::2], strict=True))
