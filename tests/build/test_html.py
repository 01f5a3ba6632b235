from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from posixpath import join, normpath
from typing import TYPE_CHECKING

import pytest
import tinycss2
from jinja2 import UndefinedError
from selectolax.lexbor import LexborHTMLParser as Parser
from selectolax.lexbor import LexborNode as Node

from pipeline.build.html import _TEMPLATES, read_static, render_index, render_page
from pipeline.build.page import (
    IndexEntry,
    IndexPage,
    LanguageLink,
    Mode,
    Page,
    PageBlock,
    PageDisclaimer,
    Section,
    Standing,
    Text,
    Tongue,
)
from pipeline.model.document import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator

EN = Tongue(tag="en", direction="ltr")
AR = Tongue(tag="ar", direction="rtl")
ES = Tongue(tag="es", direction="ltr")
HOSTILE = "<script>alert(1)</script> \"quoted\" 'single' & &amp; </p></main>"
# Two spaces, a no-break space, spaces at both ends: what a careless template would change.
SPACED = "  Beaucoup  d’eau\u202f: 2\u00a0litres. "


def ar(text: str) -> Text:
    return Text(text=text, tongue=AR)


def en(text: str) -> Text:
    return Text(text=text, tongue=EN)


IDS = ("mark-source", "languages", "contents", "all-articles", "skip", "preview", "articles")
INTERFACE = {id_: ar(f"واجهة {id_}") for id_ in IDS}


def heading(text: str, level: int, anchor: str, *, fallback: bool = False) -> PageBlock:
    content = en(text) if fallback else ar(text)
    return PageBlock(
        kind=BlockKind.HEADING, content=content, level=level, anchor=anchor, is_fallback=fallback
    )


def paragraph(text: str, *, fallback: bool = False, critical: bool = False) -> PageBlock:
    content = en(text) if fallback else ar(text)
    return PageBlock(kind=BlockKind.PARAGRAPH, content=content, is_fallback=fallback, is_critical=critical)


def disclaimer(id_: str, tongue: Tongue, notice: Text | None) -> PageDisclaimer:
    return PageDisclaimer(
        id=id_,
        version="3",
        heading=Text(text=f"Heading of {id_}", tongue=tongue),
        text=Text(text=f"Text of {id_}, which must be read.", tongue=tongue),
        notice=notice,
    )


def links(target: str) -> tuple[LanguageLink, ...]:
    choices = (("en", EN, "English"), ("es", ES, "español"), ("ar", AR, "العربية"))
    return tuple(
        LanguageLink(
            code=code, tongue=tongue, name=name, href=f"../{code}/{target}.html", is_current=code == "ar"
        )
        for code, tongue, name in choices
    )


SECTIONS = (
    Section(heading=None, paragraphs=(paragraph("قبل العنوان الأول."),)),
    Section(
        heading=heading("معلومات عامة", 1, "general-information"),
        paragraphs=(paragraph("فقرة."), paragraph("A fallback paragraph.", fallback=True)),
        children=(
            Section(
                heading=heading("Leg Cramps", 2, "leg-cramps", fallback=True),
                paragraphs=(paragraph(SPACED), paragraph("500 ملغ", critical=True)),
            ),
        ),
    ),
    Section(
        heading=heading("متى تُطلب الرعاية", 1, "when-to-seek-care"),
        paragraphs=(paragraph("اطلب الرعاية.", critical=True),),
        is_critical=True,
    ),
)

PAGE = Page(
    document="cramps",
    locale="ar",
    mode=Mode.PREVIEW,
    tongue=AR,
    title=PageBlock(kind=BlockKind.TITLE, content=ar("تشنجات الساقين")),
    labels=(PageBlock(kind=BlockKind.LABEL, content=ar("الأعراض (العربية):")),),
    disclaimers_top=(disclaimer("educational", EN, ar("بالإنجليزية لعدم وجود ترجمة.")),),
    sections=SECTIONS,
    disclaimers_bottom=(disclaimer("legal", AR, None),),
    banner=en("This page is a preview."),
    standing=Standing.PARTIAL,
    notices=(ar("مقاطع بالإنجليزية."), en("Some passages are in English.")),
    languages=links("cramps"),
    interface=INTERFACE,
)
RELEASE = replace(PAGE, mode=Mode.RELEASE, banner=None, standing=Standing.REVIEWED)

INDEX = IndexPage(
    locale="ar",
    mode=Mode.PREVIEW,
    tongue=AR,
    title=ar("الصحة"),
    banner=ar("هذه معاينة."),
    standing=Standing.DRAFT,
    entries=(
        IndexEntry(
            href="cramps.html", name=ar("تشنجات"), standing=Standing.PARTIAL, mark=ar("غير مكتملة المراجعة")
        ),
        IndexEntry(href="aches.html", name=en("Aches"), standing=Standing.REVIEWED, mark=en("Reviewed")),
    ),
    languages=links("index"),
    interface=INTERFACE,
)
FRONT = replace(
    INDEX,
    locale="",
    tongue=EN,
    title=en("Health articles"),
    banner=en("This is a preview."),
    entries=tuple(
        IndexEntry(
            href=f"{link.code}/index.html",
            name=Text(text=link.name, tongue=link.tongue),
            standing=Standing.DRAFT,
            mark=en("Machine draft"),
        )
        for link in links("index")
    ),
    languages=tuple(replace(link, href=f"{link.code}/index.html") for link in links("index")),
    interface={id_: en(id_) for id_ in IDS},
)
EVERY_PAGE = {
    "ar/cramps.html": render_page(PAGE),
    "ar/release.html": render_page(RELEASE),
    "ar/index.html": render_index(INDEX),
    "index.html": render_index(FRONT),
}
every_page = pytest.mark.parametrize("path", EVERY_PAGE)


def dom(html: str) -> Parser:
    return Parser(html)


def one(tree: Parser | Node, selector: str) -> Node:
    found = tree.css(selector)
    assert len(found) == 1, f"{selector}: {len(found)} elements"
    return found[0]


def position(html: str, piece: str) -> int:
    assert html.count(piece) == 1, piece
    return html.index(piece)


def lineage(node: Node) -> Iterator[Node]:
    here: Node | None = node
    while here is not None:
        yield here
        here = here.parent


def tongue_of(node: Node) -> Tongue:
    for above in lineage(node):
        if above.attributes.get("lang"):
            return Tongue(tag=above.attributes["lang"] or "", direction=above.attributes["dir"] or "")
    raise AssertionError("no language")


def texts_in(value: object) -> Iterator[Text]:
    """Every Text that a value holds, but for the interface, of which a page shows a part."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_in(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))


# --- The document --------------------------------------------------------------------------------


def test_root_says_what_the_page_is() -> None:
    root = one(dom(render_page(PAGE)), "html")
    assert root.attributes == {
        "lang": "ar",
        "dir": "rtl",
        "data-caveat": "preview",
        "data-document": "cramps",
        "data-locale": "ar",
    }
    assert one(dom(render_page(RELEASE)), "html").attributes["data-caveat"] == "release"
    front = one(dom(render_index(FRONT)), "html").attributes
    assert front == {"lang": "en", "dir": "ltr", "data-caveat": "preview", "data-locale": ""}


def test_only_a_preview_is_kept_from_search_engines() -> None:
    robots = one(dom(render_page(PAGE)), 'head meta[name="robots"]')
    assert robots.attributes["content"] == "noindex, nofollow"
    assert dom(render_index(INDEX)).css('meta[name="robots"]')
    assert not dom(render_page(RELEASE)).css('meta[name="robots"]')
    assert not dom(render_index(replace(INDEX, mode=Mode.RELEASE, banner=None))).css('meta[name="robots"]')


def test_title_of_a_preview_says_so() -> None:
    assert one(dom(render_page(PAGE)), "title").text() == "واجهة preview · تشنجات الساقين"
    assert one(dom(render_page(RELEASE)), "title").text() == "تشنجات الساقين"


@every_page
def test_policy_allows_nothing_but_the_stylesheet(path: str) -> None:
    policy = one(dom(EVERY_PAGE[path]), 'meta[http-equiv="Content-Security-Policy"]').attributes["content"]
    expected = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
    assert policy == expected


@every_page
def test_no_script_no_inline_style_no_handler(path: str) -> None:
    tree = dom(EVERY_PAGE[path])
    assert not tree.css("script, style, iframe, object, embed, form, base, img")
    names = {name for node in tree.css("*") for name in node.attributes}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on")]


@every_page
def test_every_address_is_relative(path: str) -> None:
    nodes = dom(EVERY_PAGE[path]).css("[href], [src], [srcset], [action], [cite]")
    addresses = [value or "" for node in nodes for name, value in node.attributes.items() if name == "href"]
    assert len(addresses) == len(nodes) > 0
    assert not [address for address in addresses if re.match(r"/|[a-z][a-z0-9+.-]*:", address)]
    assert not re.search(r"(?:https?:)?//", EVERY_PAGE[path])


@every_page
def test_stylesheet_is_where_the_page_looks_for_it(path: str) -> None:
    href = one(dom(EVERY_PAGE[path]), 'link[rel="stylesheet"]').attributes["href"] or ""
    assert normpath(join(path, "..", href)) in {f"static/{name}" for name in read_static()}


@every_page
def test_ids_are_unique_and_links_within_the_page_lead_somewhere(path: str) -> None:
    tree = dom(EVERY_PAGE[path])
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    targets = {(node.attributes["href"] or "")[1:] for node in tree.css('a[href^="#"]')}
    assert targets
    assert targets <= set(ids)


@pytest.mark.parametrize("html", [render_page(PAGE), render_page(RELEASE)])
def test_other_languages_are_announced(html: str) -> None:
    found = [
        (node.attributes["hreflang"], node.attributes["href"])
        for node in dom(html).css('head link[rel="alternate"]')
    ]
    assert found == [
        ("en", "../en/cramps.html"),
        ("es", "../es/cramps.html"),
        ("ar", "../ar/cramps.html"),
    ]


# --- Around the text -----------------------------------------------------------------------------


@every_page
def test_skip_link_comes_first_and_leads_to_the_text(path: str) -> None:
    tree = dom(EVERY_PAGE[path])
    first = tree.css("body > *")[0]
    assert (first.tag, first.attributes["href"]) == ("a", "#text")
    assert one(tree, "main").attributes["id"] == "text"


@pytest.mark.parametrize("standing", Standing)
def test_banner_stands_before_everything_but_the_skip_link(standing: Standing) -> None:
    banner = dom(render_page(replace(PAGE, standing=standing))).css("body > *")[1]
    assert banner.tag == "p"
    assert banner.attributes == {
        "class": "banner",
        "role": "note",
        "data-banner": standing.value,
        "lang": "en",
        "dir": "ltr",
    }
    assert banner.text() == "This page is a preview."


def test_banner_names_its_language_even_when_it_is_that_of_the_page() -> None:
    banner = one(dom(render_index(INDEX)), ".banner")
    assert (banner.attributes["lang"], banner.attributes["dir"]) == ("ar", "rtl")


def test_release_has_no_banner() -> None:
    assert not dom(render_page(RELEASE)).css(".banner, [data-banner]")


def test_site_navigation_leads_to_the_list_of_the_locale() -> None:
    link = one(dom(render_page(PAGE)), "body > header > nav.site a")
    assert (link.attributes["href"], link.text()) == ("index.html", "واجهة all-articles")


@pytest.mark.parametrize("html", [render_page(PAGE), render_index(INDEX)])
def test_switcher_names_each_language_in_itself(html: str) -> None:
    nav = one(dom(html), "header nav.languages")
    assert nav.attributes["aria-label"] == "واجهة languages"
    found = nav.css("ul > li > a")
    assert [(node.attributes["lang"], node.attributes["dir"], node.text()) for node in found] == [
        ("en", "ltr", "English"),
        ("es", "ltr", "español"),
        ("ar", "rtl", "العربية"),
    ]
    assert [node.attributes["hreflang"] for node in found] == ["en", "es", "ar"]
    assert [node.attributes.get("aria-current") for node in found] == [None, None, "page"]
    assert nav.css("details > summary"), "it must open without a script"


# --- The text ------------------------------------------------------------------------------------


def test_title_labels_and_notices_open_the_text() -> None:
    main = one(dom(render_page(PAGE)), "main")
    assert one(main, "h1").text() == "تشنجات الساقين"
    assert one(main, "p.label").text() == "الأعراض (العربية):"
    notices = main.css('p.notice[data-notice="fallback"]')
    assert [node.text() for node in notices] == ["مقاطع بالإنجليزية.", "Some passages are in English."]
    assert [node.attributes.get("lang") for node in notices] == [None, "en"]


def test_disclaimer_says_its_id_version_and_language() -> None:
    box = one(dom(render_page(PAGE)), 'main aside.disclaimer > [data-disclaimer="educational"]')
    assert box.attributes == {
        "id": "disclaimer-educational",
        "data-disclaimer": "educational",
        "data-version": "3",
        "lang": "en",
        "dir": "ltr",
    }
    assert one(box, "h2").text() == "Heading of educational"
    assert one(box, "p").text() == "Text of educational, which must be read."


def test_disclaimer_notice_stands_before_it_in_its_own_language() -> None:
    tree = dom(render_page(PAGE))
    children = one(tree, "aside.disclaimer:has(#disclaimer-educational)").css("aside > *")
    assert [child.tag for child in children] == ["p", "div"]
    assert children[0].attributes == {
        "class": "notice",
        "data-notice": "disclaimer",
        "lang": "ar",
        "dir": "rtl",
    }
    assert not one(tree, "aside.disclaimer:has(#disclaimer-legal)").css(".notice")


def test_disclaimers_stand_before_the_contents_and_after_the_last_section() -> None:
    html = render_page(PAGE)
    order = [
        position(html, "<h1>"),
        position(html, 'id="disclaimer-educational"'),
        position(html, '<nav class="contents"'),
        position(html, '<section id="general-information"'),
        html.rindex("</section>"),
        position(html, 'id="disclaimer-legal"'),
        position(html, "</main>"),
    ]
    assert order == sorted(order)


def test_disclaimers_and_banner_are_never_folded_or_hidden() -> None:
    for node in dom(render_page(PAGE)).css("[data-disclaimer], [data-banner], [data-notice]"):
        for above in lineage(node):
            assert above.tag not in {"details", "dialog", "template", "noscript"}
            assert not {"hidden", "aria-hidden", "inert", "popover"} & set(above.attributes)


def test_contents_list_both_levels_of_headings() -> None:
    nav = one(dom(render_page(PAGE)), "main nav.contents")
    title = one(nav, f"#{nav.attributes['aria-labelledby']}")
    assert title.text() == "واجهة contents"
    found = [(node.attributes["href"], node.text()) for node in nav.css("nav > ul > li > a")]
    assert found == [
        ("#general-information", "معلومات عامة"),
        ("#when-to-seek-care", "متى تُطلب الرعاية"),
    ]
    below = one(nav, "ul ul > li > a")
    assert (below.attributes["href"], below.attributes["lang"]) == ("#leg-cramps", "en")
    assert one(nav, "ul ul .mark").text() == "واجهة mark-source"


def test_page_without_headings_has_no_contents() -> None:
    assert not dom(render_page(replace(PAGE, sections=SECTIONS[:1]))).css(".contents")


def test_sections_nest_by_level() -> None:
    tree = dom(render_page(PAGE))
    assert one(tree, "section#general-information > h2").text() == "معلومات عامة"
    assert one(tree, "section#general-information > section#leg-cramps > h3").text() == "Leg Cramps"
    assert [node.text() for node in tree.css("main .lead > p")] == ["قبل العنوان الأول."]


def test_only_what_is_critical_is_classed_so() -> None:
    tree = dom(render_page(PAGE))
    assert [node.attributes["id"] for node in tree.css("section.critical")] == ["when-to-seek-care"]
    assert [node.text() for node in tree.css("p.critical")] == ["500 ملغ", "اطلب الرعاية."]


@pytest.mark.parametrize(
    ("selector", "text"),
    [("section .mark + p.fallback", "A fallback paragraph."), ("section .mark + h3.fallback", "Leg Cramps")],
)
def test_fallback_is_marked_beside_the_text_not_in_it(selector: str, text: str) -> None:
    node = one(dom(render_page(PAGE)), selector)
    assert node.text() == text
    assert (node.attributes["lang"], node.attributes["dir"]) == ("en", "ltr")


def test_mark_says_which_language_in_the_language_of_the_page() -> None:
    marks = dom(render_page(PAGE)).css("main section .mark")
    assert len(marks) == 2
    for mark in marks:
        assert mark.tag == "span"
        assert mark.attributes == {"class": "mark", "lang": "ar", "dir": "rtl"}
        assert mark.text() == "واجهة mark-source"


def test_a_title_or_label_can_fall_back_too() -> None:
    fallback = PageBlock(kind=BlockKind.LABEL, content=en("Symptoms (English):"), is_fallback=True)
    html = render_page(replace(PAGE, title=replace(fallback, content=en("Cramps")), labels=(fallback,)))
    tree = dom(html)
    assert one(tree, ".mark + h1.fallback").attributes["lang"] == "en"
    assert one(tree, ".mark + p.label.fallback").text() == "Symptoms (English):"
    assert one(tree, "title").attributes["lang"] == "en"


def test_text_in_the_language_of_the_page_does_not_repeat_it() -> None:
    for node in dom(render_page(PAGE)).css("h1, section h2, section p:not(.fallback), p.label"):
        assert "lang" not in node.attributes
        assert "dir" not in node.attributes


@pytest.mark.parametrize("value", [PAGE, INDEX, FRONT], ids=["page", "index", "front"])
def test_every_text_stands_exactly_and_in_its_language(value: Page | IndexPage) -> None:
    html = render_page(value) if isinstance(value, Page) else render_index(value)
    shown = [(node.text(), tongue_of(node)) for node in dom(html).css("body *")]
    texts = list(texts_in(value))
    assert len(texts) > 5
    for text in texts:
        assert (text.text, text.tongue) in shown


def test_hostile_text_stays_text() -> None:
    block = paragraph(HOSTILE)
    page = replace(
        PAGE,
        document='"><script>',
        title=replace(block, kind=BlockKind.TITLE),
        labels=(block,),
        sections=(Section(heading=heading(HOSTILE, 1, 'x" onclick="'), paragraphs=(block,)),),
        banner=ar(HOSTILE),
        notices=(ar(HOSTILE),),
        disclaimers_top=(replace(PAGE.disclaimers_top[0], id='a" hidden "', text=ar(HOSTILE)),),
        disclaimers_bottom=(),
        languages=(replace(PAGE.languages[0], name=HOSTILE, tongue=replace(EN, tag='en" onload="')),),
        interface={id_: ar(HOSTILE) for id_ in IDS},
    )
    tree = dom(render_page(page))
    assert not tree.css("script, [onclick], [onload], [hidden]")
    for selector in ("h1", "p.label", "section h2", "section p", ".banner", "aside div p", ".skip"):
        assert one(tree, selector).text() == HOSTILE
    assert one(tree, "nav.languages").attributes["aria-label"] == HOSTILE
    assert one(tree, "title").text() == f"{HOSTILE} · {HOSTILE}"
    assert one(tree, "html").attributes["data-document"] == '"><script>'


def test_rendering_twice_gives_the_same_text() -> None:
    assert render_page(PAGE) == render_page(replace(PAGE))
    assert render_index(INDEX) == render_index(replace(INDEX))
    assert render_page(PAGE).endswith("</html>\n")


def test_missing_interface_text_is_an_error_not_a_gap() -> None:
    without = {id_: text for id_, text in INTERFACE.items() if id_ != "mark-source"}
    with pytest.raises(UndefinedError, match="mark-source"):
        render_page(replace(PAGE, interface=without))


def test_misspelt_name_in_a_template_is_an_error_not_a_gap() -> None:
    with pytest.raises(UndefinedError, match="titel"):
        _TEMPLATES.from_string("{{ page.titel }}").render(page=PAGE)


# --- Lists ---------------------------------------------------------------------------------------


def test_list_shows_articles_with_their_standing() -> None:
    tree = dom(render_index(INDEX))
    assert one(tree, "main h1").text() == "الصحة"
    assert one(tree, "main h2").text() == "واجهة articles"
    rows = tree.css("main ul.entries > li")
    assert [one(row, "a").attributes["href"] for row in rows] == ["cramps.html", "aches.html"]
    assert [one(row, "a").attributes.get("lang") for row in rows] == [None, "en"]
    marks = [one(row, ".mark") for row in rows]
    assert [(mark.attributes["data-standing"], mark.text()) for mark in marks] == [
        ("partial", "غير مكتملة المراجعة"),
        ("reviewed", "Reviewed"),
    ]


def test_list_does_not_say_its_title_twice() -> None:
    assert not dom(render_index(replace(INDEX, title=INTERFACE["articles"]))).css("h2")


def test_front_page_leads_to_every_language_by_its_own_name() -> None:
    tree = dom(render_index(FRONT))
    assert not tree.css("header")
    assert one(tree, "main h2").text() == "languages"
    found = [
        (node.attributes["href"], node.attributes.get("lang"), node.attributes.get("dir"), node.text())
        for node in tree.css("main ul.entries > li > a")
    ]
    assert found == [
        ("en/index.html", None, None, "English"),
        ("es/index.html", "es", "ltr", "español"),
        ("ar/index.html", "ar", "rtl", "العربية"),
    ]


# --- The stylesheet ------------------------------------------------------------------------------

CSS = read_static()["caveat.css"].decode()
Declaration = tuple[str, str]
Rule = tuple[str, str, tuple[Declaration, ...]]


def rules(nodes: list[object], media: str = "") -> Iterator[Rule]:
    """Yield (media, selector, declarations) for every rule, however deep."""
    for node in nodes:
        assert node.type != "error", node.message  # type: ignore[attr-defined]
        prelude = tinycss2.serialize(node.prelude).strip()  # type: ignore[attr-defined]
        if node.type == "at-rule" and node.at_keyword == "media":  # type: ignore[attr-defined]
            yield from rules(tinycss2.parse_rule_list(node.content, **QUIET), prelude)  # type: ignore[attr-defined]
            continue
        body = tinycss2.parse_declaration_list(node.content, **QUIET)  # type: ignore[attr-defined]
        assert all(item.type == "declaration" for item in body), prelude
        yield media, prelude, tuple((item.name, tinycss2.serialize(item.value).strip()) for item in body)


QUIET = {"skip_comments": True, "skip_whitespace": True}
RULES = tuple(rules(tinycss2.parse_stylesheet(CSS, **QUIET)))


def palette(*media: str) -> dict[str, str]:
    """Return the colours in force for these media."""
    return {
        name: value
        for where, selector, declarations in RULES
        if selector == ":root" and where in {"", *media}
        for name, value in declarations
        if value.startswith("#")
    }


DARK = "(prefers-color-scheme: dark)"
PALETTES = {
    "light": palette(),
    "dark": palette(DARK),
    "paper": palette("print"),
    "paper, dark": palette(DARK, "print"),
}
# Which ink stands on which paper.
PAIRS = [
    *[
        (ink, paper)
        for ink in ("--ink", "--muted-ink", "--link-ink")
        for paper in ("--paper", "--critical-paper")
    ],
    ("--ink", "--disclaimer-paper"),
    ("--disclaimer-ink", "--disclaimer-paper"),
    ("--draft-ink", "--draft-paper"),
    ("--calm-ink", "--calm-paper"),
]


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb` as WCAG 2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_text_is_readable(name: str, ink: str, paper: str) -> None:
    colours = PALETTES[name]
    assert contrast(colours[ink], colours[paper]) >= 4.5


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("line", ["--disclaimer-line", "--critical-line"])
def test_lines_that_carry_meaning_can_be_seen(name: str, line: str) -> None:
    assert contrast(PALETTES[name][line], PALETTES[name]["--paper"]) >= 3


def test_every_colour_of_text_is_one_of_the_measured_pairs() -> None:
    measured = {name for pair in PAIRS for name in pair}
    defined = {name for name in palette() if name.endswith(("ink", "paper"))}
    assert defined == measured
    assert set(PALETTES["dark"]) == set(PALETTES["paper"]) == set(palette())
    used = {
        value
        for _, _, declarations in RULES
        for name, value in declarations
        if name in {"color", "background", "background-color"}
    }
    assert used - {"inherit"} == {f"var({name})" for name in measured}


def test_dark_and_print_change_every_colour_they_must() -> None:
    changed = {name for name, value in PALETTES["dark"].items() if value != PALETTES["light"][name]}
    assert changed == set(PALETTES["light"])
    assert PALETTES["paper"] == PALETTES["paper, dark"], "a dark screen must not darken the paper"


def test_stylesheet_loads_nothing() -> None:
    assert not re.search(r"url\(|@import|@font-face|https?:|//", CSS)


def test_stylesheet_knows_no_left_or_right() -> None:
    physical = re.compile(
        r"(?:(?:margin|padding|border)-)?(?:left|right|top|bottom)(?:-|$)|(?:min-|max-)?(?:width|height)$|float$"
    )
    names = {name for _, _, declarations in RULES for name, _ in declarations}
    assert not [name for name in names if physical.match(name)]
    values = {v for _, _, declarations in RULES for n, v in declarations if n in {"text-align", "float"}}
    assert values <= {"start", "end", "var(--align)"}


HIDING = re.compile(
    r"(?:^|; )(?:display: none|visibility: (?!visible)|opacity: |content-visibility: |clip|mask|filter: "
    r"|transform: |position: (?:absolute|fixed)|overflow(?:-[xy])?: |font-size: 0|text-indent: "
    r"|(?:max-)?(?:inline|block)-size: (?:0|1px)|color: transparent)"
)


def hiding_selectors() -> Iterator[str]:
    for _, selector, declarations in RULES:
        text = "; ".join(f"{name}: {value}" for name, value in declarations)
        if HIDING.search(text):
            # A pseudo-element is generated beside the text; without its states a selector matches more.
            parts = [part.strip() for part in selector.split(",") if "::" not in part]
            yield from (re.sub(r":[a-z-]+(?:\([^()]*\))*", "", part) or "*" for part in parts)


def test_no_rule_of_any_medium_hides_a_banner_a_notice_or_a_disclaimer() -> None:
    selectors = list(hiding_selectors())
    assert {"header", ".skip", ".contents"} <= set(selectors), "the search itself must find something"
    tree = dom(render_page(PAGE))
    protected = {n.mem_id: n for n in tree.css(".banner, .notice, .disclaimer, .disclaimer *")}
    assert len(protected) == 12
    for selector in selectors:
        hidden = {node.mem_id for node in tree.css(selector)}
        for node in protected.values():
            assert not hidden & {above.mem_id for above in lineage(node)}, selector


@pytest.mark.parametrize("tag", ["ar", "hi", "ja", "ko", "th", "zh"])
def test_scripts_that_spacing_breaks_are_not_spaced_or_hyphenated(tag: str) -> None:
    settings: dict[str, str] = {}
    for _, selector, declarations in RULES:
        if selector.startswith(":root") or f":lang({tag})" in selector:
            settings.update(declarations)
    assert settings["--tracking"] == "0"
    assert settings["--hyphens"] == "manual"
    assert float(settings["--leading"]) >= 1.8
    spacing = {v for _, _, declarations in RULES for n, v in declarations if n == "letter-spacing"}
    assert spacing <= {"0", "var(--tracking)"}
    assert "italic" not in CSS


def test_movement_is_only_for_those_who_want_it() -> None:
    moving = {
        media
        for media, _, declarations in RULES
        for name, value in declarations
        if name.startswith(("animation", "transition")) or (name, value) == ("scroll-behavior", "smooth")
    }
    assert moving == {"(prefers-reduced-motion: no-preference)"}


def test_stylesheet_is_the_only_thing_pages_load() -> None:
    assert list(read_static()) == ["caveat.css"]
