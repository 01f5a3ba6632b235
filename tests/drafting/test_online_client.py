from __future__ import annotations

import gzip
import logging
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.drafting.online_client import LARGEST, Call, Client
from pipeline.drafting.online_failures import Trouble, UnansweredError
from tests.drafting.servers import Asked, Reply, Server, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OK = b"HTTP/1.1 200 OK\r\n"
KEY = "sentinel-key"


@contextmanager
def raw_server(*parts: bytes, pause: float = 0.0) -> Iterator[str]:
    """Run a server that sends these bytes to one client, with a pause after each part."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            client, _ = listener.accept()
            with client:
                client.recv(65_536)
                try:
                    for part in parts:
                        client.sendall(part)
                        time.sleep(pause)
                except OSError:
                    return  # the client has heard enough

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join()


def ask(url: str, seconds: float = 2.0, **what: Any) -> Any:
    client = Client(url, KEY)
    try:
        return client.ask(Call(method="POST", url=f"{url}/x", deadline=time.monotonic() + seconds, **what))
    finally:
        client.close()


def failure(url: str, seconds: float = 2.0, **what: Any) -> UnansweredError:
    with pytest.raises(UnansweredError) as caught:
        ask(url, seconds, **what)
    return caught.value


@pytest.mark.parametrize(
    "rest",
    [
        b'Content-Length: 7\r\n\r\n{"a":1}',
        b'\r\n{"a":1}',
        b'Transfer-Encoding: chunked\r\n\r\n3\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n',
    ],
)
def test_a_whole_answer_is_read_however_it_is_sent(rest: bytes) -> None:
    with raw_server(OK + rest) as url:
        assert ask(url) == {"a": 1}


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (OK + b'Content-Length: 70\r\n\r\n{"a":1}', "the answer broke off"),
        (OK + b'Transfer-Encoding: chunked\r\n\r\n30\r\n{"a', "the answer broke off"),
        (OK + b'Content-Encoding: gzip\r\nContent-Length: 7\r\n\r\n{"a":1}', "the answer broke off"),
        (b"", "no connection to "),
        (b"SSH-2.0-OpenSSH\r\n", "no connection to "),
    ],
)
def test_an_answer_that_breaks_off_is_told(sent: bytes, reason: str) -> None:
    with raw_server(sent) as url:
        found = failure(url)
    assert found.reason.startswith(reason)
    assert found.trouble is Trouble.PASSING


CHUNKED = OK + b'Transfer-Encoding: chunked\r\n\r\n7\r\n{"a":1}\r\n0\r\n'


@pytest.mark.parametrize(
    ("sent", "drop"),
    [(OK + b"Content-Length: 99\r\n\r\n", b"{"), (OK, b"X-Slow: 1\r\n"), (OK, b"X"), (CHUNKED, b"X: 1\r\n")],
    ids=["body", "headers", "one header", "trailers"],
)
def test_a_service_that_drips_is_not_waited_for(sent: bytes, drop: bytes) -> None:
    start = time.monotonic()
    with raw_server(sent, *[drop] * 20, pause=0.1) as url:
        found = failure(url, seconds=0.3)
        assert time.monotonic() - start < 1.6
    assert (found.reason, found.trouble) == ("the answer was not whole in time", Trouble.PASSING)


def test_what_goes_wrong_before_anything_is_sent_is_not_swallowed() -> None:
    with pytest.raises(TypeError):
        ask("http://127.0.0.1:9", json=object())


def test_a_small_answer_that_unpacks_to_a_huge_one_is_left() -> None:
    packed = gzip.compress(b'"' + b"a" * 40_000_000 + b'"')
    head = OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    with raw_server(head + packed) as url:
        found = failure(url)
    assert (found.reason, found.trouble) == (
        f"the answer is larger than {LARGEST:,} bytes",
        Trouble.GARBLED,
    )


def test_no_packed_answer_is_asked_for() -> None:
    with serve(_server(lambda asked: {"accepted": asked.headers["Accept-Encoding"]})) as server:
        assert ask(server.url) == {"accepted": "identity"}


@pytest.mark.parametrize("body", [b"", b"null", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_not_json_is_told(body: bytes) -> None:
    with raw_server(OK + b"Content-Length: %d\r\n\r\n" % len(body) + body) as url:
        found = failure(url)
    assert found.reason == "the service answered with something that is not JSON, or half of it"


def test_after_the_deadline_nothing_is_sent() -> None:
    found = failure("http://127.0.0.1:9", seconds=-1)
    assert (found.reason, found.trouble) == ("there was no time left to ask", Trouble.PASSING)


def test_an_address_that_can_not_be_asked_is_told() -> None:
    assert failure("http://.example").trouble in {Trouble.PASSING, Trouble.REFUSED}


def _server(answer: Any) -> Server:
    return Server(answer=answer, texts_of=lambda _: [])


def test_neither_text_nor_key_goes_to_another_address() -> None:
    with serve(_server(lambda _: {"got": "it"})) as other:
        for status in (301, 302, 303, 307, 308):
            moved = Reply(status=status, headers={"Location": f"{other.url}/y?key={KEY}"})
            with serve(_server(lambda _, moved=moved: moved)) as server:
                found = failure(server.url, json={"q": "text"}, headers={"Authorization": KEY})
            assert found.reason == f"the service answered HTTP {status}: it sends requests to another address"
        assert other.asked == []


def test_no_proxy_gets_what_is_meant_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    with serve(_server(lambda _: {"got": "it"})) as server:
        assert ask(server.url) == {"got": "it"}


def test_a_proxy_is_used_for_what_leaves_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(_server(lambda _: {"by": "the proxy"})) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        assert ask("http://mt.example") == {"by": "the proxy"}


def test_a_password_of_a_netrc_file_is_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login me password hidden\n", "utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    seen: list[Asked] = []

    def answer(asked: Asked) -> Any:
        seen.append(asked)
        return {"a": 1}

    with serve(_server(answer)) as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        ask("http://mt.example", headers={"Authorization": "Bearer own"})
        ask("http://mt.example")
    assert [asked.headers.get("Authorization") for asked in seen] == ["Bearer own", None]


def test_the_key_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    refusal = Reply(status=403, data=f'{{"error": "no {KEY}"}}'.encode())
    with caplog.at_level(logging.DEBUG), serve(_server(lambda _: refusal)) as server:
        found = failure(server.url, json={"api_key": KEY}, headers={"Authorization": f"Bearer {KEY}"})
    assert found.reason == "the service refused the key (HTTP 403): no ***"
    assert caplog.records, "urllib3 tells of each request"
    assert KEY not in caplog.text
    error: BaseException | None = found
    while error is not None:
        assert KEY not in f"{error!r} {error}"
        error = error.__cause__ or error.__context__
