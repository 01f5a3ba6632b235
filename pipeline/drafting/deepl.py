"""Engine "deepl": DeepL's service, asked in batches, with one of its glossaries where the options name it."""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipeline.drafting.base import Draft, Health, Limits, Setting
from pipeline.drafting.limits import LIMIT_OPTIONS, limits_of
from pipeline.drafting.masking import WORD, XML
from pipeline.drafting.online_address import read_address, read_key
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
from pipeline.errors import EngineError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.drafting.base import Request
    from pipeline.drafting.online_client import Service

OPTIONS = ("endpoint", "allow_http", "key_env", "glossary", "formality")
_PAID, _FREE = "https://api.deepl.com", "https://api-free.deepl.com"
_FREE_KEY = ":fx"
"""What the keys of free accounts end with."""
_FORMALITIES = ("less", "more", "prefer_less", "prefer_more")
_USUAL = Limits(text_chars=5_000, batch_texts=50, batch_chars=30_000, seconds=30.0)
"""A request has 50 texts and 128 KiB at most."""
# Both styles escape, because a request says for all its texts that they are XML.
_ESCAPED_WORD = replace(WORD, name="xml-word", escape=XML.escape, unescape=XML.unescape)
_GLOSSARY = re.compile(r"[\w-]+", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What every request of a session asks for."""

    source: str
    target: str
    glossary: str = ""
    formality: str = ""


def render_body(texts: Sequence[str], wish: Wish) -> dict[str, Any]:
    """Return what asks for the translations of texts that are XML."""
    wishes = {"glossary_id": wish.glossary, "formality": wish.formality}
    return {
        "text": list(texts),
        "source_lang": wish.source,
        "target_lang": wish.target,
        "tag_handling": "xml",
        "outline_detection": False,
        "preserve_formatting": True,
        **{name: value for name, value in wishes.items() if value},
    }


def parse_answer(body: Any, number: int) -> list[str]:
    """Return the translations of `number` texts; raises UnansweredError."""
    try:
        texts = [row["text"] for row in body["translations"]]
    except (TypeError, LookupError):
        raise UnansweredError(OTHER_SHAPE, Trouble.GARBLED) from None
    return check_texts(texts, number)


def parse_languages(body: Any) -> frozenset[str]:
    """Return the codes in a list of languages; raises UnansweredError."""
    try:
        return frozenset(str(row["language"]) for row in body)
    except (TypeError, LookupError):
        raise UnansweredError(OTHER_SHAPE, Trouble.GARBLED) from None


def parse_glossary(body: Any, wish: Wish) -> int | None:
    """Return how many terms a glossary has for the languages, None for none; raises UnansweredError.

    A glossary names languages without regions.
    """
    pair = wish.source.casefold(), wish.target.casefold().partition("-")[0]
    try:
        rows = {
            (str(row["source_lang"]).casefold(), str(row["target_lang"]).casefold().partition("-")[0]): row
            for row in body["dictionaries"]
        }
        return int(rows[pair]["entry_count"]) if pair in rows else None
    except (TypeError, LookupError, ValueError):
        raise UnansweredError(OTHER_SHAPE, Trouble.GARBLED) from None


class DeepLSession:
    """An account that may translate into the language."""

    mask_styles = (XML, _ESCAPED_WORD)

    def __init__(self, service: Service, wish: Wish, terms: int | None) -> None:
        self.route = f"{wish.source}>{wish.target}"
        glossary = f"+{wish.glossary}.{terms}" if wish.glossary else ""
        formality = f"+{wish.formality}" if wish.formality else ""
        self.version = f"deepl/{wish.source}-{wish.target}@v2{glossary}{formality}"
        self._service = service
        self._wish = wish

    def draft(self, requests: Sequence[Request], deadline: float) -> list[Draft]:
        """Return a draft for each request."""

        def ask(part: Sequence[Request]) -> list[Draft]:
            body = render_body([request.text for request in part], self._wish)
            answer = self._service.ask("v2/translate", deadline, json=body)
            return [Draft(text=text) for text in parse_answer(answer, len(part))]

        return ask_whole_or_halves(requests, ask)


class DeepLEngine:
    """DeepL. The text leaves the machine."""

    name = "deepl"
    is_offline = False
    uses_context = False
    masks_terms = True

    def limits(self, setting: Setting) -> Limits:
        """Return how much fits in a request; raises EngineError for an option that can't be."""
        check_options(self.name, setting.options, (*OPTIONS, *LIMIT_OPTIONS), per_locale="code")
        formality = setting.options.get("formality", "")
        if formality and formality not in _FORMALITIES:
            hint = did_you_mean(formality, _FORMALITIES)
            raise EngineError(f'option "formality" is "{formality}"', hint=hint)
        if not _GLOSSARY.fullmatch(setting.options.get("glossary", "-")):
            raise EngineError("glossary is not the id of one", hint="set glossary to an id that DeepL gave")
        return limits_of(setting.options, _USUAL)

    def probe(self, setting: Setting) -> Health:
        """Return whether the key may be used for the languages; no text of the project is sent."""
        return probe_by_opening(self, setting)

    @contextmanager
    def open(self, setting: Setting) -> Iterator[DeepLSession]:
        """Yield a session; raises EngineError where the account can't translate into the locale."""
        deadline = time.monotonic() + self.limits(setting).seconds
        key = read_key(setting.options, engine=self.name, needs_key=True) or ""
        usual = _FREE if key.endswith(_FREE_KEY) else _PAID
        address = read_address(setting.options, usual, engine=self.name, needs_key=True)
        headers = {"Authorization": f"DeepL-Auth-Key {key}"}
        with open_service(address, headers) as service:
            yield _open_session(service, setting, deadline)


def _open_session(service: Service, setting: Setting, deadline: float) -> DeepLSession:
    try:
        sources, targets = (
            parse_languages(service.ask("v2/languages", deadline, params={"type": kind}))
            for kind in ("source", "target")
        )
        wish = Wish(
            source=get_source_code(setting, sources),
            target=get_target_code(setting, targets),
            glossary=setting.options.get("glossary", ""),
            formality=setting.options.get("formality", ""),
        )
        terms = _count_terms(service, wish, deadline) if wish.glossary else None
    except UnansweredError as error:
        raise error.refusal from None
    return DeepLSession(service, wish, terms)


def _count_terms(service: Service, wish: Wish, deadline: float) -> int:
    terms = parse_glossary(service.ask(f"v3/glossaries/{wish.glossary}", deadline), wish)
    if terms is None:
        hint = "add them to it at DeepL, or take the option glossary away"
        raise EngineError(f"the glossary has no terms from {wish.source} to {wish.target}", hint=hint)
    return terms
