from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pipeline.drafting.apertium_routes import (
    HOP,
    ROUTES,
    Mode,
    find_routes,
    primers_of,
    read_modes,
    version_of,
)
from pipeline.errors import EngineError
from pipeline.model.locale import Locale
from tests.drafting.scripted import install_fake_apertium

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("locale", "first"),
    [
        ("es", "eng-spa"),
        ("es_MX", "eng-spa"),
        ("pt_BR", "eng-cat>cat-por_BR"),
        ("pt_PT", "eng-cat>cat-por"),
        ("fr", "eng-cat>cat-fra"),
        ("it", "eng-cat>cat-ita"),
        ("oc", "eng-cat>ca-oc"),
    ],
)
def test_the_best_route_comes_first(locale: str, first: str) -> None:
    assert find_routes(Locale(locale), None)[0] == first


def test_a_language_without_a_route_has_none() -> None:
    assert find_routes(Locale("de"), None) == ()


def test_a_project_s_own_route_is_the_only_one() -> None:
    assert find_routes(Locale("fr"), "eng-spa>es-fr") == ("eng-spa>es-fr",)


@pytest.mark.parametrize("route", ["eng-hbs", "eng-hbs_HR", "eng-cat>eng-hbs_SR"])
def test_a_route_that_answers_nonsense_is_refused_even_where_it_is_asked_for(
    tmp_path: Path, route: str
) -> None:
    options = install_fake_apertium(tmp_path, "eng-hbs", "eng-hbs_HR", "eng-hbs_SR", "eng-cat")
    with pytest.raises(EngineError, match=f"{route} is of no use") as caught:
        read_modes(route, tmp_path / options["modes"])
    assert caught.value.hint
    assert not any("hbs" in one or "spa-ita" in one for routes in ROUTES.values() for one in routes)


def test_every_mode_of_a_route_has_primers_in_its_own_source_language() -> None:
    modes = {mode for routes in ROUTES.values() for route in routes for mode in route.split(HOP)}
    assert all(primers_of(mode) for mode in modes)
    assert primers_of("en-gl") == primers_of("eng-spa") != primers_of("es-fr") == primers_of("spa-arg")
    assert primers_of("xyz-eng") == ()


def test_what_to_install_is_told(tmp_path: Path) -> None:
    options = install_fake_apertium(tmp_path, "eng-cat")
    with pytest.raises(EngineError, match="cat-fra is not installed") as caught:
        read_modes("eng-cat>cat-fra", tmp_path / options["modes"])
    assert caught.value.hint == "apt-get install apertium apertium-eng-cat apertium-fra-cat"


def test_the_version_of_a_mode_of_no_package_is_its_digest() -> None:
    one, other = (
        version_of(Mode("x", text)) for text in ("lt-proc /apertium-nobody-has-this/a", "lt-proc b")
    )
    assert re.fullmatch(r"mode\.[0-9a-f]{8}", one)
    assert one != other
