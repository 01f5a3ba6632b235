"""Coverage: every document in every locale is shown or withheld for a reason, and no other page is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pipeline.verify.folder import MANIFEST, Folder, Manifest, ManifestPage
from pipeline.verify.problem import problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale

SUFFIXES: Final = ("html", "md", "txt")
_BUILD: Final = "build the folder again with `caveat build`"

Pair = tuple[str, str]
"""Document id and locale code."""


def list_name(files: Iterable[str]) -> str:
    """Return how the list of each language is called: another name where a document has the usual one."""
    names = {file.partition("/")[2].casefold() for file in files}
    return "caveat-index.html" if "index.html" in names else "index.html"


def page_files(pair: Pair) -> tuple[str, ...]:
    """Return the files of a page, relative to the folder."""
    document, locale = pair
    return tuple(f"{locale}/{document}.{suffix}" for suffix in SUFFIXES)


def check_coverage(
    folder: Folder,
    manifest: Manifest,
    expected: Mapping[Pair, tuple[str, ...]],
    source: Locale,
    name: str,
    others: Iterable[str] = (),
) -> Iterator[Finding]:
    """Yield the documents that are absent, half there, or not of this project.

    `expected` holds the files of each document in each language, `name` is what a list is called, `others`
    are files that may be there.
    """
    listed = {(page.document, page.locale): page for page in manifest.pages}
    for pair, files in expected.items():
        page = listed.get(pair)
        message = _find_gap(pair, manifest, source) if page is None else _find_conflict(pair, manifest)
        if message:
            yield _missing(folder.show(MANIFEST), pair, message)
        if page is None:
            continue
        if sorted(page.files) != sorted(files):
            message = f"the manifest lists other files than {', '.join(files)}"
            yield _missing(folder.show(MANIFEST), pair, message)
        for file in files:
            if file not in folder.files:
                yield _missing(folder.show(file), pair, "is not in the folder")
    yield from _lists(folder, manifest, name)
    yield from _strangers(folder, manifest, expected, name, others)


def _missing(file: str, pair: Pair, message: str) -> Finding:
    return problem("page.missing", file, f'"{pair[0]}" in {pair[1]}: {message}', hint=_BUILD, locale=pair[1])


def _find_gap(pair: Pair, manifest: Manifest, source: Locale) -> str | None:
    """Return why it is wrong that a page is not listed, or None."""
    if manifest.mode == "preview":
        return "a preview must show every document in every language"
    has_translation = any(page.document == pair[0] for page in manifest.pages)
    if pair in manifest.withheld or (pair[1] == source.code and not has_translation):
        return None
    return "is neither published nor withheld with reasons"


def _find_conflict(pair: Pair, manifest: Manifest) -> str | None:
    return "is both published and withheld" if pair in manifest.withheld else None


def _lists(folder: Folder, manifest: Manifest, name: str) -> Iterator[Finding]:
    """Yield the lists that lead to the pages and are not there."""
    locales = dict.fromkeys(page.locale for page in manifest.pages if _is_listed(page))
    wanted = [f"{locale}/{name}" for locale in locales] + (["index.html"] if locales else [])
    for file in wanted:
        if file not in folder.files:
            message = "the list of pages is not in the folder"
            yield problem("page.missing", folder.show(file), message, hint=_BUILD)


def _is_listed(page: ManifestPage) -> bool:
    """Return whether lists lead to a page; rows of an export have no file in their language's folder."""
    return any(file.startswith(f"{page.locale}/") for file in page.files)


def _strangers(
    folder: Folder,
    manifest: Manifest,
    expected: Mapping[Pair, tuple[str, ...]],
    name: str,
    others: Iterable[str],
) -> Iterator[Finding]:
    """Yield files that the manifest lists, but that no document of the project accounts for."""
    pairs = [(page.document, page.locale) for page in manifest.pages]
    listed = (page for page in manifest.pages if _is_listed(page))
    locales = {page.locale for page in listed if (page.document, page.locale) in expected}
    known = {file for pair in pairs if pair in expected for file in expected[pair]}
    known |= {*others, *(f"{locale}/{name}" for locale in locales), *(["index.html"] if locales else [])}
    for file in sorted(folder.files.keys() & manifest.files.keys()):
        if file not in known and not (file.startswith("static/") and file.endswith(".css")):
            message = "belongs to no page of this project: its document or language may be gone"
            yield problem("manifest.stray-file", folder.show(file), message, hint=_BUILD)
