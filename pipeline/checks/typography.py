"""Typography: quotation marks and spaces as the locale writes them. Off unless a project switches it on.

Many good publishers write plain quotes, so this is a matter of house style, not of right and wrong. The marks
are those of CLDR, the spaces those that `[typography]` can put into what is built.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.inline import hide_inline
from pipeline.language.typography import apply_typography, find_quotes, transformations_of
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CATEGORY: Final = "locale-conventions"
QUOTES = Rule(
    id="typography.quotes",
    severity=Severity.NOTICE,
    category=_CATEGORY,
    description="A quotation mark is not one of the locale's.",
    hint="write the locale's own marks",
    is_optional=True,
)
SPACES = Rule(
    id="typography.spaces",
    severity=Severity.NOTICE,
    category=_CATEGORY,
    description="The spaces beside marks and units are not those of the locale.",
    hint="declare [typography] and leave it to the build, or write them so",
    is_optional=True,
)
_QUOTE: Final = re.compile('["“”„‟«»‹›「」『』]')
_INCHES: Final = re.compile(r"(?<=\d)\"")
"""A straight quote behind a number is a measure."""


class TypographyCheck:
    """Quotes and spaces."""

    name = "typography"
    rules = (QUOTES, SPACES)
    examples = (
        Example("es", 'the "cold"', "el «resfriado»"),
        Example("de", 'the "cold"', "die „Erkältung“"),
        Example("ru", 'the "cold"', "«простуда» и „грипп“", note="outer and inner"),
        Example("ar", 'the "cold"', "”الزكام“"),
        Example("zh_Hans", 'the "cold"', "“感冒”"),
        Example("fr", "Do you smoke?", "Fumez-vous\u202f?"),
        Example("es", 'a 6" bandage', 'una venda de 6"', note="inches"),
        Example("es", 'the "cold"', 'el "resfriado"', frozenset({QUOTES.id})),
        Example("ru", 'the "cold"', "“простуда”", frozenset({QUOTES.id})),
        Example("fr", "Do you smoke?", "Fumez-vous?", frozenset({SPACES.id})),
        Example("fr", "Take 5 mg.", "Prenez 5mg à 10 mg.", frozenset({SPACES.id})),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield the first foreign quotation mark, and the first space that is not the locale's."""
        yield from _quotes(subject)
        yield from _spaces(subject)


def _quotes(subject: Subject) -> Iterator[Issue]:
    own = find_quotes(subject.locale)
    text = _INCHES.sub(" ", hide_inline(subject.target))
    found = next((one for one in _QUOTE.finditer(text) if one[0] not in (own or one[0])), None)
    if found and own:
        expected = " ".join(own[:2])
        yield QUOTES.issue(
            f"{found[0]} instead of {expected}", target_span=found.span(), expected=expected, found=found[0]
        )


def _spaces(subject: Subject) -> Iterator[Issue]:
    text = subject.target
    wanted = apply_typography(text, subject.locale, transformations_of(subject.locale))
    if wanted != text:
        first = next(
            (at for at, (one, other) in enumerate(zip(text, wanted, strict=False)) if one != other), 0
        )
        span = (max(0, first - 1), min(len(text), first + 1))
        yield SPACES.issue(f'the spaces around "{text[slice(*span)]}"', target_span=span, fix=wanted)


CHECK = TypographyCheck()
