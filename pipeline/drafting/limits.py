"""The options that every engine over a network has, because the runner keeps to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pipeline.drafting.options import number_option
from pipeline.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipeline.drafting.base import Limits

LIMIT_OPTIONS: Final = (
    "timeout",
    "tries",
    "backoff",
    "max_wait",
    "batch_texts",
    "requests_per_second",
    "chars_per_day",
    "price",
)
"""Seconds a batch, tries, seconds before the second try, longest wait, texts a batch, batches a second,
characters a day, and the price of a million characters."""
_MOST_TRIES: Final = 4


def limits_of(options: Mapping[str, str], usual: Limits) -> Limits:
    """Return `usual` with what the options say instead; raises EngineError for a value that can't be."""
    numbers = {name: number_option(options, name, 1.0) for name in LIMIT_OPTIONS if name in options}
    if numbers.get("tries", 1) > _MOST_TRIES:
        hint = f"at most {_MOST_TRIES}: a service that is down is not helped by more"
        raise EngineError(f'option "tries" is "{options["tries"]}"', hint=hint)
    return replace(
        usual,
        seconds=numbers.get("timeout", usual.seconds),
        tries=_whole(numbers.get("tries"), usual.tries),
        backoff=numbers.get("backoff", usual.backoff),
        max_wait=numbers.get("max_wait", usual.max_wait),
        batch_texts=_whole(numbers.get("batch_texts"), usual.batch_texts),
        requests_per_second=numbers.get("requests_per_second", usual.requests_per_second),
        chars_per_day=_whole(numbers["chars_per_day"], 1)
        if "chars_per_day" in numbers
        else usual.chars_per_day,
        price=numbers.get("price", usual.price),
    )


def _whole(number: float | None, usual: int) -> int:
    return usual if number is None else max(1, int(number))
