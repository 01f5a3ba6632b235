"""Loopback servers that answer as the services do, and fail as they do when the script says so."""

from __future__ import annotations

import html
import json
import re
import socket
import struct
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from pipeline.drafting.chat import ChatEngine
from pipeline.drafting.deepl import DeepLEngine
from pipeline.drafting.libretranslate import LibreTranslateEngine
from pipeline.drafting.online import OnlineEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pipeline.drafting.base import Engine

TEST = "Good morning."
SPANISH = {
    "Drink": "Beba",
    "water": "agua",
    "at": "por",
    "night": "la noche",
    "Take": "Tome",
    "of": "de",
    "tablets": "comprimidos",
    "Call": "Llame",
    "a": "a un",
    "doctor": "médico",
    "now": "ahora",
    "Rest": "Descanse",
    "well": "bien",
}


def spanish(text: str) -> str:
    """Return a text with the words that are known translated, and everything else as it is."""
    return re.sub(r"(?<![\w<&])[A-Za-z]+(?![\w=])", lambda found: SPANISH.get(found[0], found[0]), text)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request, as the server saw it."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: Any


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer, and how it goes wrong on the way."""

    status: int = 200
    data: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    is_reset: bool = False
    sent: int | None = None
    """Bytes after which the connection ends, although the header promised all."""


@dataclass
class Server:
    """A service on this machine. `script` says what becomes of good answers, request by request."""

    answer: Callable[[Asked], Any]
    texts_of: Callable[[Asked], list[str]]
    url: str = ""
    script: Iterator[Callable[[Asked, Reply], Reply] | None] = field(default_factory=lambda: iter(()))
    asked: list[Asked] = field(default_factory=list)

    def follow(self, faults: Iterable[Callable[[Asked, Reply], Reply] | None]) -> None:
        """Let the next requests with a text of the project go wrong so; None is a good answer."""
        self.script = iter(faults)

    def batches(self) -> list[list[str]]:
        """Return the texts of the project that were asked for, request by request."""
        return [texts for texts in map(self.texts_of, self.asked) if texts not in ([], [TEST])]

    def reply(self, asked: Asked) -> Reply:
        """Return what to send."""
        self.asked.append(asked)
        body = self.answer(asked)
        if isinstance(body, Reply):
            return body
        good = Reply(data=body.encode() if isinstance(body, str) else json.dumps(body).encode())
        fault = next(self.script, None) if self.texts_of(asked) not in ([], [TEST]) else None
        return fault(asked, good) if fault else good


@contextmanager
def serve(server: Server) -> Iterator[Server]:
    """Run a server on a free loopback port."""

    class Handler(BaseHTTPRequestHandler):
        disable_nagle_algorithm = True  # header and body are two packets

        def _answer(self) -> None:
            parts = urlsplit(self.path)
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(
                method=self.command,
                path=parts.path,
                query=parse_qs(parts.query),
                headers=dict(self.headers),
                body=json.loads(raw) if raw else None,
            )
            reply = server.reply(asked)
            time.sleep(reply.delay)
            if reply.is_reset:
                linger = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.connection.close()
                return
            self._send(reply)

        def _send(self, reply: Reply) -> None:
            try:
                self.send_response(reply.status)
                for name, value in {"Content-Length": str(len(reply.data)), **reply.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.data[: reply.sent])
            except OSError:
                return  # the client gave up, as some cases want

        do_GET = do_POST = _answer  # noqa: N815 - the names that the base class looks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.handle_error = lambda *_: None  # type: ignore[method-assign] - a closed socket is the script's wish
    running.daemon_threads = True
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.url = f"http://127.0.0.1:{running.server_address[1]}"
    try:
        yield server
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


@dataclass(frozen=True, kw_only=True)
class Rig:
    """A network engine, and a server that speaks its language."""

    engine: Engine
    answer: Callable[[Asked], Any]
    texts_of: Callable[[Asked], list[str]]
    more: dict[str, str] = field(default_factory=dict)
    """Options that it needs, beside the endpoint."""
    path: str = ""
    """What stands behind the server's address in the option `endpoint`."""

    def start(self) -> Any:
        """Return a server that is not running yet."""
        return serve(Server(answer=self.answer, texts_of=self.texts_of))

    def options(self, server: Server, **more: str) -> dict[str, str]:
        """Return options that find the server, and give up quickly."""
        quick = {"timeout": "2", "tries": "2", "backoff": "0.001", "key_env": "MY_KEY"}
        return {"endpoint": server.url + self.path, **quick, **self.more, **more}


def _libre_texts(asked: Asked) -> list[str]:
    return list(asked.body["q"]) if asked.path == "/translate" else []


def _libre_answer(asked: Asked) -> Any:
    if asked.path == "/languages":
        return [{"code": "en", "name": "English", "targets": ["en", "es", "pt-BR", "zh-Hans"]}]
    # The real server undoes entities, whatever it was sent.
    return {"translatedText": [html.unescape(spanish(text)) for text in asked.body["q"]]}


def _deepl_texts(asked: Asked) -> list[str]:
    return list(asked.body["text"]) if asked.path == "/v2/translate" else []


def _deepl_answer(asked: Asked) -> Any:
    if asked.path == "/v2/languages":
        codes = ["EN"] if asked.query["type"] == ["source"] else ["ES", "PT-BR", "PT-PT", "ZH-HANS"]
        return [{"language": code, "name": code} for code in codes]
    if asked.path.startswith("/v3/glossaries/"):
        pair = {"source_lang": "en", "target_lang": "es", "entry_count": 7}
        return {"glossary_id": "g-1", "dictionaries": [pair]}
    return {"translations": [{"text": spanish(text)} for text in asked.body["text"]]}


def chat_request(asked: Asked) -> dict[str, Any]:
    """Return what the model was asked, without the rules."""
    found: dict[str, Any] = json.loads(asked.body["messages"][1]["content"])
    return found


def chat_body(content: str, finish: str = "stop") -> dict[str, Any]:
    """Return an endpoint's answer around what the model wrote."""
    message = {"role": "assistant", "content": content}
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    return {"choices": [{"index": 0, "message": message, "finish_reason": finish}], "usage": usage}


def chat_reply(segments: list[dict[str, str]], finish: str = "stop") -> Reply:
    """Return an answer with these segments."""
    return Reply(data=json.dumps(chat_body(json.dumps({"segments": segments}), finish)).encode())


def _chat_texts(asked: Asked) -> list[str]:
    if asked.path != "/v1/chat/completions":
        return []
    return [segment["text"] for segment in chat_request(asked)["segments"]]


def _chat_answer(asked: Asked) -> Any:
    if asked.path == "/v1/models":
        return {"object": "list", "data": [{"id": "tiny model", "object": "model"}]}
    if asked.path != "/v1/chat/completions":
        return Reply(status=404, data=b"not found")
    rows = chat_request(asked)["segments"]
    return chat_body(
        json.dumps({"segments": [{"id": row["id"], "text": spanish(row["text"])} for row in rows]})
    )


def _google_texts(asked: Asked) -> list[str]:
    return asked.query.get("q", [])


def _google_answer(asked: Asked) -> str:
    return f'<html><div class="result-container">{html.escape(spanish(asked.query["q"][0]))}</div></html>'


RIGS = {
    "libretranslate": Rig(engine=LibreTranslateEngine(), answer=_libre_answer, texts_of=_libre_texts),
    "deepl": Rig(engine=DeepLEngine(), answer=_deepl_answer, texts_of=_deepl_texts),
    "chat": Rig(engine=ChatEngine(), answer=_chat_answer, texts_of=_chat_texts, path="/v1"),
    "deep-translator": Rig(
        engine=OnlineEngine(), answer=_google_answer, texts_of=_google_texts, more={"service": "google"}
    ),
}
"""Engine -> how to test it."""


def status(code: int, body: Any = None, **headers: str) -> Callable[[Asked, Reply], Reply]:
    """Return the fault of an HTTP status."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _, good: replace(good, status=code, data=json.dumps(body).encode(), headers=named)


def slow(seconds: float) -> Callable[[Asked, Reply], Reply]:
    """Return the fault of an answer that comes late."""
    return lambda _, good: replace(good, delay=seconds)


def reset(_: Asked, good: Reply) -> Reply:
    """Break the connection off before a word."""
    return replace(good, is_reset=True)


def cut(_: Asked, good: Reply) -> Reply:
    """Break the connection off in the middle of the answer."""
    return replace(good, sent=len(good.data) // 2)


def half(_: Asked, good: Reply) -> Reply:
    """Send half of an answer, as if it were whole."""
    return replace(good, data=good.data[: len(good.data) // 2])


def page(_: Asked, good: Reply) -> Reply:
    """Send a page to sign in, with HTTP 200."""
    return replace(good, data=b"<!DOCTYPE html><html><body>Sign in</body></html>")


def huge(_: Asked, good: Reply) -> Reply:
    """Send ten megabytes."""
    return replace(good, data=b"[" + b"1," * 5_000_000 + b"1]")
