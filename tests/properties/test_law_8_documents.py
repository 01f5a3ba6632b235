"""Law 8 for documents in their own format: a released one without its disclaimer, exact and in place, cannot
exist. The build withholds it. This is the build's side; the verifier's stands in tests/verify."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.build.page import Mode
from pipeline.build.render import reasons_to_withhold, render_task
from pipeline.build.targets import Target
from pipeline.build.task import OwnFormat, Rendered, Task
from pipeline.config.project import Fallback
from pipeline.formats.markdown import MarkdownFormat
from pipeline.formats.record import RecordFormat
from pipeline.model.state import State
from pipeline.model.unit import Risk, UnitKey
from tests.build.shelves import NOTE, PROFILE, make_document, make_setting, make_shelf, make_targets
from tests.formats.markdowns import parse
from tests.properties.test_law_8_disclaimers import LEAK, PINNED, POLICIES, STATES, is_valid

if TYPE_CHECKING:
    from pipeline.model.disclaimer import PinnedDisclaimer
    from pipeline.model.document import Document

MARKDOWN = "# Cramps\n\n## Note\n\nThis is no advice.\n\n## Danger\n\n- Rest. *Sleep* well.\n"
OWN = {
    "a.md": (MarkdownFormat(), parse(MARKDOWN, PROFILE, disclaimers=(NOTE,))),
    "a.txt": (RecordFormat(), make_document()),
}
SHOWN = {
    ("a.md", False): "## {0}\n\n{1}\n\n##",
    ("a.md", True): (
        '> <span lang="en" dir="ltr">This disclaimer is shown in English because no approved translation '
        'into this language exists yet.</span>\n\n## <span lang="en" dir="ltr">{0}</span>\n\n'
        '<span lang="en" dir="ltr">{1}</span>\n\n##'
    ),
    ("a.txt", False): "\n{0}\n{1}\n",
    ("a.txt", True): "yet.]\n[English] {0}\n[English] {1}\n",
}
"""How a disclaimer stands in a file: pinned, or owed with a notice."""


def make_task(
    file: str, states: list[State], pinned: PinnedDisclaimer | None, policy: dict[Risk, Fallback], mode: Mode
) -> Task:
    one, document = OWN[file]
    units = {
        key: replace(target, state=state)
        for (key, target), state in zip(targets_of(document).items(), [*states, *states], strict=False)
    }
    for text in (NOTE.heading, NOTE.text):  # a draft of it has no way into a file
        units[UnitKey(NOTE.role, text)] = Target(text=LEAK, state=State.APPROVED, risk=Risk.DISCLAIMER)
    if pinned and pinned.source_digest == "right":
        pinned = replace(pinned, source_digest=NOTE.digest, heading="Nota", text="Esto no es un consejo.")
    shelf = make_shelf(units, pinned=(pinned,) if pinned else (), fallback=policy)
    own = OwnFormat(format=one, file=file, links={})
    return Task(document=document, setting=make_setting(mode=mode), shelf=shelf, own=own)


def targets_of(document: Document) -> dict[UnitKey, Target]:
    """Return targets that keep the source's tags."""
    found = make_targets(document)
    return {key: replace(target, text=f"A {key.source}") for key, target in found.items()}


@settings(max_examples=150, deadline=None)
@given(
    file=st.sampled_from(sorted(OWN)),
    states=STATES,
    pinned=st.none() | PINNED,
    policy=POLICIES,
    mode=st.sampled_from(Mode),
)
def test_a_document_without_its_disclaimer_exact_and_in_place_cannot_exist(
    file: str, states: list[State], pinned: PinnedDisclaimer | None, policy: dict[Risk, Fallback], mode: Mode
) -> None:
    task = make_task(file, states, pinned, policy, mode)
    own = next((one for one in task.shelf.pinned if is_valid(one, NOTE)), None)
    reasons = reasons_to_withhold(task)
    if mode is Mode.RELEASE and own is None and policy[Risk.DISCLAIMER] is Fallback.WITHHOLD:
        assert any(reason.state == "owed" for reason in reasons)
    if reasons:
        return
    made = render_task(task)
    assert isinstance(made, Rendered)
    text = made.files[f"es/{file}"].decode()
    wording = (own.heading, own.text) if own else (NOTE.heading, NOTE.text)
    assert LEAK not in text
    assert text.count(SHOWN[file, own is None].format(*wording)) == 1
    assert text.count(wording[1]) == 1
