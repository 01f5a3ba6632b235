import pytest

from pipeline.language.names import (
    direction,
    english_name,
    find_language,
    name_in_label,
    own_name,
    render_label,
)
from pipeline.model.locale import Locale

ENGLISH = Locale("en")


def test_directions() -> None:
    codes = ("es", "ar", "he", "ur", "fa", "zh_Hans")
    assert [direction(Locale(code)) for code in codes] == ["ltr", "rtl", "rtl", "rtl", "rtl", "ltr"]


def test_own_and_english_names() -> None:
    assert (own_name(Locale("pt_BR")), english_name(Locale("pt_BR"))) == (
        "Português (Brasil)",
        "Brazilian Portuguese",
    )
    assert (own_name(Locale("es")), english_name(Locale("es"))) == ("Español", "Spanish")


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("es", "X (español):"),
        ("pt_BR", "X (português):"),
        ("fr", "X (français)\u00a0:"),
        ("zh_Hans", "X（简体中文）："),
        ("ar", "X (العربية):"),
        ("en", "X (English):"),
    ],
)
def test_labels_in_each_languages_typography(code: str, label: str) -> None:
    assert render_label("X", Locale(code)) == label


@pytest.mark.parametrize("code", ["pt_BR", "en_GB", "es_419", "zh_Hant_HK", "sr_Latn"])
def test_a_name_in_a_label_has_no_brackets(code: str) -> None:
    assert "(" not in name_in_label(Locale(code))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("English", "en"),
        (" english ", "en"),
        ("Brazilian Portuguese", "pt_BR"),
        ("Portuguese (Brazil)", None),
        ("Klingonish", None),
        ("Farsi", "fa"),
        ("FARSI ", "fa"),
        ("severe", None),
    ],
)
def test_language_names_are_looked_up_never_guessed(name: str, code: str | None) -> None:
    assert find_language(name, ENGLISH, {"Farsi": "fa"}) == code
