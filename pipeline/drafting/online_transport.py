"""What stands in for `requests` inside deep-translator: time-outs, size, failures told, keys out of sight.

deep-translator 1.11.4 has none of them, and tells a failure without its status and Retry-After.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests

from pipeline.drafting.online_client import Call, Client

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.drafting.online_client import Answer


class Response:
    """An answer under the names that deep-translator uses."""

    def __init__(self, answer: Answer) -> None:
        self.status_code = answer.status
        self.text = answer.text
        self._answer = answer

    def json(self) -> Any:
        """Return what the answer says; raises ValueError where it is not JSON."""
        return self._answer.json()

    def close(self) -> None:
        """Do nothing: the answer was read whole."""


class Transport:
    """Takes the place of the name `requests` in one of deep-translator's modules."""

    exceptions = requests.exceptions
    """deep-translator's Microsoft module looks for it here."""

    def __init__(self, endpoint: str | None, key: str | None) -> None:
        self.calls = 0
        self.deadline = float("inf")
        """The time of `time.monotonic` at which the next answer must be whole."""
        self.client = Client(endpoint, key)
        self._endpoint = endpoint

    def get(self, url: str, params: Mapping[str, Any] | None = None, **_: Any) -> Response:
        """Send a GET as deep-translator asks; raises UnansweredError for any failure."""
        return self._send("GET", url, params=params)

    def post(
        self,
        url: str,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        **_: Any,
    ) -> Response:
        """Send a POST, like `get`."""
        return self._send("POST", url, params=params, headers=headers, json=json)

    def _send(self, method: str, url: str, **what: Any) -> Response:
        self.calls += 1
        call = Call(method=method, url=self._moved(url), deadline=self.deadline, **what)
        return Response(self.client.send(call))

    def _moved(self, url: str) -> str:
        """Return the address at the place the project chose, or the public one, never unencrypted."""
        if self._endpoint is None:
            return url.replace("http://", "https://", 1)
        here, there = urlsplit(self._endpoint), urlsplit(url)
        return there._replace(scheme=here.scheme, netloc=here.netloc).geturl()
