"""Text to the words in it that have an opposite: left and right, increase and reduce, in and out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pipeline.language.form_finder import FormFinder
from pipeline.language.inline import hide_inline

if TYPE_CHECKING:
    from pipeline.language.lexicon import Lexicon

_PAIRS: Final = (
    ("left", "right"),
    ("hot", "cold"),
    ("increase", "decrease"),
    ("high", "low"),
    ("better", "worse"),
    ("start", "stop"),
    ("open", "closed"),
    ("inside", "outside"),
    ("empty", "full"),
    ("men", "women"),
    ("adult", "child"),
    ("positive", "negative"),
    ("wet", "dry"),
    ("morning", "evening"),
    ("safe", "dangerous"),
    ("clean", "dirty"),
    ("upper", "lower"),
    ("only", "also"),
)
OPPOSITES: Final = {**dict(_PAIRS), **{other: one for one, other in _PAIRS}}
"""Each pole to its opposite; the names of both are keys of the data files."""


@dataclass(frozen=True, slots=True)
class Pole:
    """A word that may say one or more of the poles."""

    sure: frozenset[str]
    """The poles that it says and hardly anything else."""
    akin: frozenset[str]
    """The poles that a good translation may say with it."""
    start: int
    stop: int


@lru_cache(maxsize=64)
def _finder(lexicon: Lexicon) -> tuple[FormFinder, tuple[tuple[frozenset[str], frozenset[str]], ...]]:
    poles: dict[str, tuple[set[str], set[str]]] = {}
    for place, table in enumerate((lexicon.opposites, lexicon.akin)):
        for pole, forms in table.items():
            for form in forms:
                poles.setdefault(form, (set(), set()))[place].add(pole)
    known = sorted(poles, key=lambda form: (form.count("*"), -len(form), form))
    kinds = tuple((frozenset(poles[form][0]), frozenset(poles[form][1])) for form in known)
    return FormFinder(known, lexicon), kinds


@lru_cache(maxsize=8192)
def find_poles(text: str, lexicon: Lexicon) -> tuple[Pole, ...]:
    """Return the words of `text` that have an opposite, in order; none overlap."""
    finder, kinds = _finder(lexicon)
    found = finder.finditer(hide_inline(text))
    return tuple(Pole(*kinds[number], match.start(), match.end()) for number, match in found)
