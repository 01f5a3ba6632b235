"""The translations an export holds: paired where that is sure, and told apart where it is not."""

import pytest

from pipeline.config.project import Profile, SectionRule
from pipeline.formats.export_targets import TargetCell, read_targets
from pipeline.formats.registry import open_formats
from pipeline.model.locale import Locale
from tests.formats.exports import SPANISH, make_reading


def read(  # noqa: PLR0913 - each keyword is a case
    source: str,
    target: str,
    kind: str = "record",
    locale: Locale = SPANISH,
    *,
    name: str = "Spanish",
    profile: Profile | None = None,
    segmentation: str = "sentence",
) -> TargetCell:
    quoted = [f'"{text.replace(chr(34), chr(34) * 2)}"' for text in (source, target)]
    data = f"id,Title,Body (English),Body ({name})\n1,T,{quoted[0]},{quoted[1]}\n"
    reading = make_reading(fields={"Title": "text", "Body": kind}, profile=profile, segmentation=segmentation)
    [found] = read_targets(open_formats().get("csv"), data.encode(), reading, locale)
    return found


def pairs(found: TargetCell) -> list[tuple[str, str]]:
    return [(one.key.source, one.text) for one in found.pairs]


def reasons(found: TargetCell) -> list[str]:
    return [one.reason for one in found.unpaired]


def test_headings_and_sentences_are_paired_one_by_one() -> None:
    found = read("Causes\nHeat hurts. Drink water.\n", "Causas\nEl calor duele. Beba agua.\n")
    assert pairs(found) == [
        ("Causes", "Causas"),
        ("Heat hurts.", "El calor duele."),
        ("Drink water.", "Beba agua."),
    ]
    assert (found.part, found.field, found.column, found.line) == ("1", "Body", "Body (Spanish)", 4)
    assert found.text == "Causas\nEl calor duele. Beba agua.\n"
    assert found.pairs[0].key.context == "heading"
    assert not found.unpaired


def test_columns_rows_and_empty_cells() -> None:
    data = (
        b"id,Title,Title (Spanish),Body,Body (Spanish),Body (French)\n"
        b"a,Pain,Dolor,Rest.,,Repos.\nb,Cold,,,Sobra.,\nc,,,,,\n"
    )
    found = list(read_targets(open_formats().get("csv"), data, make_reading(), SPANISH))
    assert [(one.part, one.field, pairs(one)) for one in found] == [
        ("a", "Title", [("Pain", "Dolor")]),
        ("b", "Body", []),
    ]
    assert reasons(found[1]) == ["the source cell is empty"]
    assert found[1].unpaired[0].text == "Sobra."
    french = read_targets(open_formats().get("csv"), data, make_reading(), Locale("fr"))
    assert [pairs(one) for one in french] == [[("Rest.", "Repos.")]]


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        ("One. Two. Three.", "Uno. Dos.", "it has 2 sentences, the source 3"),
        ("Take 5 mg. Wait 8 hours.", "Tome 5 mg y espere. Espere.", 'numbers differ between "Wait 8 hours."'),
        (
            "Take 5 mg. Wait 8 hours.",
            "Espere 8 horas. Tome 5 mg.",
            'numbers differ between "Take 5 mg." and "Espere 8 horas."',
        ),
        ("Do you rest? Then sleep.", "Descanse. ¿Duerme?", "only one is a question"),
        (
            "Stop. Call your doctor as soon as you can, and tell what you took and when you took it.",
            "Deje de tomarlo y llame a su médico en cuanto pueda, y diga qué tomó y cuándo. Adiós.",
            "lengths differ too much",
        ),
    ],
)
def test_sentences_that_may_be_shifted_are_not_paired(source: str, target: str, reason: str) -> None:
    found = read(f"Rest.\n{source}", f"Descanse.\n{target}")
    assert pairs(found) == [("Rest.", "Descanse.")]
    [left] = found.unpaired
    assert left.reason.startswith(reason)
    assert (left.source, left.text) == (source, target)


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        ("One.\nTwo.", "Uno.", "it has 1 blocks, the source 2"),
        ("One\nTwo. More.", "Uno. Más.\nDos.", "block 1 is a paragraph, in the source a heading"),
        ("One. More.\nTwo.", "Uno\nDos.", "block 1 is a heading, in the source a paragraph"),
    ],
)
def test_a_cell_of_another_shape_is_not_paired_at_all(source: str, target: str, reason: str) -> None:
    found = read(source, target)
    assert (pairs(found), reasons(found)) == ([], [reason])
    assert found.unpaired[0].text == target


def test_levels_must_agree_where_marks_give_them() -> None:
    assert reasons(read("# One\n\nA.", "## Uno\n\nA.", "markdown")) != []
    assert pairs(read("# T\n\n## One\n\nA.", "# T\n\n### Uno\n\nA.", "markdown")) == []
    assert pairs(read("# One\n\nGo **on**.", "# Uno\n\nSiga **así**.", "markdown")) == [
        ("One", "Uno"),
        ("Go <1>on</1>.", "Siga <1>así</1>."),
    ]


def test_inline_markup_must_agree() -> None:
    found = read("Go **on**. Rest.", "Siga _así_. Descanse.", "markdown")
    assert pairs(found) == []
    assert reasons(found)[0].startswith('its inline markup differs from that of "Go <1>on</1>."')
    found = read("See [it](a). Rest.", "Vea [eso](b). Descanse.", "markdown")
    assert pairs(found) == []


def test_a_whole_paragraph_takes_any_number_of_sentences() -> None:
    assert pairs(read("One, and two.", "Uno. Y dos.")) == [("One, and two.", "Uno. Y dos.")]
    found = read("One. Two. Three.", "Uno. Dos y tres.", segmentation="paragraph")
    assert pairs(found) == [("One. Two. Three.", "Uno. Dos y tres.")]


def test_a_profile_knows_source_texts_only_and_does_not_judge_targets() -> None:
    profile = Profile(
        name="p",
        sections=(
            SectionRule(title="Is it bad?", is_group=True, is_required=True),
            SectionRule(title="Rest"),
        ),
        junk=("Null",),
    )
    source = "Is it bad?\nYes.\nSleep well\nNow.\nNullRest\nThen."
    target = "¿Es malo?\nSí.\nDuerma bien\nYa.\nNullDescanso\nLuego."
    found = read(source, target, profile=profile)
    assert pairs(found) == list(
        zip(
            ["Is it bad?", "Yes.", "Sleep well", "Now.", "Rest", "Then."],
            ["¿Es malo?", "Sí.", "Duerma bien", "Ya.", "Descanso", "Luego."],
            strict=True,
        )
    )


def test_a_line_with_another_scripts_full_stop_is_a_paragraph() -> None:
    found = read(
        "Causes\nHeat hurts. Drink 2 cups.\nEnd.",
        "原因\n炎热伤身。喝2杯水。\n结束。",
        locale=Locale("zh_Hans"),
        name="Simplified Chinese",
    )
    assert pairs(found) == [
        ("Causes", "原因"),
        ("Heat hurts.", "炎热伤身。"),
        ("Drink 2 cups.", "喝2杯水。"),
        ("End.", "结束。"),
    ]


def test_numbers_are_compared_by_digit_in_any_script() -> None:
    found = read(
        "Wait 24 hours. Take 1,500 mg.", "انتظر ٢٤ ساعة. خذ ١٬٥٠٠ ملغ.", locale=Locale("ar"), name="Arabic"
    )
    assert len(pairs(found)) == 2


def test_a_greek_question_ends_with_a_semicolon() -> None:
    found = read("Is it so? Yes it is.", "Είναι έτσι; Ναι, είναι.", locale=Locale("el"), name="Greek")
    assert pairs(found) == [("Is it so?", "Είναι έτσι;"), ("Yes it is.", "Ναι, είναι.")]


def test_a_target_that_is_no_text_or_can_not_be_read_is_unpaired() -> None:
    reading = make_reading("json", {"Title": "text"})
    data = b'[{"id":1,"Title":"One","Title (Spanish)":7},{"id":2,"Title":"Two","Title (Spanish)":"a\\nb"}]'
    found = list(read_targets(open_formats().get("json"), data, reading, SPANISH))
    assert [reasons(one) for one in found] == [
        ["the cell holds no text"],
        ['it can\'t be read: Title of "2": holds more than one line'],
    ]
    assert found[1].unpaired[0].text == "a\nb"
