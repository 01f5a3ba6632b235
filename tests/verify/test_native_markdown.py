"""Markdown whose profile has definition lists, as `verify` reads it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.verify.native_markdown import read_markdown_file
from pipeline.workspace.project import open_workspace
from tests.verify.natives import MARKDOWN, make_native

if TYPE_CHECKING:
    from pathlib import Path

    from tests.verify.natives import Native

OLD = "- Stretch the leg.\n- Drink a glass of water.\n"
LIST = "Drink a glass of water.\n: Stretch the leg.\n: Call a doctor if the pain stays.\n"


def read(text: str, *, is_on: bool = True) -> list[tuple[str, str]]:
    found = read_markdown_file(text, lang="en", has_definition_lists=is_on).blocks
    return [(block.kind, block.text) for block in found if block.text]


def test_a_term_and_its_definitions_are_blocks() -> None:
    assert read("T\n: A\n: B\n\n    C\n") == [("dt", "T"), ("p", "A"), ("p", "B"), ("p", "C")]
    assert read("T\n: A\n: B\n", is_on=False) == [("p", "T : A : B")]


def test_markers_of_containers_are_text_as_without_the_option() -> None:
    text = "::: tip Good\nInside.\n:::\n\n> ::: x\n> In it.\n> :::\n"
    assert (
        read(text)
        == read(text, is_on=False)
        == [
            ("p", "::: tip Good Inside. :::"),
            ("p", "::: x In it. :::"),
        ]
    )


def make_list(tmp_path: Path, option: str = "definition_lists = true") -> Native:
    assert OLD in MARKDOWN
    native = make_native(tmp_path, "markdown", source=MARKDOWN.replace(OLD, LIST))
    file = tmp_path / "caveat.toml"
    config = file.read_text("utf-8")
    head = "[profiles.article]\n"
    assert head in config
    file.write_text(config.replace(head, f"{head}{option}\n"), "utf-8")
    return replace(native, workspace=open_workspace(tmp_path))


def test_a_list_that_was_translated_is_not_accused(tmp_path: Path) -> None:
    native = make_list(tmp_path)
    assert native.rules(native.spanish()) == set()


@pytest.mark.parametrize(
    ("own", "altered", "rule"),
    [
        ("Beba un vaso de agua.\n:", "Drink a glass of water.\n:", "text.unmarked-source"),
        (
            ": Llame a un médico si el dolor sigue.",
            ": Call a doctor if the pain stays.",
            "text.unmarked-source",
        ),
        (": Estire", "\\: Estire", "structure.changed"),
        (": Estire", "- Estire", "structure.changed"),
        (": Llame", "    Llame", "structure.changed"),
    ],
)
def test_what_was_done_to_a_term_or_a_definition_is_found(
    tmp_path: Path, own: str, altered: str, rule: str
) -> None:
    native = make_list(tmp_path)
    text = native.spanish()
    assert own in text
    assert rule in native.rules(text.replace(own, altered))


def test_a_definition_that_became_text_is_found_only_where_definitions_are_read(tmp_path: Path) -> None:
    native = make_list(tmp_path, "definition_lists = false")
    assert native.rules(native.spanish().replace(": Estire", "\\: Estire")) == set()
