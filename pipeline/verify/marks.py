"""Marks: a preview says that it is one, in every format; a release holds nothing of a preview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.verify.dom import Dom, attribute
from pipeline.verify.problem import problem
from pipeline.verify.structure import is_blank

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model.finding import Finding
    from pipeline.verify.page import Banner

_STANDINGS: Final = ("draft", "partial", "reviewed", "original")
_REBUILD: Final = "build the preview again; a page without its marks could be taken for published"
_RELEASE: Final = "build with `caveat build --release`; a preview is never published"


def check_html_marks(
    dom: Dom, banners: Sequence[Banner], file: str, *, release: bool, standing: str | None
) -> Iterator[Finding]:
    """Yield what marks or fails to mark an HTML page as a preview."""
    check = _check_release if release else _check_preview
    yield from check(dom, banners, file, standing)


def check_banner(banners: Sequence[Banner], file: str, *, release: bool) -> Iterator[Finding]:
    """Yield what is wrong with the banner of a Markdown or text file."""
    if release:
        yield from _left_in(banners, file)
    else:
        yield from _banner_faults(banners, file)


def _check_preview(dom: Dom, banners: Sequence[Banner], file: str, standing: str | None) -> Iterator[Finding]:
    robots = _robots(dom)
    if not robots or not all({"noindex", "nofollow"} <= one for one in robots):
        message = "search engines are not told to stay away"
        hint = '<meta name="robots" content="noindex, nofollow"> belongs in the head of every preview'
        yield problem("preview.unmarked", file, message, hint=hint)
    declared = _declared(dom)
    if declared != "preview":
        message = f'the page says that it is a "{declared}", not a preview'
        yield problem("preview.unmarked", file, message, line=1, hint=_REBUILD)
    yield from _banner_faults(banners, file)
    for banner in banners:
        if banner.standing not in _STANDINGS or (standing and banner.standing != standing):
            message = (
                f'the banner is that of "{banner.standing}"; the manifest says "{standing or "nothing"}"'
            )
            yield problem("preview.unmarked", file, message, line=banner.line, hint=_REBUILD)


def _check_release(
    dom: Dom, banners: Sequence[Banner], file: str, _standing: str | None
) -> Iterator[Finding]:
    if any("noindex" in one or "none" in one for one in _robots(dom)):
        message = "search engines are told to stay away, as from a preview"
        yield problem("release.is-preview", file, message, hint=_RELEASE)
    declared = _declared(dom)
    if declared != "release":
        yield problem(
            "release.is-preview", file, f'the page says that it is a "{declared}"', line=1, hint=_RELEASE
        )
    yield from _left_in(banners, file)


def _banner_faults(banners: Sequence[Banner], file: str) -> Iterator[Finding]:
    if not banners:
        yield problem("preview.unmarked", file, "there is no banner", hint=_REBUILD)
    for banner in banners:
        if is_blank(banner.text):
            yield problem("preview.unmarked", file, "the banner is empty", line=banner.line, hint=_REBUILD)
        if banner.hidden:
            message = f"the banner may not be seen: {banner.hidden[0]}"
            yield problem("preview.unmarked", file, message, line=banner.line, hint=_REBUILD)


def _left_in(banners: Sequence[Banner], file: str) -> Iterator[Finding]:
    for banner in banners:
        message = f'a banner stands in it: "{banner.text[:60]}"'
        yield problem("release.is-preview", file, message, line=banner.line, hint=_RELEASE)


def _robots(dom: Dom) -> list[set[str]]:
    nodes = [one for one in dom.tree.css("head meta") if attribute(one, "name").strip().lower() == "robots"]
    return [{word.strip().lower() for word in attribute(one, "content").split(",")} for one in nodes]


def _declared(dom: Dom) -> str:
    root = dom.tree.css_first("html")
    return attribute(root, "data-caveat") if root is not None else ""
