"""Cues of a target to the words of its source that they translate, as far as associations tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.language.associations import get_associations
from pipeline.language.stems import english_stems, target_stems

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.language.cues import Cue
    from pipeline.language.lexicon import Lexicon

_SCOPE = 20
"""Characters around a cue within which words may have become one with it: "not known" is `desconocido`."""


def without_counterpart(
    cues: Iterable[Cue], source: str, but: Iterable[Cue], lexicon: Lexicon
) -> tuple[Cue, ...]:
    """Return the cues of a target that no word of `source` is known to become.

    The words around the cues in `but` are left out: "not known" may be one word.
    """
    language = lexicon.language.partition("_")[0]
    known = get_associations(language)
    spans = [(cue.start - _SCOPE, cue.stop + _SCOPE) for cue in but]
    stems = {
        stem
        for word in english_stems(source)
        if word.text in known and not any(start <= word.start < stop for start, stop in spans)
        for stem in known[word.text].targets
    }
    return tuple(cue for cue in cues if stems.isdisjoint(target_stems(cue.text, language)))
