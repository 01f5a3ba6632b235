"""The routes of the review page, behind their guard."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pipeline.web import decide, overview, passage_page, preview, unit_page
from pipeline.web.access import SESSION_SECONDS
from pipeline.web.desk import answer
from pipeline.web.guard import ENTRY, Guard
from pipeline.web.headers import SafeHeaders
from pipeline.web.plain import onward_page, plain_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from pipeline.web.desk import Asked, Desk

    Handler = Callable[[Asked], Response]

_TYPES: Final = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
_STATIC: Final = {file.name: file.read_bytes() for file in files("pipeline.web").joinpath("static").iterdir()}
"""What pages load, by name: nothing else can be asked for."""
_UNIT: Final = "/unit/{locale}/{document}/{unit}"
_DISCLAIMER: Final = "/disclaimer/{locale}/{disclaimer}"


def make_app(desk: Desk) -> ASGIApp:
    """Return the page as an ASGI application; even an answer about a defect has the safe headers."""
    app = Starlette(
        routes=make_routes(desk),
        middleware=[Middleware(Guard, door=desk.door, gate=desk.gate)],
        exception_handlers={404: _not_found, 405: _not_allowed, 500: _failed},
    )
    return SafeHeaders(app)


def make_routes(desk: Desk) -> list[Route]:
    """Return every route of the page."""

    def page(path: str, handler: Handler, method: str = "GET") -> Route:
        def endpoint(request: Request) -> Response:
            return answer(desk, request, request.scope["caveat.visit"], handler)

        name = f"{handler.__module__}.{handler.__name__}"
        return Route(path, endpoint, methods=[method], name=name)

    def enter(request: Request) -> Response:
        return _enter(desk, request)

    return [
        Route(ENTRY, enter, methods=["GET"]),
        page("/", overview.show_home),
        page("/queue", overview.show_queue),
        page("/activity", overview.show_activity),
        page("/help", overview.show_help),
        page(_UNIT, unit_page.show_unit_page),
        page(_UNIT, decide.take_decision, "POST"),
        page("/section/{locale}/{document}/{unit}", passage_page.show_section),
        page(_DISCLAIMER, passage_page.show_disclaimer),
        page(_DISCLAIMER, passage_page.sign_disclaimer, "POST"),
        page("/preview/{locale}/{document}", preview.show_preview),
        page("/leave", _leave, "POST"),
        Route("/static/{name}", _static, methods=["GET"]),
    ]


def _enter(desk: Desk, request: Request) -> Response:
    """Let an invited person in: the token is spent, and the address without it is what the browser keeps."""
    if request.method == "HEAD":  # a program that looks at links in a mail must not use them up
        return plain_page(401, "An invitation lets in who opens it.")
    visit = request.scope["caveat.visit"]
    session = desk.door.enter(request.query_params.get("invitation", ""))
    if session is None:
        if visit is not None:
            return RedirectResponse("/", status_code=303)
        text = "This invitation was used, or is not one. Start `caveat review serve` again for a new one."
        return plain_page(401, text)
    is_from_elsewhere = request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
    response = onward_page("/") if is_from_elsewhere else RedirectResponse("/", status_code=303)
    response.set_cookie(
        desk.gate.cookie,
        session.key,
        max_age=SESSION_SECONDS,
        path="/",
        secure=desk.gate.is_secure,
        httponly=True,
        samesite="strict",
    )
    return response


def _leave(asked: Asked) -> Response:
    asked.desk.door.leave(asked.session)
    response = plain_page(200, "You have left. Your decisions are on record; you can close this page.")
    response.delete_cookie(asked.desk.gate.cookie, path="/", httponly=True, samesite="strict")
    return response


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        return plain_page(404, "There is nothing at this address.")
    suffix = name[name.rindex(".") :]
    return Response(_STATIC[name], headers={"Content-Type": _TYPES[suffix], "Cache-Control": "no-cache"})


async def _not_found(_request: Request, _error: Exception) -> Response:
    return plain_page(404, "There is nothing at this address.")


async def _not_allowed(_request: Request, _error: Exception) -> Response:
    return plain_page(405, "That can't be done at this address.")


async def _failed(_request: Request, _error: Exception) -> Response:
    return plain_page(500, "A defect of Caveat is in the way. The terminal that serves the page shows where.")
