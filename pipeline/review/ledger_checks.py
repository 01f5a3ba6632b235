"""What a ledger itself must satisfy, whoever wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.language.forms import differ_in_form_only
from pipeline.ledger.states import AUTHORING, Signing
from pipeline.model.event import Event, EventKind, KeptPair, Pair, pair_key
from pipeline.model.finding import Finding, Severity
from pipeline.model.people import normal_address
from pipeline.model.unit import UnitKey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.ledger.ledger_file import Ledger

_BY_NOBODY = frozenset({EventKind.CARRY})
"""Kinds that Caveat itself records; what they may carry is checked text by text."""
SIGNING = frozenset({EventKind.APPROVE, EventKind.REJECT})
_CORRECT = "it approves nothing; correct the ledger in a commit of its own"
_Problem = tuple[str, str]
"""Rule and message."""


def check_ledger(
    ledger: Ledger, *, file: str, locale: str, document: str, signing: Signing
) -> Iterator[Finding]:
    """Yield what is wrong: texts that are not there, keys that don't fit, people who may not sign."""
    hands: dict[str, set[str]] = {}
    authors: dict[str, set[str]] = {}
    for event in ledger.events:
        if event.kind in AUTHORING:
            authors.setdefault(event.key, set()).add(normal_address(event.by))
            hands.setdefault(event.key, set()).update(map(normal_address, (event.by, event.bringer)))
    for event in ledger.events:
        problem = (
            _text_problem(event, ledger, locale, document)
            or _carry_problem(event, ledger, locale, document)
            or _person_problem(event, signing, locale)
            or _independence_problem(event, authors, signing)
        )
        if problem:
            yield _finding(_told(event), problem, file, locale)
        elif event.kind is EventKind.APPROVE:
            yield from _check_hands(event, hands.get(event.key, set()), signing, file, locale)
    for kept in ledger.kept:
        problem = _text_problem(kept, ledger, locale, document)
        if problem:
            yield _finding("kept text", problem, file, locale)


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What a change does to a ledger."""

    events: Mapping[Event, tuple[str, ...]]
    """Each new event, with the authors of the commits that brought it; none when it is not committed yet."""
    removed: tuple[Event, ...]

    @property
    def uncommitted(self) -> tuple[Event, ...]:
        """The new events that no commit has."""
        return tuple(event for event, authors in self.events.items() if not authors)


def check_additions(added: Added, *, file: str, locale: str) -> Iterator[Finding]:
    """Yield the new events that somebody else committed than brought them, and those that were taken out."""
    for event, authors in added.events.items():
        strangers = sorted({one for one in authors if normal_address(one) != normal_address(event.bringer)})
        if strangers and event.kind not in _BY_NOBODY:
            problem = (
                "ledger.other-committer",
                f"{event.bringer} is to have put it on record, but {', '.join(strangers)} committed it",
            )
            hint = "let the person who brought it commit it, or ask them"
            yield _finding(_told(event), problem, file, locale, hint=hint)
    for event in added.removed:
        problem = ("ledger.event-removed", "it was in the ledger and is not any more")
        yield _finding(_told(event), problem, file, locale, hint="restore the line; revoke to take it back")


def _told(event: Event) -> str:
    brought = f", brought by {event.brought_by}," if event.brought_by else ""
    return f"{event.kind.value} by {event.by}{brought} on {event.on}"


def _finding(
    what: str,
    problem: _Problem,
    file: str,
    locale: str,
    *,
    hint: str = _CORRECT,
    severity: Severity = Severity.ERROR,
) -> Finding:
    rule, message = problem
    return Finding(
        file=file,
        check=rule,
        severity=severity,
        blocking=severity is Severity.ERROR,
        locale=locale,
        message=f"{what}: {message}",
        hint=hint,
    )


def _text_problem(event: Event | KeptPair, ledger: Ledger, locale: str, document: str) -> _Problem | None:
    if event.source not in ledger.texts or event.target not in ledger.texts:
        return "ledger.text-missing", "a text it names is not in the ledger"
    unit = UnitKey(event.context, ledger.texts[event.source])
    if pair_key(locale, document, unit, ledger.texts[event.target]) != event.key:
        return "ledger.key-mismatch", "its key is not that of the texts it names"
    return None


def _carry_problem(event: Event, ledger: Ledger, locale: str, document: str) -> _Problem | None:
    """Return what is wrong with a carry; the other kinds carry nothing."""
    if event.kind is not EventKind.CARRY:
        return None
    source, target = ledger.texts[event.source], ledger.texts[event.target]
    for old in ledger.events:
        text = ledger.texts.get(old.source)
        if old.key == event.carried_from and text is not None and differ_in_form_only(text, source):
            unit = UnitKey(event.context, text)
            if Pair(locale=locale, document=document, unit=unit, target=target).is_of(old):
                return None
    return "ledger.carry-refused", "what it was carried from is not the same text but for quotes and spaces"


def _person_problem(event: Event, signing: Signing, locale: str) -> _Problem | None:
    if event.kind in SIGNING and signing.find(event.by, locale) is None:
        return "ledger.not-a-reviewer", f"they are not listed for {locale} in locales/reviewers.toml"
    return None


def _independence_problem(event: Event, authors: dict[str, set[str]], signing: Signing) -> _Problem | None:
    if event.kind is not EventKind.APPROVE:
        return None
    wrote = authors.get(event.key, set())
    if normal_address(event.by) in wrote:
        return "ledger.own-text", "they are an author of the text"
    author = _find_of_party(event.by, wrote, signing)
    return ("ledger.own-text", f"{author} of their group is an author of the text") if author else None


def _find_of_party(person: str, people: set[str], signing: Signing) -> str | None:
    """Return who of some people is not independent of a person, or None."""
    party = signing.party_of(person)
    return next((one for one in sorted(people) if signing.party_of(one) == party), None)


def _check_hands(
    event: Event, hands: set[str], signing: Signing, file: str, locale: str
) -> Iterator[Finding]:
    """Yield an approval by who brought the text in, or brought by who wrote or brought it.

    Nobody but the person in whose name something was brought knows whether it is theirs.
    """
    if _find_of_party(event.by, hands, signing):
        problem = ("ledger.approved-by-bringer", "they, or somebody of their group, brought the text in")
        hint = "it does not count: let somebody else approve the text"
    elif event.brought_by is not None and _find_of_party(event.bringer, hands, signing):
        problem = (
            "ledger.brought-by-author",
            "who brought it wrote the text or brought it in, or is of the group of such a person",
        )
        hint = f"ask {event.by} whether they signed it, or let somebody else bring the answers"
    else:
        return
    yield _finding(_told(event), problem, file, locale, hint=hint, severity=Severity.WARNING)
