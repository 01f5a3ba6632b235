"""A small project on disk, and the command line run in it as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.ledger.ledger_file import Ledger, write_ledger
from pipeline.model.digest import digest_text
from pipeline.model.event import Event, EventKind, pair_key
from pipeline.model.locale import Locale
from pipeline.stages.sources import read_disclaimers
from pipeline.stages.standings import read_pinned, read_signing
from pipeline.workspace.project import Workspace, open_workspace
from tests.command_server import CommandServer

REPOSITORY = Path(__file__).resolve().parent.parent
DAY = "2026-03-01"
PIN_SIGNERS = ("a@example.org", "b@example.org")
"""Who approves pinned disclaimers in tests."""

CONFIG = """\
[project]
name = "Small"
source_locale = "en"
locales = ["es", "ar"]

[collections.articles]
path = "source/articles"
profile = "article"

[profiles.article]
junk = ["Null"]

[[profiles.article.sections]]
title = "Educational Disclaimer"
disclaimer = "educational"
required = true

[[profiles.article.sections]]
title = "Self-Care"
group = true

[[profiles.article.sections]]
title = "When to Seek Care"
risk = "critical"

[drafting]
engines = ["pseudo"]
"""
DISCLAIMERS = """\
[educational]
version = "1"
placement = "top"
heading = "Educational Disclaimer"
text = "This page teaches. It does not replace a doctor."
"""
ARTICLE = """\
Leg Cramps at Night
Symptoms (English):
NullEducational Disclaimer
This page teaches. It does not replace a doctor.
What They Are
Cramps are sudden pains. They pass soon.
Self-Care
Rest
Stretch the leg. Drink water.
When to Seek Care
Call a doctor if the pain stays.
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, Any]]:
        """Return standard output as one JSON object a line; anything else fails."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True, slots=True)
class Project:
    """A project in a folder of its own."""

    root: Path

    def open(self) -> Workspace:
        return open_workspace(self.root)

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def read(self, name: str) -> str:
        return (self.root / name).read_bytes().decode()

    def run(self, *arguments: str, **environment: str) -> Ran:
        return run_command(self.root, *arguments, **environment)

    def files(self, folder: str = ".") -> dict[str, bytes]:
        return read_tree(self.root / folder)


def make_project(root: Path, article: str | bytes = ARTICLE, config: str = CONFIG) -> Project:
    """Return a project with one article, two languages and the engine that makes pseudo drafts."""
    project = Project(root)
    project.write("caveat.toml", config)
    project.write("source/disclaimers.toml", DISCLAIMERS)
    project.write("source/articles/cramps.txt", article)
    return project


def acting(email: str) -> dict[str, str]:
    """Return the settings by which git says who acts."""
    return {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.email", "GIT_CONFIG_VALUE_0": email}


_TIMEOUT = 120
_NEEDS_A_PROCESS = ("PYTHON", "TZ", "LC_", "LANG")
"""Settings that a process reads when it starts."""


def run_command(folder: Path, *arguments: str, **environment: str) -> Ran:
    """Run `caveat` in `folder`; the date is fixed and nothing of the caller's settings leaks in."""
    settings = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(REPOSITORY),
        "PYTHONDONTWRITEBYTECODE": "1",
        "SOURCE_DATE_EPOCH": "1772323200",
        **environment,
    }
    if not any(name.startswith(_NEEDS_A_PROCESS) for name in environment):
        code, out, err = _command_server().run(folder, arguments, settings, _TIMEOUT)
        return Ran(code, out.decode(), err.decode())
    found = subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=folder,
        env=settings,
        capture_output=True,
        check=False,
        timeout=_TIMEOUT,
    )
    return Ran(found.returncode, found.stdout.decode(), found.stderr.decode())


@cache
def _command_server() -> CommandServer:
    return CommandServer(REPOSITORY)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path, but for what this machine alone needs."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: path.read_bytes() for name, path in names.items() if not name.startswith(".caveat/")}


def support_pins(root: Path, code: str = "es", signers: tuple[str, ...] = PIN_SIGNERS) -> None:
    """Put on record that `signers`, listed with the legal role, approved what is pinned for a locale."""
    workspace, locale = open_workspace(root), Locale(code)
    disclaimers = {one.id: one for one in read_disclaimers(workspace)}
    events, texts = [], []
    for pinned in read_pinned(workspace, locale):
        one = disclaimers[pinned.id]
        for key, target in ((one.heading_key, pinned.heading), (one.text_key, pinned.text)):
            texts += [key.source, target]
            events += [
                Event(
                    kind=EventKind.APPROVE,
                    key=pair_key(code, "disclaimers", key, target),
                    by=person,
                    on="2026-01-01",
                    context=key.context,
                    source=digest_text(key.source),
                    target=digest_text(target),
                    draft="test/1",
                )
                for person in signers
            ]
    write_ledger(workspace.ledger(locale, "disclaimers"), Ledger().with_records(events=events, texts=texts))
    listed = {one.email for one in read_signing(workspace).reviewers}
    people = workspace.reviewers.read_text("utf-8") if workspace.reviewers.exists() else ""
    for person in signers:
        if person not in listed:
            people += f'\n[[reviewers]]\nemail = "{person}"\nname = "{person}"\n'
            people += f'roles = ["legal"]\nlocales = ["{code}"]\n'
    workspace.reviewers.write_text(people, "utf-8")
