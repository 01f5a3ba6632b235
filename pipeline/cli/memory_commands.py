"""tm: the translation memory."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.console import Bars, Exit, Output, visible
from pipeline.cli.context import chosen_locales, locale_option, with_output, workspace
from pipeline.cli.summaries import plural
from pipeline.memory.matching import Match, MatchKind, Question, find_matches
from pipeline.stages.memory import open_memory
from pipeline.stages.memory_files import export_memory, import_memory

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN = {
    MatchKind.FUZZY: "similar",
    MatchKind.FORM: "same but for quotes or spaces",
    MatchKind.EXACT: "same",
    MatchKind.IN_CONTEXT: "same, in the same place",
}


@click.group("tm")
def memory_group() -> None:
    """Search, fill and export the translation memory, which is made from catalogs and ledgers."""


@memory_group.command("search")
@click.argument("text")
@locale_option
@click.option("--limit", type=click.IntRange(1, 100), default=5, help="Matches a language; default 5.")
@click.option("--least", type=click.IntRange(1, 100), default=60, help="Lowest score in percent; default 60.")
@with_output
def search_command(output: Output, text: str, locales: Sequence[str], limit: int, least: int) -> int:
    """Show what people translated before that is like an English TEXT, best first."""
    project = workspace()
    found = 0
    with open_memory(project, Bars()) as store:
        for locale in chosen_locales(project, locales):
            question = Question(source=text, locale=locale.code)
            for match in find_matches(store, question, limit=limit, least=least):
                found += 1
                _say_match(output, text, match)
        is_empty = not store.count()
    if not found:
        output.say("the memory is empty: nobody has translated anything yet" if is_empty else "no match")
    return Exit.DONE if found else Exit.NOTHING


@memory_group.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="TMX")
@locale_option
@with_output
def import_command(output: Output, file: Path, locales: Sequence[str]) -> int:
    """Take a TMX file of another tool into the project; its texts are offered, never taken for reviewed."""
    project = workspace()
    result = import_memory(project, file, chosen_locales(project, locales))
    output.record("memory", result)
    told = ", ".join(f"{number} {locale}" for locale, number in result.taken)
    output.say(f"{result.path}: {told}{'' if result.is_written else '; nothing changed'}")
    for language, number in result.left:
        output.say(f"  {plural(number, 'text')} left out: {visible(language)} is not a language asked for")
    if result.empty:
        output.say(f"  {plural(result.empty, 'unit')} left out: no text to read")
    return Exit.DONE


@memory_group.command("export")
@click.argument("file", type=click.Path(path_type=Path), metavar="TMX")
@locale_option
@with_output
def export_command(output: Output, file: Path, locales: Sequence[str]) -> int:
    """Write the project's memory as a TMX file for other tools, with the state of each text."""
    project = workspace()
    with open_memory(project, Bars()) as store:
        chosen = chosen_locales(project, locales)
        result = export_memory(store, file, project.config.source_locale, chosen)
    output.record("memory-file", {"file": str(file), "pairs": result.pairs, "refused": len(result.refused)})
    output.say(f"{file}: {plural(result.pairs, 'pair')}")
    for source, why in result.refused:
        output.say(f"  left out, XML can't hold it: {why}: {visible(source)[:60]}")
    return Exit.DONE if result.pairs else Exit.NOTHING


def _say_match(output: Output, text: str, match: Match) -> None:
    pair = match.pair
    differences = [{"kind": one.kind.value, "old": one.old, "new": one.new} for one in match.differences]
    output.record(
        "match",
        {
            "locale": pair.locale,
            "score": match.score,
            "match": match.kind.name.lower().replace("_", "-"),
            "source": pair.source,
            "target": pair.target,
            "document": pair.document,
            "context": pair.context,
            "state": pair.state.value,
            "by": pair.by,
            "differences": differences,
            "may_be_filled": match.may_be_filled,
        },
    )
    people = f", {pair.by}" if pair.by else ""
    output.say(
        f"{match.score}% {pair.locale}  {_SHOWN[match.kind]}; {pair.state.value}{people}; {pair.document}"
    )
    output.say(f"  {_marked(visible(pair.source), visible(text))}")
    output.say(f"  {visible(pair.target)}")
    for one in match.differences:
        output.say(
            click.style(f'  the {one.kind.value} differs: "{one.old}" there, "{one.new}" here', fg="red")
        )


def _marked(known: str, asked: str) -> str:
    """Return the known source with what differs marked: gone words in red, come words in green."""
    old, new = known.split(" "), asked.split(" ")
    parts = []
    for tag, start, stop, new_start, new_stop in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        gone, come = " ".join(old[start:stop]), " ".join(new[new_start:new_stop])
        if tag == "equal":
            parts.append(gone)
        else:
            parts += [click.style(f"[-{gone}-]", fg="red")] if gone else []
            parts += [click.style(f"{{+{come}+}}", fg="green")] if come else []
    return " ".join(parts)


COMMANDS = (memory_group,)
