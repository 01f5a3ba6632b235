"""Telephone numbers: a reader who calls for help reaches whom the source names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.phones import ComparedPhones, compare_phones, find_phones, to_digits
from pipeline.model.finding import Severity
from pipeline.model.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterable

CHANGED = Rule(
    id="phone.changed",
    severity=Severity.ERROR,
    category="accuracy/mistranslation/number",
    description="A telephone number of the source stands in the target with other digits.",
    hint="copy the number of the source; a country code may be added",
)
EMERGENCY = Rule(
    id="phone.emergency",
    severity=Severity.ERROR,
    category="accuracy/mistranslation/number",
    description="An emergency number or another short number to call is another one in the target.",
    hint="keep the number, or declare the locale's own in the glossary: source 911, target 112",
)
MISSING = Rule(
    id="phone.missing",
    severity=Severity.WARNING,
    category="accuracy/omission",
    description="A number to call is nowhere in the target.",
    hint="copy the number of the source",
)
ADDED = Rule(
    id="phone.added",
    severity=Severity.WARNING,
    category="accuracy/addition",
    description="The target has a telephone number that the source has not.",
    hint="take it out, or put it into the source",
)


class PhoneCheck:
    """Telephone numbers by their digits."""

    name = "phone"
    rules = (CHANGED, EMERGENCY, MISSING, ADDED)
    examples = (
        Example("es", "Call 1-800-222-1222.", "Llame al 1 800 222 1222.", note="written with spaces"),
        Example("ar", "Call 911 now.", "اتصل بالرقم ٩١١ الآن.", note="other digits"),
        Example("fr", "Call (212) 555-0123.", "Appelez le +1 212 555 0123.", note="with the country's code"),
        Example(
            "ru", "In 2019-2020, 1 200 000 people fell ill.", "В 2019–2020 гг. заболело 1 200 000 человек."
        ),
        Example("hi", "call 100 people", "100 लोगों को फ़ोन करें", note="a count of people"),
        Example(
            "fr",
            "Call 911 now.",
            "Appelez le 15 immédiatement.",
            glossary=(Term(source="911", targets=("15",)),),
            note="the glossary declares the country's own number",
        ),
        Example("es", "Call 1-800-222-1222.", "Llame al 1-800-222-1223.", frozenset({CHANGED.id})),
        Example("zh_Hans", "Tel: 02079460123", "电话：02079460132", frozenset({CHANGED.id})),
        Example(
            "fr", "Call 911 now.", "Appelez le 112 maintenant.", frozenset({EMERGENCY.id}), "not declared"
        ),
        Example("hi", "Call 9-1-1.", "9-1-2 पर फ़ोन करें।", frozenset({EMERGENCY.id})),
        Example("ru", "Call 911 now.", "Позвоните сейчас.", frozenset({MISSING.id})),
        Example("es", "Call your doctor.", "Llame al +34 912 345 678.", frozenset({ADDED.id})),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield numbers to call that changed, went or came."""
        compared = compare(subject)
        for phone, other in compared.changed:
            rule = EMERGENCY if phone.is_short else CHANGED
            yield rule.issue(
                f"{phone.text} became {other.text}",
                source_span=phone.span,
                target_span=other.span,
                expected=phone.text,
                found=other.text,
            )
        for phone in compared.missing:
            yield MISSING.issue(f"{phone.text} is missing", source_span=phone.span, expected=phone.text)
        for phone in compared.added:
            yield ADDED.issue(f"{phone.text} is not in the source", target_span=phone.span, found=phone.text)


def compare(subject: Subject) -> ComparedPhones:
    """Return the telephone numbers of a subject; what its glossary declares for one may stand for it."""
    return compare_phones(subject.source, subject.target, _declared(subject))


def _declared(subject: Subject) -> dict[str, frozenset[str]]:
    """Return the digits that the glossary has for the numbers of the source."""
    phones = find_phones(subject.source) if subject.termbase else ()
    if subject.termbase is None or not phones:
        return {}
    matches = subject.termbase.find_terms(subject.source)
    return {
        phone.digits: frozenset(
            to_digits(target)
            for match in matches
            if match.start < phone.stop and phone.start < match.stop
            for term in match.terms
            for target in term.targets
        )
        for phone in phones
    }


CHECK = PhoneCheck()
