"""Measure how fast and how complete the memory is.

    python tests/benchmarks/measure_memory.py CORPUS [--pairs 1000000] [--questions 400]

Sources are English sentences: those of CORPUS (a `.tsv` with the columns id, source, target) and those of the
documentation on this machine, topped up with word edits of them. Questions are edits of known sentences; the
truth is what a look at every source finds.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.memory.matching import Question, find_exact, find_matches
from pipeline.memory.pairs import MemoryPair
from pipeline.memory.store import open_store
from pipeline.model.state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
PLAIN = re.compile(r"[A-Z][A-Za-z0-9 ,;:'()%/.-]{25,240}[.!?]")
FOLDERS = ("/usr/share/doc", "/usr/share/perl", "/usr/lib/python3", "/usr/lib/python3.11", "/usr/share/man")
ENDINGS = frozenset({".gz", ".txt", ".py", ".pod", ".pm", ".html", ".md", ""})
LEAST = 75
SEED = 19
CLOSE = 1e-9


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--questions", type=int, default=400)
    asked_for = parser.parse_args()
    chance = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    texts, real, vocabulary = make_sources(asked_for.corpus, asked_for.pairs, chance)
    mean = sum(map(len, texts)) / len(texts)
    say(f"{len(texts):,} sources, {real:,} of them real; mean {mean:.0f} characters")
    asked = [
        edited(chance.choice(texts), vocabulary, chance, chance.randint(1, 3))
        for _ in range(asked_for.questions)
    ]
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder) / "memory.sqlite", texts, asked, chance)
    say_recall(texts, asked, found)


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")


def read_sentences(corpus: Path) -> list[str]:
    """Return the English column."""
    rows = corpus.read_text("utf-8").split("\n")[1:]
    return [row.split("\t")[1] for row in rows if row.strip()]


def machine_sentences() -> Iterator[str]:
    """Yield the English sentences in the documentation on this machine."""
    for folder in FOLDERS:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file() and path.suffix in ENDINGS:
                for paragraph in re.split(r"\n\s*\n", read_any(path)):
                    text = " ".join(paragraph.split())
                    yield from (s for s in SENTENCE_END.split(text) if PLAIN.fullmatch(s))


def read_any(path: Path) -> str:
    """Return a file's text, packed or not; nothing when it can't be read."""
    try:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError):
        return ""
    return data.decode("utf-8", "replace")


def edited(text: str, vocabulary: Sequence[str], chance: random.Random, edits: int) -> str:
    """Return a text with words exchanged, put in or taken out."""
    words = text.split()
    for _ in range(edits):
        at = chance.randrange(len(words))
        match chance.randrange(3):
            case 0:
                words[at] = chance.choice(vocabulary)
            case 1:
                words.insert(at, chance.choice(vocabulary))
            case _ if len(words) > 4:
                del words[at]
    return " ".join(words)


def make_sources(corpus: Path, number: int, chance: random.Random) -> tuple[list[str], int, list[str]]:
    """Return the sources, how many of them nobody made up, and the words to edit with."""
    health = [text for text in read_sentences(corpus) if text.strip()]
    real = list(dict.fromkeys([*health, *machine_sentences()]))[:number]
    vocabulary = sorted({word for text in real[:50_000] for word in text.split()})
    texts = dict.fromkeys(real)
    while len(texts) < number:
        texts[edited(chance.choice(real), vocabulary, chance, 3)] = None
    return list(texts), len(real), vocabulary


def measure(path: Path, texts: list[str], asked: list[str], chance: random.Random) -> list[list[str]]:
    """Print sizes and times; return the sources that each question found."""
    with open_store(path) as store:
        made, _ = timed(lambda: store.replace_shelf("es", "all", "1", map(make_pair, texts)))
        say(f"made in {made / 1000:.0f} s, {path.stat().st_size / 1e6:.0f} MB")
        known = [Question(source=text, locale="es") for text in chance.sample(texts, min(2_000, len(texts)))]
        say_times("exact", [timed(lambda q=one: find_exact(store, q))[0] for one in known])
        questions = [Question(source=text, locale="es") for text in asked]
        for name in ("first time", "again"):
            answers = [timed(lambda q=one: find_matches(store, q, least=LEAST)) for one in questions]
            say_times(f"similar, {name}", [spent for spent, _ in answers])
        return [[match.pair.source for match in found] for _, found in answers]


def make_pair(text: str) -> MemoryPair:
    """Return an approved pair."""
    return MemoryPair(source=text, target=text[::-1], locale="es", document="all", state=State.APPROVED)


def timed(call: Callable[[], T]) -> tuple[float, T]:
    """Return the milliseconds that a call took, and its answer."""
    start = time.perf_counter()
    answer = call()
    return (time.perf_counter() - start) * 1000, answer


def say_times(name: str, times: list[float]) -> None:
    """Print the spread of times."""
    ranked = sorted(times)
    half, most = ranked[len(ranked) // 2], ranked[int(0.95 * len(ranked))]
    say(f"{name}: p50 {half:.3f} ms, p95 {most:.3f} ms, max {ranked[-1]:.1f} ms")


def say_recall(texts: list[str], asked: list[str], found: list[list[str]]) -> None:
    """Print for how many questions the closest of all sources was found."""
    possible = hits = 0
    likeness = Levenshtein.normalized_similarity
    for text, sources in zip(asked, found, strict=True):
        best = process.extractOne(text, texts, scorer=likeness, score_cutoff=LEAST / 100)
        if best:
            possible += 1
            hits += max((likeness(text, one) for one in sources), default=0.0) >= best[1] - CLOSE
    none = len(asked) - possible
    say(f"closest found: {hits} of {possible} ({hits / possible:.1%}); {none} have none of {LEAST} %")


if __name__ == "__main__":
    main()
