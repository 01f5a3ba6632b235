from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.catalogs.po import write_catalog
from pipeline.config.disclaimers import parse_pinned
from pipeline.errors import ConfigError, ReviewError
from pipeline.model.disclaimer import PinnedDisclaimer
from pipeline.model.event import EventKind
from pipeline.review.decisions import Decision
from pipeline.stages.disclaimers import ApprovalResult, DisclaimerRow, Terms, approve, status
from pipeline.stages.pins import render_pinned
from pipeline.stages.review import decide
from tests.factories import ANA, BEA, CARL, ES, EVE, LEA, TODAY, make_catalog, make_draft, make_entry
from tests.selections import as_read
from tests.stages.projects import DISCLAIMERS, HEADING, TEXT, make_project, write

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.workspace.project import Workspace

ROLE = "disclaimer:educational"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = make_project(tmp_path)
    put(workspace, "Aviso", "No es consejo.")
    return workspace


def put(workspace: Workspace, heading: str, text: str, source: str = TEXT) -> None:
    entries = make_draft(HEADING, heading, context=ROLE), make_draft(source, text, context=ROLE)
    write_catalog(workspace.catalog(ES, "disclaimers"), make_catalog(*entries))


def sign(workspace: Workspace, by: str, **fields: Any) -> ApprovalResult:
    decision = Decision(kind=EventKind.APPROVE, by=by, on=TODAY)
    return act(workspace, decision, **fields)


def act(workspace: Workspace, decision: Decision, name: str = "educational", **fields: Any) -> ApprovalResult:
    [whole] = as_read(workspace, ES, "disclaimers", "all")
    terms = Terms(**{"expires": None, "jurisdiction": None, **fields})
    return approve(workspace, disclaimer_id=name, mark=whole.mark, locale=ES, decision=decision, terms=terms)


def row(workspace: Workspace, as_of: str = TODAY) -> DisclaimerRow:
    [found] = status(workspace, locales=[ES], as_of=as_of)
    return found


def pinned(workspace: Workspace) -> PinnedDisclaimer:
    [found] = parse_pinned(workspace.pinned(ES).read_text(), "x")
    return found


def test_a_wording_is_pinned_by_two_people_one_of_them_legal(workspace: Workspace) -> None:
    assert (row(workspace).status, row(workspace).workbench) == ("owed", "draft")
    first = sign(workspace, BEA)
    assert (first.is_pinned, first.recorded, first.missing) == (
        False,
        2,
        "1 more approver, with the legal role",
    )
    assert (row(workspace).status, row(workspace).workbench) == ("owed", "reviewed")
    second = sign(workspace, CARL)
    assert (second.is_pinned, second.missing) == (False, "an approver with the legal role")
    assert not workspace.pinned(ES).exists()
    third = sign(workspace, LEA, expires="2027-01-31", jurisdiction="ES")
    assert (third.is_pinned, third.recorded, third.refused, third.missing) == (True, 2, (), None)
    found = pinned(workspace)
    assert (found.heading, found.text, found.approved_by) == ("Aviso", "No es consejo.", (BEA, CARL, LEA))
    assert (found.version, found.expires, found.jurisdiction) == ("1", "2027-01-31", "ES")
    assert (row(workspace).status, row(workspace).workbench) == ("pinned", "approved")


def test_one_person_alone_pins_nothing(workspace: Workspace) -> None:
    assert not sign(workspace, LEA).is_pinned
    again = sign(workspace, LEA)
    assert (again.is_pinned, again.recorded, len(again.refused)) == (False, 0, 2)
    assert not sign(workspace, "Lea@Example.org").is_pinned
    assert not workspace.pinned(ES).exists()


def test_the_last_day_still_counts(workspace: Workspace) -> None:
    sign(workspace, BEA)
    sign(workspace, LEA, expires="2026-12-31")
    assert row(workspace, "2026-12-31").status == "pinned"
    assert row(workspace, "2027-01-01").status == "expired"


@pytest.mark.parametrize(
    ("old", "new"), [("no advice", "not advice"), ('"1"', '"2"'), ("Educational Disc", "educational Disc")]
)
def test_a_later_english_change_makes_it_outdated(old: str, new: str, workspace: Workspace) -> None:
    sign(workspace, BEA)
    sign(workspace, LEA)
    write(workspace.disclaimers_source, DISCLAIMERS.replace(old, new))
    assert row(workspace).status == "outdated"


@pytest.mark.parametrize("by", [EVE, ANA, CARL])
def test_who_did_not_approve_can_not_pin_or_change_the_terms(by: str, workspace: Workspace) -> None:
    sign(workspace, BEA)
    sign(workspace, LEA, expires="2026-12-31")
    before = workspace.pinned(ES).read_bytes()
    done = sign(workspace, by, expires="2099-12-31") if by == CARL else sign(workspace, by)
    if by == CARL:  # a listed third person: a new approval, on record, under the terms they gave
        assert (done.recorded, pinned(workspace).expires) == (2, "2099-12-31")
    else:
        assert (done.is_pinned, done.recorded, len(done.refused)) == (False, 0, 2)
        assert done.missing == "one of its approvers to pin it"
        assert workspace.pinned(ES).read_bytes() == before


def test_terms_change_only_with_a_new_approval(workspace: Workspace) -> None:
    sign(workspace, BEA)
    sign(workspace, LEA, expires="2026-12-31")
    before = workspace.pinned(ES).read_bytes()
    with pytest.raises(ReviewError, match="you approved this wording under the terms it is pinned with"):
        sign(workspace, LEA, expires="2099-12-31")
    assert sign(workspace, LEA).is_pinned
    assert sign(workspace, LEA, expires="2026-12-31").is_pinned
    assert workspace.pinned(ES).read_bytes() == before


def test_a_crash_before_pinning_is_mended_by_any_approver(workspace: Workspace) -> None:
    sign(workspace, BEA)
    sign(workspace, LEA)
    workspace.pinned(ES).unlink()
    assert sign(workspace, BEA).is_pinned
    assert row(workspace).status == "pinned"


@pytest.mark.parametrize(
    ("heading", "text"), [("Aviso", "No es\nconsejo."), ("Avi\u2028so", "No es consejo."), ("Aviso", "No.\r")]
)
def test_a_wording_of_more_lines_is_refused_before_it_is_recorded(
    heading: str, text: str, workspace: Workspace
) -> None:
    put(workspace, heading, text)
    with pytest.raises(ReviewError, match="is not one line of text"):
        sign(workspace, LEA)
    assert not workspace.ledger(ES, "disclaimers").exists()


@pytest.mark.parametrize(
    ("expires", "message"),
    [
        ("31.12.2030", "is not a day"),
        ("2026-02-30", "is not a day"),
        ("2026-11-21", "a wording that expired on"),
    ],
)
def test_a_bad_expiry_is_refused_before_anything_is_recorded(
    expires: str, message: str, workspace: Workspace
) -> None:
    with pytest.raises(ReviewError, match=message):
        sign(workspace, LEA, expires=expires)
    assert not workspace.ledger(ES, "disclaimers").exists()


def test_an_empty_or_missing_workbench_pins_nothing(workspace: Workspace) -> None:
    workspace.catalog(ES, "disclaimers").unlink()
    done = sign(workspace, LEA)
    assert (done.is_pinned, done.missing) == (False, "a translation")
    assert [refused.reason for refused in done.refused] == ["there is no translation yet"] * 2


def test_a_rejected_part_is_the_lowest(workspace: Workspace) -> None:
    sign(workspace, BEA)
    unit = make_entry(HEADING, context=ROLE).key.id
    chosen = as_read(workspace, ES, "disclaimers", unit)
    rejection = Decision(kind=EventKind.REJECT, by=LEA, on=TODAY, text="wrong register")
    decide(workspace, locale=ES, document="disclaimers", chosen=chosen, decision=rejection)
    assert row(workspace).workbench == "rejected"
    assert not sign(workspace, LEA).is_pinned
    assert not workspace.pinned(ES).exists()


def test_only_an_approval_approves(workspace: Workspace) -> None:
    decision = Decision(kind=EventKind.CLAIM, by=BEA, on=TODAY)
    with pytest.raises(ReviewError, match='not given a "claim"'):
        act(workspace, decision)


def test_an_unknown_disclaimer_is_told(workspace: Workspace) -> None:
    decision = Decision(kind=EventKind.APPROVE, by=BEA, on=TODAY)
    with pytest.raises(ConfigError, match='did you mean "educational"'):
        act(workspace, decision, "educatonal")


def test_an_edited_pin_is_refused_everywhere(workspace: Workspace) -> None:
    sign(workspace, BEA)
    sign(workspace, LEA)
    write(workspace.pinned(ES), workspace.pinned(ES).read_text().replace("consejo.", "consejo"))
    with pytest.raises(ConfigError, match="its seal differs"):
        row(workspace)
    with pytest.raises(ConfigError, match="its seal differs"):
        sign(workspace, LEA)


@pytest.mark.parametrize(
    ("people", "expires", "expected"),
    [
        ((LEA,), None, "unsigned"),
        ((LEA, "LEA@example.org"), None, "unsigned"),
        ((BEA, LEA), "soon", "expired"),
    ],
)
def test_a_pin_that_was_changed_by_hand_does_not_count(
    people: tuple[str, ...], expires: str | None, expected: str, workspace: Workspace
) -> None:
    sign(workspace, BEA)
    sign(workspace, LEA)
    one = pinned(workspace)
    changed = [
        PinnedDisclaimer(
            **{
                **{name: getattr(one, name) for name in one.__slots__},
                "approved_by": people,
                "expires": expires,
            }
        )
    ]
    write(workspace.pinned(ES), render_pinned(changed))
    assert row(workspace).status == expected


@pytest.mark.parametrize("name", ["educational", "a.b", 'quo"te', "é à", "a]b"])
@pytest.mark.parametrize(
    "text", ['say "no"', "back\\slash", "tab\tdel\x7f bell\x07", "\u200fنص عربي", "#no [comment]"]
)
def test_what_is_pinned_is_read_back(name: str, text: str) -> None:
    one = PinnedDisclaimer(
        id=name,
        version="1",
        source_digest="sha256:1",
        heading="H",
        text=text,
        seal="",
        approved_by=(BEA, LEA),
        jurisdiction="ES",
        expires="2027-01-31",
        line=0,
    )
    rendered = render_pinned([one])
    [again] = parse_pinned(rendered, "x")
    assert (again.id, again.text, again.approved_by, again.expires) == (name, text, (BEA, LEA), "2027-01-31")
    assert list(tomllib.loads(rendered)) == [name]


def test_a_wording_with_a_blocking_finding_is_not_pinned(workspace: Workspace) -> None:
    put(workspace, "Aviso", TEXT)
    with pytest.raises(ReviewError, match=r"residue\.untranslated"):
        sign(workspace, BEA)
    assert not workspace.pinned(ES).exists()


def test_a_word_that_the_glossary_forbids_is_not_pinned(workspace: Workspace) -> None:
    write(workspace.glossary(ES), "source,forbidden\nadvice,consejo\n")
    with pytest.raises(ReviewError, match=r"terms\.forbidden"):
        sign(workspace, BEA)
