"""A project's own rules of segmentation, and the record of what cut its text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pipeline.catalogs.po import read_catalog
from pipeline.cli.console import Output
from pipeline.cli.summaries import say_extract
from pipeline.config.parse_config import parse_config
from pipeline.errors import CaveatError
from pipeline.language.segmentation_rules import rules_version
from pipeline.stages.extract import extract
from pipeline.stages.segmentation import read_own_rules
from pipeline.stages.update import update
from pipeline.workspace.project import Workspace
from tests.factories import ES, TODAY
from tests.language.test_srx import rule, srx
from tests.stages.projects import CONFIG, make_project, write

if TYPE_CHECKING:
    from pathlib import Path

OWN = '[segmentation]\nsrx = "rules.srx"\n'
RULES = srx(rule(";"))
TEXT = "Cramps\nDrink water; rest well. Sleep.\n"


def project(root: Path, more: str = OWN, rules: str | None = RULES) -> Workspace:
    make_project(root)
    write(root / "source" / "articles" / "cramps.txt", TEXT)
    if rules is not None:
        write(root / "rules.srx", rules)
    return Workspace(root, parse_config(CONFIG + more))


def prose(workspace: Workspace) -> list[str]:
    template = read_catalog(workspace.template("cramps"), "x")
    return [entry.key.source for entry in template.units() if entry.key.context is None]


def test_own_rules_cut_the_text(tmp_path: Path) -> None:
    assert read_own_rules(project(tmp_path, "")) == ()
    extract(project(tmp_path, ""))
    assert prose(project(tmp_path)) == ["Drink water; rest well.", "Sleep."]
    extract(project(tmp_path))
    assert prose(project(tmp_path)) == ["Drink water;", "rest well.", "Sleep."]


def test_what_cuts_the_text_is_recorded_and_a_change_is_told_once(tmp_path: Path) -> None:
    before = project(tmp_path, "")
    assert not extract(before).is_recut
    record = json.loads(before.segmentation.read_text("utf-8"))
    assert record == {"rules": rules_version(), "srx": None, "units": {"articles": "sentence"}}
    assert not extract(before).is_recut
    assert extract(project(tmp_path)).is_recut
    assert not extract(project(tmp_path)).is_recut
    assert extract(project(tmp_path, rules=RULES + "\n")).is_recut
    whole = project(tmp_path, f'segmentation = "paragraph"\n{OWN}', RULES + "\n")
    assert extract(whole).is_recut
    assert json.loads(whole.segmentation.read_text("utf-8"))["units"] == {"articles": "paragraph"}


def test_a_new_collection_is_no_other_cut(tmp_path: Path) -> None:
    extract(project(tmp_path, ""))
    more = '[collections.notes]\npath = "source/notes"\nsegmentation = "paragraph"\n'
    assert not extract(project(tmp_path, more)).is_recut


def test_an_older_version_of_the_rules_is_another_cut(tmp_path: Path) -> None:
    workspace = project(tmp_path, "")
    extract(workspace)
    text = workspace.segmentation.read_text("utf-8")
    write(workspace.segmentation, text.replace(f'"rules": "{rules_version()}"', '"rules": "0"'))
    assert extract(workspace).is_recut


@pytest.mark.parametrize("damaged", ["", "[]", "{", '{"units": 3}', "[" * 100_000])
def test_a_damaged_record_is_written_anew(tmp_path: Path, damaged: str) -> None:
    workspace = project(tmp_path, "")
    write(workspace.segmentation, damaged)
    assert extract(workspace).is_recut
    assert not extract(workspace).is_recut


def test_the_record_does_not_touch_templates_or_catalogs(tmp_path: Path) -> None:
    """A catalog does not change because the rules did, as long as its sentences are the same."""
    before = project(tmp_path, "")
    extract(before)
    update(before, locales=[ES], today=TODAY)
    paths = [before.template("cramps"), before.catalog(ES, "cramps")]
    bytes_before = [path.read_bytes() for path in paths]
    after = project(tmp_path, rules=srx(rule("no such text")))
    assert extract(after).is_recut
    update(after, locales=[ES], today=TODAY)
    assert [path.read_bytes() for path in paths] == bytes_before


@pytest.mark.parametrize(
    ("rules", "place", "message"),
    [
        (None, "caveat.toml", 'the rules "rules.srx" are not there'),
        (RULES.replace("[Ee][Nn].*", "de"), "rules.srx", "no rule is for the language en"),
        (srx(rule("(")), "rules.srx:5", "can't be used"),
    ],
)
def test_rules_that_cannot_be_used_stop_the_run(
    tmp_path: Path, rules: str | None, place: str, message: str
) -> None:
    with pytest.raises(CaveatError, match=message.replace("(", r"\(")) as caught:
        extract(project(tmp_path, rules=rules))
    assert str(caught.value.at) == place
    assert not (tmp_path / "locales" / "cramps.pot").exists()


def test_rules_outside_of_the_project_are_refused(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside.srx", RULES)
    workspace = project(tmp_path / "inside", rules=None)
    (workspace.root / "rules.srx").symlink_to(outside)
    with pytest.raises(CaveatError, match="are a link out of the project"):
        extract(workspace)


def test_people_are_told_that_the_text_is_cut_differently(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    say_extract(Output(), extract(project(tmp_path, "")))
    assert "other rules" not in capsys.readouterr().out
    say_extract(Output(), extract(project(tmp_path)))
    assert "cut into units by other rules now; `caveat update` keeps" in capsys.readouterr().out
