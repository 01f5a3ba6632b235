"""Measure the format `html` on real files: identity, structure, coverage, speed; and on mutated snippets.

    python -m tests.benchmarks.measure_html --files NAME=FOLDER … --fuzz 100000

Structure is what lexbor, a parser after the HTML Standard, makes of a file: its elements and the names of
their attributes. Coverage is the share of the letters it shows that are in units, outside of code and of what
template engines put in.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

from pipeline.errors import CaveatError, DocumentError
from pipeline.formats.html_elements import CODE
from pipeline.formats.inline import parse_inline
from pipeline.language.inline import URL
from tests.formats.htmls import SNIPPETS, elements, identity, mutate, nasty, parse, pseudo, rotated

if TYPE_CHECKING:
    from pipeline.model.document import Document

_WORD: Final = re.compile(r"[^\W\d_]+")
_TEMPLATE: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_SEED: Final = 19
_LARGEST: Final = 2_000_000
"""Bytes; larger files would take all the time."""
_NOT_PROSE: Final = ", ".join(
    sorted(CODE | {"pre", "textarea", "noscript", "[translate=no]", ".notranslate"})
)


@dataclass(slots=True)
class Tally:
    """What was found in a set of files."""

    files: int = 0
    identical: int = 0
    kept: int = 0
    units: int = 0
    refused: int = 0
    unreadable: int = 0
    shown: int = 0
    covered: int = 0
    size: int = 0
    seconds: float = 0
    broken: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take the figures of another set into this one."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


def main() -> None:
    """Print the figures that were asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", nargs="*", default=[], metavar="NAME=FOLDER")
    parser.add_argument("--most", type=int, default=400, help="files of each set, chosen by a fixed seed")
    parser.add_argument("--fuzz", type=int, default=0)
    options = parser.parse_args()
    if options.files:
        measure_sets([one.partition("=")[::2] for one in options.files], options.most)
    if options.fuzz:
        measure_fuzz(options.fuzz)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def measure_sets(sets: list[tuple[str, str]], most: int) -> None:
    """Print a line for each set of files."""
    _say(
        f"{'set':26}{'files':>6}{'ident.':>7}{'struct.':>8}{'units':>8}{'refused':>8}{'not read':>9}"
        f"{'shown %':>9}{'MB':>7}{'parse s':>8}"
    )
    total = Tally()
    for name, folder in sets:
        tally = measure_folder(Path(folder), most)
        _say(render_row(name, tally))
        total.add(tally)
    _say(render_row("all", total))
    for name in total.broken:
        _say(f"  structure changed: {name}")


def measure_folder(folder: Path, most: int) -> Tally:
    """Return the figures of the HTML files in a folder."""
    tally = Tally()
    files = sorted(one for one in folder.rglob("*") if one.suffix.lower() in (".html", ".htm", ".xhtml"))
    files = [one for one in files if one.is_file() and one.stat().st_size <= _LARGEST]
    random.Random(_SEED).shuffle(files)  # noqa: S311 - a choice of test data
    for path in files[:most]:
        take(tally, path)
    return tally


def take(tally: Tally, path: Path) -> None:
    """Take one file apart, put it together again, and translate it for show."""
    data = path.read_bytes()
    start = time.process_time()
    try:
        document = parse(data, path=str(path))
    except CaveatError:
        tally.unreadable += 1
        return
    tally.seconds += time.process_time() - start
    back, refused = pseudo(document, rotated)
    is_kept = elements(back) == elements(data)
    tally.files += 1
    tally.size += len(data)
    tally.units += len(list(document.occurrences()))
    tally.identical += identity(document) == data
    tally.kept += is_kept
    tally.refused += refused
    tally.broken += [] if is_kept else [str(path)]
    cover(tally, document)


def render_row(name: str, tally: Tally) -> str:
    """Return the line of one set."""
    share = 100 * tally.covered / tally.shown if tally.shown else 100.0
    return (
        f"{name:26}{tally.files:6}{tally.identical:7}{tally.kept:8}{tally.units:8}{tally.refused:8}"
        f"{tally.unreadable:9}{share:9.2f}{tally.size / 1e6:7.1f}{tally.seconds:8.1f}"
    )


def cover(tally: Tally, document: Document) -> None:
    """Count the letters of the words that lexbor shows, and of those that are in units."""
    tree = LexborHTMLParser(document.data.decode())
    for node in tree.css(_NOT_PROSE):
        node.decompose()
    shown = _words(tree.root.text(separator=" ") if tree.root else "")
    texts = (parse_inline(unit.key.source) for unit in document.occurrences())
    inside = _words(" ".join(part if isinstance(part, str) else " " for text in texts for part in text))
    tally.shown += _letters(shown)
    tally.covered += _letters(shown & inside)


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(URL.sub(" ", _TEMPLATE.sub(" ", text))))


def _letters(words: Counter[str]) -> int:
    return sum(len(word) * count for word, count in words.items())


def measure_fuzz(count: int) -> None:
    """Print what became of mutated snippets; anything but a DocumentError ends the run."""
    counts: Counter[str] = Counter()
    rng = random.Random(_SEED)  # noqa: S311 - a choice of test data
    for number, text in enumerate(mutate(SNIPPETS, count, _SEED)):
        counts[_try(text, rng, is_nasty=bool(number % 2))] += 1
    _say(f"mutated snippets: {count}, seed {_SEED}: {dict(counts)}")


def _try(text: str, rng: random.Random, *, is_nasty: bool) -> str:
    try:
        document = parse(text)
    except DocumentError:
        return "refused to read"
    if identity(document) != document.data:
        return "NOT IDENTICAL"
    back, refused = pseudo(document, (lambda unit: nasty(unit, rng)) if is_nasty else rotated)
    if elements(back) != elements(text):
        _say(f"  structure changed: {text!r}\n    became {back.decode()!r}")
        return "STRUCTURE CHANGED"
    return "kept, with refusals" if refused else "kept"


if __name__ == "__main__":
    main()
