"""Errors of tags, placeholders and links, and what does not belong in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from pipeline.planting.base import Operation
from pipeline.planting.lexicon import pick, put, tidy

if TYPE_CHECKING:
    from random import Random

    from pipeline.planting.base import Plot

_TAG: Final = regex.compile(r"</?[A-Za-z0-9][^<>]*>")
_PLACEHOLDER: Final = regex.compile(
    r"%\([A-Za-z_]\w*\)[sd]|%\d+\$[sd]|%[sd](?![\p{L}\p{M}])"
    r"|\{[A-Za-z_]\w*\}|\{\d+\}"
)
_ADDRESS: Final = regex.compile(r"https?://[^\s)<>\"']+")
_SCRIPTS: Final = (
    "<script>alert(1)</script>",
    '<img src="x" onerror="alert(1)">',
    '<a href="javascript:alert(1)">?</a>',
    '<iframe src="https://attacker.example/"></iframe>',
)
_FOREIGN_ADDRESS: Final = "https://attacker.example/pay"


def _break_tag(plot: Plot, random: Random) -> str | None:
    texts = []
    for match in _TAG.finditer(plot.target):
        texts += [put(match, match[0][:-1]), put(match, match[0][1:])]
        if match[0][1:-1].isdigit():
            texts.append(put(match, f"<{int(match[0][1:-1]) + 7}>"))
    return pick(texts, random, but=plot.target)


def _lose_tag(plot: Plot, random: Random) -> str | None:
    texts = [put(match, "") for match in _TAG.finditer(plot.target)]
    return pick(texts, random, but=plot.target)


def _translate_tag(plot: Plot, random: Random) -> str | None:
    """Write the name of a tag as a word, as machine translation does."""
    texts = []
    for match in _TAG.finditer(plot.target):
        sign = "</" if match[0].startswith("</") else "<"
        texts.append(put(match, f"{sign} texto{match[0].lstrip('</')}"))
    return pick(texts, random, but=plot.target)


def _break_placeholder(plot: Plot, random: Random) -> str | None:
    texts = []
    for match in _PLACEHOLDER.finditer(plot.target):
        name = regex.sub(r"\p{L}", lambda letter: "q" if letter[0] != "q" else "z", match[0], count=1)
        texts += [put(match, match[0][:1] + " " + match[0][1:]), put(match, name)]
    return pick(texts, random, but=plot.target)


def _lose_placeholder(plot: Plot, random: Random) -> str | None:
    texts = [
        tidy(plot.target[: match.start()], plot.target[match.end() :])
        for match in _PLACEHOLDER.finditer(plot.target)
    ]
    return pick(texts, random, but=plot.target)


def _change_address(plot: Plot, random: Random) -> str | None:
    texts = [
        put(match, _FOREIGN_ADDRESS) for match in _ADDRESS.finditer(plot.target) if match[0] in plot.source
    ]
    return pick(texts, random, but=plot.target)


def _inject_script(plot: Plot, random: Random) -> str | None:
    return f"{plot.target} {random.choice(_SCRIPTS)}"


def _inject_address(plot: Plot, _: Random) -> str | None:
    return f"{plot.target} {_FOREIGN_ADDRESS}"


OPERATIONS: Final = (
    Operation(name="tag-broken", description="a tag lost a bracket or has another number", plant=_break_tag),
    Operation(name="tag-lost", description="a tag is not there", plant=_lose_tag),
    Operation(name="tag-translated", description="the name of a tag became a word", plant=_translate_tag),
    Operation(name="placeholder-broken", description="a placeholder is misspelt", plant=_break_placeholder),
    Operation(name="placeholder-lost", description="a placeholder is not there", plant=_lose_placeholder),
    Operation(name="link-changed", description="a link leads somewhere else", plant=_change_address),
    Operation(name="script-injected", description="a script or an event handler", plant=_inject_script),
    Operation(name="address-injected", description="an address the source has not", plant=_inject_address),
)
