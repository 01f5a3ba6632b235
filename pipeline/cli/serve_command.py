"""review serve: the review page on this machine."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.console import Bars, Exit, Output
from pipeline.cli.context import acting_person, today, with_output, workspace
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

PORT = 8765


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="H", help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    metavar="N",
    help="Port to listen on; 0 takes any free one.",
)
@click.option("--no-open", is_flag=True, help="Print the link and open no browser.")
@click.option(
    "--invite",
    "invited",
    multiple=True,
    metavar="EMAIL",
    help="Make a link for this reviewer instead of for you; may be repeated.",
)
@click.option("--allow-remote", is_flag=True, help="Let other machines reach the page. Needs TLS.")
@click.option(
    "--tls-cert",
    help="The certificate to serve with.",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
)
@click.option(
    "--tls-key",
    help="The private key of the certificate.",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
)
@with_output
def serve_command(  # noqa: PLR0913, PLR0917 - each is an option on the command line
    output: Output,
    host: str,
    port: int,
    no_open: bool,  # noqa: FBT001 - click hands flags over like this
    invited: Sequence[str],
    allow_remote: bool,  # noqa: FBT001 - the same
    tls_cert: Path | None,
    tls_key: Path | None,
) -> int:
    """Serve the review page until you press Ctrl+C; the first line is the link to it.

    Each link lets one person in, once, under their own name: you, as `git config user.email`, or the invited.
    """
    try:
        from pipeline.web.server import Place, open_page  # noqa: PLC0415 - what it needs is an extra
    except ModuleNotFoundError as error:
        hint = "pip install 'caveat-l10n[web]'"
        raise ConfigError(f"the review page needs {error.name}, which is not installed", hint=hint) from error
    project = workspace()
    place = Place(host=host, port=port, is_remote_allowed=allow_remote, certificate=tls_cert, key=tls_key)
    people = invited or [acting_person(project)]
    served = open_page(project, place, people, lambda: today(None), Bars())
    for number, one in enumerate(served.invitations):
        output.record("invitation", {"person": one.person.email, "url": one.url})
        output.say(one.url if number == 0 else f"{one.url} is for {one.person.name}")
    first = served.invitations[0].person.name
    output.say(f"The first link is for {first}. Each link works once. Ctrl+C ends the page.")
    sys.stdout.flush()
    if not no_open and _has_screen():
        webbrowser.open(served.invitations[0].url)
    served.run()
    return Exit.DONE


def _has_screen() -> bool:
    """Return whether a browser can come up; in a plain terminal Python would start a text browser over it."""
    is_desktop = sys.platform in ("darwin", "win32")
    return sys.stdout.isatty() and (is_desktop or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ)
