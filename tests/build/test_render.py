from pipeline.build.page import Mode
from pipeline.build.render import reasons_to_withhold, render_task
from tests.build.shelves import EN, make_document, make_shelf, make_targets, make_task


def test_a_page_is_three_files() -> None:
    rendered = render_task(make_task(make_shelf(make_targets(make_document())), mode=Mode.PREVIEW))
    assert list(rendered.files) == ["es/a.html", "es/a.md", "es/a.txt"]
    assert all(data.endswith(b"\n") for data in rendered.files.values())
    assert rendered.title.content.text == "«Cramps»"


def test_only_a_release_withholds_and_never_the_source() -> None:
    shelf = make_shelf({})
    assert reasons_to_withhold(make_task(shelf, mode=Mode.PREVIEW)) == ()
    assert reasons_to_withhold(make_task(shelf, locale=EN)) == ()
    assert len(reasons_to_withhold(make_task(shelf))) > 5
