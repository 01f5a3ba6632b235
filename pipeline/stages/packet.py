"""review packet: what one reviewer can sign in the time they have, as a page that needs no network."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.errors import ReviewError, did_you_mean, raise_all
from pipeline.model.event import EventKind
from pipeline.model.people import normal_address
from pipeline.model.state import State
from pipeline.review.decisions import Decision, why_not
from pipeline.review.packet import Packet, PacketItem, Passage, choose
from pipeline.review.packet_page import render_packet
from pipeline.review.passages import heading_of, paragraph_of
from pipeline.stages.packet_records import write_record
from pipeline.stages.reading import last_approved, past_texts
from pipeline.stages.review import subject_of
from pipeline.stages.shelves import CheckedCatalog, read_checked
from pipeline.stages.sources import read_sources
from pipeline.stages.standings import read_signing
from pipeline.workspace.files import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.ledger.states import Signing
    from pipeline.model.document import Document
    from pipeline.model.event import Event
    from pipeline.model.locale import Locale
    from pipeline.model.people import Reviewer
    from pipeline.stages.sources import Sources
    from pipeline.stages.standings import UnitStanding
    from pipeline.workspace.project import Workspace


_TOKEN_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketOrder:
    """Who is asked to read what, for how long, and where the answers go."""

    reviewer: str
    locale: Locale
    minutes: int
    return_to: str
    documents: frozenset[str] = frozenset()
    """Only these; empty for every one."""


def make_packet(workspace: Workspace, order: PacketOrder, *, on: str) -> Packet:
    """Return what a reviewer can sign in their minutes; raises ReviewError for somebody who may sign nothing.

    Only texts that their signature brings nearer to approval, and that they may approve.
    """
    signing, sources = read_signing(workspace), read_sources(workspace)
    raise_all(sources.problems)
    reviewer = _get_reviewer(signing, order)
    known = {source.id for source in sources.catalogs}
    for document in sorted(order.documents - known):
        raise ReviewError(f'no catalog is named "{document}"', hint=did_you_mean(document, known))
    found = _items(workspace, sources, signing, reviewer, order)
    items, left = choose(found, order.minutes)
    return Packet(
        project=workspace.config.name,
        reviewer=reviewer,
        locale=order.locale,
        source_locale=workspace.config.source_locale,
        on=on,
        minutes=order.minutes,
        items=items,
        left=left,
        return_to=order.return_to,
        token=secrets.token_urlsafe(_TOKEN_BYTES),
    )


def write_packet(workspace: Workspace, path: Path, packet: Packet) -> bool:
    """Write a packet's page, and on record that it is the project's; return whether the page changed."""
    write_record(workspace, packet)  # first: a page that nobody knows of could not be answered
    return write_if_changed(path, render_packet(packet).encode())


def _get_reviewer(signing: Signing, order: PacketOrder) -> Reviewer:
    found = signing.find(order.reviewer, order.locale.code)
    if found is None:
        listed = sorted(one.email for one in signing.reviewers if order.locale.code in one.locales)
        hint = did_you_mean(normal_address(order.reviewer), listed)
        message = f"{order.reviewer} is not listed for {order.locale} in locales/reviewers.toml"
        raise ReviewError(message, hint=hint)
    return found


def _items(
    workspace: Workspace, sources: Sources, signing: Signing, reviewer: Reviewer, order: PacketOrder
) -> Iterator[PacketItem]:
    documents = {document.id: document for document in sources.documents}
    decision = Decision(kind=EventKind.APPROVE, by=reviewer.email, on="")
    for source in sources.catalogs:
        if order.documents and source.id not in order.documents:
            continue
        checked = read_checked(workspace, source, order.locale, signing)
        for one in checked.shelved.units:
            standing = one.standing
            is_open = standing.state is not State.APPROVED and standing.is_helped_by(reviewer, signing)
            if is_open and why_not(subject_of(one), decision, signing) is None:
                yield _item(one, checked, documents.get(source.id))


def _item(one: UnitStanding, checked: CheckedCatalog, document: Document | None) -> PacketItem:
    key, earlier = one.unit.key, last_approved(past_texts(one))
    units = {other.unit.key: other for other in checked.shelved.units}
    around = paragraph_of(document, key) if document else (key,)
    near = [units[each] for each in around if each in units]
    findings = checked.findings.get(key.id, ())
    return PacketItem(
        document=one.document,
        unit=f"{key.id}@{one.mark}",
        risk=one.risk,
        reasons=one.unit.reasons,
        heading=heading_of(document, key) if document else None,
        role=key.context,
        source=key.source,
        target=one.entry.whole_target,
        around_source=_around(near, one, [each.unit.key.source for each in near]),
        around_target=_around(near, one, [each.entry.target for each in near]),
        origin=_origin(one),
        said=tuple(_said(event) for event in one.events if event.text),
        findings=tuple(finding.message for finding in findings),
        is_blocked=any(finding.blocking for finding in findings),
        earlier=earlier.target if earlier else None,
    )


def _around(near: list[UnitStanding], one: UnitStanding, texts: list[str]) -> Passage:
    """Return the texts before a unit and after it in its paragraph."""
    place = next((at for at, other in enumerate(near) if other is one), 0)
    return Passage(before=" ".join(texts[:place]), after=" ".join(texts[place + 1 :]))


def _origin(one: UnitStanding) -> str:
    """Return who wrote the target, in words."""
    signed = f" Signed so far by {', '.join(one.standing.approvers)}." if one.standing.approvers else ""
    if one.standing.authors:
        return f"Translated by {', '.join(one.standing.authors)}.{signed}"
    return f"Written by a machine; no person has corrected it.{signed}"


def _said(event: Event) -> str:
    return f"{event.by} on {event.on} ({event.kind.value}): {event.text}"
