"""A packet: what one reviewer can sign, on a page that needs no network, and its answers taken back."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.errors import ReviewError
from pipeline.model.event import EventKind
from pipeline.model.state import State
from pipeline.model.unit import Risk
from pipeline.review.answers import parse_answers
from pipeline.review.decisions import Decision
from pipeline.review.packet_page import render_packet, shown
from pipeline.stages.answers import take_packet
from pipeline.stages.editing import edit
from pipeline.stages.packet import PacketOrder, make_packet, write_packet
from pipeline.stages.packet_records import write_record
from tests.factories import ANA, BEA, CARL, ES, EVE, LEA, TODAY
from tests.stages.desks import edit_in_an_editor, find, make_desk, read, sign

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.review.packet import Packet
    from pipeline.workspace.project import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_desk(tmp_path)


def pack(workspace: Workspace, reviewer: str = CARL, minutes: int = 60, **fields: Any) -> Packet:
    order = PacketOrder(
        **{"reviewer": reviewer, "locale": ES, "minutes": minutes, "return_to": ANA, **fields}
    )
    return make_packet(workspace, order, on=TODAY)


def sources(packet: Packet) -> list[str]:
    return [item.source for item in packet.items]


def test_the_riskiest_texts_come_first_each_with_its_paragraph(workspace: Workspace) -> None:
    packet = pack(workspace, documents=frozenset({"dose"}))
    assert packet.items[0].risk is Risk.CRITICAL
    assert set(sources(packet)) == {"Rest well.", "Take 5 ml.", "Call a doctor.", "Wait for help."}
    [dose] = [item for item in packet.items if item.source == "Take 5 ml."]
    assert (dose.around_source.before, dose.around_source.after) == ("Rest well.", "")
    assert dose.around_target.before == "Descanse bien."
    assert dose.heading == "Rest"
    assert dose.origin == f"Translated by {ANA}."


def test_nobody_is_asked_for_a_signature_that_helps_nothing(workspace: Workspace) -> None:
    sign(workspace, BEA, read(workspace, "Rest well."), read(workspace, "Take 5 ml."))
    assert "Rest well." not in sources(pack(workspace, BEA, documents=frozenset({"dose"})))
    assert "Take 5 ml." not in sources(pack(workspace, LEA))
    assert "Take 5 ml." in sources(pack(workspace, CARL))  # it still needs somebody clinical
    sign(workspace, CARL, read(workspace, "Take 5 ml."))
    assert "Take 5 ml." not in sources(pack(workspace, CARL))


def test_nobody_is_asked_for_their_own_text_or_one_that_nobody_claimed(workspace: Workspace) -> None:
    decision = Decision(kind=EventKind.TRANSLATE, by=CARL, on=TODAY)
    seen = read(workspace, "Take 5 ml.")
    edit(workspace, locale=ES, document="dose", chosen=seen, targets=("Tome 5 ml ya.",), decision=decision)
    edit_in_an_editor(workspace, "Descanse bien.", "Repose.")
    assert find(workspace, "Rest well.").standing.state is State.UNATTRIBUTED
    assert not {"Take 5 ml.", "Rest well."} & set(sources(pack(workspace, documents=frozenset({"dose"}))))


def test_what_was_approved_before_and_what_was_said_is_shown(workspace: Workspace) -> None:
    sign(workspace, CARL, read(workspace, "Take 5 ml."))
    decision = Decision(kind=EventKind.TRANSLATE, by=ANA, on=TODAY)
    seen = read(workspace, "Take 5 ml.")
    edit(workspace, locale=ES, document="dose", chosen=seen, targets=("Tome 50 ml.",), decision=decision)
    sign(workspace, BEA, read(workspace, "Take 5 ml."), kind=EventKind.COMMENT, text="Fifty?")
    [item] = [item for item in pack(workspace).items if item.source == "Take 5 ml."]
    assert item.earlier == "Tome 5 ml."
    assert item.said == (f"{BEA} on {TODAY} (comment): Fifty?",)
    assert item.is_blocked
    assert item.findings


def test_what_does_not_fit_is_counted(workspace: Workspace) -> None:
    everything = pack(workspace)
    packet = pack(workspace, minutes=1)
    assert 0 < len(packet.items) < len(everything.items)
    assert len(packet.items) + packet.left == len(everything.items)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"reviewer": EVE}, f"{EVE} is not listed for es"),
        ({"documents": frozenset({"dosis"})}, 'no catalog is named "dosis"'),
    ],
)
def test_a_packet_for_nobody_or_of_nothing_is_told(
    workspace: Workspace, fields: dict[str, Any], message: str
) -> None:
    with pytest.raises(ReviewError, match=message):
        pack(workspace, **fields)


class Page(HTMLParser):
    """What a browser without JavaScript makes of the page: its elements and the fields of its form."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def submit(self, decisions: dict[int, tuple[str, str]]) -> str:
        """Return the lines of the form as text/plain, with these decisions made."""
        lines = []
        for tag, found in self.elements:
            name = found.get("name") or ""
            base, _, number = name.partition(".")
            decision, words = decisions.get(int(number), ("", "")) if number.isdigit() else ("", "")
            if tag == "input" and found["type"] == "hidden":
                lines.append(f"{name}={found['value']}")
            elif tag == "input" and found["value"] == decision:
                lines.append(f"{name}={decision}")
            elif tag == "textarea" and base == "words":
                lines.append(f"{name}={words}")
        return "\r\n".join(lines) + "\r\n"


def test_without_javascript_the_form_mails_answers_that_are_taken(workspace: Workspace) -> None:
    packet = pack(workspace, documents=frozenset({"dose"}))
    page = Page(render_packet(packet))
    numbers = {item.source: number for number, item in enumerate(packet.items, 1)}
    text = page.submit(
        {numbers["Take 5 ml."]: ("approve", ""), numbers["Rest well."]: ("reject", "too\r\nshort")}
    )
    came = parse_answers(text, "mail.txt")
    write_record(workspace, packet)
    fates = take_packet(workspace, came, "mail.txt", brought_by=ANA, on=TODAY)
    assert [fate.is_recorded for fate in fates] == [True, True]
    assert find(workspace, "Take 5 ml.").standing.state is State.APPROVED
    assert find(workspace, "Rest well.").standing.state is State.REJECTED
    [form] = [found for tag, found in page.elements if tag == "form"]
    assert (form["method"], form["enctype"]) == ("post", "text/plain")
    assert str(form["action"]).startswith(f"mailto:{ANA}?subject=Review%20answers%20es%20")


def test_the_page_loads_nothing_and_runs_nothing_but_its_own(workspace: Workspace) -> None:
    text = render_packet(pack(workspace))
    page = Page(text)
    [policy] = [str(x["content"]) for tag, x in page.elements if x.get("http-equiv")]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert not [x for _, x in page.elements if {"src", "srcset", "href", "style", "onclick"} & x.keys()]
    assert sum(tag == "script" for tag, _ in page.elements) == 1
    assert not re.search(r"https?://", text)


ATTACK = "</mark></p><script>alert(1)</script>\" onmouseover='x'"


def test_texts_and_names_are_only_text(workspace: Workspace) -> None:
    edit_in_an_editor(workspace, "Tome 5 ml.", html.unescape(ATTACK).replace('"', '\\"'))
    sign(workspace, ANA, read(workspace, "Take 5 ml."), kind=EventKind.CLAIM)
    sign(workspace, BEA, read(workspace, "Take 5 ml."), kind=EventKind.COMMENT, text=ATTACK)
    text = render_packet(pack(workspace))
    assert text.count("<script>") == 1
    assert html.escape(ATTACK, quote=False).split("&gt;")[0] in text.replace("&#39;", "'")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<1>500 mg</1> of <2/>", "500 mg of ▢"),
        ("\\<1> a < b", "<1> a < b"),
        ("a\u202eb\rc", "a\\u202eb\\u000dc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("one\0two", "one\ntwo"),
    ],
)
def test_a_text_is_shown_as_a_reader_gets_it_and_controls_are_spelt_out(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_the_same_packet_is_the_same_file(workspace: Workspace, tmp_path: Path) -> None:
    packet = pack(workspace)
    assert write_packet(workspace, tmp_path / "x.html", packet)
    assert not write_packet(workspace, tmp_path / "x.html", packet)
    other = pack(workspace)
    assert render_packet(other) == render_packet(packet).replace(packet.token, other.token)
