"""Law 7: a match whose source differs in a number, unit, negation or modal is never filled in as text to
accept; the old target stays visible (a `# ` comment in the PO, a difference on the page)."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.catalogs.po import parse_catalog, render_catalog
from pipeline.catalogs.update import update_catalog
from tests.factories import DOCUMENT, ES, make_catalog, make_entry, make_template
from tests.properties.effort import MODEST

PARTS = (
    ("", "Please ", "Always "),
    ("take", "do not take", "never take", "you may take", "you must take", "you should not take"),
    (" 5", " 50", " 0.5", " two", " 1,5"),
    (" ml", " mg", " mcg", " tablets"),
    (" of this medicine", " of this remedy"),
    (" every four hours.", " every eight hours.", " in the morning."),
)
SENTENCES = st.tuples(*map(st.sampled_from, PARTS))
MEANING = (1, 2, 3)
"""The parts that hold the number, unit, negation and modal."""


@MODEST
@given(SENTENCES, SENTENCES)
def test_a_match_with_another_meaning_is_never_filled_in(old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Law 7: a match whose source differs in a number, unit, negation or modal is never filled in as text to
    accept; the old target stays visible (a `# ` comment in the PO, a difference on the page)."""
    negations = {"do not take", "never take"}
    assume(any(old[n] != new[n] for n in MEANING) and {old[1], new[1]} != negations)
    before, after = "".join(old), "".join(new)
    done = update_catalog(
        make_catalog(make_entry(before, "Texto viejo.")), make_template(after), DOCUMENT, ES
    )
    catalog = parse_catalog(render_catalog(done.catalog), "x.po")
    [entry] = catalog.units()
    assert entry.is_empty
    assert done.stale == done.carried == ()
    if done.guarded:
        assert "old target: Texto viejo." in entry.comments
    else:
        assert [gone.target for gone in done.removed] == ["Texto viejo."]
