"""docs/checks.md, made from the checks themselves: `python -m tests.project.checks_page` writes it."""

from __future__ import annotations

import html
import re
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.checks.base import CatalogExample, Example
from pipeline.checks.registry import load_catalog_checks, load_checks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.checks.base import CatalogCheck, Check
    from pipeline.model.term import Term

PAGE = Path(__file__).parents[2] / "docs" / "checks.md"
HEAD = """\
# Checks

Made from the checks' own rules and examples by `python -m tests.project.checks_page`; a test compares this
page with them. Each example is run by the tests, and breaks exactly the rules beside it: none where it says
"good".

`caveat check` runs every check on every target. What a rule weighs and what blocks a release is set in
`caveat.toml`, see [configuration.md](configuration.md#checks). By default errors block critical text and
disclaimers, and nothing blocks standard text. The category is the issue's type in the Multidimensional
Quality Metrics typology. Invisible characters are shown as `[U+200B]`.

What needs to know the target's language was measured on translations into Arabic, Chinese (simplified
characters), Filipino, French, Hindi, Indonesian, Persian, Portuguese, Russian, Spanish and Swahili. In
every other language such a finding only advises: it is a notice, never blocks, and has `"is_advisory":
true` in `--json`. There is language data for Bengali, Catalan, Chinese (traditional characters), Dutch,
German, Hebrew, Italian, Japanese, Korean, Malay, Polish, Turkish, Ukrainian and Vietnamese too, written
down and not measured.

Checks look for what rules can find. They do not know whether a translation is right. People decide that.
"""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of characters that a page would not show."""


def render_checks_page() -> str:
    """Return the page, a section a check."""
    checks = (*load_checks(), *load_catalog_checks())
    return HEAD + "".join("\n" + "\n".join(_section(check)) + "\n" for check in checks)


def _section(check: Check | CatalogCheck) -> Iterator[str]:
    yield f"## {check.name}\n"
    yield _summary(check) + "\n"
    yield "| rule | severity | category | what it says | hint |"
    yield "|---|---|---|---|---|"
    for rule in check.rules:
        cells = (rule.severity.value, rule.category, rule.description, rule.hint or "–")
        yield f"| `{rule.id}` | " + " | ".join(map(_cell, cells)) + " |"
    yield ""
    yield from _examples(check.examples)


def _summary(check: Check | CatalogCheck) -> str:
    """Return the first paragraph of the module's docstring, without the name it starts with."""
    text = sys.modules[type(check).__module__].__doc__ or ""
    told = " ".join(text.split("\n\n")[0].split()).partition(": ")[2]
    return told[:1].upper() + told[1:]


def _examples(examples: tuple[Example, ...] | tuple[CatalogExample, ...]) -> Iterator[str]:
    if isinstance(examples[0], CatalogExample):
        yield "| language | header | |"
        yield "|---|---|---|"
    else:
        yield "| language | source | target | | |"
        yield "|---|---|---|---|---|"
    for one in examples:
        broken = ", ".join(f"`{rule}`" for rule in sorted(one.rules)) or "good"
        if isinstance(one, CatalogExample):
            header = "(none)" if one.header is None else _cell(one.header)
            yield f"| {one.locale} | {header}{' (with plural units)' if one.has_plurals else ''} | {broken} |"
        else:
            pair = f"{_cell(one.source)} | {_cell(one.target)}"
            yield f"| {one.locale} | {pair} | {broken} | {_cell(_remark(one))} |"


def _remark(example: Example) -> str:
    """Return an example's note, and the glossary that it is checked with."""
    terms = "; ".join(f"{term.source} = {_said_of(term)}" for term in example.glossary)
    return "; ".join(filter(None, (f"glossary: {terms}" if terms else "", example.note)))


def _said_of(term: Term) -> str:
    wanted = "do not translate" if term.is_kept else ", ".join(term.targets)
    return f"{wanted}, not {', '.join(term.forbidden)}" if term.forbidden else wanted


def _cell(text: str) -> str:
    """Return text as a table cell shows it, with nothing that Markdown or the eye would swallow."""
    seen = "".join(map(_visible, text.rstrip("\n")))
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", html.escape(seen, quote=False)).replace("\n", " ⏎ ")


def _visible(character: str) -> str:
    category = unicodedata.category(character)
    is_hidden = category in _HIDDEN or category == "Zs"
    return f"[U+{ord(character):04X}]" if is_hidden and character not in " \n" else character


if __name__ == "__main__":
    PAGE.write_text(render_checks_page(), encoding="utf-8")
