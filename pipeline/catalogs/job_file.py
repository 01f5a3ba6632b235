"""`job.json`: what a package says of the job it carries. It holds digests and an address, no texts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import CatalogError, Location
from pipeline.model.job import Job, JobDocument, JobFormat, JobUnit, WordCount
from pipeline.model.people import is_address
from pipeline.workspace.files import decode_utf8

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NAME: Final = "job.json"
SCHEMA: Final = "job/1"
_DIGEST: Final = re.compile("sha256:[0-9a-f]{64}")
_HINT: Final = "give back the package as it was handed out, with this file untouched"
_UNIT: Final = {"unit": str, "source": str, "target": str, "fuzzy": bool, "asked": bool}
_FIELDS: Final = {
    "caveat": str, "version": str, "job": str, "project": str, "locale": str, "person": str, "on": str,
    "format": str, "documents": list, "words": list,
}  # fmt: skip


def render_job(job: Job) -> bytes:
    """Return the bytes of `job.json`."""
    data = {
        "caveat": SCHEMA,
        "version": job.version,
        "job": job.id,
        "project": job.project,
        "locale": job.locale,
        "person": job.person,
        "on": job.on,
        "format": job.format.value,
        "words": [{"band": one.band, "units": one.units, "words": one.words} for one in job.words],
        "documents": [
            {"id": one.id, "file": one.file, "units": [_unit_data(unit) for unit in one.units]}
            for one in job.documents
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _unit_data(unit: JobUnit) -> dict[str, Any]:
    return {
        "unit": unit.id,
        "source": unit.source,
        "target": unit.target,
        "fuzzy": unit.is_fuzzy,
        "asked": unit.is_asked,
    }


def parse_job(data: bytes, name: str) -> Job:
    """Return the job that `job.json` describes; raises CatalogError with file and line."""
    at = Location(name)
    try:
        root = json.loads(decode_utf8(data, name), parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise CatalogError(f"not JSON: {error.msg}", at=Location(name, error.lineno), hint=_HINT) from error
    except (ValueError, RecursionError) as error:  # a number of 5000 digits, brackets without end
        raise CatalogError(f"not JSON: {error}", at=at, hint=_HINT) from error
    fields = _take(root, _FIELDS, at)
    if fields["caveat"] != SCHEMA:
        hint = "a newer version of caveat packed it"
        raise CatalogError(f'"{fields["caveat"]}" is not a job of this version', at=at, hint=hint)
    job = Job(
        project=fields["project"],
        locale=fields["locale"],
        person=_person(fields["person"], at),
        on=fields["on"],
        format=_format(fields["format"], at),
        documents=tuple(_document(one, at) for one in fields["documents"]),
        words=tuple(
            WordCount(**_take(one, {"band": str, "units": int, "words": int}, at)) for one in fields["words"]
        ),
        version=fields["version"],
    )
    _refuse_changed(job, fields["job"], at)
    return job


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _refuse_changed(job: Job, told: str, at: Location) -> None:
    """Raise for a file that does not fit its own id: a digest, a name or a date in it was changed."""
    if job.id != told:
        raise CatalogError(f'what it says is not job "{told}" any more', at=at, hint=_HINT)
    ids = [one.id for one in job.documents]
    if len(set(ids)) != len(ids):
        raise CatalogError("a document stands in it twice", at=at, hint=_HINT)


def _take(data: Any, wanted: Mapping[str, type], at: Location) -> dict[str, Any]:
    """Return the fields of an object; raises CatalogError unless there are exactly these, of these types."""
    if not isinstance(data, dict) or data.keys() != wanted.keys():
        raise CatalogError(f"an object has not the keys {_listed(wanted)}", at=at, hint=_HINT)
    for key, kind in wanted.items():
        if type(data[key]) is not kind:
            raise CatalogError(f'"{key}" is not a {kind.__name__}', at=at, hint=_HINT)
    return data


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _person(text: str, at: Location) -> str:
    if not is_address(text):
        raise CatalogError(f'"{text[:80]}" is not an e-mail address', at=at, hint=_HINT)
    return text


def _format(text: str, at: Location) -> JobFormat:
    try:
        return JobFormat(text)
    except ValueError as error:
        known = ", ".join(one.value for one in JobFormat)
        raise CatalogError(f'format "{text[:80]}" is none of {known}', at=at, hint=_HINT) from error


def _document(data: Any, at: Location) -> JobDocument:
    fields = _take(data, {"id": str, "file": str, "units": list}, at)
    return JobDocument(
        id=fields["id"], file=fields["file"], units=tuple(_unit(one, at) for one in fields["units"])
    )


def _unit(data: Any, at: Location) -> JobUnit:
    fields = _take(data, _UNIT, at)
    if not all(_DIGEST.fullmatch(fields[name]) for name in ("source", "target")):
        raise CatalogError(f'a digest of unit "{fields["unit"][:80]}" is damaged', at=at, hint=_HINT)
    return JobUnit(
        id=fields["unit"],
        source=fields["source"],
        target=fields["target"],
        is_fuzzy=fields["fuzzy"],
        is_asked=fields["asked"],
    )
