from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from pipeline.model.pinning import Pinning
from pipeline.model.state import State
from pipeline.report.badges import badge_text, render_badge
from pipeline.report.metrics import LocaleMetrics, measure
from pipeline.report.rows import DisclaimerRow, Part
from tests.report.made import OWED, make_catalog, make_facts, make_row

OWES = DisclaimerRow(locale="es", id="a", version="1", pinning=Pinning.OWED, reason=OWED)
DONE = make_row(state=State.APPROVED, words=2)


def measured(*states: State, owed: int = 0) -> LocaleMetrics:
    rows = [make_row(state=state) for state in states]
    return measure(make_facts(make_catalog(*rows), disclaimers=(OWES,) * owed)).locales[0]


@pytest.mark.parametrize(
    ("states", "owed", "text"),
    [
        ((State.DRAFT, State.DRAFT), 0, "0 % approved"),
        ((State.APPROVED, State.DRAFT), 0, "50 % approved"),
        ((State.APPROVED,), 0, "100 % approved"),
        ((State.APPROVED,), 1, "100 % approved, 1 disclaimer owed"),
        ((State.DRAFT,), 2, "0 % approved, 2 disclaimers owed"),
        ((), 1, "no text"),
    ],
)
def test_a_badge_says_how_much_is_approved_and_what_is_owed(
    states: tuple[State, ...], owed: int, text: str
) -> None:
    assert badge_text(measured(*states, owed=owed)) == text


def test_it_is_an_image_with_a_name_for_people_who_do_not_see_it() -> None:
    root = ET.fromstring(render_badge(measured(State.DRAFT)))  # noqa: S314 - our own output
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "es: 0 % approved"
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == "es: 0 % approved"


def test_only_everything_approved_and_nothing_owed_has_the_colour_of_done() -> None:
    done = render_badge(measured(State.APPROVED))
    assert "#1f6b4a" in done
    assert "#1f6b4a" not in render_badge(measured(State.APPROVED, owed=1))
    assert "#1f6b4a" not in render_badge(measured(State.APPROVED, State.DRAFT))


def test_the_interface_does_not_count() -> None:
    facts = make_facts(make_catalog(DONE), make_catalog(make_row(), part=Part.INTERFACE))
    assert badge_text(measure(facts).locales[0]) == "100 % approved"
