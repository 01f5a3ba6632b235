"""Disclaimers in a document in its own format: where the source has them, word for word, once, to be seen.

Law 8: a released page without its disclaimer, exact, visible and in place, cannot exist: verify detects it.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from pipeline.language.names import direction
from pipeline.verify.alignment import Aligned, without_mark
from pipeline.verify.disclaimers import check_disclaimers
from pipeline.verify.native import fold_space, fold_unseen
from pipeline.verify.page import Medium, SeenDisclaimer, VerifiedPage
from pipeline.verify.problem import problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.disclaimer import Disclaimer
    from pipeline.model.finding import Finding
    from pipeline.verify.native import NativeBlock
    from pipeline.verify.native_rules import Terms
    from pipeline.verify.wording import Wording

_ALIKE: Final = 0.6
"""Two texts this alike are one text that somebody changed, rather than two."""
_REBUILD: Final = "build the document again; if the finding stays, the build is at fault"

Copy = tuple[int | None, int | None]
"""Where the heading and the text of a copy stand; they may be the same block."""


def find_places(blocks: Sequence[NativeBlock], heading: str, text: str) -> list[Copy]:
    """Return where a heading and a text stand one after the other, or together in one block.

    White space of any kind is taken for the same here; whether a copy is exact is judged afterwards.
    """
    heading, text = fold_unseen(heading), fold_unseen(text)
    found: list[Copy] = []
    for at, block in enumerate(map(_loosened, blocks)):
        shown = without_mark(block, text)[0]
        if shown == text:
            found.append((at - 1 if at else None, at))
        elif without_mark(block, f"{heading} {text}")[0] == f"{heading} {text}":
            found.append((at, at))
    return found


def check_native_disclaimers(
    aligned: Aligned, disclaimers: Sequence[Disclaimer], wordings: Sequence[Wording], terms: Terms, raw: str
) -> Iterator[Finding]:
    """Yield what is wrong with the disclaimers that a document must show; `raw` is the file as it is."""
    folded = fold_space(raw)
    for disclaimer, wording in zip(disclaimers, wordings, strict=True):
        places = find_places(aligned.source, disclaimer.heading, disclaimer.text)
        copies = _find_copies(aligned, wording, places)
        page = VerifiedPage(
            file=terms.file,
            medium=Medium.TEXT,
            document="",
            locale=terms.locale,
            blocks=(),
            disclaimers=tuple(_seen(aligned, copy, wording, terms) for copy in copies),
            buried=frozenset([wording.id] if fold_space(wording.text) in folded else []),
        )
        yield from check_disclaimers(page, [wording], release=terms.is_release)
        if len(places) != 1:
            message = (
                f'disclaimer "{wording.id}" stands {len(places)} times in the source, as read from outside'
            )
            yield problem("disclaimer.misplaced", terms.file, message, hint="keep it in one block of its own")
        elif len(copies) == 1 and not _is_in_place(aligned, copies[0], places[0]):
            message = f'disclaimer "{wording.id}" stands at another place than in the source'
            line = aligned.blocks[_first(copies[0])].line
            yield problem("disclaimer.misplaced", terms.file, message, line=line, hint=_REBUILD)


def _find_copies(aligned: Aligned, wording: Wording, places: Sequence[Copy]) -> list[Copy]:
    """Return each copy of a disclaimer: exact ones, else what is left of one that was changed."""
    pairs = [(wording.heading, wording.text), *((one.heading, one.text) for one in wording.refused)]
    found = {copy: None for pair in pairs for copy in find_places(aligned.blocks, *pair)}
    lone = _lone_headings(aligned, wording, found)
    if found or lone:
        return sorted([*found, *lone], key=_first)
    if places and aligned.is_even and _is_alike(aligned.blocks[places[0][1] or 0].text, wording.text):
        return [places[0]]
    alike = (at for at, block in enumerate(aligned.blocks) if _is_alike(block.text, wording.text))
    changed = next(alike, None)
    return [] if changed is None else [(changed - 1 if changed else None, changed)]


def _lone_headings(aligned: Aligned, wording: Wording, found: dict[Copy, None]) -> list[Copy]:
    """Return where the heading stands without the text below it."""
    known = {heading for heading, _ in found}
    heading = fold_unseen(wording.heading)
    return [
        (at, None)
        for at, block in enumerate(aligned.blocks)
        if without_mark(_loosened(block), heading)[0] == heading and at not in known and block.kind != "p"
    ]


def _is_alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False)
    return (
        matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
    )


def _first(copy: Copy) -> int:
    return min(at for at in copy if at is not None)


def _is_in_place(aligned: Aligned, copy: Copy, place: Copy) -> bool:
    """Return whether as many blocks stand before or after a copy as in the source."""
    at, wanted = _first(copy), _first(place)
    return at == wanted or len(aligned.blocks) - at == len(aligned.source) - wanted


def _seen(aligned: Aligned, copy: Copy, wording: Wording, terms: Terms) -> SeenDisclaimer:
    heading = aligned.blocks[copy[0]] if copy[0] is not None else None
    text = aligned.blocks[copy[1]] if copy[1] is not None else None
    notices = aligned.inserted.get(_first(copy), ())
    blocks = [block for block in (heading, text) if block is not None]
    languages = [_language(block, wording, terms) for block in blocks]
    notice = notices[-1] if notices and wording.is_owed else None
    is_joined = copy[0] == copy[1]
    hidden = [reason for block in (*blocks, *([notice] if notice else [])) for reason in block.hidden]
    hidden += [f"it stands in <{block.kind}>" for block in blocks if block.fixed]
    lang = next((one for one in languages if one != wording.lang), wording.lang)
    return SeenDisclaimer(
        id=wording.id,
        line=blocks[0].line,
        position=_first(copy),
        heading=wording.heading if is_joined else _exact(heading, wording.heading),
        text=_exact_joined(text, wording) if is_joined else _exact(text, wording.text),
        lang=lang,
        dir=direction(terms.source if lang == terms.source.tag else terms.locale),
        notice=notice.text if notice else None,
        hidden=tuple(dict.fromkeys(hidden)),
    )


def _exact(block: NativeBlock | None, text: str) -> str:
    """Return what a block says, as `text` where only the ordinary white space of its format is different."""
    if block is None:
        return ""
    shown = without_mark(block, fold_space(text))[0]
    return text if shown == fold_space(text) else shown


def _exact_joined(block: NativeBlock | None, wording: Wording) -> str:
    """Return the text of a copy that stands in one block with its heading."""
    whole = f"{wording.heading} {wording.text}"
    shown = _exact(block, whole)
    return wording.text if shown == whole else shown


def _loosened(block: NativeBlock) -> NativeBlock:
    return replace(block, text=fold_unseen(block.text))


def _language(block: NativeBlock, wording: Wording, terms: Terms) -> str:
    """Return the language that a block is declared to be in, by its markup or by words."""
    texts = (wording.heading, wording.text, f"{wording.heading} {wording.text}")
    is_marked = any(without_mark(_loosened(block), fold_unseen(text))[1] for text in texts)
    return terms.source.tag if block.is_declared or is_marked else terms.locale.tag
