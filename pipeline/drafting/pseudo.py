"""Engine "pseudo": accented, lengthened text that keeps codes and digits; shows what a layout can't hold."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.drafting.base import Draft, Health, Request, Setting, check_options, probe_by_opening
from pipeline.drafting.masking import PROTECTED

if TYPE_CHECKING:
    from collections.abc import Iterator

_ACCENTED = str.maketrans("ACDEGHILNORSTUWYZacdeghilnorstuwyz", "ÅÇÐÉĜĤÎĻÑÖŔŠŢÛŴÝŽåçðéĝĥîļñöŕšţûŵýž")
_LONG = frozenset("aeou")
"""Vowels that are doubled: about a third more text, as German or Hungarian need."""


class PseudoSession:
    """Pseudo text needs nothing but the source."""

    route = "pseudo"

    def draft(self, request: Request) -> Draft:
        """Return the pseudo text."""
        return Draft(text=pseudo_text(request.key.source), engine="pseudo@1")


class PseudoEngine:
    """Drafts that no reader should see, for layout tests and for locales without an engine."""

    name = "pseudo"
    is_offline = True
    uses_context = False

    def probe(self, setting: Setting) -> Health:
        """Return that it works, unless it was given options."""
        return probe_by_opening(self, setting)

    @contextmanager
    def open(self, setting: Setting) -> Iterator[PseudoSession]:
        """Yield a session for any locale."""
        check_options(self.name, setting.options, ())
        yield PseudoSession()


def pseudo_text(source: str) -> str:
    """Return `source` with accents and doubled vowels; codes and digits stay as they are."""
    pieces = PROTECTED.split(source)
    return "".join(piece if at % 2 else _stretch(piece) for at, piece in enumerate(pieces))


def _stretch(text: str) -> str:
    doubled = "".join(char * 2 if char in _LONG else char for char in text)
    return doubled.translate(_ACCENTED)
