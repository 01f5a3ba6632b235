from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.planting.registry import OPERATIONS
from tests.planting.plots import BY_NAME, make_plot, plant, results

DOSES = Path(__file__).parents[1] / "benchmarks" / "doses"
NAMES = [operation.name for operation in OPERATIONS]

CLAUSE = "llegó desde muy lejos a una isla de la otra orilla"
LONG = "Rest in your own bed and drink a lot of clean water."

EXACT = [
    ("number-omitted", "es", "Take 40 drops.", "Tome 40 gotas.", {"Tome gotas."}),
    ("digit-dropped", "es", "Take 40 drops.", "Tome 40 gotas.", {"Tome 4 gotas.", "Tome 0 gotas."}),
    ("decimal-shift", "es", "Take 2.5 ml.", "Tome 2,5 ml.", {"Tome 25 ml."}),
    ("decimal-shift", "fa", "Take 0.25 ml.", "۰٫۲۵ میلی‌لیتر", {"۲۵ میلی‌لیتر", "۰۲٫۵ میلی‌لیتر"}),
    ("numbers-swapped", "es", "2 of 10", "2 de 10", {"10 de 2"}),
    ("numbers-swapped", "ar", "2 of 10", "٢ من ١٠", {"١٠ من ٢"}),
    ("unit-swapped", "es", "for 30 metres", "durante 30 metros",
     {"durante 30 centímetros", "durante 30 kilómetros"}),
    ("unit-swapped", "sw", "for 3 days", "kwa siku 3", {"kwa wiki 3", "kwa mwezi 3"}),
    ("unit-swapped", "zh_Hans", "60%", "60%", {"60‰"}),
    ("dose-unit-swapped", "pl", "5 ml", "5 ml", {"5 l"}),
    ("dose-unit-swapped", "ru", "5 mg", "5 мг", {"5 г", "5 мкг", "5 МЕ"}),
    ("dose-unit-swapped", "hi", "5 ml", "5 मिलीलीटर", {"5 लीटर"}),
    ("sole-negation-dropped", "es", "Do not smoke.", "No fume.", {"Fume."}),
    ("sole-negation-dropped", "fr", "Do not smoke.", "Il ne fume pas.", {"Il fume."}),
    ("sole-negation-dropped", "zh_Hans", "Do not smoke.", "不要吸烟。", {"要吸烟。"}),
    ("sole-negation-dropped", "sw", "Do not smoke.", "Usivute sigara.", {"Uvute sigara."}),
    ("sole-negation-dropped", "sw", "those who do not smoke", "wasiotumia sigara", {"wanaotumia sigara"}),
    ("sole-negation-dropped", "sw", "if they do not go", "wasipofanya", {"wakifanya"}),
    ("sole-negation-dropped", "sw", "not to smoke", "kutovuta sigara", {"kuvuta sigara"}),
    ("sole-negation-dropped", "sw", "not being there", "kutokuwepo", {"kuwepo"}),
    ("sole-negation-dropped", "hi", "Do not smoke.", "धूम्रपान न करें।", {"धूम्रपान करें।"}),
    ("negation-dropped", "de", "no pain, no fever", "keine Angst, kein Fieber",
     {"eine Angst, kein Fieber", "keine Angst, ein Fieber"}),
    ("negation-dropped", "ru", "Never smoke.", "Никогда не курите.", {"Всегда курите."}),
    ("modality-softened", "es", "You must rest.", "Debe descansar.", {"Puede descansar."}),
    ("modality-softened", "ar", "You must rest.", "ويجب أن ترتاح.", {"ويمكن أن ترتاح."}),
    ("comparator-flipped", "es", "at least 3", "al menos 3", {"como máximo 3"}),
    ("comparator-flipped", "ja", "at least 3", "少なくとも3回", {"多くとも3回"}),
    ("comparator-flipped", "es", "over 3,000 people", "más de 3.000 personas", {"menos de 3.000 personas"}),
    ("comparator-flipped", "es", "up to 5 days", "hasta 5 días", {"desde 5 días"}),
    ("comparator-flipped", "sw", "up to 5 days", "hadi 5", {"kuanzia 5"}),
    ("order-turned-round", "es", "before the meal", "antes de la comida", {"después de la comida"}),
    ("order-turned-round", "ar", "after the meal", "بعد الأكل", {"قبل الأكل"}),
    ("frequency-changed", "es", "Take it twice a day.", "Tómelo dos veces al día.",
     {"Tómelo dos veces a la semana."}),
    ("frequency-changed", "zh_Hans", "once daily", "每日一次", {"每周一次"}),
    ("negation-added", "es", "You must rest.", "Debe descansar.", {"No debe descansar."}),
    ("negation-added", "sw", "You can walk.", "Unaweza kutembea.", {"Huwezi kutembea."}),
    ("opposite-said", "es", "Raise your left arm.", "Levante el brazo izquierdo.",
     {"Levante el brazo derecho."}),
    ("opposite-said", "ru", "with cold water", "холодной водой", {"тёплой водой"}),
    ("list-item-lost", "es", "salt, sugar, rice, beans and oil", "sal, azúcar, arroz, judías y aceite",
     {"sal, arroz, judías y aceite", "sal, azúcar, judías y aceite", "sal, azúcar, arroz y aceite"}),
    ("list-item-lost", "es", "salt, sugar, and oil", "sal, azúcar y aceite", {"sal y aceite"}),
    ("list-item-lost", "es", "salt, brown sugar, and oil", "sal, azúcar moreno de caña y aceite",
     {"sal y aceite"}),
    ("list-item-lost", "es", "salt, a yucca, and oil", "sal, una yuca y aceite", {"sal y aceite"}),
    ("list-item-lost", "es", "salt, an ox, and oil", "sal, un buey y aceite", {"sal y aceite"}),
    ("list-item-lost", "es", "salt, some sugar, and oil", "sal, 0,5 g de azúcar y aceite", {"sal y aceite"}),
    ("list-item-lost", "es", "SALT, SUGAR, AND OIL", "SAL, AZÚCAR Y ACEITE", {"SAL Y ACEITE"}),
    ("list-item-lost", "es", "salt, sugar, and oil, which is good", "sal, azúcar, y aceite, que es bueno",
     {"sal, y aceite, que es bueno"}),
    ("list-item-lost", "es", "salt, sugar, rice and oil; tea or water",
     "sal, azúcar, arroz y aceite, té o agua",
     {"sal, arroz y aceite, té o agua", "sal, azúcar y aceite, té o agua"}),
    ("list-item-lost", "es", "salt, 5, sugar, and oil", "sal, 5, azúcar y aceite", {"sal, 5 y aceite"}),
    ("list-item-lost", "ar", "salt, sugar, and oil", "الملح، والسكر، والزيت", {"الملح، والزيت"}),
    ("list-item-lost", "zh_Hans", "salt, sugar, or oil", "盐、糖或油", {"盐或油"}),
    ("list-item-lost", "zh_Hans", "salt, sugar, and oil etc.", "盐、糖、油等", {"盐、油等"}),
    ("list-item-lost", "hi", "salt, sugar, and oil", "नमक, चीनी और तेल", {"नमक और तेल"}),
    ("part-lost", "es", "as a rule, it came, it saw, and it won", "como regla, vino, vio, y venció",
     {"como regla, vio, y venció", "como regla, vino, y venció"}),
    ("sentence-omitted", "es", "Rest in your bed. Drink a lot of water.",
     "Descanse en su cama. Beba mucha agua fría.",
     {"Descanse en su cama.", "Beba mucha agua fría."}),
    ("sentence-omitted", "zh_Hans", "Rest in your bed. Drink water.", "请您卧床休息。请多喝些开水。",
     {"请您卧床休息。", "请多喝些开水。"}),
    ("half-truncated", "es", "Rest in your bed all day.", "Descanse en su cama todo el día.",
     {"Descanse en su cama"}),
    ("half-truncated", "zh_Hans", "Rest in your bed, drink water.", "请您卧床休息请多喝开水。",
     {"请您卧床休息"}),
    ("tail-cut", "es", "Rest in your bed all day now.", "Descanse en su cama todo el día hoy.",
     {"Descanse en su cama todo el día."}),
    ("tail-cut", "es", "Rest in your own bed at home.", "Descanse en su cama, hospitalizándose.",
     {"Descanse en su cama,."}),
    ("tail-cut", "zh_Hans", "Rest in bed.", "请您卧床 休息请多喝开水。", {"请您卧床 休息请多喝。"}),
    ("word-repeated", "es", "Rest.", "Descanse.", {"Descanse Descanse."}),
    ("word-repeated", "zh_Hans", "Rest.", "休息。", {"休息休息。"}),
    ("left-in-english", "es", LONG, "Descanse.",
     {LONG}),
    ("half-in-english", "es", LONG, "Descanse en su propia cama y beba.",
     {"Descanse en su propia a lot of clean water."}),
    ("tag-lost", "es", "<1>Rest</1> now", "<1>Descanse</1> ya", {"Descanse</1> ya", "<1>Descanse ya"}),
    ("tag-broken", "es", "<1/>", "<1/>", {"1/>", "<1/"}),
    ("tag-translated", "es", "<2>a", "<2>a", {"< texto2>a"}),
    ("placeholder-lost", "es", "Hello {name}!", "¡Hola {name}!", {"¡Hola!"}),
    ("placeholder-broken", "es", "Hello {name}!", "¡Hola {name}!", {"¡Hola { name}!", "¡Hola {qame}!"}),
    ("link-changed", "es", "See https://who.int now", "Vea https://who.int ya",
     {"Vea https://attacker.example/pay ya"}),
    ("address-injected", "es", "Rest.", "Descanse.", {"Descanse. https://attacker.example/pay"}),
    ("look-alike", "es", "ray", "rap", {"rаp", "raр"}),
    ("look-alike", "ru", "then", "тот", {"тoт"}),
    ("replacement-character", "es", "a", "a 1", {"\ufffd 1"}),
    ("not-nfc", "es", "Yes.", "Sí.", {"Si\u0301."}),
    ("medicine-swapped", "pt_BR", "Take aspirin.", "Tome aspirina.", None),
    ("number-changed", "es", "Take 40 drops.", "Tome 40 gotas.", None),
    ("phone-changed", "es", "Call 1-800-222-1222.", "Llame al 1-800-222-1222.", None),
    ("phone-changed", "es", "Call 112 now.", "Llame al 112 ya.", None),
    ("addition", "es", "Rest.", "Descanse.", None),
    ("wrong-language", "sw", LONG, "Pumzika kitandani na unywe maji.", None),
    ("sibling-language", "id", LONG, "Beristirahatlah di tempat tidur.", None),
    ("segments-swapped", "es", LONG, "Descanse.", {"Descanse."}),
    ("script-injected", "es", "Rest.", "Descanse.", None),
    ("mojibake", "es", "Yes.", "Sí.", {"SÃ\xad."}),
    ("bidi-control", "es", "Rest.", "Descanse.", None),
    ("zero-width", "es", "Rest.", "Descanse.", None),
    ("tag-characters", "es", "Rest.", "Descanse.", None),
    ("control-character", "es", "Rest.", "Descanse.", None),
]  # fmt: skip

NOTHING = [
    ("number-changed", "es", "SARS-CoV-2 and COVID-19", "SARS-CoV-2 y COVID-19", "numbers in names"),
    ("number-changed", "es", "Take <1>it</1> {0}", "Tómelo <1>ya</1> {0}", "numbers in markup"),
    ("digit-dropped", "es", "Take 4 drops.", "Tome 4 gotas.", "one digit"),
    ("decimal-shift", "es", "Take 25 ml.", "Tome 2,5 ml.", "not in the source"),
    ("decimal-shift", "es", "1,000 people", "1.000 personas", "a separator of thousands"),
    ("numbers-swapped", "es", "2 of 2", "2 de 2", "equal numbers"),
    ("unit-swapped", "es", "every week", "cada semana", "no number"),
    ("unit-swapped", "fa", "in 2003", "در سال ۲۰۰۳ بود", "a year of the calendar counts nothing"),
    ("unit-swapped", "zh", "in 2003", "2003 年", "a year of the calendar, in front"),
    ("dose-unit-swapped", "es", "3 months", "3 meses", "no dose, though it starts with m"),
    ("medicine-swapped", "es", "Take it.", "Tome aspirina.", "the source names none"),
    ("sole-negation-dropped", "es", "Do not smoke, do not drink.", "No fume, no beba.", "two negations"),
    ("negation-dropped", "es", "Smoke!", "No fume.", "the source has none"),
    ("modality-softened", "es", "You must not rest.", "No debe descansar.", "may not forbids too"),
    ("comparator-flipped", "es", "3 days", "al menos 3 días", "the source has none"),
    ("comparator-flipped", "ru", "as described above", "как описано выше", "above in the text is no bound"),
    ("comparator-flipped", "sw", "at least wash", "habari juu ya maji", "juu ya without a number is about"),
    ("order-turned-round", "es", "the meal", "antes de la comida", "the source has none"),
    ("order-turned-round", "ar", "taken by a doctor before", "من قبل طبيب", "by somebody is not before"),
    ("frequency-changed", "es", "Take it.", "Tómelo cada día.", "the source says no rate"),
    ("negation-added", "es", "You must not rest.", "Debe descansar.", "the source has a negation"),
    ("opposite-said", "es", "Raise it.", "Levante el brazo izquierdo.", "the source says no side"),
    ("opposite-said", "es", "the left arm and the right arm", "el brazo izquierdo", "it says both sides"),
    ("opposite-said", "es", "the left arm and the left leg", "el brazo izquierdo", "it says it twice"),
    ("opposite-said", "es", "the left arm", "la mano izquierda y el pie izquierdo", "which of the two?"),
    ("list-item-lost", "es", "salt and sugar", "sal, azúcar y aceite", "the source has no list"),
    ("list-item-lost", "es", "salt, sugar, rice, and oil", "sal, azúcar y aceite", "a list of another size"),
    ("list-item-lost", "es", "However, salt and sugar help.", "Sin embargo, la sal y el azúcar ayudan.",
     "a comma and an `and` make no list"),
    ("list-item-lost", "ru", "salt, sugar, and oil", "соль, сахар, масло", "no `and` behind the last item"),
    ("list-item-lost", "es", "salt. Sugar, rice, and oil", "sal, azúcar. Arroz y aceite", "another sentence"),
    ("list-item-lost", "ar", "salt, sugar, and oil", "الملح، السكر، و 5", "a letter glued to no word"),
    ("list-item-lost", "zh_Hans", "salt, sugar, and oil", "盐，糖和油", "a comma that parts clauses too"),
    ("list-item-lost", "es", "1,000,000,000", "1,000,000,000", "signs inside a number"),
    ("part-lost", "es", "salt and sugar", "sal, azúcar, arroz y aceite", "the source has no commas"),
    ("list-item-lost", "es", "salt, sugar, and oil",
     "sal, azúcar moreno de caña de una isla de la otra orilla y aceite", "a clause"),
    ("part-lost", "es", "salt, sugar, and oil", "sal, azúcar, y aceite", "two commas only"),
    ("part-lost", "es", "salt, and oil", "sal, azúcar, arroz, y aceite", "the source has a comma only"),
    ("part-lost", "es", "it came, saw: so, then, well", "Vino, vio. Y, fue: así, bien", "other sentences"),
    ("part-lost", "es", "as a rule, it came, it saw, it won",
     f"sí, {CLAUSE}, {CLAUSE}, sí",
     "clauses"),
    ("part-lost", "es", "1,000,000,000", "1,000,000,000", "signs inside a number"),
    ("sentence-omitted", "es", "Rest now. Drink water.", "Descanse. Beba agua.", "short sentences"),
    ("sentence-omitted", "es", "Rest in your bed and drink", "Descanse en su cama. Beba mucha agua fría.",
     "one sentence of the source"),
    ("sentence-omitted", "es", "Rest in your bed. Drink a lot of water. Go",
     "Descanse en su cama. Beba mucha agua fría. Vaya", "the last one has no end"),
    ("tail-cut", "es", "Rest in ward B at home.", "Descanse en su cama hospitalaria B", "one letter"),
    ("half-truncated", "es", "Rest well now.", "Descanse bien ahora", "too short"),
    ("sentence-omitted", "es", "Rest at 3.5 ml. or so", "Descanse en su cama.", "one sentence"),
    ("left-in-english", "es", LONG,
     LONG, "it is English already"),
    ("left-in-english", "es", "COVID-19", "la COVID-19", "too short to be a text"),
    ("wrong-language", "es", "Rest.", "Descanse.", "too short to be told"),
    ("tag-lost", "es", "Rest.", "Descanse.", "no tag"),
    ("placeholder-lost", "es", "50 % done", "50 % hecho", "a sign of percent"),
    ("link-changed", "es", "Rest.", "Vea https://who.int", "not in the source"),
    ("phone-changed", "es", "112 people", "112 personas", "no telephone"),
    ("mojibake", "es", "Rest.", "Descanse.", "ASCII only"),
    ("not-nfc", "zh_Hans", "Rest.", "休息。", "nothing to take apart"),
    ("not-nfc", "es", "Yes.", "Si\u0301.", "apart already"),
    ("look-alike", "hi", "Rest.", "आराम करें।", "no letter that looks like another"),
    ("addition", "xx", "Rest.", "Descanse.", "a language nothing is known of"),
]  # fmt: skip


def test_every_operation_has_an_example() -> None:
    assert {row[0] for row in EXACT} == set(NAMES)
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize(("name", "locale", "source", "target", "expected"), EXACT)
def test_it_makes_these_errors_and_no_others(
    name: str, locale: str, source: str, target: str, expected: set[str] | None
) -> None:
    made = results(name, make_plot(locale, source, target))
    assert None not in made
    if expected is not None:
        assert made == expected
    elif not BY_NAME[name].is_exchange:
        assert target not in made


@pytest.mark.parametrize(("name", "locale", "source", "target", "why"), NOTHING)
def test_it_makes_nothing_of_what_gives_no_error(
    name: str, locale: str, source: str, target: str, why: str
) -> None:
    assert results(name, make_plot(locale, source, target)) == {None}, why


def _sentences() -> list[tuple[str, str, str]]:
    rows = []
    for path in sorted(DOSES.glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").splitlines()[1:]
        rows += [(path.stem, *line.split("\t")[1:]) for line in lines]
    return rows


@pytest.mark.parametrize(
    ("locale", "source", "target"),
    [
        ("es", "2 up to 5 days", "de 2 hasta 5 días"),
        ("es", "2 mg up to 5 mg", "de 2 mg hasta 5 mg"),
        ("sw", "2 up to 5 days", "kutoka siku 2 hadi 5"),
        ("fr", "no more than you need", "jusqu’à ce que cela suffise"),
    ],
)
def test_an_up_to_that_bounds_no_number_alone_is_not_turned_round(
    locale: str, source: str, target: str
) -> None:
    assert plant("comparator-flipped", make_plot(locale, source, target)) is None


@pytest.mark.parametrize(
    "word",
    ["usimamizi", "usingizi", "msingi", "msimu", "wasichana", "wasiwasi", "isipokuwa", "isitoshe", "kutokana",
     "kutokea", "kutolewa", "kutosha", "kutofautisha", "haidrojeni", "asikie", "wasimame", "asiye"],
)  # fmt: skip
def test_a_swahili_word_that_only_begins_like_a_negation_is_left_alone(word: str) -> None:
    assert plant("negation-dropped", make_plot("sw", "It is not so.", f"Ni {word} sana.")) is None


@given(st.sampled_from(_sentences()), st.sampled_from(NAMES), st.integers(0, 5))
def test_law_what_it_returns_differs_from_the_target_and_is_never_blank(
    row: tuple[str, str, str], name: str, seed: int
) -> None:
    plot = make_plot(*row)
    made = plant(name, plot, seed)
    if made is not None:
        assert made.strip()
        assert made != plot.target or BY_NAME[name].is_exchange


@given(st.sampled_from(_sentences()), st.sampled_from(NAMES), st.integers(0, 5))
def test_law_the_same_plot_and_the_same_random_numbers_give_the_same_text(
    row: tuple[str, str, str], name: str, seed: int
) -> None:
    first, second = (plant(name, make_plot(*row), seed) for _ in range(2))
    assert first == second


@given(
    st.text(max_size=60),
    st.text(max_size=60),
    st.sampled_from(("es", "zh_Hans", "ar", "xx")),
    st.sampled_from(NAMES),
)
def test_no_text_stops_it(source: str, target: str, locale: str, name: str) -> None:
    made = plant(name, make_plot(locale, source, target))
    assert made is None or isinstance(made, str)


@pytest.mark.parametrize("name", ["number-changed", "digit-dropped", "phone-changed"])
def test_a_changed_number_keeps_the_digits_of_its_script(name: str) -> None:
    plot = make_plot("ar", "Call 5550123 now.", "اتصل ٥٥٥٠١٢٣ الآن.")
    for text in results(name, plot):
        digits = [one for one in text or "" if one.isdecimal()]
        assert digits
        assert all("ARABIC-INDIC" in unicodedata.name(one) for one in digits)


def test_a_changed_number_starts_with_no_zero() -> None:
    made = results("number-changed", make_plot("es", "Take 40 drops.", "Tome 40 gotas."))
    assert len(made) == 8 + 9
    assert "Tome 00 gotas." not in made
    assert not [text for text in made if text and text.startswith("Tome 0")]


def test_a_medicine_is_exchanged_for_another_one_in_its_own_language() -> None:
    made = results("medicine-swapped", make_plot("ru", "20 mg of aspirin", "20 мг аспирина"))
    assert "20 мг ибупрофен" in made
    assert not [text for text in made if text and "аспирин" in text]


def test_another_language_is_the_project_s_own_text_where_it_has_one() -> None:
    source = LONG
    plot = make_plot("es", source, "Descanse.", foreign=("Descanse na sua cama.",))
    assert results("wrong-language", plot) == {"Descanse na sua cama."}


def test_an_error_of_characters_is_not_seen_in_the_letters() -> None:
    for name in ("bidi-control", "zero-width", "tag-characters", "control-character"):
        text = plant(name, make_plot("es", "Rest.", "Descanse."))
        assert text is not None
        assert "".join(one for one in text if unicodedata.category(one) not in ("Cf", "Cc")) == "Descanse."


@pytest.mark.parametrize(
    ("locale", "target", "start"), [("zh_Hans", "休息。", "休息。"), ("es", "Ve.", "Ve. ")]
)
def test_an_addition_stands_apart_as_sentences_of_the_language_do(
    locale: str, target: str, start: str
) -> None:
    for text in results("addition", make_plot(locale, "Rest.", target)):
        assert text is not None
        assert text.startswith(start)
        assert " " not in text.removeprefix(start)[:2]
