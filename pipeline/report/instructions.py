"""What a translator finds in a package and does with it: plain words, as a page and as text.

Both say the same: the sections are made once, and two small writers put them down.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.language.names import english_name
from pipeline.model.job import Job, JobFormat
from pipeline.model.locale import Locale
from pipeline.report.html import render_instructions
from pipeline.report.sections import Section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model.unit import Unit

_WIDTH: Final = 96


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a package holds beside the texts."""

    has_memory: bool
    has_glossary: bool
    has_preview: bool
    has_pages: bool
    """The preview has pages, so that a list leads to them; documents in their own format have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticalUnit:
    """A text of the job that can do harm when it is wrong."""

    document: str
    unit: Unit


def instructions_html(job: Job, contents: Contents, critical: tuple[CriticalUnit, ...]) -> bytes:
    """Return the page, which opens from a folder and loads nothing."""
    return render_instructions(_title(job), tuple(_sections(job, contents, critical))).encode()


def instructions_text(job: Job, contents: Contents, critical: tuple[CriticalUnit, ...]) -> bytes:
    """Return the same as text."""
    title = _title(job)
    parts = [f"{title}\n{'=' * len(title)}\n"]
    for section in _sections(job, contents, critical):
        parts.append(f"{section.heading}\n{'-' * len(section.heading)}\n")
        parts += [f"{textwrap.fill(text, _WIDTH)}\n" for text in section.paragraphs]
        steps = [
            textwrap.fill(text, _WIDTH, initial_indent=f"{number}. ", subsequent_indent="   ")
            for number, text in enumerate(section.steps, 1)
        ]
        parts += ["\n".join(steps) + "\n"] if steps else []
        parts += ["\n".join("  ".join(row).rstrip() for row in _padded(section.table)) + "\n"] * bool(
            section.table
        )
    return "\n".join(parts).encode()


def _padded(table: tuple[tuple[str, ...], ...]) -> Iterator[list[str]]:
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        yield [*(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)), row[-1]]


def _title(job: Job) -> str:
    return f"{job.project}: translation into {english_name(Locale(job.locale))}"


def _sections(job: Job, contents: Contents, critical: tuple[CriticalUnit, ...]) -> Iterator[Section]:
    yield _about(job)
    yield Section(heading="What to do", steps=tuple(_steps(job)))
    yield _contents(job, contents)
    yield _TAGS
    yield _FUZZY
    if critical:
        yield _critical(critical)
    yield _DOUBT


def _about(job: Job) -> Section:
    total = sum(one.words for one in job.words)
    rows = [(one.band, str(one.units), str(one.words)) for one in job.words]
    return Section(
        heading="The job",
        paragraphs=(
            (
                f"Job {job.id}, handed to {job.person} on {job.on}. "
                f"Documents: {', '.join(one.id for one in job.documents)}."
            ),
            (
                f"{total} English words wait for you. The table shows how close they are to what was "
                "translated before, in percent; a text that occurs again in the job is a repetition. "
                "Only texts that were approved count in full. Words are what stands between spaces "
                "and holds a letter or a digit."
            ),
        ),
        table=(
            ("match", "texts", "words"),
            *rows,
            ("all", str(sum(one.units for one in job.words)), str(total)),
        ),
    )


def _steps(job: Job) -> Iterator[str]:
    if job.format is JobFormat.OMEGAT:
        yield "Unpack the package. In OmegaT choose Project > Open and this folder."
        yield (
            "Translate the segments. A text that was there before and is not finished is shown as a fuzzy "
            "match: insert it, correct it."
        )
        yield "Choose Project > Create Translated Documents."
        yield "Pack the whole folder again and send it back. Leave job.json as it is."
        return
    if job.format is JobFormat.XLIFF:
        yield "Unpack the package. Translate the files in xliff/ in your tool."
        yield "Mark each text that is finished as translated, and leave the others marked as unfinished."
        yield "Leave the files in po/ as they are: they say what each text is."
        yield "Pack the whole folder again and send it back. Leave job.json as it is."
        return
    yield "Unpack the package. Open the files in po/ in Poedit, Lokalize or another editor of PO files."
    yield "Translate what is empty, correct what is marked fuzzy (Poedit: needs work), and take the mark off."
    yield "Do not change the English, the comments above it, or the names of the files."
    yield "Pack the whole folder again and send it back. Leave job.json as it is."


def _contents(job: Job, contents: Contents) -> Section:
    is_omegat = job.format is JobFormat.OMEGAT
    is_xliff = job.format is JobFormat.XLIFF
    rows = [("source/" if is_omegat else "xliff/" if is_xliff else "po/", "the texts")]
    rows += [("po/", "the same as catalogs, for us")] * is_xliff
    if is_omegat:
        rows.append(("target/", "where OmegaT writes your translation"))
    if contents.has_memory:
        what = "what was translated before, for your translation memory"
        rows.append(("tm/" if is_omegat else "memory.tmx", what))
    if contents.has_glossary:
        rows.append(("glossary/" if is_omegat else "glossary.csv", "the words to use, and those not to use"))
    if contents.has_preview:
        pages = "the pages as readers will see them, in English and as they are now: open index.html"
        what = pages if contents.has_pages else "the documents as they are now, for the programs they are for"
        rows.append(("preview/", what))
    rows.append(("job.json", "which texts you were given; needed when you send the work back"))
    return Section(heading="What is in the package", table=(("file", "what it is"), *rows))


_TAGS: Final = Section(
    heading="Tags",
    paragraphs=(
        (
            "<1>500 mg</1> is text between the tags <1> and </1>: a link, bold or the like. <2/> "
            "stands for a picture or a line break. The comment above the text says what each tag is."
        ),
        (
            "Keep every tag, once, around the words that mean the same. You may move a pair of tags, "
            "but not cross it with another. {name} and %s are filled in later: copy them as they are."
            " A text whose tags do not fit is refused when it comes back."
        ),
    ),
)
_FUZZY: Final = Section(
    heading="Fuzzy",
    paragraphs=(
        (
            "A text marked fuzzy is not finished. A machine wrote it, or the English has changed "
            "since it was translated: then the old English stands above it. Nobody stands behind it."
        ),
        (
            "Read it against the English, correct it, take the mark off. What you change and leave "
            "without the mark is recorded as your work. A mark that you take off without a change "
            "does not say that you read the text: tell the person who sent you this package."
        ),
    ),
)
_DOUBT: Final = Section(
    heading="When in doubt",
    paragraphs=(
        (
            "Leave the text marked fuzzy and write a comment beside it, or ask the person who sent "
            "you this package. A text that is missing is better than one that is wrong: people act on"
            " it."
        ),
    ),
)


def _critical(critical: tuple[CriticalUnit, ...]) -> Section:
    rows = tuple(
        (one.document, ", ".join((one.unit.risk.label, *one.unit.reasons)), one.unit.key.source)
        for one in critical
    )
    return Section(
        heading="Texts that can do harm",
        paragraphs=(
            "A mistake in these can hurt somebody. Check each number, unit, not, may and must twice.",
        ),
        table=(("document", "why", "English"), *rows),
    )
