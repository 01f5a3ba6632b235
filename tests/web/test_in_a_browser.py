"""The page in a real browser: by keyboard, on a phone, in the dark, right to left, without a script."""

from __future__ import annotations

import json
import shutil
import time
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.model.locale import Locale
from tests.end_to_end.browsers import needs_browser, open_browser, serve
from tests.projects import Project
from tests.web.payloads import PAYLOADS
from tests.web.site import DORA, LUIS, TOMAS, address_of, make_site, open_site, prepare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

PLAIN, CRITICAL = "Drink water.", "Call a doctor if the pain stays."
pytestmark = [pytest.mark.slow, needs_browser]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def _drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_site(tmp_path_factory.mktemp("site") / "project").project.root


@pytest.fixture
def project(_drafted: Path, tmp_path: Path) -> Project:
    root = tmp_path / "project"
    shutil.copytree(_drafted, root)
    return Project(root)


class Visitor:
    """A person at the served page."""

    def __init__(self, browser: Browser, link: str, **options: Any) -> None:
        self.context: BrowserContext = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.troubles: list[str] = []
        self.outside: list[str] = []
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("dialog", lambda dialog: self.troubles.append(dialog.message))
        self.page.on(
            "console", lambda said: self.troubles.append(said.text) if said.type == "error" else None
        )
        self.home = "/".join(link.split("/")[:3])
        self.page.on("request", lambda asked: self._look(asked.url))
        self.page.goto(link)

    def _look(self, url: str) -> None:
        if not url.startswith((self.home + "/", "data:")):
            self.outside.append(url)

    def go(self, path: str) -> Page:
        self.page.goto(self.home + path)
        return self.page


def pages_of(project: Project) -> list[str]:
    site = open_site(project)
    plain, critical = site.unit(PLAIN), site.unit(CRITICAL)
    arabic = site.unit(CRITICAL, Locale("ar"))
    return [
        "/",
        "/queue",
        "/queue?locale=es&state=rejected",
        "/activity",
        "/help",
        address_of(plain),
        address_of(critical),
        address_of(arabic),
        address_of(arabic).replace("/unit/", "/section/"),
        "/disclaimer/es/educational",
        "/unit/es/cramps/nothing",
    ]


def fill(project: Project) -> None:
    """Give every page something to show."""
    site = open_site(project)
    site.decide("comment", CRITICAL, LUIS, text="Formal or not?")
    site.decide("reject", "They pass soon.", DORA, text="Too sure.")
    site.decide("edit", PLAIN, TOMAS, target="Beba\u00a0agua.")
    site.decide("approve", PLAIN, DORA)
    site.decide("edit", PLAIN, TOMAS, target="Beba mucha agua.")


@pytest.mark.parametrize(
    ("width", "scheme"), [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]
)
def test_axe_finds_no_violation_and_nothing_runs_off_the_side(
    browser: Browser, project: Project, width: int, scheme: str
) -> None:
    fill(project)
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    found: dict[str, Any] = {}
    with serve(project.root, DORA) as [link]:
        one = Visitor(browser, link, viewport={"width": width, "height": 800}, color_scheme=scheme)
        for path in pages_of(project):
            page = one.go(path)
            for details in page.locator("main details").all():
                details.evaluate("one => { one.open = true }")
            page.evaluate(axe)
            result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            wrong = [(each["id"], each["nodes"][0]["html"][:200]) for each in result["violations"]]
            if wrong:
                found[path] = wrong
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        one.page.keyboard.press("?")
        assert not one.outside
    assert not found, json.dumps(found, indent=1)


def test_a_text_is_decided_on_with_keys_alone(browser: Browser, project: Project) -> None:
    with serve(project.root, DORA) as [link]:
        page = Visitor(browser, link).page
        page.keyboard.press("q")
        page.wait_for_url("**/queue**")
        page.goto(page.url.partition("?")[0] + "?locale=es&document=cramps&wait=you")
        page.keyboard.press("j")
        page.wait_for_url("**/unit/**")
        first = page.url
        page.keyboard.press("n")
        page.wait_for_url(lambda url: url != first)
        page.keyboard.press("k")
        page.wait_for_url(first)
        page.keyboard.press("a")
        page.wait_for_url(lambda url: url != first)
        assert "Approved: 1 text." in page.locator(".said").inner_text()
        page.keyboard.press("r")
        page.keyboard.type("ar?nce")
        assert page.locator("#reason").input_value() == "ar?nce"  # every key only writes
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        assert page.locator("dialog[open]").count() == 1
        page.keyboard.press("a")  # nothing behind the list of keys is decided on
        page.keyboard.press("Escape")
        assert page.locator("dialog[open]").count() == 0
    assert len(open_site(project).get("/activity").text.split("<time")) - 1 == 1


def test_single_keys_can_be_turned_off(browser: Browser, project: Project) -> None:
    with serve(project.root, DORA) as [link]:
        page = Visitor(browser, link).page
        page.keyboard.press("?")
        page.get_by_label("Single keys work").uncheck()
        page.keyboard.press("Escape")
        page.keyboard.press("q")
        page.keyboard.press("?")
        assert page.url.endswith("/")
        assert page.locator("dialog[open]").count() == 0
        page.reload()
        page.get_by_role("link", name="Keys").click()
        assert not page.get_by_label("Single keys work").is_checked()


def test_keys_with_a_modifier_belong_to_the_browser(browser: Browser, project: Project) -> None:
    with serve(project.root, DORA) as [link]:
        one = Visitor(browser, link)
        one.go(address_of(open_site(project).unit(PLAIN)))
        for chord in ("Control+a", "Alt+a", "Meta+a"):
            one.page.keyboard.press(chord)
        one.page.wait_for_timeout(300)
        assert "/unit/" in one.page.url
    assert not open_site(project).unit(PLAIN).events


def test_everything_can_be_reached_by_tab(browser: Browser, project: Project) -> None:
    with serve(project.root, DORA) as [link]:
        one = Visitor(browser, link)
        page = one.go(address_of(open_site(project).unit(PLAIN)))
        reached = []
        for _ in range(40):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.innerText"))
        for name in ("Skip to the text", "Queue", "Approve", "Edit", "Reject", "Comment", "Show the page"):
            assert name in reached, name


def test_it_works_without_a_script(browser: Browser, project: Project) -> None:
    with serve(project.root, DORA) as [link]:
        page = Visitor(browser, link, java_script_enabled=False).page
        page.get_by_role("link", name="for your signature").first.click()
        page.locator(".row").filter(has_text=PLAIN).click()
        page.locator("summary", has_text="Reject").click()
        page.get_by_label("What is wrong with it?").fill("Too short.")
        page.get_by_role("button", name="Reject").click()
        assert "Rejected: 1 text." in page.locator(".said").inner_text()
        page.get_by_role("link", name="Keys").click()
        assert page.locator("h1").inner_text() == "Keys and rules"


def test_a_form_is_sent_once(browser: Browser, project: Project) -> None:
    with serve(project.root, DORA) as [link]:
        one = Visitor(browser, link)
        page = one.go(address_of(open_site(project).unit(PLAIN)))
        page.get_by_role("button", name="Approve", exact=True).dblclick(no_wait_after=True)
        page.wait_for_url(
            lambda url: "/unit/" not in url or not url.endswith(address_of(open_site(project).unit(PLAIN)))
        )
    assert len(open_site(project).unit(PLAIN).events) == 1


def test_arabic_runs_from_right_to_left_beside_english(browser: Browser, project: Project) -> None:
    with serve(project.root, DORA) as [link]:
        one = Visitor(browser, link)
        page = one.go(address_of(open_site(project).unit(CRITICAL, Locale("ar"))))
        target = page.locator(".pair .target")
        assert target.get_attribute("lang") == "ar"
        assert target.evaluate("one => getComputedStyle(one).direction") == "rtl"
        assert page.locator(".pair .source").evaluate("one => getComputedStyle(one).direction") == "ltr"
        page.get_by_text("Edit", exact=True).click()
        assert (
            page.locator("textarea[name=target]").evaluate("one => getComputedStyle(one).direction") == "rtl"
        )


def test_no_payload_runs_asks_or_leaves(browser: Browser, project: Project) -> None:
    project.write(
        "source/articles/cramps.txt",
        project.read("source/articles/cramps.txt") + "\n".join(PAYLOADS) + "\n",
    )
    site = open_site(project)
    prepare(project)
    for payload in PAYLOADS:
        site.decide("comment", PLAIN, LUIS, text=payload)
    units = site.desk.library.open("2026-03-01").shelved(Locale("es"), "cramps").units
    with serve(project.root, DORA) as [link]:
        one = Visitor(browser, link)
        for path in (
            "/activity",
            "/queue?locale=es",
            address_of(site.unit(PLAIN)),
            *map(address_of, units[::6]),
        ):
            page = one.go(path)
            for details in page.locator("details").all():
                details.evaluate("one => { one.open = true }")
        page.wait_for_timeout(500)
        one.go("/preview/es/cramps").wait_for_timeout(300)
        assert one.troubles == []
        assert one.outside == []


def wait_until_inside(page: Page, inner: Locator, outer: Locator) -> None:
    """Return when a place is to be seen in its frame: a browser scrolls there some time after loading."""
    deadline = time.monotonic() + 30
    place, shown = inner.bounding_box(), outer.bounding_box()
    while not (place and shown and shown["y"] <= place["y"] < shown["y"] + shown["height"]):
        assert time.monotonic() < deadline, (place, shown)
        page.wait_for_timeout(100)
        place, shown = inner.bounding_box(), outer.bounding_box()


def test_the_preview_shows_the_document_and_has_no_rights(browser: Browser, project: Project) -> None:
    with serve(project.root, DORA) as [link]:
        one = Visitor(browser, link)
        page = one.go(address_of(open_site(project).unit(CRITICAL)))
        page.get_by_text("Show the page").click()
        frame = page.frame_locator("iframe")
        frame.locator("h1").wait_for()
        wait_until_inside(page, frame.locator(":target"), page.locator("iframe"))
        assert page.locator("iframe").get_attribute("sandbox") == ""
        assert frame.locator("body").evaluate("one => getComputedStyle(one).maxWidth") is not None
        assert one.troubles == []
