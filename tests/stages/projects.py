"""A small project on disk for the tests of stages, with invented people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.config.parse_config import parse_config
from pipeline.workspace.project import Workspace
from tests.factories import BEA, CARL, LEA

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """
[project]
name = "Sample"
locales = ["es"]

[collections.articles]
path = "source/articles"
format = "record"
"""
REVIEWERS = "".join(
    f'[[reviewers]]\nemail = "{email}"\nname = "{email}"\nroles = {roles}\nlocales = ["es"]\n\n'
    for email, roles in ((BEA, '["language"]'), (CARL, '["clinical"]'), (LEA, '["legal"]'))
)
HEADING, TEXT = "Educational Disclaimer", "This is no advice."
DISCLAIMERS = f'[educational]\nversion = "1"\nplacement = "top"\nheading = "{HEADING}"\ntext = "{TEXT}"\n'


def make_project(root: Path) -> Workspace:
    """Write the configuration and return the project; documents and catalogs are the test's."""
    write(root / "caveat.toml", CONFIG)
    write(root / "locales" / "reviewers.toml", REVIEWERS)
    write(root / "source" / "disclaimers.toml", DISCLAIMERS)
    return Workspace(root, parse_config(CONFIG))


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path
