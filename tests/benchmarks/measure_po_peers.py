"""Compare our reading of real catalogs with msgcat, polib, Babel and translate-toolkit, and the round trip.

    measure_po_peers.py FOLDER --peers PYTHON [--sample N]

FOLDER holds unpacked packages; measured with these, fetched by `pip download --no-deps`: {packages}.
`--peers` is the Python of an environment with translate-toolkit 3.20.4, polib 1.2.0 and Babel 2.18.0.

Every file is read and written back. Of the files, at most N are compared entry by entry: context, source,
plural, targets, flags, obsolete, previous source. What a program is known to read otherwise is counted under
its reason, see `_EXPLAINED`; anything else is a difference, printed with file and entry.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipeline.catalogs.po import parse_catalog, render_catalog
from pipeline.errors import CatalogError

PACKAGES = (
    "Django 5.2.8", "django-allauth 65.21.1", "django-cms 5.1.3", "django-countries 9.1.0",
    "django-filter 26.2", "django-import-export 4.4.3", "django-oscar 4.2.1", "humanize 4.17.0",
    "hyperkitty 1.3.12", "mailman 3.3.10", "plone.app.locales 7.0.4", "postorius 1.3.13", "roundup 2.6.0",
    "Sphinx 9.0.4", "trytond 8.2.1", "wagtail 8.0.1", "Weblate 5.14.3", "WTForms 3.3.2",
)  # fmt: skip
_READERS = """
import json, sys
def polib_rows(path):
    import polib
    for e in polib.pofile(path, encoding="utf-8"):
        forms = [e.msgstr_plural[n] for n in sorted(e.msgstr_plural)] or [e.msgstr]
        old = [e.previous_msgctxt, e.previous_msgid, e.previous_msgid_plural]
        yield [e.msgctxt, e.msgid, e.msgid_plural or None, forms, sorted(set(e.flags)), bool(e.obsolete), old]
def babel_rows(path):
    from babel.messages.pofile import read_po
    with open(path, "rb") as file:
        catalog = read_po(file, abort_invalid=True)
    for m, gone in [*((m, False) for m in catalog if m.id), *((m, True) for m in catalog.obsolete.values())]:
        ids = m.id if isinstance(m.id, tuple) else (m.id, None)
        forms = list(m.string) if isinstance(m.string, (list, tuple)) else [m.string or ""]
        yield [m.context, ids[0], ids[1], forms, ["fuzzy"] * m.fuzzy, gone, None]
def toolkit_rows(path):
    from translate.storage.pypo import pofile, unquotefrompo
    with open(path, "rb") as file:
        store = pofile(file)
    for u in store.units:
        if u.isheader() or u.isblank():
            continue
        plural = u.hasplural()
        source = [str(s) for s in u.source.strings] if plural else [str(u.source), None]
        forms = [str(s) for s in u.target.strings] if plural else [str(u.target)]
        context = unquotefrompo(u.msgctxt) if u.msgctxt else None
        yield [context, source[0], source[1], forms, ["fuzzy"] * u.isfuzzy(), u.isobsolete(), None]
rows = {"polib": polib_rows, "babel": babel_rows, "toolkit": toolkit_rows}[sys.argv[1]]
for line in sys.stdin:
    try:
        print(json.dumps(list(rows(line.rstrip("\\n")))))
    except Exception as error:
        print(json.dumps(f"{type(error).__name__}: {error}"[:200]))
"""
_Row = list[Any]
_EXPLAINED = {
    "polib": "it drops the previous source of an obsolete entry",
    "babel": "it adds or drops empty plural forms to reach the number in the header",
    "toolkit": "nothing to explain",
    "msgcat": "it drops an obsolete entry without a target",
}
"""What each program is known to do otherwise; anything else is a difference."""


def main() -> None:
    """Print the round trip and the differences by program."""
    parser = argparse.ArgumentParser(
        description=(__doc__ or "").format(packages=", ".join(PACKAGES)),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", required=True)
    parser.add_argument("--sample", type=int, default=600)
    options = parser.parse_args()
    read, refused = _read_all(sorted(options.folder.rglob("*.po")))
    _say(f"{len(read) + sum(refused.values())} files: {len(read)} read and written back byte for byte")
    for reason, number in refused.most_common():
        _say(f"  {number:5} refused: {reason}")
    step = max(1, len(read) // options.sample)
    sample = [path for path in read[::step] if path.stat().st_size < 400_000]
    ours = {path: _rows(path.read_bytes(), str(path)) for path in sample}
    _say(f"compared: {len(sample)} files, {sum(map(len, ours.values()))} entries")
    for tool in ("polib", "babel", "toolkit"):
        _compare(tool, ours, _peer_rows(options.peers, tool, sample))
    _compare("msgcat", ours, [_msgcat_rows(path) for path in sample])


def _read_all(paths: list[Path]) -> tuple[list[Path], Counter[str]]:
    read: list[Path] = []
    refused: Counter[str] = Counter()
    for path in paths:
        data = path.read_bytes()
        try:
            catalog = parse_catalog(data, path.name)
        except CatalogError as error:
            refused[error.message.split(" on line ")[0]] += 1
            continue
        if render_catalog(catalog) != data:
            sys.exit(f"{path} is not written back byte for byte")
        read.append(path)
    return read, refused


def _rows(data: bytes, name: str) -> list[_Row]:
    return [
        [
            one.key.context, one.key.source, one.plural, list(one.targets), sorted(one.flags), one.obsolete,
            [one.previous.context if one.previous else None, one.previous.source if one.previous else None,
             one.previous_plural],
        ]
        for one in parse_catalog(data, name).entries if not one.is_header
    ]  # fmt: skip


def _peer_rows(python: str, tool: str, paths: list[Path]) -> list[list[_Row] | str]:
    text = "".join(f"{path}\n" for path in paths)
    done = subprocess.run(
        [python, "-c", _READERS, tool], input=text, capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _msgcat_rows(path: Path) -> list[_Row] | str:
    done = subprocess.run(["msgcat", "--no-wrap", str(path)], capture_output=True, check=False)
    return done.stderr.decode()[:200] if done.returncode else _rows(done.stdout, "msgcat")


def _compare(tool: str, ours: dict[Path, list[_Row]], theirs: list[list[_Row] | str]) -> None:
    counts: Counter[str] = Counter()
    for (path, rows), other in zip(ours.items(), theirs, strict=True):
        if isinstance(other, str):
            counts[f"files it refuses: {_kind(other)}"] += 1
            continue
        differences = _differences(tool, rows, other, is_explained=False)
        unexplained = _differences(tool, rows, other, is_explained=True)
        counts["files the same"] += not differences
        counts[f"entries: {_EXPLAINED[tool]}"] += (len(differences) - len(unexplained) + 1) // 2
        counts["entries DIFFERENT"] += len(unexplained)
        for row in unexplained:
            _say(f"    {tool} {path}: {row}")
    _say(f"  {tool}: {dict(counts)}")


def _kind(error: str) -> str:
    name = error.partition(":")[0]
    return name if "Error" in name else error.strip().splitlines()[0][-80:]


def _differences(tool: str, ours: list[_Row], theirs: list[_Row], *, is_explained: bool) -> list[str]:
    """Return what one side has and the other has not, without what is explained if so asked."""
    sides = []
    for rows in (ours, theirs):
        compared = (_comparable(tool, row, is_explained=is_explained) for row in rows)
        sides.append({json.dumps(row) for row in compared if row})
    return sorted(sides[0] ^ sides[1])


def _comparable(tool: str, row: _Row, *, is_explained: bool) -> _Row | None:
    context, source, plural, targets, flags, obsolete, previous = row
    if tool in {"babel", "toolkit"}:
        flags, previous = [flag for flag in flags if flag == "fuzzy"], None
    if is_explained and tool == "polib" and obsolete:
        previous = None
    if is_explained and tool == "babel" and plural is not None:
        targets = [target for target in targets if target]
    if is_explained and tool == "msgcat" and obsolete and not any(targets):
        return None
    return [context, source, plural, targets, flags, obsolete, previous]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
