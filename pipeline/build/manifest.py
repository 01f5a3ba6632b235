"""The manifest of a build: every file with its digest, every page, and what was withheld and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipeline.model.digest import digest_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.build.assemble import Reason
    from pipeline.build.page import Mode
    from pipeline.build.task import Rendered

NAME = "manifest.json"
FORMAT = "manifest/1"


def render_manifest(
    mode: Mode,
    files: Mapping[str, bytes],
    pages: Iterable[Rendered],
    withheld: Mapping[tuple[str, str], tuple[Reason, ...]],
    inputs: Mapping[str, str],
) -> bytes:
    """Return the manifest as JSON; it holds no date and no path of this machine."""
    data: dict[str, Any] = {
        "caveat": FORMAT,
        "mode": mode.value,
        "inputs": dict(sorted(inputs.items())),
        "files": {name: digest_bytes(files[name]) for name in sorted(files)},
        "pages": [_page(page) for page in pages],
        "withheld": [
            _withheld(document, locale, reasons) for (document, locale), reasons in withheld.items()
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _page(page: Rendered) -> dict[str, Any]:
    return {
        "document": page.document,
        "locale": page.locale,
        "standing": page.standing.value,
        "files": sorted(page.files),
    }


def _withheld(document: str, locale: str, reasons: Iterable[Reason]) -> dict[str, Any]:
    return {"document": document, "locale": locale, "reasons": [_reason(one) for one in reasons]}


def _reason(reason: Reason) -> dict[str, str]:
    fields = {"message": reason.message, "unit": reason.unit, "state": reason.state, "risk": reason.risk}
    return {name: value for name, value in fields.items() if value is not None}
