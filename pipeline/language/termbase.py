"""`glossary.csv` to a termbase, and the terms of a termbase in an English text. Read strictly."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from pipeline.errors import ConfigError, Location, did_you_mean, raise_all
from pipeline.language.form_finder import WORD_CHARACTER
from pipeline.language.inflection import english_forms
from pipeline.language.inline import TAG, hide_inline
from pipeline.model.term import Term, TermMatch, TermStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Choice = TypeVar("Choice")

COLUMNS = (
    "source",
    "target",
    "part_of_speech",
    "note",
    "do_not_translate",
    "forbidden",
    "status",
    "origin",
)
"""The columns of a glossary file. Only `source` must be there; their order is free."""

LIST_SEPARATOR = "|"
"""What stands between two targets, or two forbidden words, in one cell."""

_SEPARATORS = (",", ";")
_YES_NO = {"": False, "no": False, "yes": True}
_STATUSES = {"": TermStatus.REQUIRED} | {status.value: status for status in TermStatus}
_WORD = re.compile(rf"{WORD_CHARACTER}+")
_GAP = re.compile(rf"(?:[\s\u2010\u2011-]|{TAG.pattern})+")
"""What may stand between two words of a term: spaces, hyphens, tags."""


@dataclass(frozen=True, slots=True)
class _Form:
    """One spelling of a term, word by word."""

    term: Term
    words: tuple[str, ...]
    cased: tuple[bool, ...]
    """Which words must have the same capitals in a text."""


class Termbase:
    """The terms of one locale, ready to be found in texts."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self.terms = tuple(terms)
        forms: dict[tuple[str, ...], list[_Form]] = defaultdict(list)
        own = {_folded(_words(term.source)) for term in self.terms}
        for term in self.terms:
            for form in _forms(term):
                key = _folded(form.words)
                if key not in own or key == _folded(_words(term.source)):
                    forms[key].append(form)
        lengths: dict[str, set[int]] = defaultdict(set)
        for key in forms:
            lengths[key[0]].add(len(key))
        self._forms = dict(forms)
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def find_terms(self, text: str) -> tuple[TermMatch, ...]:
        """Return the terms in an English text from left to right; of those that start at a word, the longest.

        Tags, placeholders and addresses are no text. A word that the glossary writes in capitals is found in
        capitals only, so that WHO is not found in "who"; in a text that is all capitals it is not found.
        """
        words = tuple(_WORD.finditer(hide_inline(text)))
        is_shouted = len(words) > 1 and text.isupper()
        found = []
        at = 0
        while at < len(words):
            match, length = self._match(text, words, at, is_shouted=is_shouted)
            if match is not None:
                found.append(match)
            at += length
        return tuple(found)

    def _match(
        self, text: str, words: Sequence[re.Match[str]], at: int, *, is_shouted: bool
    ) -> tuple[TermMatch | None, int]:
        """Return the longest term that starts with a word, and how many words it takes."""
        for length in self._lengths.get(words[at][0].casefold(), ()):
            here = words[at : at + length]
            said = tuple(word[0] for word in here)
            terms = [
                form.term
                for form in self._forms.get(_folded(said), ())
                if _has_case(form, said, is_shouted=is_shouted)
            ]
            if terms and _are_joined(text, here):
                start, stop = here[0].start(), here[-1].end()
                unique = tuple(dict.fromkeys(terms))
                return TermMatch(terms=unique, start=start, stop=stop, text=text[start:stop]), length
        return None, 1


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words)


def _forms(term: Term) -> Iterator[_Form]:
    words = _words(term.source)
    has_digit = any(character.isdigit() for character in term.source)
    cased = tuple(word.isupper() and not has_digit for word in words)
    for form in english_forms(words, term.part_of_speech):
        yield _Form(term, form, cased)


def _has_case(form: _Form, said: Sequence[str], *, is_shouted: bool) -> bool:
    if is_shouted and any(form.cased):
        return False
    pairs = zip(form.words, said, form.cased, strict=True)
    return all(word == other for word, other, is_cased in pairs if is_cased)


def _are_joined(text: str, words: Sequence[re.Match[str]]) -> bool:
    return all(_GAP.fullmatch(text, left.end(), right.start()) for left, right in pairwise(words))


def parse_termbase(text: str, path: str) -> Termbase:
    """Return the glossary that `text` holds, comma or semicolon separated, with a heading.

    Raises ConfigError, or ManyErrors with every problem of the file at once.
    """
    text = text.removeprefix("\ufeff")
    problems: list[ConfigError] = []
    rows = _read_rows(text, path)
    columns = _parse_heading(rows[0], path)
    terms: dict[tuple[tuple[str, ...], str], Term] = {}
    for line, cells in rows[1:]:
        try:
            term = _parse_row(columns, cells, Location(path, line))
            other = terms.setdefault(_identity(term), term)
            if other is not term:
                message = f'"{term.source}" stands in line {other.line} already'
                hint = f'keep one row, with "{LIST_SEPARATOR}" between its targets'
                problems.append(ConfigError(message, at=Location(path, line), hint=hint))
        except ConfigError as error:
            problems.append(error)
    problems += _contradictions(terms.values(), path)
    raise_all(sorted(problems, key=lambda problem: problem.at.line or 0 if problem.at else 0))
    return Termbase(terms.values())


def _read_rows(text: str, path: str) -> list[tuple[int, list[str]]]:
    """Return the rows that hold anything, each with its line."""
    heading = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        hint = 'a cell with a separator or a quote stands in quotes, with "" for each quote inside'
        raise ConfigError(f"not a row of a CSV file: {error}", at=Location(path, line), hint=hint) from error
    if not rows:
        hint = f"the first line names the columns: {','.join(COLUMNS)}"
        raise ConfigError("the glossary has no heading", at=Location(path, 1), hint=hint)
    return rows


def _parse_heading(row: tuple[int, list[str]], path: str) -> list[str]:
    line, cells = row
    at = Location(path, line)
    names = [cell.strip() for cell in cells]
    unknown = [name for name in names if name not in COLUMNS]
    problems = [ConfigError(f'unknown column "{x}"', at=at, hint=did_you_mean(x, COLUMNS)) for x in unknown]
    doubled = sorted({name for name in names if names.count(name) > 1 and name in COLUMNS})
    problems += [ConfigError(f'two columns are named "{name}"', at=at) for name in doubled]
    if "source" not in names:
        problems.append(
            ConfigError('no column "source"', at=at, hint=f"the columns are: {', '.join(COLUMNS)}")
        )
    raise_all(problems)
    return names


def _parse_row(columns: Sequence[str], cells: Sequence[str], at: Location) -> Term:
    if len(cells) > len(columns):
        hint = "put a cell that holds a separator in quotes"
        raise ConfigError(f"{len(cells)} cells in {len(columns)} columns", at=at, hint=hint)
    row = {name: _clean(cell, at) for name, cell in zip(columns, cells, strict=False)}
    term = Term(
        source=row.get("source", ""),
        targets=_split(row, "target", at),
        forbidden=_split(row, "forbidden", at),
        is_kept=_choose(row, "do_not_translate", _YES_NO, at),
        part_of_speech=row.get("part_of_speech", ""),
        note=row.get("note", ""),
        status=_choose(row, "status", _STATUSES, at),
        origin=row.get("origin", ""),
        line=at.line or 0,
    )
    _refuse_useless(term, at)
    return term


def _clean(cell: str, at: Location) -> str:
    """Return a cell in NFC without outer space; a line break or tab would break it up in other tools."""
    text = unicodedata.normalize("NFC", cell.strip())
    odd = next((character for character in text if unicodedata.category(character) in {"Cc", "Zl", "Zp"}), "")
    if odd:
        message = f"a line break, tab or control character (U+{ord(odd):04X}) in a cell"
        raise ConfigError(message, at=at, hint="write one line")
    return text


def _split(row: dict[str, str], column: str, at: Location) -> tuple[str, ...]:
    cell = row.get(column, "")
    parts = tuple(part.strip() for part in cell.split(LIST_SEPARATOR)) if cell else ()
    if not all(any(map(str.isalnum, part)) for part in parts):
        hint = f'"{LIST_SEPARATOR}" stands between two words, not before the first or after the last'
        raise ConfigError(f'an empty word in column "{column}"', at=at, hint=hint)
    twice = next((part for part in parts if parts.count(part) > 1), None)
    if twice is not None:
        raise ConfigError(f'"{twice}" is listed twice in column "{column}"', at=at)
    return parts


def _choose(row: dict[str, str], column: str, choices: dict[str, Choice], at: Location) -> Choice:
    cell = row.get(column, "").lower()
    if cell not in choices:
        hint = did_you_mean(cell, filter(None, choices))
        raise ConfigError(f'"{cell}" in column "{column}"', at=at, hint=hint)
    return choices[cell]


def _refuse_useless(term: Term, at: Location) -> None:
    if not _words(term.source):
        raise ConfigError("a row without a source term", at=at)
    if term.is_kept and term.targets:
        hint = "empty one of the two cells"
        raise ConfigError(f'"{term.source}" has a target and is not to be translated', at=at, hint=hint)
    if not (term.is_kept or term.targets or term.forbidden):
        hint = "give a target or a forbidden word, or set do_not_translate to yes"
        raise ConfigError(f'nothing is said of "{term.source}"', at=at, hint=hint)


def _identity(term: Term) -> tuple[tuple[str, ...], str]:
    """Return what no two rows share: the words, with the capitals that tell them apart, and their class."""
    words = _words(term.source)
    return tuple(w if w.isupper() else w.casefold() for w in words), term.part_of_speech.casefold()


def _contradictions(terms: Iterable[Term], path: str) -> Iterator[ConfigError]:
    """Yield a problem for each word that is both wanted and forbidden for the same source term."""
    wanted: dict[tuple[tuple[str, ...], str], Term] = {}
    terms = tuple(terms)
    for term in terms:
        names = (term.source,) if term.is_kept else term.targets
        wanted.update({(_identity(term)[0], name.casefold()): term for name in names})
    for term in terms:
        for word in term.forbidden:
            other = wanted.get((_identity(term)[0], word.casefold()))
            if other is not None:
                message = f'"{word}" is forbidden for "{term.source}", and wanted in line {other.line}'
                yield ConfigError(message, at=Location(path, term.line), hint="remove it from one of them")
