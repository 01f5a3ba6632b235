"""Learn what tells that a part was left out of a translation, and write `language/data/associations/`.

    python tests/benchmarks/learn_omissions.py CORPUS [--write]

CORPUS is a folder of TICO-19. Only the documents at even places are read. Four times the associations of
words are learnt from three quarters of them; the last quarter shows what they tell of texts that they were
not learnt from: how often a word that is not known sounds like one of the translation (`shares.tsv`), how
many commas translators write, and, where a part between two commas is taken out, how much each sign of
that weighs (`omissions.toml`). Without `--write` only the figures are printed.
"""

from __future__ import annotations

import argparse
import math
import re
import statistics
import sys
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np

from pipeline.language import associations, omissions
from pipeline.language.cognates import find_cognate
from pipeline.language.courses import gain_without_a_part
from pipeline.language.lengths import deviation, measure_length
from pipeline.language.lexicon import ENGLISH, Lexicon, find_lexicon, get_lexicon
from pipeline.language.lists import count_commas, count_joints
from pipeline.language.stems import FUNCTION_STEMS, english_stems
from pipeline.model.locale import Locale
from tests.benchmarks.learn_associations import FOLDER, learn, read_terms, to_pair
from tests.benchmarks.recall_parts import LOCALES, read_half

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

QUARTERS = 4
LEAST_SHARE = 0.01
"""No word is surer than one in a hundred."""
GOOD, ROOM = 0.006, {"hi": 0.011, "fa": 0.004}
"""Share of good translations in which a part may be taken for left out, and where it is another."""
LONG = 60
"""Letters from which on a length is a measure."""
COMMA = re.compile(r"[,،、，](?!\d)")
SHARES_HEAD = (
    "# Learnt from TICO-19 (CC0): documents 1, 3, 5… in order of their ids. How a word sounds for which no\n"
    "# translation was learnt: language, kind of word and consonants, share where aligned, share by chance.\n"
)
HABITS_HEAD = (
    "# Learnt from TICO-19 (CC0): documents 1, 3, 5… in order of their ids, with parts taken out between\n"
    "# two commas. How translators use commas, and what tells that a part of the source was left out.\n"
)
SMOOTH, RIDGE, STEPS = 1.0, 3.0, 30
"""Added to every count; against large weights; steps of Newton's method."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One good translation, and what was learnt without its quarter."""

    source: str
    target: str
    known: Mapping[str, associations.Association]


def read_texts(corpus: Path, code: str) -> list[Text]:
    """Return the even documents' texts, each with the associations of the other three quarters."""
    language, terms = code.partition("_")[0], read_terms(corpus, code)
    rows = list(read_half(corpus, code, "develop").values())
    found = []
    for quarter in range(QUARTERS):
        first, last = (len(rows) * at // QUARTERS for at in (quarter, quarter + 1))
        others = [*rows[:first], *rows[last:], *terms]
        lines = (row.render() for row in learn([to_pair(*texts, language) for texts in others]))
        known = associations.parse_associations("".join(lines), f"{language}.tsv")
        found += [Text(source=source, target=target, known=known) for source, target in rows[first:last]]
    return found


def learn_shares(texts: Sequence[Text], language: str) -> Iterator[str]:
    """Yield the lines of `shares.tsv`: how often an unknown word sounds like one of a target."""
    seen, here, there = Counter[str](), Counter[str](), Counter[str]()
    for text, other in zip(texts, [*texts[len(texts) // 2 :], *texts], strict=False):
        for stem in {stem.text: stem for stem in english_stems(text.source)}.values():
            word = text.source[stem.start : stem.stop]
            cognate = find_cognate(word, text.target, language)
            if cognate is None or stem.text in text.known or stem.text in FUNCTION_STEMS:
                continue
            kind = f"{associations.kind_of(word, text.source[: stem.start])} {cognate.sounds}"
            by_chance = find_cognate(word, other.target, language)
            seen[kind] += 1
            here[kind] += cognate.is_present
            there[kind] += by_chance is not None and by_chance.is_present
    for kind in sorted(seen):
        shares = ((count[kind] + 0.5) / (seen[kind] + 1) for count in (here, there))
        aligned, chance = (max(LEAST_SHARE, share) for share in shares)
        yield f"{language}\t{kind}\t{aligned:.3f}\t{chance:.3f}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One text, good or with a part left out, and its signs as numbers."""

    is_lost: bool
    values: tuple[float, ...]


def leave_out(target: str) -> str | None:
    """Return a target without what stands between two of its commas; None where it has one at most."""
    commas = [found.start() for found in COMMA.finditer(target)]
    if len(commas) < 2:
        return None
    first = len(target) % (len(commas) - 1)
    return target[: commas[first]] + target[commas[first + 1] :]


def weights_of(differences: Sequence[int]) -> tuple[float, ...]:
    """Return the weight of each difference: where a part is left out, every difference is one less."""
    most = omissions.MOST
    counts = Counter(max(-most, min(most, one)) for one in differences)
    share = [counts[at] + SMOOTH for at in range(-most, most + 1)]
    return tuple(round(math.log(lost / good), 2) for good, lost in pairwise(share))


def fit(cases: Sequence[Case]) -> tuple[float, ...]:
    """Return the weights of the signs by logistic regression."""
    values = np.array([[*case.values, 1.0] for case in cases])
    lost = np.array([float(case.is_lost) for case in cases])
    ridge = np.diag([RIDGE] * (values.shape[1] - 1) + [0.001])
    weights = np.zeros(values.shape[1])
    for _ in range(STEPS):
        share = 1 / (1 + np.exp(-values @ weights))
        slope = values.T @ (share - lost) + ridge @ weights
        weights -= np.linalg.solve((values.T * (share * (1 - share))) @ values + ridge, slope)
    return tuple(round(max(0.0, float(weight)), 2) for weight in weights[:-1])


def know(text: Text, language: str) -> None:
    """Let the checks know what was learnt without a text's quarter, and nothing else."""
    table = associations.get_associations(language)
    if isinstance(table, dict):
        table.clear()
        table.update(text.known)


def read_cases(texts: Sequence[Text], lexicon: Lexicon, habits: omissions.Habits) -> Iterator[Case]:
    """Yield each text with several parts as it is, and without one of them."""
    english = get_lexicon(ENGLISH)
    for text in texts:
        know(text, lexicon.language.partition("_")[0])
        for target in (text.target, leave_out(text.target)):
            signs = target and omissions.find_signs(
                text.source, target, lexicon, english, usual_length=habits.usual_length
            )
            if not target or not signs:
                continue
            counts = (
                omissions.pick(habits.commas, signs.commas),
                omissions.pick(habits.joints, signs.joints),
            )
            course = gain_without_a_part(text.source, target, lexicon, english)
            yield Case(is_lost=target is not text.target, values=(signs.words, signs.length, *counts, course))


def learn_habits(texts: Sequence[Text], lexicon: Lexicon) -> tuple[omissions.Habits, float]:
    """Return the habits of a language, and the share of left-out parts that they tell."""
    english = get_lexicon(ENGLISH)
    long = [text for text in texts if measure_length(text.source) >= LONG]
    several = [text for text in texts if count_commas(text.source, english)]
    commas, joints = (
        weights_of([count(one.target, lexicon) - count(one.source, english) for one in several])
        for count in (count_commas, count_joints)
    )
    habits = omissions.Habits(
        usual_length=round(statistics.median(deviation(one.source, one.target, lexicon) for one in long), 2),
        commas=commas,
        joints=joints,
        weights=(0.0,) * 5,
        enough=0.0,
    )
    cases = list(read_cases(several, lexicon, habits))
    weights = fit(cases)
    sums = [(case.is_lost, sum(map(mul, weights, case.values))) for case in cases]
    good = sorted((weight for is_lost, weight in sums if not is_lost), reverse=True)
    room = ROOM.get(lexicon.language.partition("_")[0], GOOD)
    enough = round(good[int(len(texts) * room)], 2)
    told = [weight > enough for is_lost, weight in sums if is_lost]
    return replace(habits, weights=weights, enough=enough), sum(told) / len(told)


def render_habits(language: str, habits: omissions.Habits) -> str:
    """Return the table of a language."""
    return (
        f"\n[{language}]\nusual_length = {habits.usual_length}\ncommas = {list(habits.commas)}\n"
        f"joints = {list(habits.joints)}\nweights = {list(habits.weights)}\nenough = {habits.enough}\n"
    )


def mean_of(found: Sequence[omissions.Habits]) -> omissions.Habits:
    """Return what languages share, for those that were not measured; `enough` is what the strictest wants."""
    means = [
        tuple(round(statistics.mean(column), 2) for column in zip(*rows, strict=True))
        for rows in (
            [one.commas for one in found],
            [one.joints for one in found],
            [one.weights for one in found],
        )
    ]
    words, length, commas, joints, course = means[2]
    return omissions.Habits(
        usual_length=0.0,
        commas=means[0],
        joints=means[1],
        weights=(words, length, commas, joints, course),
        enough=max(one.enough for one in found),
    )


def main() -> None:
    """Learn all languages, and write the two files or print what would stand there."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--write", action="store_true", help="write the files")
    options = parser.parse_args()
    texts = {code: read_texts(options.corpus, code) for code in LOCALES}
    shares = "".join(line for code in LOCALES for line in learn_shares(texts[code], code.partition("_")[0]))
    if options.write:
        (FOLDER / "shares.tsv").write_text(SHARES_HEAD + shares, encoding="utf-8")
    found, tables = [], []
    for code, ones in texts.items():
        lexicon = find_lexicon(Locale(code))
        if lexicon is None:
            continue
        habits, told = learn_habits(ones, lexicon)
        found.append(habits)
        tables.append(render_habits(code.partition("_")[0], habits))
        print(f"{code}: {told:.0%} of parts left out are told; {habits.weights} {habits.enough}")  # noqa: T201 - its output
    tables.append(render_habits("other", mean_of(found)))
    if options.write:
        (FOLDER / "omissions.toml").write_text(HABITS_HEAD + "".join(tables), encoding="utf-8")


if __name__ == "__main__":
    main()
