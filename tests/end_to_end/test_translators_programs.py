"""What translators' programs do to a package, and that giving it back changes no text and raises no state."""

from __future__ import annotations

import fcntl
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import polib
import pytest
from babel.messages import pofile

from pipeline.catalogs.po import parse_catalog
from pipeline.model.event import EventKind
from pipeline.model.state import State
from pipeline.stages.review import Filter, list_units
from tests.factories import ANA, BEA, ES
from tests.packages import (
    CATALOG,
    CRAMPS,
    bring_up,
    decide_all,
    draft_all,
    edited,
    hand_out,
    hand_out_omegat,
    make_updated,
    outcomes,
    pack,
    take_back,
    unpack,
)
from tests.projects import Project

if TYPE_CHECKING:
    from collections.abc import Callable

STAYS, STAYS_ES = "Call a doctor if the pain stays.", "Llame al médico si el dolor persiste."
WATER, WATER_ES = "Drink water.", "Beba agua."
ARTICLE = "source/articles/cramps.txt"
SIGNED = {State.TRANSLATED, State.REVIEWED, State.APPROVED}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the files of a project with a drafted, a stale, an unattributed and an approved text."""
    project = make_updated(tmp_path_factory.mktemp("made"))
    people = f'[[reviewers]]\nemail = "{BEA}"\nname = "Bea"\nroles = ["language"]\nlocales = ["es"]\n'
    project.write("locales/reviewers.toml", people)
    text = edited(project.read(CATALOG), WATER, WATER_ES)
    project.write(CATALOG, edited(text, "Cramps are sudden pains.", "Son dolores."))
    decide_all(project, EventKind.CLAIM, ANA)
    decide_all(project, EventKind.APPROVE, BEA)
    project.write(ARTICLE, project.read(ARTICLE).replace("sudden pains", "sudden strong pains"))
    bring_up(project)
    draft_all(project)
    text = project.read(CATALOG)
    drafted = next(one for one in parse_catalog(text.encode(), CATALOG).units() if one.key.source == "Rest")
    project.write(CATALOG, edited(text, "Rest", "Descanse", drafted.target))
    found = set(states(project).values())
    assert found == {State.APPROVED, State.STALE, State.DRAFT, State.UNATTRIBUTED}
    return project.files()


@pytest.fixture
def project(made: dict[str, bytes], tmp_path: Path) -> Project:
    project = Project(tmp_path / "project")
    for name, data in made.items():
        project.write(name, data)
    return project


def states(project: Project) -> dict[str, State]:
    units = list_units(project.open(), (ES,), Filter(documents=frozenset({"cramps"})))
    return {one.unit.key.source: one.standing.state for one in units}


def texts(project: Project) -> dict[str, tuple[str, ...]]:
    return {one.key.source: one.targets for one in parse_catalog(project.read(CATALOG).encode(), "").units()}


def given_back(project: Project, path: Path, edit: Callable[[Path, Path], None]) -> dict[str, str]:
    """Hand a job out, let a program at the catalog (and the template), give it back; what became of units."""
    hand_out(project, path, states=frozenset(State))
    catalog, template = path.with_name("cramps.po"), path.with_name("cramps.pot")
    files = unpack(path)
    catalog.write_bytes(files[CRAMPS])
    template.write_bytes((project.root / "locales/cramps.pot").read_bytes())
    os.utime(catalog, (0, 0))
    edit(catalog, template)
    assert catalog.stat().st_mtime > 0, "the program did not save"
    return outcomes(take_back(project, pack(path, files | {CRAMPS: catalog.read_bytes()})))


def gettext(*words: str) -> Callable[[Path, Path], None]:
    def edit(catalog: Path, template: Path) -> None:
        known = {"PO": str(catalog), "POT": str(template)}
        told = [known.get(word, word) for word in words]
        found = subprocess.run([*told, "-o", f"{catalog}.new"], check=False, capture_output=True, text=True)
        assert found.returncode == 0, found.stderr
        Path(f"{catalog}.new").replace(catalog)

    return edit


def polib_save(catalog: Path, _: Path) -> None:
    polib.pofile(str(catalog)).save()


def babel_save(catalog: Path, _: Path) -> None:
    with catalog.open("rb") as file:
        found = pofile.read_po(file)
    buffer = io.BytesIO()
    pofile.write_po(buffer, found)
    catalog.write_bytes(buffer.getvalue())


def babel_update(catalog: Path, template: Path) -> None:
    with catalog.open("rb") as file, template.open("rb") as other:
        found = pofile.read_po(file)
        found.update(pofile.read_po(other))
    buffer = io.BytesIO()
    pofile.write_po(buffer, found)
    catalog.write_bytes(buffer.getvalue())


EDITS: dict[str, Callable[[Path, Path], None]] = {
    "msgcat": gettext("msgcat", "PO"),
    "msgcat, wrapped at 40": gettext("msgcat", "--width=40", "PO"),
    "msgcat, sorted": gettext("msgcat", "--sort-output", "PO"),
    "msgmerge": gettext("msgmerge", "PO", "POT"),
    "msgmerge --previous": gettext("msgmerge", "--previous", "PO", "POT"),
    "msgattrib": gettext("msgattrib", "--no-obsolete", "PO"),
    "polib": polib_save,
    "babel": babel_save,
    "babel update": babel_update,
}


@pytest.mark.parametrize("name", EDITS)
def test_a_program_that_saves_a_catalog_changes_nothing(project: Project, tmp_path: Path, name: str) -> None:
    if name.startswith("msg") and shutil.which("msgcat") is None:
        pytest.skip("gettext is not installed")
    before = project.files("locales")
    assert given_back(project, tmp_path / "job.zip", EDITS[name]) == {}
    assert project.files("locales") == before


@pytest.mark.skipif(shutil.which("msgattrib") is None, reason="gettext is not installed")
def test_a_program_that_takes_every_mark_off_makes_nobody_an_author(project: Project, tmp_path: Path) -> None:
    wording, before = texts(project), states(project)
    edit = gettext("msgattrib", "--clear-fuzzy", "--clear-previous", "PO")
    assert set(given_back(project, tmp_path / "job.zip", edit).values()) == {"cleared"}
    assert texts(project) == wording
    after = states(project)
    assert {source for source, state in after.items() if state in SIGNED} == {
        source for source, state in before.items() if state in SIGNED
    }
    assert {after[source] for source in before if before[source] in (State.DRAFT, State.STALE)} == {
        State.UNATTRIBUTED
    }


def test_what_is_written_in_a_program_is_what_is_taken(project: Project, tmp_path: Path) -> None:
    def edit(catalog: Path, _: Path) -> None:
        found = polib.pofile(str(catalog))
        entry = next(one for one in found if one.msgid == STAYS)
        entry.msgstr = STAYS_ES
        entry.flags.remove("fuzzy")
        found.save()

    wording, before = texts(project), states(project)
    assert given_back(project, tmp_path / "job.zip", edit) == {STAYS: "taken"}
    assert texts(project) == wording | {STAYS: (STAYS_ES,)}
    assert states(project) == before | {STAYS: State.TRANSLATED}


@pytest.fixture(scope="session")
def pot2po(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return translate-toolkit's program, in an environment of its own: it is GPL, so never linked."""
    folder = tmp_path_factory.mktemp("toolkit")
    made = subprocess.run([sys.executable, "-m", "venv", str(folder)], check=False, capture_output=True)
    pip = [str(folder / "bin/pip"), "install", "--quiet", "translate-toolkit"]
    if made.returncode or subprocess.run(pip, check=False, capture_output=True, timeout=300).returncode:
        pytest.skip("translate-toolkit can't be installed here")
    return str(folder / "bin/pot2po")


@pytest.mark.slow
def test_pot2po_changes_nothing(project: Project, tmp_path: Path, pot2po: str) -> None:
    def edit(catalog: Path, template: Path) -> None:
        old = catalog.rename(catalog.with_suffix(".old.po"))
        subprocess.run([pot2po, "-t", str(old), str(template), str(catalog)], check=True, capture_output=True)

    before = project.files("locales")
    assert given_back(project, tmp_path / "job.zip", edit) == {}
    assert project.files("locales") == before


WEBLATE = "5.14.3"
_NEEDS_LIBRARIES = ("borgbackup", "tesserocr", "pygobject", "pycairo")
"""What Weblate makes backups, reads screenshots and draws with: C libraries that a catalog does not need."""
_REQUIRED = """
import re
from importlib.metadata import requires
names = ((re.match(r"[\\w.-]+", one)[0].lower(), one) for one in requires("weblate") if "extra ==" not in one)
print("\\n".join(one for name, one in names if name not in {skipped}))
"""
_SAVES = Path(__file__).parents[1] / "editors/weblate_saves.py"


@pytest.fixture(scope="session")
def weblate() -> str:
    """Return the Python of an environment with Weblate, which takes a minute to make and so is kept."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "caveat-tests" / f"weblate-{WEBLATE}-{sys.version_info.major}.{sys.version_info.minor}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another worker may be making it
        return _make_weblate(folder)


def _make_weblate(folder: Path) -> str:
    python, done = folder / "bin/python", folder / "done"
    if done.exists():
        return str(python)
    pip = [str(python), "-m", "pip", "install", "--quiet"]
    listing = folder / "required.txt"
    steps: list[Callable[[], object]] = [
        lambda: _run(sys.executable, "-m", "venv", "--clear", str(folder)),
        lambda: _run(*pip, "--no-deps", f"weblate=={WEBLATE}"),
        lambda: listing.write_text(_run(str(python), "-c", _REQUIRED.format(skipped=_NEEDS_LIBRARIES))),
        lambda: _run(*pip, "-r", str(listing)),
    ]
    try:
        for step in steps:
            step()
    except (subprocess.SubprocessError, OSError) as error:
        pytest.skip(f"Weblate can't be installed here: {error}")
    done.touch()
    return str(python)


def _run(*command: str) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)
    return done.stdout


def saved_in_weblate(weblate: str, *changes: str) -> Callable[[Path, Path], None]:
    def edit(catalog: Path, _: Path) -> None:
        command = [weblate, str(_SAVES), str(catalog), *changes]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        assert f"X-Generator: Weblate {WEBLATE}" in catalog.read_text("utf-8"), "Weblate did not save"

    return edit


@pytest.mark.slow
def test_weblate_saves_what_was_handed_out(project: Project, tmp_path: Path, weblate: str) -> None:
    before = project.files("locales")
    assert given_back(project, tmp_path / "job.zip", saved_in_weblate(weblate)) == {}
    assert project.files("locales") == before


@pytest.mark.slow
def test_what_is_written_in_weblate_is_what_is_taken(project: Project, tmp_path: Path, weblate: str) -> None:
    wording, before = texts(project), states(project)
    prose = (one.key for one in parse_catalog(project.read(CATALOG).encode(), CATALOG).units())
    known = (key.source for key in prose if key.context is None and key.source != STAYS)
    drafted = next(source for source in known if before[source] is State.DRAFT)
    edit = saved_in_weblate(weblate, STAYS, STAYS_ES, drafted, "")
    assert given_back(project, tmp_path / "job.zip", edit) == {STAYS: "taken", drafted: "cleared"}
    assert texts(project) == wording | {STAYS: (STAYS_ES,)}
    assert states(project) == before | {STAYS: State.TRANSLATED, drafted: State.UNATTRIBUTED}


SAVE_IN_OMEGAT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx11.dtd">
<tmx version="1.1"><header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext"
 creationtoolversion="3.6.0" segtype="paragraph" srclang="en"/><body>
<tu><tuv lang="en"><seg>{source}</seg></tuv><tuv lang="es" changeid="ana"><seg>{target}</seg></tuv></tu>
</body></tmx>
"""
"""What OmegaT saves when a person has translated one segment."""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("omegat") is None, reason="OmegaT is not installed")
def test_omegat_opens_the_folder_and_what_it_writes_is_taken(project: Project, tmp_path: Path) -> None:
    path, folder = tmp_path / "job.zip", tmp_path / "omegat-project"
    hand_out_omegat(project, path)
    shutil.unpack_archive(path, folder)
    saved = SAVE_IN_OMEGAT.format(source=STAYS, target=STAYS_ES)
    (folder / "omegat/project_save.tmx").write_text(saved, "utf-8")
    (tmp_path / "settings").mkdir()
    command = ["omegat", "--mode=console-translate", "--no-team", f"--config-dir={tmp_path / 'settings'}"]
    done = subprocess.run(
        [*command, str(folder)], check=False, capture_output=True, text=True, timeout=120,
        env={**os.environ, "HOME": str(tmp_path / "settings")},
    )  # fmt: skip
    assert "Translated document created" in done.stdout, done.stdout + done.stderr
    files = {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }
    assert "target/cramps.po" in files
    wording, before = texts(project), states(project)
    assert outcomes(take_back(project, pack(path, files))) == {STAYS: "taken"}
    assert texts(project) == wording | {STAYS: (STAYS_ES,)}
    assert states(project) == before | {STAYS: State.TRANSLATED}


POEDIT = """
poedit "$1" &
program=$!
for _ in $(seq 60); do
  sleep 0.5
  window=$(xdotool search --onlyvisible --name "cramps" 2>/dev/null | head -n 1)
  [ -n "$window" ] && break
done
sleep 3
xdotool windowfocus --sync "$window"
xdotool key ctrl+u
sleep 1
xdotool key ctrl+s
sleep 3
kill "$program"
"""
"""Open a file, take the mark off its first unfinished text, save."""


@pytest.mark.slow
@pytest.mark.skipif(
    not all(map(shutil.which, ("poedit", "xvfb-run", "xdotool"))),
    reason="Poedit or a screen is not installed",
)
def test_poedit_saves_what_was_handed_out(project: Project, tmp_path: Path) -> None:
    def edit(catalog: Path, _: Path) -> None:
        subprocess.run(
            ["xvfb-run", "-a", "bash", "-c", POEDIT, "poedit", str(catalog)],
            check=False, capture_output=True, timeout=120, env={**os.environ, "HOME": str(tmp_path)},
        )  # fmt: skip
        assert "X-Generator: Poedit" in catalog.read_text("utf-8"), "Poedit did not save"

    wording, before = texts(project), states(project)
    found = given_back(project, tmp_path / "job.zip", edit)
    assert set(found.values()) <= {"cleared"}
    assert texts(project) == wording
    signed = {source for source, state in before.items() if state in SIGNED}
    assert {source for source, state in states(project).items() if state in SIGNED} == signed


LOKALIZE = """
lokalize "$1" &
program=$!
call() { busctl --user call "$name" "/ThisIsWhatYouWant/Editor/$editor" org.kde.Lokalize.Editor "$@"; }
for _ in $(seq 120); do
  sleep 0.5
  name=$(busctl --user list --no-legend 2>/dev/null | awk '/^org.kde.lokalize/ {print $1; exit}')
  for editor in 0 1 2; do
    [ -n "$name" ] && [ "$(call currentFile 2>/dev/null)" = "s \\"$1\\"" ] && break 2
  done
done
call findEntryBySourceContext ss "$2" ""
number=$(call currentEntry | cut -d " " -f 2)
call setEntryTarget iis "$number" 0 "$3, or not"
call setEntryTarget iis "$number" 0 "$3"
[ -n "$4" ] && call addEntryNote is "$number" "$4"
call saveFile
kill "$program"
"""
"""Open a file, put a target and perhaps a note beside a source, save: it saves only what was changed.

By D-Bus, as its own scripts do; under a virtual screen no key reaches it.
"""
_WHO = (
    "[Identity]\nauthorEmail=ana@example.org\nauthorName=Ana\nauthorLocalizedName=Ana\nDefaultLangCode=es\n"
)
"""Without it Lokalize asks, and waits, before it saves."""


def saved_in_lokalize(home: Path, *change: str) -> Callable[[Path, Path], None]:
    def edit(catalog: Path, _: Path) -> None:
        settings = home / "lokalize/.config/lokalizerc"
        settings.parent.mkdir(parents=True)
        settings.write_text(_WHO, "utf-8")
        screen = ["xvfb-run", "-a", "dbus-run-session", "bash", "-c", LOKALIZE, "lokalize", str(catalog)]
        done = subprocess.run(
            [*screen, *change], check=False, capture_output=True, text=True, timeout=180,
            env={**os.environ, "HOME": str(settings.parents[1])},
        )  # fmt: skip
        assert "X-Generator: Lokalize" in catalog.read_text("utf-8"), done.stdout + done.stderr

    return edit


LOKALIZE_HERE = pytest.mark.skipif(
    not all(map(shutil.which, ("lokalize", "xvfb-run", "dbus-run-session", "busctl"))),
    reason="Lokalize, a screen or D-Bus is not installed",
)


@pytest.mark.slow
@LOKALIZE_HERE
def test_lokalize_saves_what_was_handed_out(project: Project, tmp_path: Path) -> None:
    before = project.files("locales")
    edit = saved_in_lokalize(tmp_path, STAYS, *texts(project)[STAYS])
    assert given_back(project, tmp_path / "job.zip", edit) == {}
    assert project.files("locales") == before


@pytest.mark.slow
@LOKALIZE_HERE
def test_what_is_written_in_lokalize_is_what_is_taken(project: Project, tmp_path: Path) -> None:
    wording, before = texts(project), states(project)
    edit = saved_in_lokalize(tmp_path, STAYS, STAYS_ES, "ask the doctor")
    assert given_back(project, tmp_path / "job.zip", edit) == {STAYS: "fuzzy"}
    assert texts(project) == wording | {STAYS: (STAYS_ES,)}
    assert states(project) == before  # a script of Lokalize leaves the mark; a person takes it off
    assert "# ask the doctor\n" in project.read(CATALOG)
