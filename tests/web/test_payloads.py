"""Whatever stands in a source, target, comment, glossary or name is text on the page and nothing else."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from pipeline.catalogs.po import read_catalog, revise, write_catalog
from pipeline.model.catalog import Catalog
from pipeline.stages.extract import extract
from pipeline.stages.update import update
from tests.projects import DAY, Project, make_project
from tests.web.payloads import PAYLOADS
from tests.web.site import DORA, ES, LUIS, PEOPLE, Site, address_of, open_site

ARTICLE = (
    "A Title\nSymptoms (English):\nNullEducational Disclaimer\n"
    "This page teaches. It does not replace a doctor.\nWhat They Are\n" + "\n".join(PAYLOADS) + "\n"
)
ALLOWED = {
    "a", "aside", "b", "bdi", "body", "button", "code", "dd", "del", "details", "dialog", "div", "dl", "dt",
    "form", "h1", "h2", "h3", "head", "header", "html", "iframe", "input", "ins", "kbd", "label", "li",
    "link", "main", "mark", "meta", "nav", "ol", "option", "p", "q", "rect", "script", "section", "select",
    "small",
    "span", "strong", "summary", "svg", "textarea", "time", "title", "ul",
}  # fmt: skip
"""Every element of the page's own templates."""


class Look(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self._data: list[str] = []
        self.feed(text)

    @property
    def text(self) -> str:
        """What a reader sees, and what stands in fields."""
        return "".join(self._data)

    def handle_data(self, data: str) -> None:
        self._data.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return a page over a project in which everything that can hold a text holds a payload."""
    project = make_project(tmp_path_factory.mktemp("hostile") / "project", ARTICLE)
    names = PEOPLE.replace('"Dora Test"', "'''<img src=x onerror=alert(1)>\"'''")
    project.write("locales/reviewers.toml", names)
    glossary = 'source,target,note\ntitle,"<b onclick=alert(1)>","<script>alert(1)</script>"\n'
    project.write("locales/es/glossary.csv", glossary)
    extract(project.open())
    update(project.open(), locales=project.open().config.locales, today=DAY)
    fill(project)
    return open_site(project)


def fill(project: Project) -> None:
    """Put a payload into every target and every translator's comment."""
    path = project.root / "locales/es/LC_MESSAGES/cramps.po"
    catalog = read_catalog(path, path.name)
    entries = [
        entry
        if entry.is_header
        else revise(entry, targets=(PAYLOADS[n % len(PAYLOADS)],), comments=(PAYLOADS[-n % len(PAYLOADS)],))
        for n, entry in enumerate(catalog.entries)
    ]
    write_catalog(path, Catalog(entries=tuple(entries), path=catalog.path))


def test_there_are_fifty_of_them_and_the_project_holds_them() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 50


def assert_harmless(site: Site, path: str, person: str = DORA) -> Look:
    answer = site.get(path, person)
    assert answer.status == 200, path
    look = Look(answer.text)
    assert look.tags <= ALLOWED, look.tags - ALLOWED
    for tag, name, value in look.attributes:
        assert not name.startswith("on"), (path, tag, name)
        assert name != "style"
        if name in ("href", "src", "action", "formaction"):
            assert value.startswith(("/", "#")) or value == "data:,", (path, value)
            assert not value.startswith("//")
    assert look.attributes.count(("script", "src", "/static/review.js")) == 1
    assert len(re.findall(r"<script", answer.text)) == 1
    assert "root:x:" not in answer.text
    return look


def test_every_page_is_harmless(hostile: Site) -> None:
    for path in ("/", "/queue", "/queue?locale=es&wait=translator&words=%3Cscript%3E", "/help"):
        assert_harmless(hostile, path)


def test_every_unit_is_harmless_and_shown_letter_by_letter(hostile: Site) -> None:
    units = hostile.desk.library.open(DAY).shelved(ES, "cramps").units
    assert len(units) > 50
    for one in units:
        look = assert_harmless(hostile, address_of(one))
        assert one.unit.key.source in look.text
        assert one.entry.target in look.text


def test_a_glossary_and_a_name_are_harmless(hostile: Site) -> None:
    look = assert_harmless(hostile, address_of(hostile.unit("A Title")))
    assert "<b onclick=alert(1)>" in look.text
    assert "<script>alert(1)</script>" in look.text
    assert "<img src=x onerror=alert(1)>" in look.text


def test_comments_are_kept_and_shown_letter_by_letter(hostile: Site) -> None:
    for payload in PAYLOADS:
        one = hostile.unit("What They Are")
        sent = hostile.post(address_of(one), {"do": "comment", "mark": one.mark, "text": payload}, LUIS)
        assert sent.status == 303
    one = hostile.unit("What They Are")
    assert {event.text for event in one.events} == {payload.strip() for payload in PAYLOADS}
    for path in (address_of(one), "/activity"):
        look = assert_harmless(hostile, path)
        assert all(payload.strip() in look.text for payload in PAYLOADS)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_in_the_filter_is_harmless(hostile: Site, payload: str) -> None:
    fields = ("words", "document", "locale", "finding", "days", "state", "risk", "wait", "page")
    for path in ("/queue?", f"{address_of(hostile.unit('A Title'))}?take={quoted(payload)}&"):
        assert_harmless(hostile, path + "&".join(f"{field}={quoted(payload)}" for field in fields))


def quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


def test_a_template_in_a_text_stays_as_it_is(hostile: Site) -> None:
    answer = hostile.get("/queue?locale=es&words=7*7")
    assert "{{ 7*7 }}" in answer.words
    assert " 49 " not in answer.words


def test_the_preview_can_do_nothing(hostile: Site) -> None:
    answer = hostile.get("/preview/es/cramps")
    assert answer.status == 200
    policy = answer.header("content-security-policy")
    assert policy.startswith("sandbox; default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'self'" in policy
    assert "script" not in policy
    assert "<script" not in answer.text.lower()
