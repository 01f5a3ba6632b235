"""Time handing a job out, taking it back, and an update of a project with a large memory.

    python tests/benchmarks/measure_handoff.py CORPUS [--units 50000] [--pairs 100000] [--documents 500]

The sources are word edits of the English sentences of CORPUS (a `.tsv` with the columns id, source, target),
in Markdown documents of the same size; the memory is an imported TMX file, half of it of sentences that a
document has with a word changed. The translator writes a tenth of the units. In the second update two new
sentences come into every document, each joined of two that the memory holds. Times are CPU seconds and peak
memory of a process each.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.memory.tmx import TmxUnit, render_tmx
from tests.benchmarks.measure_memory import edited, read_sentences, say

_ROOT = Path(__file__).parents[2]
_CONFIG = """
[project]
name = "Large"
locales = ["es"]

[collections.notes]
path = "source/notes"
files = ["*.md"]
format = "markdown"
"""
_SEED = 23


def main() -> None:
    """Print a line a step."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--units", type=int, default=50_000)
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--documents", type=int, default=500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        project, job = Path(name) / "project", Path(name) / "job.zip"
        sources, remembered = make_project(project, asked.corpus, asked.units, asked.pairs, asked.documents)
        say(f"{len(sources):,} sentences in {asked.documents} documents, {len(remembered):,} in the memory")
        run("extract", project, "extract")
        run("update, all of it new", project, "update")
        for kind in ("po", "xliff"):
            command = ("handoff", "es", "--to", "ana@example.org", "--format", kind, "--out", str(job))
            run(f"handoff as {kind}, memory {'made' if kind == 'po' else 'there'}", project, *command)
            say(f"  {job.stat().st_size / 1e6:.0f} MB")
            if kind == "po":
                translate(job)
                run("receive, a tenth translated", project, "receive", str(job), codes=(0, 1))
        join_some(project, remembered, asked.documents)
        run("extract", project, "extract")
        run("update, two joined sentences a document", project, "update")
        catalogs = (path.read_text("utf-8") for path in (project / "locales/es").rglob("*.po"))
        say(f"  {sum(text.count('cut differently: ') for text in catalogs):,} shown from the memory")


def make_project(
    root: Path, corpus: Path, units: int, pairs: int, documents: int
) -> tuple[list[str], list[str]]:
    """Write a project; return its sentences, and those of its memory."""
    chance = random.Random(_SEED)  # noqa: S311 - repeatable, not secret
    real = [text for text in read_sentences(corpus) if text.endswith(".") and "<" not in text]
    vocabulary = sorted({word for text in real for word in text.split() if word.isalpha()})
    texts: dict[str, None] = {}
    while len(texts) < units:
        text = edited(chance.choice(real), vocabulary, chance, 2).strip()
        if text[0].isupper() and text.endswith(".") and text.isascii():
            texts[text] = None
    sources = list(texts)
    remembered: dict[str, None] = {}
    while len(remembered) < pairs:
        base = chance.choice(sources if len(remembered) < pairs // 2 else real)
        remembered[edited(base, vocabulary, chance, 1).rstrip(".") + "."] = None
    write(root / "caveat.toml", _CONFIG)
    size = -(-len(sources) // documents)
    for number in range(documents):
        own = sources[number * size : (number + 1) * size]
        write(root / f"source/notes/note{number:04}.md", "\n\n".join(own) + "\n")
    rows = [TmxUnit(source=text, targets=(("es", text[::-1]),)) for text in remembered]
    write(root / "locales/memory/old.tmx", "".join(render_tmx(rows, "en")))
    return sources, list(remembered)


def write(path: Path, text: str) -> None:
    """Write a file and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def translate(job: Path) -> None:
    """Fill in every tenth target of a package."""
    with zipfile.ZipFile(job) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    number = 0
    for name in sorted(files):
        if name.endswith(".po"):
            entries = files[name].split(b"\n\n")
            for at, entry in enumerate(entries):
                if entry.rstrip().endswith(b'msgstr ""'):
                    number += 1
                    if not number % 10:
                        entries[at] = entry.replace(b'msgstr ""', b'msgstr "Texto %d"' % number)
            files[name] = b"\n\n".join(entries)
    with zipfile.ZipFile(job, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def join_some(root: Path, remembered: list[str], documents: int) -> None:
    """Put two sentences of the memory, as one, into every document, twice."""
    for number in range(documents):
        path = root / f"source/notes/note{number:04}.md"
        joined = [
            f"{remembered[at].rstrip('.')}; {remembered[at + 1]}" for at in (4 * number, 4 * number + 2)
        ]
        path.write_text(path.read_text("utf-8") + "".join(f"\n{text}\n" for text in joined), "utf-8")


def run(what: str, project: Path, *words: str, codes: tuple[int, ...] = (0,)) -> None:
    """Run a command and print what it cost."""
    command = [sys.executable, "-m", "pipeline", *words]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    with subprocess.Popen(
        command, cwd=project, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        told = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in codes:
        sys.exit(f"{what} failed: {told.decode()[-2000:]}")
    spent, most = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    say(f"{what}: {spent:.1f} s of CPU, {most:.0f} MB at most")


if __name__ == "__main__":
    main()
