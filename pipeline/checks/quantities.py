"""Units: a number keeps the unit that the source counts it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.quantities import MEASURES, Quantity, find_quantities, find_unit_names
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CHANGED = Rule(
    id="quantity.unit-changed",
    severity=Severity.ERROR,
    category="accuracy/mistranslation/unit-conversion",
    description="A number of the source stands in the target with another unit.",
    hint="keep the unit of the source; a conversion changes the number too and belongs into the source",
)
MISSING = Rule(
    id="quantity.unit-missing",
    severity=Severity.WARNING,
    category="accuracy/omission",
    description="A number of the source lost its unit of dose, and the unit is nowhere in the target.",
    hint="write the unit after the number",
)


class QuantityCheck:
    """Units bound to numbers."""

    name = "quantity"
    rules = (CHANGED, MISSING)
    examples = (
        Example("es", "Take 250 mg for 3 days.", "Tome 250 mg durante 3 días."),
        Example("zh_Hans", "Take 250 mg for 3 days.", "服用250毫克，连续3天。"),
        Example("ar", "Take 5-10 ml.", "تناول ٥-١٠ مل."),
        Example("ru", "five percent", "5 процентов"),
        Example("hi", "500 micrograms", "500 माइक्रोग्राम"),
        Example("fr", "a 14-day rest", "14 jours de repos"),
        Example("es", "Take 250 mg.", "Tome 250 g.", frozenset({CHANGED.id})),
        Example("ru", "Take 250 mg.", "Принимайте 250 г.", frozenset({CHANGED.id})),
        Example("zh_Hans", "Take 250 mg.", "服用250克。", frozenset({CHANGED.id})),
        Example("ar", "for 3 days", "لمدة 3 أسابيع", frozenset({CHANGED.id})),
        Example("hi", "for 3 days", "3 सप्ताह तक", frozenset({CHANGED.id})),
        Example("de", "500 mcg", "500 mg", frozenset({CHANGED.id})),
        Example("pt_BR", "two weeks", "dois dias", frozenset({CHANGED.id}), "number words count too"),
        Example("fr", "Take 5 ml.", "Prenez 5.", frozenset({MISSING.id})),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield numbers whose unit changed or went."""
        lexicon = subject.lexicon
        if lexicon is None:
            return
        source = find_quantities(subject.source, subject.english, decimal=".")
        if not source:
            return
        target = find_quantities(subject.target, lexicon)
        names = set(find_unit_names(subject.target, lexicon)) | {quantity.unit for quantity in target}
        for quantity in source:
            yield from _compare(quantity, source, target, names)


def _compare(
    quantity: Quantity, source: tuple[Quantity, ...], target: tuple[Quantity, ...], names: set[str]
) -> Iterator[Issue]:
    same_value = [other for other in target if other.number.agrees(quantity.number)]
    if quantity.unit in names or any(other.unit == quantity.unit for other in same_value):
        return
    known = {other.unit for other in source if other.number.agrees(quantity.number)}
    rival = next((other for other in same_value if other.unit not in known), None)
    if rival is not None:
        yield CHANGED.issue(
            f"{quantity.number.text} {quantity.unit} became {rival.number.text} {rival.unit}",
            source_span=(quantity.number.start, quantity.stop),
            target_span=(rival.number.start, rival.stop),
            expected=quantity.unit,
            found=rival.unit,
        )
    elif not same_value and quantity.unit.partition("/")[0] in MEASURES and not target:
        yield MISSING.issue(
            f"{quantity.number.text} has no unit, the source says {quantity.unit}",
            source_span=(quantity.number.start, quantity.stop),
            expected=quantity.unit,
        )


CHECK = QuantityCheck()
