"""Markdown: a CommonMark page to what its reader sees; of raw HTML only the `div`s that name a language."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from selectolax.lexbor import LexborHTMLParser

from pipeline.verify.page import Banner, Kind, Medium, Seen, SeenDisclaimer, VerifiedPage
from pipeline.verify.visibility import HIDING_ELEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.locale import Locale

_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_OPENING: Final = re.compile(r"<([a-zA-Z][\w-]*)\b[^>]*>\s*")
_CLOSING: Final = re.compile(r"</([a-zA-Z][\w-]*)\s*>\s*")
_HEADING: Final = re.compile(r"(#{1,6})(?:\s+(.*?))?\s*")
_UNDERLINE: Final = re.compile(r" {0,3}(=+|-+)\s*")
_NOT_A_PARAGRAPH: Final = re.compile(
    r"(?: {4}|\t|```|~~~|[-+*](?:\s|$)|\d{1,9}[.)](?:\s|$)|\[[^\]]+\]:|(?:[-_*]\s*){3,}$|>)"
)
_EMPHASIS: Final = re.compile(r"_(?P<text>(?:[^_\\]|\\.)+)_")
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])|&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")


@dataclass(frozen=True, slots=True)
class _Frame:
    """An HTML element that is open."""

    tag: str
    lang: str | None
    dir: str | None
    disclaimer: str | None
    line: int
    hidden: str | None


@dataclass(slots=True)
class _Reading:
    """A page being read."""

    lang: str
    dir: str
    labels: int
    """How many paragraphs right after the title are field labels."""
    frames: list[_Frame] = field(default_factory=list)
    blocks: list[Seen] = field(default_factory=list)
    disclaimers: list[SeenDisclaimer] = field(default_factory=list)
    banners: list[Banner] = field(default_factory=list)
    surroundings: list[Seen] = field(default_factory=list)
    notice: str | None = None
    """The notice that was read last, while nothing has followed it."""
    has_title: bool = False
    has_begun: bool = False


def read_markdown(
    text: str, *, file: str, document: str, locale: Locale, direction: str, labels: int
) -> VerifiedPage:
    """Return what the reader of a Markdown page sees; `labels` is how many follow the title."""
    reading = _Reading(lang=locale.tag, dir=direction, labels=labels)
    visible = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    for line, chunk in _chunks(visible):
        _read_chunk(reading, line, chunk)
    return VerifiedPage(
        file=file,
        medium=Medium.MARKDOWN,
        document=document,
        locale=locale,
        blocks=tuple(reading.blocks),
        disclaimers=tuple(reading.disclaimers),
        banners=tuple(reading.banners),
        buried=frozenset(re.findall(r"""data-disclaimer\s*=\s*["']?([\w.-]+)""", text)),
        surroundings=tuple(reading.surroundings),
    )


def _chunks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the runs of lines between blank lines, each with its first line's number."""
    chunk: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.strip():
            chunk.append(line)
        elif chunk:
            yield number - len(chunk), chunk
            chunk = []


def _read_chunk(reading: _Reading, line: int, chunk: list[str]) -> None:
    opening, closing = _OPENING.fullmatch(chunk[0]), _CLOSING.fullmatch(chunk[0])
    if opening or closing:
        _open(reading, chunk[0], line) if opening else _close(reading, closing[1] if closing else "")
        if len(chunk) > 1:  # without a blank line between, CommonMark takes the rest as raw HTML
            _add(reading, Kind.OTHER, "\n".join(chunk[1:]), line + 1)
    elif chunk[0].startswith(">"):
        _read_quote(reading, line, chunk)
    elif heading := _HEADING.fullmatch(chunk[0]):
        _add_heading(reading, len(heading[1]), heading[2] or "", line)
        if len(chunk) > 1:
            _read_chunk(reading, line + 1, chunk[1:])
    else:
        _read_paragraph(reading, line, chunk)


def _open(reading: _Reading, tag: str, line: int) -> None:
    node = LexborHTMLParser(tag).css_first("body > *, head > *")
    given = node.attributes if node is not None else {}
    name = tag[1:].split(maxsplit=1)[0].rstrip(">/").lower()
    hiding = sorted(given.keys() & {"hidden", "style", "inert", "popover", "aria-hidden"})
    hidden = f"it stands in <{name}>" if name in HIDING_ELEMENTS else None
    if hiding:
        hidden = f"<{name}> has the attribute {hiding[0]}"
    disclaimer = given.get("data-disclaimer")
    frame = _Frame(name, given.get("lang"), given.get("dir"), disclaimer, line, hidden)
    if disclaimer is not None:
        reading.disclaimers.append(_start_disclaimer(reading, frame))
    reading.frames.append(frame)


def _start_disclaimer(reading: _Reading, frame: _Frame) -> SeenDisclaimer:
    hidden = [one.hidden for one in (*reading.frames, frame) if one.hidden]
    return SeenDisclaimer(
        id=frame.disclaimer or "",
        line=frame.line,
        position=len(reading.blocks),
        heading="",
        text="",
        lang=frame.lang or "",
        dir=frame.dir or "",
        notice=reading.notice,
        hidden=tuple(hidden),
    )


def _close(reading: _Reading, tag: str) -> None:
    if reading.frames and reading.frames[-1].tag == tag.lower():
        reading.frames.pop()


def _read_quote(reading: _Reading, line: int, chunk: list[str]) -> None:
    text = plain(" ".join(one.removeprefix(">").strip() for one in chunk))
    lang, direction = _tongue(reading)
    if not reading.has_begun:
        hidden = tuple(one.hidden for one in reading.frames if one.hidden)
        reading.banners.append(Banner(text=text, line=line, lang=lang, dir=direction, hidden=hidden))
        reading.has_begun = True
    else:
        _add(reading, Kind.OTHER, text, line)


def _add_heading(reading: _Reading, depth: int, raw: str, line: int) -> None:
    if depth == 1 and not reading.has_title and _disclaimer_open(reading) is None:
        reading.has_title = True
        _add(reading, Kind.TITLE, plain(raw), line)
    else:
        _add(reading, Kind.HEADING, plain(raw), line, level=depth - 1)


def _read_paragraph(reading: _Reading, line: int, chunk: list[str]) -> None:
    raw = " ".join(one.strip() for one in chunk)
    underline = next((one for one in chunk[1:] if _UNDERLINE.fullmatch(one)), None)
    notice = _EMPHASIS.fullmatch(raw)
    if notice and _disclaimer_open(reading) is None:
        reading.notice = plain(notice["text"])
        lang, direction = _tongue(reading)
        seen = Seen(kind=Kind.OTHER, text=reading.notice, line=line, lang=lang, dir=direction)
        reading.surroundings.append(seen)
    elif underline or any(_NOT_A_PARAGRAPH.match(one) for one in chunk) or _is_reference(chunk):
        _add(reading, Kind.OTHER, plain(raw), line)
    elif reading.has_title and len(reading.blocks) <= reading.labels and _disclaimer_open(reading) is None:
        _add(reading, Kind.LABEL, plain(raw), line)
    else:
        _add(reading, Kind.PARAGRAPH, plain(raw), line)


def _is_reference(chunk: list[str]) -> bool:
    return any(re.match(r" {0,3}\[[^\]]*\]:", one) for one in chunk)


def _add(reading: _Reading, kind: Kind, text: str, line: int, level: int = 0) -> None:
    reading.has_begun = True
    reading.notice = None
    if _disclaimer_open(reading) is not None:
        reading.disclaimers[-1] = _extended(reading.disclaimers[-1], kind, text, level)
        return
    lang, direction = _tongue(reading)
    hidden = next((one.hidden for one in reading.frames if one.hidden), None)
    reading.blocks.append(
        Seen(kind=kind, text=text, line=line, level=level, lang=lang, dir=direction, hidden=hidden)
    )


def _extended(one: SeenDisclaimer, kind: Kind, text: str, level: int) -> SeenDisclaimer:
    """Return the open disclaimer with one more block; only a heading and then a paragraph belong in it."""
    if kind is Kind.HEADING and level == 1 and not one.heading and not one.text:
        return replace(one, heading=text)
    if kind is Kind.PARAGRAPH and not one.text:
        return replace(one, text=text)
    return replace(one, surplus=f'it also holds "{text[:60]}"')


def _disclaimer_open(reading: _Reading) -> str | None:
    return next((one.disclaimer for one in reversed(reading.frames) if one.disclaimer is not None), None)


def _tongue(reading: _Reading) -> tuple[str, str]:
    lang = next((one.lang for one in reversed(reading.frames) if one.lang), reading.lang)
    return lang, next((one.dir for one in reversed(reading.frames) if one.dir), reading.dir)


def plain(markdown: str) -> str:
    """Return the text that Markdown without markup shows; markup that stands in it stays as typed."""
    return _ESCAPE.sub(lambda found: found[1] or html.unescape(found[0]), markdown).strip()
