"""How close drafts come to translations that people approved: chrF2, BLEU, TER and edit distance.

How close a text is to one good translation says little about that text, and over many units much about an
engine.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import import_module
from statistics import fmean
from typing import TYPE_CHECKING, Any, Final

from rapidfuzz.distance import Levenshtein

from pipeline.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model.locale import Locale

ENOUGH: Final = 30
"""Units without which nothing is measured."""
_RESAMPLES: Final = 1_000
"""Samples for the confidence interval, drawn with sacrebleu's own fixed seed."""
_BY_CHARACTER: Final = frozenset({"ja", "km", "ko", "lo", "my", "th", "yue"})
"""Languages for which BLEU and TER count characters: words are not apart, or only a dictionary parts them."""
_CHINESE: Final = "zh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One engine in one locale, by translations that people approved."""

    locale: str
    engine: str
    n: int
    """Units that it was asked for."""
    empty: float
    """Share of them without a draft; they count as empty drafts in every figure."""
    seconds: float
    """What the engine took for those that were not known from before."""
    chrf: float | None = None
    """chrF2, 0 to 100, higher is closer; None, as the other figures, for fewer than 30 units."""
    low: float | None = None
    high: float | None = None
    """Where chrF2 lies with 95 % confidence, were it measured with other units of the kind."""
    bleu: float | None = None
    """0 to 100, higher is closer."""
    ter: float | None = None
    """Edits for 100 words, lower is closer."""
    edits: float | None = None
    """Share of the letters that must change, 0 to 1, as a mean over the units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What people changed in an engine's drafts before they were approved."""

    locale: str
    engine: str
    """As the drafts name it, with its version."""
    n: int
    """Approved units that began as its draft."""
    untouched: float | None = None
    """Share that was approved as it was; None, as the other, for fewer than 30 units."""
    edits: float | None = None
    """Share of the letters that people changed, 0 to 1, as a mean over the units."""


def score_drafts(
    locale: Locale, engine: str, drafts: Sequence[str | None], references: Sequence[str], seconds: float
) -> Score:
    """Return the score of an engine's drafts, one reference each; raises EngineError without sacrebleu."""
    texts = [draft or "" for draft in drafts]
    empty = sum(not text for text in texts) / max(1, len(texts))
    if len(texts) < ENOUGH:
        return Score(locale=locale.code, engine=engine, n=len(texts), empty=empty, seconds=seconds)
    chrf, bleu, ter = _open_metrics(locale)
    measured, low, high = _with_interval(chrf, texts, references)
    return Score(
        locale=locale.code,
        engine=engine,
        n=len(texts),
        empty=empty,
        seconds=seconds,
        chrf=measured,
        low=low,
        high=high,
        bleu=round(bleu.corpus_score(texts, [references]).score, 2),
        ter=round(ter.corpus_score(_apart(texts, locale), [_apart(references, locale)]).score, 2),
        edits=round(fmean(map(share_changed, texts, references)), 4),
    )


def _with_interval(
    metric: Any, texts: Sequence[str], references: Sequence[str]
) -> tuple[float, float, float]:
    """Return a figure with the bounds of its confidence interval."""
    _return_plain_numbers(metric)
    score = metric.corpus_score(texts, [references], n_bootstrap=_RESAMPLES)
    # Only this form of a score tells the interval; it wants a signature of pairs.
    told = json.loads(score.format(width=4, is_json=True, signature="metric:this"))
    middle, half = told.get("confidence_mean", 0.0), told.get("confidence_var", 0.0)  # a zero has none
    return round(told["score"], 2), round(max(0.0, middle - half), 2), round(min(100.0, middle + half), 2)


def _return_plain_numbers(metric: Any) -> None:
    """Make a metric's resamples comparable: sacrebleu 2.6 can't average numpy's numbers with a plain zero."""
    compute = metric._compute_score_from_stats  # noqa: SLF001 - nothing public stands between the two

    def compute_plain(stats: Any) -> Any:
        score = compute(stats)
        score.score = float(score.score)
        return score

    metric._compute_score_from_stats = compute_plain  # noqa: SLF001 - as above


def measure_changes(locale: Locale, engine: str, pairs: Sequence[tuple[str, str]]) -> Changes:
    """Return what people changed, from pairs of draft and approved text."""
    if len(pairs) < ENOUGH:
        return Changes(locale=locale.code, engine=engine, n=len(pairs))
    return Changes(
        locale=locale.code,
        engine=engine,
        n=len(pairs),
        untouched=round(fmean(draft == approved for draft, approved in pairs), 4),
        edits=round(fmean(share_changed(draft, approved) for draft, approved in pairs), 4),
    )


def share_changed(draft: str, final: str) -> float:
    """Return the share of letters that differ, 0 to 1: 0 for the same text, 1 for nothing in common."""
    return Levenshtein.normalized_distance(draft, final)


def require_metrics() -> Any:
    """Return the package that measures; raises EngineError where it is not installed."""
    try:
        return import_module("sacrebleu.metrics")  # loads for a second, and only this needs it
    except ImportError as error:
        hint = "run `pip install 'caveat-l10n[evaluate]'`"
        raise EngineError("engines can't be scored: sacrebleu is not installed", hint=hint) from error


def _open_metrics(locale: Locale) -> tuple[Any, Any, Any]:
    """Return chrF2, BLEU and TER as they are right for a language."""
    metrics = require_metrics()
    by_character = "char" if locale.language in _BY_CHARACTER else "13a"
    is_chinese = locale.language == _CHINESE
    return metrics.CHRF(), metrics.BLEU(tokenize="zh" if is_chinese else by_character), metrics.TER()


def _apart(texts: Sequence[str], locale: Locale) -> list[str]:
    """Return texts as TER counts them: where words are not apart, each character stands for itself."""
    if locale.language not in {*_BY_CHARACTER, _CHINESE}:
        return list(texts)
    return [" ".join("".join(text.split())) for text in texts]
