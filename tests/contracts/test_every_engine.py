"""What every engine must do, whoever wrote it."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pipeline.drafting.asking import Desk
from pipeline.drafting.base import Context, Request, Setting
from pipeline.drafting.chain import Chain
from pipeline.drafting.link import Order
from pipeline.drafting.masking import PROTECTED, mask
from pipeline.drafting.registry import open_engines
from pipeline.errors import CaveatError, EngineError
from pipeline.language.termbase import Termbase
from pipeline.memory.pairs import MemoryPair
from pipeline.memory.store import open_store
from pipeline.model.locale import Locale
from pipeline.model.state import State
from pipeline.model.term import Term
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import FakeClock, install_fake_apertium
from tests.drafting.servers import RIGS, Asked, Reply
from tests.drafting.tiny_model import build_model

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.drafting.base import Engine, Session

SOURCES = (
    "Rest well.",
    "Take <1>500 mg</1> of {drug} %(n)s times; see https://who.int/a.",
    "<1/> LEG CRAMPS",
    "Leg cramps",
    "Two\nlines",
    "50 %",
    "a^b$c [x] \\ / @home #tag *star ~",
    "",
    " ",
    "x" * 6000,
)
LINES = (
    '{"context": null, "source": "Rest well.", "target": "Descanse."}\n'
    '{"context": null, "source": "Two\\nlines", "target": ""}\n'
)


def lose_tokens(_: Asked, good: Reply) -> Reply:
    """Answer as a service does that takes tokens for signs to leave out."""
    return replace(good, data=re.sub("⟦\\d⟧|<[^>]*>".encode(), b"", good.data))


@pytest.fixture(params=[engine.name for engine in open_engines()])
def engine(request: pytest.FixtureRequest) -> Engine:
    return open_engines().get(request.param)


@pytest.fixture
def setting(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Setting]:
    """Return a setting in which the engine works, whatever is installed here."""
    options: dict[str, str] = {}
    if engine.name == "apertium":
        options = install_fake_apertium(tmp_path, "eng-spa")
        monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    if engine.name == "file":
        (tmp_path / "es.jsonl").write_text(LINES, encoding="utf-8")
        options = {"path": "{locale}.jsonl", "engine": "someone/else"}
    approved = MemoryPair(
        source="Rest well.", target="Descanse.", locale="es", document="a", state=State.APPROVED
    )
    if engine.name == "ctranslate2":
        build_model(tmp_path / "model")
        options = {"model": "model"}
    with open_store(tmp_path / "memory.sqlite3") as store, ExitStack() as stack:
        store.replace_shelf("es", "a", "1", [approved])
        if engine.name in RIGS:
            monkeypatch.setenv("MY_KEY", "secret")
            rig = RIGS[engine.name]
            server = stack.enter_context(rig.start())
            server.follow([None, lose_tokens])
            options = rig.options(server, tries="1")
        yield Setting(
            source=Locale("en"),
            target=Locale("es"),
            options=options,
            folder=tmp_path,
            termbase=Termbase([Term(source="leg cramps", targets=("calambres en las piernas",))]),
            open_memory=lambda: store,
        )


def test_the_name_can_be_typed(engine: Engine) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", engine.name)


def test_the_probe_says_what_opening_does(engine: Engine, setting: Setting) -> None:
    health = engine.probe(setting)
    assert health.works, health.reason
    assert health.route
    assert not health.reason
    with engine.open(setting) as session:
        assert session.route == health.route


@pytest.mark.parametrize(
    "options", [{}, {"nonsense": "1"}, {"path": "\0", "engine": "x"}, {"service": "libre"}]
)
@pytest.mark.parametrize("target", ["es", "de", "zh_Hans", "xx"])
@pytest.mark.parametrize("source", ["en", "sw"])
def test_the_probe_never_raises_and_says_why_it_fails(
    engine: Engine,
    options: dict[str, str],
    target: str,
    source: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    setting = Setting(source=Locale(source), target=Locale(target), options=options, folder=tmp_path)
    health = engine.probe(setting)
    assert health.works == (not health.reason)
    if not health.works:
        with pytest.raises(CaveatError), engine.open(setting):
            pass


def test_an_option_that_it_does_not_have_is_told(engine: Engine, setting: Setting) -> None:
    health = engine.probe(replace(setting, options={"nonsense": "1"}))
    assert not health.works
    assert '"nonsense" is not an option' in health.reason
    assert health.hint


def test_the_version_fits_the_origin_comment(engine: Engine, setting: Setting) -> None:
    with engine.open(setting) as session:
        assert re.fullmatch(r"[^\s\"]+", session.version)


def test_the_limits_are_told_without_opening_it_and_can_be_kept_to(engine: Engine, setting: Setting) -> None:
    limits = engine.limits(setting)
    assert limits.batch_texts >= 1
    assert limits.text_chars >= 1
    assert 1 <= limits.tries <= 4
    assert limits.seconds > 0
    with pytest.raises(EngineError, match='"nonsense" is not an option'):
        engine.limits(replace(setting, options={"nonsense": "1"}))


def test_each_request_has_its_draft_with_a_text_or_a_reason(engine: Engine, setting: Setting) -> None:
    limits = engine.limits(setting)
    with engine.open(setting) as session:
        requests = [make_request(str(at), source, session) for at, source in enumerate(SOURCES)]
        requests = [one for one in requests if len(one.text) <= limits.text_chars]
        drafts = [
            draft
            for start in range(0, len(requests), limits.batch_texts)
            for draft in session.draft(
                requests[start : start + limits.batch_texts], time.monotonic() + limits.seconds
            )
        ]
    assert len(drafts) == len(requests)
    assert any(draft.text for draft in drafts)
    for draft in drafts:
        assert (draft.text is None) == bool(draft.reason)
        assert "\n" not in draft.note


def make_request(name: str, source: str, session: Session) -> Request:
    styles = session.mask_styles
    text = mask(source, styles[0]).text if styles else source
    return Request(id=name, text=text, key=UnitKey(None, source))


def test_through_the_chain_every_code_comes_back_or_there_is_a_reason(
    engine: Engine, setting: Setting
) -> None:
    orders = [Order(key=UnitKey(None, source), context=Context()) for source in SOURCES]
    with Chain([(engine, setting)], Desk(clock=FakeClock())) as chain:
        drafts = chain.draft(orders)
    for source, draft in zip(SOURCES, drafts, strict=True):
        assert (draft.text is None) == bool(draft.reason)
        if draft.text is not None:
            assert Counter(PROTECTED.findall(draft.text)) == Counter(PROTECTED.findall(source))
            assert re.fullmatch(r"[^\s\"]+", draft.engine)
