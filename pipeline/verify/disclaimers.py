"""Disclaimers: present once, word for word, visible, in place, in a language that is declared, and approved.

Law 8: a released page without its disclaimer, exact, visible and in place, cannot exist: verify detects it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.model.disclaimer import Placement
from pipeline.verify.page import Kind, SeenDisclaimer, VerifiedPage
from pipeline.verify.problem import problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.model.finding import Finding
    from pipeline.verify.wording import Wording

_SHOWN: Final = 24
_MOST_REASONS: Final = 3
_ARTICLE: Final = frozenset({Kind.HEADING, Kind.PARAGRAPH, Kind.LINE, Kind.OTHER})
_REBUILD: Final = "build the page again; if the finding stays, the build is at fault"

Fault = tuple[str, int | None, str, str]
"""Rule, line, message, hint."""


def check_disclaimers(page: VerifiedPage, wordings: Sequence[Wording], *, release: bool) -> Iterator[Finding]:
    """Yield what is wrong with the disclaimers that a page must show."""
    for wording in wordings:
        copies = [one for one in page.disclaimers if one.id == wording.id]
        for rule, line, message, hint in _faults(page, copies, wording, release=release):
            text = f'disclaimer "{wording.id}" {message}'
            yield problem(rule, page.file, text, line=line, hint=hint, locale=page.locale.code)


def _faults(
    page: VerifiedPage, copies: Sequence[SeenDisclaimer], wording: Wording, *, release: bool
) -> Iterator[Fault]:
    if not copies:
        yield _absent(page, wording)
        return
    if len(copies) > 1:
        lines = ", ".join(str(one.line) for one in copies)
        yield "disclaimer.duplicated", copies[1].line, f"stands {len(copies)} times: lines {lines}", _REBUILD
    if release and not wording.is_releasable:
        hint = "have it approved with `caveat disclaimers approve`, or allow the fallback under [release]"
        message = "is not approved in this language, and [release] says to withhold the page"
        yield "disclaimer.unapproved", copies[0].line, message, hint
    found = (fault for one in copies for fault in _faults_of_copy(page, one, wording))
    yield from dict.fromkeys(found)


def _absent(page: VerifiedPage, wording: Wording) -> Fault:
    if wording.id in page.buried:
        message = "is in the file, but only where no reader sees it: in a comment, a template or the like"
        return "disclaimer.hidden", None, message, _REBUILD
    return "disclaimer.missing", None, "is not on the page", _REBUILD


def _faults_of_copy(page: VerifiedPage, one: SeenDisclaimer, wording: Wording) -> Iterator[Fault]:
    old = [past for past in wording.refused if (one.heading, one.text) == (past.heading, past.text)]
    for past in old:
        hint = "translate it again and approve it with `caveat disclaimers approve`, then build again"
        yield past.rule, one.line, f"shows a wording that does not count: {past.reason}", hint
    if not old:
        yield from _wrong_words(one, wording)
        yield from _wrong_language(one, wording)
    if one.hidden:
        hint = "take the rule or the markup away: nothing may hide a disclaimer, on any medium"
        yield "disclaimer.hidden", one.line, f"may not be seen: {_join(one.hidden)}", hint
    yield from _wrong_place(page, one, wording)


def _wrong_words(one: SeenDisclaimer, wording: Wording) -> Iterator[Fault]:
    for change in _changes(one, wording):
        yield "disclaimer.changed", one.line, change, f"it must be exactly the wording in {wording.where}"
    if one.version is not None and one.version != wording.version:
        message = f'says it is version "{one.version}"; the one in force is "{wording.version}"'
        yield "disclaimer.outdated", one.line, message, _REBUILD


def _changes(one: SeenDisclaimer, wording: Wording) -> Iterator[str]:
    if one.heading != wording.heading:
        yield f"has another heading: {difference(wording.heading, one.heading)}"
    if one.text != wording.text:
        yield f"has another text: {difference(wording.text, one.text)}"
    if one.surplus:
        yield f"is not a heading and a text alone: {one.surplus}"
    if one.inserted:
        yield f"gets words from the stylesheet: {_join(one.inserted)}"
    if wording.is_owed and not (one.notice or "").strip():
        yield "is in the source language, and no notice in front of it says why"
    if not wording.is_owed and one.notice is not None:
        yield "has a notice in front of it that is not due"


def _wrong_language(one: SeenDisclaimer, wording: Wording) -> Iterator[Fault]:
    if one.lang is not None and (one.lang, one.dir) != (wording.lang, wording.dir):
        found = f'lang="{one.lang}" dir="{one.dir}"'
        message = f'is declared as {found}; its text is lang="{wording.lang}" dir="{wording.dir}"'
        yield "disclaimer.language", one.line, message, _REBUILD


def _wrong_place(page: VerifiedPage, one: SeenDisclaimer, wording: Wording) -> Iterator[Fault]:
    is_top = wording.placement is Placement.TOP
    passed = page.blocks[: one.position] if is_top else page.blocks[one.position :]
    wrong = [block for block in passed if block.kind in _ARTICLE]
    where = "before the first section" if is_top else "after the last section"
    if wrong:
        side = "before" if is_top else "after"
        message = f'must stand {where}, but "{wrong[0].text[:60]}" stands {side} it'
        yield "disclaimer.misplaced", one.line, message, _REBUILD
    elif one.displaced:
        message = f"must be seen {where}, and may be seen elsewhere: {_join(one.displaced)}"
        yield "disclaimer.misplaced", one.line, message, "take the rule or the markup away"


def difference(expected: str, found: str) -> str:
    """Return where two texts part, for people."""
    pairs = zip(expected, found, strict=False)
    at = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(expected), len(found)))
    window = slice(max(0, at - _SHOWN), at + _SHOWN)
    return f'from character {at + 1}, "{found[window]}" instead of "{expected[window]}"'


def _join(reasons: Iterable[str]) -> str:
    shown = list(reasons)
    more = f" and {len(shown) - _MOST_REASONS} more" if len(shown) > _MOST_REASONS else ""
    return "; ".join(shown[:_MOST_REASONS]) + more
