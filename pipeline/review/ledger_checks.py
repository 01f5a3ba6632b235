"""What a ledger itself must satisfy, whoever wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ledger.states import AUTHORING, Signing
from pipeline.model.event import Event, EventKind, pair_key
from pipeline.model.finding import Finding, Severity
from pipeline.model.unit import UnitKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ledger.ledger_file import Ledger

SIGNING = frozenset({EventKind.APPROVE, EventKind.REJECT})


def check_ledger(ledger: Ledger, *, file: str, locale: str, document: str, signing: Signing) -> Iterator[Finding]:
    """Yield what is wrong with a ledger: texts that are not there, keys that don't fit, people who may not sign."""
    authors: dict[str, set[str]] = {}
    for event in ledger.events:
        if event.kind in AUTHORING:
            authors.setdefault(event.key, set()).add(event.by)
    for event in ledger.events:
        message = (
            _text_problem(event, ledger, locale, document)
            or _person_problem(event, signing, locale)
            or _independence_problem(event, authors)
        )
        if message:
            rule, text = message
            yield Finding(
                file=file,
                check=rule,
                severity=Severity.ERROR,
                blocking=True,
                locale=locale,
                message=f"{event.kind.value} by {event.by} on {event.on}: {text}",
                hint="the event does not count; correct the ledger in a commit of its own",
            )


def _text_problem(event: Event, ledger: Ledger, locale: str, document: str) -> tuple[str, str] | None:
    if event.kind is EventKind.CARRY:
        return None if event.source in ledger.texts else ("ledger.text-missing", "its source is not in the ledger")
    missing = [name for name in (event.source, event.target) if name not in ledger.texts]
    if missing:
        return "ledger.text-missing", "a text it names is not in the ledger"
    unit = UnitKey(event.context, ledger.texts[event.source])
    if pair_key(locale, document, unit, ledger.texts[event.target]) != event.key:
        return "ledger.key-mismatch", "its key is not that of the texts it names"
    return None


def _person_problem(event: Event, signing: Signing, locale: str) -> tuple[str, str] | None:
    if event.kind in SIGNING and signing.find(event.by, locale) is None:
        return "ledger.not-a-reviewer", f"they are not listed for {locale} in locales/reviewers.toml"
    return None


def _independence_problem(event: Event, authors: dict[str, set[str]]) -> tuple[str, str] | None:
    if event.kind is EventKind.APPROVE and event.by in authors.get(event.key, set()):
        return "ledger.own-text", "they are an author of the text"
    return None
