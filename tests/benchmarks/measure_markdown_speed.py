"""Time the extraction of Markdown documents, next to translate-toolkit's md2po where it is installed.

    measure_markdown_speed.py es.tsv [--md2po PATH]

The first argument is a corpus with the columns id, source, target; its sentences make the documents.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

import pipeline.formats.markdown as markdown_format
from pipeline.catalogs.po import render_catalog
from pipeline.catalogs.templates import make_template
from pipeline.model.unit import Risk, Unit
from tests.formats.markdowns import parse

_SEED = 19
_DOCUMENTS, _SIZE = 1000, 7000


def main() -> None:
    """Print a line a program; `--extract` is what this file calls itself with."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--md2po", help="translate-toolkit's program, to be timed on the same documents")
    parser.add_argument("--extract", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--no-risk", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.extract:
        extract(options.corpus, is_judged=not options.no_risk)
    else:
        measure_speed(options.corpus, options.md2po)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def measure_speed(corpus: Path, md2po: str | None) -> None:
    """Print the CPU time and peak memory of extracting documents to templates."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "in"
        folder.mkdir()
        size = write_documents(corpus, folder)
        _say(f"extraction of {_DOCUMENTS} documents, {size} bytes, CPU seconds and peak memory")
        own = [sys.executable, __file__, str(folder), "--extract"]
        _run("caveat", own)
        _run("caveat, without risk classes", [*own, "--no-risk"])
        if md2po:
            _run("translate-toolkit md2po", [md2po, "--progress=none", str(folder), f"{name}/out"])


def write_documents(corpus: Path, folder: Path) -> int:
    """Write the documents to be timed; return their size in bytes."""
    rng = random.Random(_SEED)  # noqa: S311 - a choice of test data
    rows = corpus.read_text("utf-8").splitlines()[1:]
    sentences = [row.split("\t")[1] for row in rows]
    total = 0
    for number in range(_DOCUMENTS):
        text = f"# {rng.choice(sentences)}\n\n"
        while len(text) < _SIZE:
            text += _section(rng, sentences)
        (folder / f"{number:04}.md").write_text(text, "utf-8")
        total += len(text.encode())
    return total


def _section(rng: random.Random, sentences: list[str]) -> str:
    one, two, three, four, five = rng.sample(sentences, 5)
    word, _, rest = four.partition(" ")
    return (
        f"## {one[:40]}\n\n{two} {three}\n**{word}** {rest} See [the guide](https://example.org/{len(one)}).\n\n"
        f"- {five}\n- `code` {one}\n\n| Dose | Note |\n|---|---|\n| 5 mg | {two[:50].replace('|', '/')} |\n\n"
    )


def _run(name: str, command: list[str]) -> None:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = usage.ru_utime + usage.ru_stime
    failed = f", FAILED with {process.returncode}" if process.returncode else ""
    _say(f"  {name:32}{seconds:8.2f} s CPU{usage.ru_maxrss / 1024:8.0f} MB at most{failed}")


def extract(folder: Path, *, is_judged: bool) -> None:
    """Turn every document of a folder into a template, in this process."""
    if not is_judged:
        markdown_format.classify = lambda _: (Risk.STANDARD, ())  # type: ignore[assignment]
    for path in sorted(folder.glob("*.md")):
        document = parse(path.read_bytes(), path=path.name)
        units = {one.key: Unit(key=one.key, risk=one.risk) for one in document.occurrences()}
        path.with_suffix(".pot").write_bytes(
            render_catalog(make_template(path.stem, units.values(), path.name))
        )


if __name__ == "__main__":
    main()
