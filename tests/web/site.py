"""The review page over a small project, asked as a browser asks it, without a socket."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pipeline.model.locale import Locale
from pipeline.stages.draft import draft
from pipeline.stages.extract import extract
from pipeline.stages.update import update
from pipeline.web.access import Door, Session
from pipeline.web.app import make_app
from pipeline.web.desk import Desk
from pipeline.web.forms import FORM_TYPE
from pipeline.web.guard import Gate
from pipeline.web.library import open_library
from pipeline.web.suggestions import Memory
from tests.projects import ARTICLE, DAY, Project, make_project

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pipeline.stages.standings import UnitStanding

HOST = "127.0.0.1:8765"
ORIGIN = f"http://{HOST}"
COOKIE = "caveat-review-8765"
GATE = Gate(hosts=frozenset({HOST, "localhost:8765"}), origins=frozenset({ORIGIN}), cookie=COOKIE)
TOMAS, DORA, LUIS, EVE = (f"{name}@example.org" for name in ("tomas", "dora", "luis", "eve"))
PEOPLE = "".join(
    f'[[reviewers]]\nemail = "{email}"\nname = "{name}"\nroles = {roles}\nlocales = {locales}\n\n'
    for email, name, roles, locales in (
        (TOMAS, "Tomas Test", '["language"]', '["es", "ar"]'),
        (DORA, "Dora Test", '["language", "clinical"]', '["es", "ar"]'),
        (LUIS, "Luis Test", '["language", "legal"]', '["es"]'),
    )
)
ES = Locale("es")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    text: str

    def header(self, name: str) -> str:
        """Return the only header of this name."""
        [found] = [value for given, value in self.headers if given == name.lower()]
        return found

    def links(self, part: str) -> list[str]:
        """Return the addresses in the page that hold `part`."""
        return [
            unescape(one) for one in re.findall(r'(?:href|action|src)="([^"]*)"', self.text) if part in one
        ]

    @property
    def words(self) -> str:
        """The page without its tags."""
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", self.text)).split())


@dataclass(slots=True)
class Site:
    """The page, and who is at it."""

    project: Project
    desk: Desk
    app: Any
    sessions: dict[str, Session] = field(default_factory=dict)

    def session(self, person: str) -> Session:
        """Return a person's session, opened when it is first asked for."""
        if person not in self.sessions:
            opened = self.desk.door.enter(self.desk.door.invite(person))
            assert opened
            self.sessions[person] = opened
        return self.sessions[person]

    def get(self, path: str, person: str | None = DORA, **headers: str) -> Answer:
        """Read a page."""
        return self.ask("GET", path, self.headers_of(person) | _spelt(headers))

    def post(self, path: str, fields: Mapping[str, Any], person: str | None = DORA, **headers: str) -> Answer:
        """Send a form, with its token, as the page's own forms are sent."""
        token = {"csrf": self.session(person).csrf} if person else {}
        body = urlencode({**token, **fields}, doseq=True).encode()
        own = {"origin": ORIGIN, "content-type": FORM_TYPE}
        return self.ask("POST", path, self.headers_of(person) | own | _spelt(headers), body)

    def headers_of(self, person: str | None) -> dict[str, str]:
        """Return what a person's browser sends with every request."""
        return {"host": HOST} | ({"cookie": f"{COOKIE}={self.session(person).key}"} if person else {})

    def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | Iterable[tuple[str, str]],
        body: bytes = b"",
    ) -> Answer:
        """Send anything at all."""
        pairs = headers.items() if isinstance(headers, dict) else headers
        asked = _ask(self.app, method, path, list(pairs), body)  # type: ignore[arg-type]
        with ThreadPoolExecutor(1) as thread:  # this one may be a browser driver's, with a loop of its own
            return thread.submit(asyncio.run, asked).result()

    def unit(self, source: str, locale: Locale = ES, document: str = "cramps") -> UnitStanding:
        """Return a unit by its source, as it stands now."""
        units = self.desk.library.open(DAY).shelved(locale, document).units
        return next(one for one in units if one.unit.key.source == source)

    def decide(self, do: str, source: str, person: str = DORA, **fields: Any) -> Answer:
        """Take a decision on a unit as it stands now, with the page's form."""
        one = self.unit(source)
        form = {"do": do, "mark": one.mark, "read": one.entry.target, **fields}
        return self.post(address_of(one), form, person)


def _spelt(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def address_of(one: UnitStanding) -> str:
    """Return where a unit is read."""
    return f"/unit/{one.locale.code}/{one.document}/{one.unit.key.id}"


async def _ask(app: Any, method: str, path: str, headers: list[tuple[str, str]], body: bytes) -> Answer:
    plain, _, query = path.partition("?")
    raw = plain.encode("latin-1")
    decoded = re.sub(rb"%([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), raw)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": decoded.decode("utf-8", "replace"),
        "raw_path": raw,
        "root_path": "",
        "query_string": query.encode("latin-1"),
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8765),
    }
    sent: list[dict[str, Any]] = []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = next(message for message in sent if message["type"] == "http.response.start")
    text = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    found = tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in start["headers"]
    )
    return Answer(start["status"], found, text.decode())


DRAFTS_SAY_NO_NEGATION = '\n[checks.severity]\nnegation = "warning"\n'
"""The drafts are made of accented English; what blocks critical text is looked at elsewhere."""


def make_site(root: Path, article: str = ARTICLE, **files: str) -> Site:
    """Return the page over a project with machine drafts in every language."""
    project = make_project(root, article)
    project.write("caveat.toml", project.read("caveat.toml") + DRAFTS_SAY_NO_NEGATION)
    project.write("locales/reviewers.toml", PEOPLE)
    for name, text in files.items():
        project.write(name, text)
    prepare(project)
    return open_site(project)


def prepare(project: Project) -> None:
    """Bring the catalogs up to the sources, with machine drafts."""
    workspace = project.open()
    extract(workspace)
    update(workspace, locales=workspace.config.locales, today=DAY)
    draft(workspace, locales=workspace.config.locales, today=DAY)


def open_site(project: Project) -> Site:
    """Return the page over a project as it is."""
    workspace = project.open()
    desk = Desk(
        library=open_library(workspace),
        memory=Memory(),
        door=Door(),
        gate=GATE,
        today=lambda: DAY,
        clock=lambda: 0.0,  # no request is ever late, however busy the machine
    )
    return Site(project, desk, make_app(desk))
