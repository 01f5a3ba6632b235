"""SRX 2.0: what is read, in what order it counts, and what is refused before it can do harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.errors import CaveatError, ConfigError
from pipeline.language.segmentation import find_sentences
from pipeline.language.srx import MOST_RULES, parse_srx, read_srx
from pipeline.model.locale import Locale

if TYPE_CHECKING:
    from pathlib import Path

EN, EN_GB = Locale("en"), Locale("en_GB")


def rule(before: str, after: str = r"\s", is_break: str = "yes") -> str:
    return (
        f'<rule break="{is_break}"><beforebreak>{before}</beforebreak><afterbreak>{after}</afterbreak></rule>'
    )


def srx(rules: str, maps: str = "", cascade: str = "yes", more: str = "") -> str:
    maps = maps or '<languagemap languagepattern="[Ee][Nn].*" languagerulename="English"/>'
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<srx xmlns="http://www.lisa.org/srx20" xmlns:x="urn:other" version="2.0">
<header segmentsubflows="yes" cascade="{cascade}"><formathandle type="start" include="no"/></header>
<body><languagerules><languagerule languagerulename="English">
{rules}
</languagerule>{more}</languagerules>
<maprules>{maps}</maprules></body></srx>
"""


def cut(text: str, file: str, locale: Locale = EN) -> list[str]:
    rules = parse_srx(file, "rules.srx").rules_for(locale)
    return [text[start:stop] for start, stop in find_sentences(text, "en", rules)]


def test_a_rule_breaks_or_keeps_together() -> None:
    file = srx(rule(r"\bAcme\.", is_break="no") + rule(";") + rule("&lt;", "&amp;"))
    assert cut("Ask Acme. Big; small. Rest.", file) == ["Ask Acme. Big;", "small.", "Rest."]
    assert cut("one<&two", file) == ["one<", "&two"]


def test_break_is_yes_where_the_file_does_not_say() -> None:
    file = srx("<rule><beforebreak>;</beforebreak></rule>")
    assert cut("one; two", file) == ["one;", "two"]


def test_the_first_rule_that_holds_decides() -> None:
    keep, end = rule(r"\bDr;\s", "", "no"), rule(";")
    assert cut("Dr; Lee; he", srx(keep + end)) == ["Dr; Lee;", "he"]
    assert cut("Dr; Lee; he", srx(end + keep)) == ["Dr;", "Lee;", "he"]


TWO_GROUPS = '<languagerule languagerulename="Default">' + rule(":") + "</languagerule>"
TWO_MAPS = (
    '<languagemap languagepattern="en-GB" languagerulename="English"/>'
    '<languagemap languagepattern=".*" languagerulename="Default"/>'
)


@pytest.mark.parametrize(
    ("cascade", "locale", "pieces"),
    [
        ("yes", EN_GB, ["a;", "b:", "c"]),
        ("no", EN_GB, ["a;", "b: c"]),
        ("yes", EN, ["a; b:", "c"]),
        ("no", EN, ["a; b:", "c"]),
    ],
)
def test_maps_cascade_or_the_first_alone_counts(cascade: str, locale: Locale, pieces: list[str]) -> None:
    assert cut("a; b: c", srx(rule(";"), TWO_MAPS, cascade, TWO_GROUPS), locale) == pieces


def test_elements_of_other_namespaces_are_passed_over() -> None:
    file = srx('<x:rule break="maybe"/>' + rule(";"))
    assert cut("one; two", file) == ["one;", "two"]


def test_each_rule_knows_its_line() -> None:
    [one] = parse_srx(srx(rule(";")), "rules.srx").rules_for(EN)
    assert str(one.origin) == "rules.srx:5"


@pytest.mark.parametrize(
    ("file", "place", "message"),
    [
        ("", "rules.srx:1", "not valid XML"),
        ("<srx", "rules.srx:1", "not valid XML"),
        (srx("").replace("</body>", ""), "rules.srx:7", "not valid XML"),
        ("<tmx version='2.0'/>", "rules.srx:1", "is no SRX 2.0"),
        (srx("").replace('version="2.0"', 'version="1.0"'), "rules.srx:2", "is no SRX 2.0"),
        ('<srx version="2.0"/>', "rules.srx:1", "the header is missing"),
        (srx("", cascade="perhaps"), "rules.srx:3", '"cascade" is "perhaps"'),
        (srx(rule(";", is_break="maybe")), "rules.srx:5", '"break" is "maybe"'),
        (srx(rule("", "")), "rules.srx:5", "ends a sentence everywhere"),
        (srx(rule("(")), "rules.srx:5", 'the expression "(" can\'t be used'),
        (srx(rule(r"\p{Foo}")), "rules.srx:5", "unknown property"),
        (srx("(" * 500 + "</languagerule><languagerule>"), "rules.srx:5", "languagerulename"),
        (srx(rule("(" * 3000 + "a" + ")" * 3000)), "rules.srx:5", "nested too deep"),
        (srx(rule("(a|aa)+[bc]")), "rules.srx:5", "takes too long"),
        (srx(rule(";"), more=TWO_GROUPS * 2), "rules.srx:6", 'the rules "Default" are there twice'),
        (srx(rule(";"), TWO_MAPS), "rules.srx:8", 'the rules "Default", which are not there'),
        (srx("").replace("<body>", f"<body>{rule(';')}"), "rules.srx:4", "outside of <languagerule>"),
        (srx("<rule/>" * 2 + rule(";") * MOST_RULES), "rules.srx:5", "everywhere"),
        (srx(rule(";", "a") * (MOST_RULES + 1)), "rules.srx:5", f"more than {MOST_RULES} rules"),
        (srx(rule("x" * 20_001)), "rules.srx:5", "longer than"),
        (" " * 4_000_001, "rules.srx", "more than 4000000 characters"),
    ],
)
def test_a_bad_file_is_refused_with_its_line(file: str, place: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_srx(file, "rules.srx")
    assert str(caught.value.at) == place
    assert message in caught.value.message


def entities(text: str) -> str:
    return f"<!DOCTYPE srx [{text}]>" + srx(rule("&a;")).partition("?>")[2]


@pytest.mark.parametrize(
    "file",
    [
        entities('<!ENTITY a "' + "ha" * 10 + '">'),
        entities(
            "".join(f'<!ENTITY {x} "{f"&{y};" * 10}">' for x, y in zip("abcdefgh", "bcdefghi", strict=True))
        ),
        entities('<!ENTITY a SYSTEM "file:///etc/hostname">'),
        '<!DOCTYPE srx SYSTEM "http://127.0.0.1:9/srx.dtd">' + srx(rule(";")).partition("?>")[2],
    ],
    ids=["an entity", "entities in entities", "another file", "an outer DTD"],
)
def test_what_names_entities_or_other_files_is_refused_before_it_is_read(file: str) -> None:
    """Nothing is expanded, so nothing takes long: the first thing that is met is the DOCTYPE."""
    with pytest.raises(ConfigError, match="has a DOCTYPE") as caught:
        parse_srx(file, "rules.srx")
    assert str(caught.value.at) == "rules.srx:1"
    assert caught.value.hint


def test_a_file_without_rules_for_the_source_language_is_an_error() -> None:
    file = srx(rule(";"), '<languagemap languagepattern="en|de.*" languagerulename="English"/>')
    with pytest.raises(ConfigError, match="no rule is for the language en-GB") as caught:
        parse_srx(file, "rules.srx").rules_for(EN_GB)
    assert str(caught.value.at) == "rules.srx"


def test_a_file_is_read_as_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "rules.srx"
    path.write_text(srx(rule("…")), "utf-8")
    assert len(read_srx(path, "rules.srx").rules_for(EN)) == 1
    path.write_text(srx(rule("…")), "utf-16")
    with pytest.raises(CaveatError, match="not UTF-8"):
        read_srx(path, "rules.srx")
