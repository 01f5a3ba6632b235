"""The real article, taken from machine drafts to a verified release by test reviewers at the review page."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.browsers import ROOT, needs_browser, open_browser, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

ARTICLE = "sore-muscles-leg-cramps-peripheral-neuropathy"
TOMAS, DORA, LUIS = "tomas@example.org", "dora@example.org", "luis@example.org"
REVIEWERS = "".join(
    f'[[reviewers]]\nemail = "{email}"\nname = "{name} Test"\nroles = {roles}\nlocales = ["es", "ar"]\n\n'
    for email, name, roles in (
        (TOMAS, "Tomas", '["language"]'),
        (DORA, "Dora", '["language", "clinical"]'),
        (LUIS, "Luis", '["language", "legal"]'),
    )
)
pytestmark = needs_browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    shutil.copy(ROOT / "caveat.toml", root)
    for folder in ("source", "locales"):
        shutil.copytree(ROOT / folder, root / folder)
    (root / "locales" / "reviewers.toml").write_text(REVIEWERS)
    return root


def caveat(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1795305600"}
    command = [sys.executable, "-m", "pipeline", *words]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env=environment)


def enter(browser: Browser, link: str) -> Page:
    """Follow an invitation in a browser profile of its own."""
    page = browser.new_context().new_page()
    page.set_default_timeout(15_000)
    page.goto(link)
    assert page.url.endswith("/")
    return page


def address(page: Page, path: str) -> str:
    return "/".join(page.url.split("/")[:3]) + path


def sign_everything(page: Page) -> int:
    """Sign what waits for a person, a section at a time where there is one; return how many pages it took."""
    signed = 0
    page.goto(address(page, "/queue?locale=es&wait=you&risk=disclaimer"))
    if page.locator(".row").count():
        page.locator(".row").first.click()
        page.get_by_role("link", name="Read and sign the whole disclaimer").click()
        page.get_by_role("button", name="Approve the disclaimer").click()
        signed += 1
    page.goto(address(page, "/queue?locale=es&wait=you"))
    page.locator(".row").first.click()
    while "/unit/" in page.url:
        wider = page.locator("a[data-key=s]")
        if wider.count():
            wider.click()
        page.locator("button.primary[data-key=a]").click()
        page.wait_for_url(lambda url: "/section/" not in url)
        assert page.locator(".said:not(.problem)").count(), page.locator("body").inner_text()
        signed += 1
    assert "/queue" in page.url
    assert not page.locator(".row").count()
    return signed


def test_one_locale_goes_from_drafts_to_a_verified_release(browser: Browser, root: Path) -> None:
    with serve(root, DORA, LUIS, TOMAS) as [for_dora, for_luis, for_tomas]:
        dora = enter(browser, for_dora)
        assert "Good to have you here, Dora Test" in dora.locator("h1").inner_text()
        translate_one_text(enter(browser, for_tomas))
        assert sign_everything(dora) > 10
        alone = caveat(root, "build", "--release", "--require", f"es:{ARTICLE}")
        assert alone.returncode == 1, "one signature is not enough for critical text"
        assert "1 more approver" in alone.stdout
        luis = enter(browser, for_luis)
        sign_everything(luis)
        luis.goto(address(luis, "/"))
        assert "100 % of the words approved" in luis.locator("#in-es").locator("../..").inner_text()
    built = caveat(root, "build", "--release", "--require", f"es:{ARTICLE}")
    assert built.returncode == 0, built.stdout + built.stderr
    verified = caveat(root, "verify", "--release")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    released = (root / "output" / "release" / "es" / f"{ARTICLE}.html").read_text()
    assert "La acupuntura médica" in released
    assert caveat(root, "review", "check-ledger").returncode == 0


def translate_one_text(page: Page) -> None:
    """Write another text for a heading; who wrote it can't approve it."""
    page.goto(address(page, f"/queue?locale=es&document={ARTICLE}&words=Acupuncture"))
    page.locator(".row", has_text="Acupuntura").filter(has_not_text=",").first.click()
    page.get_by_text("Edit", exact=True).click()
    page.get_by_label("The Spanish text").fill("La acupuntura médica")
    page.get_by_role("button", name="Save my text").click()
    assert "Saved: 1 text." in page.locator(".said").first.inner_text()
    assert page.get_by_role("button", name="Approve", exact=True).is_disabled()
    assert "you wrote this text; somebody else must approve it" in page.locator("#why-not").inner_text()
