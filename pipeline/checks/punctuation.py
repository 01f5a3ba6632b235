"""Punctuation: the end mark says what the source's does, in the script's own; brackets have partners."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.punctuation import EndMark, find_end_character, find_end_mark, find_unbalanced
from pipeline.language.scripts import HAN, scripts_of
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CATEGORY = "linguistic-conventions/punctuation"
END = Rule(
    id="punctuation.end-mark",
    severity=Severity.WARNING,
    category=_CATEGORY,
    description="A question does not end as one, or a statement ends as a question or an exclamation.",
    hint="end the target as the source ends",
)
OWN = Rule(
    id="punctuation.own-mark",
    severity=Severity.NOTICE,
    category=_CATEGORY,
    description="The end mark is not the one of the locale's script (`？`, `؟`, `。`).",
    hint="use the script's own mark",
)
BRACKET = Rule(
    id="punctuation.bracket",
    severity=Severity.WARNING,
    category=_CATEGORY,
    description="A bracket has no partner, where the source's brackets all have one.",
    hint="add or remove the bracket",
)
INVERTED = Rule(
    id="punctuation.inverted-mark",
    severity=Severity.WARNING,
    category=_CATEGORY,
    description="A Spanish question or exclamation lacks its opening mark.",
    hint="open it with ¿ or ¡",
)

_OWN = {
    "Arab": {"?": "؟"},
    HAN: {"?": "？", "!": "！", ".": "。"},
}
"""Plain mark to the script's own one. Hindi writes both `।` and `.`, so it is not here."""
_HANGUL = "Hang"
"""Korean is written with a few Chinese characters, and with Western marks."""
_OPENING = {"?": "¿", "!": "¡"}
_LIST_MARK = re.compile(r"(?<!\S)(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})\)")
"""`a)`, `1)`: a bracket that needs no partner."""


class PunctuationCheck:
    """End marks, brackets, ¿ and ¡."""

    name = "punctuation"
    rules = (END, OWN, BRACKET, INVERTED)
    examples = (
        Example("es", "Do you smoke?", "¿Fuma?"),
        Example("ar", "Do you smoke?", "هل تدخن؟"),
        Example("hi", "You smoke.", "आप धूम्रपान करते हैं।"),
        Example("zh_Hans", "Do you smoke (often)?", "您（经常）吸烟吗？"),
        Example(
            "zh_Hans", "It is 5 mg (a day).", "剂量为5毫克(每天）。", note="round brackets of two widths"
        ),
        Example("ko", "You smoke.", "담배를 피웁니다.", note="Western marks beside Chinese characters"),
        Example("ru", "Yes: first, one", "Да: a) один", note="a list mark"),
        Example("es", "See the history (table 1).", "Véase la historia (tabla 1).", note="no list mark"),
        Example("fr", "Do you smoke?", "Vous fumez.", frozenset({END.id})),
        Example("zh_Hans", "You smoke.", "您吸烟吗？", frozenset({END.id})),
        Example("hi", "Do you smoke?", "आप धूम्रपान करते हैं।", frozenset({END.id})),
        Example("ar", "Do you smoke?", "هل تدخن?", frozenset({OWN.id})),
        Example("zh_Hans", "Do you smoke?", "您吸烟吗?", frozenset({OWN.id})),
        Example("ru", "It (B) helps.", "Это (B помогает.", frozenset({BRACKET.id})),
        Example("ar", "It (B) helps.", "هذا (B يساعد.", frozenset({BRACKET.id})),
        Example("es", "Do you smoke?", "Fuma?", frozenset({INVERTED.id})),
        Example("es", "Stop!", "Basta!", frozenset({INVERTED.id})),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield what is wrong with the marks."""
        source, target = subject.source, subject.target
        expected, found = find_end_mark(source), find_end_mark(target)
        if _differ(expected, found):
            yield END.issue(
                f"the source ends with a {expected.value if expected else 'word'}, the target with a "
                f"{found.value if found else 'word'}",
                expected=expected.value if expected else None,
                found=found.value if found else None,
            )
        elif found is not None and expected is not None:
            yield from _own_mark(subject)
        yield from _brackets(source, target)
        if subject.locale.language == "es":
            yield from _inverted(target)


def _differ(expected: EndMark | None, found: EndMark | None) -> bool:
    """Return whether one of the two is a question and the other a statement, or one an exclamation."""
    asks = EndMark.QUESTION
    return expected != found and (asks in {expected, found} and None not in {expected, found})


def _own_mark(subject: Subject) -> Iterator[Issue]:
    character = find_end_character(subject.target) or ""
    scripts = scripts_of(subject.locale)
    for script in scripts - {HAN} if _HANGUL in scripts else scripts:
        own = _OWN.get(script, {}).get(character)
        if own:
            head, _, tail = subject.target.rpartition(character)
            yield OWN.issue(
                f'"{character}" instead of "{own}"', expected=own, found=character, fix=f"{head}{own}{tail}"
            )


def _brackets(source: str, target: str) -> Iterator[Issue]:
    alone = find_unbalanced(target)
    if alone and find_unbalanced(_LIST_MARK.sub("", target)) and find_unbalanced(source) is None:
        yield BRACKET.issue(f"{alone} has no partner", found=alone)


def _inverted(target: str) -> Iterator[Issue]:
    for mark, opening in _OPENING.items():
        if find_end_character(target) == mark and opening not in target:
            yield INVERTED.issue(f"{opening} is missing", expected=opening)


CHECK = PunctuationCheck()
