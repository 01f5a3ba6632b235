"""Errors planted in good translations are found in every language of the project; good ones are silent."""

from __future__ import annotations

import pytest

from pipeline.checks.runner import CheckSet, run_checks
from pipeline.model.catalog import Catalog, Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import UnitKey

SOURCE = "Do not take more than 250 mg in 3 days, and you must call your doctor if the pain gets worse."
GOOD = {
    "es": "No tome más de 250 mg en 3 días, y debe llamar a su médico si el dolor empeora.",
    "fr": "Ne prenez pas plus de 250 mg en 3 jours, et vous devez appeler le médecin si cela empire.",
    "pt_BR": "Não tome mais de 250 mg em 3 dias, e você deve ligar para o seu médico se a dor piorar.",
    "de": "Nehmen Sie nicht mehr als 250 mg in 3 Tagen, rufen Sie unbedingt den Arzt an, wenn es zunimmt.",
    "ru": "Не принимайте более 250 мг за 3 дня; вы должны позвонить врачу, если боль усилится.",
    "ar": "لا تتناول أكثر من ٢٥٠ ملغ خلال ٣ أيام، ويجب الاتصال بطبيبك إذا اشتد الألم.",
    "hi": "3 दिनों में 250 मिलीग्राम से अधिक न लें, और दर्द बढ़ने पर डॉक्टर को ज़रूर फ़ोन करना चाहिए।",
    "zh_Hans": "3天内不要服用超过250毫克，如果疼痛加重，您必须致电医生。",
}
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
UNITS = {"mg": " g", "мг": "г", "ملغ": "غ", "मिलीग्राम": "ग्राम", "毫克": "克"}


def _rules(locale: str, target: str, source: str = SOURCE) -> set[str]:
    catalog = Catalog(entries=(Entry(key=UnitKey(None, source), targets=(target,)),))
    return {
        f.check for f in run_checks(catalog, Locale(locale), checks=CheckSet(checks=CheckSet.load().checks))
    }


def _plant(target: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        if old in target:
            return target.replace(old, new, 1)
    raise AssertionError(target)


@pytest.mark.parametrize("locale", GOOD)
def test_a_good_translation_is_silent(locale: str) -> None:
    assert _rules(locale, GOOD[locale]) == set()


@pytest.mark.parametrize("locale", GOOD)
@pytest.mark.parametrize("number", ["2500", "25", "2.5", "520"])
def test_a_changed_number_is_found(locale: str, number: str) -> None:
    bad = GOOD[locale].translate(DIGITS).replace("250", number)
    assert "number.changed" in _rules(locale, bad)


@pytest.mark.parametrize("locale", GOOD)
def test_a_number_that_went_is_found(locale: str) -> None:
    assert "number.missing" in _rules(locale, GOOD[locale].translate(DIGITS).replace("250", ""))


@pytest.mark.parametrize("locale", GOOD)
def test_mg_to_g_is_found(locale: str) -> None:
    assert "quantity.unit-changed" in _rules(locale, _plant(GOOD[locale], *UNITS.items()))


@pytest.mark.parametrize("locale", GOOD)
def test_days_to_weeks_is_found(locale: str) -> None:
    days = {"días": "semanas", "jours": "semaines", "dias": "semanas", "Tagen": "Wochen", "дня": "недели", "أيام": "أسابيع", "दिनों": "सप्ताह", "天": "周"}  # fmt: skip # noqa: E501
    assert "quantity.unit-changed" in _rules(locale, _plant(GOOD[locale], *days.items()))


@pytest.mark.parametrize("locale", GOOD)
def test_the_only_negation_that_went_is_found(locale: str) -> None:
    cues = (("No tome", "Tome"), ("Ne prenez pas plus", "Prenez plus"), ("Não tome", "Tome"), ("nicht mehr", "mehr"), ("Не прин", "Прин"), ("لا تتناول", "تناول"), ("न लें", "लें"), ("不要", ""))  # fmt: skip # noqa: E501
    assert "negation.missing" in _rules(locale, _plant(GOOD[locale], *cues))


@pytest.mark.parametrize("locale", GOOD)
def test_must_to_may_is_found(locale: str) -> None:
    cues = (("debe", "puede"), ("devez", "pouvez"), ("deve", "pode"), ("rufen Sie unbedingt den Arzt an", "Sie können den Arzt anrufen"), ("должны", "можете"), ("يجب", "يمكن"), ("ज़रूर फ़ोन करना चाहिए", "फ़ोन कर सकते हैं"), ("必须", "可以"))  # fmt: skip # noqa: E501
    assert "modality.softened" in _rules(locale, _plant(GOOD[locale], *cues))


@pytest.mark.parametrize("locale", GOOD)
def test_the_first_half_alone_is_found(locale: str) -> None:
    assert _rules(locale, GOOD[locale][: len(GOOD[locale]) // 2]) & {"length.truncated", "length.ratio"}


@pytest.mark.parametrize("locale", GOOD)
def test_a_half_left_in_english_is_found(locale: str) -> None:
    half = GOOD[locale][: len(GOOD[locale]) // 2] + SOURCE[len(SOURCE) // 2 :]
    assert "residue.english-run" in _rules(locale, half)


@pytest.mark.parametrize("locale", GOOD)
def test_a_target_left_in_english_is_found(locale: str) -> None:
    assert "residue.untranslated" in _rules(locale, SOURCE)


@pytest.mark.parametrize("locale", GOOD)
@pytest.mark.parametrize(
    ("planted", "rule"),
    [
        ("\ufffd", "character.replacement"),
        ("\u202e", "character.bidi-control"),
        ("\u2067", "character.bidi-control"),
        ("\u200b", "character.invisible"),
        ("\u2060", "character.invisible"),
        ("\ufeff", "character.invisible"),
        ("\U000e0061\U000e007f", "character.tag"),
        ("\x1b", "character.control"),
        ("<script>x</script>", "markup.injection"),
        ("<a href=x>", "markup.injection"),
        (" https://evil.example/x ", "markup.url-added"),
        ("<1>", "markup.tag-extra"),
        ("{name}", "markup.placeholder"),
        ("(", "punctuation.bracket"),
    ],
)
def test_what_was_slipped_in_is_found(locale: str, planted: str, rule: str) -> None:
    middle = len(GOOD[locale]) // 2
    assert rule in _rules(locale, GOOD[locale][:middle] + planted + GOOD[locale][middle:])


@pytest.mark.parametrize("locale", [code for code in GOOD if code != "zh_Hans"])
def test_text_that_was_decoded_wrongly_is_found(locale: str) -> None:
    accented = {"de": "ä", "es": "ó", "fr": "é", "pt_BR": "ã"}.get(locale, GOOD[locale].split()[1])
    garbled = accented.encode().decode("cp1252", errors="replace").replace("\ufffd", "\u0081")
    assert "character.mojibake" in _rules(locale, f"{GOOD[locale]} {garbled}")


@pytest.mark.parametrize(
    ("locale", "old", "new"),
    [("es", "dolor", "d\u043elor"), ("ru", "боль", "б\u006fль"), ("de", "Arzt", "\u0391rzt")],
)
def test_a_lookalike_from_another_script_is_found(locale: str, old: str, new: str) -> None:
    assert "character.mixed-script" in _rules(locale, GOOD[locale].replace(old, new))


@pytest.mark.parametrize("locale", GOOD)
def test_a_text_of_another_script_is_found(locale: str) -> None:
    other = GOOD["hi"] if locale != "hi" else GOOD["ru"]
    assert "script.wrong" in _rules(locale, other)
