"""A document's own disclaimer against the canonical wording: one changed character is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.errors import CaveatError, DocumentError, Location, did_you_mean
from pipeline.language.inline import TAG
from pipeline.model.document import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.formats.base import Reading
    from pipeline.model.disclaimer import Disclaimer

CANONICAL: Final = "source/disclaimers.toml"
SHOWN: Final = 24
"""Characters shown on either side of the first difference."""


def compare_with_canonical(
    reading: Reading, disclaimer: str, part: str, text: str, line: int, problems: list[CaveatError]
) -> None:
    """Note a problem when `text` is not exactly the canonical heading or text of `disclaimer`."""
    at = Location(reading.path, line)
    known = {one.id: one for one in reading.disclaimers}
    if disclaimer not in known:
        message = f'disclaimer "{disclaimer}" is not in {CANONICAL}'
        problems.append(DocumentError(message, at=at, hint=did_you_mean(disclaimer, known)))
        return
    canonical = known[disclaimer].heading if part == "heading" else known[disclaimer].text
    if text != canonical:
        what = f'the {part} of disclaimer "{disclaimer}" is not the canonical one'
        problems.append(
            DocumentError(
                f"{what}: {_difference(canonical, text)}", at=at, hint=_how_to_fix(known[disclaimer])
            )
        )


def refuse_second_text(
    reading: Reading, disclaimer: str, text: str, line: int, problems: list[CaveatError]
) -> None:
    """Note the problem, once, that a disclaimer's section holds more than its text: all would be approved."""
    message = f'the disclaimer "{disclaimer}" has a second paragraph: '
    if not any(one.message.startswith(message) for one in problems):
        hint = "keep the disclaimer in one paragraph, and start what follows it with a heading"
        at = Location(reading.path, line)
        problems.append(DocumentError(f'{message}"{TAG.sub("", text)[: 2 * SHOWN]}"', at=at, hint=hint))


def _how_to_fix(disclaimer: Disclaimer) -> str:
    return f"make it the same as {CANONICAL}:{disclaimer.line}, or change both and raise the version"


def _difference(canonical: str, text: str) -> str:
    pairs = zip(canonical, text, strict=False)
    at = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(canonical), len(text)))
    window = slice(max(0, at - SHOWN), at + SHOWN)
    return f'character {at + 1}: "{text[window]}" instead of "{canonical[window]}"'


def find_misshapen(blocks: Sequence[Block], reading: Reading) -> Iterator[DocumentError]:
    """Yield the required sections that are absent, and disclaimers that are not there once and whole."""
    profile = reading.collection.profile
    headings = [block for block in blocks if block.kind is BlockKind.HEADING]
    present = {block.occurrences[0].key.source for block in headings}
    for rule in profile.sections:
        if rule.is_required and rule.title not in present:
            hint = f'add it, or drop "required" from the profile "{profile.name}"'
            at = Location(reading.path, blocks[-1].line)
            yield DocumentError(f'the section "{rule.title}" is missing', at=at, hint=hint)
    for name in dict.fromkeys(block.disclaimer for block in headings if block.disclaimer):
        found = _find_broken(name, blocks)
        if found:
            line, message, hint = found
            yield DocumentError(
                f'the disclaimer "{name}" {message}', at=Location(reading.path, line), hint=hint
            )


def _find_broken(name: str, blocks: Sequence[Block]) -> tuple[int, str, str] | None:
    own = [block for block in blocks if block.disclaimer == name]
    headings = [block for block in own if block.kind is BlockKind.HEADING]
    if len(headings) > 1:
        return headings[1].line, f"stands {len(headings)} times", "keep one of them"
    if len(own) == 1:
        return own[0].line, "has no text", f"put the text of {CANONICAL} on the line below its heading"
    return None
