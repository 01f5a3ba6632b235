"""Who is at the page: invitations that work once, and the sessions that they open."""

from __future__ import annotations

import hmac
import secrets
import time
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.stages.suggest import EngineOffer

TOKEN_BYTES: Final = 32
SESSION_SECONDS: Final = 12 * 60 * 60
"""How long a session lasts: a working day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the page tells after something was done; shown once."""

    text: str
    is_problem: bool = False
    href: str = ""
    """Where what was done can be looked at again."""


@dataclass(slots=True, kw_only=True)
class Session:
    """One person at one browser."""

    key: str = field(repr=False)
    """What the cookie holds."""
    email: str
    csrf: str = field(repr=False)
    """What every form of this session carries."""
    until: float
    said: list[Said] = field(default_factory=list)
    offers: tuple[str, tuple[EngineOffer, ...]] = ("", ())
    """What engines had for the text that was asked about last, behind the mark of that text."""

    def offers_for(self, mark: str) -> tuple[EngineOffer, ...] | None:
        """Return what engines had for a text; None where nobody asked since it is what it is."""
        known, offers = self.offers
        return offers if known == mark else None

    def take_said(self) -> tuple[Said, ...]:
        """Return what is still to be told, and forget it."""
        told, self.said = tuple(self.said), []
        return told


class Door:
    """The invitations that are open, and the sessions. Nothing of it is ever written or logged."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._invitations: list[tuple[str, str]] = []
        self._sessions: list[Session] = []

    def invite(self, email: str) -> str:
        """Return a token that lets this person in once."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._lock:
            self._invitations.append((token, email))
        return token

    def enter(self, token: str) -> Session | None:
        """Return a new session for an invitation, which is spent by that; None when it is not one."""
        with self._lock:
            found = next((one for one in self._invitations if _is_same(one[0], token)), None)
            if found is None:
                return None
            self._invitations.remove(found)
            session = Session(
                key=secrets.token_urlsafe(TOKEN_BYTES),
                email=found[1],
                csrf=secrets.token_urlsafe(TOKEN_BYTES),
                until=self._clock() + SESSION_SECONDS,
            )
            self._sessions.append(session)
            return session

    def find(self, key: str) -> Session | None:
        """Return the session that a cookie names, or None."""
        now = self._clock()
        with self._lock:
            self._sessions = [one for one in self._sessions if one.until > now]
            return next((one for one in self._sessions if _is_same(one.key, key)), None)

    def leave(self, session: Session) -> None:
        """End a session."""
        with self._lock:
            self._sessions = [one for one in self._sessions if one is not session]


def _is_same(secret: str, given: str) -> bool:
    return hmac.compare_digest(secret.encode(), given.encode(errors="replace"))
