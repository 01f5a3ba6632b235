"""Nouns with every default in one place; a test names only what it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.ledger.ledger_file import Ledger
from pipeline.ledger.states import LedgerIndex, Signing, Standing, derive_standing
from pipeline.model.catalog import FUZZY, Catalog, Entry
from pipeline.model.digest import digest_text
from pipeline.model.draft import Origin
from pipeline.model.event import Event, EventKind, KeptPair, Pair
from pipeline.model.locale import Locale
from pipeline.model.people import DEFAULT_POLICY, Reviewer
from pipeline.model.unit import Risk, Unit, UnitKey

if TYPE_CHECKING:
    from collections.abc import Iterable

ES = Locale("es")
TODAY = "2026-11-22"
DOCUMENT = "dose"
SOURCE, TARGET = "Rest well.", "Descanse bien."
ANA, BEA, CARL, LEA, EVE = (f"{name}@example.org" for name in ("ana", "bea", "carl", "lea", "eve"))
"""A translator, a language reviewer, a doctor, a lawyer, and somebody who is not listed."""
HEADER_TEXT = (
    "Language: es\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
)


def make_entry(
    source: str = SOURCE, target: str = TARGET, context: str | None = None, **fields: Any
) -> Entry:
    return Entry(key=UnitKey(context, source), **{"targets": (target,), **fields})


def make_draft(source: str = SOURCE, target: str = TARGET, **fields: Any) -> Entry:
    """Return an untouched machine draft."""
    origin = Origin.of(target, engine="fake@1", date=TODAY)
    return make_entry(source, target, flags=(FUZZY,), comments=(origin.render(),), **fields)


def make_header(**fields: Any) -> Entry:
    return make_entry("", HEADER_TEXT, **fields)


def make_catalog(*entries: Entry, **fields: Any) -> Catalog:
    return Catalog(entries=(make_header(), *entries), **fields)


def make_template(*sources: str | UnitKey) -> Catalog:
    keys = (key if isinstance(key, UnitKey) else UnitKey(None, key) for key in sources)
    return make_catalog(*(Entry(key=key, references=("source/dose.txt",)) for key in keys))


def make_unit(
    source: str = SOURCE, risk: Risk = Risk.STANDARD, context: str | None = None, **fields: Any
) -> Unit:
    return Unit(key=UnitKey(context, source), risk=risk, **fields)


def make_pair(source: str = SOURCE, target: str = TARGET, context: str | None = None, **fields: Any) -> Pair:
    unit = UnitKey(context, source)
    return Pair(**{"locale": "es", "document": DOCUMENT, "unit": unit, "target": target, **fields})


def make_event(
    kind: EventKind = EventKind.APPROVE, by: str = BEA, pair: Pair | None = None, **fields: Any
) -> Event:
    about = pair or make_pair()
    event = Event(
        kind=kind,
        key=about.key,
        by=by,
        on=TODAY,
        context=about.unit.context,
        source=digest_text(about.unit.source),
        target=digest_text(about.target),
    )
    return replace(event, **fields)


def make_carry(old: Pair, new: Pair, **fields: Any) -> Event:
    return make_event(EventKind.CARRY, "caveat", new, carried_from=old.key, **fields)


def make_kept(pair: Pair | None = None) -> KeptPair:
    about = pair or make_pair()
    return KeptPair(
        key=about.key,
        context=about.unit.context,
        source=digest_text(about.unit.source),
        target=digest_text(about.target),
    )


def make_ledger(*events: Event, texts: Iterable[str] = (SOURCE, TARGET), **fields: Any) -> Ledger:
    return Ledger().with_records(events=events, texts=texts, **fields)


def make_reviewer(email: str = BEA, *roles: str, locales: Iterable[str] = ("es",)) -> Reviewer:
    name = email.partition("@")[0].title()
    return Reviewer(
        email=email, name=name, roles=frozenset(roles or ("language",)), locales=frozenset(locales)
    )


REVIEWERS = (
    make_reviewer(BEA),
    make_reviewer(CARL, "language", "clinical"),
    make_reviewer(LEA, "language", "legal"),
)


def make_signing(*reviewers: Reviewer, **fields: Any) -> Signing:
    return Signing(**{"reviewers": reviewers or REVIEWERS, "policy": DEFAULT_POLICY, **fields})


def standing_of(
    entry: Entry | None = None,
    ledger: Ledger | None = None,
    risk: Risk = Risk.STANDARD,
    signing: Signing | None = None,
) -> Standing:
    """Derive the standing of an entry of the document `dose` in Spanish."""
    return derive_standing(
        entry or make_entry(),
        locale="es",
        document=DOCUMENT,
        risk=risk,
        index=LedgerIndex(ledger or make_ledger()),
        signing=signing or make_signing(),
    )
