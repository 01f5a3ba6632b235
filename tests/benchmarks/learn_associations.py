"""Learn which English stems go with which stems of a language, and write `language/data/associations/`.

    python tests/benchmarks/learn_associations.py CORPUS [LOCALE …] [--write]

CORPUS is a folder of TICO-19: `<locale>.tsv` with id, English and translation, and
`terminology/g_en_<code>.csv`. Only every other document is read, so that the rest stays unseen for
`measure_recall.py`. The word list in `words/` says what else an English word may become; how far it can be
trusted is counted in the same documents. Without `--write` the number of stems that come out as they stand
in the repository is printed.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.language.cognates import find_beginnings, find_sounds
from pipeline.language.stems import FUNCTION_STEMS, english_stems, target_stems
from tests.benchmarks.recall_parts import LOCALES, read_rows
from tests.benchmarks.word_list import read_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

FOLDER = Path(__file__).parents[2] / "pipeline" / "language" / "data" / "associations"
HEAD = (
    "# Learnt from TICO-19 (CC0): documents 1, 3, 5… in order of their ids, its terminology, and a list of\n"
    "# words that a language model wrote and no speaker has read (tests/benchmarks/words).\n"
    "# English stem, share where aligned, share by chance, stems of the language.\n"
)
TERMINOLOGY = {"es": "es-419", "fr": "fr-FR", "pt_BR": "pt-BR", "zh_Hans": "zh-CN"} | {
    code: code for code in ("ar", "hi", "id", "ru", "sw")
}
"""Names of the files of terms; the other languages have none."""
ROUNDS, SMALLEST, LEAST, NOTHING = 6, 1e-4, 0.05, 1e-9
"""Rounds of expectation and maximisation; what counts is left out below, and what probability is kept."""
LIKELY, MOST_TARGETS, OFTEN, LIFT, TELLING = 0.08, 6, 0.15, 4.0, 3.0
"""A stem's targets: from which probability on, how many, how frequent at most, and how much above chance."""
SEEN = 2
"""Sentences without which an English stem is not learnt, unless the word list has it."""
SURE, RARE = 0.97, 0.0005
"""The shares are kept within these, because nothing is certain."""
TRUST, DOUBT = 4.0, 1.5
"""Sentences that the share of all listed words counts for, beside those that a word itself is in; and for a
word that is not listed, those that count against it."""
SURE_SOUNDS = 4
"""Consonants that tell a word by themselves."""

Text = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One source and its target as stems."""

    sources: frozenset[str]
    targets: frozenset[str]
    heard: frozenset[str]
    """Stems of the source that sound like a word of the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One English stem, and what was learnt of it."""

    stem: str
    targets: tuple[str, ...]
    aligned: float
    by_chance: float

    def render(self) -> str:
        """Return the line of the file."""
        shares = f"{min(self.aligned, SURE):.3f}\t{max(self.by_chance, RARE):.4f}"
        return f"{self.stem}\t{shares}\t{' '.join(self.targets)}\n"


def read_texts(corpus: Path, code: str) -> list[Text]:
    """Return the sentence pairs of the even documents, and the pairs of terms."""
    names = sorted({name.partition(":")[0] for name, _, _ in read_rows(corpus / "es.tsv")})
    learnt = frozenset(names[::2])
    rows = read_rows(corpus / f"{code}.tsv")
    texts = [(source, target) for name, source, target in rows if name.partition(":")[0] in learnt]
    return [*texts, *read_terms(corpus, code)]


def read_terms(corpus: Path, code: str) -> list[Text]:
    """Return the terms of a language and their English."""
    if code not in TERMINOLOGY:
        return []
    path = corpus / "terminology" / f"g_en_{TERMINOLOGY[code]}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["sourceString"], row["targetString"]) for row in csv.DictReader(file)]


def to_pair(source: str, target: str, language: str) -> Pair:
    """Return the stems of a source and of its target."""
    beginnings = find_beginnings(target, language)
    stems = english_stems(source)
    heard = {stem.text for stem in stems if _sounds(source[stem.start : stem.stop]) in beginnings}
    return Pair(
        sources=frozenset(stem.text for stem in stems),
        targets=target_stems(target, language),
        heard=frozenset(heard),
    )


def _sounds(word: str) -> str | None:
    sounds = find_sounds(word)
    return sounds if sounds and len(sounds) >= SURE_SOUNDS else None


def align(pairs: Sequence[tuple[frozenset[str], frozenset[str]]]) -> Mapping[tuple[str, str], float]:
    """Return how likely an English stem becomes each target stem (IBM's first model)."""
    likely: dict[tuple[str, str], float] = defaultdict(lambda: 1e-3)
    for _ in range(ROUNDS):
        counts: defaultdict[tuple[str, str], float] = defaultdict(float)
        totals: defaultdict[str, float] = defaultdict(float)
        for sources, targets in pairs:
            for target in sorted(targets):
                weights = {stem: likely[stem, target] for stem in ("", *sorted(sources))}
                whole = sum(weights.values())
                for stem, weight in weights.items():
                    if weight / whole > SMALLEST:
                        counts[stem, target] += weight / whole
                        totals[stem] += weight / whole
        kept = {key: count / totals[key[0]] for key, count in counts.items() if count > LEAST}
        likely = defaultdict(lambda: NOTHING, kept)
    return likely


class Learner:
    """Everything that is known of one language before its rows are counted.

    Sets of pairs are whole numbers, a bit for each pair.
    """

    def __init__(self, texts: Sequence[Text], language: str, words: Mapping[str, frozenset[str]]) -> None:
        """Take the texts to learn from, and the stems that the word list gives for English ones."""
        self.pairs = [to_pair(*text, language) for text in texts]
        self.with_stem = index(pair.sources for pair in self.pairs)
        self.with_target = index(pair.targets for pair in self.pairs)
        self.heard = index(pair.heard for pair in self.pairs)
        self.listed = {
            stem: frozenset(one for one in targets if self._share(one) < OFTEN)
            for stem, targets in words.items()
        }
        self.trust = self._trust()

    def _share(self, target: str) -> float:
        return self.with_target[target].bit_count() / len(self.pairs)

    def _with_any(self, targets: Iterable[str]) -> int:
        """Return the pairs that have one of the targets."""
        return reduce(or_, (self.with_target[target] for target in targets), 0)

    def _trust(self) -> float:
        """Return in which share of the sentences with a listed word one of its targets is."""
        seen = [(stem, self.with_stem[stem]) for stem, targets in self.listed.items() if targets]
        found = sum(
            (pairs & (self._with_any(self.listed[stem]) | self.heard[stem])).bit_count()
            for stem, pairs in seen
        )
        return (found + 1) / (sum(pairs.bit_count() for _, pairs in seen) + 2)

    def rows(self) -> Iterator[Row]:
        """Yield the stems that tell something, in order."""
        candidates: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
        pairs = [(pair.sources, pair.targets) for pair in self.pairs]
        pairs += [(frozenset({stem}), targets) for stem, targets in self.listed.items()]
        for (stem, target), share in align(pairs).items():
            if stem and share > LIKELY:
                candidates[stem].append((share, target))
        for stem in sorted((candidates.keys() | self.listed.keys()) - FUNCTION_STEMS):
            likely = [target for _, target in sorted(candidates[stem], reverse=True)[:MOST_TARGETS]]
            row = self._row(stem, likely)
            if row is not None:
                yield row

    def _row(self, stem: str, likely: Sequence[str]) -> Row | None:
        pairs, listed = self.with_stem[stem], self.listed.get(stem, frozenset())
        count, seen = len(self.pairs), pairs.bit_count()
        keep = [target for target in likely if target in listed or self._is_used(target, pairs)]
        keep += sorted(listed.difference(keep))
        if not keep or (seen < SEEN and not listed):
            return None
        there = self._with_any(keep)
        together = (pairs & (there | self.heard[stem])).bit_count()
        alone = (there & ~pairs).bit_count()
        share, trust = (self.trust, TRUST) if listed else (0.0, DOUBT)
        aligned = (together + share * trust) / (seen + trust)
        by_chance = (alone / max(1, count - seen) * count + 0.5) / (count + 1)
        is_telling = aligned > TELLING * by_chance
        return (
            Row(stem=stem, targets=tuple(keep), aligned=aligned, by_chance=by_chance) if is_telling else None
        )

    def _is_used(self, target: str, pairs: int) -> bool:
        """Return whether a target is far more often beside a stem than elsewhere."""
        seen, share = pairs.bit_count(), self._share(target)
        used = (self.with_target[target] & pairs).bit_count()
        return seen >= SEEN and used / seen > LIFT * share and share < OFTEN


def index(sets: Iterable[frozenset[str]]) -> defaultdict[str, int]:
    """Return for each stem the numbers of the sets that have it, as bits."""
    found: defaultdict[str, int] = defaultdict(int)
    for number, stems in enumerate(sets):
        for stem in stems:
            found[stem] |= 1 << number
    return found


def main() -> None:
    """Learn each language, and write its file or compare it with the one that is there."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("locales", nargs="*", default=LOCALES, metavar="LOCALE")
    parser.add_argument("--write", action="store_true", help="write the files")
    options = parser.parse_args()
    for code in options.locales:
        language = code.partition("_")[0]
        path = FOLDER / f"{language}.tsv"
        learner = Learner(read_texts(options.corpus, code), language, read_words(language))
        lines = [row.render() for row in learner.rows()]
        if options.write:
            path.write_text(HEAD + "".join(lines), encoding="utf-8")
        there = set(path.read_text("utf-8").removeprefix(HEAD).splitlines(keepends=True))
        same = len(there.intersection(lines))
        print(f"{code}: {len(lines)} stems, {same} of {len(there)} as in the repository")  # noqa: T201 - its output


if __name__ == "__main__":
    main()
