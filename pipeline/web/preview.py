"""The document as readers would get it, in a frame that can do nothing but show it."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Final

from starlette.responses import HTMLResponse

from pipeline.stages.build import render_preview
from pipeline.stages.shelves import CheckedCatalog
from pipeline.stages.sources import INTERFACE
from pipeline.web.anchors import HERE, place_anchors, sign_of
from pipeline.web.desk import NotHereError
from pipeline.web.headers import preview_policy

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from starlette.responses import Response

    from pipeline.model.locale import Locale
    from pipeline.stages.standings import Shelved, UnitStanding
    from pipeline.web.desk import Asked

STYLE: Final = "static/caveat.css"
_META_POLICY: Final = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
_LINK: Final = re.compile(r'<link rel="stylesheet" href="[^"]*static/caveat\.css">')
_PLAIN: Final = '<!doctype html>\n<html lang="en">\n<title>{title}</title>\n<pre>{text}</pre>\n</html>\n'


def show_preview(asked: Asked) -> Response:
    """Return the preview of a document in one language."""
    locale, document = asked.locale(), asked.document()
    if asked.view.find_document(document) is None:
        raise NotHereError("these words belong to no document, so there is nothing to preview")
    files = asked.view.library.keep(
        ("preview", locale, document),
        _basis(asked, locale, document),
        lambda: _render(asked, locale, document),
    )
    units = {one.unit.key.id for one in asked.view.shelved(locale, document).units}
    page, style = _page_of(files, locale, units)
    if not page:
        raise NotHereError("this document is written in a format that a browser does not show")
    return HTMLResponse(page, headers=preview_policy(style))


def _basis(asked: Asked, locale: Locale, document: str) -> object:
    """Return everything that the preview is made from."""
    project, view = asked.workspace, asked.view
    shelves = tuple(view.shelved(locale, name) for name in (document, INTERFACE))
    return view.edition, shelves, view.library.stamp_of([project.pinned(locale)]), asked.today


def _render(asked: Asked, locale: Locale, document: str) -> Mapping[str, bytes]:
    sources = asked.view.sources
    names = (document, INTERFACE)
    wanted = replace(
        sources,
        documents=tuple(one for one in sources.documents if one.id == document),
        catalogs=tuple(one for one in sources.catalogs if one.id in names),
    )
    shelves = {name: asked.view.shelved(locale, name) for name in names}
    shelves[document] = _signed(shelves[document])
    # A preview shows a text whatever the checks find in it, so it needs no findings.
    known = {name: CheckedCatalog(shelved=one, findings={}) for name, one in shelves.items()}
    return render_preview(asked.workspace, wanted, locale, [document], asked.today, known)


def _signed(shelved: Shelved) -> Shelved:
    """Return a catalog whose targets begin with the signs of their units."""
    return replace(shelved, units=tuple(map(_with_sign, shelved.units)))


def _with_sign(one: UnitStanding) -> UnitStanding:
    if one.entry.is_blank:
        return one
    sign = sign_of(one.unit.key.id)
    return replace(one, entry=replace(one.entry, targets=tuple(sign + text for text in one.entry.targets)))


def _page_of(files: Mapping[str, bytes], locale: Locale, units: Collection[str]) -> tuple[str, str]:
    """Return the page and its style sheet, which stands in it: a frame without rights can't load one."""
    style = files.get(STYLE, b"").decode() + HERE
    own = [name for name in files if name.startswith(f"{locale.code}/") and not name.endswith("/index.html")]
    html = next((name for name in own if name.endswith((".html", ".htm"))), None)
    if html:
        text = _META_POLICY.sub("", files[html].decode(errors="replace"))
        text = place_anchors(text, units)
        return _LINK.sub(lambda _: f"<style>{style}</style>", text, count=1), style
    plain = next((name for name in own if name.endswith((".md", ".txt"))), None)
    if plain:
        text = files[plain].decode(errors="replace")
        return place_anchors(_PLAIN.format(title=escape(plain), text=escape(text)), units), style
    return "", style
