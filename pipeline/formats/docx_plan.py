"""A unit to its plan: which looks, links and signs its tags are, and what is open around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from pipeline.formats.docx_atoms import read_plain
from pipeline.formats.docx_runs import describe, has_seen_spaces, is_code
from pipeline.formats.inline import Part, Tag
from pipeline.model.document import ByteRange

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.formats.docx_leaf import Leaf
    from pipeline.formats.docx_pieces import Atom, Frame
    from pipeline.formats.docx_runs import Look
    from pipeline.formats.docx_styles import Styles

_CODE: Final = "code"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a tag of a unit does."""

    note: str
    wrapper: Frame | None = None
    """Pairs: the element around the text, such as a link."""
    run: Frame | None = None
    """Pairs: the run that text in it stands in, if it holds any."""
    atom: Atom | None = None
    """Empty tags: what stands there."""


@dataclass(slots=True)
class Plan:
    """A unit, understood: its parts, what its tags mean, and what stands around it."""

    base: tuple[Frame, ...]
    """The elements that all of it stands in."""
    run: Frame | None
    """The run of text outside of tags."""
    parts: list[Part] = field(default_factory=list)
    meanings: dict[int, Meaning] = field(default_factory=dict)
    before: list[Atom] = field(default_factory=list)
    """What shows nothing and goes before the text."""
    after: list[Atom] = field(default_factory=list)
    first: tuple[Frame, ...] = ()
    """The elements that are open where the unit starts."""
    last: tuple[Frame, ...] = ()
    """The elements that are open where it ends."""


def make_plan(leaf: Leaf, where: ByteRange, data: bytes, styles: Styles) -> Plan:
    """Return the plan of the unit in a range of a stretch."""
    first, last = find_inside(leaf.atoms, where)
    inside = [clip(atom, where, data) for atom in leaf.atoms[first:last]]
    seen = [atom for atom in inside if atom.kind in ("text", "empty")]
    base = common_frames([atom.wrappers for atom in seen])
    plan = Plan(base, _main_run([atom for atom in seen if not pairs_around(atom, base)]))
    plan.before = [atom for atom in inside if atom.kind == "before"]
    plan.after = [atom for atom in inside if atom.kind == "after"]
    plan.first = tuple(frame for frame in seen[0].stack if frame.start < where.start)
    plan.last = tuple(frame for frame in seen[-1].stack_after if where.stop < frame.stop)
    _Tagger(plan, seen, styles).run()
    return plan


def pairs_around(atom: Atom, base: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """Return the elements around an atom that show as tags."""
    return tuple(frame for frame in atom.wrappers[len(base) :] if frame.kind == "pair")


def clip(atom: Atom, where: ByteRange, data: bytes) -> Atom:
    """Return the part of an atom that lies in a range; only texts are ever cut."""
    start, stop = max(atom.start, where.start), min(atom.stop, where.stop)
    if (start, stop) == (atom.start, atom.stop):
        return atom
    return replace(atom, start=start, stop=stop, text=read_plain(data, ByteRange(start, stop)))


def _main_run(atoms: Sequence[Atom]) -> Frame | None:
    """Return the run that text outside of tags stands in: a plain one, else the one with the most text."""
    sizes: Counter[Look] = Counter()
    runs: dict[Look, Frame] = {}
    for atom in atoms:
        run = _run_of(atom)
        if atom.kind == "text" and run and (atom.text.strip() or not runs):
            sizes[run.look] += len(atom.text.strip())
            runs.setdefault(run.look, run)
    if not runs:
        return None
    return runs[()] if () in runs else runs[max(sizes, key=lambda look: sizes[look])]


@dataclass(slots=True)
class _Tagger:
    """Writes a unit's parts: opens and closes tags as elements and looks change."""

    plan: Plan
    atoms: Sequence[Atom]
    styles: Styles
    open_pairs: list[tuple[Frame, int, Frame | None]] = field(default_factory=list)
    """The elements that are open as tags, with their numbers and the runs of text in them."""
    look: tuple[Look, int] | None = None
    """The look that is open as a tag, with its number."""

    inner: dict[int, list[Atom]] = field(default_factory=dict)
    """The atoms directly inside of each element."""
    following: list[Look | None] = field(default_factory=list)
    """Of each atom: what the next text after it looks like."""

    def run(self) -> None:
        following = None
        for atom in reversed(self.atoms):
            self.following.append(following)
            following = look_of(atom) if atom.text.strip() else following
            for frame in pairs_around(atom, self.plan.base)[-1:]:
                self.inner.setdefault(frame.start, []).append(atom)
        self.following.reverse()
        for at, atom in enumerate(self.atoms):
            self._move(pairs_around(atom, self.plan.base))
            if atom.kind == "text":
                self._set_look(atom, at)
                self.plan.parts.append(atom.text)
            else:
                self._leave_look(atom)
                number = self._number(Meaning(atom.note, atom=atom))
                self.plan.parts.append(Tag(number, "empty"))
        self._close_look()
        self._move(())

    def _number(self, meaning: Meaning) -> int:
        number = len(self.plan.meanings) + 1
        self.plan.meanings[number] = meaning
        return number

    def _move(self, pairs: tuple[Frame, ...]) -> None:
        """Close the tags of elements that end here, open those of elements that start."""
        opened = tuple(frame for frame, _, _ in self.open_pairs)
        same = len(common_frames([opened, pairs]))
        if same < max(len(opened), len(pairs)):
            self._close_look()
        while len(self.open_pairs) > same:
            self.plan.parts.append(Tag(self.open_pairs.pop()[1], "close"))
        for frame in pairs[same:]:
            run = _main_run(self.inner.get(frame.start, [])[::-1])
            number = self._number(Meaning(frame.note, wrapper=frame, run=run))
            self.open_pairs.append((frame, number, run))
            self.plan.parts.append(Tag(number, "open"))

    def _around(self) -> Look:
        run = self.open_pairs[-1][2] if self.open_pairs else self.plan.run
        return run.look if run else ()

    def _set_look(self, atom: Atom, at: int) -> None:
        look = look_of(atom)
        if not atom.text.strip() and not has_seen_spaces(look):
            look = self._look_of_space(at)
        if self.look and self.look[0] != look:
            self._close_look()
        run = _run_of(atom)
        if look != self._around() and not self.look and run:
            note = _CODE if is_code(look, self.styles) else describe(look, self._around())
            number = self._number(Meaning(note, run=run))
            self.look = (look, number)
            self.plan.parts.append(Tag(number, "open"))

    def _look_of_space(self, at: int) -> Look:
        """Return the look of a space: the open one where it goes on after it, else the one around."""
        return self.look[0] if self.look and self.following[at] == self.look[0] else self._around()

    def _leave_look(self, atom: Atom) -> None:
        if self.look and look_of(atom) != self.look[0]:
            self._close_look()

    def _close_look(self) -> None:
        if self.look:
            self.plan.parts.append(Tag(self.look[1], "close"))
            self.look = None


def look_of(atom: Atom) -> Look:
    """Return what the run of an atom looks like."""
    run = _run_of(atom)
    return run.look if run else ()


def _run_of(atom: Atom) -> Frame | None:
    return next((frame for frame in atom.stack if frame.kind == "run"), None)


def common_frames(stacks: Sequence[tuple[Frame, ...]]) -> tuple[Frame, ...]:
    """Return the elements that all of the stacks start with."""
    if not stacks:
        return ()
    shortest = min(stacks, key=len)
    same = takewhile(
        lambda at: all(stack[at].start == shortest[at].start for stack in stacks), range(len(shortest))
    )
    return shortest[: len(list(same))]


def find_inside(atoms: Sequence[Atom], where: ByteRange) -> tuple[int, int]:
    """Return the places of the first atom that reaches into a range, and of the first one after it."""
    first = bisect_right(atoms, where.start, key=lambda atom: atom.stop)
    return first, bisect_left(atoms, where.stop, key=lambda atom: atom.start)
