"""Engine "deep-translator": online services. Opt-in, because the text leaves the machine.

Nothing is sent until a project lists the engine and names a service.
"""

from __future__ import annotations

import importlib.util
import os
import re
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from deep_translator.exceptions import BaseError, MicrosoftAPIerror, RequestError

from pipeline.drafting.base import (
    Draft,
    Health,
    Request,
    Setting,
    check_options,
    number_option,
    probe_by_opening,
)
from pipeline.drafting.masking import TokenStyle, is_translatable, mask, split_lines, unmask, with_outer_space
from pipeline.drafting.online_services import NO_KEY, SERVICES, Service
from pipeline.drafting.online_transport import LOOPBACK, Patience, Transport, UnansweredError
from pipeline.errors import EngineError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType

OPTIONS = ("service", "url", "key_env", "region", "timeout", "tries", "backoff", "max_wait")
_INSTALL = "pip install deep-translator==1.11.4"
_TEST = "Good morning."
_PATIENT_WITH = 3
"""Units in a row that a service may fail before it counts as dead."""
# What deep-translator raises, or stumbles over, when an answer has another shape than it expects. Failures of
# the connection never get that far.
_BAD_ANSWER = (
    BaseError,
    RequestError,
    MicrosoftAPIerror,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    StopIteration,
)
_BRACKETS = TokenStyle(write="⟦{}⟧".format, find=re.compile(r"⟦\s*(\d+)\s*⟧"), read=int)
_WORD = TokenStyle(write="XQZ{}X".format, find=re.compile(r"XQZ(\d+)X", re.IGNORECASE), read=int)


class Translator(Protocol):
    """The part of deep-translator's classes that is used."""

    source: str
    target: str

    def translate(self, text: str) -> Any:
        """Return the translation; whatever the class makes of the answer."""


class OnlineSession:
    """A service that answered a test sentence."""

    def __init__(self, service: Service, translator: Translator, transport: Transport, engine: str) -> None:
        self.route = f"{translator.source}>{translator.target}"
        self._service = service
        self._translator = translator
        self._transport = transport
        self._engine = engine
        self._failures = 0

    def draft(self, request: Request) -> Draft:
        """Return a draft; raises EngineError when the key is refused or the service failed repeatedly."""
        parts = split_lines(request.key.source)
        try:
            drafted = [part if at % 2 else self._draft_line(part) for at, part in enumerate(parts)]
        except UnansweredError as error:
            self._failures = self._failures + 1 if error.is_service else 0
            if self._failures >= _PATIENT_WITH:
                raise EngineError(f"{error}, {self._failures} times in a row") from error
            return Draft(reason=str(error), engine=self._engine)
        self._failures = 0
        return Draft(text="".join(drafted), engine=self._engine)

    def check(self) -> None:
        """Raise EngineError unless a sentence that gives nothing away comes back translated."""
        try:
            self._ask(_TEST)
        except UnansweredError as error:
            raise EngineError(str(error), hint="check the options url, service and key_env") from error

    def _draft_line(self, line: str) -> str:
        if not is_translatable(line):
            return line
        for style in (_BRACKETS, _WORD):
            masked = mask(line, style)
            text = unmask(self._ask(masked.text), masked.codes, style)
            if text is not None:
                return with_outer_space(text, line)
        raise UnansweredError("a tag or placeholder was lost", is_service=False)

    def _ask(self, text: str) -> str:
        longest = self._service.longest
        if longest is not None and len(text) > longest:
            reason = f"a line of {len(text):,} characters is too long for it: {longest:,} at most"
            raise UnansweredError(reason, is_service=False)
        try:
            answer = self._translator.translate(text)
        except _BAD_ANSWER:
            raise UnansweredError("the answer is not what the service should send", is_service=True) from None
        if not isinstance(answer, str) or not answer.strip():
            raise UnansweredError("the answer is empty", is_service=False)
        return answer


class OnlineEngine:
    """Online services through deep-translator, with the care that it lacks."""

    name = "deep-translator"
    is_offline = False
    uses_context = False

    def probe(self, setting: Setting) -> Health:
        """Return whether the chosen service answers; no text of the project is sent."""
        return probe_by_opening(self, setting)

    @contextmanager
    def open(self, setting: Setting) -> Iterator[OnlineSession]:
        """Yield a session with the chosen service; raises EngineError."""
        check_options(self.name, setting.options, OPTIONS, per_locale="code")
        name = setting.options.get("service", "")
        service = _get_service(name)
        key, url = _key(service, setting.options), _url(service, setting.options)
        _refuse_bare_key(key, url)
        transport = Transport(url, key, _patience(setting.options), service.rewrite)
        try:
            translator = _make_translator(service, setting, key, transport)
            engine = f"{self.name}/{name}@{version('deep-translator')}"
            session = OnlineSession(service, translator, transport, engine)
            session.check()
            yield session
        finally:
            transport.close()


def _get_service(name: str) -> Service:
    if not name:
        hint = f"set service under [drafting.options.deep-translator]: {', '.join(SERVICES)}"
        raise EngineError("no service is chosen, so nothing leaves this machine", hint=hint)
    if name not in SERVICES:
        raise EngineError(f'"{name}" is not a service', hint=did_you_mean(name, SERVICES))
    return SERVICES[name]


def _key(service: Service, options: Mapping[str, str]) -> str | None:
    """Return the key from the environment variable that the options name; a key never stands in a file."""
    variable = options.get("key_env", "")
    if not variable:
        if service.needs_key:
            hint = "set key_env to the name of the environment variable that holds it"
            raise EngineError(f"{service.module} needs a key", hint=hint)
        return None
    key = os.environ.get(variable, "").strip()
    if not key:
        raise EngineError(f"the environment variable {variable} is not set", hint=f"export {variable}=…")
    return key


def _url(service: Service, options: Mapping[str, str]) -> str | None:
    url = options.get("url", "")
    if not url:
        if service.needs_url:
            hint = 'set url, for instance "http://127.0.0.1:5000"'
            raise EngineError(f"{service.module} needs a server", hint=hint)
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise EngineError(f'"{url}" is not the address of a server', hint='set url = "https://…"')
    return url


def _refuse_bare_key(key: str | None, url: str | None) -> None:
    if key and url and urlsplit(url).scheme == "http" and urlsplit(url).hostname not in LOOPBACK:
        raise EngineError("the key would travel unencrypted", hint="set url to an https address")


def _patience(options: Mapping[str, str]) -> Patience:
    default = Patience()
    return Patience(
        timeout=number_option(options, "timeout", default.timeout),
        tries=max(1, int(number_option(options, "tries", default.tries))),
        backoff=number_option(options, "backoff", default.backoff),
        max_wait=number_option(options, "max_wait", default.max_wait),
    )


def _make_translator(service: Service, setting: Setting, key: str | None, transport: Transport) -> Translator:
    module = load_with(service.module, transport)
    arguments: dict[str, Any] = {"source": "auto", "target": "auto"}
    if service.needs_key or service.needs_url:
        arguments["api_key"] = key or NO_KEY
    if service.needs_url:
        arguments["custom_url"] = setting.options["url"].rstrip("/") + "/"
    if service.module == "deepl":
        arguments["use_free_api"] = (key or "").endswith(":fx")
    if service.module == "microsoft" and "region" in setting.options:
        arguments["region"] = setting.options["region"]
    try:
        translator: Translator = getattr(module, service.type_name)(**arguments)
    except UnansweredError as error:
        raise EngineError(str(error)) from error
    # Set afterwards, because the constructors only know the languages of 2023; a service refuses by itself.
    translator.source = setting.source.language
    translator.target = setting.options.get(f"code.{setting.target}", service.code(setting.target))
    return translator


def load_with(name: str, transport: Transport) -> ModuleType:
    """Return a private copy of one of deep-translator's modules that sends through `transport`.

    A copy, so that nothing else in the process is changed. Raises EngineError where the module no longer
    sends through the name that is replaced.
    """
    spec = importlib.util.find_spec(f"deep_translator.{name}")
    if spec is not None and spec.loader is not None:
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        if "requests" in vars(module):
            vars(module)["requests"] = transport
            return module
    raise EngineError("this deep-translator sends in another way", hint=_INSTALL)
