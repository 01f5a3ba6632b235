"""Rules for a document in its own format: its structure is the source's, and no English in it is unmarked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from pipeline.config.project import Fallback
from pipeline.language.names import direction
from pipeline.verify.alignment import Aligned, without_mark
from pipeline.verify.language_free import is_language_free
from pipeline.verify.native import FRONT_MATTER, fold_space, fold_unseen
from pipeline.verify.problem import problem
from pipeline.verify.prose import find_copied_sentence, has_same_script
from pipeline.verify.structure import is_blank

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.model.unit import Risk
    from pipeline.verify.native import NativeBlock, NativeFile
    from pipeline.verify.outline import Outline

_HINT: Final = "build the document again from the source; translations change words, never the structure"
_SHOWN: Final = 60
_TARGET: Final = re.compile(r' (?:href|src)="(?P<target>[^"]*)"')

Fault = tuple[str, int | None, str, str]
"""Rule, line, message, hint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a localized document must keep to."""

    file: str
    """The path to show."""
    locale: Locale
    source: Locale
    is_release: bool
    outline: Outline
    fallback: Mapping[Risk, Fallback]
    risks: Mapping[str, Risk]
    """Of the text of each unit."""
    values: frozenset[str]
    """Texts beside the running text that are translated."""
    links: Mapping[str, str]
    """Link targets that differ in this locale."""
    canonical: frozenset[str]
    """The English headings and texts of disclaimers, which other rules are about."""

    @property
    def is_source(self) -> bool:
        """Whether this is the source language's own document."""
        return self.locale == self.source


def check_blocks(aligned: Aligned, terms: Terms) -> Iterator[Finding]:
    """Yield where a document parts from its source: in structure, language or what may be seen."""
    found = _find_first_difference(aligned, terms)
    if found:
        yield _finding(terms, ("structure.changed", *found, _HINT))
    for block, original in zip(aligned.blocks, aligned.source, strict=False):
        if found is None and original.text not in terms.canonical:
            for fault in _block_faults(block, original, terms):
                yield _finding(terms, fault)
        yield from (_finding(terms, fault) for fault in _language_faults(block, original, terms))


def _finding(terms: Terms, fault: Fault) -> Finding:
    rule, line, message, hint = fault
    return problem(rule, terms.file, message, line=line, hint=hint, locale=terms.locale.code)


def _find_first_difference(aligned: Aligned, terms: Terms) -> tuple[int | None, str] | None:
    for number, (block, original) in enumerate(zip_longest(aligned.blocks, aligned.source), 1):
        if block is None and original is not None:
            return None, f'block {number} is missing: {original.kind} "{original.text[:_SHOWN]}"'
        if original is None and block is not None:
            return block.line, f'block {number} is not in the document: {block.kind} "{block.text[:_SHOWN]}"'
        if block is not None and original is not None:
            message = _find_other_shape(block, original, terms)
            if message:
                return block.line, f'block {number}, "{block.text[:_SHOWN]}", {message}'
    return None


def _find_other_shape(block: NativeBlock, original: NativeBlock, terms: Terms) -> str | None:
    if block.kind != original.kind:
        return f"is {block.kind} instead of {original.kind}"
    if (block.opened, block.around) != (original.opened, original.around):
        return f"stands in {' > '.join(block.around)} instead of {' > '.join(original.around)}"
    wanted = sorted(_relinked(mark, terms.links) for mark in original.marks)
    if sorted(block.marks) != wanted:
        extra = [one for one in block.marks if one not in wanted]
        lost = [one for one in wanted if one not in block.marks]
        return f"has other markup: {', '.join(extra) or 'nothing'} instead of {', '.join(lost) or 'nothing'}"
    new = [reason for reason in block.hidden if reason not in original.hidden]
    return f"may not be seen: {new[0]}" if new else None


def _relinked(mark: str, links: Mapping[str, str]) -> str:
    found = _TARGET.search(mark)
    if found and found["target"] in links:
        start, stop = found.span("target")
        return mark[:start] + links[found["target"]] + mark[stop:]
    return mark


def _block_faults(block: NativeBlock, original: NativeBlock, terms: Terms) -> Iterator[Fault]:
    text, is_marked = without_mark(block, original.text)
    is_declared = is_marked or _is_foreign(block, original)
    if original.text and is_blank(block.text):
        hint = "translate it, or let the block fall back to the source"
        yield "text.empty", block.line, f"a {block.kind} is empty", hint
    elif block.fixed != original.fixed:
        message = f'code is "{block.fixed[:_SHOWN]}" instead of "{original.fixed[:_SHOWN]}"'
        yield "structure.changed", block.line, message, _HINT
    elif terms.is_source or is_declared:
        if text != original.text:
            both = f'"{text[:_SHOWN]}" instead of "{original.text[:_SHOWN]}"'
            yield "structure.changed", block.line, f"what must be as in the source is {both}", _HINT
        if is_declared and not terms.is_source:
            yield from _fallback_faults(block, terms)
    elif not block.fixed:
        copied = find_unmarked(block.text, terms)
        if copied:
            yield unmarked(copied, block.line)


def _is_foreign(block: NativeBlock, original: NativeBlock) -> bool:
    """Return whether a text says that it is in another language, beyond the foreign words of the source."""
    has_same_words = len(block.declared) == len(original.declared) and not block.is_declared
    return bool(block.declared) and not has_same_words


def find_unmarked(text: str, terms: Terms) -> str | None:
    """Return what of the source stands in a text of another language, or None."""
    text = fold_unseen(text)
    if is_language_free(text):
        return None
    if text in terms.outline.short and not has_same_script(terms.locale, terms.source):
        return text
    return find_copied_sentence(text, terms.outline.sentences)


def unmarked(copied: str, line: int | None) -> Fault:
    """Return the fault of source text that does not say so."""
    message = f'shows the source without saying so: "{copied[:80]}"'
    hint = "show the whole block in one language; where it must be the source's, mark it"
    return "text.unmarked-source", line, message, hint


def policies_of(text: str, terms: Terms) -> Collection[Fallback]:
    """Return what policy says of a block in the source language: the word for its riskiest unit."""
    found = [risk for unit, risk in terms.risks.items() if unit in text]
    return {terms.fallback[max(found)]} if found else frozenset()


def _fallback_faults(block: NativeBlock, terms: Terms) -> Iterator[Fault]:
    if terms.is_release and Fallback.WITHHOLD in policies_of(block.text, terms):
        message = f'is in the source language, and [release] says to withhold it: "{block.text[:_SHOWN]}"'
        hint = "have the translation approved, or allow the fallback under [release], then build again"
        yield "text.fallback-refused", block.line, message, hint


def _language_faults(block: NativeBlock, original: NativeBlock, terms: Terms) -> Iterator[Fault]:
    known = {locale.tag: direction(locale) for locale in (terms.locale, terms.source)}
    foreign = {lang for lang, _ in original.languages} - known.keys()
    for lang, way in block.languages:
        if (lang, way) not in original.languages and known.get(lang) != way and lang not in foreign:
            expected = " or ".join(f'lang="{tag}" dir="{facing}"' for tag, facing in known.items())
            message = f'a block is declared as lang="{lang}" dir="{way}"; here only {expected} can be'
            hint = "build the document again; the direction of a language is not a choice"
            yield "page.language", block.line, message, hint


def check_values(found: NativeFile, source: NativeFile, terms: Terms) -> Iterator[Finding]:
    """Yield what is wrong beside the running text: attributes, metadata, what the file says of itself."""
    names, wanted = [name for name, _ in found.values], [name for name, _ in source.values]
    if sorted(names) != sorted(wanted):
        other = next(iter(sorted({*names} ^ {*wanted})), names[0] if names else "")
        message = f'has other attributes or metadata than the source: "{other}"'
        yield _finding(terms, ("structure.changed", None, message, _HINT))
    for name, text in _undeclared_changes(found, source, terms):
        message = f'{name} is "{text[:_SHOWN]}", which nobody declared as text'
        yield _finding(terms, ("structure.changed", None, message, _HINT))
    for name, text in found.values:
        if not terms.is_source and text in terms.values and find_unmarked(text, terms):
            yield _finding(terms, unmarked(text, None))
        inner = text.partition("] ")[2]
        if terms.is_release and text.startswith("[") and inner in terms.values and not terms.is_source:
            message = f'{name} is in the source language, which nothing there can mark: "{text[:_SHOWN]}"'
            hint = "have its translation approved, then build again"
            yield _finding(terms, ("text.fallback-refused", None, message, hint))
    yield from _root_faults(found, source, terms)


def _undeclared_changes(found: NativeFile, source: NativeFile, terms: Terms) -> Iterator[tuple[str, str]]:
    """Yield the front matter that is not the source's, where the source's holds no text to translate."""
    fronts = ([one for one in file.values if one[0].startswith(FRONT_MATTER)] for file in (found, source))
    for (name, text), (_, wanted) in zip(*fronts, strict=False):
        is_text = any(value and fold_space(value) in wanted for value in terms.values)
        if text != wanted and not is_text:
            yield name, text


def _root_faults(found: NativeFile, source: NativeFile, terms: Terms) -> Iterator[Finding]:
    """Yield where a file says something wrong of itself: its language, and whether it may be searched for."""
    lang, was = found.root.get("lang"), source.root.get("lang")
    wanted = was if terms.is_source else terms.locale.tag
    if lang != wanted and (lang, was) != (None, None):
        message = f'the document is declared as lang="{lang or ""}" instead of lang="{wanted or ""}"'
        yield _finding(terms, ("page.language", 1, message, "build the document again"))
    is_own = terms.is_source and found.root.get("encoding") == source.root.get("encoding")
    if "encoding" in found.root and not is_own:
        message = f"the document is declared to be in {found.root['encoding']}; it is in UTF-8"
        yield _finding(terms, ("page.language", 1, message, "build the document again"))
    is_quiet, was_quiet = "robots" in found.root, "robots" in source.root
    if terms.is_release and is_quiet and not was_quiet:
        message = "search engines are told to stay away, as from a preview"
        yield _finding(terms, ("release.is-preview", 1, message, "build with `caveat build --release`"))
    if found.is_searched and not terms.is_release and not is_quiet:
        message = "search engines are not told to stay away"
        yield _finding(terms, ("preview.unmarked", 1, message, "build the preview again"))
