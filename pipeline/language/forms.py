"""When two texts are the same but for quotes, spaces or Unicode form. Nothing else is forgiven (Law 5)."""

from __future__ import annotations

import unicodedata

_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "‟": '"'})


def normal_form(text: str) -> str:
    """Return `text` in NFC, with straight quotes and single spaces.

    Compatibility forms stay apart: NFKC would make `10²` and `102` the same.
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split())


def differ_in_form_only(old: str, new: str) -> bool:
    """Return whether two texts differ in nothing but quotes, spaces and Unicode form."""
    return normal_form(old) == normal_form(new)
