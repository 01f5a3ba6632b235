from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.errors import ConfigError
from pipeline.stages.people import get_address
from tests.factories import ANA, BEA
from tests.packages import bring_up
from tests.projects import acting

if TYPE_CHECKING:
    from tests.projects import Project

PEOPLE = (
    ("ana@example.org", "Ana  María Ruiz"),
    ("bea.k@example.org", "Bea"),
    ("bea@other.org", "Beatriz"),
    ("x1@example.org", "Carl"),
    ("x2@example.org", "carl"),
    ("d.f@example.org", "Dora Fuentes"),
    ("n@example.org", " "),
)


@pytest.fixture
def listed(project: Project) -> Project:
    tables = (
        f'[[reviewers]]\nemail = "{email}"\nname = "{name}"\nroles = ["legal"]\nlocales = ["es"]\n'
        for email, name in PEOPLE
    )
    project.write("locales/reviewers.toml", "".join(tables))
    return project


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("Eve@Example.org ", "eve@example.org"),
        ("ana", ANA),
        (" ANA", ANA),
        ("ana maría ruiz", ANA),
        ("bea.k", "bea.k@example.org"),
        ("Beatriz", "bea@other.org"),
        ("x2", "x2@example.org"),
        ("dora", "d.f@example.org"),
    ],
)
def test_a_person_is_named_by_their_address_or_as_the_project_lists_them(
    listed: Project, who: str, address: str
) -> None:
    assert get_address(listed.open(), who) == address


@pytest.mark.parametrize(
    ("who", "message", "hint"),
    [
        ("carl", '"carl" is 2 people', "say which: x1@example.org, x2@example.org"),
        ("bea", '"bea" is 2 people', "say which: bea.k@example.org, bea@other.org"),
        ("ruiz", '"ruiz" is not an e-mail address', "listed are ana@example.org, bea.k@example.org"),
        ("", '"" is not an e-mail address', "write it as ana@example.org"),
        ("an", '"an" is not an e-mail address', "listed are"),
    ],
)
def test_nobody_and_one_of_several_are_refused_with_the_candidates(
    listed: Project, who: str, message: str, hint: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        get_address(listed.open(), who)
    assert message in caught.value.message
    assert hint in (caught.value.hint or "")


def test_without_a_list_an_address_is_needed(project: Project) -> None:
    with pytest.raises(ConfigError) as caught:
        get_address(project.open(), "ana")
    assert caught.value.hint == "write it as ana@example.org"


@pytest.mark.parametrize(("count", "rest"), [(5, ""), (7, " and 2 more")])
def test_a_long_list_is_not_shown_whole(project: Project, count: int, rest: str) -> None:
    table = '[[reviewers]]\nemail = "p{}@example.org"\nname = "P"\nroles = ["legal"]\nlocales = ["es"]\n'
    project.write("locales/reviewers.toml", "".join(map(table.format, range(count))))
    with pytest.raises(ConfigError) as caught:
        get_address(project.open(), "p")
    assert caught.value.hint == f"say which: {', '.join(f'p{n}@example.org' for n in range(5))}{rest}"


def test_handoff_and_what_comes_back_take_a_name(listed: Project) -> None:
    bring_up(listed)
    ran = listed.run("handoff", "es", "--to", "ana", "--document", "cramps")
    assert (ran.code, f"for {ANA}:" in ran.out) == (0, True), ran
    package = "output/handoff/es-ana-2026-03-01.zip"
    ran = listed.run("receive", package, "--by", "Beatriz", **acting(BEA))
    assert "received from bea@other.org for es" in ran.out
    listed.write("out.csv", "unit,document,locale,source,target\n")
    ran = listed.run("exchange", "import", "out.csv", "--by", "Ana", **acting(BEA))
    assert ran.out == f"for {ANA}: no unit in it\n"
