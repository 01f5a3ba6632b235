from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipeline.drafting.apertium import MODES, ApertiumEngine
from pipeline.drafting.base import Context
from pipeline.drafting.chain import Chain
from pipeline.drafting.link import Order
from pipeline.language.termbase import Termbase
from pipeline.model.term import Term
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import install_fake_apertium, make_setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.drafting.base import Draft

needs_apertium = pytest.mark.skipif(
    shutil.which("lt-proc") is None or not Path(MODES, "eng-cat.mode").exists(),
    reason="apertium is not installed",
)


def ask(chain: Chain, source: str, *terms: Term) -> Draft:
    """Ask for a draft as a run does: masked, unmasked, looked at."""
    found = Termbase(terms).find_terms(source)
    (draft,) = chain.draft([Order(key=UnitKey(None, source), context=Context(terms=found))])
    return draft


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chain]:
    options = install_fake_apertium(tmp_path, "eng-spa")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    with Chain([(ApertiumEngine(), make_setting("es", options))]) as chain:
        yield chain


def test_a_draft_says_who_made_it(fake: Chain) -> None:
    draft = ask(fake, "Take it.")
    assert draft.text == "Toko it."
    assert draft.engine.startswith("apertium/eng-spa@mode.")
    assert draft.note == ""


def test_unknown_words_are_counted_and_their_marks_removed(fake: Chain) -> None:
    draft = ask(fake, "zz and zzb, zz")
    assert draft.text == "zz ond zzb, zz"
    assert draft.note == "2 unknown words: zz, zzb"


def test_literal_marks_and_stream_characters_survive_and_count_for_nothing(fake: Chain) -> None:
    draft = ask(fake, r"*zenk @hemk #tepk ~ a^b$c [x] {y z} \ /")
    assert draft.text == r"*zonk @homk #topk ~ o^b$c [x] {y z} \ /"
    assert draft.note == ""


def test_lines_are_drafted_one_by_one(fake: Chain) -> None:
    assert ask(fake, "Rest well.\nLeg\n\n Water!").text == "Rost woll.\nLog\n\n Wotor!"


def test_capitals_stay_capitals_and_placeholders_do_not_become_any(fake: Chain) -> None:
    assert ask(fake, "LOWER LEG {name}").text == "LOWOR LOG {name}"
    assert ask(fake, "LOWER leg").text == "lowor log"


def test_spaces_are_neither_added_nor_doubled(fake: Chain) -> None:
    assert ask(fake, " Take  it. ").text == " Toko it. "


def test_a_lost_superblank_is_tried_again_as_a_character(fake: Chain) -> None:
    assert ask(fake, "BLANKS <1>take</1> {name}").text == "BLANKS <1>toko</1> {name}"


def test_a_text_that_breaks_the_chain_with_one_kind_of_token_is_tried_with_another(fake: Chain) -> None:
    assert ask(fake, "STUMBLE <1>take</1>").text == "STUMBLE <1>toko</1>"
    assert ask(fake, "Take").text == "Toko"


def test_where_every_token_is_lost_the_runs_between_them_are_drafted(fake: Chain) -> None:
    assert ask(fake, "TOKENS <1>take</1> {name}").text == "TOKENS <1>toko</1> {name}"


def test_a_line_that_is_too_long_is_refused_and_the_next_one_is_not(fake: Chain) -> None:
    draft = ask(fake, "x" * 5001)
    assert (draft.text, draft.reason) == (
        None,
        "apertium: a sentence of 5,001 characters is too long: 5,000 at most",
    )
    assert ask(fake, "Take").text == "Toko"


@pytest.mark.parametrize("word", ["HANG", "DIE", "TWICE"])
def test_a_failing_unit_is_a_reason_and_the_next_one_is_drafted(fake: Chain, word: str) -> None:
    draft = ask(fake, f"one\n{word}")
    assert draft.text is None
    assert draft.reason.startswith("apertium: eng-spa ")
    assert ask(fake, "Take").text == "Toko"


def test_a_chain_that_can_not_be_brought_back_is_dead(fake: Chain, tmp_path: Path) -> None:
    assert ask(fake, "Take").text == "Toko"
    (tmp_path / "bin" / "lt-proc").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    assert ask(fake, "DIE").reason == "apertium: eng-spa does not work: eng-spa stopped"
    ((_, health),) = fake.failures()
    assert health.hint == "apt-get install --reinstall apertium apertium-eng-spa"


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


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Two routes to French; only the second one has a word for "not"."""
    install_fake_apertium(tmp_path, "eng-cat", "cat-fra", "eng-spa")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    return install_fake_apertium(tmp_path, "es-fr", arguments="NON")


@pytest.fixture
def italian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chain]:
    """A route over another language, whose second leg takes words with a capital for names."""
    install_fake_apertium(tmp_path, "eng-cat")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    options = install_fake_apertium(tmp_path, "cat-ita", arguments="NAMES")
    with Chain([(ApertiumEngine(), make_setting("it", options))]) as chain:
        yield chain


def test_a_word_left_in_the_language_in_between_is_unknown(italian: Chain) -> None:
    draft = ask(italian, "Take some rest")
    assert (draft.text, draft.note, draft.confidence) == ("Toko sumu rust", "1 unknown word: Toko", 0.33)
    assert draft.alarm > 0
    draft = ask(italian, "Zoo or Drink some water")
    assert (draft.text, draft.note, draft.confidence) == ("Zoo ur Drink sumu wutur", "", 0.5)


def test_a_text_of_which_nothing_was_translated_has_no_draft(italian: Chain) -> None:
    assert ask(italian, "Take some rest").text
    drafts = [ask(italian, source) for source in ("Take", "Take or Test")]
    assert [draft.text for draft in drafts] == [None, None]
    assert drafts[0].reason == "apertium: none of its words was translated: Toko"
    assert drafts[1].reason == "apertium: none of its words was translated: Toko, Tost"


def test_a_draft_that_is_refused_is_made_on_the_second_route(french: dict[str, str]) -> None:
    with Chain([(ApertiumEngine(), make_setting("fr", french))]) as chain:
        drafts = [ask(chain, source) for source in ("Take it now", "Do not take it", "Take it")]
        ((_, tally),) = chain.tallies()
        assert not chain.failures()
    assert [draft.text for draft in drafts] == ["Toko it now", "Do non toko it", "Toko it"]
    routes = [draft.engine.partition("@")[0] for draft in drafts]
    assert routes == ["apertium/eng-cat>cat-fra", "apertium/eng-spa>es-fr", "apertium/eng-cat>cat-fra"]
    assert tally.texts == 4


def test_closing_stops_the_second_route_as_well(french: dict[str, str]) -> None:
    with ApertiumEngine().open(make_setting("fr", french)) as session:
        detour = session.find_detour()
        assert detour is not None
        assert session.find_detour() is detour
        assert detour.find_detour() is None
        running = [process for pipe in detour._pipes for process in pipe._processes]
        assert [process.poll() for process in running] == [None] * 4
    assert None not in [process.poll() for process in running]


def test_where_the_second_route_is_not_installed_the_refusal_stays(
    french: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "modes" / "es-fr.mode").unlink()
    with Chain([(ApertiumEngine(), make_setting("fr", french))]) as chain:
        assert ask(chain, "Do not take it").reason == 'apertium: the answer lost the negation "not"'
        assert not chain.failures()


def test_a_project_s_own_route_has_no_second_one(french: dict[str, str]) -> None:
    options = {**french, "route.fr": "eng-cat>cat-fra"}
    with Chain([(ApertiumEngine(), make_setting("fr", options))]) as chain:
        assert ask(chain, "Do not take it").text is None


@pytest.mark.parametrize(
    ("target", "options", "reason", "hint"),
    [
        ("de", {}, "no route from English is known", "list another engine"),
        ("es", {"modes": "none"}, "eng-spa is not installed", "apt-get install apertium apertium-eng-spa"),
        ("es", {"timeout": "soon"}, 'option "timeout" is "soon"', "set timeout to a number between"),
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


def test_only_the_bad_text_of_a_batch_has_no_draft(fake: Chain) -> None:
    sources = ("Take", "DIE", "Rest <1>well</1>")
    orders = [Order(key=UnitKey(None, source), context=Context()) for source in sources]
    assert [draft.text for draft in fake.draft(orders)] == ["Toko", None, "Rost <1>woll</1>"]


def test_an_unknown_word_is_filled_from_the_glossary(fake: Chain) -> None:
    draft = ask(fake, "Zz and zzb", Term(source="zz", targets=("neuropatía", "x")), Term(source="leg"))
    assert (draft.text, draft.note) == ("Zz ond zzb", "1 unknown word: zzb")
    draft = ask(fake, "Rest zz", Term(source="zz", targets=("a [b]",)))
    assert (draft.text, draft.note, draft.confidence) == ("Rost a [b]", "", 0.5)


def test_the_confidence_falls_with_the_share_of_unknown_words(fake: Chain) -> None:
    assert ask(fake, "Take it now please").confidence == 0.5
    assert ask(fake, "Take zz now please").confidence == 0.38
    assert ask(fake, "Rest zz").confidence == 0.25


def test_a_longer_term_is_said_as_the_glossary_wants(fake: Chain) -> None:
    term = Term(source="blood vessel", targets=("vaso sanguíneo",))
    assert ask(fake, "A blood vessel breaks", term).text == "A vaso sanguíneo brooks"
    assert ask(fake, "Blood vessel", term).text == "Vaso sanguíneo"
    assert ask(fake, "Blood vessels break", term).text == "Blood vossols brook"


@pytest.fixture(scope="module")
def catalan() -> Iterator[Chain]:
    with Chain([(ApertiumEngine(), make_setting("ca"))]) as chain:
        yield chain


@needs_apertium
@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Leg Cramps", "Enrampades de cama"),
        ("LEG CRAMPS", "ENRAMPADES DE CAMA"),
        ("Leg Cramps\nDrink water!", "Enrampades de cama\nAigua de trago!"),
        ("x * y, @home #tag", "x * y, @etiqueta #de casa"),
        ("Leg\0 Cramps", "Enrampades de cama"),
        ("a^b$c [x] {y z} / @ ~ \\", "un^b$c [x] {y z} / @ ~ \\"),
    ],
)
def test_apertium_itself(catalan: Chain, source: str, target: str) -> None:
    assert ask(catalan, source).text == target


@needs_apertium
def test_apertium_keeps_codes_and_counts_unknown_words(catalan: Chain) -> None:
    dose = ask(catalan, "Take <1>500 mg</1> of {drug}, %(n)s times: https://who.int/a.")
    assert dose.text is not None
    assert all(code in dose.text for code in ("<1>500 mg</1>", "{drug}", "%(n)s", "https://who.int/a"))
    unknown = ask(catalan, "Peripheral neuropathy")
    assert unknown.note == "1 unknown word: neuropathy"
    assert "*" not in (unknown.text or "*")
    assert unknown.engine.startswith("apertium/eng-cat@")


@needs_apertium
def test_a_pivot_through_catalan() -> None:
    if not Path(MODES, "cat-por_BR.mode").exists():
        pytest.skip("apertium-por-cat is not installed")
    with Chain([(ApertiumEngine(), make_setting("pt_BR"))]) as chain:
        draft = ask(chain, "Leg Cramps")
    assert draft.engine.startswith("apertium/eng-cat>cat-por_BR@")
    assert draft.text == "Enrampades de perna"
    assert draft.note == "1 unknown word: Enrampades"


_IN_ORDER = (
    "i don't think i have high blood pressure",
    "i feel a pain in the chest here",
    "i got a fever yesterday",
    "It is known that I have a fever.",
    "The WHO and Apple included it in the plan near the city.",
    "but i know lot of people cough on me",
)


@needs_apertium
def test_a_draft_does_not_depend_on_what_was_asked_before() -> None:
    if not Path(MODES, "eng-spa.mode").exists():
        pytest.skip("apertium-eng-spa is not installed")
    with Chain([(ApertiumEngine(), make_setting("es"))]) as chain:
        forth = [ask(chain, source).text for source in _IN_ORDER]
    with Chain([(ApertiumEngine(), make_setting("es"))]) as chain:
        back = [ask(chain, source).text for source in reversed(_IN_ORDER)]
    assert back[::-1] == forth
