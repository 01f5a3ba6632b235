"""What stands in for `requests` inside deep-translator: time-outs, retries, Retry-After, keys out of sight.

deep-translator 1.11.4 has none of them. It also puts text and key into the address of a request, which
servers log and DeepL has refused since January 2026. Here LibreTranslate and DeepL get them in the body and
a header.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import requests

from pipeline.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_KEY_REFUSED = frozenset({401, 403})
_QUOTA_USED = 456
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 529})
_HIDDEN = "***"
_SHOWN = 120
"""Characters of a server's own message that are worth showing."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Hosts whose requests stay on this machine."""


class UnansweredError(Exception):
    """A service gave no usable answer to one request; `is_service` tells that the next may fare no better."""

    def __init__(self, reason: str, *, is_service: bool) -> None:
        super().__init__(reason)
        self.is_service = is_service


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait, and how often to try."""

    timeout: float = 20.0
    """Seconds until an answer must begin, and between its parts."""
    tries: int = 4
    backoff: float = 1.0
    """Seconds before the second try; doubled each time."""
    max_wait: float = 60.0
    """The longest wait that a service may ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request as deep-translator wants it sent."""

    method: str
    url: str
    params: Mapping[str, Any]
    headers: Mapping[str, str]
    json: Any = None


@dataclass(frozen=True, slots=True)
class _Failure:
    reason: str
    is_passing: bool
    wait: float = 0.0


class Transport:
    """Takes the place of the name `requests` in one of deep-translator's modules."""

    exceptions = requests.exceptions
    """deep-translator's Microsoft module looks for it here."""

    def __init__(
        self, url: str | None, key: str | None, patience: Patience, rewrite: Callable[[Call], Call]
    ) -> None:
        self.calls = 0
        self._url = url
        self._key = key
        self._patience = patience
        self._rewrite = rewrite
        self._session = requests.Session()
        # A proxy from the environment must not get what is meant for this machine.
        self._session.trust_env = url is None or urlsplit(url).hostname not in LOOPBACK

    def get(self, url: str, params: Mapping[str, Any] | None = None, **_: Any) -> requests.Response:
        """Send a GET as deep-translator asks; raises UnansweredError or EngineError for any failure."""
        return self._send(Call(method="GET", url=url, params=params or {}, headers={}))

    def post(
        self,
        url: str,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> requests.Response:
        """Send a POST, like `get`."""
        return self._send(Call(method="POST", url=url, params=params or {}, headers=headers or {}, json=json))

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _send(self, call: Call) -> requests.Response:
        self.calls += 1
        call = self._rewrite(replace(call, url=self._moved(call.url)))
        failure = _Failure("it was not asked", is_passing=True)
        for attempt in range(self._patience.tries):
            if attempt:
                time.sleep(failure.wait or self._patience.backoff * 2 ** (attempt - 1))
            answer = self._try(call)
            if isinstance(answer, requests.Response):
                return answer
            failure = answer
            if not failure.is_passing or failure.wait > self._patience.max_wait:
                break
        raise UnansweredError(failure.reason, is_service=failure.is_passing)

    def _moved(self, url: str) -> str:
        """Return the address at the place the project chose, or the public one, never unencrypted."""
        if self._url is None:
            return url.replace("http://", "https://", 1)
        here, there = urlsplit(self._url), urlsplit(url)
        return there._replace(scheme=here.scheme, netloc=here.netloc).geturl()

    def _try(self, call: Call) -> requests.Response | _Failure:
        try:
            response = self._session.request(
                call.method,
                call.url,
                params=call.params,
                headers=call.headers,
                json=call.json,
                timeout=self._patience.timeout,
                allow_redirects=self._key is None,  # a key is for the address it was given for
            )
        except requests.Timeout:
            return _Failure(f"no answer within {self._patience.timeout:g} s", is_passing=True)
        except requests.ConnectionError:
            return _Failure(f"no connection to {urlsplit(call.url).netloc}", is_passing=True)
        except requests.RequestException as error:
            return _Failure(f"the request failed ({type(error).__name__})", is_passing=False)
        return self._judged(response)

    def _judged(self, response: requests.Response) -> requests.Response | _Failure:
        status = response.status_code
        if status in _KEY_REFUSED:
            raise EngineError(
                f"the service refused the key (HTTP {status}){self._said(response)}",
                hint="check the variable that key_env names",
            )
        if status == _QUOTA_USED:
            raise EngineError(f"the quota is used up (HTTP {status})", hint="wait, or list another engine")
        if status in _TRY_AGAIN:
            wait = _retry_after(response.headers.get("Retry-After"))
            asked = f", and it asks to wait {wait:.0f} s" if wait > self._patience.max_wait else ""
            return _Failure(f"the service answered HTTP {status}{asked}", is_passing=True, wait=wait)
        if not response.ok or response.is_redirect:
            return _Failure(f"the service answered HTTP {status}{self._said(response)}", is_passing=False)
        return response

    def _said(self, response: requests.Response) -> str:
        """Return the service's own words, without the key, where it said any."""
        try:
            body = response.json()
        except ValueError:
            return ""
        fields = body if isinstance(body, dict) else {}
        told = fields.get("error") or fields.get("message") or ""
        words = self.scrub(" ".join(str(told).split()))[:_SHOWN]
        return f": {words}" if words else ""

    def scrub(self, text: str) -> str:
        """Return `text` without the key in it."""
        if not self._key:
            return text
        return text.replace(self._key, _HIDDEN).replace(quote(self._key, safe=""), _HIDDEN)


def _retry_after(value: str | None) -> float:
    """Return the seconds of a Retry-After header, given as seconds or as a date; 0 where there is none."""
    if not value:
        return 0.0
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return 0.0
