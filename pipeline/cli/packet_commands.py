"""review packet and review receive: a reviewer's twenty minutes away from the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.console import Exit, Output, excerpt, visible
from pipeline.cli.context import acting_person, as_of_option, today, with_output, workspace
from pipeline.cli.summaries import plural
from pipeline.stages.answers import read_answers, take_packet
from pipeline.stages.packet import PacketOrder, make_packet, write_packet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.stages.answers import Fate


@click.command("packet")
@click.option("--reviewer", required=True, metavar="EMAIL", help="Who is to sign.")
@click.option("-l", "--locale", required=True, metavar="LOCALE")
@click.option(
    "--minutes", type=click.IntRange(1, 600), default=20, show_default=True, help="How long they have."
)
@click.option("--document", "documents", multiple=True, metavar="ID", help="Only from this catalog.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to write the page.")
@click.option("--return-to", metavar="EMAIL", help="Where the answers go. Default: you.")
@as_of_option
@with_output
def packet_command(  # noqa: PLR0913 - one argument an option
    output: Output,
    *,
    reviewer: str,
    locale: str,
    minutes: int,
    documents: Sequence[str],
    out: Path | None,
    return_to: str | None,
    as_of: str | None,
) -> int:
    """Write one HTML file for a reviewer's phone: the riskiest texts that they can sign in their minutes.

    It needs no network. The reviewer sends a small file or a mail back, and `review receive` takes it.
    """
    project = workspace()
    order = PacketOrder(
        reviewer=reviewer,
        locale=project.config.get_locale(locale),
        minutes=minutes,
        return_to=return_to or acting_person(project),
        documents=frozenset(documents),
    )
    packet = make_packet(project, order, on=today(as_of))
    path = out or Path(f"packet-{locale}-{packet.id}.html")
    if packet.items:
        write_packet(project, path, packet)
        output.say(
            f"{path}: {plural(len(packet.items), 'text')} for {reviewer}, {packet.left} left for later"
        )
    else:
        output.say(f"nothing in {locale} waits for a signature of {reviewer}; no file written")
    output.record(
        "packet",
        {"file": str(path) if packet.items else None, "id": packet.id, "texts": len(packet.items),
         "left": packet.left, "reviewer": packet.reviewer.email, "locale": locale},
    )  # fmt: skip
    return Exit.DONE if packet.items else Exit.NOTHING


@click.command("receive")
@click.argument("answers", type=click.Path(path_type=Path))
@as_of_option
@with_output
def receive_command(output: Output, answers: Path, as_of: str | None) -> int:
    """Check the answers of a packet against the texts as they are now, and put them on record.

    The reviewer signs; the ledger also says that you brought the answers.
    """
    project = workspace()
    came = read_answers(answers)
    fates = take_packet(project, came, str(answers), brought_by=acting_person(project), on=today(as_of))
    if not fates:
        output.say("no text was decided on in this file")
    return say_fates(output, fates, came.reviewer)


def say_fates(output: Output, fates: Sequence[Fate], signer: str) -> int:
    """Show what became of each answer."""
    for fate in fates:
        output.record("answer", fate)
        if fate.reason:
            place = f"{fate.document} {fate.locale} {fate.unit}"
            output.say(f"refused {place} ({excerpt(visible(fate.source), 40)}): {visible(fate.reason)}")
    recorded = sum(fate.is_recorded for fate in fates)
    output.say(f"{plural(recorded, 'decision')} recorded for {signer}, {len(fates) - recorded} refused")
    if not fates:
        return Exit.NOTHING
    return Exit.DONE if recorded == len(fates) else Exit.FINDINGS
