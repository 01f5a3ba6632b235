"""Consistency: the numbers of a unit's translations against each other, once every locale is checked.

A number that is wrong in one language is a translation error; one that is wrong in many is a fault of the
English text, or a way of writing that no translator kept.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.language.lexicon import find_lexicon
from pipeline.language.number_words import find_hints
from pipeline.language.numbers import Number, NumberIndex, NumberKind, find_numbers
from pipeline.model.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from pipeline.model.locale import Locale
    from pipeline.model.unit import Risk, Unit, UnitKey
    from pipeline.stages.sources import CatalogSource

_MANY = 3
"""Locales that differ in a number from which on the source is in doubt; less where that is more than half."""
_FEWEST = 3
"""Translations of a unit without which none can be told to be the odd one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """One target of a unit, and the place where it stands."""

    locale: Locale
    file: str
    line: int | None
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A unit with its translations into every locale that has one."""

    unit: Unit
    reference: str
    """The file that the unit comes from."""
    translations: tuple[Translation, ...]


class Collected:
    """The translations of a run, as catalog after catalog is read."""

    def __init__(self) -> None:
        """Nothing is collected yet."""
        self._found: defaultdict[tuple[str, UnitKey], list[Translation]] = defaultdict(list)

    def add(self, document: str, key: UnitKey, translation: Translation) -> None:
        """Keep one translation of a document's unit."""
        self._found[document, key].append(translation)

    def versions(self, sources: Iterable[CatalogSource]) -> Iterator[Version]:
        """Yield the units that have translations enough to be compared."""
        for source in sources:
            for unit in source.units:
                found = tuple(self._found.get((source.id, unit.key), ()))
                if len(found) >= _FEWEST:
                    yield Version(unit=unit, reference=source.reference, translations=found)


def compare_locales(
    versions: Iterable[Version], findings: Iterable[Finding], blocking: Mapping[Risk, frozenset[Severity]]
) -> tuple[Finding, ...]:
    """Return what the locales tell about each other, given what the checks have found in each of them."""
    told: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for finding in findings:
        if finding.check.startswith("number.") and finding.locale and finding.unit:
            told[finding.file, finding.unit].add(finding.locale)
    return tuple(found for version in versions for found in _compare(version, told, blocking))


def _compare(
    version: Version,
    told: Mapping[tuple[str, str], set[str]],
    blocking: Mapping[Risk, frozenset[Severity]],
) -> Iterator[Finding]:
    files = {one.file for one in version.translations}
    flagged = set().union(*(told.get((file, version.unit.key.id), set()) for file in files))
    if len(flagged) >= _MANY or (len(flagged) > 1 and 2 * len(flagged) > len(version.translations)):
        yield _of_source(version, len(flagged))
    else:
        yield from _odd_ones(version, flagged, blocking)


def _of_source(version: Version, differing: int) -> Finding:
    count = len(version.translations)
    return Finding(
        file=version.reference,
        check="consistency.source",
        severity=Severity.NOTICE,
        message=f"{differing} of {count} languages differ here in a number: is the English text at fault?",
        unit=version.unit.key.id,
        source=version.unit.key.source,
        hint="correct the English text, or write its numbers so that they can be read in one way only",
    )


def _odd_ones(
    version: Version, flagged: set[str], blocking: Mapping[Risk, frozenset[Severity]]
) -> Iterator[Finding]:
    """Yield the translation whose numbers differ from those of all the others, unless its checks say so."""
    readings = [_Reading.of(one) for one in version.translations]
    for reading in readings:
        if reading.translation.locale.code in flagged:
            continue
        others = [other for other in readings if other is not reading]
        lost = _lost(reading, others)
        if lost is not None:
            yield _of_locale(version, reading, lost, blocking)


def _lost(reading: _Reading, others: Sequence[_Reading]) -> Number | None:
    """Return a number in digits that all the others have, and this one in no form."""
    digits = (number for number in others[0].numbers if number.kind is NumberKind.DIGITS)
    return next(
        (
            number
            for number in digits
            if not reading.may_have(number) and all(other.index.count(number) for other in others)
        ),
        None,
    )


def _of_locale(
    version: Version, reading: _Reading, lost: Number, blocking: Mapping[Risk, frozenset[Severity]]
) -> Finding:
    translation = reading.translation
    severity = Severity.WARNING if reading.is_measured else Severity.NOTICE
    rest = len(version.translations) - 1
    return Finding(
        file=translation.file,
        check="consistency.numbers",
        severity=severity,
        message=f"the other {rest} languages have {lost.text} here, and this one has not",
        line=translation.line,
        unit=version.unit.key.id,
        locale=translation.locale.code,
        blocking=reading.is_measured and severity in blocking.get(version.unit.risk, frozenset()),
        hint="compare the number with the source and with the other languages",
        source=version.unit.key.source,
        target=translation.target,
        expected=lost.text,
        is_advisory=not reading.is_measured,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A translation and the numbers in it."""

    translation: Translation
    numbers: tuple[Number, ...]
    index: NumberIndex
    hints: frozenset[Decimal] | None
    """What its words may stand for; None where its language is not known, and any word may."""
    is_measured: bool

    @classmethod
    def of(cls, translation: Translation) -> _Reading:
        lexicon = find_lexicon(translation.locale)
        numbers = find_numbers(translation.target, lexicon)
        return cls(
            translation=translation,
            numbers=numbers,
            index=NumberIndex(numbers),
            hints=find_hints(translation.target, lexicon) if lexicon else None,
            is_measured=lexicon is not None and lexicon.is_measured,
        )

    def may_have(self, number: Number) -> bool:
        """Return whether the number is there in digits, or may be in words."""
        return bool(self.hints is None or self.index.count(number) or number.readings & self.hints)
