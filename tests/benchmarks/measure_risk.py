"""Time the risk class of English sentences, next to cutting them with sentencex in the same run.

    measure_risk.py es.tsv

The argument is a corpus with the columns id, source, target. Each sentence is made of the halves of two of
its sentences and is classified once, so that only words are met again. Speed is processor time.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from sentencex import get_sentence_boundaries

from pipeline.language.risk import classify
from tests.benchmarks.measure_markdown_speed import make_sentences
from tests.benchmarks.measure_segmentation import measure_speed

_SEED, _SENTENCES = 19, 40_000


def main() -> None:
    """Print the speed and what is found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    rows = parser.parse_args().corpus.read_text("utf-8").splitlines()[1:]
    rng = random.Random(_SEED)  # noqa: S311 - a choice of test data
    sentences = list(islice(make_sentences([row.split("\t")[1] for row in rows], rng), _SENTENCES))
    classify("Take 5 mg; you must not take aspirin.")  # reads the language data
    half = len(sentences) // 2
    first, then = (measure_speed(classify, part) for part in (sentences[:half], sentences[half:]))
    alone = measure_speed(lambda text: get_sentence_boundaries("en", text), sentences[half:])
    _say(f"{first:.1f} MB/s while words are new, {then:.1f} MB/s after that; sentencex {alone:.1f} MB/s")
    found = Counter(reason for text in sentences for reason in classify(text)[1] or ["standard"])
    for reason, times in found.most_common():
        _say(f"  {reason:16}{100 * times / len(sentences):6.2f} % of the sentences")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
