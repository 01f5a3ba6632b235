from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.catalogs.po import write_catalog
from pipeline.errors import CatalogError, ConfigError
from pipeline.ledger.ledger_file import write_ledger
from pipeline.model.catalog import Catalog
from pipeline.model.draft import Origin
from pipeline.model.event import EventKind
from pipeline.model.state import State
from pipeline.model.unit import Risk
from pipeline.stages.sources import CatalogSource
from pipeline.stages.standings import read_pinned, read_shelved, read_signing
from tests.factories import (
    ANA,
    BEA,
    CARL,
    DOCUMENT,
    ES,
    LEA,
    make_catalog,
    make_entry,
    make_event,
    make_ledger,
    make_unit,
)
from tests.stages.projects import make_project, write

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace.project import Workspace

SOURCE = CatalogSource(
    id=DOCUMENT, units=(make_unit(), make_unit("Take 5 ml.", Risk.CRITICAL)), reference="x"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_project(tmp_path)


def test_every_unit_of_the_source_has_a_standing_and_no_other(workspace: Workspace) -> None:
    write_catalog(workspace.catalog(ES, DOCUMENT), make_catalog(make_entry("Gone."), make_entry()))
    events = make_event(EventKind.CLAIM, ANA), make_event(EventKind.APPROVE, BEA)
    write_ledger(workspace.ledger(ES, DOCUMENT), make_ledger(*events))
    shelved = read_shelved(workspace, SOURCE, ES, read_signing(workspace))
    assert [(one.unit.key.source, one.standing.state, one.risk) for one in shelved.units] == [
        ("Rest well.", State.APPROVED, Risk.STANDARD),
        ("Take 5 ml.", State.EMPTY, Risk.CRITICAL),
    ]
    assert [one.words for one in shelved.units] == [2, 3]


@pytest.mark.parametrize(
    ("alarm", "flags", "target", "loud"),
    [
        (0.9, ("fuzzy",), "Descanse.", 0.9),
        (0.5, ("fuzzy",), "Descanse.", 0.5),
        (0.49, ("fuzzy",), "Descanse.", 0.0),
        (0.9, (), "Descanse.", 0.0),
        (0.9, ("fuzzy",), "Descanse bien.", 0.0),
    ],
    ids=["loud", "just loud", "quiet", "decided on", "touched by a person"],
)
def test_only_the_loud_alarm_of_an_untouched_draft_makes_it_come_first(
    workspace: Workspace, alarm: float, flags: tuple[str, ...], target: str, loud: float
) -> None:
    origin = Origin.of("Descanse.", engine="x", date="2026-11-22", alarm=alarm).render()
    entry = make_entry(target=target, flags=flags, comments=(origin,))
    write_catalog(workspace.catalog(ES, DOCUMENT), make_catalog(entry))
    shelved = read_shelved(workspace, SOURCE, ES, read_signing(workspace))
    assert [one.alarm for one in shelved.units] == [loud, 0.0]


def test_a_missing_catalog_is_empty_and_a_broken_one_is_told(workspace: Workspace) -> None:
    shelved = read_shelved(workspace, SOURCE, ES, read_signing(workspace))
    assert shelved.catalog == Catalog(entries=())
    assert {one.standing.state for one in shelved.units} == {State.EMPTY}
    write(workspace.catalog(ES, DOCUMENT), "broken\n")
    with pytest.raises(CatalogError, match=r"^locales/es/LC_MESSAGES/dose\.po:1: "):
        read_shelved(workspace, SOURCE, ES, read_signing(workspace))


def test_who_may_sign_is_read_or_nobody(workspace: Workspace) -> None:
    assert [one.email for one in read_signing(workspace).reviewers] == [BEA, CARL, LEA]
    write(workspace.reviewers, "reviewers = 5\n")
    with pytest.raises(ConfigError, match=r"^locales/reviewers\.toml:1: "):
        read_signing(workspace)
    workspace.reviewers.unlink()
    assert read_signing(workspace).reviewers == ()


def test_a_locale_without_pinned_disclaimers_has_none(workspace: Workspace) -> None:
    assert read_pinned(workspace, ES) == ()
