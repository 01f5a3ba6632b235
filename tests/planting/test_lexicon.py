from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.planting.lexicon import find_lexicon, languages, medicines, passages

PACKAGE = Path(__file__).parents[2] / "pipeline"
MEASURED = ("ar", "es", "fa", "fil", "fr", "hi", "id", "pt", "ru", "sw", "zh")
NEEDED = ("__init__.py", "errors.py", "registry.py")


def test_every_language_with_measured_data_is_known() -> None:
    assert set(MEASURED) <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_every_list_of_a_language_has_words(language: str) -> None:
    lexicon = find_lexicon(language)
    assert lexicon
    for words in (
        lexicon.negations,
        lexicon.obligations,
        lexicon.comparators,
        lexicon.orders,
        lexicon.units,
        lexicon.doses,
        lexicon.additions,
    ):
        assert words


@pytest.mark.parametrize("language", languages())
def test_what_is_put_in_the_place_of_a_word_is_another_word(language: str) -> None:
    lexicon = find_lexicon(language)
    assert lexicon
    for swap in (*lexicon.negations, *lexicon.obligations, *lexicon.comparators, *lexicon.orders):
        assert not swap.found.fullmatch(swap.replacement), swap.replacement
    for group in (*lexicon.units, *lexicon.doses):
        assert len(set(group)) == len(group) > 1


@pytest.mark.parametrize("language", languages())
def test_there_are_sentences_of_each_relative(language: str) -> None:
    lexicon = find_lexicon(language)
    assert lexicon
    for relative in lexicon.relatives.values():
        assert relative != language
        assert len(passages()[relative]) > 3


@pytest.mark.parametrize("language", MEASURED)
def test_every_medicine_has_a_name_in_every_measured_language(language: str) -> None:
    names = [rows[language] for rows in medicines().values()]
    assert len(set(names)) == len(names)


def test_an_unknown_language_has_no_lexicon() -> None:
    for name in ("xx", "passages", "medicines", "en"):
        assert find_lexicon(name) is None


def test_errors_are_planted_where_nothing_of_the_checks_is_installed(tmp_path: Path) -> None:
    """The words that find an error can't be those that make it: they are not even there."""
    copy = tmp_path / "pipeline"
    for folder in ("planting", "model"):
        shutil.copytree(PACKAGE / folder, copy / folder)
    for name in NEEDED:
        shutil.copy(PACKAGE / name, copy / name)
    code = (
        "from random import Random; from pipeline.model.locale import Locale;"
        "from pipeline.planting.base import Plot; from pipeline.planting.registry import OPERATIONS;"
        "plot = Plot(source='You must not take 5 mg.', target='No debe tomar 5 mg.', locale=Locale('es'));"
        "print([one.plant(plot, Random(1)) for one in OPERATIONS if one.name == 'sole-negation-dropped'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stdout.strip() == "['Debe tomar 5 mg.']"
