"""A packet on a phone without a network: read, answered, saved, and its file taken in."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from pipeline.model.state import State
from pipeline.stages.answers import read_answers, take_packet
from pipeline.stages.packet import PacketOrder, make_packet, write_packet
from tests.factories import ANA, CARL, ES, TODAY
from tests.stages.desks import find, make_desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from pipeline.workspace.project import Workspace

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed"),
]
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_desk(tmp_path)


@pytest.fixture
def page_of(workspace: Workspace) -> Path:
    path = workspace.root / "packet.html"
    order = PacketOrder(reviewer=CARL, locale=ES, minutes=20, return_to=ANA, documents=frozenset({"dose"}))
    write_packet(workspace, path, make_packet(workspace, order, on=TODAY))
    return path


def choose(page: Page, source: str, value: str) -> None:
    card = page.locator(".card", has=page.locator("mark", has_text=source))
    card.locator(f"label:has(input[value={value}])").click()


def test_answers_are_saved_without_a_network_and_taken_in(
    browser: Browser, workspace: Workspace, page_of: Path
) -> None:
    context = browser.new_context(viewport=PHONE, offline=True, accept_downloads=True)
    page = context.new_page()
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.goto(page_of.as_uri())
    page.click("#save")
    assert page.inner_text("#after") == "Nothing is decided yet."
    choose(page, "Take 5 ml.", "approve")
    choose(page, "Rest well.", "reject")
    page.click("#save")
    assert page.locator(".problem", has_text="Please say why").is_visible()
    page.locator("textarea:visible").fill("Demasiado corto.")
    page.reload()
    assert page.inner_text("#progress") == "2 of 4 decided"
    with page.expect_download() as saved:
        page.click("#save")
    answers = workspace.root / saved.value.suggested_filename
    saved.value.save_as(answers)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert trouble == []
    context.close()
    came = read_answers(answers)
    fates = take_packet(workspace, came, "answers.json", brought_by=ANA, on=TODAY)
    assert [fate.reason for fate in fates] == [None, None]
    assert find(workspace, "Take 5 ml.").standing.state is State.APPROVED
    assert find(workspace, "Rest well.").standing.state is State.REJECTED
    assert "Demasiado corto." in {event.text for event in find(workspace, "Rest well.").events}


def test_without_javascript_everything_can_be_read_and_sent(browser: Browser, page_of: Path) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(page_of.as_uri())
    assert page.locator(".card:visible").count() == 4
    assert page.is_visible("#mail")
    assert not page.is_visible("#save")
    choose(page, "Rest well.", "reject")
    assert page.locator("textarea:visible").count() == 1
    context.close()


def test_every_choice_is_reached_with_the_keyboard(browser: Browser, page_of: Path) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(page_of.as_uri())
    page.keyboard.press("Tab")
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    assert page.locator("input[name='decision.1']:checked").input_value() == "approve"
    page.close()
