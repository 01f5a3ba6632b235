"""TOML text to `Config`. Pure; all problems are raised together."""

from __future__ import annotations

import re

from babel import localedata
from babel.core import Locale as BabelLocale
from babel.core import UnknownLocaleError

from pipeline.config.parse_collections import RISK_NAMES, parse_collections, parse_profiles
from pipeline.config.parse_language import parse_srx_path, parse_typography
from pipeline.config.project import (
    DEFAULT_BLOCKING,
    DEFAULT_FALLBACK,
    Config,
    Drafting,
    Fallback,
)
from pipeline.config.toml_table import TomlFile, TomlTable
from pipeline.errors import did_you_mean, raise_all
from pipeline.model.finding import Severity
from pipeline.model.locale import Locale
from pipeline.model.people import DEFAULT_POLICY, ROLES, Requirement
from pipeline.model.unit import Risk

SEVERITY_NAMES = tuple(severity.value for severity in Severity)
_CODE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_([A-Z]{2}|[0-9]{3}))?(_[A-Z0-9]{4,8})?")
"""How gettext and CLDR spell a locale. Babel would take `de.UTF-8` and `es@../..`, and codes name folders."""
_SCALARS = (str, bool, int, float)


def parse_config(text: str, path: str = "caveat.toml") -> Config:
    """Return the project that `text` declares; raises ConfigError or ManyErrors with every problem."""
    file = TomlFile(path, text)
    root = file.parse()
    project = root.take_table("project")
    profiles = parse_profiles(root.take_table("profiles"))
    checks = root.take_table("checks")
    name, source_locale = project.need("name", str, ""), _parse_source_locale(project)
    locales = _parse_locales(project)
    config = Config(
        name=name,
        source_locale=source_locale,
        locales=locales,
        collections=parse_collections(root.take_table("collections"), profiles),
        drafting=_parse_drafting(root.take_table("drafting")),
        disabled_checks=frozenset(checks.take_strings("disable")),
        enabled_checks=frozenset(checks.take_strings("enable")),
        severities=_parse_severities(checks.take_table("severity")),
        blocking=_parse_blocking(checks.take_table("blocking")),
        fallback=_parse_fallback(root.take_table("release")),
        policy=_parse_policy(root.take_table("review")),
        srx=parse_srx_path(root.take_table("segmentation")),
        typography=parse_typography(root.take_table("typography"), locales),
    )
    for table in (project, checks, root):
        table.close()
    raise_all(file.problems)
    return config


def _parse_locales(project: TomlTable) -> tuple[Locale, ...]:
    codes = project.take_strings("locales")
    if not project.data.get("locales"):
        project.problem('"locales" is empty', key="locales", hint='add for instance locales = ["es", "fr"]')
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        project.problem(f'locale "{code}" is listed twice', key="locales")
    source = project.data.get("source_locale", "en")
    if source in codes:
        message = f'locale "{source}" is the source locale too'
        project.problem(message, key="locales", hint="nothing is translated into its own language")
    return tuple(_parse_locale(project, "locales", code) for code in codes)


def _parse_source_locale(project: TomlTable) -> Locale:
    locale = _parse_locale(project, "source_locale", project.take("source_locale", str, "en"))
    if locale.language != "en":
        hint = "risks, sentences and changes of meaning are found by rules for English"
        project.problem(f'"{locale}" can\'t be the source in this version', key="source_locale", hint=hint)
    return locale


def _parse_locale(project: TomlTable, key: str, code: str) -> Locale:
    if not _is_locale(code):
        hint = did_you_mean(code, localedata.locale_identifiers())
        project.problem(f'"{code}" is not a locale that CLDR knows', key=key, hint=hint)
    return Locale(code)


def _is_locale(code: str) -> bool:
    if not _CODE.fullmatch(code):
        return False
    try:
        BabelLocale.parse(code)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _parse_drafting(table: TomlTable) -> Drafting:
    risks = table.take_strings("risks", RISK_NAMES)
    for risk in risks:
        if risk not in RISK_NAMES:
            table.problem(f'risk "{risk}"', key="risks", hint=did_you_mean(risk, RISK_NAMES))
    engines = table.take_strings("engines", Drafting().engines)
    options = table.take_table("options")
    drafting = Drafting(
        engines=engines,
        risks=frozenset(Risk.parse(risk) for risk in risks if risk in RISK_NAMES),
        max_chars=_parse_chars(table),
        max_cost=_parse_cost(table),
        options={name: _text_options(sub) for name, sub in options.named_tables()},
    )
    table.close()
    return drafting


def _parse_chars(table: TomlTable) -> int | None:
    if "max_chars" not in table.data:
        return None
    most = table.take("max_chars", int, 0)
    if most < 0:
        table.problem('"max_chars" must be a whole number from 0 on', key="max_chars")
    return most


def _parse_cost(table: TomlTable) -> float | None:
    most = table.take("max_cost", object, None)
    is_number = isinstance(most, (int, float)) and not isinstance(most, bool)
    if isinstance(most, (int, float)) and is_number and 0 <= most < float("inf"):
        return float(most)
    if most is not None:
        table.problem('"max_cost" must be a number from 0 on', key="max_cost")
    return None


def _text_options(table: TomlTable) -> dict[str, str]:
    for key, value in table.data.items():
        if not isinstance(value, _SCALARS):
            table.problem(f'"{key}" must be a string or a number', key=key)
    return {key: str(value) for key, value in table.data.items()}


def _parse_severities(table: TomlTable) -> dict[str, Severity]:
    return {key: Severity(table.take_choice(key, SEVERITY_NAMES, "warning")) for key in table.data}


def _parse_blocking(table: TomlTable) -> dict[Risk, frozenset[Severity]]:
    blocking = {}
    for risk in Risk:
        default = tuple(severity.value for severity in Severity if severity in DEFAULT_BLOCKING[risk])
        names = table.take_strings(risk.label, default)
        for name in names:
            if name not in SEVERITY_NAMES:
                table.problem(f'severity "{name}"', key=risk.label, hint=did_you_mean(name, SEVERITY_NAMES))
        blocking[risk] = frozenset(Severity(name) for name in names if name in SEVERITY_NAMES)
    table.close()
    return blocking


def _parse_fallback(table: TomlTable) -> dict[Risk, Fallback]:
    choices = tuple(fallback.value for fallback in Fallback)
    fallback = {
        risk: Fallback(table.take_choice(risk.label, choices, DEFAULT_FALLBACK[risk].value)) for risk in Risk
    }
    table.close()
    return fallback


def _parse_policy(table: TomlTable) -> dict[Risk, Requirement]:
    policy = {risk: _parse_requirement(table.take_table(risk.label), DEFAULT_POLICY[risk]) for risk in Risk}
    table.close()
    return policy


def _parse_requirement(table: TomlTable, floor: Requirement) -> Requirement:
    """Read one requirement; a project may ask for more than the floor, never for less."""
    roles = table.take_strings("roles", tuple(sorted(floor.roles)))
    for role in roles:
        if role not in ROLES:
            table.problem(f'role "{role}"', key="roles", hint=did_you_mean(role, ROLES))
    approvers = table.take("approvers", int, floor.approvers)
    of_draft = max(approvers, floor.approvers_of_draft)
    requirement = Requirement(
        approvers=approvers,
        roles=frozenset(roles),
        approvers_of_draft=table.take("approvers_of_draft", int, of_draft),
    )
    is_weaker = (
        requirement.approvers < floor.approvers
        or requirement.approvers_of_draft < of_draft
        or not requirement.roles >= floor.roles
    )
    if is_weaker:
        people = "approver" if floor.approvers == 1 else "approvers"
        needed = f"at least {floor.approvers} {people}, {of_draft} for a machine draft"
        roles_needed = f", roles {', '.join(sorted(floor.roles))}" if floor.roles else ""
        table.problem("asks for less than four eyes", hint=needed + roles_needed)
    table.close()
    return requirement
