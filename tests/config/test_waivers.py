"""The file of waived findings: what is written is read back; what is wrong is told with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config.disclaimers import is_one_line
from pipeline.config.waivers import parse_waivers, render_waivers
from pipeline.errors import CaveatError
from pipeline.model.waiver import Waiver

DAYS = st.dates().map(str)
WAIVERS = st.lists(
    st.builds(
        Waiver,
        rule=st.sampled_from(("number.changed", "length.long")),
        unit=st.text("0123456789abcdef", min_size=12, max_size=12),
        fingerprint=st.text(max_size=9),
        person=st.sampled_from(("ana@example.org", "ben@example.org")),
        reason=st.text(st.characters(exclude_categories=("Cs",)), min_size=1).filter(is_one_line),
        on=DAYS,
        until=DAYS,
    ),
    max_size=4,
)


@given(WAIVERS)
def test_what_is_written_is_read_back(waivers: list[Waiver]) -> None:
    text = render_waivers(waivers)
    again = parse_waivers(text, "w")
    assert set(again) == set(waivers)
    assert render_waivers(again) == text


GOOD = {
    "rule": "length.long",
    "unit": "u",
    "fingerprint": "f",
    "person": "a@example.org",
    "reason": "a heading",
    "on": "2026-01-01",
    "until": "2026-02-01",
}


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("person", "ana", "is not an e-mail address"),
        ("reason", " ", "must be one line of text"),
        ("reason", "a\\nb", "must be one line of text"),
        ("on", "1.1.2026", '"on" is "1.1.2026"'),
        ("until", "2026-02-31", '"until" is "2026-02-31"'),
        ("unti", "2026-02-01", '"unti" is not a known key'),
        ("rule", None, '"rule" is missing'),
    ],
)
def test_what_is_wrong_is_told_with_its_line(key: str, value: str | None, message: str) -> None:
    fields = {**GOOD, key: value}
    lines = [f'{name} = "{text}"' for name, text in fields.items() if text is not None]
    with pytest.raises(CaveatError) as caught:
        parse_waivers("\n".join(["[[waivers]]", *lines]), "locales/es/waivers.toml")
    assert message in caught.value.message
    assert str(caught.value.at).startswith("locales/es/waivers.toml:")
