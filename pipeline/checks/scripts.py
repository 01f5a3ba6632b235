"""Script: a target is written in its locale's script; others may appear, but not carry the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.inline import hide_inline
from pipeline.language.scripts import LATIN, count_letters, scripts_of
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

WRONG = Rule(
    id="script.wrong",
    severity=Severity.ERROR,
    category="accuracy/untranslated",
    description="Most letters of the target are of a script that its locale is not written in.",
    hint="check that this is the right language's file",
)

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|&#?\w+;")
"""Elements with their attributes, and named characters: their letters are no text."""
_MIN_LETTERS, _FOREIGN_SHARE, _LATIN_SHARE, _MIN_LOWER_WORDS = 4, 0.5, 0.8, 3
"""Shares are of letters. Latin may carry more than other scripts: names and abbreviations keep it."""


class ScriptCheck:
    """The script of the text."""

    name = "script"
    rules = (WRONG,)
    examples = (
        Example("ru", "Drink water.", "Пейте воду."),
        Example("hi", "SARS-CoV-2 (COVID-19)", "SARS-CoV-2 (COVID-19)", note="abbreviations only"),
        Example("zh_Hans", "The ACE2 receptor", "ACE2 受体"),
        Example("ar", "Tocilizumab", "Tocilizumab", note="one word may be a name"),
        Example("es", "alpha and beta", "α y β"),
        Example(
            "ru",
            '<a href="https://a.example/help" class="external link here">Help</a>&nbsp;me',
            '<a href="https://a.example/help" class="external link here">Помощь</a>&nbsp;мне',
            note="letters of attributes are no text",
        ),
        Example("ru", "Drink water.", "اشرب الماء.", frozenset({WRONG.id})),
        Example("ar", "Drink water.", "पानी पिएं।", frozenset({WRONG.id})),
        Example("es", "Drink water.", "Пейте воду.", frozenset({WRONG.id})),
        Example("zh_Hans", "Drink plenty of water.", "Beba mucha agua cada día.", frozenset({WRONG.id})),
        Example(
            "hi", "Drink plenty of water.", "kripya bahut paani peeyen", frozenset({WRONG.id}), "romanised"
        ),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield an issue that names the script."""
        text = _MARKUP.sub(" ", hide_inline(subject.target))
        counts = count_letters(text)
        own = scripts_of(subject.locale)
        if not own:
            return
        total = counts.total()
        foreign = {script: count for script, count in counts.items() if script not in own}
        if total < _MIN_LETTERS or not foreign:
            return
        script, count = max(foreign.items(), key=lambda item: (item[1], item[0]))
        share = count / total
        is_prose = sum(word.islower() for word in text.split()) >= _MIN_LOWER_WORDS
        if share > _FOREIGN_SHARE and (script != LATIN or (share > _LATIN_SHARE and is_prose)):
            message = f"{share:.0%} of the letters are {script}, not {' or '.join(sorted(own))}"
            yield WRONG.issue(message, expected=", ".join(sorted(own)), found=script)


CHECK = ScriptCheck()
