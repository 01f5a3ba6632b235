"""Whether a text breaks off: its last word is one that wants another behind it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pipeline.language.form_finder import WORD_CHARACTER
from pipeline.language.inline import hide_inline

if TYPE_CHECKING:
    from pipeline.language.lexicon import Lexicon

_LAST_WORD = re.compile(rf"{WORD_CHARACTER}+['’]?$")


def find_opening_at_end(text: str, lexicon: Lexicon) -> str | None:
    """Return the word that leaves the end of `text` open, or None."""
    prose = unicodedata.normalize("NFC", hide_inline(text).rstrip()).lower().replace("’", "'")
    if not lexicon.is_spaced:
        return next((word for word in lexicon.openers if prose.endswith(word)), None)
    found = _LAST_WORD.search(prose)
    return found[0] if found and found[0] in lexicon.openers else None
