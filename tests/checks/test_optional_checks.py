"""Checks of taste are off until a project names them; none of the others is."""

import pytest

from pipeline.checks.registry import all_rules, load_checks
from pipeline.checks.runner import CheckPolicy, run_checks
from pipeline.errors import ConfigError
from pipeline.model.catalog import Catalog, Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import UnitKey

ES = Locale("es")
CATALOG = Catalog(entries=(Entry(key=UnitKey(None, 'the "cold"'), targets=('el "resfriado"',)),))


def rules(enabled: str = "", disabled: str = "") -> set[str]:
    policy = CheckPolicy(enabled=frozenset(enabled.split()), disabled=frozenset(disabled.split()))
    return {one.check for one in run_checks(CATALOG, ES, config=policy)}


def test_an_optional_rule_is_off_until_it_is_named() -> None:
    assert "typography.quotes" not in rules()
    assert "typography.quotes" in rules("typography")
    assert "typography.quotes" in rules("typography.quotes")
    assert "typography.quotes" not in rules("typography", disabled="typography")


def test_only_matters_of_taste_are_optional() -> None:
    optional = {rule.id.partition(".")[0] for rule in all_rules().values() if rule.is_optional}
    assert optional == {"spelling", "typography"}


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigError, match='"speling"'):
        rules("speling")


def test_what_is_off_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    [check] = [one for one in load_checks() if one.name == "spelling"]

    def refuse(*_: object) -> None:
        pytest.fail("a check that is off was run")

    monkeypatch.setattr(type(check), "run", refuse)
    rules()


def test_units_that_say_the_same_twice_know_each_other() -> None:
    pairs = (("title", "Rest", "Descanso"), ("heading", "Rest", "Reposo"), (None, "Drink", "Beba"))
    entries = tuple(
        Entry(key=UnitKey(context, source), targets=(target,)) for context, source, target in pairs
    )
    found = run_checks(Catalog(entries=entries), ES)
    assert {one.expected for one in found if one.check == "repeat.other-target"} == {"Reposo", "Descanso"}
