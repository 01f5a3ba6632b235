"""Answers that an engine gave to each other's texts: it was asked several at once, and mixed them up.

Each draft is weighed against its own source and against that of the other, by the words, names and numbers
that go with each other. What is weighed is whether it is about the same thing, never how good it is.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from pipeline.language.associations import find_evidence, weigh
from pipeline.language.lexicon import find_lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.locale import Locale

_CLEAR: Final = 1.0
"""By how much two drafts must fit better crosswise. A wrong guess costs a second request, no draft."""


def find_crossed(pairs: Sequence[tuple[str, str]], locale: Locale) -> frozenset[int]:
    """Return the places of drafts that fit clearly better with each other's sources than with their own.

    `pairs` are the sources and drafts that were asked together. Where nothing is known of the locale's words,
    there are none.
    """
    lexicon = find_lexicon(locale)
    if lexicon is None:
        return frozenset()
    made = [at for at, (_, draft) in enumerate(pairs) if draft]
    fit = {
        (source, draft): weigh(find_evidence(pairs[source][0], pairs[draft][1], lexicon))
        for source in made
        for draft in made
    }
    crossed = (
        {one, other}
        for one, other in combinations(made, 2)
        if fit[one, other] + fit[other, one] - fit[one, one] - fit[other, other] > _CLEAR
    )
    return frozenset().union(*crossed)
