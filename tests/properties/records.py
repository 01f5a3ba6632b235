"""Record files of every kind: random text, and the pieces that have broken extraction before."""

from hypothesis import strategies as st

_PIECES = st.sampled_from(
    [
        "Note",
        "NullNote",
        "undefinedNullTips",
        "Null Tips",
        "This is no advice.",
        "Causes",
        "Danger",
        "Symptoms (English):",
        "Symptoms\u00a0(US English) : Heat hurts. Rest (a. b) now.",
        "Zürich (English): 中文。好。",
        "Symptoms (severe): call.",
        "What Causes Pain?",
        "1. Rest",
        "A. B. (C. D.) [E. F. e.g. g",
        "It’s 2.5 mg. Don’t! “Go.” Stop…",
        "\ufeff",
        "\u200b x \u200b",
        "\u00a0",
        "\t ",
        "",
        "𝄞 é e\u0301 \u202e",
        "\x07\x85\u2028",
    ]
)
_ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
_LINES = st.lists(st.tuples(st.one_of(_PIECES, _ANY), st.sampled_from(["\n", "\r\n", "\r", "\n\n", ""])))
_STARTS = st.sampled_from(["", "\ufeff", "\n", " \t"])

RECORDS = st.builds(
    lambda start, lines: (start + "".join(text + end for text, end in lines)).encode(), _STARTS, _LINES
)
"""Bytes that are text."""

ANY_BYTES = st.one_of(RECORDS, st.binary(max_size=200))
