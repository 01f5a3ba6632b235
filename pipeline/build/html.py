"""Html: a page value to the bytes-stable HTML that readers get; every text stands in it exactly as given.

The templates only arrange: what is shown, in which language and with which mark is settled in the page.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.build.page import IndexPage, Page

_TEMPLATES: Final = Environment(
    loader=PackageLoader("pipeline.build"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    auto_reload=False,
)


def render_page(page: Page) -> str:
    """Return the HTML of one document in one locale, to be put at `<locale>/<document>.html`."""
    return _TEMPLATES.get_template("page.html").render(page=page, root="../")


def render_index(index: IndexPage) -> str:
    """Return the HTML of a list: a locale's at `<locale>/index.html`, the front page at `index.html`."""
    root = "../" if index.locale else ""
    return _TEMPLATES.get_template("index.html").render(page=index, root=root)


def read_static() -> Mapping[str, bytes]:
    """Return what the pages load from `static/`, by file name."""
    files_there = sorted(files("pipeline.build").joinpath("static").iterdir(), key=lambda file: file.name)
    return {file.name: file.read_bytes() for file in files_there}
