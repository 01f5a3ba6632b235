"""What checks of cue words tell in the same way: one cue stands where another should."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.checks.base import Issue, Rule
    from pipeline.language.cues import Cue


def became(rule: Rule, expected: Cue, found: Cue) -> Issue:
    """Return the issue that a cue of the source became another one in the target."""
    return rule.issue(
        f'"{expected.text}" became "{found.text}"',
        source_span=(expected.start, expected.stop),
        target_span=(found.start, found.stop),
        expected=expected.text,
        found=found.text,
    )
