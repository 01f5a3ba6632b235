"""How a project's text is cut into units: its own rules, and the record of what cut it last.

The record is one file, so that no catalog changes when the rules do but a sentence does not.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pipeline.errors import CaveatError, ConfigError, Location
from pipeline.language.segmentation_rules import rules_version
from pipeline.language.srx import read_srx
from pipeline.model.digest import digest_text
from pipeline.workspace.files import read_text, write_if_changed
from pipeline.workspace.project import CONFIG_NAME

if TYPE_CHECKING:
    from pipeline.language.segmentation_rules import Rule
    from pipeline.workspace.project import Workspace


def read_own_rules(workspace: Workspace) -> tuple[Rule, ...]:
    """Return the project's own rules for its source language; none where it names no file."""
    config = workspace.config
    if config.srx is None:
        return ()
    path = workspace.root / config.srx
    at = Location(CONFIG_NAME)
    if not path.resolve().is_relative_to(workspace.root.resolve()):
        message = f'the rules "{config.srx}" are a link out of the project'
        raise ConfigError(message, at=at, hint="copy the file into the project")
    if not path.is_file():
        hint = "give the path from the project's folder"
        raise ConfigError(f'the rules "{config.srx}" are not there', at=at, hint=hint)
    return read_srx(path, config.srx).rules_for(config.source_locale)


def record_segmentation(workspace: Workspace) -> bool:
    """Write down what the text is cut by; return whether an earlier run cut it by something else."""
    path, made = workspace.segmentation, _record(workspace)
    is_other = path.is_file() and _differ(_read_record(workspace), made)
    text = json.dumps(made, indent=2, sort_keys=True, ensure_ascii=False)
    write_if_changed(path, f"{text}\n".encode())
    return is_other


def _record(workspace: Workspace) -> dict[str, Any]:
    config = workspace.config
    srx = None if config.srx is None else digest_text(read_text(workspace.root / config.srx, config.srx))
    units = {one.name: one.segmentation for one in config.collections}
    return {"rules": rules_version(), "srx": srx, "units": units}


def _read_record(workspace: Workspace) -> dict[str, Any]:
    """Return what an earlier run wrote down; the file is generated, so a damaged one only says nothing."""
    name = workspace.name_of(workspace.segmentation)
    try:
        record = json.loads(read_text(workspace.segmentation, name))
    except (CaveatError, ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _differ(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Return whether the same collections were cut by something else; new collections are no change."""
    before = old.get("units")
    known = before if isinstance(before, dict) else {}
    is_other = any(known.get(name, kind) != kind for name, kind in new["units"].items())
    return is_other or any(old.get(key) != new[key] for key in ("rules", "srx"))
