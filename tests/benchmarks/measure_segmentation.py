"""Measure where sentences are cut: false breaks, missed breaks, lost text, speed.

    pip download --no-deps pysbd==0.3.4
    measure_segmentation.py --golden pysbd-0.3.4-py3-none-any.whl --show

The English Golden Rules are read from pySBD's wheel; the other cases are those of the tests.
"""

from __future__ import annotations

import argparse
import ast
import sys
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.language.segmentation import find_sentences
from tests.language.sentence_cases import LANGUAGES, MARK, case_of, read_cases, score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.language.sentence_cases import Case

_GOLDEN = "benchmarks/english_golden_rules.py"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each set of cases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--golden", type=Path, help="wheel of pysbd 0.3.4")
    parser.add_argument("--show", action="store_true", help="print each case that differs")
    options = parser.parse_args(arguments)
    sets = [(language, language, read_cases(language)) for language in LANGUAGES]
    if options.golden:
        sets.insert(0, ("golden", "en", read_golden(options.golden)))
    _say(f"{'set':8} {'cases':>5} {'exact':>5} {'false':>5} {'missed':>6} {'lost':>4}")
    for name, language, cases in sets:
        _report(name, language, cases, is_shown=options.show)
    _report_speed()


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


def _report_speed() -> None:
    text = " ".join(case.text for case in read_cases("en"))
    paragraphs = [text] * 100
    started = time.perf_counter()
    for paragraph in paragraphs:
        find_sentences(paragraph, "en")
    seconds = time.perf_counter() - started
    _say(f"speed: {len(text) * len(paragraphs) / seconds / 1e6:.2f} million characters a second")


if __name__ == "__main__":
    main()
