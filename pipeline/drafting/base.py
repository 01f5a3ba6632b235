"""What an engine is: something that turns a batch of texts into drafts, or says of each why it can't.

An engine translates and nothing else. Tokens for tags, cutting, the cache, rate, budget, tries and waiting,
and the look at each answer are the runner's: they are the same for all engines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from pipeline.model.digest import digest_fields
from pipeline.model.unit import Risk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from pipeline.drafting.masking import TokenStyle
    from pipeline.language.termbase import Termbase
    from pipeline.memory.store import Store
    from pipeline.model.locale import Locale
    from pipeline.model.term import TermMatch
    from pipeline.model.unit import UnitKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What an engine is opened for."""

    source: Locale
    target: Locale
    options: Mapping[str, str]
    """The engine's table under `[drafting.options]`."""
    folder: Path
    """Where relative paths in the options start: the project's folder."""
    termbase: Termbase | None = None
    """The target locale's glossary, where the project has one."""
    open_memory: Callable[[], Store] | None = None
    """Opens the project's translation memory; None where there is no project around."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How an engine may be asked; the runner keeps to it."""

    text_chars: int = 5_000
    """The longest text; a longer one is cut at sentence ends."""
    batch_texts: int = 1
    batch_chars: int = 5_000
    """Characters of a batch; a single text may have more."""
    requests_per_second: float | None = None
    """Batches a second; None for as many as it takes."""
    chars_per_day: int | None = None
    seconds: float = 30.0
    """What one batch may take: its deadline."""
    tries: int = 4
    """How often a batch is sent that fails in passing."""
    backoff: float = 1.0
    """Seconds before the second try; about doubled each time, unless the engine asks for another wait."""
    max_wait: float = 60.0
    """The longest wait that an engine may ask for."""
    price: float | None = None
    """Of a million characters, in whatever money `--max-cost` is counted; None where nobody told."""


LOOK_UP: Final = Limits(text_chars=10_000_000, batch_texts=1_000, batch_chars=100_000_000)
"""For engines that look texts up: as they come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether an engine works for a setting, tried rather than guessed."""

    works: bool
    route: str = ""
    """How it gets there, for instance `eng-cat>cat-fra`; empty when it doesn't."""
    reason: str = ""
    """Why it doesn't work; empty when it does."""
    hint: str = ""
    """The command to run or the option to set."""
    words_per_second: float | None = None
    """Measured with a few test sentences; None where the engine looks texts up, or had no draft of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What stands around a unit. For an engine to understand it by, never to be translated."""

    before: tuple[str, ...] = ()
    """At most two sources that stand before it, the closest one last."""
    after: tuple[str, ...] = ()
    """At most two sources that stand after it, the closest one first."""
    heading: str = ""
    """The heading it stands under, in the source language."""
    title: str = ""
    """The document's title, in the source language."""
    terms: tuple[TermMatch, ...] = ()
    """The glossary's terms in the unit, from left to right."""
    risk: Risk = Risk.STANDARD

    @property
    def kept(self) -> tuple[str, ...]:
        """The words of the unit that are not to be translated, as it spells them."""
        found = (match.text for match in self.terms if any(term.is_kept for term in match.terms))
        return tuple(dict.fromkeys(found))

    def digest_terms(self) -> str:
        """Return what differs when a term of the unit, or what the glossary says of one, differs."""
        rows = (
            field
            for match in self.terms
            for term in match.terms
            for field in (match.text, *term.targets, "!", *term.forbidden, str(term.is_kept))
        )
        return digest_fields(*rows)

    def digest(self) -> str:
        """Return what differs when anything of the context differs."""
        around = (*self.before, "|", *self.after, "|", self.heading, self.title, self.risk.label)
        return digest_fields(*around, self.digest_terms())


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One text to draft: a unit, or a line or sentence of one."""

    id: str
    """What tells the requests of a batch apart: short, ASCII."""
    text: str
    """What to translate, its codes spelled in the engine's mask style; the answer must spell them so too."""
    key: UnitKey
    """The whole unit, as the catalog has it."""
    context: Context = field(default_factory=Context)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What an answer took, as far as the engine knows."""

    tokens: int = 0
    cost: float | None = None
    """None: counted from the characters and the price in the options."""


class Failure(Enum):
    """What kind of failure it is that a text has no draft."""

    REJECTED = "rejected"
    """This text has no usable answer; others may have one."""
    MASKING = "masking"
    """The engine stumbled over the tokens in this text; spelled in another style it may do."""
    RETRYABLE = "retryable"
    """In passing: a time-out, HTTP 429 or 500. The runner waits, and sends the text again."""
    UNSUPPORTED = "unsupported"
    """The engine can't do this language: it is not asked again for the locale."""
    QUOTA = "quota"
    """Nothing is left of what the account may use: it is not asked again in this run."""
    FATAL = "fatal"
    """No further text will be answered, for instance because the key is refused: as with a quota."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An engine's answer to one request: a text, or the reason why there is none."""

    text: str | None = None
    reason: str = ""
    """Why there is no text, for people; empty where there is one. Never holds a key."""
    failure: Failure = Failure.REJECTED
    """Which kind of failure it is; means nothing where there is a text."""
    retry_after: float | None = None
    """Seconds that the engine asked to wait."""
    hint: str = ""
    """What to do about a failure that ends the engine's work."""
    engine: str = ""
    """Who made it, where that is not the session's `version`."""
    note: str = ""
    """What a translator should know."""
    unknown: tuple[str, ...] = ()
    """Words that the engine did not know."""
    confidence: float | None = None
    """0 to 1; None where the engine has nothing to say of it."""
    alarm: float = 0.0
    """0 to 1, from the runner: how likely it is wrong or cut by its looks; see `estimate`."""
    usage: Usage = Usage()
    is_vouched: bool = False
    """Somebody wrote this answer for this unit: one equal to its source is meant, French "Acupuncture"."""
    is_exempt: bool = False
    """It is not looked at for damage: people approved it for this source, or it is no language at all."""


class Session(Protocol):
    """An engine that is open for one locale."""

    @property
    def route(self) -> str:
        """How the engine gets to the target language."""

    @property
    def version(self) -> str:
        """Name, route or model, and version: `apertium/eng-spa@0.8.1`. No spaces, no quotes, no key.

        It enters the cache's key and the origin comment: whatever changes the answers has to change it.
        """

    @property
    def mask_styles(self) -> Sequence[TokenStyle]:
        """How codes are spelled, the style that the engine survives best first; the second is for a retry.

        Empty for an engine that looks texts up: it gets whole sources, and nothing is cut, masked or cached.
        """

    def draft(self, requests: Sequence[Request], deadline: float) -> Sequence[Draft]:
        """Return one Draft for each request, in their order, by `deadline` of `time.monotonic()`.

        Whatever happens to a text is told in its Draft: one bad text never costs another its draft. No
        tries, no waiting between tries, no cache here. Raises EngineError only when the engine is gone.
        """


@runtime_checkable
class Detoured(Protocol):
    """A session that may know another way to the same language, for texts that it has no good draft of."""

    def find_detour(self) -> Session | None:
        """Return the session on the other way; None where there is none that works.

        It is opened when it is asked for, and closed with this one.
        """


class Engine(Protocol):
    """A way to make drafts."""

    @property
    def name(self) -> str:
        """The name in configuration and on the command line: lower-case letters, digits, hyphens."""

    @property
    def is_offline(self) -> bool:
        """Whether the text stays on this machine whatever the options say; see also `stays_here`."""

    @property
    def uses_context(self) -> bool:
        """Whether a unit's role or context may change its draft; if not, a source is drafted once."""

    @property
    def masks_terms(self) -> bool:
        """Whether the glossary's longer terms become tokens that are put back in the target language."""

    def limits(self, setting: Setting) -> Limits:
        """Return how it may be asked, without sending anything; raises EngineError for a bad option."""

    def probe(self, setting: Setting) -> Health:
        """Return whether the engine works for this setting; never raises."""

    def open(self, setting: Setting) -> AbstractContextManager[Session]:
        """Return a session; entering it raises CaveatError where `probe` says that it doesn't work."""


def count_of(number: int, noun: str) -> str:
    """Return a number with its noun, for instance `2 unknown words`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def join_reasons(reasons: Iterable[str]) -> str:
    """Return the different reasons in order, as one clause."""
    return "; ".join(dict.fromkeys(reason for reason in reasons if reason))
