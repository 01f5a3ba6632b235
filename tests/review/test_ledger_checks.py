from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.model.event import EventKind
from pipeline.model.finding import Severity
from pipeline.review.ledger_checks import check_ledger
from tests.factories import (
    ANA,
    BEA,
    CARL,
    DOCUMENT,
    EVE,
    SOURCE,
    TARGET,
    TODAY,
    make_carry,
    make_event,
    make_kept,
    make_ledger,
    make_pair,
    make_signing,
)

if TYPE_CHECKING:
    from pipeline.ledger.ledger_file import Ledger

CLAIMED = make_event(EventKind.CLAIM, ANA)


def found(ledger: Ledger) -> list[tuple[str, str]]:
    findings = check_ledger(ledger, file="x.jsonl", locale="es", document=DOCUMENT, signing=make_signing())
    return [(finding.check, finding.message) for finding in findings]


def test_a_sound_ledger_has_no_finding() -> None:
    assert (
        found(make_ledger(CLAIMED, make_event(), make_event(EventKind.COMMENT, EVE), kept=[make_kept()]))
        == []
    )


@pytest.mark.parametrize(
    ("ledger", "rule", "message"),
    [
        (
            make_ledger(make_event(), texts=[SOURCE]),
            "ledger.text-missing",
            f"approve by {BEA} on {TODAY}: a text it names is not in the ledger",
        ),
        (
            make_ledger(make_event(), texts=[TARGET]),
            "ledger.text-missing",
            f"approve by {BEA} on {TODAY}: a text it names is not in the ledger",
        ),
        (
            make_ledger(make_event(pair=make_pair(document="b"))),
            "ledger.key-mismatch",
            f"approve by {BEA} on {TODAY}: its key is not that of the texts it names",
        ),
        (
            make_ledger(replace(make_event(), context="title")),
            "ledger.key-mismatch",
            f"approve by {BEA} on {TODAY}: its key is not that of the texts it names",
        ),
        (
            make_ledger(CLAIMED, make_event(by=EVE)),
            "ledger.not-a-reviewer",
            f"approve by {EVE} on {TODAY}: they are not listed for es in locales/reviewers.toml",
        ),
        (
            make_ledger(CLAIMED, make_event(EventKind.REJECT, EVE)),
            "ledger.not-a-reviewer",
            f"reject by {EVE} on {TODAY}: they are not listed for es in locales/reviewers.toml",
        ),
        (
            make_ledger(make_event(EventKind.CLAIM, "Bea@example.org"), make_event()),
            "ledger.own-text",
            f"approve by {BEA} on {TODAY}: they are an author of the text",
        ),
        (
            make_ledger(kept=[make_kept()], texts=[SOURCE]),
            "ledger.text-missing",
            "kept text: a text it names is not in the ledger",
        ),
        (
            make_ledger(kept=[make_kept(make_pair(locale="fr"))]),
            "ledger.key-mismatch",
            "kept text: its key is not that of the texts it names",
        ),
    ],
)
def test_what_is_wrong_is_told(ledger: Ledger, rule: str, message: str) -> None:
    assert found(ledger) == [(rule, message)]


def test_an_approval_within_the_authors_group_is_told() -> None:
    grouped = (replace(one, group="agency") for one in make_signing().reviewers)
    signing = replace(make_signing(), reviewers=tuple(grouped))
    ledger = make_ledger(make_event(EventKind.CLAIM, CARL), make_event())
    findings = check_ledger(ledger, file="x.jsonl", locale="es", document=DOCUMENT, signing=signing)
    [(rule, message)] = [(finding.check, finding.message) for finding in findings]
    assert rule == "ledger.own-text"
    assert message == f"approve by {BEA} on {TODAY}: {CARL} of their group is an author of the text"


def test_an_approval_that_an_author_brought_in_is_told_and_does_not_block() -> None:
    brought = replace(make_event(), brought_by="Ana@example.org")
    [finding] = check_ledger(
        make_ledger(CLAIMED, brought), file="x", locale="es", document=DOCUMENT, signing=make_signing()
    )
    assert (finding.check, finding.severity) == ("ledger.brought-by-author", Severity.WARNING)
    assert not finding.blocking
    assert finding.hint == f"ask {BEA} whether they signed it, or let somebody else bring the answers"
    assert found(make_ledger(CLAIMED, replace(make_event(), brought_by=EVE))) == []
    assert found(make_ledger(CLAIMED, replace(make_event(EventKind.COMMENT), brought_by=ANA))) == []


def test_an_approval_by_who_brought_the_text_in_is_told_and_does_not_block() -> None:
    brought = replace(CLAIMED, brought_by="Bea@example.org")
    ledger = make_ledger(brought, make_event())
    [finding] = check_ledger(ledger, file="x", locale="es", document=DOCUMENT, signing=make_signing())
    assert (finding.check, finding.severity) == ("ledger.approved-by-bringer", Severity.WARNING)
    assert not finding.blocking
    [(rule, _)] = found(make_ledger(brought, replace(make_event(by=CARL), brought_by=BEA)))
    assert rule == "ledger.brought-by-author"
    assert found(make_ledger(brought, make_event(by=CARL))) == []


def carried(old: str, new: str) -> Ledger:
    before, after = make_pair(old), make_pair(new)
    return make_ledger(
        make_event(EventKind.CLAIM, ANA, before), make_carry(before, after), texts=(old, new, TARGET)
    )


def test_a_carry_over_quotes_is_sound() -> None:
    assert found(carried("It's", "It’s")) == []


def test_a_carry_over_more_than_form_is_refused() -> None:
    wrong = (
        f"carry by caveat on {TODAY}: what it was carried from is not the same text but for quotes and spaces"
    )
    assert found(carried("10²", "102")) == [("ledger.carry-refused", wrong)]
    alone = make_ledger(make_carry(make_pair("It's"), make_pair()), texts=(SOURCE, TARGET))
    assert found(alone) == [("ledger.carry-refused", wrong)]


def test_findings_of_a_ledger_block() -> None:
    [finding] = check_ledger(
        make_ledger(make_event(by=EVE)),
        file="x.jsonl",
        locale="es",
        document=DOCUMENT,
        signing=make_signing(),
    )
    assert (finding.blocking, finding.severity, finding.file, finding.locale) == (
        True,
        Severity.ERROR,
        "x.jsonl",
        "es",
    )
