"""Engine "chat": a language model behind an endpoint of the OpenAI kind, on this machine or hosted.

One line makes it work: `endpoint = "http://127.0.0.1:8080/v1"`.
"""

from __future__ import annotations

import re
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.drafting.base import Draft, Failure, Health, Limits, Request, Setting, Usage
from pipeline.drafting.chat_answer import Found, match_segments, parse_models, parse_reply, parse_segments
from pipeline.drafting.chat_prompt import PROMPT, Brief, Dialect, render_body
from pipeline.drafting.limits import LIMIT_OPTIONS, limits_of
from pipeline.drafting.masking import TOKEN
from pipeline.drafting.online_address import read_address
from pipeline.drafting.online_client import open_service
from pipeline.drafting.online_failures import Trouble, UnansweredError, ask_whole_or_halves
from pipeline.drafting.options import check_options, number_option
from pipeline.drafting.probing import probe_by_opening
from pipeline.errors import EngineError, did_you_mean
from pipeline.model.digest import digest_text, short
from pipeline.model.unit import UnitKey

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.drafting.chat_answer import Reply
    from pipeline.drafting.online_client import Service

OPTIONS = ("endpoint", "allow_http", "key_env", "model", "instructions", "max_tokens")
_USUAL = Limits(text_chars=2_000, batch_texts=8, batch_chars=2_000, seconds=60.0)
"""A model that writes slowly has its time for a batch this small; a silent endpoint is given up after two."""
_TEST = "Good morning."
_TOO_LONG = re.compile(
    r"context[ _](?:length|size|window)|maximum context|too many tokens|prompt is too long", re.IGNORECASE
)
_EXAMPLE = "http://127.0.0.1:8080/v1"
_HINT = f'endpoint is the address up to "/v1", for instance "{_EXAMPLE}"; see also the option model'


class ChatSession:
    """A model that translated a test sentence."""

    mask_styles = (TOKEN,)

    def __init__(self, service: Service, brief: Brief) -> None:
        own = f"+{short(digest_text(brief.instructions), 8)}" if brief.instructions else ""
        self.route = brief.model
        self.version = f"chat/{_shown_name(brief.model)}@prompt-{PROMPT}{own}"
        self._service = service
        self._brief = brief
        self._dialect = Dialect()

    def draft(self, requests: Sequence[Request], deadline: float) -> list[Draft]:
        """Return a draft for each request.

        A batch that was cut is asked in halves. What has no usable answer is asked once more, alone.
        """
        return ask_whole_or_halves(requests, lambda part: self._ask_batch(part, deadline))

    def check(self, deadline: float) -> None:
        """Raise UnansweredError unless a sentence that gives nothing away is answered; finds the dialect."""
        test = Request(id="1", text=_TEST, key=UnitKey(None, _TEST))
        found, _ = self._ask([test], deadline)
        if "1" not in found.texts:
            raise UnansweredError(found.reasons["1"], Trouble.REFUSED)

    def _ask_batch(self, requests: Sequence[Request], deadline: float) -> list[Draft]:
        found, tokens = self._ask(requests, deadline)
        drafts = []
        failed: Draft | None = (
            None  # the service, while a text was asked alone: the next would fare no better
        )
        for request in requests:
            draft = _draft_of(request, found, tokens)
            tokens = 0  # counted once, with the first draft
            if draft.text is None:
                draft = failed or self._ask_alone(request, draft, deadline)
                failed = draft if draft.failure is not Failure.REJECTED else None
            drafts.append(draft)
        return drafts

    def _ask_alone(self, request: Request, refused: Draft, deadline: float) -> Draft:
        try:
            found, tokens = self._ask([request], deadline, refused.reason)
        except UnansweredError as error:
            return error.draft
        # The runner sees by itself that a token is lost, and tries the text in pieces.
        found.texts.update(found.damaged)
        return _draft_of(request, found, tokens + refused.usage.tokens)

    def _ask(self, requests: Sequence[Request], deadline: float, problem: str = "") -> tuple[Found, int]:
        """Return what one answer holds and the tokens it took; raises UnansweredError."""
        reply = self._reply(requests, deadline, problem)
        if reply.is_cut:
            raise UnansweredError("the answer was cut: the model may not write more", Trouble.TOO_LARGE)
        asked = {request.id: request.text for request in requests}
        segments = parse_segments(reply.content)
        if segments is None:
            reason = "the answer is not the JSON that was asked for"
            return Found(reasons=dict.fromkeys(asked, reason)), reply.tokens
        return match_segments(segments, asked, TOKEN.find), reply.tokens

    def _reply(self, requests: Sequence[Request], deadline: float, problem: str) -> Reply:
        dialect = self._dialect
        while True:
            try:
                sent = render_body(self._brief, dialect, requests, problem)
                body = self._service.ask("chat/completions", deadline, json=sent)
            except UnansweredError as error:
                dialect = _weaker(dialect, error)
            else:
                self._dialect = dialect
                return parse_reply(body, self._service.key)


class ChatEngine:
    """A language model. Where the text goes, the endpoint says; nothing is sent before one is set."""

    name = "chat"
    is_offline = False
    uses_context = True
    masks_terms = False

    def limits(self, setting: Setting) -> Limits:
        """Return how much fits in a request; raises EngineError for an option that can't be."""
        check_options(self.name, setting.options, (*OPTIONS, *LIMIT_OPTIONS))
        if "max_tokens" in setting.options:
            number_option(setting.options, "max_tokens", 4000)
        read_address(setting.options, engine=self.name, example=_EXAMPLE)
        return limits_of(setting.options, _USUAL)

    def probe(self, setting: Setting) -> Health:
        """Return whether the model answers; no text of the project is sent."""
        return probe_by_opening(self, setting)

    @contextmanager
    def open(self, setting: Setting) -> Iterator[ChatSession]:
        """Yield a session; raises EngineError where the model does not translate a test sentence."""
        deadline = time.monotonic() + self.limits(setting).seconds
        address = read_address(setting.options, engine=self.name, example=_EXAMPLE)
        headers = {"Authorization": f"Bearer {address.key}"} if address.key else {}
        with open_service(address, headers) as service:
            yield _open_session(service, setting, deadline)


def _open_session(service: Service, setting: Setting, deadline: float) -> ChatSession:
    options = setting.options
    try:
        brief = Brief(
            model=options.get("model") or _find_model(service, deadline),
            source=setting.source,
            target=setting.target,
            instructions=" ".join(options.get("instructions", "").split()),
            max_tokens=max(1, int(float(options["max_tokens"]))) if "max_tokens" in options else None,
        )
        session = ChatSession(service, brief)
        session.check(deadline)
    except UnansweredError as error:
        hint = _HINT if error.trouble is Trouble.REFUSED else error.refusal.hint
        raise EngineError(error.reason, hint=hint) from None
    return session


def _find_model(service: Service, deadline: float) -> str:
    """Return the only model that the endpoint has; raises EngineError, UnansweredError."""
    models = parse_models(service.ask("models", deadline))
    if len(models) != 1:
        hint = "set model; " + (did_you_mean("", models) if models else "the endpoint names none")
        raise EngineError(f"the endpoint has {len(models)} models", hint=hint)
    return models[0]


def _weaker(dialect: Dialect, refusal: UnansweredError) -> Dialect:
    """Return what to try after a refusal; raises UnansweredError where that would not help."""
    if refusal.trouble is not Trouble.REFUSED:
        raise refusal
    if _TOO_LONG.search(refusal.reason):
        raise UnansweredError(refusal.reason, Trouble.TOO_LARGE)
    weaker = dialect.weaker(refusal.reason)
    if weaker is None:
        raise refusal
    return weaker


def _draft_of(request: Request, found: Found, tokens: int) -> Draft:
    text = found.texts.get(request.id)
    reason = "" if text is not None else found.reasons[request.id]
    usage = Usage(tokens=tokens)
    return Draft(text=text, reason=reason, note=found.notes.get(request.id, ""), usage=usage)


def _shown_name(model: str) -> str:
    """Return a model's name as an origin can hold it; of a path on the server only its end."""
    name = re.split(r"[/\\]", model)[-1] if re.match(r"[/\\.~]|[A-Za-z]:\\", model) else model
    return re.sub(r"[\s\"]+", "-", name)
