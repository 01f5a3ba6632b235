from __future__ import annotations

from typing import Any

import pytest

from pipeline.errors import ConfigError
from pipeline.language.form_finder import FormFinder
from pipeline.language.lexicon import find_lexicon, get_lexicon, languages, parse_lexicon, read_data
from pipeline.language.quantities import DOSE_FORMS, MEASURES
from pipeline.language.scripts import LATIN, count_letters, scripts_of
from pipeline.model.locale import Locale

PROJECT = ("en", "es", "fr", "pt_BR", "de", "ar", "hi", "zh_Hans", "ru")


@pytest.mark.parametrize("code", PROJECT)
def test_every_locale_of_the_project_has_data(code: str) -> None:
    assert find_lexicon(Locale(code)) is not None


def test_a_locale_without_data_has_none() -> None:
    assert find_lexicon(Locale("fi")) is None


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("zh", "zh_Hans"),
        ("zh_CN", "zh_Hans"),
        ("zh_TW", "zh_Hant"),
        ("zh_Hant", "zh_Hant"),
        ("pt_BR", "pt"),
        ("es_419", "es"),
        ("tl", "fil"),
        ("iw", "he"),
    ],
)
def test_a_locale_has_the_data_of_its_language_and_script(code: str, name: str) -> None:
    lexicon = find_lexicon(Locale(code))
    assert lexicon is not None
    assert lexicon.language == name


def test_the_languages_with_translations_at_hand_are_measured() -> None:
    measured = {name for name in languages() if get_lexicon(name).is_measured}
    assert measured == {"es", "fr", "pt", "ru", "ar", "fa", "hi", "id", "fil", "sw", "zh_Hans"}


def test_there_is_data_for_the_languages_that_are_promised() -> None:
    promised = (
        *("es", "fr", "pt", "it", "ca", "de", "nl", "ru", "pl", "uk", "ar", "fa", "he", "hi", "bn", "id"),
        *("ms", "fil", "sw", "tr", "vi", "zh_Hans", "zh_Hant", "ja", "ko"),
    )
    assert set(promised) <= languages()
    for name in promised:
        lexicon = get_lexicon(name)
        assert lexicon.numbers, name
        assert lexicon.units, name
        assert lexicon.openers, name
        assert lexicon.emergency, name
        assert lexicon.months or name.startswith(("zh", "ja", "ko")), name


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "no source note"),
        ({"source": "x", "negations": {}}, "unknown key 'negations'"),
        ({"source": "x", "modal": {"shall": []}}, 'unknown key "modal.shall"'),
        ({"source": "x", "units": {"mg": [" "]}}, "an empty form"),
        ({"source": "x", "neutral": ["*"]}, "an empty form"),
    ],
)
def test_bad_data_is_an_error_with_its_file(data: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        parse_lexicon("xx", data, {})
    assert str(caught.value.at) == "language/data/xx.toml"


def list_forms(data: Any) -> list[str]:
    """Return every text in a data file but the note of its source."""
    if isinstance(data, str):
        return [data]
    parts = data.items() if isinstance(data, dict) else enumerate(data if isinstance(data, list) else ())
    return [form for key, part in parts if key != "source" for form in list_forms(part)]


@pytest.mark.parametrize("name", sorted(languages()))
def test_every_form_is_in_the_scripts_of_its_language(name: str) -> None:
    """Symbols of units and loans are Latin anywhere."""
    own = {LATIN, *scripts_of(Locale(name))}
    assert [form for form in list_forms(read_data(name)) if set(count_letters(form)) - own] == []


@pytest.mark.parametrize("name", sorted(languages()))
def test_every_language_has_words_for_times_and_doses(name: str) -> None:
    times = {"second", "minute", "hour", "day", "week", "month", "year"}
    assert times | DOSE_FORMS | (MEASURES & {"kg", "g", "mg", "l", "ml", "iu"}) <= set(
        read_data(name)["units"]
    )


@pytest.mark.parametrize("name", sorted(languages()))
def test_every_language_has_cues_of_every_kind(name: str) -> None:
    of_sources = {"negation.akin", "negation.firm", "negation.bound", "negation.reason", "modal.need"}
    missing = {kind for kind, forms in get_lexicon(name).cues.items() if not forms}
    assert missing - {"negation.concord", "negation.describing"} == (set() if name == "en" else of_sources)


@pytest.mark.parametrize("name", sorted(languages()))
def test_every_form_of_every_language_is_found_in_itself(name: str) -> None:
    lexicon = get_lexicon(name)
    lost = []
    permission = {kind: forms for kind, forms in lexicon.cues.items() if kind.startswith("permission.")}
    others = {kind: forms for kind, forms in lexicon.cues.items() if kind not in permission}
    for tables in (others, permission, lexicon.units, lexicon.periods, lexicon.opposites):
        forms = [form for forms in tables.values() for form in forms if "*" not in form]
        finder = FormFinder(sorted(set(forms), key=lambda form: -len(form)), lexicon)
        lost += [
            form
            for form in forms
            if not any(match[0].casefold() == form.casefold() for _, match in finder.finditer(form))
        ]
    assert lost == []


@pytest.mark.parametrize("name", sorted(languages()))
def test_what_describes_is_a_negation_too(name: str) -> None:
    cues = get_lexicon(name).cues
    assert set(cues["negation.describing"]) <= set(cues["negation.strong"])
