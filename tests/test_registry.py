from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import EntryPoint

import pytest

from pipeline import registry
from pipeline.errors import ConfigError
from pipeline.registry import Registry


@dataclass(frozen=True)
class Thing:
    name: str


NAMELESS = object()
EXTRA = Thing("extra")
ALPHA = Thing("alpha")


def offer(monkeypatch: pytest.MonkeyPatch, *values: str) -> None:
    points = [EntryPoint(name=f"p{n}", value=value, group="caveat.things") for n, value in enumerate(values)]
    monkeypatch.setattr(registry, "entry_points", lambda group: points if group == "caveat.things" else [])


def test_things_are_found_by_name_and_keep_their_order() -> None:
    things = Registry("thing", (Thing("beta"), ALPHA))
    assert [thing.name for thing in things] == ["beta", "alpha"]
    assert things.get("alpha") is ALPHA
    with pytest.raises(ConfigError) as error:
        things.get("alpa")
    assert str(error.value) == 'no thing is named "alpa"\n  hint: did you mean "alpha"?'


def test_things_of_other_distributions_follow_the_builtins(monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, f"{__name__}:EXTRA")
    assert [thing.name for thing in Registry("thing", (ALPHA,)).with_plugins("caveat.things")] == [
        "alpha",
        "extra",
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (f"{__name__}:ALPHA", 'two things are named "alpha"\n  hint: uninstall one of them'),
        (
            f"{__name__}:NAMELESS",
            'thing "p0" (caveat.things) has no name\n  hint: its author must give it one; uninstall it',
        ),
        (
            "no_such_module:X",
            (
                "thing \"p0\" (caveat.things) can't be loaded: No module named 'no_such_module'\n"
                "  hint: repair or uninstall it"
            ),
        ),
        (f"{__name__}:MISSING", None),
    ],
)
def test_a_bad_plugin_is_told(value: str, message: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, value)
    with pytest.raises(ConfigError) as error:
        Registry("thing", (ALPHA,)).with_plugins("caveat.things")
    assert message is None or str(error.value) == message
