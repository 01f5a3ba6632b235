"""Time handing a job out, taking it back, and an update of a project with a large memory.

    python tests/benchmarks/measure_handoff.py CORPUS [--units 50000] [--pairs 100000] [--documents 500]
        [--split 2]

The sources are word edits of the English sentences of CORPUS (a `.tsv` with the columns id, source, target),
in Markdown documents of the same size; the memory is an imported TMX file, half of it of sentences that a
document has with a word changed. The translator writes a tenth of the units of each package. In the second
update two new sentences come into every document, each joined of two that the memory holds; in the third as
many translated sentences of every document as `--split` says are cut in two. Times are CPU seconds and peak
memory of a process each.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from itertools import count
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
_LONG = 8
"""Words of a sentence that is worth cutting in two."""
_TARGETS = {
    ".po": (re.compile(rb'msgstr ""(?=\n\n|\n\Z)'), b'msgstr "Texto %d"'),
    ".xlf": (re.compile(rb'<target state="new"></target>'), b'<target state="translated">Texto %d</target>'),
}
"""How an empty target looks in a kind of file, and a filled one."""
_TRANSLATED = re.compile(r'^msgid "([^"\\]+)"\nmsgstr "Texto', re.MULTILINE)
_STALE = "#, fuzzy\n#| msgid"


def main() -> None:
    """Print a line a step."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--units", type=int, default=50_000)
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--split", type=int, default=2)
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
            translate(job)
            run(f"receive of {kind}, a tenth translated", project, "receive", str(job), codes=(0, 1))
        join_some(project, remembered, asked.documents)
        run("extract", project, "extract")
        run("update, two joined sentences a document", project, "update")
        catalogs = (path.read_text("utf-8") for path in (project / "locales/es").rglob("*.po"))
        say(f"  {sum(text.count('cut differently: ') for text in catalogs):,} shown from the memory")
        if asked.split:
            say(f"  {split_some(project, asked.split):,} translated sentences are cut in two")
            run("extract", project, "extract")
            run("update, translated sentences cut in two", project, "update")
            catalogs = (path.read_text("utf-8") for path in (project / "locales/es").rglob("*.po"))
            say(f"  {sum(text.count(_STALE) for text in catalogs):,} stale")


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
    """Fill in every tenth empty target of a package, in its XLIFF files where it has some."""
    with zipfile.ZipFile(job) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    suffix = ".xlf" if any(name.endswith(".xlf") for name in files) else ".po"
    empty, filled = _TARGETS[suffix]
    numbers = count(1)

    def fill(found: re.Match[bytes]) -> bytes:
        number = next(numbers)
        return found[0] if number % 10 else filled % number

    for name in sorted(files):
        if name.endswith(suffix):
            files[name] = empty.sub(fill, files[name])
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


def split_some(root: Path, most: int) -> int:
    """Cut translated sentences of every document in two, at most so many of each; return how many."""
    done = 0
    for path in sorted((root / "locales/es/LC_MESSAGES").glob("note*.po")):
        source = root / f"source/notes/{path.stem}.md"
        text = source.read_text("utf-8")
        entries = _TRANSLATED.findall(path.read_text("utf-8"))
        for sentence in [one for one in entries if one in text and len(one.split()) > _LONG][:most]:
            words = sentence.split()
            middle = len(words) // 2
            first, second = " ".join(words[:middle]).rstrip(",;:."), " ".join(words[middle:])
            text = text.replace(sentence, f"{first}. {second[0].upper()}{second[1:]}", 1)
            done += 1
        source.write_text(text, "utf-8")
    return done


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
