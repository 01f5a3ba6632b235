"""Whether a pinned disclaimer counts, whoever asks."""

import pytest

from pipeline.model.pinning import Pinning, find_pin, judge_pin
from tests.build.shelves import DAY, NOTE, pin

ALONE = ("a@example.org",)


@pytest.mark.parametrize(
    ("changes", "missing", "pinning"),
    [
        ({}, None, Pinning.PINNED),
        ({"expires": DAY}, None, Pinning.PINNED),
        ({"expires": "2026-02-28"}, None, Pinning.EXPIRED),
        ({"expires": "soon"}, None, Pinning.EXPIRED),
        ({"source_digest": "sha256:0"}, None, Pinning.OUTDATED),
        ({"version": "1"}, None, Pinning.OUTDATED),
        ({"approved_by": ALONE}, None, Pinning.UNSIGNED),
        ({"approved_by": ("a@example.org", " A@example.org", " ")}, None, Pinning.UNSIGNED),
        ({}, "1 more approver", Pinning.UNSIGNED),
        # Of several flaws the one comes first that the next signature could not mend.
        ({"version": "1", "approved_by": ALONE, "expires": "2026-02-28"}, None, Pinning.OUTDATED),
        ({"approved_by": ALONE, "expires": "2026-02-28"}, None, Pinning.UNSIGNED),
    ],
)
def test_a_pinned_wording_counts_only_while_nothing_is_wrong_with_it(
    changes: dict[str, object], missing: str | None, pinning: Pinning
) -> None:
    standing = judge_pin(pin(**changes), NOTE, as_of=DAY, missing=missing)
    assert standing.pinning is pinning
    assert (standing.reason is None) is (pinning is Pinning.PINNED)


def test_where_nothing_is_pinned_the_disclaimer_is_owed() -> None:
    standing = judge_pin(None, NOTE, as_of=DAY, missing=None)
    assert standing.pinning is Pinning.OWED
    assert standing.reason == 'disclaimer "note" is owed: no approved translation is pinned'


def test_without_approvers_nobody_is_asked_for_a_signature() -> None:
    unsigned = pin(approved_by=())
    assert judge_pin(unsigned, NOTE, as_of=DAY, missing="all", approvers=0).pinning is Pinning.PINNED
    assert judge_pin(unsigned, NOTE, as_of="2999-01-01", missing=None, approvers=0).pinning is Pinning.PINNED
    over = pin(approved_by=(), expires="2026-02-28")
    assert judge_pin(over, NOTE, as_of=DAY, missing=None, approvers=0).pinning is Pinning.EXPIRED


def test_a_pin_is_found_by_the_id_of_its_disclaimer() -> None:
    assert find_pin([pin(id="other"), pin()], NOTE) == pin()
    assert find_pin([pin(id="other")], NOTE) is None
