"""`locales/reviewers.toml`: the people who may sign, their roles and locales."""

from __future__ import annotations

from pipeline.config.toml_table import TomlFile, TomlTable
from pipeline.errors import did_you_mean, raise_all
from pipeline.model.people import ROLES, Reviewer, is_address, normal_address


def parse_reviewers(text: str, path: str) -> tuple[Reviewer, ...]:
    """Return the reviewers that `text` lists; raises ConfigError or ManyErrors."""
    file = TomlFile(path, text)
    root = file.parse()
    found = tuple(_parse_reviewer(table) for table in root.take_tables("reviewers"))
    emails = [reviewer.email for reviewer in found]
    for email in sorted({email for email in emails if emails.count(email) > 1}):
        root.problem(f'reviewer "{email}" is listed twice', hint="keep one entry with all roles and locales")
    root.close()
    raise_all(file.problems)
    return found


def _parse_reviewer(table: TomlTable) -> Reviewer:
    reviewer = Reviewer(
        email=normal_address(table.need("email", str, "")),
        name=table.need("name", str, ""),
        roles=frozenset(table.take_strings("roles")),
        locales=frozenset(table.take_strings("locales")),
        group=table.take("group", str, "").strip(),
    )
    if isinstance(table.data.get("email"), str) and not is_address(reviewer.email):
        table.problem(f'"{table.data["email"]}" is not an e-mail address', key="email")
    for role in sorted(reviewer.roles - set(ROLES)):
        table.problem(f'role "{role}"', key="roles", hint=did_you_mean(role, ROLES))
    if not table.data.get("locales"):
        message = "no locale is given, so this person may sign nothing"
        table.problem(message, key="locales", hint='add for instance locales = ["es"]')
    table.close()
    return reviewer
