"""The guard in front of every route: host, session, origin, size, token. Nobody else gets past it."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Final

from pipeline.web.forms import BODY_LIMIT, FORM_TYPE, Form, FormError, parse_form
from pipeline.web.plain import plain_page

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from pipeline.web.access import Door, Session

ENTRY: Final = "/enter"
"""The only address that answers without a session: it takes an invitation."""
PATIENCE: Final = 20.0
"""Seconds for a whole body to arrive."""
_READING: Final = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Under which addresses the page is served."""

    hosts: frozenset[str]
    """What a Host header may say, with the port."""
    origins: frozenset[str]
    """Where a form may come from."""
    cookie: str
    """The name of the session's cookie; other servers on this machine share the jar."""
    is_secure: bool = False
    """Served over TLS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a route gets to know of a request."""

    session: Session
    form: Form | None = None
    """What was sent; None for a request that only reads."""


class RefusedError(Exception):
    """The guard does not let a request through."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


class Guard:
    """Lets a request through to the page, with its Visit, or answers it with the reason."""

    def __init__(self, app: ASGIApp, door: Door, gate: Gate) -> None:
        self._app, self._door, self._gate = app, door, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "http":
            try:
                scope["caveat.visit"] = await self._visit(scope, receive)
            except RefusedError as refused:
                await plain_page(refused.status, refused.text)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _visit(self, scope: Scope, receive: Receive) -> Visit | None:
        self._check_host(scope)
        session = self.find_session(scope)
        is_reading = scope["method"] in _READING
        if session is None:
            if scope["path"] == ENTRY and is_reading:
                return None
            raise RefusedError(
                401,
                "This page is for invited reviewers only. Use the link that `caveat review serve` printed.",
            )
        if is_reading:
            return Visit(session=session)
        self._check_origin(scope)
        try:
            form = parse_form(await _read_body(scope, receive))
            given = form.get("csrf")
        except FormError as error:
            raise RefusedError(error.status, f"{error.message}: {error.hint}.") from error
        if not hmac.compare_digest(given.encode(), session.csrf.encode()):
            raise RefusedError(
                403, "The form is not of this session: load the page again and send it once more."
            )
        return Visit(session=session, form=form)

    def find_session(self, scope: Scope) -> Session | None:
        """Return the session that a request's cookie names, or None; two cookies of the name are none."""
        jar: list[str] = []
        for header in _headers(scope, b"cookie"):
            cookies: SimpleCookie = SimpleCookie()
            try:
                cookies.load(header)
            except CookieError:
                return None
            jar += [cookies[self._gate.cookie].value] if self._gate.cookie in cookies else []
        return self._door.find(jar[0]) if len(jar) == 1 else None

    def _check_host(self, scope: Scope) -> None:
        """Refuse a name that is not this server's: another site's name may point here."""
        named = _headers(scope, b"host")
        if len(named) != 1:
            raise RefusedError(400, "A request must name one host.")
        if named[0].lower() not in self._gate.hosts:
            raise RefusedError(421, "This server does not answer under that name.")

    def _check_origin(self, scope: Scope) -> None:
        origins, sites = _headers(scope, b"origin"), _headers(scope, b"sec-fetch-site")
        is_ours = len(origins) == 1 and origins[0] in self._gate.origins
        if not is_ours or any(site != "same-origin" for site in sites):
            raise RefusedError(403, "The form was sent from another site.")


def _headers(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1").strip() for given, value in scope["headers"] if given.lower() == name]


async def _read_body(scope: Scope, receive: Receive) -> bytes:
    types = _headers(scope, b"content-type")
    if len(types) != 1 or types[0].partition(";")[0].strip().lower() != FORM_TYPE:
        raise RefusedError(415, "Only the page's own forms are taken.")
    try:
        async with asyncio.timeout(PATIENCE):
            return await _read_whole(receive)
    except TimeoutError as error:
        raise RefusedError(408, "The form did not arrive in time.") from error


async def _read_whole(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RefusedError(400, "The form did not arrive whole.")
        body += message.get("body", b"")
        if len(body) > BODY_LIMIT:
            raise RefusedError(413, f"The form is larger than {BODY_LIMIT >> 20} MiB.")
        if not message.get("more_body"):
            return bytes(body)
