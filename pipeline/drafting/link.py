"""One engine of a chain: units in, drafts out that were put together again and looked at."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pipeline.drafting.asking import INTERRUPTED, Ask
from pipeline.drafting.base import Detoured, Draft, Failure, count_of, join_reasons
from pipeline.drafting.estimate import QUIET, find_signs, join_signs, tell_signs
from pipeline.drafting.inspection import inspect_draft, is_nested_like, without_escapes
from pipeline.drafting.masking import with_outer_space
from pipeline.drafting.pieces import cut_lines, cut_runs, put_together
from pipeline.drafting.terms import find_spans
from pipeline.model.digest import digest_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.drafting.asking import Asker
    from pipeline.drafting.base import Context, Engine, Session, Setting
    from pipeline.drafting.masking import TokenStyle
    from pipeline.drafting.pieces import Piece
    from pipeline.model.unit import UnitKey

_SHOWN: Final = 5
"""Unknown words that a note lists."""
LOST: Final = "a tag or placeholder was lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A unit that is to have a draft, and what stands around it."""

    key: UnitKey
    context: Context


@dataclass(slots=True)
class _Work:
    """An order on its way through an engine."""

    order: Order
    pieces: list[Piece] = field(default_factory=list)
    draft: Draft | None = None


class Link:
    """An open engine and how units go through it."""

    def __init__(self, engine: Engine, setting: Setting, session: Session, asker: Asker) -> None:
        self.session = session
        self.asker = asker
        self._engine = engine
        self._setting = setting
        self._detour: Link | None = None

    def draft(self, orders: Sequence[Order]) -> list[Draft]:
        """Return a draft for each order, or why the engine has none that can be kept.

        What has none is asked again on the engine's other way to the language, where it knows one.
        """
        drafts = self._draft_here(orders)
        left = [at for at, draft in enumerate(drafts) if draft.text is None and draft.reason != INTERRUPTED]
        detour = self._find_detour() if left else None
        if detour is not None:
            for at, draft in zip(left, detour.draft([orders[at] for at in left]), strict=True):
                reasons = (drafts[at].reason, draft.reason)
                drafts[at] = draft if draft.text is not None else Draft(reason=join_reasons(reasons))
        return drafts

    def _find_detour(self) -> Link | None:
        if self._detour is None and isinstance(self.session, Detoured):
            session = self.session.find_detour()
            if session is not None:
                asker = self.asker.with_session(session)
                self._detour = Link(self._engine, self._setting, session, asker)
        return self._detour

    def _draft_here(self, orders: Sequence[Order]) -> list[Draft]:
        works = [_Work(order) for order in orders]
        if not self.session.mask_styles:
            self._look_up(works)
        for style in self.session.mask_styles:
            self._draft_masked(works, style, self._lines(style))
        for style in self.session.mask_styles[:1]:
            self._draft_masked(works, style, self._runs(style))
        return [work.draft or Draft(reason=LOST) for work in works]

    def _look_up(self, works: Sequence[_Work]) -> None:
        answers = self.asker.ask([self._ask(work.order.key.source, work.order) for work in works])
        for work, answer in zip(works, answers, strict=True):
            work.draft = self._looked_at(work.order, answer)

    def _lines(self, style: TokenStyle) -> Callable[[_Work], list[Piece]]:
        def cut(work: _Work) -> list[Piece]:
            source = work.order.key.source
            language, most = self._setting.source.language, self.asker.text_chars
            return list(cut_lines(source, style, self._spans(work.order), language, most))

        return cut

    def _runs(self, style: TokenStyle) -> Callable[[_Work], list[Piece]]:
        return lambda work: list(cut_runs(work.order.key.source, style, self._spans(work.order)))

    def _spans(self, order: Order) -> list[tuple[int, int, str]]:
        if self._engine.uses_context:
            return []  # the engine is told of the terms
        return find_spans(order.key.source, order.context, masks_terms=self._engine.masks_terms)

    def _draft_masked(
        self, works: Sequence[_Work], style: TokenStyle, cut: Callable[[_Work], list[Piece]]
    ) -> None:
        """Draft what has no draft yet; what lost a token still has none afterwards."""
        open_works = [work for work in works if work.draft is None]
        asks: list[Ask] = []
        for work in open_works:
            work.pieces = cut(work)
            too_long = max((_length(piece) for piece in work.pieces), default=0)
            if too_long > self.asker.text_chars:
                most = f"{self.asker.text_chars:,} at most"
                work.draft = Draft(reason=f"a sentence of {too_long:,} characters is too long: {most}")
            else:
                asks += [self._ask(_masked(piece), work.order) for piece in work.pieces if _has_words(piece)]
        answers = iter(self.asker.ask(asks))
        for work in open_works:
            if work.draft is None:
                got = [next(answers) if _has_words(piece) else None for piece in work.pieces]
                work.draft = self._joined(work, got, style)

    def _ask(self, text: str, order: Order) -> Ask:
        context = order.context
        if self._engine.uses_context:
            digest = digest_fields(order.key.context, order.key.source, context.digest())
        else:
            digest = context.digest_terms() if context.terms else ""
        return Ask(text, order.key, context, digest)

    def _joined(self, work: _Work, got: Sequence[Draft | None], style: TokenStyle) -> Draft | None:
        """Return the unit's draft; None where a token was lost, so that another way may do better."""
        answers = [draft for draft in got if draft is not None]
        refusals = [draft for draft in answers if draft.text is None]
        if refusals:
            is_masked = any(piece.masked.codes for piece in work.pieces if piece.masked is not None)
            if is_masked and any(draft.failure is Failure.MASKING for draft in refusals):
                return None
            return Draft(reason=join_reasons(draft.reason for draft in refusals))
        texts = [
            put_together(piece, draft.text if draft else None, style)
            for piece, draft in zip(work.pieces, got, strict=True)
        ]
        if any(text is None for text in texts):
            return None
        whole = "".join(filter(None, texts))
        if not is_nested_like(work.order.key.source, whole):
            return None
        return self._looked_at(work.order, replace(_sum(answers), text=whole))

    def _looked_at(self, order: Order, draft: Draft) -> Draft:
        """Return the draft as it is kept, or the reason why it is not."""
        if draft.text is None:
            return draft
        source = order.key.source
        is_written = draft.is_vouched or draft.is_exempt
        text = with_outer_space(draft.text if is_written else without_escapes(source, draft.text), source)
        is_meant = draft.is_exempt or (draft.is_vouched and text == source)
        reason = None if is_meant else inspect_draft(source, text, self._setting.target)
        if reason is not None:
            return Draft(reason=reason)
        engine = "-".join((draft.engine or self.session.version).split())
        notes = [_note(draft.unknown), " ".join(draft.note.split())]
        signs = find_signs(source, text, self._setting.target, len(draft.unknown)) if not is_meant else ()
        if told := tell_signs(signs):
            notes.append(f"alarm: {told}")
        alarm = join_signs(signs)
        return replace(
            draft,
            text=text,
            engine=engine,
            note="; ".join(filter(None, notes)),
            alarm=alarm if alarm >= QUIET else 0.0,
        )


def _masked(piece: Piece) -> str:
    return piece.masked.text if piece.masked is not None else ""


def _has_words(piece: Piece) -> bool:
    return piece.masked is not None and piece.masked.has_words


def _length(piece: Piece) -> int:
    return len(_masked(piece)) if _has_words(piece) else 0


def _sum(answers: Sequence[Draft]) -> Draft:
    """Return what is said of a unit whose pieces have these answers; its text is still to come."""
    sure = [draft.confidence for draft in answers if draft.confidence is not None]
    return Draft(
        text="",
        engine=next((draft.engine for draft in answers), ""),
        note=join_reasons(draft.note for draft in answers),
        unknown=tuple(dict.fromkeys(word for draft in answers for word in draft.unknown)),
        confidence=min(sure, default=None),
    )


def _note(unknown: Sequence[str]) -> str:
    if not unknown:
        return ""
    more = ", …" if len(unknown) > _SHOWN else ""
    return f"{count_of(len(unknown), 'unknown word')}: {', '.join(unknown[:_SHOWN])}{more}"
