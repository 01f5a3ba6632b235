"""Dates: a month of the source is the same month in the target, by name or by number."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.dates import Month, find_months
from pipeline.language.numbers import find_numbers
from pipeline.language.quantities import find_quantities
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.language.lexicon import Lexicon

MONTH = Rule(
    id="date.month",
    severity=Severity.WARNING,
    category="accuracy/mistranslation/date-time",
    description="A month of the source is not in the target, or is another one there.",
    hint="write the same month",
    reads_language=True,
)


class DateCheck:
    """Months; the days and years of a date are numbers like others."""

    name = "date"
    rules = (MONTH,)
    examples = (
        Example("ru", "since March 2020", "с марта 2020 года"),
        Example("zh_Hans", "in March 2020", "2020年3月"),
        Example("hi", "you may rest", "आप आराम कर सकते हैं", note="may is no month here"),
        Example("es", "since March 2020", "desde mayo de 2020", frozenset({MONTH.id})),
        Example("ar", "since March 2020", "منذ يونيو 2020", frozenset({MONTH.id})),
        Example("zh_Hans", "in March 2020", "2020年", frozenset({MONTH.id})),
        Example("zh_Hans", "3 tests in March", "月内3次检测", frozenset({MONTH.id}), "another 3 is no month"),
        Example("zh_Hans", "between March and May", "三月至5月"),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield the months that went or changed."""
        lexicon = subject.lexicon
        wanted = {month.number: month for month in find_months(subject.source, subject.english)}
        if lexicon is None or not wanted:
            return
        gone = _gone(wanted.values(), subject.target, lexicon)
        come = [month for month in find_months(subject.target, lexicon) if month.number not in wanted]
        for old, new in zip_longest(gone, come[: len(gone)]):
            yield MONTH.issue(
                f"{old.text} became {new.text}" if new else f"{old.text} is missing",
                source_span=(old.start, old.stop),
                target_span=(new.start, new.stop) if new else None,
                expected=old.text,
                found=new.text if new else None,
            )


def _gone(months: Iterable[Month], target: str, lexicon: Lexicon) -> list[Month]:
    """Return the months that the target has neither by name nor by number, nor as English spells them."""
    named = {month.number for month in find_months(target, lexicon)}
    if lexicon.is_spaced:
        numbers = find_numbers(target, lexicon)
    else:  # the months have no other names than these numbers
        numbers = tuple(one.number for one in find_quantities(target, lexicon) if one.unit == "month")
    values = {value for number in numbers for value in number.readings}
    return [month for month in months if month.number not in named | values and month.text not in target]


CHECK = DateCheck()
