"""Learn what tells that a part was left out of a translation, and write `language/data/associations/`.

    python tests/benchmarks/learn_omissions.py CORPUS [--write]

CORPUS is a folder of TICO-19. Only the documents at even places are read. Four times the associations of
words are learnt without some of the documents, which then show what they tell of texts that they were not
learnt from: how often a word that is not known sounds like one of the translation (`shares.tsv`), how many
commas translators write, and, where a part between two commas is taken out, how much each sign of that
weighs (`omissions.toml`). The languages are fitted together, each with its own small differences, and what
adds up to enough is read from texts that the weights were not fitted to. Without `--write` only the figures
are printed.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import pairwise, repeat
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from pipeline.language import associations, omissions
from pipeline.language.cognates import find_beginnings, find_sounds
from pipeline.language.lengths import deviation, measure_length
from pipeline.language.lexicon import ENGLISH, Lexicon, get_lexicon
from pipeline.language.lists import count_commas, count_joints
from pipeline.language.stems import FUNCTION_STEMS, english_stems
from tests.benchmarks.learn_associations import FOLDER
from tests.benchmarks.omission_cases import FOLDS, Case, Text, cases_of, lexicon_of, read_texts
from tests.benchmarks.recall_parts import LOCALES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LEAST_SHARE = 0.01
"""No word is surer than one in a hundred."""
GOOD, FALLBACK_GOOD = 0.007, 0.003
"""Share of good translations in which a part may be taken for left out; and where nothing was measured."""
TAIL = 0.04
"""Share of good translations from whose signs it is reckoned how rare stronger ones are."""
LONG = 60
"""Letters from which on a length is a measure."""
TRUST = ((1.0, 0.5), (2.0, 0.1))
"""How much a good and a spoilt text count, as a sentence and as a paragraph: in a long text, which has many
parts, a false alarm is the graver."""
SHARES_HEAD = (
    "# Learnt from TICO-19 (CC0): documents 1, 3, 5… in order of their ids. How a word sounds for which no\n"
    "# translation was learnt: language, kind of word and consonants, share where aligned, share by chance.\n"
)
HABITS_HEAD = (
    "# Learnt from TICO-19 (CC0): documents 1, 3, 5… in order of their ids, with parts taken out between\n"
    "# two commas. How translators use commas, and what tells that a part of the source was left out.\n"
)
SMOOTH, RIDGE, OWN_RIDGE, STEPS = 12.0, 1.0, 20.0, 25
"""Counts of all languages added to those of one; against large weights, and against large differences of a
language; steps of Newton's method."""


def learn_shares(texts: Sequence[Text], language: str) -> Iterator[str]:
    """Yield the lines of `shares.tsv`: how often an unknown word sounds like one of a target."""
    seen, here, there = Counter[str](), Counter[str](), Counter[str]()
    for text, other in zip(texts, [*texts[len(texts) // 2 :], *texts], strict=False):
        for stem in {stem.text: stem for stem in english_stems(text.source)}.values():
            word = text.source[stem.start : stem.stop]
            sounds = find_sounds(word)
            if sounds is None or stem.text in text.known or stem.text in FUNCTION_STEMS:
                continue
            kind = f"{associations.kind_of(word, text.source[: stem.start])} {len(sounds)}"
            seen[kind] += 1
            here[kind] += sounds in find_beginnings(text.target, language)
            there[kind] += sounds in find_beginnings(other.target, language)
    for kind in sorted(seen):
        shares = ((count[kind] + 0.5) / (seen[kind] + 1) for count in (here, there))
        aligned, chance = (max(LEAST_SHARE, share) for share in shares)
        yield f"{language}\t{kind}\t{aligned:.3f}\t{chance:.3f}\n"


def differences(texts: Sequence[Text], lexicon: Lexicon) -> tuple[Counter[int], Counter[int]]:
    """Return how often the targets have how many commas, and joints, more than their sources."""
    english, most = get_lexicon(ENGLISH), omissions.MOST
    several = [one for one in texts if not one.is_paragraph and count_commas(one.source, english)]
    commas, joints = (
        Counter(
            max(-most, min(most, count(one.target, lexicon) - count(one.source, english))) for one in several
        )
        for count in (count_commas, count_joints)
    )
    return commas, joints


def weights_of(own: Counter[int], every: Counter[int]) -> tuple[float, ...]:
    """Return the weight of each difference: where a part is left out, every difference is one less."""
    most, total = omissions.MOST, sum(every.values())
    share = [own[at] + SMOOTH * (every[at] + 0.5) / total for at in range(-most, most + 1)]
    return tuple(round(math.log(lost / good), 2) for good, lost in pairwise(share))


def usual_length(texts: Sequence[Text], lexicon: Lexicon) -> float:
    """Return the median deviation of the length of long texts."""
    long = [one for one in texts if not one.is_paragraph and measure_length(one.source) >= LONG]
    return round(statistics.median(deviation(one.source, one.target, lexicon) for one in long), 2)


class Fit:
    """Weights of the signs by logistic regression: shared ones, and small differences of each language."""

    def __init__(self, cases: Sequence[Case]) -> None:
        """Fit to the cases that have signs."""
        cases = [case for case in cases if case.values]
        self._codes = sorted({case.code for case in cases})
        values = np.array([self._row(case) for case in cases])
        lost = np.array([float(case.is_lost) for case in cases])
        trust = np.array([TRUST[case.is_paragraph][case.is_lost] for case in cases])
        size = len(cases[0].values) + 1
        ridge = np.full(values.shape[1], OWN_RIDGE)
        ridge[:size], ridge[size - 1 :: size], ridge[size - 1] = RIDGE, RIDGE, 0.001
        weights = np.zeros(values.shape[1])
        for _ in range(STEPS):
            share = 1 / (1 + np.exp(-values @ weights))
            slope = values.T @ (trust * (share - lost)) + ridge * weights
            bend = (values.T * (trust * share * (1 - share))) @ values + np.diag(ridge)
            weights -= np.linalg.solve(bend, slope)
        self._weights = weights.reshape(-1, size)

    def _row(self, case: Case) -> np.ndarray:
        own = np.array([*case.values, 1.0])
        return np.concatenate([own, *(own * (case.code == code) for code in self._codes)])

    def weights(self, code: str | None) -> tuple[float, ...]:
        """Return the weights for a language, or those that all share, without the constant."""
        own = self._weights[1 + self._codes.index(code)] if code else 0.0
        return tuple(round(float(weight), 2) for weight in (self._weights[0] + own)[:-1])

    def sum_up(self, case: Case) -> float:
        """Return the weighted sum of a case's signs; where there are none nothing is ever left out."""
        return sum(map(mul, self.weights(case.code), case.values)) if case.values else -math.inf


def score(cases: Sequence[Case]) -> list[tuple[Case, float]]:
    """Return each case with the sum of its signs, by weights that were fitted without its fold."""
    fits = [Fit([case for case in cases if case.fold != fold]) for fold in range(len(FOLDS))]
    return [(case, fits[case.fold].sum_up(case)) for case in cases]


def find_enough(sums: Mapping[str, Sequence[float]], room: float) -> Mapping[str, float]:
    """Return for each language what so few good texts reach.

    Few texts are seen, so it is reckoned from how fast the sums fall, half by the language, half by all.
    """
    tails = {
        code: sorted(ones, reverse=True)[: max(5, int(len(ones) * TAIL)) + 1] for code, ones in sums.items()
    }
    falls = {code: statistics.mean(tail[:-1]) - tail[-1] for code, tail in tails.items()}
    every = statistics.mean(falls.values())
    return {
        code: round(
            tail[-1] + (falls[code] + every) / 2 * math.log((len(tail) - 1) / len(sums[code]) / room), 2
        )
        for code, tail in tails.items()
    }


def render_habits(language: str, habits: omissions.Habits) -> str:
    """Return the table of a language."""
    return (
        f"\n[{language}]\nusual_length = {habits.usual_length}\ncommas = {list(habits.commas)}\n"
        f"joints = {list(habits.joints)}\nweights = {list(habits.weights)}\nenough = {habits.enough}\n"
    )


def report(code: str, scored: Sequence[tuple[Case, float]], enough: float) -> str:
    """Return how many good texts and how many parts left out are told, by weights fitted without them."""
    shown = []
    for is_lost, is_paragraph in ((False, False), (True, False), (False, True), (True, True)):
        sums = [one for case, one in scored if (case.is_lost, case.is_paragraph) == (is_lost, is_paragraph)]
        shown.append(f"{sum(one > enough for one in sums) / len(sums):.2%} of {len(sums)}")
    return f"{code}: good {shown[0]}, lost {shown[1]}; paragraphs {shown[2]}, lost {shown[3]}"


def main() -> None:
    """Learn all languages, and write the two files or print what would stand there."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--write", action="store_true", help="write the files")
    options = parser.parse_args()
    with ProcessPoolExecutor(2) as pool:
        texts = dict(zip(LOCALES, pool.map(partial(read_texts, options.corpus), LOCALES), strict=True))
        shares = "".join(
            line for code in LOCALES for line in learn_shares(texts[code], code.partition("_")[0])
        )
        habits = learn_habits(texts)
        every = [habits[code] for code in LOCALES]
        found = pool.map(cases_of, LOCALES, texts.values(), every, repeat(shares, len(LOCALES)))
        cases = [case for ones in found for case in ones]
    scored = score(cases)
    fit = Fit(cases)
    good = {
        code: [one for case, one in scored if case.code == code and not (case.is_lost or case.is_paragraph)]
        for code in LOCALES
    }
    enough = find_enough(good, GOOD)
    tables = []
    for code in LOCALES:
        own = replace(habits[code], weights=fit.weights(code), enough=enough[code])
        tables.append(render_habits(code.partition("_")[0], own))
        print(report(code, [one for one in scored if one[0].code == code], enough[code]))  # noqa: T201 - its output
    most = max(find_enough(good, FALLBACK_GOOD).values())
    tables.append(render_habits("other", replace(mean_of(every), weights=fit.weights(None), enough=most)))
    if options.write:
        (FOLDER / "shares.tsv").write_text(SHARES_HEAD + shares, encoding="utf-8")
        (FOLDER / "omissions.toml").write_text(HABITS_HEAD + "".join(tables), encoding="utf-8")


def learn_habits(texts: Mapping[str, Sequence[Text]]) -> dict[str, omissions.Habits]:
    """Return the habits of each language, without weights."""
    lexicons = {code: lexicon_of(code) for code in texts}
    counts = {code: differences(ones, lexicons[code]) for code, ones in texts.items()}
    commas, joints = (sum((one[at] for one in counts.values()), Counter[int]()) for at in (0, 1))
    return {
        code: omissions.Habits(
            usual_length=usual_length(ones, lexicons[code]),
            commas=weights_of(counts[code][0], commas),
            joints=weights_of(counts[code][1], joints),
            weights=(),
            enough=0.0,
        )
        for code, ones in texts.items()
    }


def mean_of(found: Sequence[omissions.Habits]) -> omissions.Habits:
    """Return what languages share, for those that were not measured."""
    commas, joints = (
        tuple(round(statistics.mean(column), 2) for column in zip(*rows, strict=True))
        for rows in ([one.commas for one in found], [one.joints for one in found])
    )
    return omissions.Habits(usual_length=0.0, commas=commas, joints=joints, weights=(), enough=0.0)


if __name__ == "__main__":
    main()
