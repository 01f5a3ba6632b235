"""Segmentation rules in SRX 2.0, the exchange format of translation tools.

An SRX file names groups of rules and maps languages to them by pattern; with `cascade="yes"` every map that
fits counts, in order, otherwise the first alone. A file can't name entities or other files: one with a
DOCTYPE is refused, so that reading takes time by its size and nothing else is opened.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Final
from xml.parsers import expat

from pipeline.errors import ConfigError, Location
from pipeline.language.segmentation_rules import LOOK_BACK, OwnRule, took_too_long
from pipeline.language.srx_expressions import compile_expression
from pipeline.workspace.files import read_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.model.locale import Locale

BIGGEST: Final = 4_000_000
"""Characters of a file."""
MOST_RULES: Final = 5_000
_NAMESPACES: Final = ("http://www.lisa.org/srx20", "")
_BREAK: Final = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class LanguageMap:
    """Which languages a group of rules is for."""

    pattern: Any
    """Compiled; has to fit the whole language tag."""
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Srx:
    """What an SRX file says."""

    path: str
    groups: Mapping[str, tuple[OwnRule, ...]]
    maps: tuple[LanguageMap, ...]
    is_cascading: bool

    def rules_for(self, locale: Locale) -> tuple[OwnRule, ...]:
        """Return the rules of a language in order; raises ConfigError when the file has none for it."""
        fitting = [one.group for one in self.maps if one.pattern.fullmatch(locale.tag, timeout=1)]
        chosen = fitting if self.is_cascading else fitting[:1]
        rules = tuple(rule for group in chosen for rule in self.groups[group])
        if not rules:
            hint = f"add a <languagemap> whose languagepattern fits {locale.tag}"
            raise ConfigError(f"no rule is for the language {locale.tag}", at=Location(self.path), hint=hint)
        return rules


def read_srx(path: Path, name: str) -> Srx:
    """Read a file of rules; raises ConfigError with file and line."""
    return parse_srx(read_text(path, name), name)


def parse_srx(text: str, path: str) -> Srx:
    """Return what an SRX file says; raises ConfigError with file and line."""
    if len(text) > BIGGEST:
        hint = "keep the languages that the project needs"
        raise ConfigError(f"has more than {BIGGEST} characters", at=Location(path), hint=hint)
    return _Reader(path).read(text)


@dataclass(slots=True)
class _Reader:
    """An SRX file being read: expat calls it for each tag."""

    path: str
    parser: Any = field(default_factory=lambda: expat.ParserCreate(namespace_separator=" "))
    groups: dict[str, list[OwnRule]] = field(default_factory=dict)
    maps: list[LanguageMap] = field(default_factory=list)
    cascade: bool | None = None
    group: str | None = None
    depth: int = 0
    count: int = 0
    rule: dict[str, Any] | None = None
    """The rule being read: `is_break`, and its expressions by the name of their element."""
    open: str | None = None
    """The expression being read, and in `text` what it holds so far."""
    text: list[str] = field(default_factory=list)

    def read(self, text: str) -> Srx:
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._add_text
        try:
            self.parser.Parse(text, True)  # noqa: FBT003 - expat takes it by position only
        except expat.ExpatError as error:
            what = expat.errors.messages[error.code]
            raise ConfigError(f"not valid XML: {what}", at=Location(self.path, error.lineno)) from error
        unknown = next((one.group for one in self.maps if one.group not in self.groups), None)
        if unknown is not None:
            raise self._problem(f'a language map names the rules "{unknown}", which are not there', None)
        if self.cascade is None:
            raise self._problem("the header is missing", 'add <header cascade="yes" …>')
        groups = {name: tuple(rules) for name, rules in self.groups.items()}
        return Srx(path=self.path, groups=groups, maps=tuple(self.maps), is_cascading=self.cascade)

    def _problem(self, message: str, hint: str | None) -> ConfigError:
        return ConfigError(message, at=Location(self.path, self.parser.CurrentLineNumber), hint=hint)

    def _refuse_doctype(self, *_: object) -> None:
        raise self._problem("has a DOCTYPE", "take it out; SRX 2.0 needs none")

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        namespace, _, name = qualified.rpartition(" ")
        self.depth += 1
        if self.depth == 1 and (name != "srx" or attributes.get("version") != "2.0"):
            raise self._problem("is no SRX 2.0", 'the root has to be <srx version="2.0">')
        if namespace not in _NAMESPACES:
            return
        if name == "header":
            self.cascade = self._need_choice(attributes, "cascade")
        elif name == "languagerule":
            self._start_group(self._need(attributes, "languagerulename"))
        elif name == "languagemap":
            pattern = self._compile(self._need(attributes, "languagepattern"), is_end=False)
            self.maps.append(LanguageMap(pattern, self._need(attributes, "languagerulename")))
        elif name == "rule":
            self.rule = {"is_break": self._need_choice({"break": "yes", **attributes}, "break")}
        elif name in ("beforebreak", "afterbreak"):
            self.open, self.text = name, []

    def _start_group(self, name: str) -> None:
        if name in self.groups:
            raise self._problem(f'the rules "{name}" are there twice', None)
        self.group, self.groups[name] = name, []

    def _end(self, qualified: str) -> None:
        self.depth -= 1
        name = qualified.rpartition(" ")[2]
        if self.open == name and self.rule is not None:
            expression = "".join(self.text)
            self.rule[name] = self._compile(expression, is_end=name == "beforebreak") if expression else None
            self.open = None
        elif name == "rule" and self.rule is not None:
            self._add_rule(self.rule)
            self.rule = None

    def _add_rule(self, rule: dict[str, Any]) -> None:
        if self.group is None:
            raise self._problem("a rule stands outside of <languagerule>", None)
        self.count += 1
        if self.count > MOST_RULES:
            raise self._problem(f"has more than {MOST_RULES} rules", "keep the languages that are needed")
        before, after = rule.get("beforebreak"), rule.get("afterbreak")
        if before is None and after is None and rule["is_break"]:
            raise self._problem("a rule that fits everywhere ends a sentence everywhere", None)
        self.groups[self.group].append(
            OwnRule(
                before=before,
                after=after,
                is_break=rule["is_break"],
                origin=Location(self.path, self.parser.CurrentLineNumber),
            )
        )

    def _add_text(self, text: str) -> None:
        if self.open is not None:
            self.text.append(text)

    def _compile(self, expression: str, *, is_end: bool) -> Any:
        at = Location(self.path, self.parser.CurrentLineNumber)
        try:
            return compile_expression(expression, is_end=is_end, window=LOOK_BACK)
        except ValueError as error:
            message = f'the expression "{shorten(expression, 60, placeholder="…")}" can\'t be used: {error}'
            raise ConfigError(message, at=at, hint="SRX takes the expressions of ICU and Java") from error
        except TimeoutError as error:
            raise took_too_long(at) from error

    def _need(self, attributes: Mapping[str, str], name: str) -> str:
        if not attributes.get(name):
            raise self._problem(f'the attribute "{name}" is missing', None)
        return attributes[name]

    def _need_choice(self, attributes: Mapping[str, str], name: str) -> bool:
        value = self._need(attributes, name)
        if value not in _BREAK:
            raise self._problem(f'"{name}" is "{value}"', "known: no, yes")
        return _BREAK[value]
