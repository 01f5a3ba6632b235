"""verify: built files against source and pinned disclaimers; never catalogs or the build's code."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from pipeline.config.disclaimers import parse_disclaimers, parse_pinned
from pipeline.config.project import Output
from pipeline.formats.base import Reading
from pipeline.formats.export_document import Export
from pipeline.formats.registry import open_formats
from pipeline.stages.segmentation import read_own_rules
from pipeline.stages.verify_exports import ExportOriginal, ExportSide, check_exports, make_export_original
from pipeline.stages.verify_originals import Original, Place, make_native_task
from pipeline.verify.coverage import check_coverage, list_name, page_files
from pipeline.verify.folder import MANIFEST, Folder, Manifest, read_folder
from pipeline.verify.inspection import Site, Task, inspect_index, inspect_page, open_site
from pipeline.verify.links import check_sheet_links
from pipeline.verify.native_inspection import NativeTask, inspect_document
from pipeline.verify.outline import Outline, outline
from pipeline.verify.problem import problem
from pipeline.verify.records import check_records, read_digests
from pipeline.verify.safety import check_sheet
from pipeline.verify.stylesheet import parse_sheet
from pipeline.verify.wording import required_ids, word
from pipeline.workspace.files import read_bytes, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pipeline.config.project import Config
    from pipeline.formats.base import DocumentFormat
    from pipeline.language.segmentation_rules import Rule
    from pipeline.model.disclaimer import Disclaimer, PinnedDisclaimer
    from pipeline.model.document import Document
    from pipeline.model.finding import Finding
    from pipeline.model.locale import Locale
    from pipeline.verify.wording import Wording
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
    document: Document
    outline: Outline

    def files(self, locale: Locale) -> tuple[str, ...]:
        """Return what is built of it, relative to the output folder."""
        if self.is_page:
            return page_files((self.file.id, locale.code))
        return (f"{locale.code}/{self.file.inside}",)

    @property
    def is_page(self) -> bool:
        """Whether pages are made of it, rather than a file of its own format."""
        return self.file.collection.output is Output.PAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class _Originals:
    """The English side, read again from the source."""

    documents: tuple[_Original, ...]
    exports: tuple[ExportOriginal, ...]
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
    exports = originals.exports
    source, locales = workspace.config.source_locale, workspace.config.locales
    site = open_site(found, source, is_release=is_release)
    pairs = ((one, locale) for locale in (source, *locales) for one in originals.documents)
    files = {(one.file.id, locale.code): one.files(locale) for one, locale in pairs}
    everywhere = (source, *locales)
    rows = {
        (name, locale.code): (one.built,)
        for one in exports
        for name in one.ids.values()
        for locale in everywhere
    }
    name = list_name(file for one in originals.documents if not one.is_page for file in one.files(source))
    findings = [
        *found.findings,
        *_check_mode(found, manifest, release=release),
        *check_coverage(found, manifest, files | rows, source, name, [one.delta for one in exports]),
        *_check_sheets(found, manifest),
        *(check_records(found, manifest, _read_records(workspace)) if is_release else ()),
    ]
    for one in originals.documents:
        for locale in (source, *locales):
            wordings = _wordings(workspace.config, originals, one, locale, as_of, is_release=is_release)
            if one.is_page:
                findings += inspect_page(site, _task(one, locale, wordings, manifest))
            else:
                task = _native_task(workspace.config, originals, one, locale, wordings, site)
                findings += inspect_document(task)
    side = ExportSide(
        config=workspace.config,
        folder=found,
        manifest=manifest,
        disclaimers=originals.disclaimers,
        word=partial(_word, workspace.config, originals, as_of=as_of, is_release=is_release),
        is_release=is_release,
    )
    findings += check_exports(side, exports)
    findings += _check_lists(site, originals, (source, *locales), name)
    return VerifyResult(
        findings=tuple(sorted(dict.fromkeys(findings), key=lambda one: one.sort_key())),
        files_checked=len(found.files) + 1,
        pages_checked=sum(any(one in found.files for one in own) for own in files.values())
        + sum((page.document, page.locale) in rows for page in manifest.pages),
        pages_withheld=len(manifest.withheld),
    )


def _read_originals(workspace: Workspace) -> _Originals:
    path = workspace.disclaimers_source
    name = workspace.name_of(path)
    disclaimers = parse_disclaimers(read_text(path, name), name) if path.exists() else ()
    formats, rules = open_formats(), read_own_rules(workspace)
    documents: list[_Original] = []
    exports: list[ExportOriginal] = []
    for file in workspace.source_files():
        document = _read_document(workspace, file, disclaimers, formats.get(file.collection.format), rules)
        if isinstance(document, Export):
            exports.append(make_export_original(file, document))
        else:
            shape = outline(document, [one.text for one in disclaimers])
            documents.append(_Original(file=file, document=document, outline=shape))
    return _Originals(
        documents=tuple(documents),
        exports=tuple(exports),
        disclaimers={one.id: one for one in disclaimers},
        pinned={locale: _read_pinned(workspace, locale) for locale in workspace.config.locales},
    )


def _read_document(
    workspace: Workspace,
    file: SourceFile,
    disclaimers: tuple[Disclaimer, ...],
    reader: DocumentFormat,
    rules: tuple[Rule, ...],
) -> Document:
    reading = Reading(
        id=file.id,
        path=file.name,
        collection=file.collection,
        disclaimers=disclaimers,
        source_locale=workspace.config.source_locale,
        rules=rules,
    )
    return reader.parse(read_bytes(file.path, file.name), reading)


def _read_pinned(workspace: Workspace, locale: Locale) -> dict[str, PinnedDisclaimer]:
    path = workspace.pinned(locale)
    name = workspace.name_of(path)
    found = parse_pinned(read_text(path, name), name) if path.exists() else ()
    return {one.id: one for one in found}


def _wordings(
    config: Config, originals: _Originals, one: _Original, locale: Locale, as_of: str, *, is_release: bool
) -> tuple[Wording, ...]:
    """Return what the locale must show of each disclaimer that a document owes its readers."""
    rules = one.file.collection.profile.sections
    asked = [rule.disclaimer for rule in rules if rule.disclaimer and rule.is_required]
    return tuple(
        _word(config, originals, originals.disclaimers[name], locale, as_of=as_of, is_release=is_release)
        for name in required_ids(one.outline.disclaimers, asked, originals.disclaimers)
    )


def _word(
    config: Config,
    originals: _Originals,
    disclaimer: Disclaimer,
    locale: Locale,
    *,
    as_of: str,
    is_release: bool,
) -> Wording:
    pinned = originals.pinned.get(locale, {}).get(disclaimer.id)
    return word(disclaimer, pinned, locale, config, as_of, release=is_release)


def _task(one: _Original, locale: Locale, wordings: tuple[Wording, ...], manifest: Manifest) -> Task:
    standings = {(page.document, page.locale): page.standing for page in manifest.pages}
    return Task(
        document=one.file.id,
        locale=locale,
        outline=one.outline,
        wordings=wordings,
        junk=one.file.collection.profile.junk,
        standing=standings.get((one.file.id, locale.code)),
    )


def _native_task(
    config: Config,
    originals: _Originals,
    one: _Original,
    locale: Locale,
    wordings: tuple[Wording, ...],
    site: Site,
) -> NativeTask:
    [file] = one.files(locale)
    task = make_native_task(
        Place(file=site.folder.show(file), locale=locale, is_release=site.is_release),
        Original(document=one.document, outline=one.outline, collection=one.file.collection),
        config,
        tuple(originals.disclaimers[wording.id] for wording in wordings),
        wordings,
    )
    return replace(task, data=site.folder.files.get(file))


def _check_mode(folder: Folder, manifest: Manifest, *, release: bool) -> Iterator[Finding]:
    if release and manifest.mode != "release":
        message = "the folder holds a preview, which is never published"
        hint = "build with `caveat build --release`"
        yield problem("release.is-preview", folder.show(MANIFEST), message, hint=hint)


def _check_sheets(folder: Folder, manifest: Manifest) -> Iterator[Finding]:
    documents = {file for page in manifest.pages for file in page.files}
    for name, data in folder.files.items():
        if name.endswith(".css") and name not in documents:
            sheet = parse_sheet(data.decode("utf-8", "replace"), folder.show(name))
            yield from check_sheet(sheet)
            yield from check_sheet_links(sheet, name, folder.files)


def _check_lists(
    site: Site, originals: _Originals, locales: tuple[Locale, ...], name: str
) -> Iterator[Finding]:
    sentences = frozenset().union(*(one.outline.sentences for one in originals.documents))
    yield from inspect_index(site, "index.html", None, sentences, originals.junk)
    for locale in locales:
        yield from inspect_index(site, f"{locale.code}/{name}", locale, sentences, originals.junk)


def _read_records(workspace: Workspace) -> dict[str, frozenset[str]]:
    paths = sorted(workspace.releases.glob("*.json"))
    return read_digests(read_text(path, workspace.name_of(path)) for path in paths)
