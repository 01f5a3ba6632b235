"""A small project whose documents are built in their own format, in folders, with people who sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.catalogs.po import read_catalog, revise, write_catalog
from pipeline.ledger.ledger_file import Ledger, write_ledger
from pipeline.model.catalog import Catalog
from pipeline.model.digest import digest_text
from pipeline.model.disclaimer import PinnedDisclaimer
from pipeline.model.event import Event, EventKind, pair_key
from pipeline.model.locale import Locale
from pipeline.stages.extract import extract
from pipeline.stages.pins import render_pinned
from pipeline.stages.sources import DISCLAIMERS, read_disclaimers, read_sources
from pipeline.stages.update import update
from tests.projects import DAY, PIN_SIGNERS, Project, support_pins
from tests.projects import DISCLAIMERS as CANONICAL

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DOCTORS = ("c@example.org", "d@example.org")
"""Who approves everything else; both have every role but the legal one."""
HEADING, TEXT = "Aviso educativo", "Esta página enseña. No reemplaza a un médico."
"""The pinned Spanish wording."""

CONFIG = """\
[project]
name = "Small"
source_locale = "en"
locales = ["es", "ar"]

[checks]
disable = ["language", "negation"]

[collections.guide]
path = "source/guide"
files = ["**/*{suffix}"]
format = "{format}"
profile = "article"
{more}

[profiles.article]
junk = ["Null"]
front_matter = ["title"]

[[profiles.article.sections]]
title = "Educational Disclaimer"
disclaimer = "educational"

[[profiles.article.sections]]
title = "When to Seek Care"
risk = "critical"

[drafting]
engines = ["pseudo"]
"""
INDEX = "# Leg Cramps at Night\n\nStart with [the basics](basics/index.md). They are short.\n"
BASICS = """\
---
title: Basics
---

# The *basics* of cramps

## Educational Disclaimer

This page teaches. It does not replace a doctor.

## What they are

Cramps are **sudden pains** in the leg. They pass soon.

- Stretch the leg.
- Drink a glass of water.
  1. Cold water is fine.

| Remedy | How much of it |
|--------|----------------|
| Water  | Two glasses in the evening |

```sh
drink --water 2
```

> Said a patient who knows it well.

## When to Seek Care

Call a doctor if the pain stays. See [the list](../index.md "All").

![A leg](leg.png)
"""
MARKDOWN = {"index.md": INDEX, "basics/index.md": BASICS}
RECORD = """\
Leg Cramps at Night
Symptoms (English):
NullEducational Disclaimer
This page teaches. It does not replace a doctor.
What They Are
Cramps are sudden pains in the leg. They pass soon.
When to Seek Care
Call a doctor if the pain stays.
"""
RECORDS = {"cramps.txt": RECORD, "more/cramps.txt": RECORD.replace("Night", "Day")}
HTML = """\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Leg Cramps at Night</title></head>
<body>
<h1>Leg Cramps at Night</h1>
<h2>Educational Disclaimer</h2>
<p>This page teaches. It does not replace a doctor.</p>
<h2>What They Are</h2>
<p>Cramps are <b>sudden pains</b> in the leg. They pass soon.</p>
<ul><li>Drink a glass of water.</li><li>Stretch the leg.</li></ul>
<p><img src="leg.png" alt="A leg that hurts at night"> Rest.</p>
<h2>When to Seek Care</h2>
<p>Call a doctor if the pain stays.</p>
</body>
</html>
"""
HTMLS = {"index.html": HTML, "more/index.html": HTML.replace("Night", "Day")}
TREES = {"markdown": (".md", MARKDOWN), "record": (".txt", RECORDS), "html": (".html", HTMLS)}
"""Of each format, the ending of its files and a tree of them with one disclaimer or more."""


def make_documents(root: Path, name: str = "markdown", more: str = "", release: str = "") -> Project:
    """Return a project of one format, extracted, with empty catalogs."""
    project = Project(root)
    suffix, tree = TREES[name]
    wanted = f'output = "document"\n{more}' if name == "record" else more
    project.write("caveat.toml", CONFIG.format(suffix=suffix, format=name, more=wanted) + release)
    project.write("source/disclaimers.toml", CANONICAL)
    for file, text in tree.items():
        project.write(f"source/guide/{file}", text)
    refresh(project)
    return project


def refresh(project: Project) -> None:
    """Extract and update."""
    workspace = project.open()
    extract(workspace)
    update(workspace, locales=workspace.config.locales, today=DAY)


def spanish(source: str) -> str:
    """Return a text that stands for a Spanish translation: tags and numbers stay, no word does."""
    out, inside = [], False
    for letter in source:
        inside = (inside or letter == "<") and letter != ">"
        out.append(letter if inside or not letter.isascii() or not letter.isalpha() else rotate(letter))
    return "".join(out)


def rotate(letter: str) -> str:
    start = ord("a") if letter.islower() else ord("A")
    return chr(start + (ord(letter) - start + 1) % 26)


def translate(project: Project, code: str = "es", change: Callable[[str], str] = spanish) -> None:
    """Fill every catalog but the one of disclaimers."""
    workspace = project.open()
    for source in read_sources(workspace).catalogs:
        if source.id != DISCLAIMERS:
            path = workspace.catalog(Locale(code), source.id)
            catalog = read_catalog(path, path.name)
            entries = tuple(
                one if one.is_header else revise(one, targets=(change(one.key.source),), flags=())
                for one in catalog.entries
            )
            write_catalog(path, Catalog(entries=entries))


def approve(project: Project, code: str = "es", *, skip: tuple[str, ...] = ()) -> None:
    """Put on record that two doctors approved every text but those of the sources in `skip`; pin and list."""
    workspace = project.open()
    for source in read_sources(workspace).catalogs:
        if source.id == DISCLAIMERS:
            continue
        catalog = read_catalog(workspace.catalog(Locale(code), source.id), source.id)
        events, texts = [], []
        for entry in catalog.units():
            if entry.key.source in skip:
                continue
            texts += [entry.key.source, entry.target]
            events += [
                Event(
                    kind=kind,
                    key=pair_key(code, source.id, entry.key, entry.target),
                    by=person,
                    on="2026-01-01",
                    context=entry.key.context,
                    source=digest_text(entry.key.source),
                    target=digest_text(entry.target),
                )
                for person, kind in (
                    ("t@example.org", EventKind.CLAIM),
                    *((doctor, EventKind.APPROVE) for doctor in DOCTORS),
                )
            ]
        ledger = Ledger().with_records(events=events, texts=texts)
        write_ledger(workspace.ledger(Locale(code), source.id), ledger)
    pin(project, code)
    people = project.read("locales/reviewers.toml")
    roles = '["language", "clinical"]'
    for person in (*DOCTORS, "t@example.org"):
        if person not in people:
            people += f'\n[[reviewers]]\nemail = "{person}"\nname = "{person}"\nroles = {roles}\n'
            people += f'locales = ["{code}"]\n'
    project.write("locales/reviewers.toml", people)


def pin(project: Project, code: str = "es", **changes: object) -> None:
    """Pin a wording of the disclaimer, approved by two people."""
    disclaimer = read_disclaimers(project.open())[0]
    fields: dict[str, object] = {
        "id": disclaimer.id,
        "version": disclaimer.version,
        "source_digest": disclaimer.digest,
        "heading": HEADING,
        "text": TEXT,
        "seal": "",
        "approved_by": PIN_SIGNERS,
        **changes,
    }
    text = render_pinned([PinnedDisclaimer(**fields)])  # type: ignore[arg-type]
    project.write(f"locales/{code}/disclaimers.toml", text)
    support_pins(project.root, code)
