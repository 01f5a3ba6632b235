"""Drafts side by side to an HTML page that opens from a folder: no script, no network, every text escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.language.names import direction, english_name
from pipeline.model.draft import LOUD
from pipeline.report.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from enum import Enum

    from pipeline.drafting.comparison import ComparedUnit
    from pipeline.model.locale import Locale

_TEMPLATES: Final = Environment(
    loader=PackageLoader("pipeline.report"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    auto_reload=False,
)


class Stretch(Protocol):
    """A piece of two texts that are shown as one."""

    @property
    def text(self) -> str:
        """The piece."""

    @property
    def change(self) -> Enum:
        """`same`, `gone` from the first text, or `come` in the second."""


def render_comparison(
    project: str,
    locale: Locale,
    units: Sequence[ComparedUnit],
    differ: Callable[[str, str], Sequence[Stretch]],
) -> str:
    """Return the page of one locale, to be put beside the folder `static`.

    `differ` says what is different between the first draft of a unit and another.
    """
    return _TEMPLATES.get_template("comparison.html").render(
        project=project,
        locale=locale,
        language=english_name(locale),
        direction=direction(locale),
        title=f"{english_name(locale)}: {project}, drafts compared",
        units=units,
        engines=[draft.engine for draft in units[0].drafts],
        loud=LOUD,
        differ=differ,
        count=count,
    )
