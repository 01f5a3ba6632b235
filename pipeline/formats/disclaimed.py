"""A document's own disclaimer against the canonical wording: one changed character is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import CaveatError, DocumentError, Location, did_you_mean

if TYPE_CHECKING:
    from pipeline.formats.base import Reading

SHOWN = 24
"""Characters shown on either side of the first difference."""


def compare_with_canonical(
    reading: Reading, disclaimer: str, part: str, text: str, line: int, problems: list[CaveatError]
) -> None:
    """Note a problem when `text` is not exactly the canonical heading or text of `disclaimer`."""
    at = Location(reading.path, line)
    known = {one.id: one for one in reading.disclaimers}
    if disclaimer not in known:
        hint = did_you_mean(disclaimer, known)
        problems.append(DocumentError(f'disclaimer "{disclaimer}" is not in source/disclaimers.toml', at=at, hint=hint))
        return
    canonical = known[disclaimer].heading if part == "heading" else known[disclaimer].text
    if text != canonical:
        problems.append(
            DocumentError(
                f'the {part} of disclaimer "{disclaimer}" is not the canonical one: {_difference(canonical, text)}',
                at=at,
                hint=f"make it the same as source/disclaimers.toml:{known[disclaimer].line}, or change both and raise the version",
            )
        )


def _difference(canonical: str, text: str) -> str:
    pairs = zip(canonical, text, strict=False)
    at = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(canonical), len(text)))
    window = slice(max(0, at - SHOWN), at + SHOWN)
    return f'character {at + 1}: "{text[window]}" instead of "{canonical[window]}"'
