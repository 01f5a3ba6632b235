"""Plural forms for one number may leave the number out; nothing else may."""

from __future__ import annotations

import pytest

from pipeline.checks.base import Subject
from pipeline.checks.markup import CHECK
from pipeline.model.catalog import Entry
from pipeline.model.locale import Locale
from pipeline.model.unit import Risk, UnitKey

ARABIC = ("أقل من دقيقة", "دقيقة واحدة", "دقيقتان", "%(count)d دقائق", "%(count)d دقيقة", "%(count)d دقيقة")


def _rules(locale: str, form: int, *targets: str) -> list[str]:
    key = UnitKey(None, "%(count)d minute")
    entry = Entry(key=key, targets=targets, plural="%(count)d minutes")
    subject = Subject(entry=entry, locale=Locale(locale), risk=Risk.STANDARD, form=form)
    return [issue.rule for issue in CHECK.run(subject)]


@pytest.mark.parametrize("form", range(6))
def test_arabic_forms_for_none_one_and_two_need_no_number(form: int) -> None:
    assert _rules("ar", form, *ARABIC) == []


@pytest.mark.parametrize("form", [3, 4, 5])
def test_a_form_for_many_numbers_needs_it(form: int) -> None:
    assert _rules("ar", form, *["دقائق"] * 6) == ["markup.placeholder"]


def test_a_russian_form_for_one_is_for_21_too() -> None:
    assert _rules("ru", 0, "минута", "%(count)d минуты", "%(count)d минут") == ["markup.placeholder"]


def test_another_placeholder_is_no_number_left_out() -> None:
    assert _rules("ar", 1, "لا شيء", "دقيقة %(name)s") == ["markup.placeholder"]


def test_two_placeholders_may_not_be_left_out() -> None:
    entry = Entry(key=UnitKey(None, "%(a)s %(n)d"), targets=("uno", "%(a)s %(n)d"), plural="%(a)s %(n)d")
    subject = Subject(entry=entry, locale=Locale("es"), risk=Risk.STANDARD)
    assert [issue.rule for issue in CHECK.run(subject)] == ["markup.placeholder"]


def test_a_text_without_plural_forms_needs_its_number() -> None:
    entry = Entry(key=UnitKey(None, "%(n)d minute"), targets=("un minuto",))
    subject = Subject(entry=entry, locale=Locale("es"), risk=Risk.STANDARD)
    assert [issue.rule for issue in CHECK.run(subject)] == ["markup.placeholder"]
