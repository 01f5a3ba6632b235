"""Measure where sentences are cut: false breaks, missed breaks, lost text, speed.

    pip download --no-deps pysbd==0.3.4
    measure_segmentation.py --golden pysbd-0.3.4-py3-none-any.whl --show --speed es.tsv

The English Golden Rules are read from pySBD's wheel; the other cases are those of the tests. Speed is that
of processor time, on paragraphs made of a corpus with the columns id, source, target; each is read once.
"""

from __future__ import annotations

import argparse
import ast
import random
import sys
import time
import zipfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from sentencex import get_sentence_boundaries

from pipeline.language.segmentation import find_sentences
from tests.benchmarks.measure_markdown_speed import make_sentences
from tests.language.sentence_cases import LANGUAGES, MARK, case_of, read_cases, score

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.language.sentence_cases import Case

_SEED, _PARAGRAPHS = 19, 10_000
_GOLDEN = "benchmarks/english_golden_rules.py"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each set of cases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--golden", type=Path, help="wheel of pysbd 0.3.4")
    parser.add_argument("--show", action="store_true", help="print each case that differs")
    parser.add_argument("--speed", type=Path, help="corpus whose English sentences are timed, too")
    options = parser.parse_args(arguments)
    sets = [(language, language, read_cases(language)) for language in LANGUAGES]
    if options.golden:
        sets.insert(0, ("golden", "en", read_golden(options.golden)))
    _say(f"{'set':8} {'cases':>5} {'exact':>5} {'false':>5} {'missed':>6} {'lost':>4}")
    for name, language, cases in sets:
        _report(name, language, cases, is_shown=options.show)
    if options.speed:
        report_speed(make_paragraphs(options.speed))


def read_golden(wheel: Path) -> tuple[Case, ...]:
    """Return the Golden Rules that a wheel of pySBD carries for its benchmarks."""
    with zipfile.ZipFile(wheel) as archive:
        module = ast.parse(archive.read(_GOLDEN))
    assigned = next(one for one in module.body if isinstance(one, ast.Assign))
    return tuple(case_of(text, sentences) for text, sentences in ast.literal_eval(assigned.value))


def _report(name: str, language: str, cases: Sequence[Case], *, is_shown: bool) -> None:
    spans = [find_sentences(case.text, language) for case in cases]
    found = [frozenset(start for start, _ in one[1:]) for one in spans]
    result = score(zip(cases, found, strict=True))
    lost = sum(
        _letters(case.text) != _letters(_kept(case.text, one)) for case, one in zip(cases, spans, strict=True)
    )
    _say(f"{name:8} {result.cases:5} {result.exact:5} {result.false:5} {result.missed:6} {lost:4}")
    for case, starts in zip(cases, found, strict=True):
        if is_shown and starts != case.starts:
            marks = {
                **dict.fromkeys(case.starts - starts, "[missed]"),
                **dict.fromkeys(starts - case.starts, "[FALSE]"),
            }
            marks |= dict.fromkeys(starts & case.starts, MARK)
            _say(
                "   ",
                "".join(marks.get(at, "") + sign for at, sign in enumerate(case.text)).replace("\n", "⏎"),
            )


def _say(*words: str) -> None:
    sys.stdout.write(f"{' '.join(words)}\n")


def _kept(text: str, spans: Sequence[tuple[int, int]]) -> str:
    return "".join(text[start:stop] for start, stop in spans)


def _letters(text: str) -> str:
    return "".join(text.split())


def make_paragraphs(corpus: Path) -> list[str]:
    """Return paragraphs of four sentences; no two sentences are the same."""
    known = [row.split("\t")[1] for row in corpus.read_text("utf-8").splitlines()[1:]]
    sentences = make_sentences(known, random.Random(_SEED))  # noqa: S311 - a choice of test data
    return [" ".join(islice(sentences, 4)) for _ in range(_PARAGRAPHS)]


def report_speed(paragraphs: Sequence[str]) -> None:
    """Print how fast paragraphs are cut, next to the segmenter without our rules, in the same run."""
    half = len(paragraphs) // 2
    alone = measure_speed(lambda text: get_sentence_boundaries("en", text), paragraphs[half:])
    first, then = (
        measure_speed(lambda text: find_sentences(text, "en"), part)
        for part in (paragraphs[:half], paragraphs[half:])
    )
    _say(f"speed: {first:.1f} MB/s, {then:.1f} MB/s after that; sentencex alone {alone:.1f} MB/s,")
    _say(f"       which is {alone / then:.1f} times as fast")


def measure_speed(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """Return how many megabytes are worked through in a second of processor time."""
    started = time.process_time()
    for text in texts:
        work(text)
    return sum(len(text.encode()) for text in texts) / (time.process_time() - started) / 1e6


if __name__ == "__main__":
    main()
