"""Requests of every kind, well formed and broken: the page answers each, and none is a defect."""

from __future__ import annotations

import http.client
import socket
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.measure_review_page import serve
from tests.benchmarks.measure_review_requests import SCHEMATHESIS, send_to_page
from tests.environments import python_with
from tests.web.site import make_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.benchmarks.measure_review_page import Browser

LONG = 20.0
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
UNIT = b"/unit/es/cramps/000000000000"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    site = make_site(tmp_path_factory.mktemp("requests") / "project")
    with serve(site.project.open()) as browser:
        yield browser


def status_of(browser: Browser, request: bytes, *, is_cut: bool = False) -> int | None:
    """Return what the page says to any bytes at all, with its session; None where it hangs up.

    A request that is cut ends with them.
    """
    own = f"Host: {browser.authority}\r\nCookie: {browser.cookie}\r\nOrigin: http://{browser.authority}\r\n"
    host, _, port = browser.authority.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=LONG) as client:
        client.sendall(request.replace(b"OWN\r\n", own.encode()))
        if is_cut:
            client.shutdown(socket.SHUT_WR)
        answer = http.client.HTTPResponse(client, method=request[:4].decode("latin-1").strip())
        try:
            answer.begin()
        except (http.client.BadStatusLine, ConnectionError):
            return None
        answer.read()
        return answer.status


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\nOWN\r\n\r\n", 200),
        (b"POST " + UNIT + b" HTTP/1.1\r\nOWN\r\n" + FORM + b"Content-Length: x\r\n\r\ndo=x", 400),
        (b"POST " + UNIT + b" HTTP/1.1\r\nOWN\r\n" + FORM + b"Content-Length: -1\r\n\r\ndo=x", 400),
        (
            b"POST "
            + UNIT
            + b" HTTP/1.1\r\nOWN\r\n"
            + FORM
            + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\ndo=x",
            400,
        ),
        (b"POST " + UNIT + b" HTTP/1.1\r\nOWN\r\n" + FORM + b"Content-Length: 90\r\n\r\ndo=x", None),
        (b"POST " + UNIT + b" HTTP/1.1\r\nOWN\r\n" + FORM + b"Transfer-Encoding: x\r\n\r\ndo=x", 400),
        (b"POST " + UNIT + b" HTTP/1.1\r\nOWN\r\n" + FORM + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        (b"POST " + UNIT + b" HTTP/1.1\r\nOWN\r\n" + FORM + b"Content-Length: 8\r\n\r\ndo=%ff%0", 400),
        (b"POST " + UNIT + b" HTTP/1.1\r\nOWN\r\n" + FORM + b"Content-Length: 6\r\n\r\ndo=%00", 400),
        (b"POST " + UNIT + b" HTTP/1.1\r\nOWN\r\n" + FORM + b"Content-Length: 4\r\n\r\n\xff\xfe\x00=", 400),
        (b"GET /?words=%ff%fe HTTP/1.1\r\nOWN\r\n\r\n", 200),
        (b"GET /queue?words=%00&page=%00 HTTP/1.1\r\nOWN\r\n\r\n", 200),
        (b"GET /queue?page=1&page=2&locale=es&locale=ar HTTP/1.1\r\nOWN\r\n\r\n", 200),
        (b"GET /queue?page=" + b"9" * 5000 + b" HTTP/1.1\r\nOWN\r\n\r\n", 200),
        (b"GET /queue?days=" + b"9" * 5000 + b" HTTP/1.1\r\nOWN\r\n\r\n", 200),
        (b"GET /unit/es/%ff/%00 HTTP/1.1\r\nOWN\r\n\r\n", 404),
        (b"GET /%00 HTTP/1.1\r\nOWN\r\n\r\n", 404),
        (b"GET /caf\xc3\xa9 HTTP/1.1\r\nOWN\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nOWN\r\n" + b"X: y\r\n" * 500 + b"\r\n", 200),
        (b"GET / HTTP/1.1\r\nOWN\r\nHost: evil.example\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\nOWN\r\n\r\n", 200),
        (b"OPTIONS * HTTP/1.1\r\nOWN\r\n\r\n", 415),
        (b"TRACE / HTTP/1.1\r\nOWN\r\n\r\n", 415),
        (b"CONNECT evil.example:443 HTTP/1.1\r\nOWN\r\n\r\n", 415),
        (b"PROPFIND / HTTP/1.1\r\nOWN\r\n" + FORM + b"\r\n", 400),
        (b"HEAD / HTTP/1.1\r\nOWN\r\n\r\n", 200),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01", 400),
        (b"\0" * 100, 400),
    ],
)
def test_a_broken_request_is_answered_and_no_defect(
    browser: Browser, request_: bytes, status: int | None
) -> None:
    assert status_of(browser, request_, is_cut=status is None) == status


def test_a_header_without_end_is_not_waited_for(browser: Browser) -> None:
    """The page hangs up; whether its reason arrives is up to the network."""
    try:
        status = status_of(browser, b"GET / HTTP/1.1\r\nOWN\r\nX: " + b"x" * 2_000_000)
    except ConnectionError:
        status = None
    assert status in (None, 400)


@pytest.mark.slow
def test_no_made_up_request_meets_a_defect(tmp_path: Path) -> None:
    python = python_with("schemathesis", SCHEMATHESIS)
    statuses, problem = send_to_page(tmp_path / "project", python, 60, is_steady=True)
    assert not problem
    assert {"200", "303", "400", "404", "415"} <= statuses.keys(), statuses
