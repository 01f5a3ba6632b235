"""Units to a template (POT), and the header a locale's catalog starts with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.core import Locale as BabelLocale
from babel.messages.plurals import get_plural

from pipeline.model.catalog import Catalog, Entry
from pipeline.model.unit import Risk, UnitKey

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.locale import Locale
    from pipeline.model.unit import Unit

_RISK = "risk: "
_CONTENT = "MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"


def make_template(document: str, units: Iterable[Unit], reference: str) -> Catalog:
    """Return a document's template; it holds no date, so that an unchanged source gives the same bytes."""
    header = Entry(
        key=UnitKey(None, ""),
        targets=(f"Project-Id-Version: {document}\n{_CONTENT}",),
        comments=(f"Template of {document}; generated, not to be edited.",),
    )
    references = (reference,)
    entries = [Entry(key=unit.key, extracted=_comments(unit), references=references) for unit in units]
    return Catalog(entries=(header, *entries))


def _comments(unit: Unit) -> tuple[str, ...]:
    if not unit.risk:
        return unit.notes
    why = f" ({', '.join(unit.reasons)})" if unit.reasons else ""
    return (*unit.notes, f"{_RISK}{unit.risk.label}{why}")


def noted_risk(entry: Entry) -> Risk:
    """Return the risk that a template noted at an entry; what says nothing of it is standard."""
    words = [comment.removeprefix(_RISK).split() for comment in entry.extracted if comment.startswith(_RISK)]
    labels = {word[0] for word in words if word}
    return max((risk for risk in Risk if risk.label in labels), default=Risk.STANDARD)


def make_header(document: str, locale: Locale) -> Entry:
    """Return the header of a new catalog."""
    plural = get_plural(locale.code)
    forms = f"Plural-Forms: nplurals={plural.num_plurals}; plural={plural.plural_expr};\n"
    name = BabelLocale.parse(locale.code).get_display_name("en") or locale.code
    return Entry(
        key=UnitKey(None, ""),
        targets=(f"Project-Id-Version: {document}\nLanguage: {locale.code}\n{_CONTENT}{forms}",),
        comments=(f"{document} in {name}.",),
    )
