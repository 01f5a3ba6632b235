"""`caveat`: the group of commands, and errors to text and exit codes."""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from pipeline import __version__
from pipeline.cli import content_commands, project_commands, publish_commands, review_commands
from pipeline.cli.console import Exit
from pipeline.errors import CaveatError, ManyErrors


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="caveat")
def caveat() -> None:
    """Localize content that must not be wrong.

    English documents become gettext catalogs, machine drafts, human reviews and pages per language
    whose disclaimers are proven present, approved and unchanged. Start with `caveat run`.

    Exit codes: 0 done, 1 findings or nothing releasable, 2 usage or configuration, 3 input/output or
    engine failure, 4 nothing in scope.
    """


for module in (content_commands, publish_commands, review_commands, project_commands):
    for command in module.COMMANDS:
        caveat.add_command(command)


def main() -> NoReturn:
    """Run the command line and exit."""
    sys.exit(_run())


def _run() -> int:
    try:
        code = caveat.main(standalone_mode=False)
    except click.exceptions.Abort:
        return _fail("interrupted; what was finished is kept", 130)
    except KeyboardInterrupt:
        return _fail("interrupted; what was finished is kept", 130)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return Exit.USAGE
    except click.ClickException as error:
        hint = f"\n  hint: see `{error.ctx.command_path} --help`" if isinstance(error, click.UsageError) and error.ctx else ""
        return _fail(_lower(error.format_message()) + hint, Exit.USAGE)
    except ManyErrors as error:
        for one in error.errors:
            _fail(str(one), 0)
        return max((one.exit_code for one in error.errors), default=Exit.FAILURE)
    except CaveatError as error:
        return _fail(str(error), error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone; a second message about it would help nobody
        return Exit.FAILURE
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _fail(f"{where}{_lower(error.strerror or str(error))}", Exit.FAILURE)
    return int(code or 0)


def _lower(message: str) -> str:
    return (message[:1].lower() + message[1:]).rstrip(".")


def _fail(message: str, code: int) -> int:
    print(f"error: {message}", file=sys.stderr)  # noqa: T201 - the one place where errors become text
    return code
