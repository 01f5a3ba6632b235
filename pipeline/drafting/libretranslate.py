"""Engine "libretranslate": a LibreTranslate server, one's own or a hosted one, asked in batches."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.drafting.base import Draft, Health, Limits, Setting
from pipeline.drafting.limits import LIMIT_OPTIONS, limits_of
from pipeline.drafting.masking import HTML, WORD
from pipeline.drafting.online_address import read_address
from pipeline.drafting.online_client import open_service
from pipeline.drafting.online_codes import get_source_code, get_target_code
from pipeline.drafting.online_failures import (
    OTHER_SHAPE,
    Trouble,
    UnansweredError,
    ask_whole_or_halves,
    check_texts,
)
from pipeline.drafting.options import check_options
from pipeline.drafting.probing import probe_by_opening

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.drafting.base import Request
    from pipeline.drafting.online_client import Service

OPTIONS = ("endpoint", "allow_http", "key_env")
_TEST = "Good morning."
_USUAL = Limits(text_chars=2_000, batch_texts=20, batch_chars=2_000, seconds=60.0)
"""The public server refuses more than 2,000 characters; an own one works through a batch text by text."""
# A request says for all its texts whether they are HTML.
_ESCAPED_WORD = replace(WORD, name="html-word", escape=HTML.escape, unescape=HTML.unescape)


def render_body(texts: Sequence[str], source: str, target: str, key: str | None) -> dict[str, Any]:
    """Return what asks for the translations; a key stands in it and never in the address."""
    body = {"q": list(texts), "source": source, "target": target, "format": "html"}
    return body if key is None else {**body, "api_key": key}


def parse_answer(body: Any, number: int) -> list[str]:
    """Return the translations of `number` texts; raises UnansweredError."""
    return check_texts(body.get("translatedText") if isinstance(body, dict) else None, number)


def parse_languages(body: Any) -> dict[str, frozenset[str]]:
    """Return the server's codes of source languages, each with its targets; raises UnansweredError."""
    try:
        return {str(row["code"]): frozenset(map(str, row["targets"])) for row in body}
    except (TypeError, LookupError):
        raise UnansweredError(OTHER_SHAPE, Trouble.GARBLED) from None


class LibreSession:
    """A server that translates a test sentence."""

    mask_styles = (HTML, _ESCAPED_WORD)

    def __init__(self, service: Service, source: str, target: str) -> None:
        self.route = f"{source}>{target}"
        self.version = f"libretranslate/{source}-{target}"
        self._service = service
        self._codes = (source, target)

    def draft(self, requests: Sequence[Request], deadline: float) -> list[Draft]:
        """Return a draft for each request."""

        def ask(part: Sequence[Request]) -> list[Draft]:
            texts = self.ask([request.text for request in part], deadline)
            return [Draft(text=text) for text in texts]

        return ask_whole_or_halves(requests, ask)

    def ask(self, texts: Sequence[str], deadline: float) -> list[str]:
        """Return the translations of a batch; raises UnansweredError."""
        body = render_body(texts, *self._codes, self._service.key)
        return parse_answer(self._service.ask("translate", deadline, json=body), len(texts))


class LibreTranslateEngine:
    """LibreTranslate. The text goes to the server that the options name, and to no other."""

    name = "libretranslate"
    is_offline = False
    uses_context = False
    masks_terms = True

    def limits(self, setting: Setting) -> Limits:
        """Return how much fits in a request; raises EngineError for an option that can't be."""
        check_options(self.name, setting.options, (*OPTIONS, *LIMIT_OPTIONS), per_locale="code")
        read_address(setting.options, engine=self.name)
        return limits_of(setting.options, _USUAL)

    def probe(self, setting: Setting) -> Health:
        """Return whether the server knows the languages and answers; no text of the project is sent."""
        return probe_by_opening(self, setting)

    @contextmanager
    def open(self, setting: Setting) -> Iterator[LibreSession]:
        """Yield a session; raises EngineError where the server does not translate a test sentence."""
        deadline = time.monotonic() + self.limits(setting).seconds
        with open_service(read_address(setting.options, engine=self.name)) as service:
            yield _open_session(service, setting, deadline)


def _open_session(service: Service, setting: Setting, deadline: float) -> LibreSession:
    try:
        languages = parse_languages(service.ask("languages", deadline))
        source = get_source_code(setting, languages)
        codes = source, get_target_code(setting, languages[source] - {source})
        session = LibreSession(service, *codes)
        session.ask([_TEST], deadline)
    except UnansweredError as error:
        raise error.refusal from None
    return session
