"""Release records: what was published when, file by file and, of exports, cell by cell."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import CaveatError, ConfigError, Location, did_you_mean
from pipeline.model.digest import digest_bytes, short
from pipeline.workspace.files import read_text, write_if_changed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pipeline.build.task import Pair, Rendered
    from pipeline.workspace.project import Workspace

FORMAT: Final = "release/1"
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_DAMAGED: Final = "bring the file back from git"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A former release, as far as a delta asks."""

    name: str
    """The record's file, without its ending."""
    fields: Mapping[Pair, Mapping[str, str]]
    """Of each row of an export in each language: column -> digest of the text that was published."""


def find_release(workspace: Workspace, wanted: str) -> Release:
    """Return the release of a record's name, or the last one on or before a day; raises ConfigError."""
    names = sorted(path.stem for path in workspace.releases.glob("*.json"))
    name = wanted.removesuffix(".json")
    if _DAY.fullmatch(wanted):
        name = _find_by_day(names, wanted)
    if name not in names:
        hint = did_you_mean(name, names) if names else "build a release first, without --since"
        raise ConfigError(f'there is no release record "{wanted}"', hint=hint)
    return _read_release(workspace, workspace.releases / f"{name}.json")


def _find_by_day(names: Sequence[str], day: str) -> str:
    days = [name[:10] for name in names if name[:10] <= day]
    last = [name for name in names if days and name.startswith(max(days))]
    if not last:
        raise ConfigError(f"there is no release on or before {day}", hint=did_you_mean(day, names))
    if len(last) > 1:
        hint = f"name one: {', '.join(last)}"
        raise ConfigError(f"there are {len(last)} releases of {max(days)}", hint=hint)
    return last[0]


def _read_release(workspace: Workspace, path: Path) -> Release:
    name = workspace.name_of(path)
    try:
        data = json.loads(read_text(path, name))
        if data["caveat"] != FORMAT:
            raise CaveatError(f"is no {FORMAT}", at=Location(name), hint="use the version that wrote it")
        fields = {
            (str(one["document"]), str(one["locale"])): {str(key): str(text) for key, text in filled.items()}
            for one in data["published"]
            if (filled := one.get("fields")) is not None
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CaveatError("is not a release record", at=Location(name), hint=_DAMAGED) from error
    return Release(name=path.stem, fields=fields)


def write_release(
    workspace: Workspace,
    pages: Sequence[Rendered],
    withheld: Sequence[Pair],
    digests: Mapping[str, str],
    day: str,
) -> None:
    """Add the record of a release: what was published, with the digest of each file and filled cell."""
    record = {
        "caveat": FORMAT,
        "on": day,
        "published": [_published(page, digests) for page in pages],
        "withheld": [{"document": document, "locale": locale} for document, locale in withheld],
    }
    data = (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()
    write_if_changed(workspace.releases / f"{day}-{short(digest_bytes(data))}.json", data)


def _published(page: Rendered, digests: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "document": page.document,
        "locale": page.locale,
        "files": {name: digests[name] for name in sorted(page.files)},
    }
    return found if page.fields is None else {**found, "fields": dict(page.fields)}
