"""A packet to one HTML file that needs no network: read on a phone, answered there, sent back by mail.

Every text is escaped. The page's policy lets nothing run or load but its own script and style.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from importlib.resources import files
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.formats.inline import Tag, parse_inline
from pipeline.language.names import direction, english_name
from pipeline.review.answers import FORMAT, LONGEST_WORDS

if TYPE_CHECKING:
    from pipeline.review.packet import Packet

_PACKAGE: Final = __name__.rpartition(".")[0]
_PLACE: Final = "▢"
"""Stands for an image or a break in the middle of a text."""
_JOINERS: Final = frozenset("\u200c\u200d\n")
"""Invisible and still part of the spelling, in Persian and Hindi for instance."""
_TEMPLATES: Final = Environment(
    loader=PackageLoader(_PACKAGE),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render_packet(packet: Packet) -> str:
    """Return the page; the same packet gives the same bytes."""
    style, script = _own("css"), _own("js")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            "form-action mailto:",
            "base-uri 'none'",
        )
    )
    return _TEMPLATES.get_template("packet.html").render(
        packet=packet,
        policy=policy,
        style=Markup(style),  # noqa: S704 - the file of this package
        script=Markup(script),  # noqa: S704 - the file of this package
        format=FORMAT,
        longest=LONGEST_WORDS,
        direction=direction(packet.locale),
        language=english_name(packet.locale),
        mail=_mail_address(packet),
        shown=shown,
    )


def shown(text: str) -> str:
    """Return a text as a reader sees it: without tags, and with controls that could mislead spelt out."""
    parts = parse_inline(text)
    plain = "".join(
        (_PLACE if part.kind == "empty" else "") if isinstance(part, Tag) else part for part in parts
    )
    return "".join(_spelt(character) for character in plain.replace("\0", "\n"))


def _spelt(character: str) -> str:
    is_hidden = unicodedata.category(character) in ("Cc", "Cf") and character not in _JOINERS
    return f"\\u{ord(character):04x}" if is_hidden else character


def _mail_address(packet: Packet) -> str:
    subject = quote(f"Review answers {packet.locale} {packet.id}", safe="")
    return f"mailto:{quote(packet.return_to, safe='@')}?subject={subject}"


def _own(ending: str) -> str:
    return files(_PACKAGE).joinpath("templates", f"packet.{ending}").read_text("utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
