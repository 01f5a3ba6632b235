from __future__ import annotations

import pytest

from pipeline.drafting.asking import Ask, Asker, Desk
from pipeline.drafting.base import Context
from pipeline.drafting.bill import bill_of
from pipeline.drafting.budget import Budget
from pipeline.drafting.online_address import is_loopback, read_address, read_key, stays_here
from pipeline.drafting.registry import open_engines
from pipeline.errors import EngineError
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import ScriptedEngine, make_setting

KEY = "sentinel-key-123"


@pytest.mark.parametrize(
    ("url", "is_here"),
    [
        ("http://127.0.0.1:8080/v1", True),
        ("http://127.9.9.9", True),
        ("http://localhost:5000", True),
        ("http://LOCALHOST", True),
        ("http://[::1]:5000", True),
        ("http://127.0.0.1.evil.example", False),
        ("http://localhost.evil.example", False),
        ("http://user@evil.example", False),
        ("http://10.0.0.1", False),
        ("http://0.0.0.0", False),
    ],
)
def test_what_stays_on_this_machine(url: str, is_here: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_loopback(url) is is_here


@pytest.mark.parametrize(
    "options",
    [
        {"endpoint": "https://mt.example/api/"},
        {"endpoint": "http://127.0.0.1:5000"},
        {"endpoint": "http://mt.example", "allow_http": "true"},
        {"endpoint": "http://mt.example", "allow_http": "True"},
    ],
)
def test_an_address_that_may_be_asked(options: dict[str, str]) -> None:
    address = read_address(options, engine="chat")
    assert address.url == options["endpoint"].rstrip("/")
    assert address.key is None


def test_the_usual_address_is_taken_where_none_is_set() -> None:
    assert read_address({}, "https://api.example", engine="chat").url == "https://api.example"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "no endpoint is set, so nothing leaves this machine"),
        ({"endpoint": "http://mt.example"}, "the text would travel unencrypted"),
        ({"endpoint": "http://mt.example", "allow_http": "false"}, "the text would travel unencrypted"),
        (
            {"endpoint": "http://mt.example", "allow_http": "yes"},
            'option "allow_http" is neither true nor false',
        ),
        ({"endpoint": "mt.example:80"}, "endpoint is not the address of a service"),
        ({"endpoint": "ftp://mt.example"}, "endpoint is not the address of a service"),
        ({"endpoint": "https://mt.example/\u200b"}, "endpoint is not the address of a service"),
        ({"endpoint": "https://"}, "endpoint is not the address of a service"),
        ({"endpoint": "https://mt.example:99999"}, "endpoint is not the address of a service"),
        ({"endpoint": "https://[::1"}, "endpoint is not the address of a service"),
        ({"endpoint": "https://mt.example/a b"}, "endpoint is not the address of a service"),
        ({"endpoint": f"https://mt.example/?key={KEY}"}, "endpoint holds more than an address"),
        ({"endpoint": f"https://mt.example/#{KEY}"}, "endpoint holds more than an address"),
        ({"endpoint": f"https://me:{KEY}@mt.example"}, "endpoint holds more than an address"),
    ],
)
def test_an_address_that_may_not_be_asked(options: dict[str, str], message: str) -> None:
    with pytest.raises(EngineError) as caught:
        read_address(options, engine="chat")
    assert caught.value.message == message
    assert caught.value.hint
    assert KEY not in str(caught.value)


def test_a_key_comes_from_the_environment_and_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", f" {KEY}\n")
    address = read_address({"endpoint": "https://mt.example", "key_env": "MY_KEY"}, engine="chat")
    assert address.key == KEY
    assert KEY not in repr(address)


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("", "", "it needs a key"),
        ("NO_KEY", None, "the environment variable NO_KEY is not set"),
        ("MY_KEY", "  ", "the environment variable MY_KEY is not set"),
        ("MY_KEY", f"{KEY}\n{KEY}", "the environment variable MY_KEY holds no key"),
        ("MY_KEY", f"Bearer {KEY}", "the environment variable MY_KEY holds no key"),
        ("MY_KEY", f"{KEY}é", "the environment variable MY_KEY holds no key"),
        (KEY, None, "key_env is not the name of an environment variable"),
        ("A" * 65, None, "key_env is not the name of an environment variable"),
    ],
)
def test_a_key_that_can_not_be_used(
    variable: str, value: str | None, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_KEY", raising=False)
    if value is not None and variable:
        monkeypatch.setenv(variable, value)
    with pytest.raises(EngineError) as caught:
        read_key({"key_env": variable}, engine="deepl", needs_key=True)
    assert caught.value.message == message
    assert caught.value.hint
    assert KEY not in str(caught.value)


def test_a_service_without_a_key_needs_none() -> None:
    assert read_key({}, engine="deepl", needs_key=False) is None


@pytest.mark.parametrize("name", ["chat", "libretranslate"])
@pytest.mark.parametrize(
    ("options", "is_here"),
    [
        ({}, False),
        ({"endpoint": "http://127.0.0.1:8080/v1"}, True),
        ({"endpoint": "https://api.example/v1"}, False),
        ({"endpoint": "http://10.0.0.1", "allow_http": "true"}, False),
        ({"endpoint": "http://[::1"}, False),
        ({"endpoint": "http://127.0.0.1:8080/v1", "price": "2"}, False),
        ({"endpoint": "http://127.0.0.1:8080/v1", "chars_per_day": "1000"}, False),
    ],
)
def test_where_a_text_goes_depends_on_the_setting(
    name: str,
    options: dict[str, str],
    is_here: bool,  # noqa: FBT001 - a column of the table
) -> None:
    setting = make_setting("es", options)
    assert stays_here(open_engines().get(name), setting) is is_here
    row = bill_of(open_engines().get(name), setting, [])
    assert row.is_offline is is_here
    assert row.cost == 0.0 or not is_here


def test_an_engine_that_is_offline_needs_no_address() -> None:
    assert stays_here(open_engines().get("apertium"), make_setting("es"))


@pytest.mark.parametrize(("endpoint", "spent"), [("http://localhost:1", 0), ("https://mt.example", 2)])
def test_only_what_leaves_the_machine_counts_for_the_budget(endpoint: str, spent: int) -> None:
    engine, desk = ScriptedEngine(is_offline=False), Desk(budget=Budget(max_chars=2))
    asker = Asker(engine, make_setting("es", {"endpoint": endpoint}), engine, desk)
    drafts = asker.ask([Ask(text, UnitKey(None, text), Context(), "") for text in ("aa", "bb")])
    assert desk.budget.chars == spent
    assert [draft.text for draft in drafts] == ["tr aa", "tr bb" if spent == 0 else None]
