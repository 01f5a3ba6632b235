from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.drafting.apertium import MODES, ApertiumEngine, ApertiumSession
from pipeline.drafting.base import Request
from pipeline.errors import EngineError
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import install_fake_apertium, make_setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.drafting.base import Draft

needs_apertium = pytest.mark.skipif(
    shutil.which("lt-proc") is None or not Path(MODES, "eng-cat.mode").exists(),
    reason="apertium is not installed",
)


def ask(session: ApertiumSession, source: str) -> Draft:
    return session.draft(Request(key=UnitKey(None, source)))


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ApertiumSession]:
    options = install_fake_apertium(tmp_path, "eng-spa")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    with ApertiumEngine().open(make_setting("es", options)) as session:
        yield session


def test_a_draft_says_who_made_it(fake: ApertiumSession) -> None:
    draft = ask(fake, "Take it.")
    assert draft.text == "Toko it."
    assert draft.engine.startswith("apertium/eng-spa@mode.")
    assert draft.note == ""


def test_unknown_words_are_counted_and_their_marks_removed(fake: ApertiumSession) -> None:
    draft = ask(fake, "zz and zzb, zz")
    assert draft.text == "zz ond zzb, zz"
    assert draft.note == "2 unknown words: zz, zzb"


def test_literal_marks_and_stream_characters_survive_and_count_for_nothing(fake: ApertiumSession) -> None:
    draft = ask(fake, r"*zone @home #top ~ a^b$c [x] {y z} \ /")
    assert draft.text == r"*zono @homo #top ~ o^b$c [x] {y z} \ /"
    assert draft.note == ""


def test_lines_are_drafted_one_by_one(fake: ApertiumSession) -> None:
    assert ask(fake, "Rest well.\nLeg\n\n Water!").text == "Rost woll.\nLog\n\n Wotor!"


def test_capitals_stay_capitals_and_placeholders_do_not_become_any(fake: ApertiumSession) -> None:
    assert ask(fake, "LEG zz".upper() + " {name}").text == "LEG ZZ {name}"


def test_spaces_are_neither_added_nor_doubled(fake: ApertiumSession) -> None:
    assert ask(fake, " Take  it. ").text == " Toko it. "


def test_a_lost_superblank_is_tried_again_as_a_character(fake: ApertiumSession) -> None:
    assert ask(fake, "BLANKS <1>take</1> {name}").text == "BLANKS <1>toko</1> {name}"


def test_a_lost_token_refuses_the_draft(fake: ApertiumSession) -> None:
    draft = ask(fake, "TOKENS <1>take</1>")
    assert (draft.text, draft.reason) == (None, "a tag or placeholder was lost")


def test_a_line_that_is_too_long_is_refused_and_the_next_one_is_not(fake: ApertiumSession) -> None:
    draft = ask(fake, "x" * 5001)
    assert (draft.text, draft.reason) == (None, "a line of 5,001 characters is too long: 5,000 at most")
    assert ask(fake, "Take").text == "Toko"


@pytest.mark.parametrize("word", ["HANG", "DIE", "TWICE"])
def test_a_failing_unit_is_a_reason_and_the_next_one_is_drafted(fake: ApertiumSession, word: str) -> None:
    draft = ask(fake, f"one\n{word}")
    assert draft.text is None
    assert draft.reason.startswith("eng-spa ")
    assert ask(fake, "Take").text == "Toko"


def test_a_chain_that_can_not_be_brought_back_is_dead(fake: ApertiumSession, tmp_path: Path) -> None:
    (tmp_path / "bin" / "lt-proc").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    with pytest.raises(EngineError, match="eng-spa does not work: eng-spa stopped") as caught:
        ask(fake, "DIE")
    assert caught.value.hint == "apt-get install --reinstall apertium apertium-eng-spa"


def test_a_listed_mode_that_translates_nothing_does_not_pass_the_probe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = install_fake_apertium(tmp_path, "eng-spa", arguments="EMPTY")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    health = ApertiumEngine().probe(make_setting("es", options))
    assert not health.works
    assert health.reason == 'eng-spa does not work: it makes "" of "Drink water and rest well."'
    assert "--reinstall" in health.hint


def test_the_second_route_is_taken_where_the_first_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = install_fake_apertium(tmp_path, "eng-spa", "es-fr")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    assert ApertiumEngine().probe(make_setting("fr", options)).route == "eng-spa>es-fr"


@pytest.mark.parametrize(
    ("target", "options", "reason", "hint"),
    [
        ("de", {}, "no route from English is known", "list another engine"),
        ("es", {"modes": "none"}, "eng-spa is not installed", "apt-get install apertium apertium-eng-spa"),
        ("es", {"timeout": "soon"}, 'option "timeout" is "soon"', "set timeout to a number above 0"),
        ("es", {"timout": "1"}, '"timout" is not an option of apertium', 'did you mean "timeout"?'),
        (
            "es",
            {"route.es": "eng-xyz"},
            "eng-xyz is not installed",
            "apt-get install apertium apertium-eng-xyz",
        ),
    ],
)
def test_what_is_missing_is_told(
    tmp_path: Path, target: str, options: dict[str, str], reason: str, hint: str
) -> None:
    modes = install_fake_apertium(tmp_path, "eng-spa")["modes"]
    health = ApertiumEngine().probe(make_setting(target, {"modes": modes, **options}, tmp_path))
    assert (health.works, health.reason) == (False, reason)
    assert hint in health.hint


@needs_apertium
def test_apertium_itself() -> None:
    # eng-cat: its answers do not depend on what was asked before, those of eng-spa do.
    with ApertiumEngine().open(make_setting("ca")) as session:
        assert ask(session, "Leg Cramps").text == "Enrampades de cama"
        assert ask(session, "LEG CRAMPS").text == "ENRAMPADES DE CAMA"
        assert ask(session, "Leg Cramps\nDrink water!").text == "Enrampades de cama\nAigua de trago!"
        dose = ask(session, "Take <1>500 mg</1> of {drug}, %(n)s times: https://who.int/a.")
        assert dose.text is not None
        assert all(code in dose.text for code in ("<1>500 mg</1>", "{drug}", "%(n)s", "https://who.int/a"))
        assert ask(session, "x * y, @home #tag").text == "x * y, @etiqueta #de casa"
        nul = ask(session, "Leg\0 Cramps")
        assert nul.text == "Enrampades de cama"
        unknown = ask(session, "Peripheral neuropathy")
        assert unknown.note == "1 unknown word: neuropathy"
        assert "*" not in (unknown.text or "*")
        assert unknown.engine.startswith("apertium/eng-cat@")


@needs_apertium
def test_a_pivot_through_catalan() -> None:
    if not Path(MODES, "cat-por_BR.mode").exists():
        pytest.skip("apertium-por-cat is not installed")
    with ApertiumEngine().open(make_setting("pt_BR")) as session:
        assert session.route == "eng-cat>cat-por_BR"
        draft = ask(session, "Leg Cramps")
        assert draft.text == "Enrampades de perna"
        assert draft.note == "1 unknown word: Enrampades"
