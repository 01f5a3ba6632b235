"""Baseline: the findings that a project had when it began to check; only what is new counts."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import CaveatError, Location

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.model.finding import Finding

_FORMAT: Final = "baseline/1"
_HINT: Final = "write it anew with `caveat check --write-baseline`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """Findings laid beside a baseline."""

    new: tuple[Finding, ...]
    known: int
    """Findings that the baseline holds."""
    gone: int
    """Findings of the baseline that are no more: it can be written anew, and shorter."""


def render_baseline(findings: Iterable[Finding]) -> str:
    """Return the file for findings: a JSON object a line, sorted, so that it merges line by line."""
    counted = Counter((one.file, one.check, one.unit, one.fingerprint) for one in findings if one.counts)
    rows = [
        {"file": file, "check": check, "unit": unit, "fingerprint": fingerprint, "count": count}
        for (file, check, unit, fingerprint), count in counted.items()
    ]
    lines = sorted(json.dumps(row, ensure_ascii=False) for row in rows)
    return "".join(f"{line}\n" for line in (json.dumps({"caveat": _FORMAT}), *lines))


def parse_baseline(text: str, path: str) -> Counter[str]:
    """Return how often a baseline holds each fingerprint; raises CaveatError with the line."""
    counts: Counter[str] = Counter()
    if not text.strip():
        raise CaveatError("is empty", at=Location(path, 1), hint=_HINT)
    for number, line in enumerate(text.rstrip("\n").split("\n"), 1):
        row = _parse_line(line, Location(path, number))
        if number == 1:
            if row.get("caveat") != _FORMAT:
                raise CaveatError(f"is no {_FORMAT} of Caveat", at=Location(path, 1), hint=_HINT)
            continue
        fingerprint, count = row.get("fingerprint"), row.get("count")
        if not isinstance(fingerprint, str) or type(count) is not int or count < 1:
            message = "a finding needs a fingerprint and a count above 0"
            raise CaveatError(message, at=Location(path, number), hint=_HINT)
        counts[fingerprint] += count
    return counts


def _parse_line(line: str, at: Location) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise CaveatError("is no JSON object", at=at, hint=_HINT) from error
    if not isinstance(row, dict):
        raise CaveatError("is no JSON object", at=at, hint=_HINT)
    return row


def compare_with_baseline(findings: Iterable[Finding], baseline: Counter[str]) -> Sorted:
    """Return the findings that the baseline does not hold; what does not count is never held back."""
    left = Counter(baseline)
    new: list[Finding] = []
    known = 0
    for one in findings:
        if one.counts and left[one.fingerprint] > 0:
            left[one.fingerprint] -= 1
            known += 1
        else:
            new.append(one)
    return Sorted(new=tuple(new), known=known, gone=left.total())
