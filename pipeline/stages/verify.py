"""verify: built files against source and pinned disclaimers; never catalogs or the build's code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.config.disclaimers import parse_disclaimers, parse_pinned
from pipeline.config.project import Output
from pipeline.formats.base import Reading, finish, splice
from pipeline.formats.html_its import Filter
from pipeline.formats.registry import open_formats
from pipeline.model.document import BlockKind
from pipeline.stages.segmentation import read_own_rules
from pipeline.verify.coverage import check_coverage, list_name, page_files
from pipeline.verify.folder import MANIFEST, Folder, Manifest, read_folder
from pipeline.verify.inspection import Site, Task, inspect_index, inspect_page, open_site
from pipeline.verify.links import check_sheet_links
from pipeline.verify.native import fold_space
from pipeline.verify.native_inspection import NativeTask, inspect_document
from pipeline.verify.native_rules import Terms
from pipeline.verify.outline import Outline, outline, plain_text
from pipeline.verify.problem import problem
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
    pairs = ((one, locale) for locale in (source, *locales) for one in originals.documents)
    files = {(one.file.id, locale.code): one.files(locale) for one, locale in pairs}
    name = list_name(file for one in originals.documents if not one.is_page for file in one.files(source))
    findings = [
        *found.findings,
        *_check_mode(found, manifest, release=release),
        *check_coverage(found, manifest, files, source, name),
        *_check_sheets(found, manifest),
    ]
    for one in originals.documents:
        for locale in (source, *locales):
            wordings = _wordings(workspace.config, originals, one, locale, as_of, is_release=is_release)
            if one.is_page:
                findings += inspect_page(site, _task(one, locale, wordings, manifest))
            else:
                task = _native_task(workspace.config, originals, one, locale, wordings, site)
                findings += inspect_document(task)
    findings += _check_lists(site, originals, (source, *locales), name)
    return VerifyResult(
        findings=tuple(sorted(dict.fromkeys(findings), key=lambda one: one.sort_key())),
        files_checked=len(found.files) + 1,
        pages_checked=sum(any(one in found.files for one in own) for own in files.values()),
        pages_withheld=len(manifest.withheld),
    )


def _read_originals(workspace: Workspace) -> _Originals:
    path = workspace.disclaimers_source
    name = workspace.name_of(path)
    disclaimers = parse_disclaimers(read_text(path, name), name) if path.exists() else ()
    formats, rules = open_formats(), read_own_rules(workspace)
    documents = tuple(
        _read_original(workspace, file, disclaimers, formats.get(file.collection.format), rules)
        for file in workspace.source_files()
    )
    pinned = {locale: _read_pinned(workspace, locale) for locale in workspace.config.locales}
    return _Originals(documents=documents, disclaimers={one.id: one for one in disclaimers}, pinned=pinned)


def _read_original(
    workspace: Workspace,
    file: SourceFile,
    disclaimers: tuple[Disclaimer, ...],
    reader: DocumentFormat,
    rules: tuple[Rule, ...],
) -> _Original:
    reading = Reading(
        id=file.id,
        path=file.name,
        collection=file.collection,
        disclaimers=disclaimers,
        source_locale=workspace.config.source_locale,
        rules=rules,
    )
    document = reader.parse(read_bytes(file.path, file.name), reading)
    return _Original(
        file=file, document=document, outline=outline(document, [one.text for one in disclaimers])
    )


def _read_pinned(workspace: Workspace, locale: Locale) -> dict[str, PinnedDisclaimer]:
    path = workspace.pinned(locale)
    name = workspace.name_of(path)
    found = parse_pinned(read_text(path, name), name) if path.exists() else ()
    return {one.id: one for one in found}


def _wordings(
    config: Config, originals: _Originals, one: _Original, locale: Locale, as_of: str, *, is_release: bool
) -> tuple[Wording, ...]:
    """Return what the locale must show of each disclaimer that a document owes its readers."""
    pinned = originals.pinned.get(locale, {})
    rules = one.file.collection.profile.sections
    asked = [rule.disclaimer for rule in rules if rule.disclaimer and rule.is_required]
    return tuple(
        word(originals.disclaimers[name], pinned.get(name), locale, config, as_of, release=is_release)
        for name in required_ids(one.outline.disclaimers, asked, originals.disclaimers)
    )


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
    document, profile = one.document, one.file.collection.profile
    [file] = one.files(locale)
    disclaimers = tuple(originals.disclaimers[wording.id] for wording in wordings)
    units = list(document.occurrences())
    values = (block for block in document.blocks if block.kind is BlockKind.VALUE)
    terms = Terms(
        file=site.folder.show(file),
        locale=locale,
        source=config.source_locale,
        is_release=site.is_release,
        outline=one.outline,
        fallback=config.fallback,
        risks={fold_space(plain_text(unit.key.source)): unit.risk for unit in units},
        values=frozenset(plain_text(unit.key.source) for block in values for unit in block.occurrences),
        links=profile.links.get(locale.code, {}),
        canonical=frozenset(fold_space(text) for d in disclaimers for text in (d.heading, d.text)),
    )
    return NativeTask(
        format=one.file.collection.format,
        data=site.folder.files.get(file),
        source=_source_for(document, locale, config.source_locale),
        terms=terms,
        disclaimers=disclaimers,
        wordings=wordings,
        junk=profile.junk,
    )


def _source_for(document: Document, locale: Locale, source: Locale) -> bytes:
    """Return a source file as a locale is to have it: without junk, and without what it does not have."""
    cuts = [junk.range for junk in document.junk]
    for one in () if locale == source else document.restricted:
        is_inner = any(cut.start <= one.range.start and one.range.stop <= cut.stop for cut in cuts)
        if not is_inner and not Filter(one.languages, one.is_exclusion).admits(locale):
            cuts.append(one.range)
    data = splice(document.data, [(cut, b"") for cut in cuts])
    return finish(document, data) if document.package else data


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
