"""Cases of sentence boundaries: one a line, `‖` where a sentence starts, `#` for a heading among them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MARK = "‖"
FOLDER = Path(__file__).with_name("sentences")
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))


@dataclass(frozen=True, slots=True)
class Case:
    """A text and where its sentences start."""

    text: str
    starts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Score:
    """What was found: a false break cuts a sentence, a missed one leaves two together."""

    cases: int
    exact: int
    false: int
    missed: int


def read_cases(language: str) -> tuple[Case, ...]:
    lines = FOLDER.joinpath(f"{language}.txt").read_text("utf-8").splitlines()
    return tuple(parse_case(line) for line in lines if not line.startswith("#"))


def parse_case(line: str) -> Case:
    parts = line.split(MARK)
    starts = accumulate(map(len, parts[:-1]))
    return Case("".join(parts), frozenset(starts))


def case_of(text: str, sentences: Sequence[str]) -> Case:
    """Return the case for a text whose sentences are listed."""
    starts: list[int] = []
    position = 0
    for sentence in sentences:
        position = text.index(sentence.strip(), position)
        starts.append(position)
        position += len(sentence.strip())
    return Case(text, frozenset(starts[1:]))


def score(pairs: Iterable[tuple[Case, frozenset[int]]]) -> Score:
    """Compare each case with the starts that were found for it."""
    results = [(len(found - case.starts), len(case.starts - found)) for case, found in pairs]
    return Score(
        cases=len(results),
        exact=results.count((0, 0)),
        false=sum(false for false, _ in results),
        missed=sum(missed for _, missed in results),
    )
