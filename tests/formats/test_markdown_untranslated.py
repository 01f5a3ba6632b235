import pytest

from pipeline.formats.coverage import measure_coverage
from pipeline.model.document import UntranslatedKind
from tests.formats.markdowns import SNIPPETS, mutate, parse


def left(text: str, *, path: str = "source/a.md") -> list[tuple[UntranslatedKind, str]]:
    """Return what is in no unit and holds letters, with its kind."""
    document = parse(text, path=path)
    pieces = [(one.kind, one.range.cut(document.data).decode()) for one in document.untranslated]
    return [(kind, piece.strip()) for kind, piece in pieces if any(map(str.isalpha, piece))]


@pytest.mark.parametrize(
    ("text", "kind", "piece"),
    [
        ("```py\nx = 1\n```\n", UntranslatedKind.CODE, "```py\nx = 1\n```"),
        ("A\n\n    code\n", UntranslatedKind.CODE, "code"),
        ("| Word |\n|---|\n| `code` |\n", UntranslatedKind.CODE, "code"),
        ("---\ntitle: A\n---\n\nText\n", UntranslatedKind.METADATA, "---\ntitle: A\n---"),
        ("<div><pre>raw</pre></div>\n", UntranslatedKind.CODE, "raw"),
        ("<!-- caveat: skip -->\n\nLeft *out*.\n", UntranslatedKind.EXCLUDED, "Left *out*."),
        ("{* ../docs/a.py hl[1] *}\n", UntranslatedKind.EXCLUDED, "{* ../docs/a.py hl[1] *}"),
        ("--8<-- 'a.md'\n", UntranslatedKind.EXCLUDED, "--8<-- 'a.md'"),
        ("Text\n{: .wide }\n", UntranslatedKind.EXCLUDED, "{: .wide }"),
        ("<https://example.org>\n", UntranslatedKind.EXCLUDED, "https://example.org"),
        ("::: warning\n\nText\n\n:::\n", UntranslatedKind.EXCLUDED, "::: warning"),
        ("> !!! note\n>\n>     Text\n", UntranslatedKind.EXCLUDED, "!!! note"),
    ],
)
def test_what_is_in_no_unit_says_why(text: str, kind: UntranslatedKind, piece: str) -> None:
    assert left(text) == [(kind, piece)]


def test_modules_of_mdx_are_left_out() -> None:
    assert left("import A from 'a'\n\nText\n", path="a.mdx") == [
        (UntranslatedKind.EXCLUDED, "import A from 'a'")
    ]


def test_code_inside_of_a_unit_belongs_to_it() -> None:
    assert left("Take `code` along. Then `more` too.\n") == []


def test_the_title_of_a_marker_is_text() -> None:
    coverage = measure_coverage(parse('!!! note "Title"\n    Body\n'))
    assert (coverage.text, coverage.excluded) == (len("TitleBody"), len("note"))


@pytest.mark.parametrize("text", ["- a\n- b\n\n# C\n", "A *b* [c](d)\n\n[d]: e\n", "![a](b)\n"])
def test_markup_is_not_listed(text: str) -> None:
    assert left(text) == []


def test_no_range_reaches_out_of_the_file() -> None:
    for text in [*SNIPPETS, *mutate(SNIPPETS, 500, 8)]:
        document = parse(text)
        for one in document.untranslated:
            assert 0 <= one.range.start <= one.range.stop <= len(document.data)
        assert measure_coverage(document).markup >= 0


def test_each_gap_between_units_has_its_own_words() -> None:
    text = "`a` <https://example.org> One.\n: Two.\n: `b`\n: Three `c` d.\n: `e`\n"
    assert left(text) == [(UntranslatedKind.CODE, "b"), (UntranslatedKind.CODE, "e")]
