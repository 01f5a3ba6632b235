"""verify: built files against source and pinned disclaimers; never catalogs or the build's code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.config.disclaimers import parse_disclaimers, parse_pinned
from pipeline.formats.base import Reading
from pipeline.formats.registry import open_formats
from pipeline.verify.coverage import check_coverage, page_files
from pipeline.verify.folder import MANIFEST, Folder, Manifest, read_folder
from pipeline.verify.inspection import Site, Task, inspect_index, inspect_page, open_site
from pipeline.verify.links import check_sheet_links
from pipeline.verify.outline import Outline, outline
from pipeline.verify.problem import problem
from pipeline.verify.safety import check_sheet
from pipeline.verify.stylesheet import parse_sheet
from pipeline.verify.wording import required_ids, word
from pipeline.workspace.files import read_bytes, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pipeline.formats.base import DocumentFormat
    from pipeline.model.disclaimer import Disclaimer, PinnedDisclaimer
    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.workspace.project import SourceFile, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyResult:
    """What was found, and how much was looked at."""

    findings: tuple[Finding, ...]
    files_checked: int = 0
    pages_checked: int = 0
    """Documents in a language of which at least one file is there."""
    pages_withheld: int = 0
    """Documents in a language that the manifest says were withheld."""

    @property
    def is_empty(self) -> bool:
        """Nothing was there to be checked, which never reads as success."""
        return not self.pages_checked and not self.pages_withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class _Original:
    """A source document with what its collection says of it."""

    file: SourceFile
    outline: Outline


@dataclass(frozen=True, slots=True, kw_only=True)
class _Originals:
    """The English side, read again from the source."""

    documents: tuple[_Original, ...]
    disclaimers: Mapping[str, Disclaimer]
    pinned: Mapping[Locale, Mapping[str, PinnedDisclaimer]] = field(default_factory=dict)

    @property
    def junk(self) -> tuple[str, ...]:
        """Every junk token of any profile."""
        tokens = (token for one in self.documents for token in one.file.collection.profile.junk)
        return tuple(dict.fromkeys(tokens))


def verify(workspace: Workspace, folder: Path, *, release: bool, as_of: str) -> VerifyResult:
    """Return every reason why a folder may not be shown; with `release`, why it may not be published.

    `as_of` is the day, as YYYY-MM-DD, on which pinned disclaimers must be valid. Raises CaveatError when the
    source or a pinned file can't be read.
    """
    found = read_folder(folder, workspace.name_of(folder))
    manifest = found.manifest
    if manifest is None:
        return VerifyResult(findings=found.findings, files_checked=len(found.files))
    if not manifest.pages and not manifest.withheld:
        return VerifyResult(findings=found.findings, files_checked=len(found.files) + 1)
    is_release = release or manifest.mode == "release"
    originals = _read_originals(workspace)
    source, locales = workspace.config.source_locale, workspace.config.locales
    site = open_site(found, source, is_release=is_release)
    findings = [
        *found.findings,
        *_check_mode(found, manifest, release=release),
        *check_coverage(
            found, manifest, [one.file.id for one in originals.documents], (source, *locales), source
        ),
        *_check_sheets(found),
    ]
    tasks = list(_tasks(workspace, originals, manifest, as_of, is_release=is_release))
    for task in tasks:
        findings += inspect_page(site, task)
    findings += _check_lists(site, originals, (source, *locales))
    return VerifyResult(
        findings=tuple(sorted(dict.fromkeys(findings), key=lambda one: one.sort_key())),
        files_checked=len(found.files) + 1,
        pages_checked=sum(_is_there(task, found) for task in tasks),
        pages_withheld=len(manifest.withheld),
    )


def _is_there(task: Task, folder: Folder) -> bool:
    return any(file in folder.files for file in page_files((task.document, task.locale.code)))


def _read_originals(workspace: Workspace) -> _Originals:
    path = workspace.disclaimers_source
    name = workspace.name_of(path)
    disclaimers = parse_disclaimers(read_text(path, name), name) if path.exists() else ()
    formats = open_formats()
    documents = tuple(
        _read_original(workspace, file, disclaimers, formats.get(file.collection.format))
        for file in workspace.source_files()
    )
    pinned = {locale: _read_pinned(workspace, locale) for locale in workspace.config.locales}
    return _Originals(documents=documents, disclaimers={one.id: one for one in disclaimers}, pinned=pinned)


def _read_original(
    workspace: Workspace, file: SourceFile, disclaimers: tuple[Disclaimer, ...], reader: DocumentFormat
) -> _Original:
    reading = Reading(
        id=file.id,
        path=file.name,
        collection=file.collection,
        disclaimers=disclaimers,
        source_locale=workspace.config.source_locale,
    )
    document = reader.parse(read_bytes(file.path, file.name), reading)
    return _Original(file=file, outline=outline(document, [one.text for one in disclaimers]))


def _read_pinned(workspace: Workspace, locale: Locale) -> dict[str, PinnedDisclaimer]:
    path = workspace.pinned(locale)
    name = workspace.name_of(path)
    found = parse_pinned(read_text(path, name), name) if path.exists() else ()
    return {one.id: one for one in found}


def _tasks(
    workspace: Workspace, originals: _Originals, manifest: Manifest, as_of: str, *, is_release: bool
) -> Iterator[Task]:
    standings = {(page.document, page.locale): page.standing for page in manifest.pages}
    config = workspace.config
    for locale in (config.source_locale, *config.locales):
        pinned = originals.pinned.get(locale, {})
        for one in originals.documents:
            rules = one.file.collection.profile.sections
            asked = [rule.disclaimer for rule in rules if rule.disclaimer and rule.is_required]
            owed = required_ids(one.outline.disclaimers, asked, originals.disclaimers)
            yield Task(
                document=one.file.id,
                locale=locale,
                outline=one.outline,
                wordings=tuple(
                    word(
                        originals.disclaimers[name],
                        pinned.get(name),
                        locale,
                        config,
                        as_of,
                        release=is_release,
                    )
                    for name in owed
                ),
                junk=one.file.collection.profile.junk,
                standing=standings.get((one.file.id, locale.code)),
            )


def _check_mode(folder: Folder, manifest: Manifest, *, release: bool) -> Iterator[Finding]:
    if release and manifest.mode != "release":
        message = "the folder holds a preview, which is never published"
        hint = "build with `caveat build --release`"
        yield problem("release.is-preview", folder.show(MANIFEST), message, hint=hint)


def _check_sheets(folder: Folder) -> Iterator[Finding]:
    for name, data in folder.files.items():
        if name.endswith(".css"):
            sheet = parse_sheet(data.decode("utf-8", "replace"), folder.show(name))
            yield from check_sheet(sheet)
            yield from check_sheet_links(sheet, name, folder.files)


def _check_lists(site: Site, originals: _Originals, locales: tuple[Locale, ...]) -> Iterator[Finding]:
    sentences = frozenset().union(*(one.outline.sentences for one in originals.documents))
    yield from inspect_index(site, "index.html", None, sentences, originals.junk)
    for locale in locales:
        yield from inspect_index(site, f"{locale.code}/index.html", locale, sentences, originals.junk)
