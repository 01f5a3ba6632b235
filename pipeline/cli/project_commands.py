"""init, fmt, roundtrip, doctor: the project itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.console import Exit, Output
from pipeline.cli.context import named_values, with_output, workspace
from pipeline.cli.summaries import plural
from pipeline.stages.doctor import examine
from pipeline.stages.fmt import fmt
from pipeline.stages.init import init
from pipeline.stages.roundtrip import (
    NO_PROJECT,
    CoverageRow,
    RoundtripRow,
    cover,
    reading_of,
    reading_rows,
    roundtrip,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.formats.base import Reading


@click.command("init")
@click.argument("folder", default=".", type=click.Path(path_type=Path, file_okay=False))
@with_output
def init_command(output: Output, folder: Path) -> int:
    """Start a project in FOLDER, with a small article that `caveat run` takes all the way."""
    for name in init(folder):
        output.record("file", {"file": name})
        output.say(f"  {folder / name}")
    output.say("next: `caveat run`" if folder == Path() else f"next: cd {folder} and `caveat run`")
    return Exit.DONE


@click.command("fmt")
@click.option(
    "--check", "check_only", is_flag=True, help="Change nothing; exit 1 when a file is not canonical."
)
@with_output
def fmt_command(output: Output, *, check_only: bool) -> int:
    """Bring catalogs and ledgers to canonical form, in which git merges them safely."""
    result = fmt(workspace(), check_only=check_only)
    for name in result.changed:
        output.record("file", {"file": name})
        output.say(f"  {name}{' is not canonical' if check_only else ''}")
    output.record("formatted", {"files": result.checked, "changed": len(result.changed)})
    what = "to change" if check_only else "changed"
    output.say(f"{plural(result.checked, 'file')}, {len(result.changed)} {what}")
    if not result.checked:
        return Exit.NOTHING
    return Exit.FINDINGS if check_only and result.changed else Exit.DONE


@click.command("roundtrip")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--pseudo", "is_pseudo", is_flag=True, help="Prove too that other texts keep the structure.")
@click.option("--coverage", "has_coverage", is_flag=True, help="Show what share of the letters is in units.")
@click.option("--format", "format_name", metavar="NAME", help="Read all FILES so, whatever they are called.")
@click.option("--collection", metavar="NAME", help="Read all FILES as a collection of the project is read.")
@click.option("--key", metavar="COLUMN", help="Of exports: the column that identifies a row.")
@click.option(
    "--field", "fields", multiple=True, metavar="NAME=FORMAT", help="Of exports: a field that holds text."
)
@with_output
def roundtrip_command(  # noqa: PLR0913 - one argument an option
    output: Output,
    files: Sequence[Path],
    *,
    is_pseudo: bool,
    has_coverage: bool,
    format_name: str | None,
    collection: str | None,
    key: str | None,
    fields: Sequence[str],
) -> int:
    """Prove that taking FILES apart and putting them together again gives every byte back."""
    like = _reading(collection, key, fields)
    rows = roundtrip(files, is_pseudo=is_pseudo, format_name=format_name, like=like)
    for row in rows:
        output.record("roundtrip", row)
        same = f"identical, {plural(row.units, 'unit')}"
        output.say(
            f"{row.file}: {same if row.identical else f'differs first on line {row.line}'}{_structure(row)}"
        )
    if has_coverage:
        _say_coverage(output, cover(files, format_name=format_name, like=like))
    is_good = all(row.identical and row.kept is not False for row in rows)
    return Exit.DONE if is_good else Exit.FINDINGS


def _reading(collection: str | None, key: str | None, fields: Sequence[str]) -> Reading:
    if collection and (key or fields):
        raise click.UsageError("--collection says what --key and --field say: give one or the others")
    if bool(key) != bool(fields):
        raise click.UsageError("--key and --field go together")
    if key:
        return reading_rows(key, named_values(fields))
    return reading_of(workspace(), collection) if collection else NO_PROJECT


def _say_coverage(output: Output, rows: Sequence[CoverageRow]) -> None:
    """Show the shares of the letters, of each file and of all; and where the first lost ones stand."""
    for row in rows:
        output.record("coverage", row)
        shares = {
            "text": row.text,
            "code": row.code,
            "markup": row.markup,
            "metadata": row.metadata,
            "excluded": row.excluded,
            "not understood": row.unknown,
        }
        parts = [f"{name} {_share(count, row.letters)}" for name, count in shares.items() if count]
        where = f" (first on line {row.line})" if row.line else ""
        total = plural(row.letters, "letter")
        output.say(f"{row.file or 'all files'}: {total}{': ' if parts else ''}{', '.join(parts)}{where}")


def _share(count: int, whole: int) -> str:
    """Return a share in percent that never says all or nothing when it is not."""
    share = 100 * count / whole
    return f"{min(max(share, 0.1), 99.9 if count < whole else 100):.1f} %"


def _structure(row: RoundtripRow) -> str:
    """Return what pseudo-translation did to the structure, in words; nothing where it was not asked for."""
    if row.kept is None:
        return ""
    kept = "structure kept" if row.kept else f"structure differs from line {row.changed}"
    refused = f", {plural(row.refused, 'target')} refused" if row.refused else ""
    return f"; {kept}{refused}"


@click.command("doctor")
@with_output
def doctor_command(output: Output) -> int:
    """Show what works on this machine, and how to get the rest."""
    rows = examine(Path.cwd())
    for row in rows:
        output.record("part", row)
        output.say(f"{'ok' if row.works else 'missing':<8} {row.part:<22} {row.detail}")
        if row.hint and not row.works:
            output.say(f"  hint: {row.hint}")
    return Exit.DONE if all(row.works or not row.is_needed for row in rows) else Exit.FAILURE


COMMANDS = (init_command, fmt_command, roundtrip_command, doctor_command)
