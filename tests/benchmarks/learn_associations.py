"""Learn which English stems go with which stems of a language, and write `language/data/associations/`.

    python tests/benchmarks/learn_associations.py CORPUS [LOCALE …] [--write]

CORPUS is a folder of TICO-19: `<locale>.tsv` with id, English and translation, and
`terminology/g_en_<code>.csv`. Only every other document is read, so that the rest stays unseen for
`measure_recall.py`. Without `--write` the number of stems that come out as they stand in the repository is
printed.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.language.stems import FUNCTION_STEMS, english_stems, target_stems
from tests.benchmarks.recall_parts import LOCALES, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FOLDER = Path(__file__).parents[2] / "pipeline" / "language" / "data" / "associations"
HEAD = (
    "# Learnt from TICO-19 (CC0): documents 1, 3, 5… in order of their ids, and its terminology.\n"
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
"""Sentences without which an English stem is not learnt."""
SURE, RARE = 0.97, 0.0005
"""The shares are kept within these, because nothing is certain."""

Pair = tuple[frozenset[str], frozenset[str]]


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


def read_pairs(corpus: Path, code: str) -> tuple[Pair, ...]:
    """Return the stems of each sentence pair of the even documents, and of each pair of terms."""
    names = sorted({name.partition(":")[0] for name, _, _ in read_rows(corpus / "es.tsv")})
    learnt = frozenset(names[::2])
    rows = read_rows(corpus / f"{code}.tsv")
    texts = [(source, target) for name, source, target in rows if name.partition(":")[0] in learnt]
    language = code.partition("_")[0]
    return tuple(to_pair(*text, language) for text in (*texts, *read_terms(corpus, code)))


def read_terms(corpus: Path, code: str) -> list[tuple[str, str]]:
    """Return the terms of a language and their English."""
    if code not in TERMINOLOGY:
        return []
    path = corpus / "terminology" / f"g_en_{TERMINOLOGY[code]}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["sourceString"], row["targetString"]) for row in csv.DictReader(file)]


def to_pair(source: str, target: str, language: str) -> Pair:
    """Return the stems of a source and of its target."""
    stems = frozenset(stem.text for stem in english_stems(source))
    return stems, frozenset(target_stems(target, language))


def align(pairs: Sequence[Pair]) -> Mapping[tuple[str, str], float]:
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


def learn(pairs: Sequence[Pair]) -> Iterator[Row]:
    """Yield the stems that tell something, in order."""
    candidates: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
    for (stem, target), share in align(pairs).items():
        if stem and share > LIKELY:
            candidates[stem].append((share, target))
    frequency = Counter(target for _, targets in pairs for target in targets)
    for stem in sorted(candidates.keys() - FUNCTION_STEMS):
        likely = [target for _, target in sorted(candidates[stem], reverse=True)[:MOST_TARGETS]]
        row = _row(stem, likely, pairs, frequency)
        if row is not None:
            yield row


def _row(stem: str, likely: list[str], pairs: Sequence[Pair], frequency: Counter[str]) -> Row | None:
    with_stem = [targets for sources, targets in pairs if stem in sources]
    used = Counter(target for targets in with_stem for target in likely if target in targets)
    count, seen = len(pairs), len(with_stem)
    keep = [
        target
        for target in likely
        if used[target] / seen > LIFT * frequency[target] / count and frequency[target] / count < OFTEN
    ]
    if seen < SEEN or not keep:
        return None
    together = sum(not targets.isdisjoint(keep) for targets in with_stem)
    alone = sum(not targets.isdisjoint(keep) for _, targets in pairs) - together
    aligned = together / (seen + 1.5)
    by_chance = (alone / max(1, count - seen) * count + 0.5) / (count + 1)
    is_telling = aligned > TELLING * by_chance
    return Row(stem=stem, targets=tuple(keep), aligned=aligned, by_chance=by_chance) if is_telling else None


def main() -> None:
    """Learn each language, and write its file or compare it with the one that is there."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("locales", nargs="*", default=LOCALES, metavar="LOCALE")
    parser.add_argument("--write", action="store_true", help="write the files")
    options = parser.parse_args()
    for code in options.locales:
        path = FOLDER / f"{code.partition('_')[0]}.tsv"
        lines = [row.render() for row in learn(read_pairs(options.corpus, code))]
        if options.write:
            path.write_text(HEAD + "".join(lines), encoding="utf-8")
        there = set(path.read_text("utf-8").removeprefix(HEAD).splitlines(keepends=True))
        same = len(there.intersection(lines))
        print(f"{code}: {len(lines)} stems, {same} of {len(there)} as in the repository")  # noqa: T201 - its output


if __name__ == "__main__":
    main()
