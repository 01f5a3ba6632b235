"""Serving the page: which address, who is invited, and nothing in the logs that opens a door."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import uvicorn

from pipeline.errors import CaveatError, ConfigError, ReviewError, did_you_mean
from pipeline.model.people import normal_address
from pipeline.stages.progress import Silent
from pipeline.stages.standings import read_signing
from pipeline.web.access import Door
from pipeline.web.app import make_app
from pipeline.web.connections import PatientProtocol
from pipeline.web.desk import Desk
from pipeline.web.guard import ENTRY, Gate
from pipeline.web.library import open_library
from pipeline.web.suggestions import Memory
from pipeline.web.warming import Checker, settle_memory, warm

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from starlette.types import ASGIApp

    from pipeline.model.people import Reviewer
    from pipeline.stages.progress import Progress
    from pipeline.workspace.project import Workspace

BACKLOG: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the page is served."""

    host: str
    port: int
    """0 takes any free one."""
    is_remote_allowed: bool = False
    certificate: Path | None = None
    """The certificate chain for TLS, and its key."""
    key: Path | None = None

    @property
    def is_secure(self) -> bool:
        """Whether it is served over TLS."""
        return self.certificate is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A link that lets one person in, once."""

    person: Reviewer
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A page that is ready to be run; its socket is open already, so that its links work."""

    app: ASGIApp
    invitations: tuple[Invitation, ...]
    socket: socket.socket
    place: Place
    checker: Checker

    def run(self) -> None:
        """Answer until the process is interrupted."""
        settle_memory()
        with self.checker.running():
            self.make_server().run(sockets=[self.socket])

    def make_server(self) -> uvicorn.Server:
        """Return what answers at the socket, with its limits."""
        config = uvicorn.Config(
            self.app,
            access_log=False,  # a line for each request would hold invitations
            log_level="warning",
            server_header=False,
            proxy_headers=False,
            http=PatientProtocol,
            ws="none",
            lifespan="off",
            timeout_keep_alive=15,
            timeout_graceful_shutdown=3,
            limit_concurrency=256,
            ssl_certfile=self.place.certificate,
            ssl_keyfile=self.place.key,
        )
        return uvicorn.Server(config)


def open_page(
    workspace: Workspace,
    place: Place,
    invited: Sequence[str],
    today: Callable[[], str],
    progress: Progress | None = None,
) -> Served:
    """Return the page with its invitations; raises CaveatError for an address or a person that can't be.

    Everything that its first pages show is read by then.
    """
    require_safe(place)
    people = [find_person(workspace, email) for email in dict.fromkeys(map(normal_address, invited))]
    listening = _listen(place)
    authority = _authority(place.host, listening.getsockname()[1])
    gate = make_gate(place, listening.getsockname()[1])
    door = Door()
    desk = Desk(library=open_library(workspace), memory=Memory(), door=door, gate=gate, today=today)
    warm(desk, people, progress or Silent())
    scheme = "https" if place.is_secure else "http"
    links = (
        Invitation(
            person=person,
            url=f"{scheme}://{authority}{ENTRY}?invitation={door.invite(person.email)}",
        )
        for person in people
    )
    return Served(
        app=make_app(desk),
        invitations=tuple(links),
        socket=listening,
        place=place,
        checker=Checker(desk, people),
    )


def require_safe(place: Place) -> None:
    """Raise ConfigError for an address that others can reach, unless that is wanted and encrypted."""
    if (place.certificate is None) != (place.key is None):
        raise ConfigError("TLS needs both --tls-cert and --tls-key", hint="give the other one too")
    if is_loopback(place.host):
        return
    if _is_wildcard(place.host):
        hint = "name the one address or host name that reviewers will use"
        raise ConfigError(f'"{place.host}" stands for every address of this machine', hint=hint)
    if not place.is_remote_allowed:
        hint = "serve it on 127.0.0.1 and reach it through an SSH tunnel, or add --allow-remote"
        raise ConfigError(f'other machines can reach "{place.host}"', hint=hint)
    if not place.is_secure:
        hint = "add --tls-cert and --tls-key; without them passers-by read the reviewers' keys"
        raise ConfigError(f'the page is not served to other machines without TLS ("{place.host}")', hint=hint)


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach an address."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _is_wildcard(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return host in ("", "*")


def make_gate(place: Place, port: int) -> Gate:
    """Return the names that the page answers to: its own, and on this machine alone also `localhost`."""
    hosts = {place.host.strip("[]").casefold()} | ({"localhost"} if is_loopback(place.host) else set())
    default = 443 if place.is_secure else 80
    names = {_authority(host, port) for host in hosts}
    names |= {_authority(host, port).rpartition(":")[0] for host in hosts if port == default}
    scheme = "https" if place.is_secure else "http"
    cookie = f"caveat-review-{port}"
    return Gate(
        hosts=frozenset(names),
        origins=frozenset(f"{scheme}://{name}" for name in names),
        cookie=f"__Host-{cookie}" if place.is_secure else cookie,
        is_secure=place.is_secure,
    )


def _authority(host: str, port: int) -> str:
    bare = host.strip("[]").casefold()
    return f"[{bare}]:{port}" if ":" in bare else f"{bare}:{port}"


def find_person(workspace: Workspace, email: str) -> Reviewer:
    """Return the listed reviewer with this address; raises ReviewError."""
    known = {normal_address(one.email): one for one in read_signing(workspace).reviewers}
    if email not in known:
        hint = did_you_mean(email, known) if known else "add them to locales/reviewers.toml"
        raise ReviewError(f"{email} is not listed in locales/reviewers.toml", hint=hint)
    person = known[email]
    if not person.locales & {locale.code for locale in workspace.config.locales}:
        hint = "give them a language of the project in locales/reviewers.toml"
        raise ReviewError(f"{email} is listed for no language of this project", hint=hint)
    return person


def _listen(place: Place) -> socket.socket:
    host = place.host.strip("[]")
    with contextlib.ExitStack() as stack:
        try:
            family, _, _, _, where = socket.getaddrinfo(host, place.port, type=socket.SOCK_STREAM)[0]
            # With the protocol named, asyncio sends each part of an answer at once, without Nagle's wait.
            listening = stack.enter_context(socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP))
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(where)
            listening.listen(BACKLOG)
        except OSError as error:
            hint = "another program may use the port: give --port N, or --port 0 for any free one"
            reason = error.strerror or str(error)
            raise CaveatError(f"{place.host}, port {place.port}: {reason}", hint=hint) from error
        stack.pop_all()
    return listening
