"""A cell of one line, such as a title: one whole unit, whose role is the name of its field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.base import rebuild
from pipeline.formats.lines import BLANK
from pipeline.formats.notices import of_control
from pipeline.language.risk import classify
from pipeline.model.document import Block, BlockKind, ByteRange, Document, Occurrence
from pipeline.model.unit import Risk, UnitKey

if TYPE_CHECKING:
    from pipeline.formats.base import Edition, Reading

LINE: Final = "text"
"""What a field's format is called whose cells are one line."""
_ENDS: Final = re.compile("[ \t]*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t]*")


@dataclass(frozen=True, slots=True)
class LineFormat:
    """The format of cells that hold one line."""

    field: str
    kind: BlockKind
    name: str = LINE
    suffixes: tuple[str, ...] = ()

    def parse(self, data: bytes, reading: Reading) -> Document:
        """Return the document of one unit; raises DocumentError for more than one line."""
        text = data.decode()
        body = text.strip(BLANK)
        if _ENDS.search(body):
            hint = 'declare the field as "record" or another format of many lines, or correct the export'
            raise DocumentError("holds more than one line", at=Location(reading.path, 1), hint=hint)
        start = len(text[: len(text) - len(text.lstrip(BLANK))].encode())
        risk, reasons = (Risk.STANDARD, ()) if self.kind is BlockKind.TITLE else classify(body)
        unit = Occurrence(
            key=UnitKey(self.field, body),
            range=ByteRange(start, start + len(body.encode())),
            risk=risk,
            reasons=reasons,
        )
        block = Block(kind=self.kind, line=1, occurrences=(unit,))
        notices = tuple(of_control(data))
        return Document(id=reading.id, path=reading.path, data=data, blocks=(block,), notices=notices)

    def encode(self, document: Document, occurrence: Occurrence, target: str) -> bytes:  # noqa: ARG002 - of the protocol
        """Return the target's bytes, on one line."""
        return _ENDS.sub(" ", target).encode()

    def localize(self, document: Document, edition: Edition) -> bytes:
        """Return the line as an edition has it, after the banner of a preview."""
        banner = f"{edition.banner.text} ".encode() if edition.banner else b""
        return banner + rebuild(self, document, edition.text_of)
