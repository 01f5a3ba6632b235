"""Pinned disclaimers: the file that holds them, and what the ledger says of each.

A pinned wording stands only as long as its approvals do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.config.toml_text import render_key, render_value
from pipeline.ledger.ledger_file import read_ledger
from pipeline.ledger.states import LedgerIndex, derive_standing
from pipeline.model.catalog import Entry
from pipeline.model.disclaimer import PinnedDisclaimer
from pipeline.model.unit import Risk
from pipeline.stages.sources import DISCLAIMERS, read_disclaimers
from pipeline.stages.standings import read_pinned, read_signing
from pipeline.workspace.files import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.ledger.states import Signing
    from pipeline.model.disclaimer import Disclaimer
    from pipeline.model.locale import Locale
    from pipeline.workspace.project import Workspace

HEAD = (
    "# The disclaimers that were approved for this language. Written by `caveat disclaimers approve`;\n"
    "# an edit by hand breaks the seal and is refused.\n"
)


def write_pinned(workspace: Workspace, locale: Locale, pinned: Iterable[PinnedDisclaimer]) -> None:
    """Write a locale's pinned disclaimers, sorted by id; with none left the file goes."""
    path = workspace.pinned(locale)
    tables = sorted(pinned, key=lambda one: one.id)
    if tables:
        write_if_changed(path, render_pinned(tables).encode())
    else:
        path.unlink(missing_ok=True)


def withdraw_unsupported(workspace: Workspace, locale: Locale) -> tuple[str, ...]:
    """Take out what is pinned without standing approvals, for instance after a revoke; return the ids."""
    pinned = read_pinned(workspace, locale)
    gone = dict(find_unsupported(workspace, locale))
    if gone:
        write_pinned(workspace, locale, (one for one in pinned if one.id not in gone))
    return tuple(gone)


def find_unsupported(
    workspace: Workspace, locale: Locale, signing: Signing | None = None
) -> tuple[tuple[str, str], ...]:
    """Return the ids of pinned wordings that the ledger does not support, each with what is missing.

    A wording of another English version is left alone: no page shows it. `signing` is who may sign; the
    project's own reviewers where it is not given.
    """
    every = read_pinned(workspace, locale)
    if not every:
        return ()
    people = signing or read_signing(workspace)
    present = {one.id: one for one in read_disclaimers(workspace)}
    path = workspace.ledger(locale, DISCLAIMERS)
    index = LedgerIndex(read_ledger(path, workspace.name_of(path)))
    found = []
    for pinned in every:
        disclaimer = present.get(pinned.id)
        if disclaimer is not None and disclaimer.digest == pinned.source_digest:
            missing = _missing(people, locale, disclaimer, pinned, index)
            found += [(pinned.id, missing)] if missing else []
    return tuple(found)


def _missing(
    signing: Signing, locale: Locale, disclaimer: Disclaimer, pinned: PinnedDisclaimer, index: LedgerIndex
) -> str | None:
    """Return what heading and text still need before they count as approved, or None."""
    pairs = ((disclaimer.heading_key, pinned.heading), (disclaimer.text_key, pinned.text))
    standings = (
        derive_standing(
            Entry(key=key, targets=(target,)),
            locale=locale.code,
            document=DISCLAIMERS,
            risk=Risk.DISCLAIMER,
            index=index,
            signing=signing,
        )
        for key, target in pairs
    )
    return next((one.missing for one in standings if one.missing), None)


def render_pinned(pinned: Sequence[PinnedDisclaimer]) -> str:
    """Return pinned disclaimers as TOML."""
    return HEAD + "".join(_render_table(one) for one in pinned)


def _render_table(pinned: PinnedDisclaimer) -> str:
    fields: dict[str, str | list[str] | None] = {
        "version": pinned.version,
        "source_digest": pinned.source_digest,
        "heading": pinned.heading,
        "text": pinned.text,
        "approved_by": list(pinned.approved_by),
        "jurisdiction": pinned.jurisdiction,
        "expires": pinned.expires,
    }
    fields["seal"] = PinnedDisclaimer.seal_of(pinned.id, fields)
    lines = [f"{name} = {render_value(value)}" for name, value in fields.items() if value is not None]
    key = render_key(pinned.id)
    return "\n".join(["", f"[{key}]", *lines, ""])
