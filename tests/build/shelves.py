"""What a build is given, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.build.compose import Setting
from pipeline.build.page import Mode
from pipeline.build.targets import Shelf, Target
from pipeline.build.task import Task
from pipeline.config.project import Fallback, Profile, SectionRule
from pipeline.model.disclaimer import Disclaimer, PinnedDisclaimer, Placement
from pipeline.model.locale import Locale
from pipeline.model.state import State
from pipeline.model.unit import Risk, UnitKey
from tests.formats.records import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.model.document import Document

EN, ES, AR = Locale("en"), Locale("es"), Locale("ar")
DAY = "2026-03-01"
NOTE = Disclaimer(
    id="note", version="2", heading="Note", text="This is no advice.", placement=Placement.TOP, line=7
)
PROFILE = Profile(
    name="article",
    sections=(
        SectionRule(title="Note", disclaimer="note"),
        SectionRule(title="Tips", is_group=True),
        SectionRule(title="Danger", risk=Risk.CRITICAL),
    ),
    junk=("Null",),
)
SOURCE = """\
Cramps
Symptoms (English):
NullNote
This is no advice.
Causes
Heat hurts. Cold hurts.
Tips
Rest
Sleep well.
Danger
Sleep well.
"""
WITHHOLD_ALL = dict.fromkeys(Risk, Fallback.WITHHOLD)


def make_document(text: str | bytes = SOURCE, disclaimer: Disclaimer = NOTE) -> Document:
    return parse(text, PROFILE, disclaimers=(disclaimer,))


def pin(disclaimer: Disclaimer = NOTE, **changes: object) -> PinnedDisclaimer:
    """Return a valid pinned wording of a disclaimer, with changes."""
    fields: dict[str, object] = {
        "id": disclaimer.id,
        "version": disclaimer.version,
        "source_digest": disclaimer.digest,
        "heading": "Nota",
        "text": "Esto no es un consejo.",
        "seal": "",
        "approved_by": ("a@example.org", "b@example.org"),
        **changes,
    }
    return PinnedDisclaimer(**fields)  # type: ignore[arg-type]


def make_targets(document: Document, state: State = State.APPROVED, **texts: str) -> dict[UnitKey, Target]:
    """Return a target for every unit: its source between angle quotes, unless a text is given."""
    risks: dict[UnitKey, Risk] = {}
    for unit in document.occurrences():
        risks[unit.key] = max(unit.risk, risks.get(unit.key, Risk.STANDARD))
    return {
        key: Target(
            text=texts.get(key.source, f"«{key.source}»"),
            state=state,
            risk=risk,
            missing=None if state is State.APPROVED else "a translation",
        )
        for key, risk in risks.items()
        if risk is not Risk.DISCLAIMER
    }


def make_shelf(
    units: Mapping[UnitKey, Target],
    *,
    pinned: tuple[PinnedDisclaimer, ...] = (),
    fallback: Mapping[Risk, Fallback] = WITHHOLD_ALL,
    interface: Mapping[UnitKey, Target] | None = None,
    disclaimer: Disclaimer = NOTE,
    approvers: int = 2,
) -> Shelf:
    return Shelf(
        units=units,
        interface=interface or {},
        disclaimers=(disclaimer,),
        pinned=pinned,
        fallback=fallback,
        as_of=DAY,
        approvers=approvers,
    )


def make_setting(locale: Locale = ES, mode: Mode = Mode.RELEASE) -> Setting:
    return Setting(locale=locale, source=EN, mode=mode, others=(EN, ES, AR))


def make_task(
    shelf: Shelf, document: Document | None = None, *, locale: Locale = ES, mode: Mode = Mode.RELEASE
) -> Task:
    return Task(document=document or make_document(), setting=make_setting(locale, mode), shelf=shelf)
