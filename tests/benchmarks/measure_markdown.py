"""Measure the Markdown format: identity, structure, coverage. Law 1 and Law 2, in figures.

    pip download --no-binary NAME --no-deps -d ARCHIVES NAME     # for each documentation set
    measure_markdown.py --spec EXAMPLES.json --archives ARCHIVES --fuzz 100000 --definitions 20000

EXAMPLES.json are the examples of the CommonMark specification; ARCHIVES holds source distributions, whose
Markdown files are the documentation sets. `--definitions` are mutated snippets read with definition lists.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tarfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from markdown_it import MarkdownIt

from pipeline.config.project import Profile
from pipeline.errors import DocumentError
from pipeline.formats.coverage import Coverage, measure_coverage
from pipeline.formats.inline import parse_inline
from pipeline.language.inline import URL
from tests.formats.markdowns import (
    SNIPPETS,
    identity,
    is_dialect,
    mutate,
    nasty_some,
    parse,
    pseudo,
    rotated,
    shape,
    tags,
    with_colons,
)

if TYPE_CHECKING:
    from pipeline.model.document import Document

_WORD = re.compile(r"[^\W\d_]+")
_FRONT_MATTER = re.compile(r"\A---\n[\w\"'-]+:.*?\n---\n", re.DOTALL)
_MARKER = re.compile(
    r"^[ \t>]*(?::{3,}.*$(?:\n[ \t]+\S.*$)*|(?:!!!|\?\?\?|={3}[!+]? \"|/{3,}|-*8<-|\{[*!]|\[!).*$)"
    r"|\{:?[ \t]*[#.][^{}\n]*\}",
    re.MULTILINE,
)
"""What documentation tools read as an instruction, where plain Markdown shows it."""
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,999}\]:?")
"""Its label, which a renderer without footnotes shows, and one with footnotes makes a number."""
_HTML = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_SEED = 19


@dataclass(slots=True)
class Tally:
    """What was found in a set of documents; letters are those an independent renderer shows as prose."""

    documents: int = 0
    identical: int = 0
    kept: int = 0
    units: int = 0
    refused: int = 0
    unreadable: int = 0
    shown: int = 0
    covered: int = 0
    plain: int = 0
    plain_covered: int = 0
    html: int = 0
    apart: Coverage = field(default_factory=Coverage)
    """What the format itself says of its letters."""
    broken: list[str] = field(default_factory=list)


def main() -> None:
    """Print the figures that were asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--spec", type=Path)
    parser.add_argument("--archives", type=Path)
    parser.add_argument("--fuzz", type=int, default=0)
    parser.add_argument("--definitions", type=int, default=0)
    options = parser.parse_args()
    examples = read_examples(options.spec) if options.spec else []
    if examples:
        measure_examples(examples)
    if options.archives:
        measure_sets(options.archives)
    if options.fuzz:
        measure_fuzz([*SNIPPETS, *examples], options.fuzz)
    if options.definitions:
        measure_definitions(options.definitions)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def read_examples(path: Path) -> list[str]:
    """Return the Markdown of the specification's examples."""
    return [example["markdown"] for example in json.loads(path.read_text("utf-8"))]


def measure_examples(examples: list[str]) -> None:
    """Print how many examples come back and how many keep their structure."""
    tally = Tally()
    for text in examples:
        take(tally, text.encode(), "source/a.md")
    _say(f"CommonMark examples: {tally.documents}, identical {tally.identical}, structure kept {tally.kept}")
    _say(f"  units {tally.units}, refused {tally.refused}\n")


def take(tally: Tally, data: bytes, name: str) -> Document | None:
    """Take one document apart, put it together again, and translate it for show."""
    try:
        document = parse(data, path=name)
    except DocumentError as error:
        tally.unreadable += 1
        _say(f"  {error}")
        return None
    back, refused = pseudo(document, rotated)
    is_kept = shape(back, name) == shape(data, name)
    is_kept = is_kept and (is_dialect(data.decode()) or tags(back) == tags(data))
    tally.documents += 1
    tally.units += len(list(document.occurrences()))
    tally.identical += identity(document) == data
    tally.kept += is_kept
    tally.refused += refused
    tally.broken += [] if is_kept else [name]
    return document


def measure_sets(folder: Path) -> None:
    """Print a line for each source distribution that has Markdown in it."""
    _say(
        f"{'set':32}{'files':>6}{'ident.':>7}{'struct.':>8}{'units':>7}{'refused':>8}"
        f"{'shown %':>9}{'tools %':>9}{'prose %':>9}{'HTML %':>8}"
    )
    total = Tally()
    for archive in sorted(folder.glob("*.tar.gz")):
        tally = measure_archive(archive)
        if tally.documents:
            name = archive.name.removesuffix(".tar.gz")
            _say(render_row(name, tally))
            for key in ("documents", "identical", "kept", "units", "refused", "shown", "covered", "html"):
                setattr(total, key, getattr(total, key) + getattr(tally, key))
            total.plain += tally.plain
            total.plain_covered += tally.plain_covered
            total.apart = total.apart.plus(tally.apart)
    _say(render_row("all", total))
    _say("shown: of the letters that markdown-it-py shows outside code and HTML blocks, those in units;")
    _say("tools: of the same, those in no unit because they are instructions to documentation tools, which")
    _say("these do not show, or labels of footnotes; prose: in units, of the letters without instructions;")
    _say("HTML: letters in HTML blocks, of all letters shown")
    _say(f"letters as the format counts them: {total.apart}\n")


def measure_archive(archive: Path) -> Tally:
    """Return the figures of one source distribution."""
    tally = Tally()
    with tarfile.open(archive) as tar:
        members = [one for one in tar.getmembers() if one.isfile() and one.name.endswith((".md", ".mdx"))]
        for member in sorted(members, key=lambda one: one.name):
            content = tar.extractfile(member)
            data = content.read() if content else b""
            document = take(tally, data, member.name)
            if document:
                cover(tally, document)
    for name in tally.broken:
        _say(f"  structure changed: {name}")
    return tally


def render_row(name: str, tally: Tally) -> str:
    """Return the line of one set."""
    shown, prose = (
        _share(tally.covered, tally.shown),
        _share(tally.plain_covered, tally.plain),
    )
    missing, unexplained = tally.shown - tally.covered, tally.plain - tally.plain_covered
    tools = 100 - _share(tally.shown - missing + unexplained, tally.shown)
    html = _share(tally.html, tally.html + tally.shown)
    return (
        f"{name:32}{tally.documents:6}{tally.identical:7}{tally.kept:8}{tally.units:7}{tally.refused:8}"
        f"{shown:9.2f}{tools:9.2f}{prose:9.2f}{html:8.2f}"
    )


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100.0


def cover(tally: Tally, document: Document) -> None:
    """Count the letters of the words that the renderer shows, and of those that are in units."""
    text = _FRONT_MATTER.sub("", document.data.decode().removeprefix("\ufeff"))
    prose, html = render_words(text)
    inside = _words("".join(_text_of(unit.key.source) for unit in document.occurrences()))
    tally.shown += _letters(prose)
    tally.covered += _letters(prose & inside)
    tally.html += _letters(html)
    tally.apart = tally.apart.plus(measure_coverage(document))
    plain, _ = render_words(_FOOTNOTE.sub("", _MARKER.sub("", text)))
    tally.plain += _letters(plain)
    tally.plain_covered += _letters(plain & inside)


def _text_of(source: str) -> str:
    return (
        "".join(
            part if isinstance(part, str) else " " * (part.kind == "empty") for part in parse_inline(source)
        )
        + " "
    )


def render_words(text: str) -> tuple[Counter[str], Counter[str]]:
    """Return the words shown as prose, and those in HTML blocks; code and addresses are left out."""
    prose: list[str] = []
    html: list[str] = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        if token.type == "html_block":
            html.append(_HTML.sub(" ", token.content))
        for child in token.children or ():
            if child.type == "text":
                prose.append(child.content)
            elif child.type.endswith("break"):
                prose.append(" ")
        prose.append(" ")
    return _words("".join(prose)), _words(" ".join(html))


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(URL.sub(" ", text)))


def _letters(words: Counter[str]) -> int:
    return sum(len(word) * count for word, count in words.items())


def measure_fuzz(snippets: list[str], count: int) -> None:
    """Print what became of mutated snippets; anything but a DocumentError ends the run."""
    counts: Counter[str] = Counter()
    rng = random.Random(_SEED)  # noqa: S311 - a choice of test data
    for number, text in enumerate(mutate(snippets, count, _SEED)):
        counts[_try(text, rng, is_nasty=bool(number % 2))] += 1
    _say(f"mutated snippets: {count}, seed {_SEED}: {dict(counts)}\n")


def measure_definitions(count: int) -> None:
    """Print what became of mutated snippets where a profile has definition lists."""
    counts: Counter[str] = Counter()
    rng = random.Random(_SEED)  # noqa: S311 - a choice of test data
    profile = Profile(name="", has_definition_lists=True)
    for number, text in enumerate(with_colons(count, _SEED)):
        counts[_try(text, rng, profile, is_nasty=bool(number % 2))] += 1
    _say(f"mutated definition lists: {count}, seed {_SEED}: {dict(counts)}\n")


def _try(text: str, rng: random.Random, profile: Profile | None = None, *, is_nasty: bool) -> str:
    try:
        document = parse(text, profile)
    except DocumentError:
        return "refused to read"
    if identity(document) != document.data:
        return "NOT IDENTICAL"
    back, _ = pseudo(document, (lambda unit: nasty_some(unit, rng)) if is_nasty else rotated)
    dialect = document.dialect
    is_same = shape(back, dialect=dialect) == shape(document.data, dialect=dialect)
    if is_same and (is_dialect(text) or tags(back, dialect) == tags(document.data, dialect)):
        return "kept"
    _say(f"  structure changed: {text!r}\n    became {back.decode()!r}")
    return "STRUCTURE CHANGED"


if __name__ == "__main__":
    main()
