"""Every operation in the order of reports. A new one is a line in its module; the tests run over all."""

from __future__ import annotations

from typing import Final

from pipeline.planting import characters, languages, markup, numbers, omissions, units, wording
from pipeline.planting.base import Operation  # noqa: TC001 - the type of a public constant

OPERATIONS: Final[tuple[Operation, ...]] = (
    *numbers.OPERATIONS,
    *units.OPERATIONS,
    *wording.OPERATIONS,
    *omissions.OPERATIONS,
    *languages.OPERATIONS,
    *markup.OPERATIONS,
    *characters.OPERATIONS,
)
