import pytest

from pipeline.config.project import MarkupRule
from pipeline.errors import ConfigError
from pipeline.formats.html_its import Filter, matches_range
from pipeline.model.locale import Locale
from tests.formats.htmls import parse, ruled, sources


def notes(text: str, *rules: MarkupRule) -> list[tuple[str, ...]]:
    return [unit.notes for unit in parse(text, ruled(*rules)).occurrences()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<div translate=no>a<p>b</p><p translate=yes>c <i>d</i></p></div>e", ["c <1>d</1>", "e"]),
        ("<div translate=no>a <b translate=yes>b</b> c</div>", ["b"]),
        ("<p translate>a<p translate=''>b<p translate=maybe>c<p translate=NO>d", ["a", "b", "c"]),
        ("<p class='x notranslate'>a<p class=notranslate translate=yes>b", ["b"]),
        ("<p its-translate=no>a<p its:translate=no>b<p>c", ["c"]),
        ("<p>a <span translate=no>Brand</span> b", ["a <1>Brand</1> b"]),
        ("<p><span translate=no>Brand</span> 5", []),
        ("<p>a <code translate=yes>b</code><p><code translate=yes>c</code>", ["a <1>b</1>", "<1>c</1>"]),
        ("<textarea translate=yes>a &lt;b</textarea>", ["a <b"]),
        ("<img alt=a translate=no><p title=b translate=no>c", []),
        ("<p><code title=a>b</code>", ["a"]),
        ("<textarea placeholder=a>b</textarea>", ["a"]),
    ],
)
def test_translate(text: str, found: list[str]) -> None:
    assert sources(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>a <span its-within-text=no>b</span> c", ["a", "b", "c"]),
        ("<div>a <div its-within-text=yes>b</div> c</div>", ["a <1>b</1> c"]),
        ("<p>a <span its-within-text=nested>b</span> c", ["a <1/> c", "b"]),
        ("<p>a <svg its-within-text=yes><text its-within-text=yes>b</text></svg> c", ["a <1><2>b</2></1> c"]),
    ],
)
def test_within_text(text: str, found: list[str]) -> None:
    assert sources(text) == found


def test_a_nested_text_inside_of_a_nested_text_ends_the_text_around_it() -> None:
    text = "<p>a <object>b <object>c</object> d</object> e"
    assert sources(text) == ["a <1/> e", "b", "c", "d"]


def test_localization_notes_reach_what_is_inside() -> None:
    text = "<div its-loc-note='Be  kind'><p>a<p its-loc-note=Loud its-loc-note-type=alert>b</div><p>c"
    assert notes(text) == [("Be kind",), ("alert: Loud",), ()]


def test_a_note_on_an_inline_element_stands_with_its_tag() -> None:
    (unit,) = parse("<p>a <b its-loc-note='A name'>b</b>").occurrences()
    assert unit.codes[0].note == "bold; A name"


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ((MarkupRule(selector="p.x", is_translated=False),), ["b <1>c</1>", "d"]),
        ((MarkupRule(selector="div > p", is_translated=False),), ["d"]),
        (
            (MarkupRule(selector="p", is_translated=False), MarkupRule(selector="p.x", is_translated=True)),
            ["a", "d"],
        ),
        ((MarkupRule(selector="p.x, [id=y]", is_translated=False), MarkupRule(selector="i")), ["d"]),
        ((MarkupRule(selector="p i", is_inline=False),), ["a", "b", "c", "d"]),
        ((MarkupRule(selector="p + p", locales=()),), ["a", "d"]),
        ((MarkupRule(selector="p", is_translated=True),), ["a", "b <1>c</1>", "d"]),
    ],
)
def test_rules_of_the_profile(rules: tuple[MarkupRule, ...], found: list[str]) -> None:
    text = "<div><p class=x>a</p><p id=y>b <i>c</i></p></div><section translate=yes>d</section>"
    assert sources(text, ruled(*rules)) == found


def test_local_markup_wins_over_rules() -> None:
    rules = (MarkupRule(selector="p", is_translated=False, note="of the rule"),)
    assert sources("<p>a<p translate=yes>b", ruled(*rules)) == ["b"]
    assert notes("<p translate=yes its-loc-note=own>b", *rules) == [("of the rule", "own")]


def test_rules_see_a_whole_document_from_its_root() -> None:
    text = "<html><body><p>a<div><p>b</div></html>"
    assert sources(text, ruled(MarkupRule(selector=":root > body > p", is_translated=False))) == ["b"]


@pytest.mark.parametrize("selector", ["p[", "", "p::before", "p:unknown", "svg|a"])
def test_a_selector_that_is_none_is_told_with_place_and_hint(selector: str) -> None:
    with pytest.raises(ConfigError, match="the selector") as caught:
        parse("<p>a", ruled(MarkupRule(selector=selector)))
    assert str(caught.value.at) == "caveat.toml"
    assert caught.value.hint


def test_a_very_deep_document_is_flattened_for_selectors() -> None:
    text = "<div>" * 3000 + "<p>a"
    assert sources(text, ruled(MarkupRule(selector="div p", is_translated=False))) == []


@pytest.mark.parametrize(
    ("tag", "language_range", "is_it"),
    [
        ("fr", "fr", True),
        ("fr-CA", "fr", True),
        ("fr", "fr-CA", False),
        ("pt-BR", "*-br", True),
        ("zh-Hans-CN", "zh-CN", True),
        ("zh-x-CN", "zh-CN", False),
        ("de", "*", True),
        ("en", "fr", False),
        ("es-419", "es-*", True),
    ],
)
def test_language_ranges(tag: str, language_range: str, is_it: object) -> None:
    assert matches_range(tag, language_range) is is_it


def test_filters_name_those_that_have_an_element_or_those_that_do_not() -> None:
    es = Locale("es")
    assert Filter(("fr", "es")).admits(es)
    assert not Filter(("fr",)).admits(es)
    assert not Filter(("es",), is_exclusion=True).admits(es)
    assert Filter((), is_exclusion=True).admits(es)
    assert not Filter(()).admits(es)


def test_restricted_ranges_stand_in_the_document() -> None:
    rules = (MarkupRule(selector="i", locales=("pt_BR", "fr")),)
    text = (
        "<p its-locale-filter-list='*-CA, de' its-locale-filter-type=exclude>a</p><i>b</i>"
        "<b its-locale-filter-list=''>c</b>"
    )
    document = parse(text, ruled(*rules))
    found = [
        (one.range.cut(document.data)[:2], one.languages, one.is_exclusion) for one in document.restricted
    ]
    assert found == [(b"<p", ("*-CA", "de"), True), (b"<i", ("pt-BR", "fr"), False), (b"<b", (), False)]
    assert [unit.key.source for unit in document.occurrences()] == ["a", "<1>b</1><2>c</2>"]
