"""A project folder for OmegaT, versions 3 to 6: what it reads, and where.

`tm/` holds what was approved, `tm/penalty-010/` what was not, which OmegaT then never shows as a full match.
`tm/auto/` and `tm/enforce/` are not used: texts from there get into the translation and nobody has read them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from pipeline.model.term import TermStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model.locale import Locale
    from pipeline.model.term import Term

PROJECT: Final = "omegat.project"
SOURCE: Final = "source/"
TARGET: Final = "target/"
APPROVED: Final = "tm/approved.tmx"
OTHERS: Final = "tm/penalty-010/not-approved.tmx"
GLOSSARY: Final = "glossary/glossary.txt"
EMPTY_FOLDERS: Final = (TARGET, "tm/", "glossary/", "dictionary/", "omegat/")
"""OmegaT takes a folder without these for damaged, or makes them where it likes."""

_DEFAULT: Final = "__DEFAULT__"
_FOLDERS: Final = (
    "source_dir", "target_dir", "tm_dir", "glossary_dir", "glossary_file", "dictionary_dir", "export_tm_dir",
)  # fmt: skip


def render_project(source: Locale, target: Locale) -> bytes:
    """Return `omegat.project`: a unit is a segment, and no translation spreads to units that look alike.

    The same word as a heading and as a label are two units, so each has a translation of its own.
    """
    settings = dict.fromkeys(_FOLDERS, _DEFAULT) | {
        "source_lang": source.tag,
        "target_lang": target.tag,
        "sentence_seg": "false",
        "support_default_translations": "false",
        "remove_tags": "false",
    }
    lines = [f"        <{name}>{escape(value)}</{name}>\n" for name, value in settings.items()]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<omegat>\n    <project version="1.0">\n'
    return f"{head}{''.join(lines)}    </project>\n</omegat>\n".encode()


def render_glossary(terms: Iterable[Term]) -> bytes:
    """Return OmegaT's glossary: term, translation and remark between tabs, a line each translation."""
    lines = []
    for term in terms:
        targets = (term.source,) if term.is_kept else term.targets
        lines += ["\t".join(map(_cell, (term.source, target, _remark(term)))) for target in targets or ("",)]
    return "".join(f"{line}\n" for line in lines).encode()


def _remark(term: Term) -> str:
    kept = ["do not translate"] if term.is_kept else []
    never = [f"never: {', '.join(term.forbidden)}"] if term.forbidden else []
    told = [text for text in (term.part_of_speech, term.note) if text]
    suggested = ["a suggestion"] if term.status is TermStatus.SUGGESTED else []
    return "; ".join([*kept, *never, *told, *suggested])


def _cell(text: str) -> str:
    return " ".join(text.split())
