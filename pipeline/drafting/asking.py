"""One engine, asked: each text once, in batches, within rate and budget, with tries and the cache.

Whatever an engine does, every text gets an answer: a draft, or the reason why there is none.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pipeline.drafting.base import Draft, Failure, Request
from pipeline.drafting.breaker import Breaker
from pipeline.drafting.budget import Budget, Tally, cost_of
from pipeline.drafting.crossing import find_crossed
from pipeline.drafting.interruption import Interruption
from pipeline.drafting.online_address import stays_here
from pipeline.drafting.pacing import Bucket, Clock, SystemClock, wait_before
from pipeline.errors import CaveatError, EngineError
from pipeline.model.digest import PREFIX, digest_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.drafting.base import Context, Engine, Limits, Session, Setting
    from pipeline.drafting.cache import Cache
    from pipeline.model.unit import UnitKey

_ENDING: Final = frozenset({Failure.UNSUPPORTED, Failure.QUOTA, Failure.FATAL})
INTERRUPTED: Final = "the run was interrupted"


@dataclass(slots=True, kw_only=True)
class Desk:
    """What all engines of a run share."""

    cache: Cache | None = None
    """None: answers are kept for this run only."""
    is_fresh: bool = False
    """Whether answers from earlier runs are not looked at; new ones are kept all the same."""
    budget: Budget = field(default_factory=Budget)
    clock: Clock = field(default_factory=SystemClock)
    interruption: Interruption = field(default_factory=Interruption)
    """Where it is wanted, nothing is sent any more."""


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """One text to be drafted; `digest` says what else a draft may depend on."""

    text: str
    key: UnitKey
    context: Context
    digest: str

    @property
    def identity(self) -> tuple[str, str]:
        """What two asks share that need one answer."""
        return self.text, self.digest


class Asker:
    """An open engine with its memory of what it was asked in this run."""

    def __init__(
        self, engine: Engine, setting: Setting, session: Session, desk: Desk, tally: Tally | None = None
    ) -> None:
        self.tally = tally or Tally()
        self.failure: CaveatError | None = None
        """Why the engine is not asked any more."""
        self._opened_with = engine, setting
        self._limits: Limits = engine.limits(setting)
        self._name = engine.name
        self._is_paid = not stays_here(engine, setting)
        self._is_remote = not engine.is_offline
        """Whether it is somebody else's program, which may mix up the answers to one request."""
        self._target = setting.target
        self._is_cached = bool(session.mask_styles)
        self._pair = (session.version, setting.source.code, setting.target.code)
        self._session = session
        self._desk = desk
        self._bucket = Bucket(self._limits.requests_per_second, desk.clock)
        self._known: dict[tuple[str, str], Draft] = {}
        self._breaker = Breaker(self._limits.seconds)
        self._took = 0.0
        """Seconds of the last try."""

    @property
    def text_chars(self) -> int:
        """The longest text that may be asked."""
        return self._limits.text_chars

    def with_session(self, session: Session) -> Asker:
        """Return what asks another session of the engine, on the same account."""
        return Asker(*self._opened_with, session, self._desk, self.tally)

    def ask(self, asks: Sequence[Ask]) -> list[Draft]:
        """Return a draft, or a reason, for each ask in order."""
        new = {ask.identity: ask for ask in asks if ask.identity not in self._known}
        if new:
            self._look_up(new)
            for batch in _batches(list(new.values()), self._limits):
                self._send(batch)
        return [self._known[ask.identity] for ask in asks]

    def _look_up(self, new: dict[tuple[str, str], Ask]) -> None:
        """Take out of `new` what the cache knows."""
        if self._desk.cache is None or self._desk.is_fresh:
            return
        keys = {self._key(ask): identity for identity, ask in new.items()}
        for key, draft in self._desk.cache.find(list(keys)).items():
            self._known[keys[key]] = draft
            del new[keys[key]]
            self.tally.cached += 1

    def _key(self, ask: Ask) -> bytes:
        return bytes.fromhex(digest_fields(*self._pair, ask.text, ask.digest).removeprefix(PREFIX))

    def _send(self, batch: Sequence[Ask]) -> None:
        """Ask one batch until each text has its answer."""
        left = [ask for ask in batch if self._is_affordable(ask)]
        attempt = 0
        while left:
            reason = self._why_silent()
            if reason:
                self._give_up((ask, Draft(reason=reason)) for ask in left)
                return
            attempt += 1
            passing = self._try(left)
            if passing:
                self._come_back(passing, attempt)
            left = [ask for ask in left if ask.identity not in self._known]

    def _why_silent(self) -> str:
        """Return why nothing is sent any more; nothing where it may be."""
        if self.failure is not None:
            return self.failure.message
        return INTERRUPTED if self._desk.interruption.is_wanted else ""

    def _come_back(self, passing: Sequence[tuple[Ask, Draft]], attempt: int) -> None:
        """Wait before the next try, or give up on the texts with the reasons that they failed for."""
        self._breaker.count_try(self._took)
        asked = max(
            (draft.retry_after for _, draft in passing if draft.retry_after is not None), default=None
        )
        is_too_long = asked is not None and asked > self._limits.max_wait
        is_worth_it = not is_too_long and not self._breaker.is_silent
        if attempt < self._limits.tries and is_worth_it:
            wait = wait_before(attempt, asked, self._limits, self._desk.clock)
            self._desk.interruption.may_end(lambda: self._desk.clock.sleep(wait))
            return
        told = f", and it asks to wait {asked:.0f} s" if is_too_long else ""
        self._give_up((ask, replace(draft, reason=f"{draft.reason}{told}")) for ask, draft in passing)
        self._breaker.count_batch()
        if self._breaker.verdict and self.failure is None:
            self.failure = EngineError(f"{passing[0][1].reason}, {self._breaker.verdict}")

    def _is_affordable(self, ask: Ask) -> bool:
        """Count a text against budget and day, or say in its answer why it can't be sent."""
        reason = self._over_day(len(ask.text)) if self._is_paid else None
        if self._is_paid and reason is None:
            reason = self._desk.budget.why_not(len(ask.text), self._limits)
        if reason is not None:
            self._known[ask.identity] = Draft(reason=reason)
        elif self._is_paid:
            self._pay(len(ask.text))
        return reason is None

    def _over_day(self, chars: int) -> str | None:
        most, cache = self._limits.chars_per_day, self._desk.cache
        if most is None or cache is None or cache.spent(self._name, self._desk.clock.today()) + chars <= most:
            return None
        return f"the {most:,} characters of the day are used up"

    def _pay(self, chars: int) -> None:
        """Count characters as spent, or as not spent after all where they are below zero."""
        self._desk.budget.take(chars, cost_of(chars, self._limits))
        if self._desk.cache is not None and self._limits.chars_per_day is not None:
            self._desk.cache.spend(self._name, self._desk.clock.today(), chars)

    def _give_up(self, answers: Iterable[tuple[Ask, Draft]]) -> None:
        """Answer with a reason what was never answered, and take the price back."""
        for ask, draft in answers:
            self._known[ask.identity] = draft
            if self._is_paid:
                self._pay(-len(ask.text))

    def _try(self, asks: Sequence[Ask]) -> list[tuple[Ask, Draft]]:
        """Send texts once and keep what is answered; return those that failed in passing."""
        drafts: list[Draft] = []
        try:
            self._desk.interruption.may_end(lambda: drafts.extend(self._drafts_of(asks)))
        except CaveatError as error:
            self.failure = error
        answers = list(zip(asks, drafts, strict=False))  # none at all when it was interrupted
        self._keep(answers)
        return [(ask, draft) for ask, draft in answers if _is_passing(draft)]

    def _drafts_of(self, asks: Sequence[Ask]) -> list[Draft]:
        """Return the answers to texts that are asked together, alone again where they are mixed up."""
        drafts = self._answers(asks)
        pairs = [(ask.text, draft.text or "") for ask, draft in zip(asks, drafts, strict=True)]
        for at in sorted(find_crossed(pairs, self._target)) if self._is_remote else ():
            ask = asks[at]
            self._count(ask, drafts[at])
            drafts[at] = (
                self._answers([ask])[0] if self._is_affordable(ask) else self._known.pop(ask.identity)
            )
        return drafts

    def _answers(self, asks: Sequence[Ask]) -> list[Draft]:
        self._bucket.wait()
        requests = [
            Request(id=str(number), text=ask.text, key=ask.key, context=ask.context)
            for number, ask in enumerate(asks, 1)
        ]
        start = self._desk.clock.now()
        drafts = list(self._session.draft(requests, start + self._limits.seconds))
        self._took = self._desk.clock.now() - start
        self.tally.seconds += self._took
        self.tally.batches += 1
        if len(drafts) != len(asks):
            raise EngineError(f"{len(drafts)} answers to {len(asks)} texts: nobody can say which is whose")
        return [_sound(draft, self._pair[0]) for draft in drafts]

    def _keep(self, answers: Iterable[tuple[Ask, Draft]]) -> None:
        """Remember what is final, on disk what has a text; see whether the engine said that it is done."""
        final = [(ask, draft) for ask, draft in answers if not _is_passing(draft)]
        answered = [(self._key(ask), draft) for ask, draft in final if draft.text is not None]
        if self._desk.cache is not None and self._is_cached and answered:
            self._desk.cache.add(answered)
        for ask, draft in final:
            if draft.text is None and draft.failure in _ENDING:
                self.failure = self.failure or EngineError(draft.reason, hint=draft.hint or None)
                continue  # nobody answered it: it is told, and its price given back, with the rest
            self._known[ask.identity] = draft
            self._count(ask, draft)
            self._breaker.count_answer()

    def _count(self, ask: Ask, draft: Draft) -> None:
        self.tally.texts += 1
        self.tally.chars += len(ask.text)
        self.tally.tokens += draft.usage.tokens
        price = cost_of(len(ask.text), self._limits)
        cost = price if draft.usage.cost is None else draft.usage.cost
        self.tally.cost += cost
        if self._is_paid:
            self._desk.budget.take(0, cost - price)


def _is_passing(draft: Draft) -> bool:
    return draft.text is None and draft.failure is Failure.RETRYABLE


def _sound(draft: Draft, version: str) -> Draft:
    """Return the draft with its maker, or a refusal where its text is no Unicode that can be written down."""
    draft = draft if draft.engine else replace(draft, engine=version)
    if draft.text is not None and any("\ud800" <= one <= "\udfff" for one in draft.text):
        return replace(draft, text=None, reason="the answer holds half a character (a lone surrogate)")
    return draft


def _batches(asks: Sequence[Ask], limits: Limits) -> Iterator[list[Ask]]:
    """Yield the asks in order, as many together as the engine takes."""
    batch: list[Ask] = []
    chars = 0
    for ask in asks:
        size = len(ask.text)
        if batch and (len(batch) == limits.batch_texts or chars + size > limits.batch_chars):
            yield batch
            batch, chars = [], 0
        batch.append(ask)
        chars += size
    if batch:
        yield batch
