"""How often something is done is compared sentence by sentence; what is counted belongs to the units."""

from __future__ import annotations

import pytest

from pipeline.checks.frequency import CHECK
from tests.checks.telling import issues_of


@pytest.mark.parametrize(
    ("locale", "source", "target", "rules"),
    [
        ("es", "Take 2 tablets a day.", "Tome 2 comprimidos al día.", []),
        ("es", "Take 2 tablets a day.", "Tome 2 comprimidos cada 24 horas.", []),
        ("es", "Take 2 tablets a day.", "Tome 2 comprimidos al año.", ["frequency.changed"]),
        ("es", "Take 2 tablets a day.", "Tome 2 comprimidos.", ["frequency.missing"]),
        ("es", "Take 2 tablets.", "Tome 2 comprimidos al día.", []),
        ("es", "Take it for a week.", "Tómelo durante 7 días.", []),
        ("es", "It came last week.", "Vino el mes pasado.", ["frequency.changed"]),
        ("es", "It came in the hottest hours.", "Vino en los días más calurosos.", []),
        ("es", "Take it twice a day.", "Tómelo cada dos días.", ["frequency.changed"]),
        ("es", "Take it every 6 hours.", "Tómelo 6 veces por hora.", ["frequency.changed"]),
        ("es", "It lasted 6 hours.", "Duró horas.", []),
        ("es", "Take it every other day.", "Tómelo en días alternos.", []),
        ("es", "Take it every other day.", "Tómelo cada dos días.", []),
        ("es", "Take it every other day.", "Tómelo a diario.", ["frequency.changed"]),
        ("es", "Take it daily.", "Tómelo en días alternos.", ["frequency.changed"]),
        ("es", "Weigh yourself every morning.", "Pésese todas las mañanas.", []),
        ("es", "Weigh yourself every morning.", "Pésese todas las semanas.", ["frequency.changed"]),
        (
            "es",
            "Take one tablet a day. See a doctor once a week.",
            "Tome un comprimido a la semana. Vaya al médico una vez al día.",
            ["frequency.changed"],
        ),
        ("es", "Day 1: one tablet a day.", "Primer día: un comprimido al día.", []),
        ("sw", "Take 5 ml a day for 7 days.", "Tumia ml 5 kwa wiki kwa siku 7.", ["frequency.changed"]),
        ("sw", "Take 5 ml a day for 7 days.", "Tumia ml 5 kwa siku kwa siku 7.", []),
        ("zh_Hans", "Take 2 tablets daily.", "每周服用2片。", ["frequency.changed"]),
        ("zh_Hans", "Take 2 tablets daily.", "每日服用2片。", []),
        ("ar", "Take 2 tablets daily.", "تناول قرصين أسبوعيا.", ["frequency.changed"]),
        ("es", "It is open 24 hours a day.", "Está abierto a todas horas.", []),
        ("vi", "Take it every evening.", "Uống vào giờ đó mỗi tối.", []),
        ("xx", "Take 2 tablets daily.", "Xxx xxxx xx.", []),
    ],
)
def test_a_rate_of_the_source_is_wanted(locale: str, source: str, target: str, rules: list[str]) -> None:
    assert [issue.rule for issue in issues_of(CHECK, locale, source, target)] == rules


def test_what_changed_is_shown_on_both_sides() -> None:
    source, target = "Take 2 tablets a day.", "Tome 2 comprimidos a la semana."
    (issue,) = issues_of(CHECK, "es", source, target)
    assert (issue.expected, issue.found) == ("day", "semana")
    assert issue.source_span is not None
    assert issue.target_span is not None
    assert (source[slice(*issue.source_span)], target[slice(*issue.target_span)]) == ("day", "semana")
    assert issue.message == '"day" became "semana"'


def test_what_is_missing_is_shown_in_the_source() -> None:
    source = "Take 2 tablets a day."
    (issue,) = issues_of(CHECK, "es", source, "Tome 2 comprimidos.")
    assert issue.source_span is not None
    assert source[slice(*issue.source_span)].endswith("a day") == (issue.target_span is None)
