"""Every way we know to spoil a folder, one at a time, with exactly the rules that must notice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.verify.sample import (
    DOCUMENT,
    EDUCATIONAL,
    NOTICE,
    SPANISH,
    TEXTS,
    Sample,
    html_disclaimer,
    make_sample,
    markdown_disclaimer,
    rules,
    run,
)

if TYPE_CHECKING:
    from pipeline.workspace.project import Workspace

Attack = Callable[[Sample], None]
ES, AR, EN = f"es/{DOCUMENT}", f"ar/{DOCUMENT}", f"en/{DOCUMENT}"
HEADING, TEXT = SPANISH
OPENING = (
    '<div id="disclaimer-educational" data-disclaimer="educational" data-version="1" lang="es" dir="ltr">'
)
MD_OPENING = '<div lang="es" dir="ltr" data-disclaimer="educational">'
LAST = TEXTS["es"][-1]
HIDDEN, SAFETY, CHANGED = "disclaimer.hidden", "safety.active-content", "disclaimer.changed"


def swap(name: str, old: str, new: str) -> Attack:
    return lambda sample: sample.replace(name, old, new)


def css(rule: str) -> Attack:
    return lambda sample: sample.add_css(rule)


def wrap(before: str, after: str) -> Attack:
    """Put something around the whole Spanish disclaimer."""
    block = html_disclaimer("es")
    return swap(f"{ES}.html", block, before + block + after)


def wrap_markdown(before: str, after: str) -> Attack:
    block = markdown_disclaimer("es")
    return swap(f"{ES}.md", block, before + block + after)


def move(name: str, block: str, behind: str) -> Attack:
    def attack(sample: Sample) -> None:
        sample.replace(name, block, "")
        sample.replace(name, behind, f"{behind}{block}")

    return attack


def exchange(name: str, one: str, other: str) -> Attack:
    def attack(sample: Sample) -> None:
        sample.replace(name, one, "@")
        sample.replace(name, other, one)
        sample.replace(name, "@", other)

    return attack


def drop_file(name: str) -> Attack:
    def attack(sample: Sample) -> None:
        del sample.files[name]

    return attack


def drop_page(locale: str) -> Attack:
    def attack(sample: Sample) -> None:
        sample.pages = [page for page in sample.pages if page["locale"] != locale]
        for suffix in ("html", "md", "txt"):
            del sample.files[f"{locale}/{DOCUMENT}.{suffix}"]

    return attack


def add_file(name: str, data: bytes) -> Attack:
    return lambda sample: sample.files.update({name: data})


BY_STYLESHEET = {
    "display": ".disclaimer { display: none }",
    "display of the text alone": ".disclaimer p { display: none !important }",
    "display in print": "@media print { aside { display: none } }",
    "display on small screens": (
        "@media (max-width: 40em) { @supports (display: grid) { #disclaimer-educational { display: none } } }"
    ),
    "display by attribute": "[data-disclaimer] { display: none }",
    "display of all but": "main > :not(section):not(h1):not(p) { display: none }",
    "display when hovered": ".disclaimer:hover { display: none }",
    "display in one language": ":lang(es).disclaimer { display: none }",
    "visibility": ".disclaimer { visibility: hidden }",
    "visibility collapse": ".disclaimer { visibility: collapse }",
    "content-visibility": ".disclaimer { content-visibility: hidden }",
    "opacity": ".disclaimer { opacity: 0 }",
    "opacity by variable": ".disclaimer { opacity: var(--faint) } :root { --faint: 0.01 }",
    "font size": ".disclaimer p { font-size: 0 }",
    "font size times nothing": ".disclaimer p { font-size: calc(1rem * 0) }",
    "font size of a pixel": ".disclaimer p { font-size: 1px }",
    "font shorthand": ".disclaimer p { font: 0/0 a }",
    "transparent": ".disclaimer p { color: transparent }",
    "nearly transparent": ".disclaimer p { color: rgba(0, 0, 0, 0.05) }",
    "ink like paper": ".disclaimer p { color: #eef4f3 }",
    "paper like ink": ".disclaimer { background: #134652 }",
    "ink like paper by variable": (
        "@media (prefers-contrast: more) { .disclaimer p { color: var(--x) } :root { --x: #eff4f3 } }"
    ),
    "ink that can't be computed": ".disclaimer p { color: color-mix(in srgb, #eef4f3, #eef4f3) }",
    "text fill": ".disclaimer p { -webkit-text-fill-color: transparent }",
    "clip": ".disclaimer { clip: rect(0 0 0 0) }",
    "clip path": ".disclaimer { clip-path: inset(50%) }",
    "mask": ".disclaimer { -webkit-mask-image: linear-gradient(transparent, transparent) }",
    "off the screen": ".disclaimer { position: absolute; left: -9999px }",
    "pushed aside": ".disclaimer { margin-inline-start: -200vw }",
    "moved by relative position": ".disclaimer { position: relative; top: -5000px }",
    "text indent": ".disclaimer p { text-indent: -9999px }",
    "no height": ".disclaimer { height: 0; overflow: hidden }",
    "no height, in two rules": ".disclaimer { overflow: clip } aside { max-block-size: 1px }",
    "one line only": ".disclaimer p { white-space: nowrap; overflow: hidden }",
    "clamped": ".disclaimer p { -webkit-line-clamp: 1 }",
    "scaled": ".disclaimer { transform: scale(0) }",
    "filter": ".disclaimer { filter: opacity(0) }",
    "behind the page": ".disclaimer { position: relative; z-index: -1 }",
    "animated away": ".disclaimer { animation: away 1s forwards } @keyframes away { to { opacity: 0 } }",
    "struck out": ".disclaimer p { text-decoration: line-through }",
    "in a font": "@font-face { font-family: Blank; src: local(Blank) }",
    "spelt with escapes": ".disclaimer { d\\69splay: n\\6fne }",
    "nested": ".disclaimer { & p { display: none } }",
    "rule that can't be parsed": ".disclaimer } { display: none",
    "selector that can't be parsed": ".disclaimer % p { display: none }",
}


@pytest.mark.parametrize("rule", BY_STYLESHEET.values(), ids=BY_STYLESHEET)
def test_a_stylesheet_that_hides_the_disclaimer_is_noticed(project: Workspace, rule: str) -> None:
    sample = make_sample("release")
    sample.add_css(rule)
    assert rules(run(project, sample, release=True).findings) == {HIDDEN}


@pytest.mark.parametrize(
    "rule",
    [
        "nav { display: none }",
        ".disclaimer { border: 0; margin: 0 calc(-1 * 1.25rem); padding: 2rem }",
        ".disclaimer { position: relative }",
        ".disclaimer p { max-inline-size: 38rem; line-height: 1.2; letter-spacing: -0.011em }",
        ".other { opacity: 0 }",
        "body { overflow-x: hidden }",
        ".disclaimer { background: #7a0000 } .disclaimer h2, .disclaimer p { color: #fff }",
        "p { color: #fff } .disclaimer p, main p { color: #000 }",
        ".disclaimer::before { content: ''; display: block }",
        "@media (prefers-reduced-motion) { * { animation: none; transition: none } }",
    ],
)
def test_a_stylesheet_that_only_dresses_is_left_alone(project: Workspace, rule: str) -> None:
    sample = make_sample("release")
    sample.add_css(rule)
    assert run(project, sample, release=True).findings == ()


IN_A_RELEASE: dict[str, tuple[Attack, set[str]]] = {
    # words
    "a letter less": (swap(f"{ES}.html", TEXT, TEXT.replace("solo", "sol")), {CHANGED}),
    "a word less, in Markdown": (swap(f"{ES}.md", "No reemplaza", "Reemplaza"), {CHANGED}),
    "a word less, in text": (swap(f"{ES}.txt", "No reemplaza", "Reemplaza"), {CHANGED}),
    "another heading": (swap(f"{ES}.html", HEADING, "Aviso"), {CHANGED}),
    "another heading, in text": (swap(f"{ES}.txt", HEADING, "Aviso legal educativo"), {CHANGED}),
    "a wider space": (swap(f"{ES}.html", "solo educativa", "solo\u00a0educativa"), {CHANGED}),
    "a soft hyphen": (swap(f"{ES}.md", "educativa", "educa\u00adtiva"), {CHANGED}),
    "a Cyrillic letter": (swap(f"{ES}.html", "médico", "médicо"), {CHANGED}),
    "half of it struck out": (
        swap(f"{ES}.html", "No reemplaza", "<del>No</del> reemplaza"),
        {CHANGED, HIDDEN},
    ),
    "a second paragraph": (swap(f"{ES}.html", f"{TEXT}</p>", f"{TEXT}</p><p>O sí.</p>"), {CHANGED}),
    "a second paragraph, in Markdown": (swap(f"{ES}.md", TEXT, f"{TEXT}\n\nO sí."), {CHANGED}),
    "words from the stylesheet": (css('.disclaimer p::before { content: "No es cierto:" }'), {CHANGED}),
    "English without cause": (
        swap(
            f"{ES}.html",
            f"<h2>{HEADING}</h2>\n<p>{TEXT}",
            f"<h2>{EDUCATIONAL.heading}</h2>\n<p>{EDUCATIONAL.text}",
        ),
        {CHANGED},
    ),
    "no notice before the English one": (swap(f"{AR}.html", NOTICE, ""), {CHANGED}),
    "no notice, in Markdown": (swap(f"{AR}.md", f"_{NOTICE}_\n\n", ""), {CHANGED}),
    "no notice, in text": (swap(f"{AR}.txt", f"[{NOTICE}]\n", ""), {CHANGED}),
    "a notice that is not due": (
        swap(f"{ES}.html", OPENING, f'<p data-notice="disclaimer">No aplica.</p>{OPENING}'),
        {CHANGED},
    ),
    # presence
    "dropped": (swap(f"{ES}.html", html_disclaimer("es"), ""), {"disclaimer.missing"}),
    "dropped, in Markdown": (swap(f"{ES}.md", markdown_disclaimer("es"), ""), {"disclaimer.missing"}),
    "dropped, in text": (swap(f"{ES}.txt", f"{HEADING}\n{TEXT}\n", ""), {"disclaimer.missing"}),
    "dropped, in English": (swap(f"{EN}.html", html_disclaimer("en"), ""), {"disclaimer.missing"}),
    "text dropped, in text": (swap(f"{ES}.txt", f"{TEXT}\n", ""), {CHANGED}),
    "twice": (
        swap(f"{ES}.html", html_disclaimer("es"), html_disclaimer("es") * 2),
        {"disclaimer.duplicated"},
    ),
    "twice, in Markdown": (
        swap(
            f"{ES}.md",
            markdown_disclaimer("es"),
            f"{markdown_disclaimer('es')}\n\n{markdown_disclaimer('es')}",
        ),
        {"disclaimer.duplicated"},
    ),
    "twice, in text": (
        swap(f"{ES}.txt", HEADING, f"{HEADING}\n{TEXT}\n{HEADING}"),
        {"disclaimer.duplicated"},
    ),
    # place
    "after the first section": (
        move(f"{ES}.html", html_disclaimer("es"), "</section>\n"),
        {"disclaimer.misplaced"},
    ),
    "after the first heading": (
        move(f"{ES}.html", html_disclaimer("es"), f"<h2>{TEXTS['es'][3]}</h2>\n"),
        {"disclaimer.misplaced"},
    ),
    "after the article": (move(f"{ES}.html", html_disclaimer("es"), "</main>\n"), {"disclaimer.misplaced"}),
    "after a paragraph, in Markdown": (
        move(f"{ES}.md", f"{markdown_disclaimer('es')}\n\n", f"{TEXTS['es'][4]}\n\n"),
        {"disclaimer.misplaced"},
    ),
    "after a paragraph, in text": (
        move(f"{ES}.txt", f"{HEADING}\n{TEXT}\n", f"{TEXTS['es'][4]}\n"),
        {"disclaimer.misplaced"},
    ),
    "sections moved up by the stylesheet": (
        css("main { display: flex; flex-direction: column } .disclaimer { order: 9 }"),
        {"disclaimer.misplaced"},
    ),
    "order turned round": (
        css("main { display: flex; flex-direction: column-reverse }"),
        {"disclaimer.misplaced"},
    ),
    # markup that hides
    "hidden": (swap(f"{ES}.html", OPENING, OPENING.replace("<div", "<div hidden")), {HIDDEN}),
    "hidden until found": (wrap('<div hidden="until-found">', "</div>"), {HIDDEN}),
    "aria-hidden": (swap(f"{ES}.html", f"<p>{TEXT}", f'<p aria-hidden="true">{TEXT}'), {HIDDEN}),
    "inert": (wrap("<div inert>", "</div>"), {HIDDEN}),
    "popover": (wrap("<div popover>", "</div>"), {HIDDEN}),
    "details": (wrap("<details>", "</details>"), {HIDDEN}),
    "template": (wrap("<template>", "</template>"), {HIDDEN}),
    "noscript": (wrap("<noscript>", "</noscript>"), {HIDDEN}),
    "dialog": (wrap("<dialog>", "</dialog>"), {HIDDEN, SAFETY}),
    "script": (wrap('<script type="text/plain">', "</script>"), {HIDDEN, SAFETY}),
    "textarea": (wrap("<textarea>", "</textarea>"), {HIDDEN, SAFETY, "structure.changed"}),
    "object": (wrap("<object>", "</object>"), {HIDDEN, SAFETY}),
    "iframe": (wrap("<iframe>", "</iframe>"), {HIDDEN, SAFETY, "structure.changed"}),
    "comment": (wrap("<!--", "-->"), {HIDDEN}),
    "style attribute": (
        swap(f"{ES}.html", OPENING, OPENING.replace("<div", '<div style="display:none"')),
        {HIDDEN, SAFETY},
    ),
    "style element": (
        swap(f"{ES}.html", "</head>", "<style>aside{display:none}</style></head>"),
        {HIDDEN, SAFETY},
    ),
    "comment, in Markdown": (wrap_markdown("<!--\n", "\n-->"), {HIDDEN}),
    "details, in Markdown": (wrap_markdown("<details>\n\n", "\n\n</details>"), {HIDDEN, SAFETY}),
    "hidden, in Markdown": (
        swap(f"{ES}.md", MD_OPENING, MD_OPENING.replace("<div", "<div hidden")),
        {HIDDEN, SAFETY},
    ),
    # language
    "lang": (swap(f"{ES}.html", OPENING, OPENING.replace('"es"', '"en"')), {"disclaimer.language"}),
    "lang, in Markdown": (
        swap(f"{ES}.md", MD_OPENING, MD_OPENING.replace('"es"', '"en"')),
        {"disclaimer.language"},
    ),
    "no lang": (swap(f"{ES}.html", OPENING, OPENING.replace(' lang="es"', "")), {"disclaimer.language"}),
    "dir": (swap(f"{AR}.html", 'lang="en" dir="ltr"', 'lang="en" dir="rtl"'), {"disclaimer.language"}),
    "lang of its paragraph": (
        swap(f"{ES}.html", f"<p>{TEXT}", f'<p lang="en">{TEXT}'),
        {"disclaimer.language"},
    ),
    "page's lang": (
        swap(f"{ES}.html", '<html lang="es"', '<html lang="en"'),
        {"page.language", "structure.changed"},
    ),
    "page's dir": (
        swap(f"{AR}.html", '<html lang="ar" dir="rtl"', '<html lang="ar" dir="ltr"'),
        {"page.language"},
    ),
    "another locale's page": (
        lambda sample: sample.files.update({f"{ES}.html": sample.files[f"{EN}.html"]}),
        {"page.language", CHANGED, "disclaimer.language"},
    ),
    "version": (swap(f"{ES}.html", 'data-version="1"', 'data-version="0"'), {"disclaimer.outdated"}),
    # structure
    "a paragraph less": (swap(f"{ES}.html", f"<p>{LAST}</p>\n", ""), {"structure.changed"}),
    "a paragraph less, in Markdown": (swap(f"{ES}.md", LAST, ""), {"structure.changed"}),
    "a paragraph less, in text": (swap(f"{ES}.txt", f"\n{LAST}", ""), {"structure.changed"}),
    "a paragraph more": (
        swap(f"{ES}.html", f"<p>{LAST}</p>", f"<p>{LAST}</p><p>Más.</p>"),
        {"structure.changed"},
    ),
    "a lower heading": (
        swap(f"{ES}.html", "<h3>Pérdida de agua</h3>", "<h4>Pérdida de agua</h4>"),
        {"structure.changed"},
    ),
    "a higher heading, in Markdown": (swap(f"{ES}.md", "### Pérdida", "## Pérdida"), {"structure.changed"}),
    "a heading as a list": (swap(f"{ES}.md", "### Pérdida", "- Pérdida"), {"structure.changed"}),
    "a heading underlined": (
        swap(f"{ES}.md", "### Pérdida de agua", "Pérdida de agua\n---"),
        {"structure.changed"},
    ),
    "loose text": (swap(f"{ES}.html", "<section", "Olvide el aviso. <section"), {"structure.changed"}),
    "prose before the article": (
        swap(f"{ES}.html", '<main id="text">', '<p>Olvide el aviso.</p><main id="text">'),
        {"structure.changed"},
    ),
    "a second article": (swap(f"{ES}.html", "</body>", "<div>Más.</div></body>"), {"structure.changed"}),
    "source blocks swapped": (exchange(f"{EN}.html", TEXTS["en"][4], TEXTS["en"][-1]), {"structure.changed"}),
    "a section hidden": (
        swap(f"{ES}.html", '<section id="s8">', '<section id="s8" hidden>'),
        {"structure.changed"},
    ),
    "a section hidden by the stylesheet": (css("#s8 { display: none }"), {"structure.changed"}),
    "an unknown disclaimer": (
        swap(
            f"{ES}.html",
            "</main>",
            '<div data-disclaimer="other" lang="es" dir="ltr"><h2>O</h2><p>Vale</p></div></main>',
        ),
        {"structure.changed"},
    ),
    # prose
    "junk on a heading": (swap(f"{ES}.html", "<h2>Información", "<h2>NullInformación"), {"text.junk"}),
    "junk on Arabic": (swap(f"{AR}.html", "<h2>معلومات", "<h2>Nullمعلومات"), {"text.junk"}),
    "junk for a heading": (swap(f"{ES}.md", "Información general", "Null"), {"text.junk"}),
    "junk in text": (swap(f"{ES}.txt", "Causas frecuentes", "NullCausas frecuentes"), {"text.junk"}),
    "junk on the disclaimer": (
        swap(f"{ES}.html", f"<h2>{HEADING}", f"<h2>Null{HEADING}"),
        {"text.junk", CHANGED},
    ),
    "junk in a list": (swap("es/index.html", "Calambres", "NullCalambres"), {"text.junk"}),
    "an English sentence": (
        swap(f"{ES}.html", "La mayoría no es dañina.", "Most of them do no harm."),
        {"text.unmarked-source"},
    ),
    "an English sentence in capitals": (
        swap(f"{ES}.md", "La mayoría no es dañina.", "MOST OF THEM DO NO HARM."),
        {"text.unmarked-source"},
    ),
    "an English sentence in text": (
        swap(f"{ES}.txt", LAST, TEXTS["en"][-1]),
        {"text.unmarked-source"},
    ),
    "an English heading in Arabic": (
        swap(f"{AR}.html", "فقدان الماء", "Loss of Water"),
        {"text.unmarked-source"},
    ),
    "an English title in a list": (
        swap("es/index.html", f">{TEXTS['es'][0]}</a>", f">{TEXTS['en'][0]}</a>"),
        {"text.unmarked-source"},
    ),
    "an empty heading": (swap(f"{ES}.html", "<h2>Información general</h2>", "<h2> </h2>"), {"text.empty"}),
    "an invisible paragraph": (swap(f"{ES}.html", LAST, "\u200b\u00a0\u2060"), {"text.empty"}),
    "an empty heading, in Markdown": (swap(f"{ES}.md", "## Información general", "##"), {"text.empty"}),
    # what runs or leads away
    "script element": (swap(f"{ES}.html", "</body>", "<script>x()</script></body>"), {SAFETY}),
    "event handler": (swap(f"{ES}.html", "<body>", '<body onload="x()">'), {SAFETY}),
    "javascript address": (swap(f"{ES}.html", 'href="index.html"', 'href="java\tscript:x()"'), {SAFETY}),
    "external address": (swap(f"{ES}.html", 'href="index.html"', 'href="//example.org/"'), {SAFETY}),
    "external image": (
        swap(f"{ES}.html", "</main>", '<img src="https://example.org/x.png"></main>'),
        {SAFETY, "structure.changed", "text.empty"},
    ),
    "form": (swap(f"{ES}.html", "</body>", '<form action="x"></form></body>'), {SAFETY}),
    "refresh": (
        swap(f"{ES}.html", "<title>", '<meta http-equiv="refresh" content="0;url=x"><title>'),
        {SAFETY},
    ),
    "base": (swap(f"{ES}.html", "<title>", '<base target="x"><title>'), {SAFETY}),
    "import": (css('@import "other.css";'), {SAFETY}),
    "external background": (css(".x { background: url(https://example.org/x.png) }"), {SAFETY}),
    "raw HTML in Markdown": (swap(f"{ES}.md", LAST, f'{LAST} <img src="x">'), {SAFETY}),
    "javascript in Markdown": (swap(f"{ES}.md", LAST, f"{LAST} [x](javascript:y)"), {SAFETY}),
    "text turned round": (swap(f"{ES}.txt", LAST, f"\u202e{LAST}"), {SAFETY}),
    "backspaces": (swap(f"{ES}.txt", LAST, f"{LAST}\b\b\b"), {SAFETY}),
    # links
    "dead link": (swap(f"{ES}.html", 'href="index.html"', 'href="gone.html"'), {"link.broken"}),
    "dead anchor": (swap(f"{ES}.html", 'href="#text"', 'href="#gone"'), {"link.broken"}),
    "dead link in a list": (
        swap("es/index.html", f'href="{DOCUMENT}.html"', 'href="other.html"'),
        {"link.broken"},
    ),
    "no stylesheet": (
        swap(f"{ES}.html", '<link rel="stylesheet" href="../static/caveat.css">', ""),
        {"link.broken"},
    ),
    # a preview among released pages
    "robots left in": (
        swap(f"{ES}.html", "<title>", '<meta name="robots" content="noindex"><title>'),
        {"release.is-preview"},
    ),
    "banner left in": (
        swap(
            f"{ES}.html",
            '<main id="text">',
            '<p class="banner" data-banner="draft" lang="es" dir="ltr">x</p><main id="text">',
        ),
        {"release.is-preview"},
    ),
    "banner left in Markdown": (
        swap(f"{ES}.md", "# Calambres", "> Vista previa\n\n# Calambres"),
        {"release.is-preview"},
    ),
    "banner left in text": (
        swap(f"{ES}.txt", "Calambres", "[Vista previa]\n\nCalambres"),
        {"release.is-preview"},
    ),
    "says preview": (
        swap(f"{ES}.html", 'data-caveat="release"', 'data-caveat="preview"'),
        {"release.is-preview"},
    ),
    # files
    "a page gone": (drop_page("es"), {"page.missing", "link.broken", "manifest.stray-file"}),
    "a format gone": (drop_file(f"{ES}.md"), {"page.missing"}),
    "a list gone": (drop_file("es/index.html"), {"page.missing", "link.broken"}),
    "another page": (add_file("es/other.html", b"<p>buy</p>"), {"manifest.stray-file"}),
    "not UTF-8": (add_file(f"{ES}.html", b"\xff\xfe<html>"), {"page.unreadable"}),
    "empty": (add_file(f"{ES}.md", b""), {"page.unreadable"}),
    "no charset": (swap(f"{ES}.html", '<meta charset="utf-8">', ""), {"page.unreadable"}),
    "another document's page": (
        swap(f"{ES}.html", f'data-document="{DOCUMENT}"', 'data-document="x"'),
        {"page.unreadable"},
    ),
}


@pytest.mark.parametrize(("attack", "expected"), IN_A_RELEASE.values(), ids=IN_A_RELEASE)
def test_an_attack_on_a_release_is_noticed_for_what_it_is(
    project: Workspace, attack: Attack, expected: set[str]
) -> None:
    sample = make_sample("release")
    attack(sample)
    result = run(project, sample, release=True)
    assert rules(result.findings) == expected
    assert all(finding.blocking and finding.hint for finding in result.findings)


IN_A_PREVIEW: dict[str, tuple[Attack, set[str]]] = {
    "no robots": (
        swap(f"{ES}.html", '<meta name="robots" content="noindex, nofollow">', ""),
        {"preview.unmarked"},
    ),
    "robots may follow": (swap(f"{ES}.html", "noindex, nofollow", "noindex"), {"preview.unmarked"}),
    "no banner": (
        swap(
            f"{ES}.html",
            '<p class="banner" role="note" data-banner="draft" lang="es" dir="ltr">',
            "<p hidden>",
        ),
        {"preview.unmarked", "structure.changed"},
    ),
    "empty banner": (swap(f"{ES}.html", "Esta página es una vista previa.", " "), {"preview.unmarked"}),
    "hidden banner": (
        swap(f"{ES}.html", '<p class="banner"', '<p hidden class="banner"'),
        {"preview.unmarked"},
    ),
    "banner hidden by the stylesheet": (css(".banner { display: none }"), {"preview.unmarked"}),
    "banner of another standing": (
        swap(f"{ES}.html", 'data-banner="draft"', 'data-banner="reviewed"'),
        {"preview.unmarked"},
    ),
    "no banner in Markdown": (
        swap(f"{ES}.md", "> Esta página es una vista previa.\n\n", ""),
        {"preview.unmarked"},
    ),
    "no banner in text": (
        swap(f"{ES}.txt", "[Esta página es una vista previa.]\n\n", ""),
        {"preview.unmarked"},
    ),
    "empty banner in text": (
        swap(f"{ES}.txt", "[Esta página es una vista previa.]", "[]"),
        {"preview.unmarked"},
    ),
    "no banner on a list": (swap("es/index.html", 'data-banner="draft"', ""), {"preview.unmarked"}),
    "says release": (
        swap(f"{ES}.html", 'data-caveat="preview"', 'data-caveat="release"'),
        {"preview.unmarked"},
    ),
    "fallback without its mark": (
        swap(f"{AR}.html", f'<p lang="en" dir="ltr">{TEXTS["en"][-1]}', f"<p>{TEXTS['en'][-1]}"),
        {"text.unmarked-source"},
    ),
    "fallback without its direction": (
        swap(f"{AR}.html", f'<p lang="en" dir="ltr">{TEXTS["en"][-1]}', f'<p lang="en">{TEXTS["en"][-1]}'),
        {"page.language"},
    ),
    "fallback in a third language": (
        swap(f"{AR}.html", f'<p lang="en" dir="ltr">{TEXTS["en"][-1]}', f'<p lang="es" dir="ltr">{LAST}'),
        {"page.language"},
    ),
    "fallback edited": (
        swap(f"{AR}.html", "more than 3 days", "more than 9 days"),
        {"structure.changed"},
    ),
    "fallback without its mark, in Markdown": (
        swap(f"{AR}.md", f'<div lang="en" dir="ltr">\n\n{TEXTS["en"][-1]}\n\n</div>', TEXTS["en"][-1]),
        {"text.unmarked-source"},
    ),
    "fallback without its mark, in text": (
        swap(f"{AR}.txt", f"[الإنجليزية] {TEXTS['en'][-1]}", TEXTS["en"][-1]),
        {"text.unmarked-source"},
    ),
    "English that nobody marked, in text": (
        swap(f"{AR}.txt", TEXTS["ar"][7], TEXTS["en"][7]),
        {"text.unmarked-source"},
    ),
    "disclaimer gone": (swap(f"{AR}.html", html_disclaimer("ar"), ""), {"disclaimer.missing"}),
    "a page withheld": (drop_page("ar"), {"page.missing", "link.broken", "manifest.stray-file"}),
}


@pytest.mark.parametrize(("attack", "expected"), IN_A_PREVIEW.values(), ids=IN_A_PREVIEW)
def test_an_attack_on_a_preview_is_noticed_for_what_it_is(
    project: Workspace, attack: Attack, expected: set[str]
) -> None:
    sample = make_sample("preview")
    attack(sample)
    assert rules(run(project, sample).findings) == expected


@pytest.mark.parametrize("mode", ["preview", "release"])
def test_a_folder_nobody_touched_has_no_findings(project: Workspace, mode: str) -> None:
    result = run(project, make_sample(mode), release=mode == "release")
    assert result.findings == ()
    assert (result.pages_checked, result.files_checked) == (3, 15)
