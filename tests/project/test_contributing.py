"""The format that CONTRIBUTING.md shows works as it stands there, so that the page can't rot."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline import registry
from pipeline.errors import DocumentError
from pipeline.formats.base import Passage
from pipeline.formats.coverage import measure_coverage
from pipeline.formats.registry import open_formats
from pipeline.stages.roundtrip import roundtrip
from tests.contracts import test_every_format as contract
from tests.formats.editions import EN, make_edition

if TYPE_CHECKING:
    from pipeline.formats.base import DocumentFormat

PAGE = Path(__file__).parents[2] / "CONTRIBUTING.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _blocks(language: str) -> list[str]:
    section = PAGE.read_text("utf-8").partition("## Add a format\n")[2].partition("\n## ")[0]
    return [found[2] for found in BLOCK.finditer(section) if found[1] == language]


def _examples() -> tuple[bytes, ...]:
    names: dict[str, dict[str, tuple[bytes, ...]]] = {}
    exec(_blocks("python")[1], names)  # noqa: S102 - the page's own code, which is what is tested
    return names["EXAMPLES"]["properties"]


@pytest.fixture
def properties(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DocumentFormat:
    """Return the format of the page, registered as the page says."""
    [(name, value)] = tomllib.loads(_blocks("toml")[0])["project"]["entry-points"]["caveat.formats"].items()
    (tmp_path / "caveat_properties.py").write_text(_blocks("python")[0], "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(__import__("sys").modules, "caveat_properties", raising=False)

    def entry_points(*, group: str) -> tuple[EntryPoint, ...]:
        return (EntryPoint(name, value, group),) if group == "caveat.formats" else ()

    monkeypatch.setattr(registry, "entry_points", entry_points)
    return open_formats().get("properties")


def test_it_keeps_what_every_format_promises(
    properties: DocumentFormat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(contract.EXAMPLES, properties.name, _examples())
    contract.test_it_has_examples_a_name_and_suffixes(properties)
    contract.test_the_projects_own_rules_cut_its_sentences(properties)
    for data in (b"\xff\xfe", b"a\0b"):
        contract.test_what_it_cannot_read_is_refused_with_place_and_hint(properties, data)
    for data in _examples():
        contract.test_identity(properties, data)
        contract.test_an_edition_of_the_source_gives_the_file_but_for_junk(properties, data)
        contract.test_units_are_the_bytes_they_name_in_reading_order(properties, data)
        contract.test_the_first_block_is_the_title_and_every_block_has_units(properties, data)
        contract.test_the_same_bytes_give_an_equal_document(properties, data)
        contract.test_every_letter_is_counted_once_as_what_it_is(properties, data)
        contract.test_roundtrip_proves_identity_and_structure_and_counts_letters(properties, data, tmp_path)


def test_its_suffix_is_known_and_it_says_what_it_does_not_understand(
    properties: DocumentFormat, tmp_path: Path
) -> None:
    path = tmp_path / "a.properties"
    path.write_bytes(_examples()[0])
    [row] = roundtrip([path], is_pseudo=True)
    assert (row.identical, row.kept, row.units) == (True, True, 3)
    assert measure_coverage(contract.parse(properties, _examples()[0])).unknown == len("one")


def test_it_writes_editions_and_refuses_what_would_be_another_entry(properties: DocumentFormat) -> None:
    document = contract.parse(properties, b"a = One. Two.\nb = Three.\n")
    edition = make_edition(
        document, text=lambda unit: unit.key.source.upper(), fallback=[1], banner=Passage("Old.", EN)
    )
    assert properties.localize(document, edition).decode() == "# Old.\na = ONE. TWO.\nb = [Inglés] Three.\n"
    [unit, *_] = document.occurrences()
    assert properties.encode(document, unit, "A\nb = c") == b"A b = c"
    for target in ("A\\", " ", "<1>A</1>"):
        with pytest.raises(DocumentError, match="can't be written"):
            properties.encode(document, unit, target)
