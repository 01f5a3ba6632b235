"""Sentences with numbers from leaflets in eleven languages: the good ones are silent, a lost digit is not.

A language model wrote `numeric_pairs.txt`, and nobody who speaks the languages has read it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.checks.base import Subject
from pipeline.checks.registry import BUILTIN_CHECKS
from pipeline.model.catalog import Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import Risk, UnitKey

if TYPE_CHECKING:
    from collections.abc import Iterator

PAIRS = Path(__file__).with_name("numeric_pairs.txt")
LOCALES = ("sw", "zh_Hans", "fil", "fa", "ar", "fr", "hi", "es", "pt_BR", "ru", "id")
CHECKS = [check for check in BUILTIN_CHECKS if check.name in {"number", "quantity", "date", "phone", "order"}]
NUMBER = re.compile(r"(?<![\d.,٫:½])(?<!\d\s)\d{2,}(?![\d.,٫:½]|\s\d)")
"""A number of several digits that stands for itself."""


@lru_cache(maxsize=1)
def _pairs() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {locale: [] for locale in LOCALES}
    for block in PAIRS.read_text("utf-8").strip().split("\n\n"):
        source, *targets = block.split("\n")
        for line in targets:
            locale, target = line.split(": ", 1)
            found[locale].append((source, target))
    return found


def _findings(locale: str, source: str, target: str) -> list[str]:
    entry = Entry(key=UnitKey(None, source), targets=(target,))
    subject = Subject(entry=entry, locale=Locale(locale), risk=Risk.CRITICAL)
    return [f"{issue.rule}: {issue.message}" for check in CHECKS for issue in check.run(subject)]


def _wrong(target: str) -> Iterator[str]:
    """Yield the target with each of its longer numbers one digit shorter."""
    for found in NUMBER.finditer(target):
        yield target[: found.start()] + found[0][:-1] + target[found.end() :]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_good_translation_of_numbers_is_silent(locale: str) -> None:
    said = {
        target: found for source, target in _pairs()[locale] if (found := _findings(locale, source, target))
    }
    assert not said
    assert len(_pairs()[locale]) >= 30


@pytest.mark.parametrize("locale", LOCALES)
def test_a_lost_digit_is_told(locale: str) -> None:
    wrong = [(source, text) for source, target in _pairs()[locale] for text in _wrong(target)]
    silent = [text for source, text in wrong if not _findings(locale, source, text)]
    assert not silent
    assert len(wrong) >= 20
