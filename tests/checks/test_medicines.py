from __future__ import annotations

import pytest

from pipeline.checks.medicines import CHANGED, CHECK, MISSING
from tests.checks.telling import issues_of


def _rules(locale: str, source: str, target: str) -> list[str]:
    return [issue.rule for issue in issues_of(CHECK, locale, source, target)]


@pytest.mark.parametrize(
    ("locale", "source", "target"),
    [
        ("ja", "Take paracetamol with water.", "パラセタモールを水で飲んでください。"),
        ("ja", "Take acetaminophen.", "アセトアミノフェンを服用してください。"),
        ("ja", "Do not stop warfarin.", "ワルファリンを中止しないでください。"),
        ("ja", "Metformin lowers blood sugar.", "メトホルミンは血糖値を下げます。"),
        ("ko", "Take acetaminophen.", "아세트아미노펜을 복용하십시오."),
        ("ko", "Do not stop warfarin.", "와파린을 중단하지 마십시오."),
        ("he", "Take warfarin.", "קחו וורפרין."),
        ("bn", "Take warfarin.", "ওয়ারফারিন নিন।"),
        ("el", "Take warfarin.", "Πάρτε βαρφαρίνη."),
        ("zh_Hant", "Take metformin.", "服用二甲雙胍。"),
        ("es", "Take co-trimoxazole.", "Tome sulfametoxazol con trimetoprima."),
        ("ru", "Take prednisone, then prednisolone.", "Примите преднизон, потом преднизолон."),
        ("th", "Take warfarin.", "รับประทานวาร์ฟาริน"),
        ("ta", "Take warfarin.", "வார்ஃபரின் எடுத்துக் கொள்ளுங்கள்."),
        ("ka", "Take warfarin.", "მიიღეთ ვარფარინი."),
        ("es", "Eat food with iron and zinc.", "Coma alimentos nutritivos."),
    ],
)
def test_a_good_translation_is_silent(locale: str, source: str, target: str) -> None:
    assert _rules(locale, source, target) == []


@pytest.mark.parametrize(
    ("locale", "source", "target", "rule"),
    [
        ("es", "Take prednisone.", "Tome prednisolona.", CHANGED.id),
        ("es", "Take co-trimoxazole.", "Tome clotrimazol.", CHANGED.id),
        ("fr", "Take chlorpromazine.", "Prenez du chlorpropamide.", CHANGED.id),
        ("de", "Take hydralazine.", "Nehmen Sie Hydroxyzin.", CHANGED.id),
        ("ja", "Take warfarin.", "ヘパリンを服用してください。", MISSING.id),
        ("ja", "Take metformin.", "メトロニダゾールを服用してください。", CHANGED.id),
        ("ko", "Take warfarin.", "헤파린을 복용하십시오.", MISSING.id),
        ("ar", "Take ibuprofen.", "تناول الميتوبرولول.", CHANGED.id),
        ("zh_Hans", "Take chloroquine.", "服用羟氯喹。", CHANGED.id),
        ("th", "Take ibuprofen.", "รับประทาน metformin", CHANGED.id),
        ("ja", "Take warfarin.", "薬を服用してください。", MISSING.id),
        ("ru", "Take prednisone, then prednisolone.", "Примите преднизолон, потом преднизолон.", MISSING.id),
    ],
)
def test_another_medicine_or_none_is_told(locale: str, source: str, target: str, rule: str) -> None:
    assert _rules(locale, source, target) == [rule]


def test_the_other_medicine_is_shown_where_it_stands() -> None:
    target = "لا تأخذ الميتفورمين."
    (issue,) = issues_of(CHECK, "ar", "Do not take warfarin.", target)
    assert issue.target_span is not None
    assert issue.found == target[slice(*issue.target_span)] == "الميتفورمين"
    assert issue.expected == "warfarin"
