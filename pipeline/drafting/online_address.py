"""Where an online engine sends text, and with which key: checked before anything leaves the machine."""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.drafting.base import Engine, Setting

_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{0,63}")
_FLAGS = {"true": True, "false": False}
_OF_A_RELAY = ("price", "chars_per_day")
"""Options that nobody sets for a server of one's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A service's address, and the key for it."""

    url: str
    """Without a slash at its end."""
    key: str | None = field(default=None, repr=False)

    @property
    def host(self) -> str:
        """The name to show in messages, with the port."""
        return urlsplit(self.url).netloc

    @property
    def is_loopback(self) -> bool:
        """Whether requests stay on this machine."""
        return is_loopback(self.url)


def read_address(
    options: Mapping[str, str],
    default: str = "",
    *,
    engine: str,
    needs_key: bool = False,
    example: str = "http://127.0.0.1:5000",
) -> Address:
    """Return the address that the options name, or the default one; raises EngineError with the example.

    The key comes from the environment variable that `key_env` names: a key never stands in a file.
    """
    endpoint = options.get("endpoint", "") or default
    if not endpoint:
        hint = f'set endpoint under [drafting.options.{engine}], for instance "{example}"'
        raise EngineError("no endpoint is set, so nothing leaves this machine", hint=hint)
    _refuse_malformed(endpoint)
    if urlsplit(endpoint).scheme == "http" and not is_loopback(endpoint) and not _allows_http(options):
        hint = "set endpoint to an https address, or allow_http = true in a network that you trust"
        raise EngineError("the text would travel unencrypted", hint=hint)
    return Address(url=endpoint.rstrip("/"), key=read_key(options, engine=engine, needs_key=needs_key))


def read_key(options: Mapping[str, str], *, engine: str, needs_key: bool) -> str | None:
    """Return the key from the environment, None where the options name no variable; raises EngineError."""
    variable = options.get("key_env", "")
    if not variable:
        if needs_key:
            table = f"[drafting.options.{engine}]"
            hint = f"set key_env under {table} to the name of the environment variable that holds it"
            raise EngineError("it needs a key", hint=hint)
        return None
    # Not shown: somebody may have put the key itself there.
    if not _VARIABLE.fullmatch(variable):
        hint = 'write the variable\'s name in capitals, for instance key_env = "SERVICE_KEY"'
        raise EngineError("key_env is not the name of an environment variable", hint=hint)
    key = os.environ.get(variable, "").strip()
    if not key:
        raise EngineError(f"the environment variable {variable} is not set", hint=f"export {variable}=…")
    if not (key.isascii() and key.isprintable()) or " " in key:
        hint = "copy the key again, without line breaks and quotes"
        raise EngineError(f"the environment variable {variable} holds no key", hint=hint)
    return key


def stays_here(engine: Engine, setting: Setting) -> bool:
    """Return whether a text stays on this machine with these options; what does not counts for the budget.

    An engine over a network keeps it here where its `endpoint` is a loopback address. One with a price, or
    with a limit of characters a day, passes the text on.
    """
    endpoint = setting.options.get("endpoint", "")
    is_relay = any(name in setting.options for name in _OF_A_RELAY)
    return engine.is_offline or (is_loopback(endpoint) and not is_relay)


def is_loopback(url: str) -> bool:
    """Return whether an address is on this machine."""
    host = ""
    try:
        host = urlsplit(url).hostname or ""
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _refuse_malformed(endpoint: str) -> None:
    hint = 'set endpoint = "https://…", without a name, a password, "?" or "#" in it'
    try:
        parts = urlsplit(endpoint)
        is_whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
        parts = urlsplit("")
    if not is_whole or not endpoint.isprintable() or " " in endpoint:
        raise EngineError("endpoint is not the address of a service", hint=hint)
    # A secret in an address ends up in logs.
    if parts.username is not None or parts.query or parts.fragment:
        raise EngineError("endpoint holds more than an address", hint=hint)


def _allows_http(options: Mapping[str, str]) -> bool:
    text = options.get("allow_http", "false").casefold()
    if text not in _FLAGS:
        hint = "set allow_http to true or false"
        raise EngineError('option "allow_http" is neither true nor false', hint=hint)
    return _FLAGS[text]
