"""Engine "pseudo": accented, lengthened text that keeps codes and digits; shows what a layout can't hold."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.drafting.base import LOOK_UP, Draft, Health, Limits, Setting
from pipeline.drafting.masking import PROTECTED
from pipeline.drafting.options import check_options
from pipeline.drafting.probing import probe_by_opening

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.drafting.base import Request

_LONG = "aeou"
"""Vowels that are doubled: about a third more text, as German or Hungarian need."""
_ACCENTED = str.maketrans(
    {
        plain: accented * (2 if plain in _LONG else 1)
        for plain, accented in zip(
            "ACDEGHILNORSTUWYZacdeghilnorstuwyz", "ÅÇÐÉĜĤÎĻÑÖŔŠŢÛŴÝŽåçðéĝĥîļñöŕšţûŵýž", strict=True
        )
    }
)


class PseudoSession:
    """Pseudo text needs nothing but the source."""

    route = "pseudo"
    version = "pseudo@1"
    mask_styles = ()

    def draft(self, requests: Sequence[Request], deadline: float) -> list[Draft]:
        """Return the pseudo texts."""
        del deadline  # it takes no time
        return [Draft(text=pseudo_text(request.text), is_exempt=True) for request in requests]


class PseudoEngine:
    """Drafts that no reader should see, for layout tests and for locales without an engine."""

    name = "pseudo"
    is_offline = True
    uses_context = False
    masks_terms = False

    def limits(self, setting: Setting) -> Limits:
        """Return how it may be asked: at will."""
        check_options(self.name, setting.options, ())
        return LOOK_UP

    def probe(self, setting: Setting) -> Health:
        """Return that it works, unless it was given options."""
        return probe_by_opening(self, setting)

    @contextmanager
    def open(self, setting: Setting) -> Iterator[PseudoSession]:
        """Yield a session for any locale."""
        self.limits(setting)
        yield PseudoSession()


def pseudo_text(source: str) -> str:
    """Return `source` with accents and doubled vowels; codes and digits stay as they are."""
    pieces = PROTECTED.split(source)
    return "".join(piece if at % 2 else piece.translate(_ACCENTED) for at, piece in enumerate(pieces))
