"""A language model drafts a project with one line of settings; no engine leaves its key anywhere."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.catalogs.po import read_catalog
from pipeline.cli.main import main
from tests.drafting.servers import RIGS, Asked, Server, chat_body, chat_request
from tests.projects import CONFIG, Project, make_project, read_tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.model.catalog import Entry

KEY = "sentinel/key+77:fx"
LOOK_CROSSED = {"What They Are", "They pass soon."}
"""Texts so short that their Arabic drafts look like each other's, and may be asked for again, alone."""
TEXTS = {
    "Good morning.": ("Buenos días.", "صباح الخير."),
    "Leg Cramps at Night": ("Calambres nocturnos en las piernas", "تشنجات الساق ليلاً"),
    "Symptoms": ("Síntomas", "الأعراض"),
    "What They Are": ("Qué son", "ما هي"),
    "Cramps are sudden pains.": ("Los calambres son dolores repentinos.", "التشنجات آلام مفاجئة."),
    "They pass soon.": ("Pasan pronto.", "تزول بسرعة."),
    "Self-Care": ("Autocuidado", "العناية الذاتية"),
    "Rest": ("Reposo", "الراحة"),
    "Stretch the leg.": ("Estire la pierna.", "مدّد ساقك."),
    "Drink water.": ("Beba agua.", "اشرب الماء."),
    "When to Seek Care": ("Cuándo buscar atención", "متى تطلب الرعاية"),
    "Call a doctor if the pain stays.": (
        "Llame a un médico si el dolor continúa.",
        "اتصل بالطبيب إذا استمر الألم.",
    ),
    "Educational Disclaimer": ("Aviso educativo", "تنبيه تعليمي"),
    "This page teaches.": ("Esta página enseña.", "هذه الصفحة للتعليم."),
    "It does not replace a doctor.": ("No sustituye a un médico.", "لا تغني عن الطبيب."),
    "This page teaches. It does not replace a doctor.": (
        "Esta página enseña. No sustituye a un médico.",
        "هذه الصفحة للتعليم. لا تغني عن الطبيب.",
    ),
}


def translate(asked: Asked) -> Any:
    """Answer as a model would that knows the article in both languages."""
    if not asked.body:
        return RIGS["chat"].answer(asked)
    column = 1 if "(ar)" in asked.body["messages"][0]["content"] else 0
    rows = chat_request(asked)["segments"]
    shown = [{"id": row["id"], "text": TEXTS[row["text"]][column]} for row in rows]
    return chat_body(json.dumps({"segments": shown}))


def config(engine: str, options: dict[str, str]) -> str:
    lines = "\n".join(f"{name} = {json.dumps(value)}" for name, value in options.items())
    chosen = CONFIG.replace('engines = ["pseudo"]', f'engines = ["{engine}"]')
    return f"{chosen}\n[drafting.options.{engine}]\n{lines}\n"


@pytest.fixture
def here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Return what runs a command in this process, so that its log is seen too, and returns what it says."""

    def run(*arguments: str) -> str:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["caveat", *arguments])
        with pytest.raises(SystemExit):
            main()
        said = capsys.readouterr()
        return said.out + said.err

    return run


def units(project: Project, locale: str) -> list[Entry]:
    path = project.root / "locales" / locale / "LC_MESSAGES" / "cramps.po"
    return list(read_catalog(path, path.name).units())


def test_one_line_lets_a_language_model_draft_all_locales(tmp_path: Path, here: Callable[..., str]) -> None:
    with replace(RIGS["chat"], answer=translate).start() as server:
        project = make_project(tmp_path, config=config("chat", {"endpoint": f"{server.url}/v1"}))
        assert "error" not in here("extract") + here("update")
        ran = project.run("draft", "--document", "cramps")
        assert (ran.code, ran.err) == (0, ""), ran.err
        for column, locale in enumerate(("es", "ar")):
            for entry in units(project, locale):
                assert entry.targets == (TEXTS[entry.key.source][column],), entry.key.source
                assert entry.is_fuzzy
                assert any("engine=chat/tiny-model@prompt-1 " in comment for comment in entry.comments)
        sent = len(server.asked)
        texts = [text for batch in server.batches() for text in batch]
        twice = Counter(texts) - Counter({entry.key.source: 2 for entry in units(project, "es")})
        assert set(twice) <= LOOK_CROSSED, "each unit is asked for once a locale"
        assert "error" not in here("draft", "--document", "cramps")
        assert len(server.asked) == sent, "nothing is empty, so nothing is sent"


def test_the_model_is_told_what_stands_around_a_unit(tmp_path: Path, here: Callable[..., str]) -> None:
    with replace(RIGS["chat"], answer=translate).start() as server:
        make_project(tmp_path, config=config("chat", {"endpoint": f"{server.url}/v1"}))
        for command in (("extract",), ("update",), ("draft", "-l", "es", "--document", "cramps")):
            here(*command)
        told = [chat_request(asked) for asked in server.asked if asked.body]
    rows = {row["text"]: {**told_once, **row} for told_once in told for row in told_once["segments"]}
    assert rows["Call a doctor if the pain stays."]["risk"] == "critical"
    assert rows["Stretch the leg."]["section"] == "Rest"
    assert rows["Stretch the leg."]["document"] == "Leg Cramps at Night"


def follow_a_bad_day(server: Server) -> None:
    """Let the server translate one batch, and then fail in many ways while it repeats the key."""
    headers = {"Location": f"{server.url}/?key={KEY}", "Retry-After": "0", "X-Key": KEY}
    told = {"error": {"message": f"{KEY} or sentinel%2Fkey%2B77%3Afx is not a key", "code": KEY}}
    body, page = json.dumps(told).encode(), f"<html>{KEY}</html>".encode()
    refused = [lambda _, good: replace(good, status=403, data=body)]
    server.follow(
        [
            None,
            lambda _, good: replace(good, status=500, data=body, headers=headers),
            lambda _, good: replace(good, data=page),
            lambda _, good: replace(good, status=400, data=body),
            lambda _, good: replace(good, status=307, data=body, headers=headers),
            *refused * 50,
        ]
    )


@pytest.mark.parametrize("name", RIGS)
def test_a_key_is_in_nothing_that_is_written(
    tmp_path: Path,
    name: str,
    here: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("MY_KEY", KEY)
    caplog.set_level(logging.DEBUG)
    rig = RIGS[name]
    with rig.start() as server:
        project = make_project(tmp_path, config=config(name, rig.options(server, batch_texts="2")))
        said = here("extract") + here("update")
        follow_a_bad_day(server)
        for more in ((), ("--json",)):
            said += here("draft", "-l", "es", "--document", "cramps", *more)
    assert "refused the key" in said
    is_sent = any(KEY in str(asked.headers) + str(asked.body) for asked in server.asked)
    assert is_sent != (name == "deep-translator"), (
        "Google takes none; the others got it, so this test can fail"
    )
    assert caplog.records, "urllib3 tells of each request"
    everything = (said + caplog.text).encode() + b"\n".join(read_tree(tmp_path).values())
    assert re.findall(rb"sentinel[^\n]*", everything) == []
    assert any(not entry.is_empty for entry in units(project, "es")), "what was finished before is kept"


@pytest.mark.parametrize(
    "options", [{"key": KEY}, {"key_env": KEY}, {"endpoint": f"https://me:{KEY}@mt.example"}], ids=" ".join
)
def test_a_key_that_stands_in_the_configuration_is_refused_without_showing_it(
    tmp_path: Path, options: dict[str, str], here: Callable[..., str]
) -> None:
    make_project(tmp_path, config=config("chat", {"endpoint": "http://127.0.0.1:9/v1", **options}))
    said = here("extract") + here("update") + here("draft", "--engine", "chat")
    assert "error: chat does not work for" in said
    assert "sentinel" not in said
