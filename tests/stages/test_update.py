from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.catalogs.po import read_catalog, write_catalog
from pipeline.catalogs.update import CatalogUpdate, update_catalog
from pipeline.errors import CaveatError, LossError, ManyErrors, MeaningError
from pipeline.ledger.ledger_file import Ledger, read_ledger, write_ledger
from pipeline.model.catalog import FUZZY, Entry
from pipeline.model.event import EventKind
from pipeline.model.locale import Locale
from pipeline.model.state import State
from pipeline.model.unit import UnitKey
from pipeline.stages import update as stage
from pipeline.stages.accounts import prove_no_loss
from pipeline.stages.update import update
from tests.factories import (
    ANA,
    BEA,
    ES,
    TARGET,
    TODAY,
    make_catalog,
    make_draft,
    make_entry,
    make_event,
    make_kept,
    make_ledger,
    make_pair,
    make_template,
    standing_of,
)
from tests.stages.projects import make_project, write

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace.project import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_project(tmp_path)


def put(workspace: Workspace, *entries: Entry, sources: tuple[str, ...] = ("Rest well.",)) -> Path:
    write_catalog(workspace.template("dose"), make_template(*sources))
    path = workspace.catalog(ES, "dose")
    if entries:
        write_catalog(path, make_catalog(*entries))
    return path


def run(workspace: Workspace) -> stage.UpdateRow:
    [row] = update(workspace, locales=[ES], today=TODAY).rows
    return row


def ledger_of(workspace: Workspace) -> Ledger:
    return read_ledger(workspace.ledger(ES, "dose"), "x")


def test_a_new_catalog_is_made_and_a_second_run_writes_nothing(workspace: Workspace) -> None:
    path = put(workspace)
    first = run(workspace)
    assert (first.path, first.added, first.is_written, first.human_texts) == (
        "locales/es/LC_MESSAGES/dose.po",
        1,
        True,
        0,
    )
    inode = path.stat().st_ino
    assert not run(workspace).is_written
    assert path.stat().st_ino == inode
    assert not workspace.ledger(ES, "dose").exists()


def test_what_leaves_the_catalog_goes_to_the_ledger_with_the_notes_beside_it(workspace: Workspace) -> None:
    entry = make_entry("Gone for good.", "Ido.", comments=("ask Ana",))
    put(
        workspace,
        entry,
        make_draft("Machine only words.", "x"),
        make_entry("Nothing said.", "", comments=("why?",)),
    )
    row = run(workspace)
    assert (row.removed, row.human_texts) == (3, 1)
    ledger = ledger_of(workspace)
    assert ledger.kept == (make_kept(make_pair("Gone for good.", "Ido.")),)
    assert set(ledger.texts.values()) == {"Gone for good.", "Ido.", "ask Ana", "why?"}


def test_every_plural_form_is_kept(workspace: Workspace) -> None:
    put(workspace, make_entry(plural="Rests.", targets=("uno", "dos")))
    assert run(workspace).removed == 1
    assert "uno\0dos" in ledger_of(workspace).texts.values()


def test_a_guarded_text_is_in_the_ledger_and_visible(workspace: Workspace) -> None:
    path = put(workspace, make_entry("Take 5 ml now.", "Tome 5 ml."), sources=("Take 50 ml now.",))
    assert run(workspace).guarded == 1
    [entry] = read_catalog(path, "x").units()
    assert (entry.target, entry.comments[-1]) == ("", "old target: Tome 5 ml.")
    assert "Tome 5 ml." in ledger_of(workspace).texts.values()


def test_a_decision_is_carried_over_quotes_and_only_where_there_is_one(workspace: Workspace) -> None:
    old = make_pair("It's time.")
    ledger = make_ledger(
        make_event(EventKind.CLAIM, ANA, old),
        make_event(EventKind.APPROVE, BEA, old),
        texts=(
            "It's time.",
            TARGET,
        ),
    )
    write_ledger(workspace.ledger(ES, "dose"), ledger)
    path = put(workspace, make_entry("It's time."), sources=("It’s time.",))
    assert run(workspace).carried == 1
    [entry] = read_catalog(path, "x").units()
    after = ledger_of(workspace)
    assert [event.by for event in after.events if event.kind is EventKind.CARRY] == ["caveat"]
    assert standing_of(entry, after).state is State.APPROVED


def test_a_broken_catalog_is_left_alone_and_the_others_are_updated(tmp_path: Path) -> None:
    workspace = make_project(tmp_path)
    path = put(workspace)
    write(path, 'msgid "x\n')
    write(workspace.ledger(ES, "dose"), "")
    write_catalog(workspace.template("other"), make_template("Rest."))
    write(workspace.template("worse"), 'msgid "y\n')
    with pytest.raises(ManyErrors) as error:
        update(workspace, locales=[ES, Locale("fr")], today=TODAY)
    assert [str(one.at) for one in error.value.errors] == [
        "locales/es/LC_MESSAGES/dose.po:1",
        "locales/worse.pot:1",
    ]
    assert path.read_bytes() == b'msgid "x\n'
    assert workspace.catalog(ES, "other").exists()
    assert workspace.catalog(Locale("fr"), "dose").exists()


def test_the_ledger_is_written_before_the_catalog(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(workspace, make_entry("Gone for good.", "Ido."))
    before = path.read_bytes()

    def killed(*_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(stage, "write_catalog", killed)
    with pytest.raises(KeyboardInterrupt):
        update(workspace, locales=[ES], today=TODAY)
    assert path.read_bytes() == before
    assert "Ido." in ledger_of(workspace).texts.values()


def drop(done: CatalogUpdate) -> CatalogUpdate:
    return replace(done, catalog=replace(done.catalog, entries=done.catalog.entries[:1]), removed=())


def swap(done: CatalogUpdate) -> CatalogUpdate:
    header, one, other = done.catalog.entries
    entries = (
        header,
        replace(one, targets=other.targets, raw=None),
        replace(other, targets=one.targets, raw=None),
    )
    return replace(done, catalog=replace(done.catalog, entries=entries))


def shorten(done: CatalogUpdate) -> CatalogUpdate:
    entries = tuple(replace(entry, targets=(entry.target[:-1],), raw=None) for entry in done.catalog.entries)
    return replace(done, catalog=replace(done.catalog, entries=entries))


def clear_fuzzy(done: CatalogUpdate) -> CatalogUpdate:
    entries = tuple(replace(entry, flags=(), raw=None) for entry in done.catalog.entries)
    return replace(done, catalog=replace(done.catalog, entries=entries))


def forget_bytes(done: CatalogUpdate) -> CatalogUpdate:
    """The entry in memory is right; what would be written is not."""
    entries = tuple(
        replace(entry, raw='\nmsgid "Rest well."\nmsgstr ""\n') if entry.key.source == "Rest well." else entry
        for entry in done.catalog.entries
    )
    return replace(done, catalog=replace(done.catalog, entries=entries))


def fill_in(done: CatalogUpdate) -> CatalogUpdate:
    """Put the old target where the meaning changed; the ledger keeps it as well, so nothing is lost."""
    [pair] = done.guarded
    entries = tuple(
        replace(entry, targets=pair.old.targets, flags=(FUZZY,), previous=pair.old.key)
        if entry.key == pair.new.key
        else entry
        for entry in done.catalog.entries
    )
    return replace(done, catalog=replace(done.catalog, entries=entries))


def test_an_update_that_fills_in_another_meaning_is_stopped_before_anything_is_written(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law 7: a match whose source differs in a number, unit, negation or modal is never filled in as text to
    accept."""
    path = put(workspace, make_entry("Take 5 ml now.", "Tome 5 ml."), sources=("Take 50 ml now.",))
    before = path.read_bytes()
    monkeypatch.setattr(stage, "update_catalog", lambda *arguments: fill_in(update_catalog(*arguments)))
    with pytest.raises(MeaningError, match=r"another text's target under .Take 50 ml now\."):
        update(workspace, locales=[ES], today=TODAY)
    assert path.read_bytes() == before
    assert not workspace.ledger(ES, "dose").exists()


def test_the_row_says_what_became_of_every_text(workspace: Workspace) -> None:
    put(
        workspace,
        make_entry("Rest well.", "Descanse."),
        make_entry("It's  time.", "Es hora."),
        make_entry("Walk a little in the evening.", "Camine."),
        make_entry("Take 5 ml now.", "Tome 5 ml."),
        make_entry("Quite another thing.", "Otra cosa."),
        make_entry("Nobody says so now.", "Nadie."),
        make_draft("A machine wrote this.", "x"),
        sources=("Rest well.", "It’s time.", "Walk a little in the morning.", "Take 50 ml now."),
    )
    row = run(workspace)
    fates = (row.human_unchanged, row.human_carried, row.human_stale, row.human_shown, row.human_kept)
    assert (fates, row.human_texts) == ((1, 1, 1, 1, 2), 6)


@pytest.mark.parametrize("lie", [drop, swap, shorten, clear_fuzzy, forget_bytes])
def test_an_update_that_lies_is_stopped_before_anything_is_written(
    lie: object, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law 6: after `update` or `receive` every human text is still active, stale, or in the ledger; the
    stage proves it and fails otherwise."""
    fuzzy = make_entry("Walk.", "Camine.", flags=(FUZZY,))
    path = put(workspace, make_entry(), fuzzy, sources=("Rest well.", "Walk."))
    before = path.read_bytes()
    monkeypatch.setattr(stage, "update_catalog", lambda *arguments: lie(update_catalog(*arguments)))  # type: ignore[operator]
    with pytest.raises(LossError) as error:
        update(workspace, locales=[ES], today=TODAY)
    assert error.value.message.startswith('the update would lose the target of "')
    assert str(error.value.at).startswith("locales/es/LC_MESSAGES/dose.po:")
    assert path.read_bytes() == before
    assert not workspace.ledger(ES, "dose").exists()


STALE = make_entry("Rest now.", flags=(FUZZY,), previous=UnitKey(None, "Rest well."))


@pytest.mark.parametrize(
    ("after", "ledger", "is_kept"),
    [
        (make_entry(), Ledger(), True),
        (make_entry(flags=(FUZZY,)), Ledger(), True),
        (make_entry(obsolete=True), Ledger(), True),
        (STALE, Ledger(), True),
        (replace(STALE, flags=()), Ledger(), False),
        (replace(STALE, previous=None), Ledger(), False),
        (replace(STALE, previous=UnitKey(None, "Other.")), Ledger(), False),
        (replace(STALE, obsolete=True), Ledger(), False),
        (make_entry("Rest  well."), Ledger(), True),
        (make_entry("Rest now."), Ledger(), False),
        (make_entry(context="title"), Ledger(), False),
        (make_entry(target="Descanse bien"), Ledger(), False),
        (make_entry(target=""), make_ledger(kept=[make_kept()]), True),
        (make_entry(target=""), make_ledger(kept=[make_kept()], texts=["Rest well."]), False),
        (make_entry(target=""), make_ledger(kept=[make_kept()], texts=[TARGET]), False),
        (make_entry(target=""), make_ledger(kept=[make_kept(make_pair("Rest now."))]), False),
        (make_entry(target=""), make_ledger(make_event()), False),
    ],
)
def test_where_a_text_counts_as_kept(after: Entry, ledger: Ledger, is_kept: bool) -> None:  # noqa: FBT001
    try:
        prove_no_loss([make_entry()], make_catalog(after), ledger, "x.po")
    except CaveatError:
        assert not is_kept
    else:
        assert is_kept
