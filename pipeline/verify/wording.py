"""Wording: the exact text of a disclaimer that a page must show, worked out from source and pinned files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from pipeline.config.project import Config, Fallback
from pipeline.language.names import direction
from pipeline.model.unit import Risk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.model.disclaimer import Disclaimer, PinnedDisclaimer, Placement
    from pipeline.model.locale import Locale

APPROVERS: Final = 2
"""A pinned text was approved by at least this many people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A pinned text that a page must not show any more."""

    rule: str
    heading: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What one disclaimer must look like on one page."""

    id: str
    version: str
    heading: str
    text: str
    placement: Placement
    lang: str
    dir: str
    is_owed: bool
    """The locale has no valid text of its own, so the page shows the canonical one with a notice."""
    is_releasable: bool
    """A release may show it."""
    refused: tuple[Refusal, ...] = ()
    where: str = ""
    """The file that holds the wording, to show."""


def word(
    disclaimer: Disclaimer,
    pinned: PinnedDisclaimer | None,
    locale: Locale,
    config: Config,
    as_of: str,
    *,
    release: bool,
) -> Wording:
    """Return what a page in `locale` must show; `as_of` is the day of the check, as YYYY-MM-DD."""
    refused = tuple(_refusals(disclaimer, pinned, as_of, release=release)) if pinned else ()
    is_source = locale == config.source_locale
    is_pinned = pinned is not None and not refused and not is_source
    shown = locale if is_pinned else config.source_locale
    is_owed = not is_pinned and not is_source
    return Wording(
        id=disclaimer.id,
        version=disclaimer.version,
        heading=pinned.heading if pinned and is_pinned else disclaimer.heading,
        text=pinned.text if pinned and is_pinned else disclaimer.text,
        placement=disclaimer.placement,
        lang=shown.tag,
        dir=direction(shown),
        is_owed=is_owed,
        is_releasable=not is_owed or config.fallback[Risk.DISCLAIMER] is not Fallback.WITHHOLD,
        refused=() if is_source else refused,
        where=f"locales/{locale.code}/disclaimers.toml" if is_pinned else "source/disclaimers.toml",
    )


def _refusals(
    disclaimer: Disclaimer, pinned: PinnedDisclaimer, as_of: str, *, release: bool
) -> Iterator[Refusal]:
    def refuse(rule: str, reason: str) -> Refusal:
        return Refusal(rule=rule, heading=pinned.heading, text=pinned.text, reason=reason)

    if pinned.version != disclaimer.version or pinned.source_digest != disclaimer.digest:
        yield refuse("disclaimer.outdated", "it was approved for another wording of the English text")
    if pinned.expires and _is_over(pinned.expires, as_of):
        yield refuse("disclaimer.expired", f"it was valid until {pinned.expires} and today is {as_of}")
    people = {person.strip().casefold() for person in pinned.approved_by if person.strip()}
    if release and len(people) < APPROVERS:
        yield refuse("disclaimer.unapproved", f"{len(people)} of {APPROVERS} people approved it")


def _is_over(last_day: str, as_of: str) -> bool:
    """Tell whether the last day of validity has passed; what is not a day has never been valid."""
    try:
        return date.fromisoformat(last_day) < date.fromisoformat(as_of)
    except ValueError:
        return True


def required_ids(
    in_document: Iterable[str], in_profile: Iterable[str], canonical: Mapping[str, Disclaimer]
) -> tuple[str, ...]:
    """Return the disclaimers a document owes its readers, whether its text or its profile asks for them."""
    return tuple(one for one in dict.fromkeys((*in_document, *in_profile)) if one in canonical)
