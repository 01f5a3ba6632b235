"""The built pages in a real browser: what it prints and paints is what a reader gets."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from pipeline.build.page import Mode
from pipeline.config.disclaimers import parse_disclaimers
from pipeline.stages.build import build
from pipeline.workspace.project import Workspace, open_workspace

ROOT = Path(__file__).parents[2]
ARTICLE = "sore-muscles-leg-cramps-peripheral-neuropathy"
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
)  # fmt: skip
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed"),
]


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / "caveat.toml", root)
    for folder in ("source", "locales"):
        shutil.copytree(ROOT / folder, root / folder)
    workspace: Workspace = open_workspace(root)
    return build(workspace, Mode.PREVIEW, as_of="2026-11-22").folder


def browse(page: Path, tmp_path: Path, *options: str) -> None:
    assert BROWSER is not None
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [BROWSER, *QUIET, profile, *options, page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def printed(page: Path, tmp_path: Path) -> str:
    """Return the text of a page as the browser prints it."""
    pdf = tmp_path / "page.pdf"
    browse(page, tmp_path, f"--print-to-pdf={pdf}", "--no-pdf-header-footer")
    done = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True)
    marks = {character for character in done.stdout.decode() if unicodedata.category(character) == "Cf"}
    return done.stdout.decode().translate(dict.fromkeys(map(ord, marks)))  # pdftotext adds marks of direction


def letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalpha())


@pytest.mark.parametrize("locale", ["es", "ar", "hi", "zh_Hans"])
def test_the_disclaimer_and_the_banner_are_on_the_printed_page(
    preview: Path, tmp_path: Path, locale: str
) -> None:
    text = printed(preview / locale / f"{ARTICLE}.html", tmp_path)
    [disclaimer] = parse_disclaimers(
        (ROOT / "source/disclaimers.toml").read_text("utf-8"), "disclaimers.toml"
    )
    flat = " ".join(text.split())
    assert disclaimer.heading in flat
    assert " ".join(disclaimer.text.split()) in flat
    plain = (preview / locale / f"{ARTICLE}.txt").read_text("utf-8")
    banner = letters(plain.split("\n", 1)[0])
    # Letter by letter, because a PDF stores Arabic in another order than a file does.
    missing = banner - letters(text)
    assert sum(missing.values()) <= sum(banner.values()) * 0.02


@pytest.mark.parametrize(("locale", "width"), [("de", 390), ("ar", 390), ("ru", 1280)])
def test_the_page_is_painted(preview: Path, tmp_path: Path, locale: str, width: int) -> None:
    picture = tmp_path / "page.png"
    page = preview / locale / f"{ARTICLE}.html"
    browse(page, tmp_path, f"--screenshot={picture}", f"--window-size={width},1200")
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG")
    assert len(data) > 20_000  # an empty page of this size is a few kilobytes
