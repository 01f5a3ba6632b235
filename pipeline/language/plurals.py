"""Plural forms of gettext: which are for one number alone, so that a text need not show it."""

from __future__ import annotations

from functools import lru_cache
from gettext import c2py
from typing import TYPE_CHECKING

from babel.messages.plurals import get_plural

from pipeline.language.names import find_babel

if TYPE_CHECKING:
    from pipeline.model.locale import Locale

_MANY = 1000
"""Numbers that are tried; no language has a form that comes back later for the first time."""


@lru_cache(maxsize=256)
def is_for_one_number(locale: Locale, form: int) -> bool:
    """Return whether a plural form is for exactly one number: Arabic has such for none, one and two.

    Of a language that CLDR does not know, the first form is taken for one: the others may be for many.
    """
    if find_babel(locale) is None:
        return form == 0
    form_of = c2py(get_plural(locale.code).plural_expr)
    return sum(form_of(number) == form for number in range(_MANY)) == 1
