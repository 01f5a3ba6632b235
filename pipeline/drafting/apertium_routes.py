"""Which Apertium modes lead from English to a locale, where they lie, and which package brings them."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import EngineError
from pipeline.model.digest import digest_text, short
from pipeline.workspace.files import read_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.model.locale import Locale

HOP = ">"
ROUTES = {
    "an": ("eng-spa>spa-arg",),
    "ast": ("eng-spa>spa-ast",),
    "ca": ("eng-cat",),
    "eo": ("en-eo",),
    "es": ("eng-spa", "eng-cat>cat-spa"),
    "fr": ("eng-cat>cat-fra", "eng-spa>es-fr"),
    "gl": ("en-gl", "eng-spa>es-gl"),
    "it": ("eng-cat>cat-ita",),
    "oc": ("eng-cat>ca-oc", "eng-spa>es-oc"),
    "pt": ("eng-cat>cat-por", "eng-spa>es-pt"),
    "pt_BR": ("eng-cat>cat-por_BR", "eng-spa>es-pt_BR"),
    "sc": ("eng-cat>cat-srd",),
}
"""Best first, as measured and read. Catalan is the better pivot: it leaves fewer words unknown. Left out on
purpose: spa-ita, by which "para" becomes "gives birth"."""
_REFUSED = {"eng-hbs": "half of its words can't be put into a form"}
"""Modes that answer, and whose answers are of no use whatever the test sentence says."""

_PACKAGES = {
    "ca-oc": "apertium-oc-ca",
    "cat-fra": "apertium-fra-cat",
    "cat-ita": "apertium-cat-ita",
    "cat-por": "apertium-por-cat",
    "cat-por_BR": "apertium-por-cat",
    "cat-spa": "apertium-spa-cat",
    "en-eo": "apertium-eo-en",
    "en-gl": "apertium-en-gl",
    "es-fr": "apertium-fr-es",
    "es-gl": "apertium-es-gl",
    "es-oc": "apertium-oc-es",
    "es-pt": "apertium-es-pt",
    "es-pt_BR": "apertium-es-pt",
}
"""Debian packages whose name is not the mode's."""
_PRIMERS = {
    ("eng", "en"): ("known", "IS", "Unlike"),
    ("cat", "ca"): ("altres", "com", "qualsevol"),
    ("spa", "es"): ("para", "entre", "cierto", "escolar"),
}
"""Words after which no tagger of a mode from that language changes any more; see `apertium_pipe`. Found by
asking each with all texts of a corpus, before and after everything else that it may stumble over."""
_DATA = re.compile(r"/(apertium-[a-z0-9-]+)/")


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode file that was read."""

    name: str
    text: str


def find_routes(locale: Locale, chosen: str | None) -> tuple[str, ...]:
    """Return the routes to a locale, best first: the one the project chose, or those known to be of use."""
    return (chosen,) if chosen else ROUTES.get(locale.code) or ROUTES.get(locale.language, ())


def read_modes(route: str, folder: Path) -> tuple[Mode, ...]:
    """Return the modes of a route in order; raises EngineError that says what to install."""
    names = route.split(HOP)
    refused = next((why for name in names for bad, why in _REFUSED.items() if name.startswith(bad)), None)
    if refused:
        raise EngineError(f"{route} is of no use: {refused}", hint="list another engine")
    missing = [name for name in names if not (folder / f"{name}.mode").is_file()]
    if missing:
        raise EngineError(f"{missing[0]} is not installed", hint=install_command(names))
    paths = [folder / f"{name}.mode" for name in names]
    return tuple(Mode(path.stem, read_text(path, str(path))) for path in paths)


def primers_of(mode: str) -> tuple[str, ...]:
    """Return the words that a mode's chain gets first, so that its answers don't depend on their order."""
    source = mode.partition("-")[0]
    return next((words for names, words in _PRIMERS.items() if source in names), ())


def install_command(modes: Sequence[str]) -> str:
    """Return the command that installs what these modes need."""
    packages = dict.fromkeys(_PACKAGES.get(name, f"apertium-{name}") for name in modes)
    return f"apt-get install apertium {' '.join(packages)}"


def version_of(mode: Mode) -> str:
    """Return the version of the package a mode uses, or digits of the mode itself where no package tells."""
    found = _DATA.search(mode.text)
    program = shutil.which("dpkg-query")
    if found and program:
        command = [program, "-W", "-f", "${Version}", found[1]]
        answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
        version = answer.stdout.strip().rpartition(":")[2].partition("-")[0]
        if answer.returncode == 0 and version:
            return version
    return f"mode.{short(digest_text(mode.text), 8)}"
