"""`data/<language>.toml` to a Lexicon: cue words, number words and units of one language. Read strictly."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from itertools import chain
from typing import TYPE_CHECKING, Any

from pipeline.errors import ConfigError, Location
from pipeline.language.scripts import likely_script

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pipeline.model.locale import Locale

ENGLISH = "en"
UNIVERSAL = "und"
CUE_TABLES = {
    "negation": ("strong", "describing", "weak", "akin", "firm", "concord", "bound", "reason", "loose"),
    "modal": ("must", "should", "need", "may", "can"),
    "comparator": ("at_least", "at_most", "more_than", "less_than"),
    "permission": ("needless", "forbidden"),
    "sequence": ("before", "after", "earlier", "later", "unless", "if", "neutral"),
}
"""The tables of cue words in a data file, and the keys of each."""

_RENAMED = {"tl": "fil", "iw": "he", "in": "id"}
"""Codes of languages that have another one today, or that are spelled both ways."""
_SENTENCE_ENDS = ".!?…"
_VALUE_TABLES = ("numbers", "multipliers", "hints", "months")
_KEYS = {
    "source",
    "spaced",
    "prefixes",
    "number_joiners",
    "range_words",
    "no_numbers",
    "scale_before",
    "clock",
    "clock_shift",
    "neutral",
    "measured",
    "right_to_left",
    "units_before",
    "free_order",
    "borrows",
    "length",
    "spread",
    "openers",
    "conjunctions",
    "sentence_ends",
    "emergency",
    "units",
    "duals",
    "frequency",
    "opposite",
    "akin",
    "duplicates",
    *CUE_TABLES,
    *_VALUE_TABLES,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """What is known of one language. Forms are lower case; `*` in a form stands for the rest of a word."""

    language: str
    source: str
    """Where the lists come from."""
    is_measured: bool = False
    """Whether the checks were measured on translations into the language; else what they say is advice."""
    is_spaced: bool = True
    """Whether spaces separate words."""
    is_right_to_left: bool = False
    """Whether it is written from right to left, where the ends of a range may stand in either order."""
    length: float = 1.0
    """Letters of a translation for one letter of English."""
    spread: float = 1.0
    """How much lengths vary, in terms of Spanish."""
    has_free_order: bool = False
    """Whether numbers often stand in another order than in English."""
    has_borrowed_terms: bool = False
    """Whether texts keep many English terms: Filipino `ang adaptive immune response`."""
    has_units_before: bool = False
    """Whether a unit stands before its number: Swahili `siku 14`."""
    sentence_ends: str = _SENTENCE_ENDS
    """What a sentence ends with."""
    prefixes: tuple[str, ...] = ()
    """What may be written in front of a form without a space (Arabic conjunctions, article, prepositions)."""
    openers: tuple[str, ...] = ()
    """Words that want another one behind them: no text ends with an article or a preposition."""
    conjunctions: tuple[str, ...] = ()
    """What joins the last item of a list to the others."""
    number_joiners: tuple[str, ...] = ()
    """Words inside a number: "two hundred and five"."""
    range_words: tuple[str, ...] = ()
    """What stands between two numbers of one unit: "2 to 3 litres", "2 or 3 litres"."""
    no_numbers: tuple[str, ...] = ()
    """Words that hold a number word and count nothing: Chinese `一些` (some)."""
    has_scale_before: bool = False
    """Whether words of magnitude stand before their number: Swahili `elfu ishirini` is 20,000."""
    clock: tuple[str, ...] = ()
    """Words beside a time of day, by which `16.30` is told to be one: German `Uhr`."""
    clock_shift: int = 0
    """Hours that clocks are told late: in Swahili the day begins at six, and 8 o'clock is `saa 2`."""
    neutral: tuple[str, ...] = ()
    """Words and phrases that contain a cue and are none."""
    emergency: tuple[str, ...] = ()
    """Words for an emergency, for help in one, and for "at once"."""
    cues: Mapping[str, tuple[str, ...]]
    """`table.key`, for instance `negation.strong`, to forms."""
    numbers: Mapping[Decimal, tuple[str, ...]]
    multipliers: Mapping[Decimal, tuple[str, ...]]
    hints: Mapping[Decimal, tuple[str, ...]]
    """Words that another language may write with this number: ordinals, fractions, quantities."""
    months: Mapping[Decimal, tuple[str, ...]]
    """Names of months, by their number in the year."""
    units: Mapping[str, tuple[str, ...]]
    """Unit's name to its forms in this language, the universal symbols included."""
    duals: Mapping[str, tuple[str, ...]]
    """Unit's name to its forms for two of it, which need no number: Arabic `يومين` (two days)."""
    periods: Mapping[str, tuple[str, ...]]
    """Name of a period (`day`) to the words and phrases for it and for "each day"."""
    opposites: Mapping[str, tuple[str, ...]]
    """Pole (`left`) to the forms that mean it and hardly anything else."""
    akin: Mapping[str, tuple[str, ...]]
    """Pole to other words that may say it: no evidence where the other pole is wanted, and enough where this
    one is. They also keep the surer words inside of them apart (Vietnamese `cao tuổi`, elderly)."""
    doubled: frozenset[str] = frozenset()
    """Words that may stand twice in a row."""


@lru_cache(maxsize=256)
def find_lexicon(locale: Locale) -> Lexicon | None:
    """Return the data for a locale, else for its language, or None where there is none yet.

    A language of two scripts is looked up with the script that CLDR says is likely: `zh_TW` is `zh_Hant`.
    """
    language = _RENAMED.get(locale.language, locale.language)
    names = (locale.code, f"{language}_{likely_script(locale)}", language)
    return next((get_lexicon(name) for name in names if name in languages()), None)


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """Return the names of the data files that describe a language."""
    files = (resources.files("pipeline.language") / "data").iterdir()
    names = {file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")}
    return frozenset(names - {UNIVERSAL, "medicines"})


@lru_cache(maxsize=64)
def get_lexicon(name: str) -> Lexicon:
    """Return the data called `name`; raises ConfigError when the file is not what it must be."""
    shared = read_data(UNIVERSAL)["units"]
    return parse_lexicon(name, read_data(name), shared)


def read_data(name: str) -> dict[str, Any]:
    """Return one data file as TOML tables."""
    path = resources.files("pipeline.language") / "data" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def parse_lexicon(name: str, data: Mapping[str, Any], shared_units: Mapping[str, list[str]]) -> Lexicon:
    """Return a lexicon; raises ConfigError on an unknown key, an empty form or a missing source note."""
    at = Location(f"language/data/{name}.toml")
    unknown = sorted(set(data) - _KEYS)
    if unknown or not data.get("source"):
        what = f"unknown key {unknown[0]!r}" if unknown else "no source note"
        raise ConfigError(f"{what} in language data", at=at)
    own = _forms_by_name(data.get("units", {}), at)
    names = sorted({*own, *shared_units})
    duals = _forms_by_name(data.get("duals", {}), at)
    values = {table: _forms_by_value(data.get(table, {}), at) for table in _VALUE_TABLES}
    return Lexicon(
        language=name,
        source=data["source"],
        is_measured=data.get("measured", False),
        is_right_to_left=data.get("right_to_left", False),
        is_spaced=data.get("spaced", True),
        has_free_order=data.get("free_order", False),
        has_borrowed_terms=data.get("borrows", False),
        has_units_before=data.get("units_before", False),
        length=data.get("length", 1.0),
        spread=data.get("spread", 1.0),
        sentence_ends=data.get("sentence_ends", _SENTENCE_ENDS),
        prefixes=tuple(data.get("prefixes", ())),
        openers=_forms(data.get("openers", ()), at),
        conjunctions=_forms(data.get("conjunctions", ()), at),
        number_joiners=tuple(data.get("number_joiners", ())),
        range_words=_forms(data.get("range_words", ()), at),
        no_numbers=_forms(data.get("no_numbers", ()), at),
        has_scale_before=data.get("scale_before", False),
        clock=_forms(data.get("clock", ()), at),
        clock_shift=data.get("clock_shift", 0),
        neutral=_forms(data.get("neutral", ()), at),
        emergency=_forms(data.get("emergency", ()), at),
        cues=_cues(data, at),
        numbers=_with_duals(values["numbers"], duals),
        multipliers=values["multipliers"],
        hints=values["hints"],
        months=values["months"],
        units={unit: (*shared_units.get(unit, ()), *own.get(unit, ())) for unit in names},
        duals=duals,
        periods=_forms_by_name(data.get("frequency", {}), at),
        opposites=_forms_by_name(data.get("opposite", {}), at),
        akin=_forms_by_name(data.get("akin", {}), at),
        doubled=frozenset(data.get("duplicates", {}).get("allowed", ())),
    )


def _with_duals(
    numbers: Mapping[Decimal, tuple[str, ...]], duals: Mapping[str, tuple[str, ...]]
) -> Mapping[Decimal, tuple[str, ...]]:
    """Return the number words with the forms that mean two of a unit."""
    two = Decimal(2)
    return {**numbers, two: (*numbers.get(two, ()), *chain(*duals.values()))} if duals else numbers


def _cues(data: Mapping[str, Any], at: Location) -> dict[str, tuple[str, ...]]:
    found = {}
    for table, keys in CUE_TABLES.items():
        for key in data.get(table, {}):
            if key not in keys:
                raise ConfigError(f'unknown key "{table}.{key}" in language data', at=at)
        found.update({f"{table}.{key}": _forms(data.get(table, {}).get(key, ()), at) for key in keys})
    return found


def _forms(forms: Iterable[str], at: Location) -> tuple[str, ...]:
    normal = tuple(unicodedata.normalize("NFC", form).lower() for form in forms)
    if not all(form.strip(" *") for form in normal):
        raise ConfigError("an empty form in language data", at=at)
    return normal


def _forms_by_name(table: Mapping[str, list[str]], at: Location) -> dict[str, tuple[str, ...]]:
    return {name: _forms(forms, at) for name, forms in table.items()}


def _forms_by_value(table: Mapping[str, list[str]], at: Location) -> dict[Decimal, tuple[str, ...]]:
    return {Decimal(value): _forms(forms, at) for value, forms in table.items()}
