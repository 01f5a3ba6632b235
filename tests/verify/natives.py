"""Documents in their own format and their translations, written by hand; the build has no part in them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.config.disclaimers import parse_disclaimers
from pipeline.formats.registry import open_formats
from pipeline.stages.verify import VerifyResult, verify
from pipeline.workspace.project import Workspace, open_workspace
from tests.documents import CONFIG, HEADING, HTML, RECORD, TEXT
from tests.projects import DISCLAIMERS
from tests.verify.sample import TODAY, Sample, index_page, pinned_toml

if TYPE_CHECKING:
    from pathlib import Path

EN_HEADING, EN_TEXT = "Educational Disclaimer", "This page teaches. It does not replace a doctor."
BANNER = "Esta página es una vista previa."
NOTICE = "Este aviso está en inglés."
PAIRS = (
    ("Leg Cramps at Night", "Calambres nocturnos en las piernas"),
    ("Symptoms (English):", "Síntomas (español):"),
    (EN_HEADING, HEADING),
    (EN_TEXT, TEXT),
    ("What They Are", "Qué son"),
    ("in the leg. They pass soon.", "en la pierna. Pasan pronto."),
    ("Cramps are", "Los calambres son"),
    ("sudden pains", "dolores repentinos"),
    ("Stretch the leg.", "Estire la pierna."),
    ("A leg that hurts at night", "Una pierna que duele de noche"),
    (" Rest.<", " Descanse.<"),
    ("Drink a glass of water.", "Beba un vaso de agua."),
    ("When to Seek Care", "Cuándo buscar atención"),
    ("Call a doctor if the pain stays.", "Llame a un médico si el dolor sigue."),
)
MARKDOWN = f"""\
---
title: cramps
---

# Leg Cramps at Night

## {EN_HEADING}

{EN_TEXT}

## What They Are

Cramps are **sudden pains** in the leg. They pass soon.

- Stretch the leg.
- Drink a glass of water.

| Cramps are | sudden pains |
|---|---|
| Stretch the leg. | [Drink a glass of water.](water.md) |

```
drink water
```

## When to Seek Care

Call a doctor if the pain stays.
"""
PLAIN = f"""\
Leg Cramps at Night

{EN_HEADING}

{EN_TEXT}

What They Are
=============

Cramps are sudden pains in the leg. They pass soon.

- Stretch the leg.
- Drink a glass of water.

When to Seek Care
=================

Call a doctor if the pain stays.
"""
SOURCES = {
    "markdown": (".md", MARKDOWN),
    "record": (".txt", RECORD),
    "html": (".html", HTML),
    "plain": (".text", PLAIN),
}
REGISTERED = tuple(name for name in SOURCES if name in {one.name for one in open_formats()})
DOCUMENT = "cramps"


@dataclass(frozen=True, slots=True)
class Native:
    """A project of one format."""

    workspace: Workspace
    name: str
    source: str

    @property
    def file(self) -> str:
        return f"es/{DOCUMENT}{SOURCES[self.name][0]}"

    def english(self) -> str:
        return self.source.replace("NullEdu", "Edu")

    def spanish(self) -> str:
        """Return the translation."""
        text = self.english().replace('lang="en"', 'lang="es"')
        for old, new in PAIRS:
            text = text.replace(old, new)
        return text

    def disclaimer(self) -> tuple[str, str]:
        """Return the lines of the disclaimer as they stand in the translation, heading and text."""
        lines = [line for line in self.spanish().split("\n") if HEADING in line or TEXT in line]
        return lines[0], lines[1]

    def sample(self, spanish: str, mode: str = "release") -> Sample:
        """Return an output folder with a translation, and the English beside it."""
        sample = Sample(mode)
        suffix = SOURCES[self.name][0]
        for code, text in (("en", self.english()), ("es", spanish)):
            file = f"{code}/{DOCUMENT}{suffix}"
            sample.files[file] = text.encode()
            sample.files[f"{code}/index.html"] = index_page(code, mode, ("en", "es")).encode()
            sample.pages.append(
                {"document": DOCUMENT, "locale": code, "standing": "reviewed", "files": [file]}
            )
        sample.files["index.html"] = index_page("", mode, ("en", "es")).encode()
        for name in ("index.html", "en/index.html", "es/index.html"):
            text = sample.text(name).replace("leg-cramps.html", f"{DOCUMENT}{suffix}")
            sample.files[name] = text.encode()
        sample.files["static/caveat.css"] = b"main { color: #000000; }\n"
        sample.withheld = [{"document": DOCUMENT, "locale": "ar", "reasons": ["owed"]}]
        return sample

    def verify(self, spanish: str) -> VerifyResult:
        """Return what is found in a release with this translation."""
        return self.check(self.sample(spanish))

    def check(self, sample: Sample, *, release: bool = True) -> VerifyResult:
        """Return what is found in a folder."""
        folder = self.workspace.root / "output" / sample.mode
        shutil.rmtree(folder, ignore_errors=True)
        return verify(self.workspace, sample.write(folder), release=release, as_of=TODAY)

    def rules(self, spanish: str) -> set[str]:
        """Return what is found in a release about the translation itself."""
        return {one.check for one in self.verify(spanish).findings}


def make_native(
    root: Path, name: str, release: str = "", pinned: str | None = None, source: str | None = None
) -> Native:
    """Write a project with one document of a format."""
    suffix, usual = SOURCES[name]
    source = source or usual
    more = 'output = "document"' if name == "record" else ""
    files = {
        "caveat.toml": CONFIG.format(suffix=suffix, format=name, more=more) + release,
        "source/disclaimers.toml": DISCLAIMERS,
        f"source/guide/{DOCUMENT}{suffix}": source,
        "locales/es/disclaimers.toml": pinned_for() if pinned is None else pinned,
    }
    for file, text in files.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Native(open_workspace(root), name, source)


def pinned_for(**changes: object) -> str:
    """Return the Spanish wording as it is pinned."""
    [one] = parse_disclaimers(DISCLAIMERS, "source/disclaimers.toml")
    return pinned_toml(**{"heading": HEADING, "text": TEXT, "source_digest": one.digest, **changes})
