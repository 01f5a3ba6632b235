"""What a person chooses who has just read the texts: selections with the marks of what is there now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.review.selection import Scope, Selection
from pipeline.stages.review import Filter, list_units
from pipeline.stages.scopes import mark_of

if TYPE_CHECKING:
    from pipeline.model.locale import Locale
    from pipeline.workspace.project import Workspace


def as_read(workspace: Workspace, locale: Locale, document: str, *units: str) -> list[Selection]:
    """Return the units given by id, or all of a catalog for `all`, as they can be read now."""
    found = list_units(workspace, [locale], Filter(documents=frozenset({document})))
    if units == ("all",):
        return [Selection(scope=Scope.CATALOG, unit="", mark=mark_of(found))]
    marks = {one.unit.key.id: one.mark for one in found}
    return [Selection(scope=Scope.UNIT, unit=unit, mark=marks.get(unit, "0" * 12)) for unit in units]
