"""review packet and receive: which packets this project has written, so that answers to no other are taken.

Each packet holds a secret. The project keeps its digest, whose packet it is, and the texts that it shows. So
a file of answers counts only where whoever wrote it had the packet before them, or other answers to it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.errors import CaveatError, Location, ReviewError
from pipeline.model.digest import digest_fields, short
from pipeline.model.people import normal_address
from pipeline.workspace.files import read_text, write_if_changed

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.review.answers import Answer, Answers
    from pipeline.review.packet import Packet
    from pipeline.workspace.project import Workspace

FORMAT: Final = "packet/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketRecord:
    """What the project knows of a packet."""

    reviewer: str
    locale: str
    units: frozenset[tuple[str, str]]
    """Catalog and `ID@MARK` of each text in it."""

    def why_not(self, answer: Answer) -> str | None:
        """Return why an answer does not belong to the packet; None when it does."""
        if answer.locale == self.locale and (answer.document, answer.unit) in self.units:
            return None
        return "the packet does not show this text"


def write_record(workspace: Workspace, packet: Packet) -> None:
    """Put on record that the project wrote a packet; not the secret, only its digest."""
    digest = _digest(packet.token)
    record = {
        "caveat": FORMAT,
        "packet": packet.id,
        "token": digest,
        "reviewer": packet.reviewer.email,
        "locale": packet.locale.code,
        "on": packet.on,
        "units": sorted([item.document, item.unit] for item in packet.items),
    }
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    write_if_changed(_place(workspace, digest), text.encode())


def get_record(workspace: Workspace, came: Answers, name: str) -> PacketRecord:
    """Return the record of the packet that answers came from; raises ReviewError where there is none.

    `name` is the file of answers, to show.
    """
    digest = _digest(came.token)
    path = _place(workspace, digest)
    if not came.token or not path.is_file():
        hint = "write a packet anew; one that another clone wrote has its record there, in `locales/packets/`"
        raise ReviewError("these answers are to no packet of this project", at=Location(name), hint=hint)
    record = _read(path, workspace.name_of(path), digest)
    if normal_address(record.reviewer) != normal_address(came.reviewer):
        message = f"the packet is {record.reviewer}'s, and {came.reviewer} answers"
        raise ReviewError(message, at=Location(name), hint="each person answers their own packet")
    return record


def _digest(token: str) -> str:
    return digest_fields("packet-token/1", token)


def _place(workspace: Workspace, digest: str) -> Path:
    return workspace.packets / f"{short(digest, 24)}.json"


def _read(path: Path, name: str, digest: str) -> PacketRecord:
    try:
        data = json.loads(read_text(path, name))
        is_it = (data["caveat"], data["token"]) == (FORMAT, digest)
        units = frozenset((str(document), str(unit)) for document, unit in data["units"])
        record = PacketRecord(reviewer=str(data["reviewer"]), locale=str(data["locale"]), units=units)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _damaged(name) from error
    if not is_it:
        raise _damaged(name)
    return record


def _damaged(name: str) -> CaveatError:
    hint = "bring the file back from git, or write the packet anew"
    return CaveatError("is no record of this packet", at=Location(name), hint=hint)
