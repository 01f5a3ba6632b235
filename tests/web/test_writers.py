"""Two people write at once, one in a browser and one on the command line: nothing is lost."""

from __future__ import annotations

import http.client
import os
import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from pipeline.stages.sources import read_sources
from tests.end_to_end.browsers import serve
from tests.factories import ANA, BEA
from tests.stages.writers import DOCUMENT, assert_nothing_is_lost, comment_all, find, make, put

if TYPE_CHECKING:
    from pathlib import Path

CONFLICT, SAVED = 409, 303


@dataclass(slots=True)
class Visitor:
    """A browser without a screen: one connection, one cookie, and the forms of the pages it is shown."""

    link: str
    conflicts: int = 0
    _cookie: str = ""
    _connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(self.host, timeout=60)
        _, answer, _ = self.ask("GET", self.link.partition(self.host)[2])
        self._cookie = (answer.getheader("set-cookie") or "").partition(";")[0]

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    @property
    def host(self) -> str:
        """The server, with its port."""
        return self.link.split("/")[2]

    def ask(
        self, method: str, path: str, fields: list[tuple[str, str]] | None = None
    ) -> tuple[int, http.client.HTTPResponse, str]:
        """Send a request as a browser does."""
        headers = {"Cookie": self._cookie}
        if fields is not None:
            headers |= {
                "Origin": f"http://{self.host}",
                "Sec-Fetch-Site": "same-origin",
                "Content-Type": "application/x-www-form-urlencoded",
            }
        self._connection.request(method, path, None if fields is None else urlencode(fields), headers)
        answer = self._connection.getresponse()
        return answer.status, answer, answer.read().decode()

    def save(self, path: str, text: str) -> None:
        """Put a text into the form of a unit's page and send it; after a conflict, again from its page."""
        status, _, page = self.ask("GET", path)
        assert status == 200
        for _ in range(100):
            status, _, page = self.ask("POST", path, edit_form(page, text))
            if status != CONFLICT:
                break
            assert text in unescape(re.sub("<[^>]*>", "", page))
            self.conflicts += 1
        assert status == SAVED, page


def edit_form(page: str, text: str) -> list[tuple[str, str]]:
    """Return the fields of the form on a page that edits, with another text in it."""
    form = next(one for one in re.findall("<form.*?</form>", page, re.DOTALL) if 'value="edit"' in one)
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    return [*((name, unescape(value)) for name, value in hidden), ("target", text)]


def check_page_and_command_line(
    root: Path, documents: int, each: int, monkeypatch: pytest.MonkeyPatch
) -> int:
    workspace = make(root, documents)
    for name, value in (("COUNT", "1"), ("KEY_0", "user.email"), ("VALUE_0", ANA)):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    sources = read_sources(workspace)
    for number in range(documents):
        put(workspace, sources, "Primero.", f"{DOCUMENT}{number}")
    unit = find(workspace, sources, f"{DOCUMENT}0").unit.key.id
    with ExitStack() as stack:
        [link] = stack.enter_context(serve(root, BEA))
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            try:
                comment_all(workspace, documents, each, writing)
            finally:
                os._exit(0)
        os.close(writing)
        visitor = Visitor(link)
        stack.callback(visitor.close)
        for number in range(each):
            visitor.save(f"/unit/es/{DOCUMENT}{number % documents}/{unit}", f"Texto {number}.")
        with os.fdopen(reading, "rb") as file:
            assert file.read() == b"comments done\n"
        os.waitpid(child, 0)
    assert_nothing_is_lost(workspace, documents, each, each)
    return visitor.conflicts


def test_a_browser_and_a_command_line_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_page_and_command_line(tmp_path, 2, 25, monkeypatch)


@pytest.mark.slow
def test_a_browser_and_a_command_line_lose_nothing_in_many_edits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_page_and_command_line(tmp_path, 20, 500, monkeypatch)
