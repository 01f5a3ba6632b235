"""Typography of spaces: what is changed, what is left alone, and that a second pass changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config.project import TYPOGRAPHY
from pipeline.language.typography import apply_typography, find_quotes, transformations_of
from pipeline.model.locale import Locale
from tests.properties.effort import MODEST

ALL = TYPOGRAPHY["fr"]
FR, FR_CA, ES = Locale("fr"), Locale("fr_CA"), Locale("es")


def shown(text: str, locale: Locale = FR, names: tuple[str, ...] = ALL, code: tuple[int, ...] = ()) -> str:
    """Return the text with `_` for a narrow space that does not break and `~` for a wide one."""
    done = apply_typography(text, locale, names, code)
    return done.replace("\u202f", "_").replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("text", "france", "canada"),
    [
        ("Vraiment?", "Vraiment_?", "Vraiment?"),
        ("Vraiment ?", "Vraiment_?", "Vraiment?"),
        ("Vraiment\u00a0?", "Vraiment_?", "Vraiment?"),
        ("Non !", "Non_!", "Non!"),
        ("oui ; non", "oui_; non", "oui; non"),
        ("Note: oui", "Note~: oui", "Note~: oui"),
        ("Note : oui", "Note~: oui", "Note~: oui"),
        ("Quoi ?! Non!!!", "Quoi_?! Non_!!!", "Quoi?! Non!!!"),
        ("<1>Oui</1> !", "<1>Oui</1>_!", "<1>Oui</1> !"),
        ("{name} : oui", "{name}~: oui", "{name}~: oui"),
        ("« Oui »", "«~Oui~»", "«~Oui~»"),
        ("«Oui!»", "«~Oui_!~»", "«~Oui!~»"),
        ("« <1>Oui</1> »", "«~<1>Oui</1>~»", "«~<1>Oui</1>~»"),
        ("50% de 5 mg", "50~% de 5~mg", "50~% de 5~mg"),
        ("38,5 °C ou 10 000 UI", "38,5~°C ou 10 000~UI", "38,5~°C ou 10 000~UI"),
        ("(vraiment ?)", "(vraiment_?)", "(vraiment?)"),
    ],
)
def test_spaces_of_french(text: str, france: str, canada: str) -> None:
    assert shown(text) == shown(text, Locale("fr_BE")) == france
    assert shown(text, FR_CA) == canada


@pytest.mark.parametrize(
    "text",
    [
        "à 10:30 ou 1:2",
        "https://example.org/a?b=1;c:d! et www.example.org/?q=a;b",
        "ana@example.org:80",
        "&nbsp;oui &lt;1&gt;",
        ":sourire: oui",
        "content :) triste :-(",
        "Vraiment...?",
        "Vraiment…!",
        "(?) et (!)",
        "! Attention",
        "\n? oui",
        "{a:b} et %(c)s;d",
        "<1>oui</1>",
        "«&nbsp;oui&nbsp;»",
        "»oui«",
        "”oui“ et “oui”",
        "« »",
        "A;B;C a?b:c",
        "5 mois, 5 l’an, 5 mgx, x5mg",
    ],
)
@pytest.mark.parametrize("locale", [FR, FR_CA], ids=str)
def test_what_is_no_prose_or_no_mark_is_left_alone(text: str, locale: Locale) -> None:
    assert apply_typography(text, locale, ALL) == text


def test_code_is_left_alone() -> None:
    text = "Tapez <1>a ? b : «c»</1> : puis <2>oui !</2> <3/> !"
    assert shown(text, code=(1, 3)) == "Tapez <1>a ? b : «c»</1>~: puis <2>oui_!</2> <3/>_!"
    assert shown("<1>a ?", code=(1,)) == "<1>a_?"


def test_only_what_is_asked_for_is_done() -> None:
    text = "« Oui » : 5 % !"
    assert shown(text, names=()) == text
    assert shown(text, names=("marks",)) == "« Oui »~: 5 %_!"
    assert shown(text, names=("guillemets",)) == "«~Oui~» : 5 % !"
    assert shown(text, names=("units",)) == "« Oui » : 5~% !"


def test_other_languages_keep_a_number_with_its_unit_only() -> None:
    assert shown("¿Toma 5 mg : 50% o 50 %?", ES) == "¿Toma 5~mg : 50% o 50~%?"


def test_what_the_configuration_offers_is_what_there_is() -> None:
    for code in ("fr", "fr_CA", "fr_CH", "es", "zh_Hans", "pt_BR"):
        locale = Locale(code)
        assert transformations_of(locale) == TYPOGRAPHY.get(locale.language, TYPOGRAPHY["*"])


def test_quotes_are_those_of_the_closest_locale() -> None:
    assert find_quotes(Locale("fr_CA")) == ("«", "»", "”", "“")
    assert find_quotes(Locale("fr_BE")) == find_quotes(FR)
    assert find_quotes(Locale("zh_Hant_TW")) == ("「", "」", "『", "』")
    assert find_quotes(Locale("de")) == ("„", "“", "‚", "‘")
    assert find_quotes(Locale("de_CH")) == ("«", "»", "‹", "›")
    assert find_quotes(Locale("sw")) is None


def test_inner_quotes_get_spaces_where_they_are_angles() -> None:
    assert shown("«a ‹b›»", Locale("fr_CH")) == "«~a ‹~b~›~»"
    assert shown("«a ‹b›»") == "«~a ‹b›~»"


PIECES = [
    *"aB5 ;:!?«»‹›%(){}.…\u00a0\u202f\u2009\n",
    "mg",
    "<1>",
    "</1>",
    "<2/>",
    "https://x.org/a?",
    "&nbsp;",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
LOCALES = st.sampled_from([FR, FR_CA, Locale("fr_CH"), ES])


@MODEST
@given(TEXTS, LOCALES, st.sets(st.sampled_from(ALL)), st.sampled_from([(), (1,)]))
def test_it_is_idempotent_and_only_white_space_changes(
    text: str, locale: Locale, names: set[str], code: tuple[int, ...]
) -> None:
    """Idempotent: what it made it leaves alone. Only white space changes."""
    once = apply_typography(text, locale, names, code)
    assert apply_typography(once, locale, names, code) == once
    assert "".join(once.split()) == "".join(text.split())
    assert once.count("\n") == text.count("\n")
