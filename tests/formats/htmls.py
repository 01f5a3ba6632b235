"""Short ways to parse HTML in a test, to translate it for show, and to compare structures."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Any

from selectolax.lexbor import LexborHTMLParser

from pipeline.config.project import MarkupRule, Profile
from pipeline.errors import DocumentError
from pipeline.formats.base import Edition, rebuild, splice, write_units
from pipeline.formats.html import HtmlFormat
from pipeline.formats.inline import Tag, parse_inline, render_inline
from pipeline.model.locale import Locale
from tests.formats.readings import make_reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from selectolax.lexbor import LexborNode

    from pipeline.model.disclaimer import Disclaimer
    from pipeline.model.document import Document, Occurrence

FORMAT = HtmlFormat()
EN, ES, AR = Locale("en"), Locale("es"), Locale("ar")
_LETTER = re.compile(r"[^\W\d_]")
_NASTY = (
    "<b>",
    "</p>",
    "<script>alert(1)</script>",
    '" onclick="x',
    "' x='",
    "&lt;i&gt;",
    "&amp;",
    "&",
    "<!--",
    "-->",
    "]]>",
    "<![CDATA[",
    "</title>",
    "\\",
    "\n",
    "{{ x }}",
)


def parse(
    text: str | bytes,
    profile: Profile | None = None,
    *,
    path: str = "source/a.html",
    segmentation: str = "sentence",
    disclaimers: tuple[Disclaimer, ...] = (),
) -> Document:
    """Return the HTML document in `text`."""
    reading = make_reading(FORMAT.name, path, profile, segmentation=segmentation, disclaimers=disclaimers)
    return FORMAT.parse(text if isinstance(text, bytes) else text.encode(), reading)


def ruled(*rules: MarkupRule) -> Profile:
    """Return a profile with rules for markup."""
    return Profile(name="p", rules=rules)


def sources(text: str | bytes, profile: Profile | None = None, *, path: str = "source/a.html") -> list[str]:
    """Return the units' texts in order."""
    return [unit.key.source for unit in parse(text, profile, path=path).occurrences()]


def write(text: str, *targets: str, path: str = "source/a.html") -> str:
    """Return `text` with its first units translated; the others stay."""
    document = parse(text, path=path)
    units = list(document.occurrences())
    given = {unit.range: target for unit, target in zip(units, targets, strict=False)}
    return rebuild(FORMAT, document, lambda unit: given.get(unit.range, unit.key.source)).decode()


def identity(document: Document) -> bytes:
    """Return the document with every unit's source put back."""
    return rebuild(FORMAT, document, lambda unit: unit.key.source)


def localize(
    text: str,
    locale: Locale = ES,
    translations: Mapping[str, str] | None = None,
    profile: Profile | None = None,
    *,
    path: str = "source/a.html",
    **decisions: Any,
) -> str:
    """Return `text` as an edition has it; `decisions` are those of an Edition."""
    known = translations or {}
    edition = Edition(
        locale=locale,
        source_locale=EN,
        text_of=lambda unit: known.get(unit.key.source, unit.key.source),
        mark="[Inglés]",
        **decisions,
    )
    return FORMAT.localize(parse(text, profile, path=path), edition).decode()


def in_texts(source: str, change: Callable[[str], str]) -> str:
    """Return a unit's source with its words changed and its tags kept."""
    parts = parse_inline(source)
    return render_inline(
        part if isinstance(part, Tag) or not part.strip() else change(part) for part in parts
    )


def rotate(text: str) -> str:
    """Return a text with other letters, which no parser reads as markup."""
    return _LETTER.sub(lambda found: "ж" if found[0].islower() else "Ж", text)


def rotated(unit: Occurrence) -> str:
    """Return a pseudo-translation."""
    return in_texts(unit.key.source, rotate)


def nasty(unit: Occurrence, rng: random.Random) -> str:
    """Return a pseudo-translation full of what HTML would read as markup."""
    return in_texts(unit.key.source, lambda text: f"{rng.choice(_NASTY)}{rotate(text)}{rng.choice(_NASTY)}")


def pseudo(document: Document, target: Callable[[Occurrence], str]) -> tuple[bytes, int]:
    """Return the document translated, with the source where a target is refused, and how many were."""
    refused = 0

    def write_one(unit: Occurrence) -> bytes:
        nonlocal refused
        try:
            return FORMAT.encode(document, unit, target(unit))
        except DocumentError:
            refused += 1
            return FORMAT.encode(document, unit, unit.key.source)

    return splice(document.data, write_units(document, write_one)), refused


def elements(data: bytes | str) -> list[str]:
    """Return the elements that a browser makes of a file, each with its depth and attributes' names."""
    text = data.decode() if isinstance(data, bytes) else data
    tree = LexborHTMLParser(text)
    found: list[str] = []
    waiting: list[tuple[int, LexborNode | None]] = [(0, tree.root)]
    while waiting:
        depth, node = waiting.pop()
        if node is None:
            continue
        waiting.append((depth, node.next))
        if node.is_element_node:
            found.append(f"{depth} {node.tag} {' '.join(node.attributes)}".rstrip())
            waiting.append((depth + 1, node.child))
    return found


def shown(data: bytes) -> str:
    """Return all texts and attributes that a browser has of a file, with single spaces."""
    tree = LexborHTMLParser(data.decode())
    nodes = list(tree.root.traverse()) if tree.root else []
    values = [value or "" for node in nodes for value in node.attributes.values()]
    return " ".join(" ".join([tree.root.text() if tree.root else "", *values]).split())


SNIPPETS = (
    "<!DOCTYPE html>\n<html lang=en><title>A &amp; b</title><body><h1>One</h1><p>Two. Three is.</p></html>\n",
    "<head><meta name=description content='c d'></head><body title=x>",
    "<p>Take <b>500 mg</b> of <a href='x?a=1&b=2' title=\"It's\">this</a>.<br>Or <i>not</i>.\n",
    "<ul><li>one<li>two<ul><li>three</ul></ul>\n",
    "<table><tr><th>a<td>b &lt; c</table>text",
    "<pre>\n a\r\n  b</pre><textarea>x</textarea><script>if (a<b) '</p>'</script>",
    "<p>a <img src=x alt=Foo> b <svg><text>c</text></svg> d<!-- e -->.",
    "<b>un <i>closed</b> here</i><p>x</b>y<div>z</p></div>",
    "<select><option label=a>b<option>c</select><button type=submit>Go</button>",
    "<a href=x><h2>Head</h2><p>text</p></a> tail &nbsp; &copy; &#x41; &bogus; & x",
    "<![CD[x]]><!-- a --!><!--><?php x ?></><x-y>u</x-y><P CLASS=a>V",
    "<math><mi>x</mi></math><svg><foreignObject><p>in</p></foreignObject><style>a</style></svg>",
    "<p translate=no>a <b translate=yes>b</b></p><code>c</code> d <kbd>e</kbd>",
)
_PIECES = (
    *(
        "<",
        ">",
        "/",
        '"',
        "'",
        "=",
        " ",
        "\n",
        "\r",
        "&",
        ";",
        "<!--",
        "-->",
        "</",
        "<p>",
        "</p>",
        "<b>",
        "</b>",
    ),
    *(
        "<a href=x>",
        "</a>",
        "<td>",
        "<li>",
        "<svg>",
        "</svg>",
        "<script>",
        "</script>",
        "<title>",
        "</title>",
    ),
    *(
        "<![CDATA[",
        "]]>",
        "<br/>",
        "é",
        "<pre>",
        "&amp",
        "&#",
        "<h1>",
        "<select>",
        "<table>",
        " translate=no",
    ),
)


def mutate(snippets: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """Yield snippets with pieces cut out, doubled, put in and joined to others."""
    rng = random.Random(seed)  # noqa: S311 - a choice of test data
    for _ in range(count):
        text = rng.choice(snippets)
        for _ in range(rng.randrange(1, 6)):
            at, other = sorted((rng.randrange(len(text) + 1), rng.randrange(len(text) + 1)))
            match rng.randrange(4):
                case 0:
                    text = text[:at] + text[min(other, at + 8) :]
                case 1:
                    text = text[:at] + rng.choice(_PIECES) + text[at:]
                case 2:
                    text = text[:other] + text[at : min(other, at + 20)] + text[other:]
                case _:
                    text = text[:at] + rng.choice(snippets)[:40] + text[at:]
        yield text
