"""A unit's place in a page that was rendered: found again, and nothing else changed."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline.web.anchors import anchor_of, place_anchors, sign_of, without_signs

ONE, TWO = "0123456789ab", "ffffffffffff"


def test_a_sign_in_the_text_becomes_an_anchor_and_elsewhere_nothing() -> None:
    page = (
        f'<title>Agua{sign_of(ONE)}</title><!-- {sign_of(ONE)} --><img alt="x{sign_of(ONE)}">'
        f"<p>Agua.{sign_of(ONE)} Más.{sign_of(TWO)}</p><p>Agua.{sign_of(ONE)}</p>"
    )
    assert place_anchors(page, {ONE, TWO}) == (
        '<title>Agua</title><!--  --><img alt="x">'
        f'<p>Agua.<span id="{anchor_of(ONE)}"></span> Más.<span id="{anchor_of(TWO)}"></span></p><p>Agua.</p>'
    )


def test_signs_that_a_project_has_of_its_own_stay() -> None:
    page = f"<p title='{sign_of(TWO)}'>{sign_of(TWO)}</p>"
    assert place_anchors(page, {ONE}) == page


PARTS = st.sampled_from(["<p>", "</p>", '<a b="c">', "&amp;", "x y", "<", ">", "<title>", "</title>"])


@given(st.lists(st.tuples(PARTS, st.booleans())))
def test_a_page_without_its_anchors_is_the_page_without_signs(parts: list[tuple[str, bool]]) -> None:
    page = "".join(text + (sign_of(ONE) if has_sign else "") for text, has_sign in parts)
    found = place_anchors(page, {ONE})
    assert re.sub('<span id="[^"]*"></span>', "", found) == without_signs(page, {ONE})
