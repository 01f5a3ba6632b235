from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config.parse_config import parse_config
from pipeline.config.project import DEFAULT_FALLBACK, Config, Fallback, Output
from pipeline.errors import CaveatError, ConfigError, ManyErrors
from pipeline.model.finding import Severity
from pipeline.model.people import DEFAULT_POLICY, Requirement
from pipeline.model.unit import Risk
from tests.properties.effort import MODEST

BASE = """[project]
name = "Sample"
locales = ["es", "pt_BR"]

[collections.articles]
path = "source/articles"
"""


BELOW = "  hint: give a folder below source/"
TWO_SECTIONS = '[[profiles.a.sections]]\ntitle = "X"\n[[profiles.a.sections]]\ntitle = "Y"\n'


def test_the_smallest_project_has_every_default() -> None:
    config = parse_config(BASE)
    assert [locale.code for locale in config.locales] == ["es", "pt_BR"]
    assert config.source_locale.code == "en"
    [articles] = config.collections
    assert (articles.path, articles.files, articles.format, articles.segmentation) == (
        "source/articles",
        ("*.txt",),
        "record",
        "sentence",
    )
    assert config.fallback == DEFAULT_FALLBACK
    assert config.policy == DEFAULT_POLICY
    assert config.drafting.engines == ("memory", "glossary", "apertium")
    assert (config.drafting.max_chars, config.drafting.max_cost) == (None, None)


def test_a_path_to_a_field_needs_no_quotes_and_a_sheet_is_read() -> None:
    table = 'format = "xlsx"\nsheet = "Data"\n[collections.articles.fields]\n'
    config = parse_config(BASE + table + 'b."c.d" = "text"\n"a.b" = "plain"\na.c.d = "html"\n')
    [articles] = config.collections
    assert articles.fields == {"b.c.d": "text", "a.b": "plain", "a.c.d": "html"}
    assert articles.sheet == "Data"


def test_every_key_is_read() -> None:
    config = parse_config(
        BASE
        + """files = ["**/*.txt"]
format = "markdown"
profile = "article"
segmentation = "paragraph"
[collections.articles.ids]
"old name.txt" = "new-name"
[profiles.article]
junk = ["Null"]
language_names = { English = "en" }
[[profiles.article.sections]]
title = "Seek care"
group = true
risk = "critical"
required = true
disclaimer = "educational"
[drafting]
engines = ["file", "apertium"]
risks = ["standard"]
max_chars = 5000
max_cost = 2
[drafting.options.file]
path = "drafts"
timeout = 5
[checks]
disable = ["markup"]
[checks.severity]
"number.changed" = "notice"
[checks.blocking]
standard = ["error"]
[release]
standard = "source-marked"
[review.critical]
approvers = 2
roles = ["clinical", "legal"]
"""
    )
    [articles] = config.collections
    rule = articles.profile.find("Seek care")
    assert rule is not None
    assert (rule.is_group, rule.risk, rule.is_required, rule.disclaimer) == (
        True,
        Risk.CRITICAL,
        True,
        "educational",
    )
    assert articles.ids == {"old name.txt": "new-name"}
    assert (articles.profile.junk, articles.profile.language_names) == (("Null",), {"English": "en"})
    assert (config.drafting.engines, config.drafting.risks) == (("file", "apertium"), {Risk.STANDARD})
    assert (config.drafting.max_chars, config.drafting.max_cost) == (5000, 2.0)
    assert config.drafting.options == {"file": {"path": "drafts", "timeout": "5"}}
    assert (config.disabled_checks, config.severities) == ({"markup"}, {"number.changed": Severity.NOTICE})
    assert config.blocking[Risk.STANDARD] == {Severity.ERROR}
    assert config.fallback[Risk.STANDARD] is Fallback.SOURCE_MARKED
    assert config.policy[Risk.CRITICAL] == Requirement(
        approvers=2, roles=frozenset({"clinical", "legal"}), approvers_of_draft=2
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            BASE + 'fils = ["x"]\n',
            '7: [collections][articles] "fils" is not a known key\n  hint: did you mean "files"?',
        ),
        ("[projct]\n" + BASE, '1: "projct" is not a known key\n  hint: did you mean "project"?'),
        (
            BASE + "[release]\nstandart = 'x'\n",
            '8: [release] "standart" is not a known key\n  hint: did you mean "standard"?',
        ),
        (BASE.replace('"Sample"', "5"), '2: [project] "name" must be a string'),
        (BASE.replace('name = "Sample"\n', ""), '1: [project] "name" is missing\n  hint: add name = …'),
        (BASE.replace('["es", "pt_BR"]', '"es"'), '3: [project] "locales" must be a list'),
        (
            BASE.replace('"es", "pt_BR"', ""),
            '3: [project] "locales" is empty\n  hint: add for instance locales = ["es", "fr"]',
        ),
        (BASE.replace('"es", ', "7, "), '3: [project] "locales" must be a list of strings'),
        (BASE + "files = [1]\n", '7: [collections][articles] "files" must be a list of strings'),
        (
            BASE + 'files = ["../*"]\n',
            '7: [collections][articles] "files" can\'t hold "../*"\n  hint: give patterns as "*.txt"',
        ),
        (
            BASE + 'files = ["/etc/*"]\n',
            '7: [collections][articles] "files" can\'t hold "/etc/*"\n  hint: give patterns as "*.txt"',
        ),
        (
            BASE + 'files = [""]\n',
            '7: [collections][articles] "files" can\'t hold ""\n  hint: give patterns as "*.txt"',
        ),
        (
            BASE.replace("source/articles", "source/../../x"),
            '6: [collections][articles] "path" leaves the project: "source/../../x"\n' + BELOW,
        ),
        (
            BASE.replace("source/articles", "/etc"),
            '6: [collections][articles] "path" leaves the project: "/etc"\n' + BELOW,
        ),
        (
            BASE.replace("source/articles", "C:x"),
            '6: [collections][articles] "path" leaves the project: "C:x"\n' + BELOW,
        ),
        (
            BASE + '[collections.articles.ids]\n"a.txt" = "../b"\n',
            '8: [collections][articles][ids] "../b" can\'t be an id\n  hint: give a word without slashes',
        ),
        (
            BASE + 'sheet = "Data"\n',
            (
                '7: [collections][articles] files of format "record" have no sheets\n'
                '  hint: leave "sheet" out, or write format = "xlsx"'
            ),
        ),
        (
            BASE + '[collections.articles.fields]\n"a.b" = "text"\na.b = "html"\n',
            '8: [collections][articles][fields] the field "a.b" is declared twice\n  hint: keep one of them',
        ),
        (
            BASE + "[collections.articles.fields]\na.b = 1\n",
            '8: [collections][articles][fields][a] "b" must be a string',
        ),
        (
            BASE + '[collections.articles.ids]\n"a.txt" = ""\n',
            '8: [collections][articles][ids] "" can\'t be an id\n  hint: give a word without slashes',
        ),
        (
            BASE + 'segmentation = "sentense"\n',
            '7: [collections][articles] "segmentation" is "sentense"\n  hint: did you mean "sentence"?',
        ),
        (
            BASE + 'profile = "artcle"\n[profiles.article]\n',
            '7: [collections][articles] profile "artcle" is not declared\n  hint: did you mean "article"?',
        ),
        (
            "[project]\nname = 'x'\nlocales = ['es']\n",
            (
                "None: [collections] no collection is declared\n  hint: add "
                '[collections.articles] with path = "source/articles"'
            ),
        ),
        (
            BASE + TWO_SECTIONS.replace('title = "Y"', 'riks = "critical"\ntitle = "Y"'),
            '10: [profiles][a][sections][2] "riks" is not a known key\n  hint: did you mean "risk"?',
        ),
        (
            BASE + '[[profiles.a.sections]]\ntitle = "X"\n[[profiles.a.sections]]\ntitle = "X"\n',
            'None: [profiles][a] section "X" is declared twice',
        ),
        (
            BASE + '[[profiles.a.sections]]\n[[profiles.a.sections]]\ntitle = "X"\n',
            '7: [profiles][a][sections][1] "title" is missing\n  hint: add title = …',
        ),
        (
            BASE + '[drafting]\nrisks = ["criticl"]\n',
            '8: [drafting] risk "criticl"\n  hint: did you mean "critical"?',
        ),
        (BASE + "[drafting]\nmax_chars = -1\n", '8: [drafting] "max_chars" must be a whole number from 0 on'),
        (BASE + "[drafting]\nmax_chars = 1.5\n", '8: [drafting] "max_chars" must be a whole number'),
        (BASE + "[drafting]\nmax_cost = 'x'\n", '8: [drafting] "max_cost" must be a number from 0 on'),
        (BASE + "[drafting]\nmax_cost = true\n", '8: [drafting] "max_cost" must be a number from 0 on'),
        (BASE + "[drafting]\nmax_cost = inf\n", '8: [drafting] "max_cost" must be a number from 0 on'),
        (
            BASE + "[drafting.options.file]\npath = ['x']\n",
            '8: [drafting][options][file] "path" must be a string or a number',
        ),
        (BASE + "[drafting.options]\nfile = 'x'\n", '8: [drafting][options] "file" must be a table'),
        (
            BASE + "[checks.blocking]\nstandard = ['eror']\n",
            '8: [checks][blocking] severity "eror"\n  hint: did you mean "error"?',
        ),
        (
            BASE + "[checks.severity]\n'number.changed' = 'eror'\n",
            '8: [checks][severity] "number.changed" is "eror"\n  hint: did you mean "error"?',
        ),
        (
            BASE + "[release]\nstandard = 'withold'\n",
            '8: [release] "standard" is "withold"\n  hint: did you mean "withhold"?',
        ),
    ],
)
def test_a_problem_has_its_place_and_a_hint(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse_config(text)
    assert str(error.value) == f"caveat.toml:{message}".replace(":None: ", ": ")
    assert error.value.exit_code == 2


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("pt-BR", 'did you mean "pt_BR"?'),
        ("xx", None),
        ("", None),
        ("de.UTF-8", None),
        ("es@../../x", None),
        ("ES", None),
        ("es/..", None),
        ("root", None),
    ],
)
def test_what_is_no_locale_is_refused(code: str, hint: str | None) -> None:
    with pytest.raises(ConfigError) as error:
        parse_config(BASE.replace("pt_BR", code))
    assert error.value.message == f'[project] "{code}" is not a locale that CLDR knows'
    assert error.value.at is not None
    assert error.value.at.line == 3
    assert hint is None or error.value.hint == hint


@pytest.mark.parametrize("code", ["es", "zh_Hans", "pt_BR", "es_419", "sr_Latn_RS", "ca_ES_VALENCIA", "fil"])
def test_what_cldr_knows_is_taken(code: str) -> None:
    assert parse_config(BASE.replace("pt_BR", code).replace('"es", ', "")).locales[0].code == code


def test_a_locale_may_stand_once_and_not_be_the_source() -> None:
    with pytest.raises(ManyErrors) as error:
        parse_config(BASE.replace("pt_BR", 'es", "en'))
    assert [one.message for one in error.value.errors] == [
        '[project] locale "es" is listed twice',
        '[project] locale "en" is the source locale too',
    ]


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("[review.standard]\napprovers = 0", "at least 1 approver, 1 for a machine draft"),
        (
            "[review.critical]\napprovers_of_draft = 1",
            "at least 1 approver, 2 for a machine draft, roles clinical",
        ),
        (
            '[review.critical]\nroles = ["legal"]',
            "at least 1 approver, 2 for a machine draft, roles clinical",
        ),
        ("[review.critical]\nroles = []", "at least 1 approver, 2 for a machine draft, roles clinical"),
        ("[review.disclaimer]\napprovers = 1", "at least 2 approvers, 2 for a machine draft, roles legal"),
        (
            "[review.standard]\napprovers = 3\napprovers_of_draft = 2",
            "at least 1 approver, 3 for a machine draft",
        ),
    ],
)
def test_a_weaker_review_policy_is_refused(text: str, needed: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse_config(f"{BASE}{text}\n")
    assert error.value.message.endswith("asks for less than four eyes")
    assert (error.value.hint, error.value.at and error.value.at.line) == (needed, 7)


def test_a_stricter_policy_is_stricter_for_machine_drafts_too() -> None:
    policy = parse_config(f"{BASE}[review.standard]\napprovers = 3\n").policy
    assert policy[Risk.STANDARD] == Requirement(approvers=3, approvers_of_draft=3)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ManyErrors) as error:
        parse_config('[project]\nnam = "x"\nlocales = ["xx"]\n[review.standard]\napprovers = true\n')
    assert [str(one).partition("\n")[0] for one in error.value.errors] == [
        'caveat.toml:1: [project] "name" is missing',
        'caveat.toml:3: [project] "xx" is not a locale that CLDR knows',
        "caveat.toml: [collections] no collection is declared",
        'caveat.toml:5: [review][standard] "approvers" must be a whole number',
        'caveat.toml:2: [project] "nam" is not a known key',
    ]
    assert error.value.exit_code == 2


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *BASE.splitlines(),
            "[release]",
            "[review.standard]",
            "approvers = 2",
            "locales = [",
            "]",
            '"""',
            "x.y = 1",
            "[[a]]",
            "path = 5",
            "ids = { a = 1 }",
            "[collections.articles.ids]",
            "[profiles.a]",
            "[[profiles.a.sections]]",
            "title = 1",
            "[checks.severity]",
            "a = 2020-13-45",
            "[project.name]",
            "sections = [1]",
            "junk = [[]]",
            "[drafting]",
            "options = 1",
        ]
    ),
    max_size=10,
)


@MODEST
@given(FRAGMENTS.map("\n".join) | st.text(max_size=40))
def test_no_text_at_all_crashes_the_reader(text: str) -> None:
    code = 0
    try:
        config = parse_config(text)
        assert isinstance(config, Config)
    except CaveatError as error:
        code = error.exit_code
    assert code in {0, 2}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BASE + "[profiles.p]\njunk = ['Null', ' ']\n", '"junk" holds an empty token'),
        (BASE.replace("path =", "files = ['a**']\npath ="), '"files" can\'t hold "a**"'),
        (
            BASE.replace("locales =", "source_locale = 'de'\nlocales ="),
            '"de" can\'t be the source',
        ),
    ],
)
def test_what_would_fail_later_is_refused_at_once(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse_config(text)
    assert message in str(error.value)
    assert error.value.at is not None
    assert error.value.hint


@pytest.mark.parametrize(
    ("keys", "output"),
    [
        ("", Output.PAGES),
        ('output = "document"', Output.DOCUMENT),
        ('format = "markdown"', Output.DOCUMENT),
        ('format = "markdown"\noutput = "document"', Output.DOCUMENT),
    ],
)
def test_records_become_pages_and_everything_else_what_it_is(keys: str, output: Output) -> None:
    [articles] = parse_config(BASE + keys).collections
    assert articles.output is output


@pytest.mark.parametrize(
    ("keys", "message", "hint"),
    [
        ('format = "markdown"\noutput = "pages"', "can't become pages", 'write output = "document"'),
        ('output = "page"', '"output" is "page"', 'did you mean "pages"?'),
    ],
)
def test_an_output_that_can_not_be_is_refused_with_its_line(keys: str, message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(BASE + keys)
    assert message in caught.value.message
    assert hint in str(caught.value)
    assert caught.value.at is not None
    assert caught.value.at.line == 7 + keys.count("\n")
