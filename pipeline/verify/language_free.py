"""What is the same in every language: addresses, paths, code, placeholders and numbers."""

from __future__ import annotations

import re
from typing import Final

_FREE: Final = re.compile(
    r"""
    `[^`]+`                                         # code
    | <[^<>\s]+>                                    # an address in brackets, a tag, a placeholder
    | [a-z][a-z0-9+.-]*://[^\s<>]+ | www\.[^\s<>]+  # addresses
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
    | (?<!\w)@[\w./-]+(?:\{[\w,-]*\})?           # names of accounts
    | (?<![\w-])--?[a-z][\w-]*                     # options of commands
    | \{\{[^{}]*\}\} | \$?\{[^{}\s]*\} | %\(\w+\)[a-z] | %[sd]
    | (?:~|\.{1,2})?/[\w.{}<>*~@+-]+(?:/[\w.{}<>*~@+-]*)*        # paths from a root
    | [\w.{}<>*~@+-]+(?:/[\w.{}<>*~@+-]+)*/(?:[\w{}<>*~@+-]*\.\w{1,5}\b|(?![\w.]))   # to a file, a folder
    | \b[\w-]+\.(?:[a-z]{2,4}\d?|\d)\b(?![\w.])     # the name of a file
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_language_free(text: str) -> bool:
    """Return whether a text has no letters outside addresses, paths, code and placeholders."""
    return not any(map(str.isalpha, _FREE.sub(" ", text)))
