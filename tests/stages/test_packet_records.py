"""Answers are taken where they come from a packet of this project: from its reader, about its texts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.errors import CaveatError, ReviewError
from pipeline.model.event import EventKind
from pipeline.model.state import State
from pipeline.review.answers import Answer, Answers
from pipeline.stages.answers import take_packet
from pipeline.stages.packet import PacketOrder, make_packet, write_packet
from tests.factories import ANA, BEA, CARL, ES, TODAY
from tests.stages.desks import find, make_desk

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.review.packet import Packet
    from pipeline.stages.answers import Fate
    from pipeline.workspace.project import Workspace

DOSE = "Take 5 ml."


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_desk(tmp_path)


@pytest.fixture
def packet(workspace: Workspace) -> Packet:
    order = PacketOrder(reviewer=CARL, locale=ES, minutes=60, return_to=ANA, documents=frozenset({"dose"}))
    found = make_packet(workspace, order, on=TODAY)
    write_packet(workspace, workspace.root / "packet.html", found)
    return found


def answers_to(packet: Packet, source: str = DOSE) -> Answers:
    [item] = [one for one in packet.items if one.source == source]
    answer = Answer(locale="es", document=item.document, unit=item.unit, kind=EventKind.APPROVE)
    return Answers(reviewer=CARL, token=packet.token, answers=(answer,))


def take(workspace: Workspace, came: Answers) -> tuple[Fate, ...]:
    return take_packet(workspace, came, "answers.json", brought_by=ANA, on=TODAY)


def test_answers_of_the_packets_reader_are_taken(workspace: Workspace, packet: Packet) -> None:
    [fate] = take(workspace, answers_to(packet))
    assert fate.is_recorded
    assert find(workspace, DOSE).standing.state is State.APPROVED


def test_the_record_holds_no_secret_and_the_page_does(workspace: Workspace, packet: Packet) -> None:
    [record] = workspace.packets.glob("*.json")
    assert packet.token not in record.read_text("utf-8")
    assert packet.token not in repr(packet)
    assert len(packet.token) >= 43
    assert packet.token in (workspace.root / "packet.html").read_text("utf-8")


@pytest.mark.parametrize("token", ["", "x" * 43, "../../../../etc/passwd", "\ud800"])
def test_answers_to_no_packet_of_the_project_are_refused(
    workspace: Workspace, packet: Packet, token: str
) -> None:
    with pytest.raises(ReviewError, match=r"answers\.json: these answers are to no packet of this project"):
        take(workspace, replace(answers_to(packet), token=token))
    assert not find(workspace, DOSE).standing.approvers


def test_a_packet_that_was_never_written_is_none_of_the_project(workspace: Workspace, packet: Packet) -> None:
    order = PacketOrder(reviewer=CARL, locale=ES, minutes=60, return_to=ANA)
    made = make_packet(workspace, order, on=TODAY)
    assert made.token != packet.token
    with pytest.raises(ReviewError, match="no packet of this project"):
        take(workspace, answers_to(made))


def test_nobody_answers_with_somebody_elses_packet(workspace: Workspace, packet: Packet) -> None:
    with pytest.raises(ReviewError, match=f"the packet is {CARL}'s, and {BEA} answers"):
        take(workspace, replace(answers_to(packet), reviewer=BEA))
    assert not find(workspace, DOSE).standing.approvers


def test_an_answer_about_what_the_packet_does_not_show_is_refused(
    workspace: Workspace, packet: Packet
) -> None:
    """As it stands, with another mark, of another document, in another language; the others are taken."""
    [good] = answers_to(packet).answers
    other = find(workspace, "Rest well.")
    strange = (
        replace(good, unit=f"{other.unit.key.id}@{'0' * 64}"),
        replace(good, unit=good.unit.partition("@")[0] + "@" + "0" * 64),
        replace(good, document="interface"),
        replace(good, locale="ar"),
    )
    came = replace(answers_to(packet), answers=(*strange, good))
    *refused, taken = take(workspace, came)
    assert {fate.reason for fate in refused} == {"the packet does not show this text"}
    assert taken.is_recorded


def test_a_packet_whose_record_is_removed_can_not_be_answered_any_more(
    workspace: Workspace, packet: Packet
) -> None:
    [record] = workspace.packets.glob("*.json")
    record.unlink()
    with pytest.raises(ReviewError, match="no packet of this project") as error:
        take(workspace, answers_to(packet))
    assert "locales/packets/" in (error.value.hint or "")


DAMAGED = ("", "[]", "{}", '{"caveat": "packet/1", "token": "sha256:0", "units": []}', "[" * 100_000)


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_record_is_told(workspace: Workspace, packet: Packet, text: str) -> None:
    [record] = workspace.packets.glob("*.json")
    record.write_text(text)
    with pytest.raises(CaveatError, match="is no record of this packet") as error:
        take(workspace, answers_to(packet))
    assert error.value.hint


def test_two_packets_of_the_same_texts_can_both_be_answered(workspace: Workspace, packet: Packet) -> None:
    order = PacketOrder(reviewer=CARL, locale=ES, minutes=60, return_to=ANA, documents=frozenset({"dose"}))
    again = make_packet(workspace, order, on=TODAY)
    write_packet(workspace, workspace.root / "again.html", again)
    assert again.id == packet.id
    assert take(workspace, answers_to(packet))[0].is_recorded
    assert take(workspace, answers_to(again, "Rest well."))[0].is_recorded
