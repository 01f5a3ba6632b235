"""`caveat`: the group of commands, and errors to text and exit codes."""

from __future__ import annotations

import io
import sys
from typing import NoReturn

import click

from pipeline import __version__
from pipeline.cli.console import Exit, harmless
from pipeline.cli.lazy import LazyCommands
from pipeline.errors import CaveatError, ManyErrors

COMMANDS = LazyCommands(
    {
        "pipeline.cli.content_commands": ("run", "extract", "update"),
        "pipeline.cli.check_commands": ("check",),
        "pipeline.cli.draft_commands": ("draft",),
        "pipeline.cli.engine_commands": ("engines",),
        "pipeline.cli.publish_commands": ("build", "verify", "report"),
        "pipeline.cli.review_commands": ("review",),
        "pipeline.cli.disclaimer_commands": ("disclaimers",),
        "pipeline.cli.memory_commands": ("tm",),
        "pipeline.cli.exchange_commands": ("exchange",),
        "pipeline.cli.handoff_commands": ("handoff", "receive"),
        "pipeline.cli.import_commands": ("import",),
        "pipeline.cli.merge_commands": ("merge-driver",),
        "pipeline.cli.project_commands": ("init", "fmt", "roundtrip", "doctor"),
        "pipeline.cli.selftest_commands": ("selftest",),
    }
)


@click.group(commands=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="caveat")
def caveat() -> None:
    """Localize content that must not be wrong.

    English documents become gettext catalogs, machine drafts, human reviews and pages per language
    whose disclaimers are proven present, approved and unchanged. Start with `caveat run`.

    Exit codes: 0 done, 1 findings or nothing releasable, 2 usage or configuration, 3 input/output or
    engine failure, 4 nothing in scope.
    """


def main() -> NoReturn:
    """Run the command line and exit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # the same bytes in every locale, and no error over a letter
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(_run())


def _run() -> int:
    try:
        code = int(caveat.main(prog_name="caveat", standalone_mode=False) or 0)
        sys.stdout.flush()
    except (click.exceptions.Abort, KeyboardInterrupt):
        return _fail("interrupted; what was finished is kept", 130)
    except click.ClickException as error:
        return _fail_usage(error)
    except ManyErrors as error:
        codes = [_fail(str(one), one.exit_code) for one in error.errors]
        return codes[0]
    except CaveatError as error:
        return _fail(str(error), error.exit_code)
    except OSError as error:
        return _fail_system(error)
    return code


def _fail_usage(error: click.ClickException) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return Exit.USAGE
    message = _lower(error.format_message())
    if isinstance(error, click.UsageError) and error.ctx:
        message += f"\n  hint: see `{error.ctx.command_path} --help`"
    return _fail(message, Exit.USAGE)


def _fail_system(error: OSError) -> int:
    if isinstance(error, BrokenPipeError):
        # The reader has gone. A second message would help nobody, nor would one from the flush at exit.
        sys.stdout = sys.stderr = io.StringIO()
        return Exit.FAILURE
    where = f"{error.filename}: " if error.filename else ""
    return _fail(f"{where}{_lower(error.strerror or str(error))}", Exit.FAILURE)


def _lower(message: str) -> str:
    return (message[:1].lower() + message[1:]).rstrip(".")


def _fail(message: str, code: int) -> int:
    sys.stderr.write(f"error: {harmless(message)}\n")
    return code
