"""The museum of broken projects: each a whole small project with one fault, and what Caveat says of it.

An exhibit is a sound project that is changed by one function; what the command line then writes to standard
error stands beside it in `said/<name>.txt`, word for word, with the command and the exit code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.projects import CONFIG, DISCLAIMERS, Project

if TYPE_CHECKING:
    from collections.abc import Callable

ES = "locales/es/LC_MESSAGES/cramps.po"
LEDGER = "locales/es/reviews/cramps.jsonl"
PINNED = """\
[educational]
version = "1"
source_digest = "sha256:0"
heading = "Aviso"
text = "Esto enseña. Lo edité a mano."
seal = "sha256:0"
approved_by = ["a@example.org", "b@example.org"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One fault."""

    command: tuple[str, ...]
    damage: Callable[[Project], object]
    code: int
    needs_run: bool = False
    """The fault is in what `caveat run` writes, so that it runs first."""


def _in_config(old: str, new: str) -> Callable[[Project], object]:
    assert old in CONFIG
    return lambda project: project.write("caveat.toml", CONFIG.replace(old, new))


def _in_article(data: bytes) -> Callable[[Project], object]:
    return lambda project: project.write("source/articles/cramps.txt", data)


def _edit(name: str, old: str, new: str) -> Callable[[Project], object]:
    def damage(project: Project) -> None:
        text = project.read(name)
        assert old in text, name
        project.write(name, text.replace(old, new, 1))

    return damage


def _cut(project: Project) -> None:
    text = project.read(ES)
    project.write(ES, text[: text.index('msgid "Call a doctor') + 30])


def _latin_1(project: Project) -> None:
    text = project.read(ES).split("\n\n", 1)[0]
    entry = '\n\nmsgid "Drink water."\nmsgstr "Tomar mañana."\n'
    project.write(ES, (text + entry).encode("latin-1"))


def _conflict_in_catalog(project: Project) -> None:
    ours = 'msgid "Drink water."\n<<<<<<< HEAD\nmsgstr "Uno"\n=======\nmsgstr "Dos"\n>>>>>>> theirs\n'
    project.write(ES, project.read(ES).split("\n\n", 1)[0] + "\n\n" + ours)


def _remove(name: str) -> Callable[[Project], object]:
    return lambda project: (project.root / name).unlink()


def _nothing(_project: Project) -> None:
    """The fault is in the command."""


MUSEUM: dict[str, Exhibit] = {
    "config-not-toml": Exhibit(
        command=("extract",), damage=_in_config('name = "Small"', 'name = "Small'), code=2
    ),
    "config-unknown-locale": Exhibit(
        command=("extract",), damage=_in_config('["es", "ar"]', '["es", "arr"]'), code=2
    ),
    "config-unknown-key": Exhibit(
        command=("extract",), damage=_in_config("required = true", "requird = true"), code=2
    ),
    "config-unknown-format": Exhibit(
        command=("extract",),
        damage=_in_config('profile = "article"', 'profile = "article"\nformat = "recrod"'),
        code=2,
    ),
    "config-missing": Exhibit(command=("run",), damage=_remove("caveat.toml"), code=2),
    "catalog-cut": Exhibit(command=("update",), damage=_cut, code=3, needs_run=True),
    "catalog-latin-1": Exhibit(command=("check",), damage=_latin_1, code=3, needs_run=True),
    "catalog-conflict": Exhibit(command=("build",), damage=_conflict_in_catalog, code=3, needs_run=True),
    "ledger-conflict": Exhibit(
        command=("build",),
        damage=lambda project: project.write(LEDGER, "<<<<<<< HEAD\n=======\n>>>>>>> theirs\n"),
        code=3,
        needs_run=True,
    ),
    "source-section-missing": Exhibit(
        command=("extract",), damage=_in_article(b"Leg Cramps\nWhat They Are\nPains.\n"), code=3
    ),
    "source-disclaimer-edited": Exhibit(
        command=("run",),
        damage=_edit("source/articles/cramps.txt", "not replace a doctor.", "now replace a doctor."),
        code=3,
    ),
    "source-disclaimer-canonical-edited": Exhibit(
        command=("build",),
        damage=lambda project: project.write(
            "source/disclaimers.toml", DISCLAIMERS.replace("a doctor.", "a doctor!")
        ),
        code=3,
        needs_run=True,
    ),
    "source-not-utf-8": Exhibit(
        command=("extract",), damage=_in_article("Calambres\nDolor de mañana\n".encode("latin-1")), code=3
    ),
    "source-empty": Exhibit(command=("extract",), damage=_in_article(b"\n\n"), code=3),
    "source-binary": Exhibit(command=("extract",), damage=_in_article(b"PK\x03\x04\n\0\0"), code=3),
    "source-two-with-one-id": Exhibit(
        command=("extract",),
        damage=lambda project: [
            project.write("source/more/cramps.txt", "Other\n"),
            project.write("caveat.toml", CONFIG + '\n[collections.more]\npath = "source/more"\n'),
        ],
        code=2,
    ),
    "source-reserved-id": Exhibit(
        command=("extract",), damage=lambda project: project.write("source/articles/index.txt", "T\n"), code=2
    ),
    "source-id-leaves-the-project": Exhibit(
        command=("extract",),
        damage=lambda project: project.write(
            "caveat.toml", CONFIG + '\n[collections.articles.ids]\n"cramps.txt" = "../../cramps"\n'
        ),
        code=2,
    ),
    "pinned-edited-by-hand": Exhibit(
        command=("build", "--release"),
        damage=lambda project: project.write("locales/es/disclaimers.toml", PINNED),
        code=2,
    ),
    "command-unknown-locale": Exhibit(command=("update", "-l", "ess"), damage=_nothing, code=2),
    "command-unknown-engine": Exhibit(
        command=("draft", "--engine", "apertum"), damage=_nothing, code=2, needs_run=True
    ),
    "command-unknown": Exhibit(command=("biuld",), damage=_nothing, code=2),
    "command-not-a-date": Exhibit(command=("build", "--as-of", "soon"), damage=_nothing, code=2),
    "command-require-without-release": Exhibit(
        command=("build", "--require", "es:cramps"), damage=_nothing, code=2
    ),
    "command-file-missing": Exhibit(command=("check", "no.po"), damage=_nothing, code=3),
}
