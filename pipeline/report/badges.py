"""A locale's figures to a small image for a README: `es: 0 % approved`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.model.state import State
from pipeline.report.metrics import percent

if TYPE_CHECKING:
    from pipeline.report.metrics import LocaleMetrics

_LETTER: Final = 7
"""Pixels that a letter of the badge takes; `textLength` fits the words to it whatever the font."""
_MARGIN: Final = 12
_COLOURS: Final = {True: "#1f6b4a", False: "#7a5410"}
"""Everything approved, and not; white is readable on both."""
_TEMPLATES: Final = Environment(
    loader=PackageLoader("pipeline.report"),
    autoescape=True,
    undefined=StrictUndefined,
    keep_trailing_newline=True,
)


def render_badge(locale: LocaleMetrics) -> str:
    """Return the SVG of a locale: how much of its documents is approved, and the disclaimers it owes."""
    value = badge_text(locale)
    label = locale.locale.tag
    split = len(label) * _LETTER + _MARGIN
    return _TEMPLATES.get_template("badge.svg").render(
        label=label,
        value=value,
        split=split,
        width=split + len(value) * _LETTER + _MARGIN,
        colour=_COLOURS[value == "100 % approved"],
    )


def badge_text(locale: LocaleMetrics) -> str:
    """Return the words of a badge, without the language."""
    share = percent(locale.sum.states[State.APPROVED].words, locale.sum.total.words)
    if share is None:
        return "no text"
    owed = len(locale.owed)
    return f"{share} % approved" + (f", {owed} disclaimer{'s' if owed > 1 else ''} owed" if owed else "")
