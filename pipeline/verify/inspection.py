"""Inspection: one page or list of an output folder against everything that is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import CaveatError
from pipeline.language.names import direction
from pipeline.verify.disclaimers import check_disclaimers
from pipeline.verify.dom import Dom, attribute, find_main
from pipeline.verify.html import read_banners, read_html, read_surroundings
from pipeline.verify.links import anchors, check_links, check_markdown_links, linked_sheets
from pipeline.verify.markdown import read_markdown
from pipeline.verify.marks import check_banner, check_html_marks
from pipeline.verify.page import Kind, VerifiedPage
from pipeline.verify.problem import problem
from pipeline.verify.prose import check_empty, check_junk, check_languages, check_mixture, check_surroundings
from pipeline.verify.safety import check_controls, check_html, check_markdown
from pipeline.verify.structure import check_structure
from pipeline.verify.stylesheet import Sheet, parse_sheet
from pipeline.verify.text import read_marks, read_text_page
from pipeline.verify.visibility import Sights, survey
from pipeline.workspace.files import decode_utf8

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.verify.folder import Folder
    from pipeline.verify.outline import Outline
    from pipeline.verify.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """An output folder with what all its pages share."""

    folder: Folder
    source: Locale
    is_release: bool
    doms: Mapping[str, Dom]
    """Every HTML file that can be read."""
    places: Mapping[str, frozenset[str]]
    """The anchors of every HTML file."""

    def sheets(self, dom: Dom, file: str) -> list[Sheet]:
        """Return the stylesheets that act on a page: those it links, and any it brings along."""
        linked = [name for name in linked_sheets(dom, file) if name in self.folder.files]
        texts = [
            (self.folder.files[name].decode("utf-8", "replace"), self.folder.show(name)) for name in linked
        ]
        texts += [(node.text(), self.folder.show(file)) for node in dom.tree.css("style")]
        return [parse_sheet(text, name) for text, name in texts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One document in one locale, and what its page must be."""

    document: str
    locale: Locale
    outline: Outline
    wordings: tuple[Wording, ...]
    junk: tuple[str, ...]
    standing: str | None
    """What the manifest says of it."""

    def file(self, suffix: str) -> str:
        """Return one of the page's files, relative to the folder."""
        return f"{self.locale.code}/{self.document}.{suffix}"


def open_site(folder: Folder, source: Locale, *, is_release: bool) -> Site:
    """Return a folder with its HTML files parsed."""
    texts = {name: _decode(data) for name, data in folder.files.items() if name.endswith(".html")}
    doms = {name: Dom(text) for name, text in texts.items() if text is not None}
    places = {name: anchors(dom) for name, dom in doms.items()}
    return Site(folder=folder, source=source, is_release=is_release, doms=doms, places=places)


def _decode(data: bytes) -> str | None:
    try:
        return decode_utf8(data, "")
    except CaveatError:
        return None


def inspect_page(site: Site, task: Task) -> Iterator[Finding]:
    """Yield everything that is wrong with the three files of a page; an absent file is another rule's."""
    html = task.file("html")
    if html in site.folder.files:
        yield from _inspect_html(site, task, html)
    for suffix, read in (("md", _inspect_markdown), ("txt", _inspect_text)):
        file = task.file(suffix)
        data = site.folder.files.get(file)
        if data is None:
            continue
        text = _decode(data)
        if text is None or not text.strip():
            yield _unreadable(site.folder.show(file), "is empty or not UTF-8", task.locale)
            continue
        page, findings = read(site, task, text, site.folder.show(file))
        yield from findings
        yield from check_banner(page.banners, page.file, release=site.is_release)
        yield from _check_content(page, site, task)


def _unreadable(file: str, message: str, locale: Locale | None) -> Finding:
    hint = "build the folder again"
    return problem("page.unreadable", file, message, hint=hint, locale=locale.code if locale else None)


def _inspect_html(site: Site, task: Task, file: str) -> list[Finding]:
    show = site.folder.show(file)
    dom = site.doms.get(file)
    if dom is None or find_main(dom) is None:
        message = "is not UTF-8" if dom is None else "has no <main>, so no article"
        return [_unreadable(show, message, task.locale)]
    sights = survey(dom, site.sheets(dom, file))
    page = read_html(dom, sights, file=show, document=task.document, locale=task.locale)
    return [
        *_check_root(dom, show, task.locale, task.document, task.locale.code),
        *check_html_marks(dom, page.banners, show, release=site.is_release, standing=task.standing),
        *_check_content(page, site, task),
        *check_html(dom, show),
        *check_links(dom, file, show, site.folder.files, site.places),
    ]


def _inspect_markdown(site: Site, task: Task, text: str, show: str) -> tuple[VerifiedPage, list[Finding]]:
    page = read_markdown(
        text,
        file=show,
        document=task.document,
        locale=task.locale,
        direction=direction(task.locale),
        labels=sum(block.kind is Kind.LABEL for block in task.outline.blocks),
    )
    links = check_markdown_links(text, task.file("md"), show, site.folder.files)
    return page, [*check_markdown(text, show), *links]


def _inspect_text(site: Site, task: Task, text: str, show: str) -> tuple[VerifiedPage, list[Finding]]:
    page = read_text_page(
        text,
        file=show,
        document=task.document,
        locale=task.locale,
        wordings=task.wordings,
        labels=sum(line[0].kind is Kind.LABEL for line in task.outline.lines()),
    )
    marked = read_marks(page, frozenset(block.text for block in task.outline.blocks), site.source)
    return marked, list(check_controls(text, show))


def _check_content(page: VerifiedPage, site: Site, task: Task) -> Iterator[Finding]:
    """Yield what the rules say that look only at what a reader sees."""
    yield from check_disclaimers(page, task.wordings, release=site.is_release)
    yield from check_structure(page, task.outline, [one.id for one in task.wordings], site.source)
    yield from check_languages(page, site.source)
    yield from check_empty(page)
    yield from check_mixture(page, task.outline, site.source)
    yield from check_surroundings(
        page.surroundings, page.file, page.locale, task.outline.sentences, site.source
    )
    source_texts = [block.text for block in task.outline.blocks]
    shown = [*page.blocks, *page.surroundings, *page.wordings()]
    yield from check_junk(page.file, shown, task.junk, source_texts, page.locale)


def _check_root(dom: Dom, show: str, locale: Locale, document: str | None, code: str) -> Iterator[Finding]:
    """Yield where the page's own attributes do not say what it is."""
    root = dom.tree.css_first("html")
    found = dict(root.attributes) if root is not None else {}
    expected = {"lang": locale.tag, "dir": direction(locale), "data-locale": code}
    wrong = [
        f'{name}="{found.get(name)}"' for name, value in expected.items() if (found.get(name) or "") != value
    ]
    if wrong:
        right = " ".join(f'{name}="{value}"' for name, value in expected.items())
        message = f"the page is declared as {' '.join(wrong)} instead of {right}"
        hint = "build the page again; language and direction follow from the locale"
        yield problem("page.language", show, message, line=1, hint=hint, locale=locale.code)
    if document is not None and found.get("data-document") != document:
        yield _unreadable(show, f'says that it is the document "{found.get("data-document")}"', locale)
    charsets = [attribute(node, "charset").lower() for node in dom.tree.css("meta[charset]")]
    if charsets != ["utf-8"]:
        yield _unreadable(show, "does not declare UTF-8, so a browser may read other letters", locale)


def inspect_index(
    site: Site, file: str, locale: Locale | None, sentences: Collection[str], junk: Sequence[str]
) -> Iterator[Finding]:
    """Yield everything that is wrong with a list of articles; with `locale` None, the front page."""
    show = site.folder.show(file)
    dom = site.doms.get(file)
    if dom is None:
        if file in site.folder.files:
            yield _unreadable(show, "is not UTF-8", locale)
        return
    sights: Sights = survey(dom, site.sheets(dom, file))
    surroundings = list(read_surroundings(dom, everywhere=True))
    yield from _check_root(dom, show, locale or site.source, None, locale.code if locale else "")
    banners = read_banners(dom, sights)
    yield from check_html_marks(dom, banners, show, release=site.is_release, standing=None)
    yield from check_html(dom, show)
    yield from check_links(dom, file, show, site.folder.files, site.places)
    yield from check_junk(show, surroundings, junk, (), locale)
    if locale is not None and locale != site.source:
        yield from check_surroundings(surroundings, show, locale, sentences, site.source)
