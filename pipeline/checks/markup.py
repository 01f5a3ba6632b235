"""Markup: the target has the source's tags, placeholders and addresses, nested alike, and no other markup."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.inline import PLACEHOLDER, TAG, URL
from pipeline.language.lexicon import ENGLISH
from pipeline.language.plurals import is_for_one_number
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CATEGORY = "design-and-markup/markup"


def _rule(name: str, description: str, hint: str) -> Rule:
    return Rule(
        id=f"markup.{name}", severity=Severity.ERROR, category=_CATEGORY, description=description, hint=hint
    )


MISSING = _rule(
    "tag-missing", "A numbered tag of the source is not in the target.", "put it around the same words"
)
EXTRA = _rule("tag-extra", "The target has a tag that the source has not, or has it more often.", "remove it")
NESTING = _rule(
    "nesting", "A tag is closed before it is opened, or across another.", "close the inner tag first"
)
PLACEHOLDERS = _rule(
    "placeholder", "The placeholders of source and target are not the same.", "copy each placeholder as it is"
)
INJECTION = _rule(
    "injection", "The target has markup or script that the source has not.", "write text and tags only"
)
URL_ADDED = _rule(
    "url-added", "The target has an address that the source has not.", "use the source's address"
)
URL_MISSING = _rule("url-missing", "An address of the source is not in the target.", "copy the address")

_ELEMENT = re.compile(
    r"</?[A-Za-z][^<>]{0,200}>|<!--|<\?|<!\[|<\s*/?\s*(?:script|iframe|object|embed|svg|img|style|link|meta|base|form)\b"
    r"|\bjavascript\s*:|\bdata:text/html|\bon(?:error|load|click|mouse\w+|focus)\s*=",
    re.IGNORECASE,
)


class MarkupCheck:
    """Tags, placeholders, addresses, foreign markup."""

    name = "markup"
    rules = (MISSING, EXTRA, NESTING, PLACEHOLDERS, INJECTION, URL_ADDED, URL_MISSING)
    examples = (
        Example("es", "<1>500 mg</1> of <2/>", "<1>500 mg</1> de <2/>"),
        Example(
            "ar", "Read <1>this</1> and <2>that</2>.", "اقرأ <2>ذلك</2> و<1>هذا</1>.", note="order is free"
        ),
        Example("zh_Hans", "p < 0.05 and x > 3", "p < 0.05 且 x > 3"),
        Example("hi", "Hello {name}, %(count)s of 5%", "नमस्ते {name}, 5% में से %(count)s"),
        Example("ru", "See https://www.who.int.", "См. https://www.who.int."),
        Example(
            "zh_Hans", "See https://www.who.int.", "请访问https://www.who.int。", note="no space after it"
        ),
        Example("zh_Hans", "See https://www.who.int.", "如https://www.who.int所述。", note="nor a mark"),
        Example("fr", "See https://a.example/en/x.", "Voir https://a.example/fr/x.", note="the own language"),
        Example("pt_BR", "See https://en.a.example/", "Veja https://pt.a.example/"),
        Example(
            "fr",
            '<a href="https://a.example/en/">it</a>',
            '<a href="https://a.example/fr/">le</a>',
            note="in a link",
        ),
        Example(
            "fr",
            "See https://a.example/en/x.",
            "Voir https://b.example/fr/x.",
            frozenset({URL_ADDED.id, URL_MISSING.id}),
            "another host",
        ),
        Example(
            "fr",
            "See https://a.example/en/x.",
            "Voir https://a.example/de/x.",
            frozenset({URL_ADDED.id, URL_MISSING.id}),
            "another language",
        ),
        Example("es", "<1>500 mg</1> a day", "500 mg al día", frozenset({MISSING.id})),
        Example("zh_Hans", "<1>500 mg</1> a day", "每天<1>500毫克", frozenset({MISSING.id, NESTING.id})),
        Example("ar", "Take it.", "<1>خذه</1>.", frozenset({EXTRA.id})),
        Example("ru", "<1>a</1> <2>b</2>", "<1>а <2>б</1></2>", frozenset({NESTING.id})),
        Example("fr", "<1>a</1>", "</1>a<1>", frozenset({NESTING.id})),
        Example("hi", "Hello {name}", "नमस्ते {नाम}", frozenset({PLACEHOLDERS.id})),
        Example("es", "Hello %(name)s", "Hola", frozenset({PLACEHOLDERS.id})),
        Example("pt_BR", "Take it.", "Tome <script>alert(1)</script>.", frozenset({INJECTION.id})),
        Example("ar", "Take it.", "<img src=x onerror=a>خذه", frozenset({INJECTION.id})),
        Example("de", "Read on.", "Lies weiter: https://example.org/x", frozenset({URL_ADDED.id})),
        Example("zh_Hans", "See https://www.who.int.", "请访问网站。", frozenset({URL_MISSING.id})),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield everything that is not as in the source."""
        source, target = subject.source, subject.target
        if not any(mark in source + target for mark in "<{%:") and "www." not in source + target:
            return
        yield from _tags(source, target)
        yield from _placeholders(subject)
        code = subject.locale.code
        known = {_plain(match[0], ENGLISH) for match in _ELEMENT.finditer(source)}
        found = next(
            (match for match in _ELEMENT.finditer(target) if _plain(match[0], code) not in known), None
        )
        if found:
            yield INJECTION.issue(
                f"{found[0]} is not in the source", target_span=found.span(), found=found[0]
            )
        yield from _urls(subject)


def _plain(markup: str, language: str) -> str:
    """Return markup as it is compared: without a look at white space and the language of addresses."""
    return _without_language(" ".join(markup.lower().split()), language)


def _without_language(text: str, language: str) -> str:
    """Return `text` with a star for the language in its addresses: `/en/` and, in French, `/fr/`."""
    return _language_part(language).sub(r"\1*", text) if "/" in text else text


@lru_cache(maxsize=256)
def _language_part(code: str) -> re.Pattern[str]:
    """Return what finds a language in a path, at the start of a host, or as a parameter."""
    language, _, rest = code.partition("_")
    own = f"{language}(?:[-_](?:{rest or '[a-z]{2}'}))?"
    return re.compile(
        rf"(://|(?<=[^/])/|[?&](?:hl|lang|language|locale)=){own}(?=(?<=://{language})\.|[/?&#\"']|$)",
        re.IGNORECASE,
    )


def _tags(source: str, target: str) -> Iterator[Issue]:
    wanted = Counter(match[0] for match in TAG.finditer(source))
    found = Counter(match[0] for match in TAG.finditer(target))
    for tag in sorted(wanted - found):
        yield MISSING.issue(f"{tag} is missing", expected=tag)
    for tag in sorted(found - wanted):
        yield EXTRA.issue(f"{tag} is not in the source", found=tag)
    broken = _find_broken_nesting(target)
    if broken and _find_broken_nesting(source) is None:
        yield NESTING.issue(f"{broken} is not nested as it should be", found=broken)


def _find_broken_nesting(text: str) -> str | None:
    """Return the first tag that closes nothing or the wrong one or is never closed, or None."""
    opened: list[tuple[str, str]] = []
    for tag in TAG.finditer(text):
        is_closing, number, is_single = tag.groups()
        if is_closing:
            if not opened or opened.pop()[0] != number:
                return tag[0]
        elif not is_single:
            opened.append((number, tag[0]))
    return opened[-1][1] if opened else None


def _placeholders(subject: Subject) -> Iterator[Issue]:
    wanted = Counter(match[0] for match in PLACEHOLDER.finditer(subject.source))
    found = Counter(match[0] for match in PLACEHOLDER.finditer(subject.target))
    if wanted != found and not _leaves_number_out(subject, wanted - found, found - wanted):
        gone, come = sorted((wanted - found).elements()), sorted((found - wanted).elements())
        parts = [f"{' '.join(gone)} is missing"] * bool(gone) + [
            f"{' '.join(come)} is not in the source"
        ] * bool(come)
        yield PLACEHOLDERS.issue("; ".join(parts), expected=" ".join(gone), found=" ".join(come))


def _leaves_number_out(subject: Subject, gone: Counter[str], come: Counter[str]) -> bool:
    """Return whether only the number is missing, in a plural form for one number: "a minute"."""
    is_plural = subject.entry.plural is not None
    return is_plural and not come and gone.total() == 1 and is_for_one_number(subject.locale, subject.form)


def _urls(subject: Subject) -> Iterator[Issue]:
    wanted = _addresses(subject.source, ENGLISH)
    found = _addresses(subject.target, subject.locale.code)
    for address in sorted(found.keys() - wanted.keys()):
        yield URL_ADDED.issue(f"{found[address]} is not in the source", found=found[address])
    for address in sorted(wanted.keys() - found.keys()):
        yield URL_MISSING.issue(f"{wanted[address]} is missing", expected=wanted[address])


def _addresses(text: str, language: str) -> dict[str, str]:
    """Return the addresses of a text by what is compared of them."""
    addresses = (match[0].rstrip(".,;:!?") for match in URL.finditer(text))
    return {_without_language(address, language): address for address in addresses}


CHECK = MarkupCheck()
