"""Where the page may be served, to whom, and what a terminal shows of it."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.errors import CaveatError, ConfigError, ReviewError
from pipeline.web.connections import PatientProtocol
from pipeline.web.server import Place, find_person, is_loopback, make_gate, open_page, require_safe
from tests.end_to_end.browsers import ROOT, serve
from tests.projects import DAY
from tests.web.site import DORA, EVE, LUIS, PEOPLE, Site

if TYPE_CHECKING:
    from tests.projects import Project

CERTIFICATE, KEY = Path("chain.pem"), Path("key.pem")


def place(host: str = "127.0.0.1", port: int = 0, **fields: Any) -> Place:
    return Place(host=host, port=port, **fields)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_this_machine_alone_is_always_fine(host: str) -> None:
    assert is_loopback(host)
    require_safe(place(host))


@pytest.mark.parametrize(
    "host", ["192.168.1.5", "review.example.org", "127.0.0.1.example.org", "2001:db8::1", "1"]
)
def test_an_address_that_others_reach_needs_to_be_wanted_and_encrypted(host: str) -> None:
    with pytest.raises(ConfigError, match="other machines can reach"):
        require_safe(place(host))
    with pytest.raises(ConfigError, match="without TLS"):
        require_safe(place(host, is_remote_allowed=True))
    with pytest.raises(ConfigError, match="other machines can reach"):
        require_safe(place(host, certificate=CERTIFICATE, key=KEY))
    require_safe(place(host, is_remote_allowed=True, certificate=CERTIFICATE, key=KEY))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "[::]", "", "*"])  # noqa: S104 - these are refused
def test_every_address_at_once_is_refused_in_any_case(host: str) -> None:
    with pytest.raises(ConfigError, match="every address"):
        require_safe(place(host, is_remote_allowed=True, certificate=CERTIFICATE, key=KEY))


def test_a_certificate_without_its_key_is_refused() -> None:
    with pytest.raises(ConfigError, match="both"):
        require_safe(place(certificate=CERTIFICATE))
    with pytest.raises(ConfigError, match="both"):
        require_safe(place(key=KEY))


@pytest.mark.parametrize(
    ("host", "hosts"),
    [
        ("127.0.0.1", {"127.0.0.1:8765", "localhost:8765"}),
        ("::1", {"[::1]:8765", "localhost:8765"}),
        ("localhost", {"localhost:8765"}),
    ],
)
def test_the_page_answers_to_its_own_names_alone(host: str, hosts: set[str]) -> None:
    gate = make_gate(place(host), 8765)
    assert gate.hosts == hosts
    assert gate.origins == {f"http://{one}" for one in hosts}
    assert gate.cookie == "caveat-review-8765"
    assert not gate.is_secure


def test_over_tls_the_cookie_is_bound_to_the_host_and_the_usual_port_may_be_left_out() -> None:
    gate = make_gate(place("Review.Example.org", certificate=CERTIFICATE, key=KEY), 443)
    assert gate.hosts == {"review.example.org:443", "review.example.org"}
    assert gate.origins == {"https://review.example.org:443", "https://review.example.org"}
    assert gate.cookie == "__Host-caveat-review-443"
    assert gate.is_secure


def test_only_listed_reviewers_of_a_language_of_the_project_are_invited(site: Site) -> None:
    workspace = site.project.open()
    assert find_person(workspace, DORA).name == "Dora Test"
    with pytest.raises(ReviewError, match=r"eve@example\.org is not listed"):
        find_person(workspace, EVE)
    site.project.write("locales/reviewers.toml", PEOPLE.replace('["es"]', '["fr"]'))
    with pytest.raises(ReviewError, match="no language of this project"):
        find_person(site.project.open(), LUIS)


def test_a_port_that_is_taken_is_told(site: Site) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CaveatError, match=f"port {port}"):
            open_page(site.project.open(), place(port=port), [DORA], lambda: "2026-03-01")


def test_each_person_gets_a_link_of_their_own(site: Site) -> None:
    served = open_page(site.project.open(), place(), [DORA, DORA.upper(), LUIS], lambda: "2026-03-01")
    served.socket.close()
    assert [one.person.email for one in served.invitations] == [DORA, LUIS]
    assert len({one.url for one in served.invitations}) == 2


def test_answers_do_not_wait_for_the_receipt_of_the_one_before(site: Site) -> None:
    """asyncio turns Nagle's wait off for sockets that name the protocol, and for no others."""
    served = open_page(site.project.open(), place(), [DORA], lambda: DAY)
    served.socket.close()
    assert served.socket.proto == socket.IPPROTO_TCP


def refused(project: Project, *words: str) -> str:
    ran = project.run("review", "serve", "--no-open", *words, HOME=str(project.root))
    assert ran.code == 2
    assert "Traceback" not in ran.err
    return ran.err


def test_the_command_refuses_what_is_not_safe_or_no_port(site: Site) -> None:
    assert "70000 is not in the range" in refused(site.project, "--port", "70000", "--invite", DORA)
    assert "--allow-remote" in refused(site.project, "--host", "192.0.2.1", "--invite", DORA)
    assert "eve@example.org is not listed" in site.project.run("review", "serve", "--invite", EVE).err
    assert "every address" in refused(site.project, "--host", "0.0.0.0", "--invite", DORA)  # noqa: S104 - refused


def answer(link: str, path: str, **headers: str) -> tuple[int, str, str]:
    host = link.split("/")[2]
    connection = http.client.HTTPConnection(host, timeout=20)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    text = response.read().decode()
    cookie = response.getheader("set-cookie") or ""
    connection.close()
    return response.status, text, cookie.partition(";")[0]


def test_the_first_line_is_the_link_and_it_lets_in(site: Site) -> None:
    with serve(site.project.root, DORA, LUIS) as [for_dora, for_luis]:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/enter\?invitation=[\w-]{43}", for_dora)
        status, _, cookie = answer(for_dora, for_dora.partition(for_dora.split("/")[2])[2])
        assert status == 303
        assert "Dora Test" in answer(for_dora, "/", cookie=cookie)[1]
        assert answer(for_dora, "/")[0] == 401
        status, _, other = answer(for_luis, for_luis.partition(for_luis.split("/")[2])[2])
        assert "Luis Test" in answer(for_luis, "/", cookie=other)[1]


def test_who_asks_nothing_is_not_waited_for(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PatientProtocol, "patience", 0.3)
    served = open_page(site.project.open(), Place(host="127.0.0.1", port=0), [DORA], lambda: DAY)
    server = served.make_server()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [served.socket]}, daemon=True)
    thread.start()
    with socket.create_connection(served.socket.getsockname(), timeout=10) as client:
        client.sendall(b"GET / HTTP/1.1\r\n")
        assert client.recv(1) == b""
    server.should_exit = True
    thread.join(10)


def test_no_secret_is_in_what_the_server_logs(site: Site) -> None:
    words = ("review", "serve", "--no-open", "--port", "0", "--invite", DORA)
    command = [sys.executable, "-m", "pipeline", *words]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=site.project.root, env=environment, **pipes) as process:
        assert process.stdout
        link = process.stdout.readline().strip()
        token = link.partition("invitation=")[2]
        _, _, cookie = answer(link, f"/enter?invitation={token}")
        answer(link, "/", cookie=cookie)
        answer(link, f"/enter?invitation={token}")
        answer(link, "/", cookie="x", host="evil.example")
        process.send_signal(signal.SIGINT)
        out, errors = process.communicate(timeout=20)
    assert token
    assert cookie
    for secret in (token, cookie.partition("=")[2]):
        assert secret not in out + errors
    assert errors.strip() in ("", "error: interrupted; what was finished is kept")


def test_the_command_says_what_is_missing_for_it(site: Site) -> None:
    (site.project.root / "starlette.py").write_text("raise ModuleNotFoundError(name='starlette')\n")
    ran = site.project.run("review", "serve", "--invite", DORA, PYTHONPATH=f"{site.project.root}:{ROOT}")
    assert ran.code == 2
    assert "the review page needs starlette, which is not installed" in ran.err
    assert "caveat-l10n[web]" in ran.err
