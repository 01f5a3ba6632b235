"""The lists that lead to the pages: one a locale, and the front page with all locales."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.build.assemble import tongue_of
from pipeline.build.compose import Setting, banner_id, language_links, show_interface
from pipeline.build.html import render_index
from pipeline.build.page import IndexEntry, IndexPage, LanguageLink, Mode, Standing, Text
from pipeline.language.names import own_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pipeline.build.targets import Shelf
    from pipeline.build.task import Rendered


LIST: Final = "index.html"
SECOND_LIST: Final = "caveat-index.html"


def name_list(paths: Iterable[str]) -> str:
    """Return the name of each language's list; a document of the project's own may be called `index.html`."""
    return SECOND_LIST if LIST in {path.casefold() for path in paths} else LIST


def render_indexes(
    project: str, pages: Sequence[Rendered], settings: Sequence[tuple[Setting, Shelf]], name: str = LIST
) -> Mapping[str, bytes]:
    """Return the index files by path; `settings` holds one setting and shelf for each locale."""
    files = {
        f"{setting.locale.code}/{name}": _locale_index(pages, setting, shelf, name)
        for setting, shelf in settings
    }
    source = next((one for one in settings if one[0].locale == one[0].source), None)
    if source:
        files[LIST] = _front_page(project, pages, settings, *source, name=name)
    return files


def _lowest(pages: Sequence[Rendered]) -> Standing:
    """Return the standing that a list may claim: that of its least reviewed page."""
    order = list(Standing)
    return min((page.standing for page in pages), key=order.index, default=Standing.ORIGINAL)


def _banner(setting: Setting, standing: Standing, interface: Mapping[str, Text]) -> Text | None:
    return interface[banner_id(standing)] if setting.mode is Mode.PREVIEW else None


def _locale_index(pages: Sequence[Rendered], setting: Setting, shelf: Shelf, name: str) -> bytes:
    own = [page for page in pages if page.locale == setting.locale.code]
    interface = show_interface(setting, shelf)
    standing = _lowest(own)
    index = IndexPage(
        locale=setting.locale.code,
        mode=setting.mode,
        tongue=tongue_of(setting.locale),
        title=interface["articles"],
        banner=_banner(setting, standing, interface),
        standing=standing,
        entries=tuple(_entry(page, interface) for page in own),
        languages=language_links(setting, name, up="../"),
        interface=interface,
    )
    return render_index(index).encode()


def _entry(page: Rendered, interface: Mapping[str, Text]) -> IndexEntry:
    return IndexEntry(
        href=page.address,
        name=page.title.content,
        standing=page.standing,
        mark=interface[f"mark-{page.standing.value}"],
    )


def _front_page(
    project: str,
    pages: Sequence[Rendered],
    settings: Sequence[tuple[Setting, Shelf]],
    setting: Setting,
    shelf: Shelf,
    *,
    name: str,
) -> bytes:
    interface, standing = show_interface(setting, shelf), _lowest(pages)
    tongue = tongue_of(setting.source)
    index = IndexPage(
        locale="",
        mode=setting.mode,
        tongue=tongue,
        title=Text(text=project, tongue=tongue),
        banner=_banner(setting, standing, interface),
        standing=standing,
        entries=tuple(_locale_entry(pages, *one, name) for one in settings),
        languages=tuple(_front_link(one, name) for one, _ in settings),
        interface=interface,
    )
    return render_index(index).encode()


def _locale_entry(pages: Sequence[Rendered], setting: Setting, shelf: Shelf, name: str) -> IndexEntry:
    standing = _lowest([page for page in pages if page.locale == setting.locale.code])
    return IndexEntry(
        href=f"{setting.locale.code}/{name}",
        name=Text(text=own_name(setting.locale), tongue=tongue_of(setting.locale)),
        standing=standing,
        mark=show_interface(setting, shelf)[f"mark-{standing.value}"],
    )


def _front_link(setting: Setting, name: str) -> LanguageLink:
    return LanguageLink(
        code=setting.locale.code,
        tongue=tongue_of(setting.locale),
        name=own_name(setting.locale),
        href=f"{setting.locale.code}/{name}",
        is_current=False,
    )
