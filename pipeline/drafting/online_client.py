"""JSON over HTTP, with the care that a service's answers need: time-outs, a largest size, no redirections."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
import urllib3

from pipeline.drafting.online_address import is_loopback
from pipeline.drafting.online_failures import Trouble, UnansweredError, classify

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pipeline.drafting.online_address import Address

LARGEST = 4_000_000
"""Bytes of an answer; the longest batch that is ever sent is a hundredth of it."""
_CHUNK = 1 << 16
_GRACE = 0.5
"""Seconds after which a request counts as stuck that should have ended by its own time-out."""
_LATE = "the answer was not whole in time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request."""

    method: str
    url: str
    params: Mapping[str, Any] | None = None
    """What stands in the address behind "?"; never a key."""
    headers: Mapping[str, str] | None = None
    json: Any = None
    deadline: float
    """The time of `time.monotonic` at which the whole answer must be here."""


class _OwnHeaders(requests.auth.AuthBase):
    """Leaves a request as it is: without it, requests would take a password from a .netrc file."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An HTTP answer, whole."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The answer as text."""
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        """Return what the answer says; raises ValueError where it is not JSON."""
        return json.loads(self.content)


class Client:
    """A connection to one service."""

    def __init__(self, url: str | None, key: str | None) -> None:
        self._key = key
        self._session = requests.Session()
        self._session.auth = _OwnHeaders()
        # A small answer can unpack to a huge one.
        self._session.headers["Accept-Encoding"] = "identity"
        # A proxy from the environment must not get what is meant for this machine.
        self._session.trust_env = url is None or not is_loopback(url)

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def ask(self, call: Call) -> Any:
        """Return the JSON of a good answer; raises UnansweredError for everything else."""
        answer = self.send(call)
        found = _parse_json(answer.content)
        if found is None:
            is_page = answer.content.lstrip()[:1] == b"<"
            what = "a web page instead of JSON" if is_page else "something that is not JSON, or half of it"
            raise UnansweredError(f"the service answered with {what}", Trouble.GARBLED)
        return found

    def send(self, call: Call) -> Answer:
        """Return a good answer; raises UnansweredError for a failure of any kind."""
        answer = self._try(call)
        if isinstance(answer, UnansweredError):
            raise answer  # outside the except clause: what requests raised may show what was sent
        failure = classify(answer.status, answer.headers, _parse_json(answer.content), self._key)
        if failure is not None:
            raise failure
        return answer

    def _try(self, call: Call) -> Answer | UnansweredError:
        """Return what a request brings, within its time whatever the service does.

        A time-out of requests starts anew with each byte, so that a service that drips its headers would hold
        us for days. So the request has a thread of its own, which is left behind where it is stuck.
        """
        seconds = call.deadline - time.monotonic()
        if seconds <= 0:
            return UnansweredError("there was no time left to ask", Trouble.PASSING)
        future: Future[Answer | UnansweredError] = Future()
        threading.Thread(target=self._work, args=(future, call, seconds), daemon=True).start()
        try:
            return future.result(seconds + _GRACE)
        except TimeoutError:
            return UnansweredError(_LATE, Trouble.PASSING)

    def _work(self, future: Future[Answer | UnansweredError], call: Call, seconds: float) -> None:
        try:
            future.set_result(self._request(call, seconds))
        except BaseException as error:  # noqa: BLE001 - whatever it is, the one who waits has to hear of it
            future.set_exception(error)

    def _request(self, call: Call, seconds: float) -> Answer | UnansweredError:
        try:
            response = self._session.request(
                call.method,
                call.url,
                params=call.params,
                headers=call.headers,
                json=call.json,
                timeout=seconds,
                allow_redirects=False,  # text and key are for the address they were given for
                stream=True,
            )
        except requests.Timeout:
            return UnansweredError(f"no answer within {round(seconds, 1):g} s", Trouble.PASSING)
        except requests.ConnectionError:
            return UnansweredError(f"no connection to {urlsplit(call.url).netloc}", Trouble.PASSING)
        except requests.RequestException as error:
            return UnansweredError(f"the request failed ({type(error).__name__})", Trouble.REFUSED)
        with response:
            return _read(response, call.deadline)


class Service:
    """A service at its address, asked path by path."""

    def __init__(self, address: Address, headers: Mapping[str, str]) -> None:
        self.key = address.key
        self.client = Client(address.url, address.key)
        self._url = address.url
        self._headers = headers

    def ask(self, path: str, deadline: float, **what: Any) -> Any:
        """Return the JSON that a path answers with; `json` makes it a POST. Raises UnansweredError."""
        method = "POST" if "json" in what else "GET"
        url = f"{self._url}/{path}"
        return self.client.ask(Call(method=method, url=url, headers=self._headers, deadline=deadline, **what))


@contextmanager
def open_service(address: Address, headers: Mapping[str, str] | None = None) -> Iterator[Service]:
    """Yield a service; `headers` stand in each request. Its connection is closed afterwards."""
    service = Service(address, headers or {})
    try:
        yield service
    finally:
        service.client.close()


def _read(response: requests.Response, deadline: float) -> Answer | UnansweredError:
    """Return the whole answer, unless it is too much or takes too long."""
    data = bytearray()
    try:
        # Not iter_content: it waits for a full chunk, so that a service that drips would hold us for hours.
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            data += chunk
            if len(data) > LARGEST:
                return UnansweredError(f"the answer is larger than {LARGEST:,} bytes", Trouble.GARBLED)
            if time.monotonic() > deadline:
                return UnansweredError(_LATE, Trouble.PASSING)
    except (urllib3.exceptions.HTTPError, OSError):
        return UnansweredError("the answer broke off", Trouble.PASSING)
    return Answer(status=response.status_code, headers=response.headers, content=bytes(data))


def _parse_json(data: bytes) -> Any:
    """Return what JSON text says, None where it is none."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
