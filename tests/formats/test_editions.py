import re

from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.editions import start_of_line

LINES = st.lists(
    st.tuples(st.integers(0, 700), st.sampled_from([b"\n", b"\r", b"\r\n", b"x"])), min_size=1, max_size=6
)


@given(LINES, st.integers(0, 4000))
def test_a_line_starts_after_the_last_line_end_before_a_byte(lines: list[tuple[int, bytes]], at: int) -> None:
    data = b"".join(b"a" * length + end for length, end in lines)
    place = min(at, len(data))
    ends = [found.end() for found in re.finditer(rb"[\r\n]", data) if found.end() <= place]
    assert start_of_line(data, place) == (ends[-1] if ends else 0)
