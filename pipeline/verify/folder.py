"""Folder: every file of an output folder against its manifest, which must list all and nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import CaveatError
from pipeline.model.digest import PREFIX, digest_bytes
from pipeline.verify.problem import problem
from pipeline.workspace.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pipeline.model.finding import Finding

MANIFEST: Final = "manifest.json"
FORMAT: Final = "manifest/1"
MODES: Final = ("preview", "release")
_REBUILD: Final = "build the folder again with `caveat build`; nothing in it is edited by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestPage:
    """One published page, as the build declares it."""

    document: str
    locale: str
    files: tuple[str, ...]
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the build says it made."""

    mode: str
    files: Mapping[str, str]
    """Relative path -> digest."""
    pages: tuple[ManifestPage, ...]
    withheld: Mapping[tuple[str, str], tuple[str, ...]]
    """(document, locale) -> reasons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """An output folder as it is on disk."""

    name: str
    """The path to show."""
    manifest: Manifest | None
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Relative path -> content, without the manifest."""
    findings: tuple[Finding, ...] = ()

    def show(self, file: str) -> str:
        """Return the path of a file as people see it."""
        return f"{self.name}/{file}"


class _UnreadableError(ValueError):
    """The manifest is not what it must be; the text says why."""


def read_folder(root: Path, name: str) -> Folder:
    """Return the folder's files, its manifest and where they differ; a folder that is absent has neither."""
    if not root.is_dir():
        return Folder(name=name, manifest=None)
    show = f"{name}/{MANIFEST}"
    files, findings = _read_files(root, name)
    data = files.pop(MANIFEST, None)
    if data is None:
        findings.append(problem("manifest.missing", show, "there is no manifest", hint=_REBUILD))
        return Folder(name=name, manifest=None, files=files, findings=tuple(findings))
    try:
        manifest = parse_manifest(data)
    except _UnreadableError as error:
        findings.append(problem("manifest.unreadable", show, str(error), hint=_REBUILD))
        return Folder(name=name, manifest=None, files=files, findings=tuple(findings))
    findings += _compare(manifest, files, name)
    return Folder(name=name, manifest=manifest, files=files, findings=tuple(findings))


def _read_files(root: Path, name: str) -> tuple[dict[str, bytes], list[Finding]]:
    files: dict[str, bytes] = {}
    findings = []
    for path in sorted(root.rglob("*")):
        relative = path.relative_to(root).as_posix()
        show = f"{name}/{relative}"
        if path.is_symlink():
            message = "is a link, so what it shows can change without the folder changing"
            findings.append(problem("manifest.stray-file", show, message, hint=_REBUILD))
        elif path.is_file():
            try:
                files[relative] = read_bytes(path, show)
            except CaveatError as error:
                hint = "make the file readable, or build the folder again"
                findings.append(problem("page.unreadable", show, error.message, hint=hint))
    return files, findings


def _compare(manifest: Manifest, files: Mapping[str, bytes], name: str) -> Iterator[Finding]:
    for file in sorted(files.keys() - manifest.files.keys()):
        yield problem("manifest.stray-file", f"{name}/{file}", "is not in the manifest", hint=_REBUILD)
    for file, digest in sorted(manifest.files.items()):
        if file not in files:
            message = "is in the manifest but not in the folder"
            yield problem("manifest.missing-file", f"{name}/{file}", message, hint=_REBUILD)
        elif digest_bytes(files[file]) != digest:
            message = "was changed after it was built: its digest is not the manifest's"
            yield problem("manifest.changed-file", f"{name}/{file}", message, hint=_REBUILD)


def parse_manifest(data: bytes) -> Manifest:
    """Return the manifest; raises ValueError that says what is wrong with it."""
    try:
        root = json.loads(data.decode("utf-8"), object_pairs_hook=_unique)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise _UnreadableError(f"is not JSON: {error}") from error
    if not isinstance(root, dict) or root.get("caveat") != FORMAT:
        raise _UnreadableError(f'is not a manifest of the form "{FORMAT}"')
    if root.get("mode") not in MODES:
        raise _UnreadableError(f'"mode" is neither {" nor ".join(MODES)}')
    pages = tuple(_parse_page(page) for page in _list_of_tables(root, "pages"))
    pairs = [(page.document, page.locale) for page in pages]
    if len(pairs) != len(set(pairs)):
        raise _UnreadableError('"pages" lists a page twice')
    return Manifest(
        mode=root["mode"],
        files=_parse_files(root.get("files")),
        pages=pages,
        withheld=dict(_parse_withheld(one) for one in _list_of_tables(root, "withheld")),
    )


def _unique(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return a table; a key given twice could say one thing to us and another to the next reader."""
    table: dict[str, Any] = {}
    for key, value in pairs:
        if key in table:
            raise _UnreadableError(f'"{key}" is given twice')
        table[key] = value
    return table


def _parse_files(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise _UnreadableError('"files" is not a table of digests')
    for file, digest in value.items():
        if not isinstance(digest, str) or not digest.startswith(PREFIX):
            raise _UnreadableError(f'"{file}" has no digest')
        path = PurePosixPath(file)
        if (
            path.is_absolute()
            or ".." in path.parts
            or "\\" in file
            or path.as_posix() != file
            or file == MANIFEST
        ):
            raise _UnreadableError(f'"{file}" is not the path of a file in the folder')
    return value


def _list_of_tables(root: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = root.get(key)
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise _UnreadableError(f'"{key}" is not a list of tables')
    return value


def _parse_page(page: Mapping[str, Any]) -> ManifestPage:
    return ManifestPage(
        document=_text(page, "document"),
        locale=_text(page, "locale"),
        files=_texts(page, "files"),
        standing=_text(page, "standing"),
    )


def _parse_withheld(one: Mapping[str, Any]) -> tuple[tuple[str, str], tuple[str, ...]]:
    return (_text(one, "document"), _text(one, "locale")), _reasons(one.get("reasons"))


def _reasons(value: Any) -> tuple[str, ...]:
    """Return the reasons in words; each is text, or a table whose message is."""
    listed = value if isinstance(value, list) else []
    words = [one.get("message") if isinstance(one, dict) else one for one in listed]
    found = tuple(word for word in words if isinstance(word, str) and word.strip())
    if not found or len(found) != len(words):
        raise _UnreadableError('a page is withheld without "reasons"')
    return found


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise _UnreadableError(f'"{key}" of a page is not text')
    return value


def _texts(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _UnreadableError(f'"{key}" of a page is not a list of texts')
    return tuple(value)
