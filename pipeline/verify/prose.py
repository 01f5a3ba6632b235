"""Prose: no junk of an export, no unmarked mixture of languages, nothing empty, every language declared."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pipeline.language.names import direction, own_name
from pipeline.verify.dom import is_same_language
from pipeline.verify.language_free import is_language_free
from pipeline.verify.outline import Outline, fold
from pipeline.verify.problem import problem
from pipeline.verify.structure import is_blank

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.verify.page import Seen, VerifiedPage


def check_languages(page: VerifiedPage, source: Locale) -> Iterator[Finding]:
    """Yield blocks in a language that the page can't have, or with that language's wrong direction."""
    known = {locale.tag: direction(locale) for locale in (page.locale, source)}
    blocks = ((one.lang, one.dir, one.line) for one in page.blocks)
    banners = ((one.lang, one.dir, one.line) for one in page.banners)
    expected = " or ".join(f'lang="{tag}" dir="{way}"' for tag, way in known.items())
    for lang, facing, line in (*blocks, *banners, *_turned_round(page, known)):
        if lang is not None and known.get(lang) != facing:
            message = f'a block is declared as lang="{lang}" dir="{facing}"; here only {expected} can be'
            hint = "build the page again; the direction of a language is not a choice"
            yield problem("page.language", page.file, message, line=line, hint=hint, locale=page.locale.code)


def _turned_round(
    page: VerifiedPage, known: Mapping[str, str]
) -> Iterator[tuple[str | None, str | None, int | None]]:
    """Yield the notices and marks in the page's languages; a list of languages may name any."""
    for one in page.surroundings:
        if one.lang in known:
            yield one.lang, one.dir, one.line


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
                place = block.text[max(0, found.start() - 20) :][:60]
                message = f'the junk token "{token}" is in the text: "{place}"'
                hint = "the source's junk must stay in the skeleton: see `junk` in caveat.toml"
                code = locale.code if locale else None
                yield problem("text.junk", file, message, line=block.line, hint=hint, locale=code)


def _junk_pattern(token: str) -> re.Pattern[str]:
    """Match a token alone in its block, or glued to a word; before small letters it is another word."""
    bare = re.escape(token)
    return re.compile(rf"\A\W*{bare}\W*\Z|(?<!\w){bare}(?=[^\W\d_])(?![a-zß-öø-ÿ])\w*|\w+{bare}(?!\w)")


def check_mixture(page: VerifiedPage, outline: Outline, source: Locale) -> Iterator[Finding]:
    """Yield the blocks that show the source's words as if they were a translation."""
    short = (
        outline.short if page.locale != source and not has_same_script(page.locale, source) else frozenset()
    )
    for block in page.blocks:
        if page.locale == source or _is_declared(block, source):
            continue
        is_short = block.text in short and not is_language_free(block.text)
        copied = block.text if is_short else find_copied_sentence(block.text, outline.sentences)
        if copied:
            yield _unmarked(copied, page.file, block.line, page.locale)


def check_surroundings(
    blocks: Iterable[Seen], file: str, locale: Locale, sentences: Collection[str], source: Locale
) -> Iterator[Finding]:
    """Yield what stands around the article, such as its title in a list, in unmarked words of the source."""
    for block in blocks:
        if locale != source and not _is_declared(block, source):
            copied = find_copied_sentence(block.text, sentences)
            if copied:
                yield _unmarked(copied, file, block.line, locale)


def _is_declared(block: Seen, source: Locale) -> bool:
    return block.lang is not None and is_same_language(block.lang, source)


def _unmarked(copied: str, file: str, line: int | None, locale: Locale) -> Finding:
    message = f'shows the source without saying so: "{copied[:80]}"'
    hint = "show the whole block in one language; where it must be the source's, wrap it in its lang"
    return problem("text.unmarked-source", file, message, line=line, hint=hint, locale=locale.code)


def find_copied_sentence(text: str, sentences: Collection[str]) -> str | None:
    """Return a sentence of the source that stands in a text, or None."""
    folded = fold(text)
    candidates = sorted(one for one in sentences if one in folded and not is_language_free(one))
    return next((one for one in candidates if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", folded)), None)


def has_same_script(one: Locale, other: Locale) -> bool:
    """Return whether two languages share a script, so that a short text may well be the same in both."""
    return _script(one) == _script(other)


def _script(locale: Locale) -> str:
    """Return the script of a language: that of the first letter of its own name."""
    return unicodedata.name(own_name(locale)[0]).split()[0]
