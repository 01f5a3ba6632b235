from __future__ import annotations

import pytest

from pipeline.language.lexicon import ENGLISH, find_lexicon, get_lexicon
from pipeline.language.numbers import NumberIndex, find_numbers
from pipeline.language.spelled_out import SpelledOut
from pipeline.model.locale import Locale


def _has(locale: str, source: str, target: str, number: str) -> bool:
    english = get_lexicon(ENGLISH)
    words = SpelledOut(source=source, target=target, english=english, lexicon=find_lexicon(Locale(locale)))
    numbers = find_numbers(source, english, decimal=".")
    place = next(at for at, one in enumerate(numbers) if one.text == number)
    end = numbers[place + 1] if place + 1 < len(numbers) else None
    return words.has(numbers[place], end, NumberIndex(find_numbers(target)))


@pytest.mark.parametrize(
    ("locale", "source", "target", "number", "is_there"),
    [
        ("es", "Take 2 tablets.", "Tome dos comprimidos.", "2", True),
        ("es", "Take 2 tablets.", "Tome comprimidos.", "2", False),
        ("es", "both after 2 weeks", "las dos después de semanas", "2", False),
        ("es", "both after 2 weeks", "las dos después de dos semanas", "2", True),
        ("fr", "on March 1", "le premier mars", "1", True),
        ("fr", "on March 1, at the start", "le er mars, et ce fut alors la première fois", "1", False),
        ("es", "1) Rest.", "Un descanso.", "1", False),
        ("fr", "1-14 days", "de à 14 jours pour un patient", "1", False),
        ("fi", "Take 2 tablets.", "Ota kaksi.", "2", False),
    ],
)
def test_which_words_may_stand_for_digits(  # one row is one case
    locale: str, source: str, target: str, number: str, *, is_there: bool
) -> None:
    assert _has(locale, source, target, number) is is_there
