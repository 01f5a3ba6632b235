"""Law 1: putting every unit's source back gives the file byte for byte, whatever the file."""

import itertools
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.config.project import Profile
from pipeline.errors import CaveatError
from pipeline.formats.base import rebuild
from pipeline.formats.record import RecordFormat
from pipeline.model.document import Document
from tests.formats.records import EMPTY, PROFILE, parse
from tests.projects import REPOSITORY
from tests.properties.records import ANY_BYTES, RECORDS

PROFILES = st.sampled_from([EMPTY, PROFILE])
SEGMENTATIONS = st.sampled_from(["sentence", "paragraph"])


def parse_or_skip(data: bytes, profile: Profile, segmentation: str) -> Document:
    """Return the document; a file that can't be understood must be refused by an error that says why."""
    try:
        return parse(data, profile, segmentation=segmentation)
    except CaveatError as error:
        assert "source/a.txt:" in str(error)  # noqa: PT017 - any other exception fails the test by itself
        assume(False)  # noqa: FBT003
        raise


@settings(max_examples=400, deadline=None)
@given(data=ANY_BYTES, profile=PROFILES, segmentation=SEGMENTATIONS)
def test_putting_every_units_source_back_gives_the_file_byte_for_byte(
    data: bytes, profile: Profile, segmentation: str
) -> None:
    document = parse_or_skip(data, profile, segmentation)
    assert rebuild(RecordFormat(), document, lambda unit: unit.key.source) == data


@settings(max_examples=400, deadline=None)
@given(data=RECORDS, profile=PROFILES, segmentation=SEGMENTATIONS)
def test_ranges_never_overlap_and_never_cut_a_character(
    data: bytes, profile: Profile, segmentation: str
) -> None:
    document = parse_or_skip(data, profile, segmentation)
    languages = [block.language for block in document.blocks if block.language]
    ranges = sorted(
        [unit.range for unit in document.occurrences()] + [one.range for one in document.junk] + languages
    )
    assert all(one.start < one.stop for one in ranges)
    assert all(one.stop <= other.start for one, other in itertools.pairwise(ranges))
    for unit in document.occurrences():
        assert unit.range.cut(data).decode() == unit.key.source == unit.key.source.strip()
    for one in document.junk:
        assert one.range.cut(data).decode() == one.text


@settings(max_examples=400, deadline=None)
@given(data=RECORDS, profile=PROFILES, segmentation=SEGMENTATIONS)
def test_every_letter_is_in_a_unit_a_labels_language_or_junk(
    data: bytes, profile: Profile, segmentation: str
) -> None:
    document = parse_or_skip(data, profile, segmentation)
    left = bytearray(data)
    ranges = [unit.range for unit in document.occurrences()] + [one.range for one in document.junk]
    ranges += [block.language for block in document.blocks if block.language]
    for where in ranges:
        left[where.start : where.stop] = b" " * (where.stop - where.start)
    assert not [character for character in left.decode() if character.isalnum()]


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "source" / "articles").glob("*.txt")), ids=lambda path: path.stem[:20]
)
def test_the_projects_own_articles(path: Path) -> None:
    data = path.read_bytes()
    assert rebuild(RecordFormat(), parse(data, EMPTY), lambda unit: unit.key.source) == data
