import pytest

from pipeline.errors import ConfigError
from pipeline.formats.registry import open_formats


def test_a_name_that_is_close_is_suggested() -> None:
    with pytest.raises(ConfigError) as caught:
        open_formats().get("recrod")
    assert str(caught.value) == 'no format is named "recrod"\n  hint: did you mean "record"?'
