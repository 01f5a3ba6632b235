"""review receive and --from-file: answers from outside the project, checked and put on record."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import CaveatError, Location, ReviewError
from pipeline.ledger.states import open_rejections, standing_approvals
from pipeline.model.event import EventKind
from pipeline.model.people import normal_address
from pipeline.review.answers import MOST_BYTES, Answers, parse_answers
from pipeline.review.decisions import Decision
from pipeline.review.selection import READ_FIRST, Scope, parse_selection
from pipeline.stages.packet_records import get_record
from pipeline.stages.review import decide
from pipeline.stages.scopes import Shelves
from pipeline.stages.sources import read_sources
from pipeline.stages.standings import read_signing
from pipeline.workspace.files import decode_utf8, read_bytes
from pipeline.workspace.lock import project_lock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.model.event import Event
    from pipeline.model.locale import Locale
    from pipeline.review.answers import Answer
    from pipeline.stages.sources import Sources
    from pipeline.stages.standings import UnitStanding
    from pipeline.workspace.project import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one answer."""

    locale: str
    document: str
    unit: str
    decision: EventKind
    source: str = ""
    reason: str | None = None
    """Why it was not put on record; None when it was."""
    now: str | None = None
    """The target that is there now, where another one was read."""

    @property
    def is_recorded(self) -> bool:
        """Whether the answer is in the ledger."""
        return self.reason is None


def read_answers(path: Path) -> Answers:
    """Return the answers in a file that a packet gave back; raises CaveatError."""
    name = str(path)
    data = read_bytes(path, name)
    if len(data) > MOST_BYTES:
        hint = "give the file that the packet's page saved"
        raise ReviewError(f"is larger than {MOST_BYTES >> 20} MB", at=Location(name), hint=hint)
    return parse_answers(decode_utf8(data, name).removeprefix("\ufeff"), name)


def take_packet(
    workspace: Workspace, came: Answers, name: str, *, brought_by: str, on: str
) -> tuple[Fate, ...]:
    """Put on record what a person decided in a packet of this project; return what became of each answer.

    Raises ReviewError for answers to no packet of this project; `name` is their file, to show. An answer
    about a text that the packet does not show is refused.
    """
    record = get_record(workspace, came, name)
    strange = {one: why for one in came.answers if (why := record.why_not(one))}
    known = [one for one in came.answers if one not in strange]
    taken = iter(take_answers(workspace, known, signer=came.reviewer, brought_by=brought_by, on=on))
    return tuple(_fate(one, reason=strange[one]) if one in strange else next(taken) for one in came.answers)


def take_answers(
    workspace: Workspace, answers: Sequence[Answer], *, signer: str, brought_by: str, on: str
) -> tuple[Fate, ...]:
    """Put on record what a person decided elsewhere, each answer by itself; return what became of each.

    An answer counts for exactly the text that it names: where that is not there any more, it is refused.
    """
    with project_lock(workspace.root):
        sources = read_sources(workspace)
        batches: dict[tuple[str, str, EventKind, str | None], list[int]] = defaultdict(list)
        fates: dict[int, Fate] = {}
        desk = _Desk(workspace=workspace, sources=sources, signer=normal_address(signer), shelves={})
        twice = Counter(map(_what, answers))
        for number, one in enumerate(answers):
            refused = _refuse(desk, one, is_doubled=twice[_what(one)] > 1)
            if refused is not None:
                fates[number] = refused
            else:
                batches[one.locale, one.document, one.kind, one.words].append(number)
        for (locale, document, kind, words), numbers in batches.items():
            decision = Decision(kind=kind, by=signer, on=on, text=words, brought_by=brought_by)
            place = workspace.config.get_locale(locale)
            ones = [answers[number] for number in numbers]
            fates |= zip(numbers, _decide(workspace, sources, place, document, ones, decision), strict=True)
    return tuple(fates[number] for number in range(len(answers)))


def _refuse(desk: _Desk, answer: Answer, *, is_doubled: bool) -> Fate | None:
    """Return the fate of an answer that can't be decided on, or None."""
    if is_doubled:
        return _fate(answer, reason="the file decides on this text more than once")
    try:
        one = desk.find(answer)
    except CaveatError as error:
        return _fate(answer, reason=error.message)
    reason = one and desk.why_not(answer, one)
    return _fate(answer, source=one.unit.key.source, reason=reason) if one and reason else None


def _still_said(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events without decisions that were taken back, and without that: both can be said again."""
    decisions = {EventKind.APPROVE, EventKind.REJECT, EventKind.REVOKE}
    standing = (*standing_approvals(events), *open_rejections(events))
    return (*standing, *(event for event in events if event.kind not in decisions))


def _words(text: str) -> list[str]:
    """Return a text's words: a spreadsheet may change its ends of lines."""
    return text.replace("\0", "\n").split()


def _what(answer: Answer) -> tuple[str, str, str]:
    return answer.locale, answer.document, answer.unit.partition("@")[0]


def _fate(answer: Answer, *, source: str = "", reason: str | None = None, now: str | None = None) -> Fate:
    unit = answer.unit.partition("@")[0]
    return Fate(
        locale=answer.locale,
        document=answer.document,
        unit=unit,
        decision=answer.kind,
        source=source or answer.source or "",
        reason=reason,
        now=now,
    )


def _decide(
    workspace: Workspace,
    sources: Sources,
    locale: Locale,
    document: str,
    answers: Sequence[Answer],
    decision: Decision,
) -> list[Fate]:
    chosen = [parse_selection(one.unit) for one in answers]
    done = decide(
        workspace, locale=locale, document=document, chosen=chosen, decision=decision, sources=sources
    )
    refused = {one.unit: one for one in done.refused}
    fates = []
    for answer, selection in zip(answers, chosen, strict=True):
        why = refused.get(selection.unit)
        now = "\n".join(why.conflict.now) if why and why.conflict and why.conflict.now else None
        source = why.source if why else ""
        fates.append(_fate(answer, source=source, reason=why.reason if why else None, now=now))
    return fates


@dataclass(slots=True, kw_only=True)
class _Desk:
    """Looks at an answer before anything is decided: whether it names one text, and the one that it shows."""

    workspace: Workspace
    sources: Sources
    signer: str
    shelves: dict[str, Shelves]

    def find(self, answer: Answer) -> UnitStanding | None:
        """Return the unit that an answer is about, or None; raises CaveatError for what names none at all."""
        selection = parse_selection(answer.unit)
        if selection.scope is not Scope.UNIT or (answer.kind in READ_FIRST and not selection.mark):
            raise ReviewError("it does not name the text that was read: ID@MARK")
        return self._shelves(answer.locale).find(answer.document, selection.unit)

    def why_not(self, answer: Answer, one: UnitStanding) -> str | None:
        """Return why an answer can't be taken, or None: it came before, or somebody wrote in its file."""
        for event in _still_said(one.events):
            is_own = normal_address(event.by) == self.signer
            if is_own and (event.kind, event.text) == (answer.kind, answer.words):
                return "it is on record already"
        if answer.target is not None and _words(answer.target) != _words(one.entry.whole_target):
            return "its target in the file is not the catalog's; texts come in by `caveat exchange import`"
        return None

    def _shelves(self, locale: str) -> Shelves:
        if locale not in self.shelves:
            self.shelves[locale] = Shelves(
                workspace=self.workspace,
                sources=self.sources,
                locale=self.workspace.config.get_locale(locale),
                signing=read_signing(self.workspace),
            )
        return self.shelves[locale]
