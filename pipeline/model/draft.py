"""Origin: where a machine draft came from, as its comment in the catalog says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.model.digest import digest_text, short

_COMMENT = re.compile(
    r"machine draft: engine=(?P<engine>\S+) date=(?P<date>\d{4}-\d\d-\d\d)"
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

    @classmethod
    def of(cls, target: str, *, engine: str, date: str, note: str = "") -> Origin:
        """Return the origin of `target`; what would not fit in one comment is made to fit."""
        return cls(
            engine="-".join(engine.split()) or "unknown",
            date=date,
            text=short(digest_text(target), 16),
            note=" ".join(note.replace('"', "'").split()),
        )

    def is_of(self, target: str) -> bool:
        """Return whether `target` is the text that the machine wrote, untouched."""
        return short(digest_text(target), 16) == self.text

    def render(self) -> str:
        """Return the translator comment."""
        note = f' note="{self.note}"' if self.note else ""
        return f"machine draft: engine={self.engine} date={self.date}{note} text={self.text}"


def parse_origin(comment: str) -> Origin | None:
    """Return the origin that a translator comment states, or None for any other comment."""
    found = _COMMENT.fullmatch(comment.strip())
    if not found:
        return None
    return Origin(engine=found["engine"], date=found["date"], text=found["text"], note=found["note"] or "")


def find_origin(comments: tuple[str, ...]) -> Origin | None:
    """Return the origin among an entry's translator comments, or None."""
    return next((origin for origin in map(parse_origin, comments) if origin), None)
