"""Fakes for drafting: an engine and a service that follow a script, and a program that can misbehave."""

from __future__ import annotations

import json
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from pipeline.drafting.base import Draft, Health, Request, Setting, probe_by_opening
from pipeline.model.locale import Locale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pipeline.errors import CaveatError


def make_setting(
    target: str = "es", options: Mapping[str, str] | None = None, folder: Path = Path()
) -> Setting:
    return Setting(source=Locale("en"), target=Locale(target), options=options or {}, folder=folder)


@dataclass
class ScriptedEngine:
    """Answers with `script[source]`: a text, a Draft, or an exception to raise; else `otherwise(source)`."""

    name: str = "scripted"
    script: dict[str, str | Draft | BaseException] = field(default_factory=dict)
    otherwise: Callable[[str], str | None] = "tr {}".format
    refusal: CaveatError | None = None
    uses_context: bool = False
    is_offline: bool = True
    route: str = "scripted"
    asked: list[str] = field(default_factory=list)
    opened: int = 0
    closed: int = 0

    def probe(self, setting: Setting) -> Health:
        return probe_by_opening(self, setting)

    @contextmanager
    def open(self, setting: Setting) -> Iterator[ScriptedEngine]:
        del setting
        if self.refusal:
            raise self.refusal
        self.opened += 1
        try:
            yield self
        finally:
            self.closed += 1

    def draft(self, request: Request) -> Draft:
        source = request.key.source
        self.asked.append(source)
        answer = self.script.get(source)
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, Draft):
            return answer
        text = answer if answer is not None else self.otherwise(source)
        return Draft(text=text, reason="" if text else "no answer", engine=f"{self.name}@1")


@dataclass
class Answer:
    """One scripted HTTP answer."""

    status: int = 200
    body: str | None = None
    """None: a good answer in the service's own shape."""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0


@dataclass
class Service:
    """A loopback server; `answers` are given in turn, and then good ones."""

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    seen: list[dict[str, Any]] = field(default_factory=list)

    def texts(self) -> list[str]:
        """Return the texts that were asked for, without the test sentence that opens a session."""
        return [seen["text"] for seen in self.seen if seen["text"] != "Good morning."]


def _text_of(path: str, query: dict[str, list[str]], body: Any) -> str:
    if isinstance(body, list):
        return str(body[0]["text"])  # Microsoft
    if isinstance(body, dict):
        return str(body["q"] if "q" in body else body["text"][0])  # LibreTranslate, DeepL
    return query.get("q", [path])[0]  # Google, MyMemory


def _good_body(path: str, query: dict[str, list[str]], text: str) -> str:
    target = f"tr {text}"
    if path == "/languages":
        return json.dumps({"translation": {"en": {"name": "English"}, "es": {"name": "Spanish"}}})
    if path == "/m":
        return f'<html><div class="result-container">{target}</div></html>'
    if path == "/get":
        return json.dumps({"responseData": {"translatedText": target}, "matches": []})
    if path.startswith("/v2"):
        return json.dumps({"translations": [{"text": target}]})
    if "api-version" in query:
        return json.dumps([{"translations": [{"text": target}]}])
    return json.dumps({"translatedText": target})


@contextmanager
def serve(answers: list[Answer] | None = None) -> Iterator[Service]:
    """Run a service on a free loopback port."""
    service = Service(answers=answers or [])

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            parts = urlsplit(self.path)
            query = parse_qs(parts.query)
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = json.loads(raw) if raw else None
            text = _text_of(parts.path, query, body)
            service.seen.append(
                {
                    "text": text,
                    "path": self.path,
                    "body": body,
                    "method": self.command,
                    "headers": self.headers,
                }
            )
            answer = service.answers.pop(0) if service.answers else Answer()
            time.sleep(answer.delay)
            shown = answer.body if answer.body is not None else _good_body(parts.path, query, text)
            try:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(shown.encode())
            except OSError:
                return  # the client gave up waiting, as the slow case wants

        do_GET = do_POST = _answer  # noqa: N815 - the names that the base class looks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


_PROGRAM = """#!{python} -S
import os, re, sys, time
data = b""
while chunk := os.read(0, 65536):
    data += chunk
    while b"\\0" in data:
        segment, _, data = data.partition(b"\\0")
        text = segment.decode()
        if "HANG" in text: time.sleep(60)
        if "DIE" in text: sys.exit(0)
        if "MUTE" in text: continue
        if "BLANKS" in text: text = re.sub(r"\\[<g\\d+>\\]", "", text)
        if "TOKENS" in text: text = re.sub("\\\\[<g\\\\d+>\\\\]|[\\ue000-\\uf8ff]", "", text)
        if "EMPTY" in sys.argv: text = re.sub(r"^.*?(?=\\.\\[\\])", "", text)
        parts = re.split(r"(\\[[^\\]]*\\])", text)
        parts[::2] = [re.sub("[ae]", "o", part).replace("zz", "*zz") for part in parts[::2]]
        extra = b"\\0more" if "TWICE" in text else b""
        os.write(1, "".join(parts).encode() + extra + b"\\0")
"""


def install_fake_apertium(folder: Path, *modes: str, arguments: str = "") -> dict[str, str]:
    """Put a misbehaving `lt-proc` into `folder`/bin and modes that use it; return the engine's options.

    It writes o for a and e, and marks zz as unknown. A segment with HANG is never answered, DIE ends the
    program, MUTE is swallowed, BLANKS loses superblanks, TOKENS loses every token, TWICE is answered twice.
    """
    program = folder / "bin" / "lt-proc"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(_PROGRAM.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    (folder / "modes").mkdir(exist_ok=True)
    for mode in modes:
        text = f"lt-proc $1 '{arguments}' | lt-proc $2\n"
        (folder / "modes" / f"{mode}.mode").write_text(text, encoding="utf-8")
    return {"modes": str(folder / "modes"), "timeout": "0.5"}
