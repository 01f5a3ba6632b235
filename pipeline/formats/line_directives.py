"""Directives for authors in text without markup: each on a line of its own, `[caveat: skip]` and its kin."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from pipeline.errors import DocumentError, Location
from pipeline.formats.directives import get_directive
from pipeline.formats.wishes import NO_WISH, Wish
from pipeline.model.document import ByteRange, Junk

DIRECTIVE_START: Final = "[caveat:"
_END: Final = "]"


def is_directive(text: str) -> bool:
    """Return whether a line, without the white space around it, is for authors and not for readers."""
    return text.startswith(DIRECTIVE_START) and text.endswith(_END)


@dataclass(slots=True)
class LineDirectives:
    """What the directives of a text say, while its lines are read from top to bottom."""

    path: str
    lines: list[Junk] = field(default_factory=list)
    """The lines that hold directives: outputs leave them out."""
    _wish: Wish = NO_WISH
    _waiting: Junk | None = None
    """The directive that no block has come after yet."""
    _skipping: Junk | None = None
    """The skip-start that is not ended yet."""

    def take(self, number: int, text: str, where: ByteRange) -> None:
        """Read a line that is a directive; `where` is the whole line with its end; raises DocumentError."""
        at = Location(self.path, number)
        name, *words = text[len(DIRECTIVE_START) : -len(_END)].split() or [""]
        directive = get_directive(name, " ".join(words), at, f"{DIRECTIVE_START} {name} TEXT{_END}")
        line = Junk(range=where, line=number, text=text)
        self.lines.append(line)
        if directive.name == "skip-start":
            if self._skipping:
                raise DocumentError("skip-start stands inside another skip-start", at=at, hint="take it out")
            self._skipping = line
        elif directive.name == "skip-end":
            if not self._skipping:
                raise DocumentError("skip-end ends nothing", at=at, hint="put skip-start above it")
            self._skipping = None
        else:
            self._wish, self._waiting = self._wish.with_directive(directive), line

    def next_wish(self) -> Wish:
        """Return what holds for the block that starts now; what was said for one block is said no more."""
        wish = Wish(is_skipped=True) if self._skipping else self._wish
        self._wish, self._waiting = NO_WISH, None
        return wish

    def check_ended(self) -> None:
        """Raise DocumentError for a directive that waits for something when the text is at its end."""
        if self._skipping:
            hint = f"put {DIRECTIVE_START} skip-end{_END} below what is to be left out"
            raise DocumentError("skip-start is never ended", at=self._at(self._skipping), hint=hint)
        if self._waiting:
            hint = "put it above the block it is about, or take it out"
            message = f'no block comes after the directive "{self._waiting.text}"'
            raise DocumentError(message, at=self._at(self._waiting), hint=hint)

    def _at(self, line: Junk) -> Location:
        return Location(self.path, line.line)
