from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.config.parse_config import parse_config
from pipeline.errors import CaveatError, ConfigError
from pipeline.workspace.project import Workspace, find_root, open_workspace
from tests.factories import ES
from tests.stages.projects import CONFIG, make_project, write

if TYPE_CHECKING:
    from pathlib import Path

TWO = CONFIG + '[collections.leaflets]\npath = "source/leaflets"\n'


def test_the_layout_of_a_project(tmp_path: Path) -> None:
    workspace = make_project(tmp_path)
    paths = [
        workspace.template("dose"),
        workspace.catalog(ES, "dose"),
        workspace.ledger(ES, "dose"),
        workspace.pinned(ES),
        workspace.disclaimers_source,
        workspace.reviewers,
        workspace.releases,
        workspace.output("preview"),
    ]
    assert [workspace.name_of(path) for path in paths] == [
        "locales/dose.pot",
        "locales/es/LC_MESSAGES/dose.po",
        "locales/es/reviews/dose.jsonl",
        "locales/es/disclaimers.toml",
        "source/disclaimers.toml",
        "locales/reviewers.toml",
        "locales/releases",
        "output/preview",
    ]


def test_a_path_outside_is_shown_whole(tmp_path: Path) -> None:
    assert make_project(tmp_path / "a").name_of(tmp_path / "b") == str(tmp_path / "b")


def test_a_project_is_found_from_below(tmp_path: Path) -> None:
    make_project(tmp_path)
    (tmp_path / "source" / "articles").mkdir()
    assert find_root(tmp_path / "source") == tmp_path
    assert open_workspace(tmp_path / "source" / "articles").root == tmp_path


def test_no_project_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        open_workspace(tmp_path)
    assert str(error.value) == (
        f"no caveat.toml here or above {tmp_path}\n"
        "  hint: go to the project's folder, or start one with `caveat init`"
    )


def test_documents_come_in_order_and_the_rest_is_unclaimed(tmp_path: Path) -> None:
    make_project(tmp_path)
    workspace = Workspace(tmp_path, parse_config(CONFIG + '[collections.articles.ids]\n"b.txt" = "new"\n'))
    for name in ("articles/b.txt", "articles/a.txt", "articles/a.md", "stray.txt", ".hidden", ".git/x.txt"):
        write(tmp_path / "source" / name, "x")
    assert [(file.id, file.name) for file in workspace.source_files()] == [
        ("a", "source/articles/a.txt"),
        ("new", "source/articles/b.txt"),
    ]
    assert workspace.unclaimed_files() == ("source/articles/a.md", "source/stray.txt")


@pytest.mark.parametrize(("one", "other"), [("dose", "dose"), ("dose", "Dose"), ("caf\u00e9", "cafe\u0301")])
def test_two_documents_with_one_id_are_refused(one: str, other: str, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, parse_config(TWO))
    write(tmp_path / "source" / "articles" / f"{one}.txt", "x")
    write(tmp_path / "source" / "leaflets" / f"{other}.txt", "x")
    with pytest.raises(ConfigError) as error:
        workspace.source_files()
    assert str(error.value) == (
        f'source/leaflets/{other}.txt: two documents have the id "{other}": source/articles/{one}.txt\n'
        "  hint: give one of them another id under [collections.leaflets.ids]"
    )


def test_a_file_that_two_patterns_claim_is_one_document(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, parse_config(CONFIG + 'files = ["*.txt", "a*"]\n'))
    write(tmp_path / "source" / "articles" / "a.txt", "x")
    assert len(workspace.source_files()) == 1


def test_a_link_that_leads_out_of_the_project_is_refused(tmp_path: Path) -> None:
    workspace = make_project(tmp_path / "project")
    secret = write(tmp_path / "secret.txt", "x")
    (tmp_path / "project" / "source" / "articles").mkdir()
    (tmp_path / "project" / "source" / "articles" / "a.txt").symlink_to(secret)
    with pytest.raises(CaveatError) as error:
        workspace.source_files()
    assert str(error.value) == (
        "source/articles/a.txt: a link leads out of the project\n  hint: copy the file into the project"
    )


def nested(tmp_path: Path, *files: str, more: str = "") -> Workspace:
    config = CONFIG + f'files = ["**/*.txt"]\n{more}'
    for name in files:
        write(tmp_path / "source" / "articles" / name, "T")
    return Workspace(tmp_path, parse_config(config))


def test_the_id_of_a_file_in_a_folder_is_its_path_with_dots(tmp_path: Path) -> None:
    found = nested(tmp_path, "index.txt", "guide/index.txt", "guide/deep/a.b.txt").source_files()
    assert {file.inside: file.id for file in found} == {
        "index.txt": "index",
        "guide/index.txt": "guide.index",
        "guide/deep/a.b.txt": "guide.deep.a.b",
    }


def test_a_given_id_is_for_one_path_inside_the_collection(tmp_path: Path) -> None:
    ids = '[collections.articles.ids]\n"guide/index.txt" = "home"\n"index.txt" = "start"\n'
    found = nested(tmp_path, "index.txt", "guide/index.txt", "more/index.txt", more=ids).source_files()
    assert {file.inside: file.id for file in found} == {
        "index.txt": "start",
        "guide/index.txt": "home",
        "more/index.txt": "more.index",
    }


def test_a_name_with_a_dot_and_a_file_in_a_folder_may_not_share_an_id(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r'two documents have the id "guide\.index"'):
        nested(tmp_path, "guide.index.txt", "guide/index.txt").source_files()


@pytest.mark.parametrize(
    "name",
    [
        "locales",
        "locales/es",
        "locales/es/LC_MESSAGES",
        "locales/es/LC_MESSAGES/dose.po",
        "locales/es/reviews",
        "locales/es/reviews/dose.jsonl",
        "locales/es/glossary.csv",
        "locales/reviewers.toml",
        "locales/dose.pot",
        "locales/memory",
        ".caveat",
    ],
)
def test_a_link_below_locales_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    """When the project is opened, whatever the command: nothing is read or written out there."""
    root, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    make_project(root)
    link = root / name
    link.parent.mkdir(parents=True, exist_ok=True)
    if link.exists():
        link.rename(elsewhere)
    link.symlink_to(elsewhere)
    with pytest.raises(ConfigError, match="a link leads out of the project") as error:
        open_workspace(root)
    assert error.value.at
    assert error.value.at.path == name


@pytest.mark.parametrize("name", ["locales/es", "locales/es/LC_MESSAGES/dose.po", "locales/es/reviews"])
def test_a_link_that_comes_while_the_project_is_open_is_refused_too(tmp_path: Path, name: str) -> None:
    root, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    workspace = make_project(root)
    link = root / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(elsewhere)
    with pytest.raises(ConfigError, match="a link leads out of the project"):
        _ = workspace.catalog(ES, "dose"), workspace.ledger(ES, "dose")


def test_links_that_stay_in_the_project_or_lead_to_it_are_fine(tmp_path: Path) -> None:
    root = tmp_path / "project"
    make_project(root)
    write(root / "locales" / "es" / "LC_MESSAGES" / "dose.po", "")
    (root / "locales" / "es_MX").symlink_to("es")
    (tmp_path / "way").symlink_to(root)
    assert open_workspace(tmp_path / "way").catalog(ES, "dose").exists()
