"""English that was left inside of a translation is told by its words; terms and names are not."""

from __future__ import annotations

import pytest

from pipeline.checks.residue import CHECK
from tests.checks.telling import issues_of


@pytest.mark.parametrize(
    ("locale", "source", "target", "found"),
    [
        ("nl", "Do not drive until you know.", "Rijd niet until you weet.", ["until you"]),
        ("nl", "given only in person, not by phone", "alleen only in persoon", ["only in"]),
        ("es", "Keep it at room temperature.", "Guárdelo a room temperature.", []),
        ("es", "Drink small glasses often.", "Beba small glasses con frecuencia.", ["small glasses"]),
        ("es", "She has diabetes mellitus now.", "Tiene diabetes mellitus ahora.", []),
        ("es", "the role of the nurse", "el papel of the enfermera", []),
        ("es", "See Drink Small Glasses.", "Véase Drink Small Glasses aquí.", []),
        ("fil", "the immune response of people", "ang immune response ng mga tao", []),
        ("zh_Hans", "Go to hospital at once.", "请at once去医院。", ["at once"]),
        ("ru", "Rest in bed with a fever.", "Лежите в постели при fever.", ["fever"]),
        ("ru", "an activity in vitro", "активность in vitro", []),
        ("ru", "Take remdesivir.", "Примите remdesivir.", []),
        ("ru", "See who.int/fever for more.", "См. who.int/fever.", []),
        ("ru", "Rest in bed with a fever.", "Лежите в постели при Fever.", []),
        ("uk", "Rest in bed with a fever.", "Лежіть у ліжку при fever.", ["fever"]),
    ],
)
def test_words_that_were_left_are_told(locale: str, source: str, target: str, found: list[str]) -> None:
    assert [issue.found for issue in issues_of(CHECK, locale, source, target)] == found
