"""Engine "deep-translator": online services. Opt-in, because the text leaves the machine.

Nothing is sent until a project lists the engine and names a service.
"""

from __future__ import annotations

import importlib.util
import time
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Protocol

from deep_translator.exceptions import BaseError, MicrosoftAPIerror, RequestError

from pipeline.drafting.base import Draft, Health, Limits, Setting
from pipeline.drafting.limits import LIMIT_OPTIONS, limits_of
from pipeline.drafting.masking import TOKEN, WORD
from pipeline.drafting.online_address import read_address, read_key
from pipeline.drafting.online_failures import OTHER_SHAPE, Trouble, UnansweredError
from pipeline.drafting.online_services import MOVED, SERVICES, Service
from pipeline.drafting.online_transport import Transport
from pipeline.drafting.options import check_options
from pipeline.drafting.probing import probe_by_opening
from pipeline.errors import EngineError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from pipeline.drafting.base import Request

OPTIONS = ("service", "endpoint", "allow_http", "key_env", "region")
_INSTALL = "pip install deep-translator==1.11.4"
_TEST = "Good morning."
_SPENT = "MYMEMORY WARNING"
"""MyMemory says so in the place of a translation, with HTTP 200."""
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


class Translator(Protocol):
    """The part of deep-translator's classes that is used."""

    source: str
    target: str

    def translate(self, text: str) -> Any:
        """Return the translation; whatever the class makes of the answer."""


class OnlineSession:
    """A service that answered a test sentence."""

    mask_styles = (TOKEN, WORD)

    def __init__(self, name: str, translator: Translator, transport: Transport) -> None:
        self.route = f"{translator.source}>{translator.target}"
        self.version = f"deep-translator/{name}@{version('deep-translator')}"
        self._translator = translator
        self._transport = transport

    def draft(self, requests: Sequence[Request], deadline: float) -> list[Draft]:
        """Return a draft for each request; after a failure of the service the others are not sent."""
        drafts: list[Draft] = []
        for request in requests:
            try:
                drafts.append(Draft(text=self.ask(request.text, deadline)))
            except UnansweredError as error:
                drafts.append(error.draft)
                if error.is_of_service:
                    break
        return [*drafts, *[drafts[-1]] * (len(requests) - len(drafts))]

    def ask(self, text: str, deadline: float) -> str:
        """Return what the service makes of one text; raises UnansweredError."""
        self._transport.deadline = deadline
        try:
            answer = self._translator.translate(text)
        except _BAD_ANSWER:
            raise UnansweredError(OTHER_SHAPE, Trouble.GARBLED) from None
        if not isinstance(answer, str) or not answer.strip():
            raise UnansweredError("the answer is empty", Trouble.REFUSED)
        if _SPENT in answer and _SPENT not in text:
            raise UnansweredError("the free quota of the day is used up", Trouble.QUOTA)
        return answer


class OnlineEngine:
    """Online services through deep-translator, with the care that it lacks."""

    name = "deep-translator"
    is_offline = False
    uses_context = False
    masks_terms = True

    def limits(self, setting: Setting) -> Limits:
        """Return the chosen service's limits; raises EngineError for an option that can't be."""
        check_options(self.name, setting.options, (*OPTIONS, *LIMIT_OPTIONS), per_locale="code")
        service = _get_service(setting.options.get("service", ""))
        usual = Limits(text_chars=service.longest, batch_chars=service.longest, seconds=20.0)
        return limits_of(setting.options, usual)

    def probe(self, setting: Setting) -> Health:
        """Return whether the chosen service answers; no text of the project is sent."""
        return probe_by_opening(self, setting)

    @contextmanager
    def open(self, setting: Setting) -> Iterator[OnlineSession]:
        """Yield a session with the chosen service; raises EngineError."""
        limits = self.limits(setting)
        name = setting.options["service"]
        options = setting.options
        endpoint = read_address(options, engine=self.name).url if options.get("endpoint") else None
        key = read_key(options, engine=self.name, needs_key=SERVICES[name].needs_key)
        transport = Transport(endpoint, key)
        transport.deadline = time.monotonic() + limits.seconds
        try:
            yield _open_session(name, setting, key, transport)
        finally:
            transport.client.close()


def _open_session(name: str, setting: Setting, key: str | None, transport: Transport) -> OnlineSession:
    try:
        session = OnlineSession(name, _make_translator(SERVICES[name], setting, key, transport), transport)
        session.ask(_TEST, transport.deadline)
    except UnansweredError as error:
        raise error.refusal from None
    return session


def _get_service(name: str) -> Service:
    if not name:
        hint = f"set service under [drafting.options.deep-translator]: {', '.join(SERVICES)}"
        raise EngineError("no service is chosen, so nothing leaves this machine", hint=hint)
    if name in MOVED:
        raise EngineError(f'"{name}" is not a service here', hint=f'list the engine "{MOVED[name]}" instead')
    if name not in SERVICES:
        raise EngineError(f'"{name}" is not a service', hint=did_you_mean(name, SERVICES))
    return SERVICES[name]


def _make_translator(service: Service, setting: Setting, key: str | None, transport: Transport) -> Translator:
    """Return the service's class; raises UnansweredError where it asks the service and gets no answer."""
    module = load_with(service.module, transport)
    arguments: dict[str, Any] = {"source": "auto", "target": "auto"}
    if service.needs_key:
        arguments["api_key"] = key
    if service.module == "microsoft" and "region" in setting.options:
        arguments["region"] = setting.options["region"]
    try:
        translator: Translator = getattr(module, service.type_name)(**arguments)
    except _BAD_ANSWER:
        raise UnansweredError(OTHER_SHAPE, Trouble.GARBLED) from None
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
