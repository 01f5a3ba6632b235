"""The driver as git calls it, with real git; and what git alone makes of the same branches."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.catalogs.po import parse_catalog, read_catalog
from pipeline.errors import CatalogError, ConfigError, LedgerError
from pipeline.ledger.ledger_file import parse_ledger, render_ledger
from pipeline.model.event import EventKind
from pipeline.stages.merge_driver import ATTRIBUTES, install, merge_files
from tests.factories import ANA, BEA, CARL, make_event, make_ledger

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
ROOT = Path(__file__).parents[2]
PO, JSONL = "locales/es/LC_MESSAGES/dose.po", "locales/es/reviews/dose.jsonl"
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
SOURCE = ("Take one tablet with a large glass of water, sitting or standing upright, and do not lie down, "
          "every {} hours.")  # fmt: skip
TARGET = ("Tome una tableta con un vaso grande de agua, sentado o de pie, y no se acueste después, "
          "cada {} horas.")  # fmt: skip


def wrapped(source: str, target: str) -> str:
    """Write an entry as gettext wraps it by default: the interesting words stand on lines of their own."""

    def string(keyword: str, text: str) -> str:
        if not text:
            return f'{keyword} ""\n'
        at = text.rindex(", ") + 2
        cut = text.rindex(" ", 0, 60) + 1
        return f'{keyword} ""\n"{text[:cut]}"\n"{text[cut:at]}"\n"{text[at:]}"\n'

    return HEAD + string("msgid", source) + string("msgstr", target)


def git(folder: Path, *words: str, fails: bool = False) -> str:
    environment = {
        **os.environ, "PYTHONPATH": str(ROOT),
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
        "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
    }  # fmt: skip
    done = subprocess.run(
        ["git", *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert bool(done.returncode) is fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def branches(folder: Path, name: str, base: str, ours: str, theirs: str, *, has_driver: bool) -> Path:
    """Make a repository whose two branches changed one file."""
    git(folder, "init", "-q", "-b", "main")
    path = folder / name
    path.parent.mkdir(parents=True)
    if has_driver:
        install(folder)
    for branch, text in (("main", base), ("theirs", theirs), ("ours", ours)):
        if branch != "main":
            git(folder, "checkout", "-q", "-b", branch, "main")
        path.write_text(text, "utf-8", newline="")
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "--allow-empty", "-m", branch)
    return path


BASE = wrapped(SOURCE.format("four"), TARGET.format("tres"))
EDITED = wrapped(SOURCE.format("eight"), TARGET.format("tres"))
CORRECTED = wrapped(SOURCE.format("four"), TARGET.format("cuatro"))


@needs_git
def test_git_alone_pairs_a_dose_with_the_sentence_for_another_and_says_nothing(tmp_path: Path) -> None:
    path = branches(tmp_path, PO, BASE, EDITED, CORRECTED, has_driver=False)
    git(tmp_path, "merge", "-q", "theirs")
    [entry] = read_catalog(path, PO).units()
    assert (entry.key.source, entry.target) == (SOURCE.format("eight"), TARGET.format("cuatro"))
    assert not entry.is_fuzzy


@needs_git
def test_the_driver_does_not(tmp_path: Path) -> None:
    path = branches(tmp_path, PO, BASE, EDITED, CORRECTED, has_driver=True)
    (tmp_path / "pipeline").mkdir()  # the content's own; it must not be taken for this package
    (tmp_path / "pipeline/__init__.py").write_text("raise SystemExit(9)", "utf-8")
    assert "1 target written for a source that the other side changed" in git(tmp_path, "merge", "theirs")
    entries = {entry.key.source: entry for entry in read_catalog(path, PO).units()}
    assert entries[SOURCE.format("eight")].is_empty
    assert f"old target: {TARGET.format('cuatro')}" in entries[SOURCE.format("eight")].comments
    assert entries[SOURCE.format("four")].target == TARGET.format("cuatro")


@needs_git
def test_two_corrections_of_one_target_stop_the_merge(tmp_path: Path) -> None:
    other = wrapped(SOURCE.format("four"), TARGET.format("4"))
    path = branches(tmp_path, PO, BASE, other, CORRECTED, has_driver=True)
    assert "1 conflict" in git(tmp_path, "merge", "theirs", fails=True)
    assert git(tmp_path, "diff", "--name-only", "--diff-filter=U").split() == [PO]
    with pytest.raises(CatalogError, match="a merge conflict was left here"):
        read_catalog(path, PO)


@needs_git
def test_ledgers_are_united_and_stay_canonical(tmp_path: Path) -> None:
    base, ours, theirs = (
        render_ledger(make_ledger(*(make_event(EventKind.CLAIM, by) for by in people)))
        for people in ((ANA,), (ANA, CARL), (ANA, BEA))
    )
    path = branches(tmp_path, JSONL, base, ours, theirs, has_driver=True)
    git(tmp_path, "merge", "-q", "theirs")
    both = make_ledger(*(make_event(EventKind.CLAIM, by) for by in (ANA, BEA, CARL)))
    assert path.read_text("utf-8") == render_ledger(both)


@needs_git
def test_files_that_both_branches_added_are_merged_too(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    install(tmp_path)
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "start")
    path = tmp_path / PO
    path.parent.mkdir(parents=True)
    for branch, name in (("theirs", "a"), ("ours", "b")):
        git(tmp_path, "checkout", "-q", "-b", branch, "main")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'{HEAD}msgid "{name}"\nmsgstr "x"\n', "utf-8")
        git(tmp_path, "add", "-A")
        git(tmp_path, "commit", "-q", "-m", branch)
    git(tmp_path, "merge", "-q", "theirs")
    assert {entry.key.source for entry in read_catalog(path, PO).units()} == {"a", "b"}


@needs_git
def test_install_says_what_it_did_and_a_second_time_does_nothing(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    path = tmp_path / ".gitattributes"
    path.write_bytes(b"*.bin binary\nlocales/*/reviews/*.jsonl merge=union")
    first = install(tmp_path)
    assert all(row.is_changed for row in first)
    assert [row.where for row in first] == [
        "merge.caveat.name",
        "merge.caveat.driver",
        *[".gitattributes"] * 3,
    ]
    lines = path.read_text("utf-8").splitlines()
    assert lines == ["*.bin binary", "locales/*/reviews/*.jsonl merge=union", *ATTRIBUTES]
    inode = path.stat().st_ino
    assert not any(row.is_changed for row in install(tmp_path))
    assert path.stat().st_ino == inode
    for name in (PO, "locales/dose.pot", JSONL):
        assert git(tmp_path, "check-attr", "merge", name).strip() == f"{name}: merge: caveat"
    assert git(tmp_path, "check-attr", "merge", "locales/es/disclaimers.toml").strip().endswith("unspecified")


def test_install_outside_a_clone_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(ConfigError, match="git's configuration can't be changed here"):
        install(tmp_path)
    assert not (tmp_path / ".gitattributes").exists()


def three(folder: Path, *texts: str) -> tuple[Path, Path, Path]:
    paths = folder / "base", folder / "ours", folder / "theirs"
    for path, text in zip(paths, texts, strict=True):
        path.write_bytes(text.encode())
    return paths


GOOD = f'{HEAD}msgid "a"\nmsgstr "b"\n'


@pytest.mark.parametrize("broken", [0, 1, 2])
def test_a_version_that_cant_be_read_leaves_both_whole_for_a_person(broken: int, tmp_path: Path) -> None:
    texts = [GOOD, GOOD.replace('"b"', '"c"'), GOOD.replace('"b"', '"d"')]
    texts[broken] = 'msgid "a\n'
    paths = three(tmp_path, *texts)
    done = merge_files(*paths, PO)
    side = ("base", "ours", "theirs")[broken]
    assert done.conflicts == 1
    assert done.problem.startswith(f"{PO} ({side}):1: the string is not closed")
    assert paths[1].read_text("utf-8") == f"<<<<<<< ours\n{texts[1]}=======\n{texts[2]}>>>>>>> theirs\n"
    with pytest.raises(CatalogError, match="a merge conflict was left here"):
        parse_catalog(paths[1].read_bytes(), PO)


def test_a_broken_ledger_leaves_both_whole_too(tmp_path: Path) -> None:
    paths = three(tmp_path, "", "{}\n", "")
    done = merge_files(*paths, JSONL)
    assert (done.conflicts, done.problem.partition(":")[0]) == (1, f"{JSONL} (ours)")
    with pytest.raises(LedgerError, match="a merge conflict was left here"):
        parse_ledger(paths[1].read_text("utf-8"), JSONL)


def test_one_side_that_did_nothing_leaves_the_other_byte_for_byte(tmp_path: Path) -> None:
    odd = GOOD.replace("\n", "\r\n").removesuffix("\r\n")
    for texts in ((GOOD, odd, GOOD), (GOOD, GOOD, odd)):
        paths = three(tmp_path, *texts)
        assert merge_files(*paths, PO).conflicts == 0
        assert paths[1].read_bytes() == odd.encode()


@needs_git
def test_other_files_are_merged_as_git_does(tmp_path: Path) -> None:
    paths = three(tmp_path, "a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n")
    assert merge_files(*paths, "locales/es/disclaimers.toml").conflicts == 0
    assert paths[1].read_text("utf-8") == "A\nb\nC\n"
    paths = three(tmp_path, "a\n", "b\n", "c\n")
    assert merge_files(*paths, "notes.txt").conflicts == 1
    assert "<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n" in paths[1].read_text("utf-8")
