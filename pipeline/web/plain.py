"""Plain pages: what the guard says to those it does not let in. They load nothing."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from http import HTTPStatus
from typing import Final

from starlette.responses import HTMLResponse

from pipeline.web.headers import POLICY

_STYLE: Final = (
    ":root{color-scheme:light dark}body{margin:12vh auto;max-width:34rem;padding:0 1.5rem;"
    "font:1.0625rem/1.6 system-ui,sans-serif}h1{font-size:1.375rem}"
)
_DIGEST: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY: Final = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; frame-ancestors 'none'; base-uri 'none'"
_PAGE: Final = (
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n{refresh}'
    "<title>{title}</title>\n<style>{style}</style>\n</head>\n"
    "<body>\n<main>\n<h1>{title}</h1>\n<p>{text}</p>\n</main>\n</body>\n</html>\n"
)


def plain_page(status: int, text: str) -> HTMLResponse:
    """Return a page that says one thing."""
    return _page(status, HTTPStatus(status).phrase, escape(text))


def onward_page(href: str) -> HTMLResponse:
    """Return a page that goes on to `href` by itself.

    A redirect would not do where another site's link led here: a strict cookie is not sent along then.
    """
    refresh = f'<meta http-equiv="refresh" content="0; url={escape(href)}">\n'
    return _page(200, "Welcome", f'<a href="{escape(href)}">Go on to the review page</a>', refresh)


def _page(status: int, title: str, body: str, refresh: str = "") -> HTMLResponse:
    content = _PAGE.format(title=title, text=body, style=_STYLE, refresh=refresh)
    return HTMLResponse(content, status_code=status, headers={POLICY: _POLICY})
