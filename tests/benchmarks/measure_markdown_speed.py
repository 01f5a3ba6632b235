"""Time the extraction of Markdown documents, next to translate-toolkit's md2po where it is installed.

    measure_markdown_speed.py es.tsv [--md2po PATH]

The first argument is a corpus with the columns id, source, target. Each sentence of the documents is made of
the halves of two of its sentences and stands in them once, so that no cache makes the figures.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.catalogs.po import render_catalog
from pipeline.catalogs.templates import make_template
from pipeline.formats import article
from pipeline.model.unit import Risk, Unit
from tests.formats.markdowns import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEED = 19
_DOCUMENTS, _SIZE = 1000, 7000


def main() -> None:
    """Print a line a program; `--part` is what this file calls itself with."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--md2po", help="translate-toolkit's program, to be timed on the same documents")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part and options.part.startswith("write:"):
        folder = Path(options.part.removeprefix("write:"))
        size = write_documents(options.corpus, folder)
        _say(f"extraction of {_DOCUMENTS} documents, {size} bytes, {describe_units(folder)}")
    elif options.part:
        extract(options.corpus, options.part)
    else:
        measure_speed(options.corpus, options.md2po)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def measure_speed(corpus: Path, md2po: str | None) -> None:
    """Print the CPU time and peak memory of extracting documents."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "in"
        folder.mkdir()
        own = [sys.executable, __file__, str(folder), "--part"]
        with subprocess.Popen([sys.executable, __file__, str(corpus), "--part", f"write:{folder}"]):
            pass  # in a process of its own, because a child starts with the memory of its parent
        _run("caveat: starting up", [*own, "start"])
        _run("caveat: units without risk classes", [*own, "calm"])
        _run("caveat: units", [*own, "units"])
        seconds = _run("caveat: units, written to templates", [*own, "all"])
        if md2po:
            peer = _run("translate-toolkit md2po", [md2po, "--progress=none", str(folder), f"{name}/out"])
            _say(f"  md2po takes {peer / seconds:.1f} times the CPU")


def write_documents(corpus: Path, folder: Path) -> int:
    """Write the documents to be timed; return their size in bytes."""
    rng = random.Random(_SEED)  # noqa: S311 - a choice of test data
    sentences = make_sentences(
        [row.split("\t")[1] for row in corpus.read_text("utf-8").splitlines()[1:]], rng
    )
    total = 0
    for number in range(_DOCUMENTS):
        text = f"# {next(sentences)}\n\n"
        while len(text) < _SIZE:
            text += _section(rng, sentences)
        (folder / f"{number:04}.md").write_text(text, "utf-8")
        total += len(text.encode())
    return total


def make_sentences(known: list[str], rng: random.Random) -> Iterator[str]:
    """Yield sentences without end, each the first half of one and the second half of another; none twice."""
    halves = [(words[: len(words) // 2], words[len(words) // 2 :]) for words in map(str.split, known)]
    seen: set[str] = set()
    while True:
        first, second = rng.choice(halves)[0], rng.choice(halves)[1]
        sentence = " ".join([*first, *second])
        if sentence not in seen:
            seen.add(sentence)
            yield sentence


def _section(rng: random.Random, sentences: Iterator[str]) -> str:
    one, two, three, four, five, six, seven = (next(sentences) for _ in range(7))
    word, _, rest = four.partition(" ")
    page, table, dose = (rng.randrange(10**6) for _ in range(3))
    return (
        f"## {one[:60]}\n\n{two} {three}\n**{word}** {rest} See [page {page}](https://example.org/{page}).\n\n"
        f"- {five}\n- `code` {six}\n\n| Dose {table} | Note {table} |\n|---|---|\n"
        f"| {dose} mg | {seven.replace('|', '/')} |\n\n"
    )


def describe_units(folder: Path) -> str:
    """Return how many units the documents hold, and how many of them are different."""
    units = [
        one.key for path in sorted(folder.glob("*.md")) for one in parse(path.read_bytes()).occurrences()
    ]
    return f"{len(units)} units, {100 * len(set(units)) / len(units):.0f} % of them different"


def _run(name: str, command: list[str]) -> float:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = usage.ru_utime + usage.ru_stime
    failed = f", FAILED with {process.returncode}" if process.returncode else ""
    _say(f"  {name:38}{seconds:8.2f} s CPU{usage.ru_maxrss / 1024:8.0f} MB at most{failed}")
    return seconds


def extract(folder: Path, part: str) -> None:
    """Extract every document of a folder in this process; `part` is `start`, `calm`, `units` or `all`."""
    if part == "calm":
        article.classify = lambda _: (Risk.STANDARD, ())  # type: ignore[assignment]
    for path in sorted(folder.glob("*.md")) if part != "start" else ():
        document = parse(path.read_bytes(), path=path.name)
        if part == "all":
            units = {one.key: Unit(key=one.key, risk=one.risk) for one in document.occurrences()}
            template = make_template(path.stem, units.values(), path.name)
            path.with_suffix(".pot").write_bytes(render_catalog(template))


if __name__ == "__main__":
    main()
