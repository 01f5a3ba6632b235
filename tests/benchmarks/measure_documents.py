"""How often `verify` accuses a document that the build wrote rightly: real files, pseudo-translated.

    python tests/benchmarks/measure_documents.py FOLDER [FOLDER…] [--most N]

Each Markdown, HTML and text file below the folders is translated for show, with every third block in English
and a banner, as in a preview; addresses stay. What the format refuses to write and what `verify` finds are
counted. Files that the format can't read are left out.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.config.project import DEFAULT_FALLBACK, Collection, Profile
from pipeline.errors import CaveatError, DocumentError
from pipeline.formats.base import DocumentFormat, Edition, Passage, Reading
from pipeline.formats.inline import parse_inline, render_inline
from pipeline.formats.registry import open_formats
from pipeline.model.locale import Locale
from pipeline.verify.native_inspection import NativeTask, inspect_document
from pipeline.verify.native_rules import Terms
from pipeline.verify.outline import outline

if TYPE_CHECKING:
    from pipeline.model.document import ByteRange, Document, Occurrence

EN, ES = Locale("en"), Locale("es")
SUFFIXES = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".txt": "plain"}
SHARE = 3
"""Each third block falls back."""


def rotated(unit: Occurrence) -> str:
    """Return a text in which each letter is the next one, tags apart."""
    parts = parse_inline(unit.key.source)
    return render_inline(_ADDRESS.sub(_rotate, part) if isinstance(part, str) else part for part in parts)


_ADDRESS = re.compile(r"(?P<kept>\S*(?:://|@|www\.|mailto:|tel:|\]:)\S*)|\S+")
"""Addresses stay, as a translator leaves them."""


def _rotate(word: re.Match[str]) -> str:
    return word["kept"] or word[0].translate(_NEXT)


_NEXT = {n: n + 1 for n in (*range(ord("a"), ord("z")), *range(ord("A"), ord("Z")))}


def translate(one: DocumentFormat, document: Document, rng: random.Random) -> tuple[bytes, int]:
    """Return the file in Spanish for show, and how many units its format refused."""
    places = {n for n in range(len(document.blocks)) if rng.randrange(SHARE) == 0}
    kept: set[ByteRange] = set()
    refused = 0
    for place, block in enumerate(document.blocks):
        for unit in block.occurrences:
            try:
                one.encode(document, unit, rotated(unit))
            except DocumentError:
                refused += 1
                places.add(place)
    for place in places:
        kept |= {unit.range for unit in document.blocks[place].occurrences}
    edition = Edition(
        locale=ES,
        source_locale=EN,
        text_of=lambda unit: unit.key.source if unit.range in kept else rotated(unit),
        fallback=frozenset(places),
        mark="[Inglés]",
        banner=Passage("Esto es una vista previa.", ES),
    )
    return one.localize(document, edition), refused


def inspect(name: str, document: Document, built: bytes) -> list[str]:
    """Return what is found in a built file."""
    terms = Terms(
        file=document.path,
        locale=ES,
        source=EN,
        is_release=False,
        outline=outline(document),
        fallback=DEFAULT_FALLBACK,
        risks={},
        values=frozenset(),
        links={},
        canonical=frozenset(),
    )
    task = NativeTask(
        format=name, data=built, source=document.data, terms=terms, disclaimers=(), wordings=(), junk=()
    )
    return [f"{one.check}: {one.message}" for one in inspect_document(task)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--most", type=int, default=10**9)
    arguments = parser.parse_args()
    files = sorted(
        path for folder in arguments.folders for path in folder.rglob("*") if path.suffix in SUFFIXES
    )
    tally: Counter[str] = Counter()
    rng = random.Random(1)  # noqa: S311 - a measurement's choice, no secret
    rng.shuffle(files)
    start = time.process_time()
    for path in files[: arguments.most]:
        tally.update(measure(path, rng))
    seconds = time.process_time() - start
    sys.stdout.write(f"{dict(tally.most_common())}; {seconds:.0f} s of CPU\n")


def measure(path: Path, rng: random.Random) -> Counter[str]:
    """Return what became of one file."""
    name = SUFFIXES[path.suffix]
    one = open_formats().get(name)
    collection = Collection(name="c", path=".", files=(), format=name, profile=Profile(name=""))
    try:
        document = one.parse(path.read_bytes(), Reading(id="d", path=str(path), collection=collection))
    except CaveatError:
        return Counter(["unreadable"])
    if not document.blocks:
        return Counter(["empty"])
    try:
        built, refused = translate(one, document, rng)
    except DocumentError as error:
        sys.stdout.write(f"unwritable: {error}\n")
        return Counter(["unwritable"])
    found = inspect(name, document, built)
    for line in found[:3]:
        sys.stdout.write(f"{path}: {line}\n")
    return Counter(
        {"files": 1, "accused": bool(found), "refused units": refused, "blocks": len(document.blocks)}
    )


if __name__ == "__main__":
    main()
