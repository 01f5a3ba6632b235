"""merge-driver: what git calls, and what makes git call it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.cli.console import Exit, Output
from pipeline.cli.context import with_output, workspace
from pipeline.cli.summaries import plural
from pipeline.stages.merge_driver import install, merge_files


@click.group("merge-driver")
def merge_driver() -> None:
    """Let git merge catalogs, templates and ledgers by what they say, not by their lines."""


@merge_driver.command("install")
@with_output
def install_command(output: Output) -> int:
    """Make git use the driver in this clone: lines in .gitattributes, and two settings."""
    for row in install(workspace().root):
        output.record("setting", row)
        output.say(f"{'set' if row.is_changed else 'already set':<12} {row.where}: {row.value}")
    output.say(
        "commit .gitattributes; every clone needs this command once, for git takes no program from a file"
    )
    return Exit.DONE


@merge_driver.command("merge")
@click.argument("base", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("ours", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("theirs", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("name")
@with_output
def merge_command(output: Output, base: Path, ours: Path, theirs: Path, name: str) -> int:
    """Merge THEIRS into OURS, which both come from BASE; git calls this with %O %A %B %P."""
    done = merge_files(base, ours, theirs, name)
    output.record("merge", done)
    if done.problem:
        sys.stderr.write(f"error: {done.problem}\n")
    if done.stale:
        told = "written for a source that the other side changed: stale, or in a comment"
        output.say(f"caveat: {name}: {plural(done.stale, 'target')} {told}")
    if done.conflicts:
        told = f"{plural(done.conflicts, 'conflict')}; keep one side of each and delete the markers"
        output.say(f"caveat: {name}: {told}")
    return Exit.FINDINGS if done.conflicts else Exit.DONE


COMMANDS = (merge_driver,)
