"""Front matter: the declared values with their places, and targets in the spelling of what they replace."""

from __future__ import annotations

import time
import tomllib
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config.project import Collection, Profile
from pipeline.errors import DocumentError
from pipeline.formats.article import Article
from pipeline.formats.base import Edition, Reading, splice
from pipeline.formats.front_matter import MAX_SIZE, add_front_matter, encode_value, find_metadata
from pipeline.formats.lines import line_counter
from pipeline.model.document import BlockKind, Document, UntranslatedKind
from pipeline.model.locale import Locale
from pipeline.model.unit import Risk
from tests.formats import markdowns

YAML = """\
---
plain: Leg cramps
single: 'It''s a cramp'
double: "Leg \\"cramps\\"" # note
literal: |
  Two lines
   of it

folded: >-
    Folded
    text.

    More.
# comment
kept: |+
  Keep this.

over: goes on
  here
tags: [One two, 'Three', "Four"]
anchored: &name !!str Anchored
seo:
  title: Deep
  cards:
    - title: "In a list"
      count: 12
typed: yes
---
Text.
"""
TOML = """\
+++
plain = "Leg \\"cramps\\"" # note
single = 'A\\B'
tags = [ "One", ["Two"], { title = "Three", day = 1979-05-27 07:32:00 }, 1.5 , ]
[seo]
deep.title = '''
Two lines
of it'''
"q.r" = \"\"\"Long \\"\"\" one\"\"\"
[[cards]]
title = "A"
[[cards]]
title = "B"
+++
Text.
"""
YAML_KEYS = (
    *("plain", "single", "double", "literal", "folded", "kept", "over", "tags", "anchored"),
    *("seo.title", "seo.cards.title", "typed"),
)
TOML_KEYS = ("plain", "single", "tags", "tags.title", "seo.deep.title", "seo.q.r", "cards.title")
TARGET = st.text(
    alphabet="aB é字😀 '\"\\:#-[]{},|>&*!%@`?=~\n\r\t\0\x07\x7f\x85\u00a0\u2028\ufeff1.+", max_size=25
)


def parse(text: str, *keys: str) -> Document:
    data = text.encode()
    profile = Profile(name="p", front_matter=keys)
    collection = Collection(name="c", path="s", files=(), format="markdown", profile=profile)
    article = Article.start(Reading(id="a", path="s/a.md", collection=collection), line_counter(data))
    add_front_matter(article, data)
    return Document(id="a", path="s/a.md", data=data, blocks=article.finish())


def sources(text: str, *keys: str) -> list[tuple[str | None, str]]:
    return [(unit.key.context, unit.key.source) for unit in parse(text, *keys).occurrences()]


def write(text: str, target: str, *keys: str) -> str:
    """Return a file with the one declared value translated."""
    document = parse(text, *keys)
    [unit] = document.occurrences()
    return splice(document.data, [(unit.range, encode_value(document, unit, target))]).decode()


def yaml_of(text: str) -> Any:
    return yaml.load(text.removeprefix("---\n").split("\n---\n")[0], yaml.BaseLoader)  # noqa: S506 - BaseLoader makes strings only


def test_the_declared_strings_of_yaml_are_units() -> None:
    assert sources(YAML, *YAML_KEYS) == [
        ("front-matter:plain", "Leg cramps"),
        ("front-matter:single", "It's a cramp"),
        ("front-matter:double", 'Leg "cramps"'),
        ("front-matter:literal", "Two lines\n of it"),
        ("front-matter:folded", "Folded text.\nMore."),
        ("front-matter:kept", "Keep this."),
        ("front-matter:over", "goes on here"),
        ("front-matter:tags", "One two"),
        ("front-matter:tags", "Three"),
        ("front-matter:tags", "Four"),
        ("front-matter:anchored", "Anchored"),
        ("front-matter:seo.title", "Deep"),
        ("front-matter:seo.cards.title", "In a list"),
    ]


def test_the_declared_strings_of_toml_are_units() -> None:
    assert sources(TOML, *TOML_KEYS) == [
        ("front-matter:plain", 'Leg "cramps"'),
        ("front-matter:single", "A\\B"),
        ("front-matter:tags", "One"),
        ("front-matter:tags", "Two"),
        ("front-matter:tags.title", "Three"),
        ("front-matter:seo.deep.title", "Two lines\nof it"),
        ("front-matter:seo.q.r", 'Long """ one'),
        ("front-matter:cards.title", "A"),
        ("front-matter:cards.title", "B"),
    ]


def test_blocks_are_values_with_line_and_risk() -> None:
    document = parse("\ufeff---\nday: x\ntitle: Do not take 500 mg\n---\n", "title")
    [block] = document.blocks
    assert (block.kind, block.line, block.occurrences[0].risk) == (BlockKind.VALUE, 3, Risk.CRITICAL)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_ranges_are_exact_with_any_line_end(end: str, bom: str) -> None:
    text = bom + "---\na: 😀\ntitle: 'é'\nlit: |\n  ü\n  x\n\nlast: y\n---\n".replace("\n", end)
    document = parse(text, "title", "lit", "last")
    cut = [unit.range.cut(document.data).decode() for unit in document.occurrences()]
    assert cut == ["'é'", f"|{end}  ü{end}  x", "y"]


@pytest.mark.parametrize("text", ["Text.\n", "---\n\nText\n\n---\n", "", "+++\n", "---\ntitle: [\n---\n"])
def test_without_keys_or_front_matter_there_is_nothing(text: str) -> None:
    assert sources(text) == []
    if "[" not in text:
        assert sources(text, "title") == []


def test_what_holds_no_letters_or_is_no_string_is_no_unit() -> None:
    text = "---\na: 12\nb: yes\nc: '12'\nd: ''\ne:\nf: !!binary YWJj\ng: 2020-01-01\nh: !x Text\ni: {a: b}\n"
    assert sources(f"{text}---\n", *"abcdefghi") == []
    assert sources("+++\na = 1\nb = true\nc = ''\n+++\n", "a", "b", "c") == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("---\ntitle: a\nb: [\n---\n", 4, "the front matter is no YAML: "),
        ("---\ntitle: a: b\n---\n", 2, "the front matter is no YAML: mapping values are not allowed"),
        ("---\ntitle: *x\n---\n", 2, '"title" repeats "?", which the profile does not declare'),
        (
            "---\na: &x Text\ntitle: *x\n---\n",
            3,
            '"title" repeats "a", which the profile does not declare',
        ),
        ("---\nb: &x {t: Text}\nseo: *x\n---\n", 3, '"seo" repeats "b"'),
        ("---\ntitle: a\ntitle: b\n---\n", 3, 'the key "title" is there twice'),
        ("---\nseo: {title: a}\nseo: {title: b}\n---\n", 3, 'the key "seo" is there twice'),
        ("+++\na = 1\ntitle = x\n+++\n", 3, "the front matter is no TOML: Invalid value"),
        ("+++\ntitle = 'a'\ntitle = 'b'\n+++\n", 3, "the front matter is no TOML: Cannot overwrite"),
        ("+++\na = " + "[" * 5000 + "]" * 5000 + "\n+++\n", 2, "the front matter is nested too deeply"),
        ("---\ntitle: " + "x" * MAX_SIZE + "\n---\n", 2, "the front matter has 200016 bytes, more than"),
    ],
)
def test_what_can_not_be_read_is_an_error_where_keys_are_declared(text: str, line: int, message: str) -> None:
    with pytest.raises(DocumentError) as caught:
        parse(text, "title", "seo.title")
    assert caught.value.message.startswith(message)
    assert (str(caught.value.at), bool(caught.value.hint)) == (f"s/a.md:{line}", True)
    assert parse(text).blocks == ()


def test_an_alias_of_what_is_declared_too_says_the_same() -> None:
    assert sources("---\na: &x Text\ntitle: *x\n---\n", "a", "title") == [("front-matter:a", "Text")]
    assert len(sources("---\nb: &x {title: Text}\nseo: *x\n---\n", "b.title", "seo.title")) == 1


def test_what_is_not_declared_may_be_doubtful() -> None:
    text = (
        "---\nx: &x a\ny: *x\nz: 1\nz: 2\n? [title, b]\n: title\n? {title: x}\n: 2\n*x : b\ntitle: T\n---\n"
    )
    assert sources(text, "title") == [("front-matter:title", "T")]


def test_a_file_of_aliases_of_aliases_costs_no_more_than_its_bytes() -> None:
    rows = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40))]
    started = time.process_time()
    assert sources("---\n" + "\n".join(rows) + "\ntitle: T\n---\n", "title") == [("front-matter:title", "T")]
    sources("---\ntitle: T\na: " + "[" * 10_000 + "]" * 10_000 + "\n---\n", "title")
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("source", "target", "written"),
    [
        ("Leg cramps", "Calambres", "Calambres"),
        ("Leg cramps", "Qué: hacer", '"Qué: hacer"'),
        ("Leg cramps", "No", '"No"'),
        ("Leg cramps", "y", '"y"'),
        ("Leg cramps", "12:30", '"12:30"'),
        ("Leg cramps", "1e3", '"1e3"'),
        ("Leg cramps", "«Sí», ¿no?", "«Sí», ¿no?"),
        ("Leg cramps", "2 consejos", "2 consejos"),
        ("[Leg, x]", "a, b", None),
        ("'Leg'", "d'eau: x", "'d''eau: x'"),
        ("'Leg'", "a\nb", '"a\\nb"'),
        ('"Leg"', 'a "b" \\ \t', '"a \\"b\\" \\\\"'),
        ("|\n  Leg\n  cramps", "Uno\n dos", "|\n  Uno\n   dos"),
        ("|-  # why\n    Leg", "a\n\nb", "|-  # why\n    a\n\n    b"),
        (">\n  Leg\n  cramps", "Uno dos\ntres", ">\n  Uno dos\n\n  tres"),
        (">\n  Leg", "a\n b", '"a\\n b\\n"'),
        ("|2\n   Leg", "a", '" a\\n"'),
        ("|\n  Leg", "a\x07", '"a\\x07\\n"'),
    ],
)
def test_a_target_is_spelled_as_its_source_was(source: str, target: str, written: str | None) -> None:
    if written is not None:
        assert write(f"---\nt: {source}\nz: 1\n---\n", target, "t") == f"---\nt: {written}\nz: 1\n---\n"


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029"])
def test_what_yaml_once_took_for_a_line_end_ends_a_block(end: str) -> None:
    assert write(f"---\nt: |\n  Leg\n{end}u: x\n---\n", "a", "t") == f"---\nt: |\n  a\n{end}u: x\n---\n"


def test_in_brackets_commas_are_quoted() -> None:
    assert write("---\nt: [Leg]\n---\n", "a, b", "t") == '---\nt: ["a, b"]\n---\n'
    assert write("---\nt: {u: [Leg]}\n---\n", "a", "t.u") == "---\nt: {u: [a]}\n---\n"


@pytest.mark.parametrize(
    ("source", "target", "written"),
    [
        ('"Leg"', 'a "b" \\', '"a \\"b\\" \\\\"'),
        ("'Leg'", "a\\b", "'a\\b'"),
        ("'Leg'", "d'eau", '"d\'eau"'),
        ("'''\nLeg\n'''", "a\nb", "'''\na\nb\n'''"),
        ("'''Leg'''", "a''b", "\"a''b\""),
        ('"""Leg"""', 'a\n"""b""', '"""a\n\\"""b"\\""""'),
        ('"""\nLeg"""', "+++", '"+++"'),
        ("'''Leg'''", "a\n+++\nb", '"a\\n+++\\nb"'),
    ],
)
def test_a_target_is_spelled_as_its_source_was_in_toml(source: str, target: str, written: str) -> None:
    assert write(f"+++\nt = {source} # c\n+++\n", target, "t") == f"+++\nt = {written} # c\n+++\n"


def _outer(value: str) -> tuple[str, str]:
    return value[: len(value) - len(value.lstrip())], value[len(value.rstrip()) :]


def _flat(value: Any) -> list[Any]:
    """Return the leaves of what a reader made, in order."""
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _flat(one)]
    return [leaf for one in value for leaf in _flat(one)] if isinstance(value, list) else [value]


def _expect(text: str, targets: dict[str, str]) -> list[Any]:
    reader = yaml_of if text.startswith("---") else toml_of
    leaves = _flat(reader(text))
    return [_replaced(leaf, targets) for leaf in leaves]


def _replaced(leaf: Any, targets: dict[str, str]) -> Any:
    if not isinstance(leaf, str) or leaf.strip() not in targets:
        return leaf
    lead, tail = _outer(leaf)
    return lead + targets[leaf.strip()].strip() + tail


def toml_of(text: str) -> Any:
    return tomllib.loads(text.removeprefix("+++\n").split("\n+++\n")[0])


@pytest.mark.parametrize(("text", "keys"), [(YAML, YAML_KEYS), (TOML, TOML_KEYS)], ids=["YAML", "TOML"])
@given(target=TARGET, other=TARGET)
@settings(max_examples=300, deadline=None)
def test_a_reader_gets_exactly_the_target_back(
    text: str, keys: tuple[str, ...], target: str, other: str
) -> None:
    """A reader of YAML or TOML gets exactly the target back, and the rest as it was."""
    document = parse(text, *keys)
    units = list(document.occurrences())
    targets = {unit.key.source: (target, other)[n % 2] for n, unit in enumerate(units)}
    pieces = [(unit.range, encode_value(document, unit, targets[unit.key.source])) for unit in units]
    back = splice(document.data, pieces).decode()
    reader = yaml_of if text is YAML else toml_of
    assert _flat(reader(back)) == _expect(text, targets)
    assert back.endswith("Text.\n")


@pytest.mark.parametrize("text", [YAML, TOML])
def test_the_source_gives_its_own_bytes_back(text: str) -> None:
    document = parse(text, *YAML_KEYS, *TOML_KEYS)
    for unit in document.occurrences():
        assert encode_value(document, unit, unit.key.source) == unit.range.cut(document.data)


def test_a_number_or_a_truth_value_stays_a_string_for_every_reader() -> None:
    for target in ("true", "NULL", "~", "0x1F", "1_000", ".inf", "2020-01-01", "on", "-", "N"):
        back = write("---\nt: Leg\n---\n", target, "t")
        assert yaml.safe_load(back.split("---\n")[1]) == {"t": target}


def test_what_is_not_declared_is_metadata() -> None:
    text = "\ufeff---\na: x\nt: T\nb: y\n---\nText\n"
    document = parse(text, "t")
    found = list(find_metadata(document.data, document.blocks))
    cut = [one.range.cut(document.data).decode() for one in found]
    assert cut == ["---\na: x\nt: ", "\nb: y\n---\n"]
    assert {one.kind for one in found} == {UntranslatedKind.METADATA}
    assert list(find_metadata(b"Text\n", ())) == []


def test_markdown_gives_its_front_matter_and_goes_on_with_the_text() -> None:
    profile = Profile(name="p", front_matter=("title",))
    text = "---\ntitle: Leg cramps\n---\n# Rest\n\nDrink *water*.\n"
    document = markdowns.parse(text, profile)
    units = list(document.occurrences())
    assert [unit.key.source for unit in units] == ["Leg cramps", "Rest", "Drink <1>water</1>."]
    assert markdowns.identity(document) == text.encode()
    targets = dict(zip(units, ["Qué: *hacer*", "Reposo", "Bebe <1>agua</1>."], strict=True))
    assert markdowns.translate(document, targets.__getitem__).decode() == (
        '---\ntitle: "Qué: *hacer*"\n---\n# Reposo\n\nBebe *agua*.\n'
    )
    edition = Edition(
        locale=Locale("es"),
        source_locale=Locale("en"),
        text_of=targets.__getitem__,
        fallback=frozenset({0}),
        mark="[Inglés]",
    )
    localized = markdowns.FORMAT.localize(document, edition).decode()
    assert localized.startswith('---\ntitle: "[Inglés] Qué: *hacer*"\n---\n# Reposo\n')
    with pytest.raises(DocumentError, match="no YAML"):
        markdowns.parse("---\ntitle: [\n---\n", profile)


def test_a_fence_that_nothing_closes_is_looked_for_once() -> None:
    document = markdowns.parse("---\nkey: x\n" + "Some words.\n\n" * 5_000)
    started = time.process_time()
    markdowns.translate(document, lambda unit: unit.key.source)
    assert len(list(document.occurrences())) > 4_000
    assert time.process_time() - started < 2
