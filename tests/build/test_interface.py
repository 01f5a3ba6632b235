from pipeline.build.interface import read_interface
from pipeline.model.unit import Risk


def test_banners_and_notices_are_critical_and_nothing_is_there_twice() -> None:
    texts = read_interface()
    critical = {one.id for one in texts if one.unit.risk is Risk.CRITICAL}
    assert critical == {
        "banner-draft",
        "banner-partial",
        "banner-reviewed",
        "notice-disclaimer",
        "notice-fallback",
    }
    assert len({one.unit.key for one in texts}) == len({one.id for one in texts}) == len(texts)
    assert all(one.unit.notes[0] for one in texts)
