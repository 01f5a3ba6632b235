"""Time the update of large catalogs next to msgmerge, and count right suggestions.

    measure_update.py CORPUS.tsv [FOLDER...] [--units N...] [--msgmerge N] [--seed N]

The sources are the English sentences of CORPUS (columns id, source, target) and those in the documentation
files (.md, .rst, .txt) of each FOLDER; where they don't suffice, near-duplicates of the corpus with other
words fill up. A tenth is edited as people edit: words replaced, added, taken out or changed in form, a clause
dropped, up to three changes in one sentence; one edit in five is also moved to another place. A hundredth of
the units is dropped, and as many new ones come in. A suggestion is right when the edited unit gets the target
of the unit it was edited from, filled in, or shown in a comment where the meaning guard forbids filling in.

`--msgmerge N` runs `msgmerge --previous` once on the catalog of N units. Times are CPU seconds of a process
that reads both files, updates, proves and writes.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.catalogs.po import parse_catalog, render_catalog
from pipeline.catalogs.resegment import OLD_TARGET
from pipeline.catalogs.templates import make_header
from pipeline.model.catalog import Catalog, Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import UnitKey

_ROOT = Path(__file__).parents[2]
_OWN = """
import sys
from pathlib import Path
from pipeline.config.parse_config import parse_config
from pipeline.model.locale import Locale
from pipeline.stages.update import update
from pipeline.workspace.project import Workspace
config = '[project]\\nname = "x"\\nlocales = ["es"]\\n[collections.a]\\npath = "s"\\nformat = "record"\\n'
workspace = Workspace(Path(sys.argv[1]), parse_config(config))
[row] = update(workspace, locales=[Locale("es")], today="2026-01-01").rows
"""
_SUFFIXES = {".md", ".rst", ".txt"}
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_FILLERS = (
    "usually",
    "also",
    "today",
    "again",
    "carefully",
    "at home",
    "in most cases",
    "as a rule",
    "however",
)
_SYNONYMS = {
    "people": "persons", "patients": "those affected", "symptoms": "signs", "disease": "illness",
    "use": "apply", "including": "such as", "because": "since", "show": "indicate", "shows": "indicates",
    "many": "a lot of", "important": "essential", "help": "assist", "children": "kids", "however": "yet",
    "about": "around", "information": "details", "example": "instance", "default": "standard",
    "method": "function", "file": "document", "create": "make", "returns": "gives", "using": "with",
    "ensure": "make sure", "common": "frequent", "often": "commonly",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Case:
    old: list[str]
    new: list[str]
    origin: dict[str, str]
    """Edited source -> the source it was edited from."""


def main() -> None:
    """Print a line a size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--units", type=int, nargs="+", default=[10_000, 50_000])
    parser.add_argument("--msgmerge", type=int, default=0)
    parser.add_argument("--seed", type=int, default=29)
    options = parser.parse_args()
    sources = [line.split("\t")[1] for line in options.corpus.read_text("utf-8").splitlines()[1:]]
    for units in options.units:
        with tempfile.TemporaryDirectory() as name, ProcessPoolExecutor(1) as pool:
            case = pool.submit(make_case, sources, options.folders, units, options.seed).result()
            _measure(Path(name), case, with_msgmerge=options.msgmerge == units)


def make_case(corpus: list[str], folders: list[Path], units: int, seed: int) -> _Case:
    """Return the sources before and after; the same for the same files, number and seed."""
    rng = random.Random(seed)  # noqa: S311 - a choice of test data
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.suffix in _SUFFIXES)
    pool = list(dict.fromkeys([*corpus, *(one for path in files for one in _sentences(path))]))
    seen, number = set(pool), 0
    while len(pool) < units + units // 10:
        made = _near_duplicate(rng, corpus[number % len(corpus)])
        number += 1
        if made not in seen:
            seen.add(made)
            pool.append(made)
    return _edit(rng, pool[:units], pool[units : units + units // 10])


def _sentences(path: Path) -> list[str]:
    """Return the sentences of a documentation file: prose only, by a rough look."""
    blocks = re.split(r"\n\s*\n", path.read_text("utf-8", errors="ignore"))
    prose = (" ".join(block.split()) for block in blocks if not block.startswith((" ", "\t", "..", "=", "*")))
    found = (one for block in prose for one in _SENTENCE.split(block))
    return [one for one in found if 5 <= len(one.split()) <= 60 and one[0].isupper() and one[-1] in ".?!"]


def _near_duplicate(rng: random.Random, text: str) -> str:
    words = text.split()
    for _ in range(max(2, len(words) // 5)):
        words[rng.randrange(len(words))] = rng.choice(_FILLERS)
    return " ".join(words)


def _edit(rng: random.Random, old: list[str], others: list[str]) -> _Case:
    """Edit a tenth, a fifth of it moved; drop a hundredth, and bring in as many new ones."""
    share = len(old) // 10
    chosen = rng.sample(range(len(old)), share + share // 10)
    edited, dropped = chosen[:share], set(chosen[share:])
    taken, origin = set(old), {}
    for at in edited:
        changed = _edited(rng, old[at])
        if changed not in taken:
            taken.add(changed)
            origin[changed] = old[at]
    by_old = {source: changed for changed, source in origin.items()}
    new = [by_old.get(source, source) for at, source in enumerate(old) if at not in dropped]
    for changed in list(origin)[: len(origin) // 5]:
        new.remove(changed)
        new.insert(rng.randrange(len(new)), changed)
    for source in others[: len(dropped)]:
        new.insert(rng.randrange(len(new)), source)
    return _Case(old, new, origin)


def _edited(rng: random.Random, text: str) -> str:
    """Return the text as a person may edit it: one to three small changes."""
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3))):
        text = _changed(rng, text)
    return text


def _changed(rng: random.Random, text: str) -> str:
    words = text.split()
    at = rng.randrange(len(words))
    known = [number for number, word in enumerate(words) if word.lower() in _SYNONYMS]
    match rng.randrange(6):
        case 0 if known:
            chosen = rng.choice(known)
            words[chosen] = _SYNONYMS[words[chosen].lower()]
        case 1:
            words.insert(at, rng.choice(_FILLERS))
        case 2 if len(words) > 6:
            del words[at]
        case 3 if ", " in text:
            head, _, tail = text.partition(", ")
            return tail[:1].upper() + tail[1:] if len(tail) > len(head) else text.replace(",", "", 1)
        case 4:
            words[at] = re.sub(r"\d+", lambda found: str(int(found[0]) + 1), words[at]) or words[at]
            words.append("(see below)") if words[at] == text.split()[at] else None
        case _:
            words[at] = words[at].removesuffix("s") if words[at].endswith("s") else f"{words[at]}s"
    return " ".join(words)


def _measure(folder: Path, case: _Case, *, with_msgmerge: bool) -> None:
    target = {source: f"[{number}] {source}" for number, source in enumerate(case.old)}
    header = make_header("x", Locale("es"))
    old = Catalog(entries=(header, *(_entry(source, target[source]) for source in case.old)))
    new = Catalog(entries=(header, *(_entry(source, "") for source in case.new)))
    (folder / "old.po").write_bytes(render_catalog(old))
    (folder / "new.pot").write_bytes(render_catalog(new))
    told = f"{len(case.old)} units, {len(case.origin)} edited"
    _report(f"{told}: caveat update", *_run_own(folder), case, target)
    if with_msgmerge:
        command = ["msgmerge", "--previous", "-q", "-o", str(folder / "m.po"), "old.po", "new.pot"]
        _report(f"{told}: msgmerge --previous", *_cost(command, folder), folder / "m.po", case, target)


def _entry(source: str, target: str) -> Entry:
    return Entry(key=UnitKey(None, source), targets=(target,), references=("source/x.md",))


def _run_own(folder: Path) -> tuple[float, float, Path]:
    project = folder / "project"
    path = project / "locales/es/LC_MESSAGES/x.po"
    path.parent.mkdir(parents=True)
    path.write_bytes((folder / "old.po").read_bytes())
    (project / "locales/x.pot").write_bytes((folder / "new.pot").read_bytes())
    return *_cost([sys.executable, "-c", _OWN, str(project)], folder), path


def _cost(command: list[str], folder: Path) -> tuple[float, float]:
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    with subprocess.Popen(command, cwd=folder, env=environment) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _report(
    what: str, seconds: float, memory: float, path: Path, case: _Case, target: dict[str, str]
) -> None:
    entries = parse_catalog(path.read_bytes(), "x.po").by_key()
    counts: Counter[str] = Counter()
    for source, origin in case.origin.items():
        entry = entries[UnitKey(None, source)]
        shown = [one.removeprefix(OLD_TARGET) for one in entry.comments if one.startswith(OLD_TARGET)]
        offered = [entry.target] if entry.target else shown
        right = " ".join(target[origin].split())
        counts["filled in" if entry.target else "shown" if shown else "none"] += 1
        counts["right"] += bool(offered) and " ".join(offered[0].split()) == right
        counts["wrong"] += bool(offered) and " ".join(offered[0].split()) != right
    share = 100 * counts["right"] / len(case.origin)
    _say(f"{what}: {seconds:.2f} s of CPU, {memory:.0f} MB at most; {share:.2f} % right; {dict(counts)}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
