"""Release records: a released file must be one that some release of the project recorded.

The records are committed, so who changes a released file and its digest in the manifest must change a
committed file too.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from pipeline.verify.problem import problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.model.finding import Finding
    from pipeline.verify.folder import Folder, Manifest

FORMAT: Final = "release/1"


def read_digests(records: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the digests that the texts of release records hold, by file; a damaged record holds none."""
    found: dict[str, set[str]] = {}
    for text in records:
        for file, digest in _digests(text):
            found.setdefault(file, set()).add(digest)
    return {file: frozenset(digests) for file, digests in found.items()}


def _digests(text: str) -> list[tuple[str, str]]:
    try:
        data = json.loads(text)
        return [
            (str(file), str(digest))
            for one in (data["published"] if data["caveat"] == FORMAT else ())
            for file, digest in one["files"].items()
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def check_records(folder: Folder, manifest: Manifest, known: dict[str, frozenset[str]]) -> Iterator[Finding]:
    """Yield the published files that no release recorded as they are; without any record there is none."""
    for file in sorted({file for page in manifest.pages for file in page.files}) if known else ():
        digest = manifest.files.get(file)
        if digest is not None and digest not in known.get(file, frozenset()):
            message = "is not the file that a release record in locales/releases/ names"
            hint = "build the release again, and commit the record that it adds"
            yield problem("release.not-recorded", folder.show(file), message, hint=hint)
