"""Text with what is not prose hidden: numbered tags, placeholders and addresses. Spans stay valid."""

from __future__ import annotations

import re

TAG = re.compile(r"<(/?)(\d+)(/?)>")
"""A numbered tag, `<1>`, `</1>` or `<2/>`."""

PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)[a-zA-Z]|(?<![\d%])%[sd](?![a-zA-Z\u00c0-\u024f0-9_])")
"""A place that a program fills in: `{name}`, `%(name)s`, `%s`, which Chinese glues to the next word."""

URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'«»“”‘’（）()、。，؛،।\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+",
    re.IGNORECASE,
)
"""A web address, up to white space, a quote, a bracket, another script's punctuation, or a letter of Chinese,
Japanese or Korean, which are glued to it."""

HIDDEN = "\ufffc"
"""What stands for one hidden character: no letter, no digit, no space."""

_NOT_PROSE = re.compile("|".join(part.pattern for part in (TAG, PLACEHOLDER, URL)), re.IGNORECASE)

_FILLED_IN = re.compile(r"%[(sd]|www\.", re.IGNORECASE)
"""What is more than a sign of percent in a text that has one."""


def hide_inline(text: str) -> str:
    """Return `text`, of the same length, with every character of a tag, placeholder or address hidden."""
    is_marked = "<" in text or "{" in text or "://" in text or "www." in text
    if is_marked or ("%" in text and _FILLED_IN.search(text)):
        return _NOT_PROSE.sub(lambda found: HIDDEN * len(found[0]), text)
    return text
