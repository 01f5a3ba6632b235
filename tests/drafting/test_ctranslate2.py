from __future__ import annotations

import importlib
import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.drafting.asking import Desk
from pipeline.drafting.base import Context, Request
from pipeline.drafting.chain import Chain
from pipeline.drafting.ctranslate2 import CTranslate2Engine
from pipeline.drafting.link import Order
from pipeline.errors import EngineError
from pipeline.model.unit import UnitKey
from tests.drafting.scripted import make_setting
from tests.drafting.tiny_model import FOLLOWS, NEVER_ENDS, build_model

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.drafting.base import Draft, Setting

ENGINE = CTranslate2Engine()
MULTILINGUAL = {"model": "m", "source_prefix": "eng_Latn", "source_suffix": "</s>", "target_prefix": "{code}"}


def setting(folder: Path, target: str = "es", **options: str) -> Setting:
    return make_setting(target, {"model": "m", **options}, folder)


def draft(given: Setting, *texts: str) -> list[Draft]:
    requests = [Request(id=str(at), text=text, key=UnitKey(None, text)) for at, text in enumerate(texts)]
    with ENGINE.open(given) as session:
        return list(session.draft(requests, time.monotonic() + 10))


def test_a_model_translates(tmp_path: Path) -> None:
    build_model(tmp_path / "m")
    first, second = draft(setting(tmp_path), "Rest well.", "Good morning.")
    assert (first.text, second.text) == ("Descanse bien.", "Descanse bien.")
    assert first.confidence == 1.0


def test_a_model_of_many_languages_is_told_which(tmp_path: Path) -> None:
    build_model(tmp_path / "m")
    codes = {"code.ca": "cat_Latn", "code.es": "spa_Latn"}
    spanish, catalan = (
        draft(setting(tmp_path, code, **MULTILINGUAL, **codes), "Rest well.")[0] for code in ("es", "ca")
    )
    assert (spanish.text, catalan.text) == ("Descanse bien.", "Reposa bien.")


def test_a_language_that_the_model_does_not_know_is_refused_at_the_start(tmp_path: Path) -> None:
    build_model(tmp_path / "m")
    health = ENGINE.probe(setting(tmp_path, "fr", **MULTILINGUAL))
    assert (health.works, health.reason) == (False, 'the model does not know the token "fr"')
    assert '"code.fr"' in health.hint


def test_a_translation_that_never_ends_is_refused(tmp_path: Path) -> None:
    build_model(tmp_path / "m", {**FOLLOWS, **NEVER_ENDS})
    codes = {"target_prefix": "{code}", "code.es": "spa_Latn", "code.ca": "▁la", "beam": "1"}
    assert ENGINE.probe(setting(tmp_path, "es", **codes)).works
    health = ENGINE.probe(setting(tmp_path, "ca", **codes))
    assert health.reason == (
        "the model does not translate a test sentence: the translation does not end: it was cut"
    )
    assert "target_prefix" in health.hint


def test_an_empty_translation_is_refused(tmp_path: Path) -> None:
    build_model(tmp_path / "m", {"<s>": "</s>"})
    assert "the answer is empty" in ENGINE.probe(setting(tmp_path)).reason


def test_a_text_of_many_pieces_is_refused_and_costs_no_other_its_draft(tmp_path: Path) -> None:
    class Spy:
        def __init__(self, translator: Any) -> None:
            self.translator = translator
            self.rows: list[int] = []

        def translate_batch(self, rows: list[list[str]], **more: Any) -> Any:
            self.rows += [len(row) for row in rows]
            return self.translator.translate_batch(rows, **more)

    build_model(tmp_path / "m")
    with ENGINE.open(setting(tmp_path)) as session:
        spy = Spy(session._parts.translator)
        session._parts = replace(session._parts, translator=spy)
        drafts = session.translate(["Rest well.", "Rest " * 200, "Rest well."])
    assert [one.text for one in drafts] == ["Descanse bien.", None, "Descanse bien."]
    assert "pieces is too long: 500 at most" in drafts[1].reason
    assert len(spy.rows) == 2, "the library got the others only"
    assert max(spy.rows) < 500


def test_the_version_changes_with_all_that_answers_depend_on(tmp_path: Path) -> None:
    build_model(tmp_path / "m")
    build_model(tmp_path / "n", {**FOLLOWS, "<s>": "▁bien"})
    codes = {"code.es": "spa_Latn"}
    versions = []
    for options in ({}, {"beam": "2"}, {"target_prefix": "{code}", **codes}, {"model": "n"}):
        with ENGINE.open(setting(tmp_path, **options)) as session:
            versions.append(session.version)
    assert versions[0].startswith("ctranslate2/m@")
    assert len(set(versions)) == 4
    with ENGINE.open(setting(tmp_path)) as session:
        assert session.version == versions[0]


def test_the_runner_gets_its_drafts(tmp_path: Path) -> None:
    build_model(tmp_path / "m")
    with Chain([(ENGINE, setting(tmp_path))], Desk()) as chain:
        made = chain.draft([Order(key=UnitKey(None, "Rest well."), context=Context())])[0]
    assert made.text == "Descanse bien."
    assert made.engine.startswith("ctranslate2/m@")


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ("model.bin", "m is not a folder with a model.bin"),
        ("source.spm", "m has none of: source.spm, target.spm"),
        ("shared_vocabulary.json", "m has no vocabulary"),
        ("junk model.bin", "the model can't be loaded: "),
        ("junk source.spm", "the model can't be loaded: "),
        ("junk shared_vocabulary.json", "is not a vocabulary"),
        ("junk config.json", "the model can't be loaded: "),
    ],
)
def test_a_damaged_model_is_told(tmp_path: Path, damage: str, reason: str) -> None:
    folder = build_model(tmp_path / "m")
    if damage.startswith("junk "):
        (folder / damage.removeprefix("junk ")).write_bytes(b"junk")
    else:
        (folder / damage).unlink()
    health = ENGINE.probe(setting(tmp_path, target_prefix="spa_Latn"))
    assert not health.works
    assert reason in health.reason
    assert health.hint


@pytest.mark.parametrize(
    ("options", "reason", "hint"),
    [
        ({"model": ""}, "no model is named", 'model = "models/en-{locale}"'),
        ({"model": "a\0b"}, "no model is named", "model ="),
        ({"model": "none"}, "none is not a folder with a model.bin", "ct2-transformers-converter"),
        ({"beam": "no"}, 'option "beam" is "no"', "between a millionth and"),
        ({"pieces": "a.spm b.spm"}, "m has none of: a.spm, b.spm", "pieces"),
        ({"timeout": "1"}, '"timeout" is not an option of ctranslate2', ""),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, options: dict[str, str], reason: str, hint: str) -> None:
    build_model(tmp_path / "m")
    health = ENGINE.probe(setting(tmp_path, **options))
    assert (health.works, health.reason) == (False, reason)
    assert hint in health.hint


def test_each_locale_may_have_a_model_of_its_own(tmp_path: Path) -> None:
    build_model(tmp_path / "models" / "en-es")
    options = {"model": "models/en-{locale}"}
    assert ENGINE.probe(make_setting("es", options, tmp_path)).works
    assert ENGINE.probe(make_setting("ca", options, tmp_path)).reason.startswith(
        "models/en-ca is not a folder"
    )


def test_the_pieces_can_be_named(tmp_path: Path) -> None:
    folder = build_model(tmp_path / "m")
    (folder / "source.spm").rename(folder / "mine.spm")
    (folder / "target.spm").unlink()
    assert not ENGINE.probe(setting(tmp_path)).works
    assert ENGINE.probe(setting(tmp_path, pieces="mine.spm")).works


def test_a_library_that_is_not_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_model(tmp_path / "m")

    def find(name: str) -> Any:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr(importlib, "import_module", find)
    health = ENGINE.probe(setting(tmp_path))
    assert health.reason == "sentencepiece is not installed"
    assert health.hint == 'pip install "caveat-l10n[ctranslate2]"'


def test_the_end_token_is_the_models_own(tmp_path: Path) -> None:
    folder = build_model(tmp_path / "m")
    config = json.loads((folder / "config.json").read_text("utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, "eos_token": "."}), "utf-8")
    with ENGINE.open(setting(tmp_path)) as session:
        assert session.translate(["Rest well."])[0].text == "Descanse bien"


def test_a_failure_of_the_library_is_a_reason(tmp_path: Path) -> None:
    class Broken:
        def translate_batch(self, *_: object, **__: object) -> list[object]:
            raise RuntimeError("out of\nmemory")

    build_model(tmp_path / "m")
    with ENGINE.open(setting(tmp_path)) as session:
        session._parts = replace(session._parts, translator=Broken())
        assert session.translate(["Rest."])[0].reason == "the model failed: out of memory"
    with pytest.raises(EngineError), ENGINE.open(setting(tmp_path, model="gone")):
        pass
