"""Engine "glossary": headings, labels and cells that are nothing but a term of the locale's glossary."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.drafting.base import LOOK_UP, Draft, Health, Limits, Setting, count_of
from pipeline.drafting.options import check_options
from pipeline.drafting.probing import probe_by_opening
from pipeline.drafting.terms import in_case_of
from pipeline.language.termbase import Termbase
from pipeline.model.digest import digest_fields, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.drafting.base import Request

_AROUND = re.compile(r"(?P<text>.*?)(?P<end>\s*:?\s*)", re.DOTALL)
"""A label may end with a colon."""


@dataclass(frozen=True, slots=True)
class GlossarySession:
    """One locale's glossary."""

    termbase: Termbase
    route: str
    version: str
    mask_styles: tuple[()] = ()

    def draft(self, requests: Sequence[Request], deadline: float) -> list[Draft]:
        """Return what the glossary wants for a text that is a term, where it leaves no choice."""
        del deadline  # a look at a table takes no time
        return [self._find(request.text) for request in requests]

    def _find(self, source: str) -> Draft:
        parts = _AROUND.fullmatch(source)
        text, end = (parts["text"], parts["end"]) if parts else (source, "")
        match = next(iter(self.termbase.find_terms(text)), None)
        if match is None or (match.start, match.stop) != (0, len(text)):
            return Draft(reason="it is no term of the glossary")
        if any(term.is_kept for term in match.terms):
            return Draft(text=source, confidence=1.0, is_vouched=True)
        (term, *others) = match.terms
        if others or not term.targets:
            return Draft(reason="the glossary does not say which word is meant")
        if " ".join(text.casefold().split()) != " ".join(term.source.casefold().split()):
            return Draft(reason="it is another form of a term than the glossary has")
        return Draft(text=in_case_of(text, term) + end, confidence=1.0, is_vouched=True)


class GlossaryEngine:
    """Exact matches of the locale's glossary."""

    name = "glossary"
    is_offline = True
    uses_context = False
    masks_terms = False

    def limits(self, setting: Setting) -> Limits:
        """Return how it may be asked."""
        check_options(self.name, setting.options, ())
        return LOOK_UP

    def probe(self, setting: Setting) -> Health:
        """Return how many terms the locale's glossary has."""
        return probe_by_opening(self, setting)

    @contextmanager
    def open(self, setting: Setting) -> Iterator[GlossarySession]:
        """Yield a session on the locale's glossary; one without a glossary has no terms."""
        self.limits(setting)
        termbase = setting.termbase or Termbase()
        rows = (field for term in termbase.terms for field in (term.source, *term.targets))
        version = f"glossary@{short(digest_fields(*rows), 8)}"
        yield GlossarySession(termbase, count_of(len(termbase.terms), "term"), version)
