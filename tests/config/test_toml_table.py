from __future__ import annotations

import pytest

from pipeline.config.toml_table import TomlFile
from pipeline.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a = 1\nb = \n", 2, "invalid value"),
        ('a = "x', 1, "unterminated string"),
        ("a = 1\na = 2\n", 2, "cannot overwrite a value"),
        ("[a]\n[a]\n", 2, "cannot declare ('a',) twice"),
        ("a = 2020-02-30\n", 1, "invalid date or datetime"),
    ],
)
def test_what_is_not_toml_is_refused_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        TomlFile("x.toml", text).parse()
    assert str(error.value) == (
        f"x.toml:{line}: not valid TOML: {message}\n"
        "  hint: check quotes, brackets and the end of the line before"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = " + "[" * 100_000, "x.toml: not valid TOML: nested too deep"),
        ("a = " + "9" * 5000, "x.toml: not valid TOML: a number is too long"),
    ],
)
def test_a_bomb_is_refused(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        TomlFile("x.toml", text).parse()
    assert str(error.value).partition("\n")[0] == message


@pytest.mark.parametrize(
    ("text", "table", "key", "line"),
    [
        ("a = 1\nb = 2\n", (), "b", 2),
        ("[t]\na = 1\n[u]\na = 2\n", ("u",), "a", 4),
        ("[t]\na = 1\n", ("t",), None, 1),
        ("[ t . 'u' ] # note\na = 1\n", ("t", "u"), "a", 2),
        ("[[t]]\na = 1\n[[t]]\n[[t]]\na = 3\n", ("t", 2), "a", 5),
        ("[[t]]\n[[t]]\na = 3\n", ("t", 0), "a", 1),
        ("t.a = 1\n", ("t",), "a", 1),
        ("[t]\nu = { a = 1 }\n", ("t", "u"), "a", 2),
        ('[t]\nx = """\n[u]\na = 1\n"""\na = 2\n', ("t",), "a", 6),
        ("x = '\u2028'\na = 2\n", (), "a", 2),
        ("[t]\n", ("v",), None, None),
        ("[t]\n[u.v]\n", (), "u", 2),
        ("[t]\n[tu]\n[[t.u]]\n", ("t",), "u", 3),
    ],
)
def test_a_line_is_that_of_the_key_or_else_of_the_table(
    text: str, table: tuple[str | int, ...], key: str | None, line: int | None
) -> None:
    assert TomlFile("x", text).line_of(table, key) == line


def test_a_truth_value_is_no_number() -> None:
    file = TomlFile("x", "a = true\n")
    assert file.parse().take("a", int, 7) == 7
    assert [error.message for error in file.problems if isinstance(error, ConfigError)] == [
        '"a" must be a whole number'
    ]


def test_what_is_no_table_is_told_and_left_out() -> None:
    file = TomlFile("x", "a = 1\nb = [1]\n[c]\n")
    root = file.parse()
    assert [name for name, _ in root.named_tables()] == ["c"]
    assert list(root.take_tables("b")) == []
    assert len(file.problems) == 3
