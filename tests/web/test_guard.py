"""Each row of the threat table: who gets in, from where, with what."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from pipeline.web import guard
from pipeline.web.app import make_routes
from pipeline.web.forms import BODY_LIMIT, FORM_TYPE, TEXT_LIMIT
from pipeline.web.guard import ENTRY
from pipeline.web.headers import SAFE
from tests.web.site import COOKIE, DORA, EVE, HOST, LUIS, ORIGIN, Site, address_of

if TYPE_CHECKING:
    from starlette.routing import Route
    from starlette.types import Message

SOURCE = "Call a doctor if the pain stays."


def filled(route: Route, site: Site) -> str:
    """Return an address of a route at which there is something."""
    unit = site.unit(SOURCE).unit.key.id
    values = {
        "locale": "es",
        "document": "cramps",
        "unit": unit,
        "disclaimer": "educational",
        "name": "review.js",
    }
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]], route.path)


def every_route(site: Site) -> list[tuple[str, str]]:
    return [
        (method, filled(route, site))
        for route in make_routes(site.desk)
        for method in sorted(route.methods or ())
    ]


def test_no_route_answers_without_a_session(site: Site) -> None:
    asked = every_route(site)
    assert len(asked) > 15
    for method, path in asked:
        answer = site.ask(
            method, path, {"host": HOST, "origin": ORIGIN, "content-type": FORM_TYPE}, b"csrf=x"
        )
        assert answer.status == 401, (method, path)
        assert SOURCE not in answer.text
        assert "Small" not in answer.text


def test_every_reading_route_answers_with_a_session(site: Site) -> None:
    for method, path in every_route(site):
        if method == "GET" and path != ENTRY:
            assert site.get(path).status == 200, path


def test_every_answer_has_the_safe_headers(site: Site) -> None:
    answers = [site.get(path) for method, path in every_route(site) if method == "GET"]
    answers += [site.get("/nowhere"), site.get("/", None), site.ask("PUT", "/queue", site.headers_of(DORA))]
    answers += [site.get("/unit/es/cramps/nothing"), site.ask("GET", "/", {"host": "evil.example"})]
    assert {answer.status for answer in answers} >= {200, 303, 401, 404, 421}
    for answer in answers:
        for name in SAFE:
            assert answer.header(name)
        policy = answer.header("content-security-policy")
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.header("x-content-type-options") == "nosniff"
        assert answer.header("cache-control") in ("no-store", "no-cache")


@pytest.mark.parametrize(
    ("hosts", "status"),
    [
        (["evil.example"], 421),
        (["evil.example:8765"], 421),
        (["127.0.0.1"], 421),
        (["127.0.0.1:80"], 421),
        (["127.0.0.1:8765.evil.example"], 421),
        (["[::1]:8765"], 421),
        ([""], 421),
        ([], 400),
        ([HOST, HOST], 400),
        ([HOST, "evil.example"], 400),
        ([HOST], 200),
        (["LOCALHOST:8765"], 200),
    ],
)
def test_only_the_servers_own_names_are_answered(site: Site, hosts: list[str], status: int) -> None:
    cookie = ("cookie", f"{COOKIE}={site.session(DORA).key}")
    answer = site.ask("GET", "/help", [*(("host", host) for host in hosts), cookie])
    assert answer.status == status


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "caveat-review-8765=",
        "caveat-review-8765=wrong",
        "caveat-review-9999={key}",
        "caveat-review-8765={key}x",
        "caveat-review-8765=ключ",
        "a=b; c",
        '"',
    ],
)
def test_a_wrong_cookie_is_no_session(site: Site, cookie: str) -> None:
    given = cookie.replace("{key}", site.session(DORA).key).encode().decode("latin-1")
    assert site.ask("GET", "/", {"host": HOST, "cookie": given}).status == 401


def test_two_cookies_of_the_name_are_no_session(site: Site) -> None:
    own = ("cookie", f"{COOKIE}={site.session(DORA).key}")
    assert site.ask("GET", "/", [("host", HOST), own, own]).status == 401


def test_a_session_ends_when_its_person_leaves(site: Site) -> None:
    assert site.get("/").status == 200
    left = site.post("/leave", {})
    assert left.status == 200
    assert f'{COOKIE}=""' in left.header("set-cookie")
    assert site.get("/").status == 401


def test_a_person_who_is_listed_no_more_sees_nothing(site: Site) -> None:
    answer = site.get("/", EVE)
    assert answer.status == 403
    assert "eve@example.org is not listed" in answer.words
    assert "Small" not in answer.words


@pytest.mark.parametrize("sent", [{"csrf": "wrong"}, {"csrf": ""}, {"csrf": ["a", "b"]}])
def test_every_sending_route_wants_the_sessions_own_token(site: Site, sent: dict[str, object]) -> None:
    for method, path in every_route(site):
        if method == "POST":
            answer = site.post(path, {"do": "claim", **sent})
            assert answer.status in (400, 403), path
    assert not list((site.project.root / "locales").rglob("*.jsonl"))


def test_the_token_of_another_session_is_refused(site: Site) -> None:
    one = site.unit(SOURCE)
    sent = {"do": "approve", "mark": one.mark, "csrf": site.session(LUIS).csrf}
    assert site.post(address_of(one), sent).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://127.0.0.1"},
        {"origin": "https://127.0.0.1:8765"},
        {"origin": f"{ORIGIN}.evil.example"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
    ],
)
def test_a_form_from_another_site_is_refused(site: Site, headers: dict[str, str]) -> None:
    for method, path in every_route(site):
        if method == "POST":
            assert site.post(path, {"do": "claim"}, **headers).status == 403, path


def test_a_form_without_an_origin_is_refused(site: Site) -> None:
    headers = site.headers_of(DORA) | {"content-type": FORM_TYPE}
    body = f"csrf={site.session(DORA).csrf}".encode()
    assert site.ask("POST", "/leave", headers, body).status == 403


def test_a_form_with_two_origins_is_refused(site: Site) -> None:
    headers = site.headers_of(DORA) | {"content-type": FORM_TYPE}
    pairs = [*headers.items(), ("origin", ORIGIN), ("origin", "http://evil.example")]
    body = f"csrf={site.session(DORA).csrf}".encode()
    assert site.ask("POST", "/leave", pairs, body).status == 403
    assert site.ask("POST", "/leave", pairs[:-1], body).status == 200


def test_a_body_that_comes_drop_by_drop_is_not_waited_for(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "PATIENCE", 0.2)
    statuses: list[int] = []

    async def drip() -> Message:
        await asyncio.sleep(0.05)
        return {"type": "http.request", "body": b"a", "more_body": True}

    async def note(message: Message) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    headers = site.headers_of(DORA) | {"origin": ORIGIN, "content-type": FORM_TYPE}
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/leave",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    asyncio.run(asyncio.wait_for(site.app(scope, drip, note), 5))
    assert statuses == [408]


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_only_the_pages_own_forms_are_taken(site: Site, kind: str) -> None:
    assert site.post("/leave", {}, content_type=kind).status == 415


def test_a_body_that_is_too_large_is_refused(site: Site) -> None:
    one = site.unit(SOURCE)
    parts = {f"part{number}": "a" * (TEXT_LIMIT - 1) for number in range(BODY_LIMIT // TEXT_LIMIT + 1)}
    assert site.post("/leave", parts).status == 413
    assert site.post(address_of(one), {"do": "comment", "text": "a" * (TEXT_LIMIT + 1)}).status == 413
    kept = site.post(address_of(one), {"do": "comment", "mark": one.mark, "text": "a" * 1000})
    assert kept.status == 303


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b"csrf=%FF", b"&".join([b"a=1"] * 500), b"csrf=%00", b"", b"="]
)
def test_a_body_that_is_no_form_is_refused(site: Site, body: bytes) -> None:
    headers = site.headers_of(DORA) | {"origin": ORIGIN, "content-type": FORM_TYPE}
    assert site.ask("POST", "/leave", headers, body).status in (400, 403)


def test_what_is_not_a_route_or_a_method_is_said_plainly(site: Site) -> None:
    assert site.get("/nowhere").status == 404
    assert site.post("/queue", {}).status == 405


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/review.css%00.js",
        "/static/%5c..%5capp.py",
        "/unit/../es/cramps/x",
        "/unit/es/..%2f..%2fcaveat/x",
        "/unit/es/%2e%2e%2f%2e%2e%2fcaveat.toml/x",
        "/unit/..%2fes/cramps/x",
        "/preview/es/..%2f..%2f..%2fetc%2fpasswd",
        "/preview/es/%00",
        "/preview/..%2f..%2fes/cramps",
        "/section/es/cramps/..%2f..%2f",
        "/disclaimer/es/..%2f..%2fcaveat.toml",
        "/unit/en/cramps/x",
        "/unit/fr/cramps/x",
    ],
)
def test_a_path_leads_nowhere_but_to_what_is_known(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status == 404
    assert "root:" not in answer.text
    assert "source_locale" not in answer.text


def test_a_document_that_is_a_link_out_of_the_project_is_refused(site: Site) -> None:
    secret = site.project.root.parent / "secret.txt"
    secret.write_text("Secret Title\nSymptoms (English):\nHidden words.\n")
    (site.project.root / "source/articles/leak.txt").symlink_to(secret)
    for path in ("/", "/queue", "/preview/es/leak"):
        answer = site.get(path)
        assert answer.status == 503
        assert "a link leads out of the project" in answer.words
        assert "Hidden words" not in answer.text
