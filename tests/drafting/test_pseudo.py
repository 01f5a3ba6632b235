from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.drafting.inspection import inspect_draft
from pipeline.drafting.pseudo import pseudo_text
from pipeline.model.locale import Locale


def test_text_is_accented_and_longer() -> None:
    assert pseudo_text("Leg Cramps") == "Ļééĝ Çŕååmpš"


def test_codes_and_digits_stay() -> None:
    assert pseudo_text("<1>500 mg</1> of {name} %(x)s https://a.example/be") == (
        "<1>500 mĝ</1> ööf {name} %(x)s https://a.example/be"
    )


@given(st.text(st.sampled_from("aeimnrst AEIO.,0123456789<>/{}%"), max_size=60))
def test_the_inspection_passes_every_pseudo_text(source: str) -> None:
    target = pseudo_text(source)
    assert inspect_draft(source, target, Locale("eu")) in {None, "the answer is the source"}
    assert sorted(char for char in target if char.isdigit()) == sorted(
        char for char in source if char.isdigit()
    )
