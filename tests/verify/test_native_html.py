"""Languages, directions and the banner of built HTML, as `verify` reads them."""

from __future__ import annotations

import re
import string

import pytest

from pipeline.build.page import Mode
from pipeline.model.locale import Locale
from pipeline.stages.build import build
from pipeline.stages.verify import verify
from pipeline.verify.colours import contrast, parse_rgb
from pipeline.verify.dom import Dom
from pipeline.verify.native_html import read_tree
from tests.documents import CONFIG, HTML, refresh, spanish, translate
from tests.projects import DAY, DISCLAIMERS, Project

LEAST = 4.5
PAGE = (
    HTML.replace('<html lang="en">', '<html lang="en-US" xml:lang="en-US">')
    .replace("<body>", '<body dir="ltr" lang="en">')
    .replace("<p>Cramps", '<div lang="en-US" xml:lang="en" dir="ltr"><p>Cramps')
    .replace(
        "soon.</p>",
        'soon, says <i lang="la">Galenus medicus</i>. Dial <span dir="ltr">555</span>'
        ' or <code lang="en" dir="ltr">go x</code>.</p></div>',
    )
    .replace(
        "<ul>", '<pre dir="ltr">Rest\n<code>now()</code></pre><p translate="no" dir="ltr">Keep it.</p><ul>'
    )
)
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكل"


KEPT = re.compile(r"(<[^>]*>|go x|now\(\))")


def latin(source: str) -> str:
    """Return a text that stands for a Spanish translation: tags, digits and code stay."""
    return "".join(part if KEPT.fullmatch(part) else spanish(part) for part in KEPT.split(source))


def arabic(source: str) -> str:
    """Return a text of Arabic letters: tags, digits and code stay."""
    table = {letter: ARABIC[letter % len(ARABIC)] for letter in map(ord, string.ascii_letters)}
    return "".join(part if KEPT.fullmatch(part) else part.translate(table) for part in KEPT.split(source))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project whose page is translated and built as a preview."""
    project = Project(tmp_path_factory.mktemp("html"))
    project.write("caveat.toml", CONFIG.format(suffix=".html", format="html", more=""))
    project.write("source/disclaimers.toml", DISCLAIMERS)
    project.write("source/guide/cramps.html", PAGE)
    refresh(project)
    translate(project, change=latin)
    translate(project, "ar", arabic)
    build(project.open(), Mode.PREVIEW, as_of=DAY)
    return project


def rules(built: Project, code: str, old: str = "", new: str = "") -> set[str]:
    """Return what is found in a page after a change by hand."""
    name = f"output/preview/{code}/cramps.html"
    text = built.read(name)
    assert old in text, f"{old!r} is not there: this attack would test nothing"
    built.write(name, text.replace(old, new, 1))
    workspace = built.open()
    found = verify(workspace, workspace.output("preview"), release=False, as_of=DAY).findings
    built.write(name, text)
    return {one.check for one in found}


@pytest.mark.parametrize("code", ["ar", "es", "en"])
def test_a_page_that_names_its_language_and_direction_inside_is_not_accused(
    built: Project, code: str
) -> None:
    assert rules(built, code) == set()


def test_the_arabic_page_is_read_from_right_to_left(built: Project) -> None:
    page = built.read("output/preview/ar/cramps.html")
    assert '<body dir="rtl" lang="ar">' in page
    assert '<div lang="ar" xml:lang="ar" dir="rtl"><p>' in page
    assert '<span dir="ltr">555</span>' in page
    assert '<code lang="en" dir="ltr">go x</code>' in page


@pytest.mark.parametrize(
    ("code", "old", "new", "rule"),
    [
        ("ar", '<body dir="rtl"', '<body dir="ltr"', "page.language"),
        (
            "ar",
            '<div lang="ar" xml:lang="ar" dir="rtl">',
            '<div lang="ar" xml:lang="ar" dir="ltr">',
            "page.language",
        ),
        ("es", '<body dir="ltr" lang="es"', '<body dir="ltr" lang="en"', "structure.changed"),
        ("es", '<div lang="es"', '<div lang="en"', "structure.changed"),
        ("es", 'xml:lang="es" dir', 'xml:lang="en" dir', "structure.changed"),
        ("es", 'lang="es" xml:lang="es">', 'lang="es" xml:lang="en">', "page.language"),
        ("ar", '<code lang="en" dir="ltr"', '<code lang="en" dir="rtl"', "structure.changed"),
        ("ar", '<p translate="no" dir="ltr"', '<p translate="no" dir="rtl"', "structure.changed"),
        ("ar", "<b>", '<b dir="ltr">', "page.language"),
        ("es", "<b>", '<b lang="en">', "structure.changed"),
    ],
)
def test_a_wrong_language_or_direction_is_found(
    built: Project, code: str, old: str, new: str, rule: str
) -> None:
    assert rule in rules(built, code, old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("color: #3a2a00", "color: #fff4d6"),
        ("</div>", " <b>More.</b></div>"),
        ("margin: 0 0 1em", "margin: 0 0 1em; display: none"),
        (' style="margin', ' onclick="x" style="margin'),
        ('class="caveat-banner"', 'class="caveat-banner big"'),
        ('<div class="caveat-banner"', '<section class="caveat-banner"'),
    ],
)
def test_a_banner_is_exactly_that_of_a_preview(built: Project, old: str, new: str) -> None:
    assert {"preview.unmarked", "structure.changed"} & rules(built, "es", old, new)


def test_a_style_hides_the_banner_no_less(built: Project) -> None:
    hiding = "<style>.caveat-banner { display: none }</style></head>"
    assert "preview.unmarked" in rules(built, "es", "</head>", hiding)


def test_a_release_has_no_banner(built: Project) -> None:
    workspace = built.open()
    found = verify(workspace, workspace.output("preview"), release=True, as_of=DAY).findings
    assert "release.is-preview" in {one.check for one in found if one.file.endswith("es/cramps.html")}


def test_the_banner_can_be_read_on_light_and_dark_pages(built: Project) -> None:
    page = Dom(built.read("output/preview/es/cramps.html"))
    [banner] = page.tree.css(".caveat-banner")
    look = dict(one.split(": ") for one in str(banner.attributes["style"]).split("; "))
    ink, paper = parse_rgb(look["color"]), parse_rgb(look["background"])
    assert ink
    assert paper
    assert contrast(ink, paper) >= LEAST
    dark = page.text.replace("</head>", "<style>body { background: #111111; color: #eeeeee }</style></head>")
    first = next(one for one in read_tree(Dom(dark), lang=Locale("es").tag).blocks if one.is_aside)
    assert first.hidden == ()
