from __future__ import annotations

from importlib.metadata import EntryPoint, EntryPoints

import pytest

from pipeline import registry as registry_module
from pipeline.checks.registry import BUILTIN_CHECKS, all_rules, load_checks
from pipeline.errors import ConfigError


def test_the_order_of_the_built_in_checks_is_kept() -> None:
    assert [check.name for check in load_checks()][: len(BUILTIN_CHECKS)] == [
        check.name for check in BUILTIN_CHECKS
    ]


def test_another_distribution_can_add_a_check_but_not_replace_one(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("again", "pipeline.checks.numbers:CHECK", "caveat.checks")
    monkeypatch.setattr(
        registry_module, "entry_points", lambda group: EntryPoints([point]).select(group=group)
    )
    with pytest.raises(ConfigError, match='two checks are named "number"'):
        load_checks()


def test_rules_are_known_by_their_ids() -> None:
    assert all_rules()["number.changed"].description
    assert "header.language" in all_rules()
