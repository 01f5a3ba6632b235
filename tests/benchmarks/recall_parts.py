"""The good texts that errors are planted in: TICO-19 by halves, also as paragraphs and with markup; doses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model.catalog import Catalog, Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import UnitKey
from pipeline.planting import wording
from pipeline.planting.registry import OPERATIONS
from pipeline.planting.rounds import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.planting.base import Operation

LOCALES = ("es", "fr", "pt_BR", "ru", "ar", "fa", "hi", "id", "fil", "sw", "zh_Hans")
WRONG = {"es": "pt_BR", "pt_BR": "es", "fr": "es", "ar": "fa", "fa": "ar", "ru": "es", "zh_Hans": "ar"}
"""The language that takes another's place, unit by unit; for the others there are sentences."""
HALVES = {"develop": 0, "held-out": 1}
READ = ("es", "fr", "pt_BR", "ru", "ar", "hi", "zh_Hans")
"""Languages whose word lists were first compiled with every second row of all documents in sight."""
DOSES = {"develop": Path(__file__).parent / "practice", "held-out": Path(__file__).parent / "doses"}
"""Texts that were written for this; nobody who works on the checks reads those that are reported."""
ERRORS = Path(__file__).parent / "corpus_errors.tsv"
"""Units of the corpus that are wrong themselves: locale, id, what is wrong, who says so."""
SENTENCES = 3
"""Sentences of the corpus that make a paragraph."""
MARKUP = (
    "tag-broken",
    "tag-lost",
    "tag-translated",
    "placeholder-broken",
    "placeholder-lost",
    "link-changed",
)
PARAGRAPHS = ("sentence-omitted",)
WORDING = tuple(operation.name for operation in wording.OPERATIONS)
NEIGHBOURLY = ("segments-swapped",)
"""Needs texts that tell something different: not the doses, which are all alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One set of pairs of one language, and the operations to plant in it."""

    name: str
    locale: str
    pairs: tuple[tuple[str, str], ...]
    seed: str
    most: int
    foreign: tuple[tuple[str, str], ...] = ()
    """Source and the same unit in another language."""
    operations: tuple[Operation, ...] = ()

    def ground(self) -> Field:
        """Return the good catalog."""
        entries = tuple(
            Entry(key=UnitKey(None, source), targets=(target,), line=line)
            for line, (source, target) in enumerate(self.pairs, 1)
        )
        return Field(
            catalog=Catalog(entries=entries, path=f"{self.name}-{self.locale}.po"),
            locale=Locale(self.locale),
            seed=self.seed,
            foreign={UnitKey(None, source): (text,) for source, text in self.foreign},
            most=self.most,
        )


def read_parts(corpus: Path, code: str, half: str, most: int) -> list[Part]:
    """Return what is measured in one language."""
    rows = read_half(corpus, code, half)
    foreign = read_half(corpus, WRONG[code], half) if code in WRONG else {}
    others = tuple((rows[name][0], row[1]) for name, row in foreign.items() if name in rows)
    doses = [row[1:] for row in read_rows(DOSES[half] / f"{code}.tsv")]
    health = tuple(rows.values())
    wrong = read_errors(code)
    sound = tuple(pair for name, pair in rows.items() if name not in wrong)
    marked = tuple(mark_up(*pair) for pair in health[:most])
    make = partial(Part, locale=code, seed=half, most=most)
    unread = tuple(read_half(corpus, code, half, step=2).values()) if code in READ else ()
    return [
        make(name="health", pairs=health, foreign=others, operations=_plain()),
        make(name="sound", pairs=sound),
        make(name="unread", pairs=unread, operations=_named(WORDING)),
        make(name="paragraphs", pairs=paragraphs(rows, code), operations=_named(PARAGRAPHS)),
        make(name="markup", pairs=marked, operations=_named(MARKUP)),
        make(name="doses", pairs=tuple(doses), operations=_plain(but=NEIGHBOURLY)),
    ]


def _named(names: tuple[str, ...]) -> tuple[Operation, ...]:
    return tuple(one for one in OPERATIONS if one.name in names)


def _plain(but: tuple[str, ...] = ()) -> tuple[Operation, ...]:
    return tuple(one for one in OPERATIONS if one.name not in (*MARKUP, *PARAGRAPHS, *but))


def read_rows(path: Path) -> list[tuple[str, str, str]]:
    """Return id, source and target of each row."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])
    return [(name, source, target) for name, source, target in rows]


def read_errors(code: str) -> frozenset[str]:
    """Return the ids of the units that are wrong in the corpus itself."""
    rows = (line.split("\t") for line in ERRORS.read_text(encoding="utf-8").splitlines()[1:])
    return frozenset(name for locale, name, *_ in rows if locale == code)


def read_half(corpus: Path, code: str, half: str, *, step: int = 1) -> dict[str, tuple[str, str]]:
    """Return the rows of one half by id, none twice; a document is in the same half in every language.

    With a `step` of 2 these are the rows that nobody read who compiled the first word lists.
    """
    names = {row[0].partition(":")[0] for other in LOCALES for row in read_rows(corpus / f"{other}.tsv")}
    chosen = set(sorted(names)[HALVES[half] :: 2])
    found: dict[str, tuple[str, str]] = {}
    seen: set[str] = set()
    for name, source, target in read_rows(corpus / f"{code}.tsv")[::step]:
        if name.partition(":")[0] in chosen and source not in seen:
            seen.add(source)
            found[name] = (source, target)
    return found


def paragraphs(rows: dict[str, tuple[str, str]], code: str) -> tuple[tuple[str, str], ...]:
    """Return neighbouring sentences of a document, three at a time, as one text."""
    return tuple(_paragraphs(rows, "" if code.startswith("zh") else " "))


def _paragraphs(rows: dict[str, tuple[str, str]], gap: str) -> Iterator[tuple[str, str]]:
    for _, group in groupby(rows.items(), key=lambda row: row[0].partition(":")[0]):
        pairs = [pair for _, pair in group]
        for first in range(0, len(pairs) - SENTENCES + 1, SENTENCES):
            several = pairs[first : first + SENTENCES]
            yield " ".join(pair[0] for pair in several), gap.join(pair[1] for pair in several)


def mark_up(source: str, target: str) -> tuple[str, str]:
    """Return a pair with a tag around its first word, a placeholder and a link."""
    return _marked(source), _marked(target)


def _marked(text: str) -> str:
    end = text.find(" ")
    end = end if end > 0 else min(2, len(text))
    return f"<1>{text[:end]}</1>{text[end:]} {{name}} <2>https://example.org/help</2>"
