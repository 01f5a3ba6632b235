"""A connection that asks nothing is closed; one that asks is served, however long that takes."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

import pytest
import uvicorn

from pipeline.web.connections import PatientProtocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import Receive, Scope, Send

SHORT = 0.4
LONG = 3 * SHORT
ASKED = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


class Short(PatientProtocol):
    patience: ClassVar[float] = SHORT


async def slow(_scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer after a while, and not wait for what is sent."""
    await asyncio.sleep(LONG)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
def port() -> Iterator[int]:
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(slow, http=Short, log_level="critical", lifespan="off", timeout_keep_alive=60)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(10)


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=20 * SHORT) as client:
        yield client


def is_closed_while_dripping(client: socket.socket, drop: bytes) -> bool:
    """Send a drop every little while; return whether the server hangs up within a few times its patience."""
    client.settimeout(SHORT / 8)
    end = time.monotonic() + 8 * SHORT
    while time.monotonic() < end:
        try:
            client.sendall(drop)
            if not client.recv(1000):
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


def test_a_connection_that_asks_nothing_is_closed(port: int) -> None:
    with connected(port) as client:
        assert client.recv(1) == b""


def test_a_request_that_comes_drop_by_drop_gains_no_time(port: int) -> None:
    with connected(port) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: ")
        assert is_closed_while_dripping(client, b"a")


def test_a_body_that_goes_on_after_its_answer_gains_no_time(port: int) -> None:
    with connected(port) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
        assert client.recv(1000).startswith(b"HTTP/1.1 200")
        assert is_closed_while_dripping(client, b"a")


def test_an_answer_that_takes_longer_is_waited_for_and_the_next_request_is_taken(port: int) -> None:
    browser = http.client.HTTPConnection("127.0.0.1", port, timeout=20 * SHORT)
    for _ in range(2):
        browser.request("GET", "/")
        assert browser.getresponse().read() == b"ok"
    browser.close()


def test_a_connection_that_asks_nothing_more_is_closed(port: int) -> None:
    with connected(port) as client:
        client.sendall(ASKED)
        assert client.recv(1000).startswith(b"HTTP/1.1 200")
        received = b"more"
        while received:
            received = client.recv(1000)
