"""What every engine must do, whoever wrote it."""

from __future__ import annotations

import os
import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from pipeline.drafting.base import Request, Setting
from pipeline.drafting.masking import PROTECTED
from pipeline.drafting.registry import open_engines
from pipeline.errors import CaveatError
from pipeline.model.locale import Locale
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import Answer, install_fake_apertium, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.drafting.base import Engine

SOURCES = (
    "Rest well.",
    "Take <1>500 mg</1> of {drug} %(n)s times; see https://who.int/a.",
    "<1/> LEG CRAMPS",
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
    with serve() as service:
        if engine.name == "deep-translator":
            options = {"service": "libre", "url": service.url, "tries": "1", "timeout": "2"}
            service.answers = [Answer(), Answer(), Answer(body='{"translatedText": "lost everything"}')]
        yield Setting(source=Locale("en"), target=Locale("es"), options=options, folder=tmp_path)


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
    wrong = Setting(
        source=setting.source, target=setting.target, options={"nonsense": "1"}, folder=setting.folder
    )
    health = engine.probe(wrong)
    assert not health.works
    assert '"nonsense" is not an option' in health.reason
    assert health.hint


def test_a_draft_has_a_text_or_a_reason_and_keeps_its_codes(engine: Engine, setting: Setting) -> None:
    with engine.open(setting) as session:
        drafts = [(source, session.draft(Request(key=UnitKey(None, source)))) for source in SOURCES]
    assert any(draft.text for _, draft in drafts)
    for source, draft in drafts:
        assert (draft.text is None) == bool(draft.reason)
        assert re.fullmatch(r"[^\s\"]+", draft.engine)
        assert "\n" not in draft.note
        if draft.text is not None:
            assert Counter(PROTECTED.findall(draft.text)) == Counter(PROTECTED.findall(source))
