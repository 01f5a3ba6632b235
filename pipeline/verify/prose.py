"""Prose: no junk of an export, no unmarked mixture of languages, nothing empty, every language declared."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from pipeline.language.names import direction
from pipeline.model.finding import Finding
from pipeline.model.locale import Locale
from pipeline.verify.dom import is_same_language
from pipeline.verify.outline import Outline, fold
from pipeline.verify.page import Kind, Seen, VerifiedPage
from pipeline.verify.problem import problem, remark
from pipeline.verify.structure import is_blank

_MARK_IT: Final = "show the whole block in one language; where it must be the source's, wrap it in its lang"


def check_languages(page: VerifiedPage, source: Locale) -> Iterator[Finding]:
    """Yield blocks in a language that the page can't have, or with that language's wrong direction."""
    known = {locale.tag: direction(locale) for locale in (page.locale, source)}
    blocks = ((one.lang, one.dir, one.line) for one in (*page.blocks, *page.surroundings))
    banners = ((one.lang, one.dir, one.line) for one in page.banners)
    expected = " or ".join(f'lang="{tag}" dir="{way}"' for tag, way in known.items())
    for lang, facing, line in (*blocks, *banners):
        if lang is not None and known.get(lang) != facing:
            message = f'a block is declared as lang="{lang}" dir="{facing}"; here only {expected} can be'
            hint = "build the page again; the direction of a language is not a choice"
            yield problem("page.language", page.file, message, line=line, hint=hint, locale=page.locale.code)


def check_empty(page: VerifiedPage) -> Iterator[Finding]:
    """Yield the blocks that hold nothing to read."""
    for block in page.blocks:
        if is_blank(block.text):
            message = f"a {block.kind.value} is empty"
            hint = "translate it, or let the block fall back to the source"
            yield problem(
                "text.empty", page.file, message, line=block.line, hint=hint, locale=page.locale.code
            )


def check_junk(
    file: str,
    blocks: Iterable[Seen],
    tokens: Iterable[str],
    source_texts: Collection[str],
    locale: Locale | None,
) -> Iterator[Finding]:
    """Yield each junk token that reached a reader: in place of a text, or glued to a word."""
    wanted = [(token, _junk_pattern(token)) for token in tokens]
    for block in blocks:
        for token, pattern in wanted:
            found = pattern.search(block.text)
            if found and not any(found[0] in text for text in source_texts):
                message = f'the junk token "{token}" is in the text: "{block.text[max(0, found.start() - 20) :][:60]}"'
                hint = "the source's junk must stay in the skeleton: see `junk` in caveat.toml"
                code = locale.code if locale else None
                yield problem("text.junk", file, message, line=block.line, hint=hint, locale=code)


def _junk_pattern(token: str) -> re.Pattern[str]:
    """Match a token alone in its block, or glued to a word, which small letters after it would make part of one."""
    bare = re.escape(token)
    return re.compile(rf"\A\W*{bare}\W*\Z|(?<!\w){bare}(?=[^\W\d_])(?![a-zß-öø-ÿ])\w*|\w+{bare}(?!\w)")


def check_mixture(
    page: VerifiedPage, outline: Outline, source: Locale, marked: Collection[str]
) -> Iterator[Finding]:
    """Yield the blocks that show the source's words as if they were a translation.

    Plain text can't declare a language: there the blocks that the page's HTML shows as the source's, `marked`,
    may stand in the source language too.
    """
    if page.locale == source:
        return
    for block in page.blocks:
        is_declared = block.lang is not None and is_same_language(block.lang, source)
        if is_declared or (block.lang is None and fold(block.text) in marked):
            continue
        copied = find_copied_sentence(block.text, outline.sentences)
        if copied:
            message = f'shows the source without saying so: "{copied[:80]}"'
            yield problem(
                "text.unmarked-source",
                page.file,
                message,
                line=block.line,
                hint=_MARK_IT,
                locale=page.locale.code,
            )
        elif block.text in outline.short and block.kind is not Kind.LABEL:
            message = f'"{block.text}" is the source\'s own text'
            hint = f"{_MARK_IT}; if the two languages agree here, nothing is wrong"
            yield remark(
                "text.unmarked-source",
                page.file,
                message,
                line=block.line,
                hint=hint,
                locale=page.locale.code,
            )


def find_copied_sentence(text: str, sentences: Collection[str]) -> str | None:
    """Return a sentence of the source that stands in a text, or None."""
    folded = fold(text)
    return next(
        (one for one in sorted(sentences) if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", folded)), None
    )
