"""Medicines: the target names the medicines that the source names, in whatever alphabet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.checks.base import Example, Issue, Rule, Subject
from pipeline.language.nonproprietary import find_listed, find_written, is_named, is_readable
from pipeline.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

CHANGED = Rule(
    id="medicine.changed",
    severity=Severity.ERROR,
    category="accuracy/mistranslation",
    description="A medicine of the source is not in the target, which names another one.",
    hint="write the same medicine",
    reads_language=True,
)
MISSING = Rule(
    id="medicine.missing",
    severity=Severity.WARNING,
    category="accuracy/omission",
    description="Nothing in the target sounds like a medicine that the source names.",
    hint="name the medicine; a brand of the country can be added to the glossary",
    reads_language=True,
)


class MedicineCheck:
    """Listed medicines, compared by sound."""

    name = "medicine"
    rules = (CHANGED, MISSING)
    examples = (
        Example("es", "Take ibuprofen.", "Tome ibuprofeno."),
        Example("es", "Take acetaminophen.", "Tome paracetamol.", note="another name of the same"),
        Example("ru", "Take warfarin.", "Принимайте варфарин."),
        Example("ar", "Take ibuprofen.", "تناول الإيبوبروفين."),
        Example("hi", "Take insulin.", "इंसुलिन लें।"),
        Example("zh_Hans", "Take aspirin.", "服用阿司匹林。"),
        Example("es", "Take ibuprofen.", "Tome metformina.", frozenset({CHANGED.id})),
        Example("ru", "Take ibuprofen.", "Принимайте варфарин.", frozenset({MISSING.id})),
        Example("zh_Hans", "Take aspirin.", "服用布洛芬。", frozenset({CHANGED.id})),
        Example("ar", "Take warfarin.", "تناول الدواء.", frozenset({MISSING.id})),
    )

    def run(self, subject: Subject) -> Iterable[Issue]:
        """Yield an issue for each medicine that is not there."""
        listed = {medicine.name: medicine for medicine in find_listed(subject.source)}
        for medicine in listed.values():
            if is_named(medicine.name, subject.target):
                continue
            span = (medicine.start, medicine.stop)
            other = find_written(subject.target, without=frozenset(listed))
            if other is None and is_readable(medicine.name, subject.target):
                yield MISSING.issue(
                    f'nothing stands for "{medicine.text}"', source_span=span, expected=medicine.text
                )
            elif other is not None:
                yield CHANGED.issue(
                    f'"{medicine.text}" became "{other.text}"',
                    source_span=span,
                    target_span=(other.start, other.stop),
                    expected=medicine.text,
                    found=other.text,
                )


CHECK = MedicineCheck()
