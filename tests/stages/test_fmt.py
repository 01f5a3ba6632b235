from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.catalogs.po import read_catalog
from pipeline.errors import CatalogError
from pipeline.ledger.ledger_file import read_ledger, render_ledger
from pipeline.stages.fmt import fmt
from tests.factories import ES, make_event, make_ledger
from tests.stages.projects import make_project, write

if TYPE_CHECKING:
    from pathlib import Path

WRAPPED = '\ufeffmsgid ""\r\n"Rest "\r\n"well."\r\nmsgstr "Descanse."\r\n'


def test_files_are_brought_to_canonical_form_once(tmp_path: Path) -> None:
    workspace = make_project(tmp_path)
    po = write(workspace.catalog(ES, "dose"), WRAPPED)
    text = render_ledger(make_ledger(make_event()))
    jsonl = write(workspace.ledger(ES, "dose"), "".join(reversed(text.splitlines(keepends=True))) + "\n")
    names = ("locales/es/LC_MESSAGES/dose.po", "locales/es/reviews/dose.jsonl")
    checked = fmt(workspace, check_only=True)
    assert (checked.checked, checked.changed, po.read_bytes()) == (2, names, WRAPPED.encode())
    assert fmt(workspace, check_only=False).changed == names
    assert po.read_bytes() == b'msgid "Rest well."\nmsgstr "Descanse."\n'
    assert jsonl.read_text() == text
    assert fmt(workspace, check_only=False).changed == ()


def test_states_and_texts_stay_the_same(tmp_path: Path) -> None:
    workspace = make_project(tmp_path)
    po = write(workspace.catalog(ES, "dose"), WRAPPED)
    jsonl = write(workspace.ledger(ES, "dose"), render_ledger(make_ledger(make_event())))
    before = read_catalog(po, "x").entries, read_ledger(jsonl, "x")
    fmt(workspace, check_only=False)
    assert (read_catalog(po, "x").entries, read_ledger(jsonl, "x")) == before


def test_a_broken_file_is_left_alone_and_the_others_are_formatted(tmp_path: Path) -> None:
    workspace = make_project(tmp_path)
    broken = write(workspace.catalog(ES, "a"), 'msgid "x\n')
    good = write(workspace.catalog(ES, "b"), WRAPPED)
    with pytest.raises(CatalogError, match=r"^locales/es/LC_MESSAGES/a\.po:1: "):
        fmt(workspace, check_only=False)
    assert broken.read_text() == 'msgid "x\n'
    assert b"\r" not in good.read_bytes()
