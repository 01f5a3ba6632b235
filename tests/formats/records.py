"""Short ways to parse a record in a test."""

from __future__ import annotations

from pipeline.config.project import Collection, Profile, SectionRule
from pipeline.formats.base import Reading
from pipeline.formats.record import RecordFormat
from pipeline.model.disclaimer import Disclaimer, Placement
from pipeline.model.document import BlockKind, Document
from pipeline.model.unit import Risk

NOTE = Disclaimer(
    id="note", version="1", heading="Note", text="This is no advice.", placement=Placement.TOP, line=7
)
PROFILE = Profile(
    name="article",
    sections=(
        SectionRule(title="Note", disclaimer="note"),
        SectionRule(title="Causes"),
        SectionRule(title="Tips", is_group=True),
        SectionRule(title="Danger", risk=Risk.CRITICAL),
    ),
    junk=("Null", "undefined"),
    language_names={"US English": "en_US"},
)
EMPTY = Profile(name="")


def parse(
    text: str | bytes,
    profile: Profile = PROFILE,
    *,
    segmentation: str = "sentence",
    disclaimers: tuple[Disclaimer, ...] = (NOTE,),
) -> Document:
    """Return the record in `text`."""
    collection = Collection(
        name="c", path="source", files=("*.txt",), format="record", profile=profile, segmentation=segmentation
    )
    reading = Reading(id="a", path="source/a.txt", collection=collection, disclaimers=disclaimers)
    return RecordFormat().parse(text if isinstance(text, bytes) else text.encode(), reading)


def shape(document: Document) -> list[tuple[str, int, list[str]]]:
    """Return each block's kind, level and units."""
    return [
        (block.kind.value, block.level, [unit.key.source for unit in block.occurrences])
        for block in document.blocks
    ]


def headings(document: Document) -> list[tuple[int, str]]:
    """Return the headings with their levels."""
    found = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    return [(block.level, block.occurrences[0].key.source) for block in found]
