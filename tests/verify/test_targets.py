"""Addresses that a translation brings in, and those that are the source's."""

from __future__ import annotations

import pytest

from pipeline.model.locale import Locale
from pipeline.verify.targets import check_targets, find_targets
from tests.documents import TEXT
from tests.verify.natives import BANNER, SOURCES, Native, make_native, pinned_for
from tests.verify.test_documents import preview
from tests.verify.test_native_docx import TARGET, of_texts, rules

ES = Locale("es")
FORMATS = tuple(SOURCES)
PLACE = "Llame a un médico"
NEW = (
    "https://evil.example/x",
    "hxxp://evil.example/x",
    "www.evil.example",
    "ventas@evil.example",
    "mailto:ventas@evil.example",
    "javascript:alert",
    "data:text/plain,abc",
    "tel:+34600000000",
)


@pytest.fixture(scope="module")
def natives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Native]:
    return {name: make_native(tmp_path_factory.mktemp(name), name) for name in FORMATS}


def count(built: str, source: str, *allowed: str, is_markdown: bool = False) -> int:
    return len(list(check_targets(built, [source], allowed, "es/a.md", ES, is_markdown=is_markdown)))


@pytest.mark.parametrize(
    ("built", "source"),
    [
        ("Vea https://a.example/b.", "See https://a.example/b, please"),
        ("Vea (https://a.example/b)", "See <https://a.example/b>"),
        ("请看https://a.example/b。谢谢", "See https://a.example/b for more"),
        ("https://a.example/b'yi görün", "see https://a.example/b"),
        ("Escriba a ana@a.example.", "Write to mailto:ana@a.example"),
        ("HTTPS://A.example/b", "https://a.example/b"),
        ("La hora: 10:30. Datos: x", "The time"),
        ("nota: hola", "x"),
    ],
)
def test_an_address_of_the_source_is_not_new(built: str, source: str) -> None:
    assert count(built, source) == 0


def test_a_path_keeps_its_capitals_and_its_end() -> None:
    assert count("https://a.example/B", "https://a.example/b") == 1
    assert count("https://a.example/bc", "https://a.example/b") == 1
    assert count("https://a.example.evil.example", "https://a.example") == 1


def test_what_was_declared_or_pinned_is_allowed() -> None:
    assert count("https://a.example/es", "x", "https://a.example/es") == 0
    assert count("https://a.example/es", "x", "Vea https://a.example/es.") == 0
    assert count("https://a.example/es", "x", "https://a.example/fr") == 1


def test_definitions_are_looked_at_in_markdown_alone() -> None:
    for line in (
        "[x]: evil.js",
        "> [x]: <evil.js>",
        "- [x]:\n  evil.js",
        "1. [x]: evil.js 'T'",
        "![a](evil.js)",
    ):
        assert count(line, "x", is_markdown=True) == 1, line
        assert count(line, "x") == 0
    for line in ("*[HTML]: evil", "[^x]: evil", "a [x]: evil", r"[x\]: evil"):
        assert count(line, "x", is_markdown=True) == 0, line


def test_an_escape_of_markdown_is_no_other_address() -> None:
    escaped, plain = r"Vea https://a.example/\~ana\_b", "See https://a.example/~ana_b"
    assert count(escaped, plain, is_markdown=True) == 0
    assert count(escaped, plain) == 1
    assert count(r"[x]: a\_b.md", "[x]: a_b.md", is_markdown=True) == 0
    assert count(r"javascript\:alert", "x", is_markdown=True) == 1


def test_the_line_is_told() -> None:
    found = find_targets("a\n\nb https://a.example\nwww.a.example\n[x]: y\n", is_markdown=True)
    assert found == {"https://a.example": 3, "www.a.example": 4, "y": 5}


def test_a_long_text_without_addresses_is_read_in_time() -> None:
    assert find_targets("a" * 300_000 + "[" * 100_000 + "a.b-" * 100_000, is_markdown=True) == {}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("new", NEW)
def test_a_new_address_is_found(natives: dict[str, Native], name: str, new: str) -> None:
    native = natives[name]
    text = native.spanish()
    assert PLACE in text
    assert native.rules(text.replace(PLACE, f"{new} {PLACE}")) == {"text.new-link"}


@pytest.mark.parametrize("new", NEW)
def test_a_new_address_in_a_word_file_is_found(new: str) -> None:
    assert rules(*of_texts((*TARGET[:3], f"{TARGET[3]} {new}"))) == {"text.new-link"}


def test_an_entity_spells_an_address_too(natives: dict[str, Native]) -> None:
    for name in ("markdown", "html"):
        native = natives[name]
        built = native.spanish().replace(PLACE, f"javascript&#58;alert {PLACE}")
        assert native.rules(built) == {"text.new-link"}


def test_a_definition_that_nothing_uses_is_found(natives: dict[str, Native]) -> None:
    native = natives["markdown"]
    assert native.rules(native.spanish() + "\n[x]: y.js\n") == {"text.new-link"}


@pytest.mark.parametrize(
    ("name", "words", "rule"),
    [
        ("markdown", "[{}](y.js)", "text.new-link"),
        ("markdown", "{}<img src=y.png>", "text.new-link"),
        ("html", '<a href="y.js">{}</a>', "structure.changed"),
        ("html", '{}<img src="y.png">', "structure.changed"),
    ],
)
def test_a_banner_leads_nowhere(natives: dict[str, Native], name: str, words: str, rule: str) -> None:
    native = natives[name]

    def found(banner: str) -> set[str]:
        findings = native.check(native.sample(preview(native, banner), "preview"), release=False).findings
        return {one.check for one in findings if one.file.endswith(native.file)}

    assert found(BANNER) == set()
    assert rule in found(words.format(BANNER))


@pytest.mark.parametrize("name", FORMATS)
def test_a_link_that_the_profile_declares_is_allowed_in_its_locale(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    english, spanish = "https://a.example/en", "https://a.example/es"
    source = SOURCES[name][1].replace("Call a doctor", f"See {english} and call a doctor")
    links = f'\n[profiles.article.links.es]\n"{english}" = "{spanish}"\n'
    for more, expected in ((links, set()), ("", {"text.new-link"})):
        native = make_native(tmp_path_factory.mktemp(name), name, more, source=source)
        line = f"See {english} and call a doctor if the pain stays."
        built = native.spanish().replace(line, f"Vea {spanish} y llame a un médico.")
        assert native.rules(built) == expected


@pytest.mark.parametrize("name", FORMATS)
def test_an_address_in_a_pinned_disclaimer_is_allowed(
    tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    text = f"{TEXT} Vea https://a.example/aviso."
    native = make_native(tmp_path_factory.mktemp(name), name, pinned=pinned_for(text=text))
    assert native.rules(native.spanish().replace(TEXT, text)) == set()
