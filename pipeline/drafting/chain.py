"""The engines of one locale, in order: the first good draft wins, and nothing is asked twice."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from pipeline.drafting.base import Draft, Health, Request, failed_health, join_reasons
from pipeline.drafting.inspection import inspect_draft
from pipeline.drafting.masking import with_outer_space
from pipeline.errors import CaveatError
from pipeline.model.unit import UnitKey

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from pipeline.drafting.base import Engine, Session, Setting


@dataclass(slots=True)
class _Link:
    """An engine of the chain: not opened yet, open, or out of use with the reason."""

    engine: Engine
    setting: Setting
    session: Session | None = None
    failure: Health | None = None
    answers: dict[UnitKey, Draft] = field(default_factory=dict)


class Chain:
    """Opens an engine when the ones before it left a unit: no text goes to one that is not needed."""

    def __init__(self, engines: Sequence[tuple[Engine, Setting]]) -> None:
        self._links = [_Link(engine, setting) for engine, setting in engines]
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def draft(self, key: UnitKey) -> Draft:
        """Return the first good draft, or why no engine has one."""
        reasons: list[str] = []
        for link in self._links:
            draft = self._ask(link, key)
            if draft.text is not None:
                return draft
            reasons.append(f"{link.engine.name}: {draft.reason}")
        return Draft(reason=join_reasons(reasons) or "no engine is listed")

    def failures(self) -> tuple[tuple[Engine, Health], ...]:
        """Return the engines that were needed and could not be opened, or died, with the reason."""
        return tuple((link.engine, link.failure) for link in self._links if link.failure is not None)

    def opened(self) -> tuple[Engine, ...]:
        """Return the engines that were needed and work."""
        return tuple(link.engine for link in self._links if link.session is not None)

    def _ask(self, link: _Link, key: UnitKey) -> Draft:
        asked = key if link.engine.uses_context else UnitKey(None, key.source)
        if asked not in link.answers:
            try:
                link.answers[asked] = self._answer(link, key)
            except CaveatError as error:
                link.session, link.failure = None, failed_health(error)
                return Draft(reason=link.failure.reason)
        return link.answers[asked]

    def _answer(self, link: _Link, key: UnitKey) -> Draft:
        if link.failure is not None:
            return Draft(reason=link.failure.reason)
        if link.session is None:
            link.session = self._stack.enter_context(link.engine.open(link.setting))
        draft = link.session.draft(Request(key=key))
        if draft.text is None:
            return draft
        text = with_outer_space(draft.text, key.source)
        is_meant = draft.is_vouched and text == key.source
        reason = None if is_meant else inspect_draft(key.source, text, link.setting.target)
        if reason is not None:
            return Draft(reason=reason, engine=draft.engine)
        return Draft(
            text=text, engine=_one_word(draft.engine or link.engine.name), note=_one_line(draft.note)
        )


def _one_word(text: str) -> str:
    """Return a name as an origin comment can hold it, whatever an engine of others gave."""
    return "-".join(text.split())


def _one_line(text: str) -> str:
    return " ".join(text.split())
