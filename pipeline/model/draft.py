"""Origin: where a machine draft came from, as its comment in the catalog says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pipeline.model.digest import digest_text, short

LOUD: Final = 0.5
"""The alarm from which on a draft is to be looked at before others."""

_COMMENT = re.compile(
    r"machine draft: engine=(?P<engine>\S+) date=(?P<date>\d{4}-\d\d-\d\d)"
    r"(?: confidence=(?P<confidence>0\.\d\d|1\.00))?"
    r"(?: alarm=(?P<alarm>0\.\d\d|1\.00))?"
    r'(?: note="(?P<note>[^"]*)")? text=(?P<text>[0-9a-f]{16})'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who made a machine draft, when, and of which text. A view for people, evidence of nothing."""

    engine: str
    """Name and version, without spaces, for instance `apertium/eng-spa@0.8.1`."""
    date: str
    text: str
    """First 16 hex digits of the target's digest: the comment speaks of exactly that text."""
    note: str = ""
    """For instance how many words the engine did not know."""
    confidence: float | None = None
    """How sure the engine is, 0 to 1 in hundredths; None where it said nothing. No judgement of quality."""
    alarm: float = 0.0
    """How likely the draft is wrong or cut by its looks, 0 to 1 in hundredths. No judgement of quality."""

    @classmethod
    def of(
        cls,
        target: str,
        *,
        engine: str,
        date: str,
        note: str = "",
        confidence: float | None = None,
        alarm: float = 0.0,
    ) -> Origin:
        """Return the origin of `target`; what would not fit in one comment is made to fit."""
        return cls(
            engine="-".join(engine.split()) or "unknown",
            date=date,
            text=short(digest_text(target), 16),
            note=" ".join(note.replace('"', "'").split()),
            confidence=None if confidence is None else _share(confidence),
            alarm=_share(alarm),
        )

    def is_of(self, target: str) -> bool:
        """Return whether `target` is the text that the machine wrote, untouched."""
        return short(digest_text(target), 16) == self.text

    def render(self) -> str:
        """Return the translator comment."""
        sure = "" if self.confidence is None else f" confidence={self.confidence:.2f}"
        strange = f" alarm={self.alarm:.2f}" if self.alarm else ""
        note = f' note="{self.note}"' if self.note else ""
        return f"machine draft: engine={self.engine} date={self.date}{sure}{strange}{note} text={self.text}"


def _share(value: float) -> float:
    return round(min(max(value, 0.0), 1.0), 2)


def parse_origin(comment: str) -> Origin | None:
    """Return the origin that a translator comment states, or None for any other comment."""
    found = _COMMENT.fullmatch(comment.strip())
    if not found:
        return None
    return Origin(
        engine=found["engine"],
        date=found["date"],
        text=found["text"],
        note=found["note"] or "",
        confidence=float(found["confidence"]) if found["confidence"] else None,
        alarm=float(found["alarm"] or 0),
    )


def find_origin(comments: tuple[str, ...]) -> Origin | None:
    """Return the origin among an entry's translator comments, or None."""
    return next((origin for origin in map(parse_origin, comments) if origin), None)
