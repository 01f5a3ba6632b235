"""The collections and profiles of `caveat.toml`: which files are documents, and what they look like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.config.project import Collection, MarkupRule, Output, Profile, SectionRule
from pipeline.errors import did_you_mean
from pipeline.model.unit import Risk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.config.toml_table import TomlTable

RISK_NAMES = tuple(risk.label for risk in Risk)
PAGE_FORMAT = "record"
"""The format whose documents can become pages."""
WORKBOOK_FORMAT = "xlsx"
"""The format whose files have sheets."""
_DRIVE = re.compile(r"[A-Za-z]:")


def parse_profiles(table: TomlTable) -> dict[str, Profile]:
    """Return the profiles by name."""
    return {name: _parse_profile(name, profile) for name, profile in table.named_tables()}


def _parse_junk(table: TomlTable) -> tuple[str, ...]:
    tokens = table.take_strings("junk")
    if not all(token.strip() for token in tokens):
        table.problem(
            '"junk" holds an empty token', key="junk", hint="every text starts with it; take it out"
        )
    return tuple(token for token in tokens if token.strip())


def _parse_profile(name: str, table: TomlTable) -> Profile:
    names = table.take_table("language_names")
    profile = Profile(
        name=name,
        sections=tuple(_parse_section(section) for section in table.take_tables("sections")),
        junk=_parse_junk(table),
        language_names=_texts(names),
        front_matter=table.take_strings("front_matter"),
        has_definition_lists=table.take("definition_lists", bool, default=False),
        rules=tuple(_parse_rule(rule) for rule in table.take_tables("rules")),
        links={locale: _texts(sub) for locale, sub in table.take_table("links").named_tables()},
    )
    titles = [rule.title for rule in profile.sections]
    for title in sorted({title for title in titles if titles.count(title) > 1}):
        table.problem(f'section "{title}" is declared twice')
    table.close()
    return profile


def _texts(table: TomlTable) -> dict[str, str]:
    return {key: table.take(key, str, "") for key in table.data}


def _parse_rule(table: TomlTable) -> MarkupRule:
    rule = MarkupRule(
        selector=table.need("selector", str, ""),
        is_translated=_optional(table, "translate"),
        is_inline=_optional(table, "inline"),
        note=table.take("note", str, "") or None,
        locales=table.take_strings("locales") if "locales" in table.data else None,
    )
    table.close()
    return rule


def _optional(table: TomlTable, key: str) -> bool | None:
    return table.take(key, bool, default=False) if key in table.data else None


def _parse_section(table: TomlTable) -> SectionRule:
    rule = SectionRule(
        title=table.need("title", str, ""),
        is_group=table.take("group", bool, default=False),
        risk=Risk.parse(table.take_choice("risk", RISK_NAMES[:2], "standard")),
        is_required=table.take("required", bool, default=False),
        disclaimer=table.take("disclaimer", str, "") or None,
    )
    table.close()
    return rule


def parse_collections(table: TomlTable, profiles: Mapping[str, Profile]) -> tuple[Collection, ...]:
    """Return the collections in the order of the file."""
    if not table.data:
        hint = 'add [collections.articles] with path = "source/articles"'
        table.problem("no collection is declared", hint=hint)
    return tuple(_parse_collection(name, sub, profiles) for name, sub in table.named_tables())


def _parse_collection(name: str, table: TomlTable, profiles: Mapping[str, Profile]) -> Collection:
    path = table.need("path", str, "source")
    if leaves_project(path):
        table.problem(f'"path" leaves the project: "{path}"', key="path", hint="give a folder below source/")
    files = table.take_strings("files", ("*.txt",))
    for pattern in files:
        has_bad_stars = any("**" in part and part != "**" for part in pattern.split("/"))
        if not pattern.strip("./") or leaves_project(pattern) or has_bad_stars:
            table.problem(f'"files" can\'t hold "{pattern}"', key="files", hint='give patterns as "*.txt"')
    profile_name = table.take("profile", str, "")
    if profile_name and profile_name not in profiles:
        hint = did_you_mean(profile_name, profiles)
        table.problem(f'profile "{profile_name}" is not declared', key="profile", hint=hint)
    format_name = table.take("format", str, "record")
    collection = Collection(
        name=name,
        path=path.rstrip("/"),
        files=files,
        format=format_name,
        profile=profiles.get(profile_name, Profile(name=profile_name)),
        segmentation=table.take_choice("segmentation", ("sentence", "paragraph"), "sentence"),
        ids=_parse_ids(table.take_table("ids")),
        key=table.take("key", str, "") or None,
        fields=_parse_fields(table.take_table("fields")),
        sheet=_parse_sheet(table, format_name),
        output=_parse_output(table, format_name),
    )
    table.close()
    return collection


def _parse_fields(table: TomlTable, prefix: str = "") -> dict[str, str]:
    """Return the format of each field by its name; in TOML a path without quotes is a table in a table."""
    fields: dict[str, str] = {}
    for key, value in table.data.items():
        is_table = isinstance(value, dict)
        name = f"{prefix}{key}"
        found = (
            _parse_fields(table.take_table(key), f"{name}.") if is_table else {name: table.take(key, str, "")}
        )
        twin = next((one for one in found if one in fields), None)
        if twin:
            table.problem(f'the field "{twin}" is declared twice', key=key, hint="keep one of them")
        fields |= found
    return fields


def _parse_sheet(table: TomlTable, format_name: str) -> str | None:
    sheet = table.take("sheet", str, "") or None
    if sheet and format_name != WORKBOOK_FORMAT:
        hint = f'leave "sheet" out, or write format = "{WORKBOOK_FORMAT}"'
        table.problem(f'files of format "{format_name}" have no sheets', key="sheet", hint=hint)
    return sheet


def _parse_output(table: TomlTable, format_name: str) -> Output:
    """Return what is built; only records become pages, and they do unless something else is wanted."""
    default = Output.PAGES if format_name == PAGE_FORMAT else Output.DOCUMENT
    output = Output(table.take_choice("output", tuple(one.value for one in Output), default.value))
    if output is Output.PAGES and format_name != PAGE_FORMAT:
        hint = f'write output = "document", or leave it out: pages are made from "{PAGE_FORMAT}" only'
        table.problem(f'documents of format "{format_name}" can\'t become pages', key="output", hint=hint)
    return output


def leaves_project(path: str) -> bool:
    """Return whether a path leads out of the project, or names a drive."""
    is_absolute = path.startswith("/") or "\\" in path or bool(_DRIVE.match(path)) or "\0" in path
    return is_absolute or ".." in path.split("/")


def _parse_ids(table: TomlTable) -> dict[str, str]:
    """Return document ids by file name; an id names files, so it can't be a path."""
    ids = {key: table.take(key, str, key) for key in table.data}
    for key, value in ids.items():
        if not value.strip() or value.startswith(".") or re.search(r"[/\\\x00-\x1f]", value):
            table.problem(f'"{value}" can\'t be an id', key=key, hint="give a word without slashes")
    return ids
