"""Which language a catalog of nobody's project is in."""

from __future__ import annotations

import pytest

from pipeline.errors import CatalogError, ConfigError
from pipeline.model.catalog import Catalog, Entry
from pipeline.model.unit import UnitKey
from pipeline.stages.check_locales import locale_of, parse_locale


def _catalog(path: str, header: str | None) -> Catalog:
    entries = () if header is None else (Entry(key=UnitKey(None, ""), targets=(header,), line=3),)
    return Catalog(path=path, entries=entries)


@pytest.mark.parametrize(
    ("path", "header", "code"),
    [
        ("de.po", "Language: es\n", "es"),
        ("x.po", "Language: pt-BR\n", "pt_BR"),
        ("x.po", "Language: sr@latin\n", "sr@latin"),
        ("x.po", "Language: udm\n", "udm"),
        ("es.po", "Project-Id-Version: 1\n", "es"),
        ("po/app.zh_Hans.po", "Language: \n", "zh_Hans"),
        ("es/LC_MESSAGES/app.po", None, "es"),
        ("udm/LC_MESSAGES/fr.po", "Language: LANGUAGE\n", "udm"),
        ("locale/LC_MESSAGES/es.po", None, "es"),
    ],
)
def test_the_header_names_the_language_and_the_path_where_it_does_not(
    path: str, header: str | None, code: str
) -> None:
    assert locale_of(_catalog(path, header)).code == code


@pytest.mark.parametrize("path", ["app.po", "udm.po", "messages.po", "LC_MESSAGES/app.po"])
def test_a_name_that_may_be_anything_is_no_language(path: str) -> None:
    with pytest.raises(
        CatalogError, match="the header names no language, and neither does the path"
    ) as caught:
        locale_of(_catalog(path, "Project-Id-Version: 1\n"))
    assert (caught.value.at and caught.value.at.line) == 3


@pytest.mark.parametrize("code", ["", "Spanish", "../es", "e", "es_", "de.UTF-8"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(ConfigError, match="is not how a language is spelled"):
        parse_locale(code)
