"""Lists: each page once, in its language's list; none that is not there."""

import re

from pipeline.build.indexes import render_indexes
from pipeline.build.page import Mode
from pipeline.build.render import render_task
from pipeline.model.state import State
from tests.build.shelves import AR, EN, ES, make_document, make_setting, make_shelf, make_targets, make_task


def indexes(mode: Mode = Mode.PREVIEW) -> dict[str, str]:
    shelf = make_shelf(make_targets(make_document(), State.DRAFT))
    pages = [render_task(make_task(shelf, locale=locale, mode=mode)) for locale in (EN, ES)]
    settings = [(make_setting(locale, mode), shelf) for locale in (EN, ES, AR)]
    return {name: data.decode() for name, data in render_indexes("A <b> C", pages, settings).items()}


def test_each_language_has_a_list_of_its_own_pages() -> None:
    found = indexes()
    assert list(found) == ["en/index.html", "es/index.html", "ar/index.html", "index.html"]
    links = {name: re.findall(r'<li>\s*<a href="([^"]+)"', text) for name, text in found.items()}
    assert "a.html" in links["es/index.html"]
    assert "a.html" not in links["ar/index.html"]
    assert links["index.html"] == ["en/index.html", "es/index.html", "ar/index.html"]


def test_a_name_is_text_not_markup() -> None:
    assert "A &lt;b&gt; C" in indexes()["index.html"]


def test_lists_of_a_preview_have_a_banner_and_those_of_a_release_none() -> None:
    assert all('class="banner"' in text for text in indexes().values())
    assert not any('class="banner"' in text for text in indexes(Mode.RELEASE).values())
    assert 'data-standing="draft"' in indexes()["es/index.html"]
