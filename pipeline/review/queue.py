"""The queue of a review page: which units wait, in what order, a page at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from pipeline.model.state import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.model.finding import Finding
    from pipeline.model.unit import Risk

PAGE: Final = 50
"""Units on one page of the queue."""
ANY_FINDING: Final = "any"


class Wait(Enum):
    """Whose turn it is."""

    YOU = "you"
    """A signature of the queue's reader brings the text further."""
    TRANSLATOR = "translator"
    """It must be written, finished, corrected or claimed first."""
    OTHERS = "others"
    """Somebody else must sign."""
    NOBODY = "nobody"
    """Approved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueItem:
    """One unit of one document in one locale, as a queue shows it."""

    locale: str
    document: str
    unit: str
    """The unit's id."""
    context: str | None
    source: str
    target: str
    state: State
    risk: Risk
    words: int
    wait: Wait
    missing: str | None = None
    """What is needed before it counts as approved, in words."""
    since: str | None = None
    """The day since when it has stood like this, as far as anybody knows."""
    section: str | None = None
    alarm: float = 0.0
    """How loud the alarm is about an untouched machine draft; 0 where it is not loud enough to come first."""

    @property
    def place(self) -> tuple[str, str, str]:
        """What names the item."""
        return self.locale, self.document, self.unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a queue is filtered by; an empty field lets everything through."""

    locale: str = ""
    document: str = ""
    state: State | None = None
    risk: Risk | None = None
    wait: Wait | None = None
    finding: str = ""
    """A rule (`numbers.changed`), a concern (`numbers`), or `any`; asked of `lets_findings`."""
    before: str = ""
    """Only what has stood like this since before this day, as YYYY-MM-DD."""
    words: str = ""
    """Only units whose source or target holds these words, whatever the capitals."""

    def lets(self, item: QueueItem) -> bool:
        """Return whether an item passes, whatever the checks found in it."""
        return (
            self.locale in ("", item.locale)
            and self.document in ("", item.document)
            and self.state in (None, item.state)
            and self.risk in (None, item.risk)
            and self.wait in (None, item.wait)
            and (not self.before or (item.since is not None and item.since < self.before))
            and self._is_said_in(item)
        )

    def lets_findings(self, findings: Iterable[Finding]) -> bool:
        """Return whether a unit with these findings passes."""
        wanted, concern = self.finding, f"{self.finding}."
        is_any = wanted == ANY_FINDING
        return not wanted or any(
            is_any or one.check == wanted or one.check.startswith(concern) for one in findings
        )

    def _is_said_in(self, item: QueueItem) -> bool:
        words = self.words.casefold()
        return not words or words in item.source.casefold() or words in item.target.casefold()


Urgency = tuple[int, float]
"""What comes first has the lower one."""


def order_queue(items: Iterable[QueueItem]) -> tuple[QueueItem, ...]:
    """Return the items with the riskiest first, and in a risk class the drafts that look wrong or cut.

    All others keep documents and reading order.
    """
    return join_parts([part_by_urgency(items)])


def part_by_urgency(items: Iterable[QueueItem]) -> Mapping[Urgency, Sequence[QueueItem]]:
    """Return a catalog's part of a queue, ready to be joined with those of other catalogs."""
    found: defaultdict[Urgency, list[QueueItem]] = defaultdict(list)
    for item in items:
        found[-item.risk, -item.alarm].append(item)
    return found


def join_parts(parts: Iterable[Mapping[Urgency, Sequence[QueueItem]]]) -> tuple[QueueItem, ...]:
    """Return the queue that some parts make; only a catalog that changed needs another part.

    Law: parts joined are the items of all of them ordered.
    """
    known = tuple(parts)
    urgencies = sorted({urgency for part in known for urgency in part})
    return tuple(item for urgency in urgencies for part in known for item in part.get(urgency, ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePage:
    """One page of a queue."""

    items: tuple[QueueItem, ...]
    number: int
    """From 1."""
    pages: int
    total: int
    first: int
    """The place in the queue of the first item, from 1; 0 in an empty one."""


def cut_page(items: Sequence[QueueItem], number: int, size: int = PAGE) -> QueuePage:
    """Return a page of a queue; a number beyond the ends gives the closest page."""
    pages = max(1, -(-len(items) // size))
    here = min(max(number, 1), pages)
    start = (here - 1) * size
    return QueuePage(
        items=tuple(items[start : start + size]),
        number=here,
        pages=pages,
        total=len(items),
        first=start + 1 if items else 0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Where a unit stands in a queue."""

    place: int
    """From 1; 0 when the queue does not hold it, because it was decided or the filter leaves it out."""
    total: int
    before: QueueItem | None
    after: QueueItem | None


def find_around(items: Sequence[QueueItem], place: tuple[str, str, str]) -> Around:
    """Return a unit's neighbours in a queue; for one that is not in it, the queue's first is the next."""
    unit = place[-1]  # compared first: thousands of items are looked at
    at = next((n for n, item in enumerate(items) if item.unit == unit and item.place == place), None)
    if at is None:
        return Around(place=0, total=len(items), before=None, after=items[0] if items else None)
    return Around(
        place=at + 1,
        total=len(items),
        before=items[at - 1] if at else None,
        after=items[at + 1] if at + 1 < len(items) else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far some units have come."""

    words: Mapping[State, int]
    units: Mapping[State, int]
    waiting: int
    """Units that wait for the reader."""
    critical: int
    """Units above standard risk."""
    critical_approved: int

    @property
    def total(self) -> int:
        """All units."""
        return sum(self.units.values())

    @property
    def approved(self) -> int:
        """Units that are approved."""
        return self.units.get(State.APPROVED, 0)

    @property
    def percent(self) -> int:
        """Approved words in percent, rounded down: 100 means all."""
        total = sum(self.words.values())
        return 100 * self.words.get(State.APPROVED, 0) // total if total else 0


def measure_progress(items: Iterable[QueueItem]) -> Progress:
    """Return how far units have come."""
    words: Counter[State] = Counter()
    units: Counter[State] = Counter()
    waiting = critical = approved = 0
    for item in items:
        words[item.state] += item.words
        units[item.state] += 1
        waiting += item.wait is Wait.YOU
        critical += item.risk > 0
        approved += item.risk > 0 and item.state is State.APPROVED
    return Progress(words=words, units=units, waiting=waiting, critical=critical, critical_approved=approved)


def add_progress(parts: Iterable[Progress]) -> Progress:
    """Return how far several groups of units have come together."""
    words: Counter[State] = Counter()
    units: Counter[State] = Counter()
    waiting = critical = approved = 0
    for part in parts:
        words.update(part.words)
        units.update(part.units)
        waiting += part.waiting
        critical += part.critical
        approved += part.critical_approved
    return Progress(words=words, units=units, waiting=waiting, critical=critical, critical_approved=approved)
