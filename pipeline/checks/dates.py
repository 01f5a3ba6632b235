"""Dates: a month of the source is the same month in the target, and a time is in the same half of the day."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.dates import Month, find_bare_month, find_months
from pipeline.language.day_halves import NOON, Time, find_times, names_late, says_late
from pipeline.language.numbers import find_numbers
from pipeline.language.numeric_dates import find_kept, find_numeric_dates
from pipeline.language.quantities import find_quantities
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.language.lexicon import Lexicon

MONTH = Rule(
    id="date.month",
    severity=Severity.WARNING,
    category="accuracy/mistranslation/date-time",
    description="A month of the source is not in the target, or is another one there.",
    hint="write the same month",
    reads_language=True,
)
HALF_DAY = Rule(
    id="date.half-day",
    severity=Severity.WARNING,
    category="accuracy/mistranslation/date-time",
    description="A time after noon has no word for that in the target, or a time before noon has one.",
    hint="write the hour of the 24-hour clock, or the language's word for a.m. or p.m.",
    reads_language=True,
)
_LATE = re.compile(r"noon|evening|night|dark|dinner|supper|sleep|bed|late|party|\bnurs|day", re.IGNORECASE)
"""Words of a source that are a reason for a word for the hours after noon."""


class DateCheck:
    """Months, and times after noon; the days and years of a date are numbers like others."""

    name = "date"
    rules = (MONTH, HALF_DAY)
    examples = (
        Example("ru", "since March 2020", "с марта 2020 года"),
        Example("ar", "Come at 9:30 am.", "احضر الساعة 9:30 مساءً.", frozenset({HALF_DAY.id})),
        Example("ar", "Come at 9:30 am.", "احضر الساعة 9:30 صباحًا."),
        Example("zh_Hans", "in March 2020", "2020年3月"),
        Example("hi", "you may rest", "आप आराम कर सकते हैं", note="may is no month here"),
        Example("es", "since March 2020", "desde mayo de 2020", frozenset({MONTH.id})),
        Example("ar", "since March 2020", "منذ يونيو 2020", frozenset({MONTH.id})),
        Example("zh_Hans", "in March 2020", "2020年", frozenset({MONTH.id})),
        Example("zh_Hans", "3 tests in March", "月内3次检测", frozenset({MONTH.id}), "another 3 is no month"),
        Example("zh_Hans", "between March and May", "三月至5月"),
        Example(
            "zh_Hans", "since 3 March 2020, in March", "自2020年月3日以来，在3月份", frozenset({MONTH.id})
        ),
        Example("de", "on 2024-03-05", "am 3. Mai 2024", frozenset({MONTH.id}), "day and month turned round"),
        Example("de", "on 2024-03-05", "am 5. März 2024"),
        Example("es", "at 5:30 pm", "a las 17:30"),
        Example("es", "at 5:30 pm", "a las 5:30 p. m."),
        Example("es", "at 5:30 pm", "a las 5 y media de la tarde"),
        Example("ru", "at 5:30 p.m.", "в 5:30 вечера"),
        Example("ar", "at 5:30 pm", "في الساعة 5:30 مساء"),
        Example("zh_Hans", "at 5:30 pm", "下午5:30"),
        Example("de", "at 9 am", "um 9 Uhr", note="before noon nothing needs to be said"),
        Example("es", "at 5:30 pm", "a las 5:30", frozenset({HALF_DAY.id}), "twelve hours early"),
        Example("ru", "at 5:30 p.m.", "в 5:30 утра", frozenset({HALF_DAY.id})),
        Example("zh_Hans", "at 5:30 pm", "上午5:30", frozenset({HALF_DAY.id})),
        Example("hi", "at 5:30 pm", "5:30 बजे", frozenset({HALF_DAY.id})),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield the months that went or changed, and the times that lost their half of the day."""
        yield from _half_days(subject)
        lexicon = subject.lexicon
        yield from _month_of_digits(subject)
        wanted = {month.number: month for month in find_months(subject.source, subject.english)}
        if lexicon is None or not wanted:
            return
        bare = None if lexicon.is_spaced else find_bare_month(subject.target)
        if bare is not None:
            yield MONTH.issue("a month has no number", target_span=bare, found=subject.target[slice(*bare)])
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


def _month_of_digits(subject: Subject) -> Iterator[Issue]:
    """Yield the months that changed in dates such as `2024-03-05`, of which only one day can be read."""
    dates = [date for date in find_numeric_dates(subject.source) if len(date.readings) == 1]
    named = find_months(subject.target, subject.lexicon) if dates and subject.lexicon else ()
    kept, _ = find_kept(subject.source, subject.target, subject.lexicon)
    for date in dates:
        day, span = date.readings[0]
        others = [month for month in named if month.number != day.month]
        if others and len(others) == len(named) and not any(map(date.has, kept)):
            old, new = subject.source[slice(*span)], others[0]
            yield MONTH.issue(
                f"{old} became {new.text}",
                source_span=span,
                target_span=(new.start, new.stop),
                expected=old,
                found=new.text,
            )


def _half_days(subject: Subject) -> Iterator[Issue]:
    """Yield the first time after noon whose hour the target has as it is, and not on the 24-hour clock."""
    named = find_times(subject.source)
    yield from _late_mornings(subject, named)
    times = [time for time in named if time.is_late and time.hour < NOON]
    if not times or says_late(subject.target, subject.locale):
        return
    hours = {value for number in find_numbers(subject.target) for value in number.readings}
    found = next((time for time in times if time.hour in hours and time.hour + NOON not in hours), None)
    if found is not None:
        message = f"nothing says that {found.hour} is after noon"
        yield HALF_DAY.issue(message, source_span=found.span, expected=found.text, found=str(found.hour))


def _late_mornings(subject: Subject, times: tuple[Time, ...]) -> Iterator[Issue]:
    """Yield the first time before noon where only the target has a word for the hours after it."""
    is_early = bool(times) and not any(time.is_late for time in times) and not _LATE.search(subject.source)
    if is_early and names_late(subject.target, subject.locale):
        message = f"{times[0].text} is before noon, and the target says after noon"
        yield HALF_DAY.issue(message, source_span=times[0].span, expected=times[0].text)


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
