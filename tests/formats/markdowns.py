"""Short ways to parse Markdown in a test, to translate it for show, and to compare structures."""

from __future__ import annotations

import random
import re
import string
from typing import TYPE_CHECKING

import pyromark

from pipeline.errors import DocumentError
from pipeline.formats.base import splice, write_units
from pipeline.formats.inline import Part, Tag, parse_inline, render_inline
from pipeline.formats.markdown import MarkdownFormat
from pipeline.formats.markdown_events import options_of, with_line_feeds
from pipeline.formats.markdown_layout import read_layout
from pipeline.formats.markdown_tokens import meaning
from tests.formats.readings import make_reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.config.project import Profile
    from pipeline.model.disclaimer import Disclaimer
    from pipeline.model.document import ByteRange, Document, Occurrence

FORMAT = MarkdownFormat()
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ALT = re.compile(
    r"(<[A-Za-z][^<>]*[\s\"'])(?:alt|title|aria-label|placeholder)=(?:\"[^\"]*\"|'[^']*'|[^\s\"'<>]++)",
)
"""A text in an attribute, with quotes or without; HTML takes one right after the quote of another."""
_ROTATED = str.maketrans(
    string.ascii_letters,
    string.ascii_lowercase[1:] + "a" + string.ascii_uppercase[1:] + "A",
)
_NASTY = (
    "#",
    "- ",
    "* ",
    "1. ",
    "> ",
    "|",
    "_",
    "*",
    "`",
    "[",
    "](x)",
    "<b",
    "&amp;",
    "~~",
    "\\",
    "!",
    "=",
    "{#x}",
)


def parse(
    text: str | bytes,
    profile: Profile | None = None,
    *,
    path: str = "source/a.md",
    segmentation: str = "sentence",
    disclaimers: tuple[Disclaimer, ...] = (),
) -> Document:
    """Return the Markdown document in `text`."""
    reading = make_reading(FORMAT.name, path, profile, segmentation=segmentation, disclaimers=disclaimers)
    return FORMAT.parse(text if isinstance(text, bytes) else text.encode(), reading)


def sources(text: str | bytes, *, path: str = "source/a.md", segmentation: str = "sentence") -> list[str]:
    """Return the units' texts in order."""
    document = parse(text, path=path, segmentation=segmentation)
    return [unit.key.source for unit in document.occurrences()]


def translate(document: Document, target: Callable[[Occurrence], str]) -> bytes:
    """Return the document with every unit translated; raises DocumentError."""
    by_range = {unit.range: unit for unit in document.occurrences()}
    pieces = write_units(document, lambda unit: FORMAT.encode(document, unit, target(by_range[unit.range])))
    return splice(document.data, pieces)


def write(text: str, target: str, *, at: int = 0) -> str:
    """Return `text` with one unit translated."""
    document = parse(text)
    unit = list(document.occurrences())[at]
    return splice(document.data, [(unit.range, FORMAT.encode(document, unit, target))]).decode()


def identity(document: Document) -> bytes:
    """Return the document with every unit's source put back, and no shortcut for it."""
    return translate(document, lambda unit: unit.key.source)


def _in_texts(unit: Occurrence, change: Callable[[str], str]) -> str:
    """Return a unit's source with the texts changed that are no address."""
    parts: list[Part] = []
    address: set[int] = {code.number for code in unit.codes if code.note == "address"}
    opened: list[int] = []
    for part in parse_inline(unit.key.source):
        if isinstance(part, Tag):
            if part.kind == "open":
                opened.append(part.number)
            elif part.kind == "close":
                opened.pop()
            parts.append(part)
        else:
            parts.append(part if address & set(opened) else change(part))
    return render_inline(parts)


def rotated(unit: Occurrence) -> str:
    """Return a pseudo-translation: each letter is the next one."""
    return _in_texts(unit, lambda text: text.translate(_ROTATED))


def nasty_some(unit: Occurrence, rng: random.Random) -> str:
    """Return a pseudo-translation of most units; the others stay as a release's fallback leaves them."""
    return nasty(unit, rng) if rng.random() < 0.8 else unit.key.source


def nasty(unit: Occurrence, rng: random.Random) -> str:
    """Return a pseudo-translation full of what Markdown would read as markup."""
    return _in_texts(unit, lambda text: f"{rng.choice(_NASTY)}{text.translate(_ROTATED)}{rng.choice(_NASTY)}")


def render_html(data: bytes, dialect: str = "") -> str:
    """Return the HTML of a Markdown file."""
    text = with_line_feeds(data.decode().removeprefix("\ufeff"))
    return pyromark.html(text, options=options_of(dialect))


def tags(data: bytes, dialect: str = "") -> list[str]:
    """Return the tags of the HTML that a Markdown file gives, without texts in attributes: its structure."""
    html = render_html(data, dialect)
    while (shorter := _ALT.sub(r"\1", html)) != html:
        html = shorter
    return _TAG.findall(html)


SNIPPETS = (
    "# A heading with *stress*\n\nA paragraph. It has two sentences.\n",
    "Set **in**\ntwo lines\n=========\n\nText below.\n\nSmaller\n-------\n",
    "- one\n- two\n  more of two\n- [x] done\n- [ ] not done\n",
    "1. First.\n\n   Its second paragraph. Has `code` in it.\n2. Second.\n   * inner\n     > quoted\n",
    "> A quote over\n> two lines. A second sentence\nthat is lazy.\n>\n> - item in it\n",
    "| Dose | Note |\n|------|:----:|\n| 5 mg | with \\| pipe |\n| `a` | **b** |\n",
    "See [the guide](https://example.org/a_b \"Title\") and [ref][one], [one][] or [one].\n\n[one]: /x 'T'\n",
    "A break  \nhere and\\\nthere. ![An image](a.png) stands <b>here</b>.\n",
    "Take <https://example.org/x> or mail <a@example.org>. A note[^1] too.\n\n[^1]: The note's text.\n",
    "```python\nprint('x')\n```\n\n    indented code\n\n~~~\nmore\n~~~\n\nProse.\n",
    '<div class="x">\nraw\n</div>\n\n<!-- comment -->\n\nText &amp; more &lt;tags&gt; &copy; 2020.\n',
    "Not \\*stressed\\* and 2 * 3 < 7, snake_case, a\\_b_ ~~gone~~ ~so~.\n",
    "---\ntitle: A title\n---\n\n# Text\n\nBelow front matter.\n",
    '!!! note "Read *this*"\n    The body. It goes on.\n\n    - item\n\nAfter it.\n',
    "::: tip Good to know\nInside.\n:::\n\n/// note | Label\n\nInside too.\n\n///\n",
    "***both*** **a*b*c** *x **y** z* __u__ _v_ `` a`b `` text\n",
    "这是**重要**的。下一句。\n\nПервое. Второе *слово*.\n",
    "* * *\n\n+ a\n\n+ b\n\n  c\n***\nTerm\n:   Definition of it.\n",
    "Line one\r\nline two. Next.\r\n\r\n- a\r\n- b\r\n",
    "\ufeff# With a BOM\n\nText.",
)
"""Every construct, to be mutated."""


def pseudo(document: Document, target: Callable[[Occurrence], str]) -> tuple[bytes, int]:
    """Return the document translated for show, and how many targets were refused and stayed as they were."""
    refused: set[ByteRange] = set()
    wanted = {unit.range: target(unit) for unit in document.occurrences()}

    def write(unit: Occurrence) -> bytes:
        try:
            return FORMAT.encode(document, unit, wanted[unit.range])
        except DocumentError:
            refused.add(unit.range)
            return FORMAT.encode(document, unit, unit.key.source)

    return splice(document.data, write_units(document, write)), len(refused)


_MARKS = [
    *"#*_`[]()<>!&|~\\-+=:;\"'{}^ \t\n",
    *("**", "__", "~~", "```", "\n\n", "\n> ", "\n- ", "\n1. ", "    ", "[^1]", "[a]: b\n", "<b>", "</b>"),
    *(
        "<!--",
        "-->",
        "&amp;",
        "![",
        "](",
        "| a |\n|-|\n",
        "\r\n",
        "  \n",
        "\\\n",
        "é",
        "字。",
        "!!! note\n    ",
    ),
    *("::: x\n", "\n===\n", "\n---\n", "- [ ] ", "A b. C d. ", "\ufeff", "\r"),
]


def mutate(snippets: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """Yield snippets of Markdown with random cuts, copies and marks in them."""
    rng = random.Random(seed)  # noqa: S311 - a test's choice, no secret
    for _ in range(count):
        text = "".join(rng.choice(snippets) for _ in range(rng.randint(1, 2)))
        for _ in range(rng.randint(1, 6)):
            at = rng.randint(0, len(text))
            cut = rng.randint(0, 3)
            text = text[:at] + rng.choice(_MARKS) + text[at + cut :]
        yield text


LISTS = (
    "Term\n: Its text. A second.\n: Another.\n\nOther *term*\nin two lines\n\n:   Loose. More.\n\n    In.\n",
    "Term\n\n:   Loose. More.\n\n    Nested text.\n\n    - item\n    - more\n\nProse.\n",
    "Lazy\n: first line\nlazy line. Next sentence\nhere.\n\n: second\n\n      code\n\n    > quote\n",
    "> Quoted\n> : text `code` here\n>\n> : [link](x) here\n\n- Inner\n  : text in it\n\n  Other\n  : more\n",
    "| a | b |\n|---|---|\n| c | d |\n\nTerm | x\n: a | b\n\n: | e |\n  |---|\n  | f |\n\n: g |\n  --|\n",
    "::: tip Good\nInside.\n:::\n\nTerm\n: text\n\n    ::: note\n    In it.\n    :::\n\nA\n:B\n",
    "Term with **bold**  \nand a break\n  : text\\\n    more <b>x</b>. ![pic](a.png) Yes.\n\n# H\n: none\n",
    "T[^1]\n: See [ref] there.\n\n[ref]: /x\n\n[^1]: A note\n: in it\n",
)
"""Definition lists, and what may stand in and near them."""
COLONS = ("\n: ", "\n:   ", ": ", "\n\n: ", "\n:\n", "T\n: d\n", "\n  : ", "\n    : ")


def with_colons(count: int, seed: int) -> list[str]:
    """Return lists of definitions, as they are and with random marks, among them colons that start a line."""
    rng = random.Random(seed)  # noqa: S311 - a choice of test data
    found = list(LISTS)
    for text in mutate([*LISTS, *LISTS, *SNIPPETS], count, seed):
        at = rng.randint(0, len(text))
        found.append(text[:at] + rng.choice(COLONS) + text[at:])
    return found


def shape(data: bytes, path: str = "source/a.md", dialect: str = "") -> list[object]:
    """Return a file's structure as the format itself sees it, dialects included."""
    layout = read_layout(data, path, dialect)
    return [
        (leaf.kind, leaf.level, leaf.quotes, [(t.kind, *meaning(t)) for t in leaf.tokens if t.kind != "text"])
        for leaf in layout.leaves
    ]


def is_dialect(text: str) -> bool:
    """Return whether a text has markers that plain Markdown does not know."""
    return any(mark in text for mark in ("!!!", ":::", "///", "???", '=== "'))
