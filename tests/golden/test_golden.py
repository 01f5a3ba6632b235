"""Whole documents, source to pages: the expected output stands beside the source.

`pytest tests/golden --update-golden` writes it anew; the diff is then read by a person.
"""

import json
import shutil
from pathlib import Path

import pytest

from pipeline.build.page import Mode
from pipeline.model.document import BlockKind, Document
from pipeline.stages.build import build
from pipeline.stages.sources import read_sources
from pipeline.workspace.project import open_workspace
from tests.projects import DAY, REPOSITORY, read_tree

CASES = Path(__file__).parent / "cases"
BUILT = sorted(path.name for path in CASES.iterdir() if (path / "caveat.toml").exists())
ARTICLE = "sore-muscles-leg-cramps-peripheral-neuropathy"


@pytest.mark.parametrize("mode", Mode, ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", BUILT)
def test_the_pages_are_the_expected_ones(
    name: str, mode: Mode, tmp_path: Path, *, update_golden: bool
) -> None:
    case = CASES / name
    shutil.copytree(case, tmp_path / name, ignore=shutil.ignore_patterns("expected"))
    build(open_workspace(tmp_path / name), mode, as_of=DAY)
    built = read_tree(tmp_path / name / "output" / mode.value)
    pages = {file: data for file, data in built.items() if file.count("/") == 1 and "static/" not in file}
    pages = {file: data for file, data in pages.items() if not file.endswith("/index.html")}
    expected = case / "expected" / mode.value
    if update_golden:
        shutil.rmtree(expected, ignore_errors=True)
        for file, data in pages.items():
            (expected / file).parent.mkdir(parents=True, exist_ok=True)
            (expected / file).write_bytes(data)
    assert pages == (read_tree(expected) if expected.exists() else {})


def the_article() -> Document:
    sources = read_sources(open_workspace(REPOSITORY))
    return next(document for document in sources.documents if document.id == ARTICLE)


def test_the_units_of_the_real_article(*, update_golden: bool) -> None:
    units = [
        {
            "context": unit.key.context,
            "source": unit.key.source,
            "risk": unit.risk.label,
            "section": block.section,
        }
        for block in the_article().blocks
        for unit in block.occurrences
    ]
    path = CASES / "article" / "units.json"
    if update_golden:
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(units, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert units == json.loads(path.read_text(encoding="utf-8"))


def test_the_outline_of_the_real_article() -> None:
    headings = [block for block in the_article().blocks if block.kind is BlockKind.HEADING]
    assert [(block.level, block.occurrences[0].key.source) for block in headings] == [
        (1, "Educational Disclaimer"),
        (1, "General Information"),
        (1, "Sore Muscles"),
        (1, "Leg Cramps"),
        (1, "Peripheral Neuropathy"),
        (1, "Common Associations"),
        (2, "Diabetes Mellitus"),
        (2, "Dehydration and Electrolyte Imbalance"),
        (2, "Statin Medications"),
        (1, "General Self-Care Tips"),
        (2, "Stay Hydrated"),
        (2, "Gentle Stretching and Exercise"),
        (2, "Balanced Diet"),
        (1, "Alternative Holistic Natural Remedies"),
        (2, "Magnesium Supplements"),
        (2, "Topical Capsaicin Cream"),
        (2, "Acupuncture"),
        (1, "When to Seek Care"),
    ]


def test_the_only_junk_of_the_real_article_is_the_null() -> None:
    document = the_article()
    assert [(one.text, one.line) for one in document.junk] == [("Null", 3)]
    assert not [unit for unit in document.occurrences() if "Null" in unit.key.source]
