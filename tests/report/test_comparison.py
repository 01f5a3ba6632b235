from __future__ import annotations

from lxml import html

from pipeline.drafting.base import Draft
from pipeline.drafting.comparison import ComparedUnit, compare_drafts
from pipeline.model.locale import Locale
from pipeline.report.comparison import render_comparison
from pipeline.review.differences import find_differences

AR = Locale("ar")


def page(*drafts: Draft, target: str = "", source: str = "Drink water.") -> html.HtmlElement:
    names = [f"engine{at}" for at in range(len(drafts))]
    unit = ComparedUnit(
        locale="ar",
        document="dose",
        unit="0123",
        source=source,
        target=target,
        drafts=compare_drafts(names, drafts),
    )
    return html.document_fromstring(render_comparison("Project", AR, [unit], find_differences))


def test_each_draft_stands_in_its_language_and_direction() -> None:
    shown = page(Draft(text="اشرب الماء."), Draft(text="اشرب الماء كثيرا."), target="اشرب ماء.")
    cells = shown.xpath("//td[@dir='rtl'][@lang='ar']")
    assert [cell.text_content() for cell in cells] == ["اشرب الماء.", "اشرب الماء كثيرا.", "اشرب ماء."]
    assert [one.text for one in cells[1].xpath(".//ins")] == [" كثيرا"]
    assert shown.xpath("//p[@lang='en'][@dir='ltr']")[0].text == "Drink water."


def test_what_went_is_marked_only_where_the_texts_are_alike() -> None:
    alike = page(Draft(text="abc def ghi"), Draft(text="abc ghi"))
    assert [one.text_content().strip() for one in alike.xpath("//del")] == ["def"]
    assert page(Draft(text="abc def"), Draft(text="xyz uvw")).xpath("//del | //ins") == []


def test_reasons_and_alarms_are_told() -> None:
    shown = page(
        Draft(reason="no route"),
        Draft(text="abc", alarm=0.9, note="alarm: it has no end mark"),
        Draft(text="abc", alarm=0.2, confidence=0.5),
    )
    rows = [" ".join(row.text_content().split()) for row in shown.xpath("//tbody/tr")]
    assert rows[0] == "engine0 no draft: no route"
    assert "alarm: it has no end mark" in rows[1]
    assert shown.xpath("//strong")[0].text == "alarm 0.90"
    assert "alarm 0.20. confidence 0.50. 100 % as the first." in rows[2]
    assert len(shown.xpath("//strong")) == 1


def test_no_text_becomes_markup_and_nothing_is_loaded_from_elsewhere() -> None:
    bad = "<script>alert(1)</script>"
    shown = page(Draft(text=bad, note=bad), Draft(reason=bad), target=bad, source=bad)
    assert shown.xpath("//script") == []
    assert shown.text_content().count(bad) == 5
    assert [one.get("href") for one in shown.xpath("//link")] == ["static/report.css"]
    policy = shown.xpath("//meta[@http-equiv='Content-Security-Policy']")[0].get("content")
    assert policy.startswith("default-src 'none'; style-src 'self'")
