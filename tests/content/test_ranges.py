import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import ranges


@pytest.mark.parametrize(
    ("header", "answer"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=0-9", (0, 10)),
        ("bytes=0-", (0, 10)),
        ("bytes=3-5", (3, 3)),
        ("bytes=9-", (9, 1)),
        ("bytes=5-100", (5, 5)),
        ("bytes=-3", (7, 3)),
        ("bytes=-10", (0, 10)),
        ("bytes=-999", (0, 10)),
        ("Bytes = 3-5", (3, 3)),
        ("bytes=3-5,", (3, 3)),
        ("bytes=0003-0005", (3, 3)),
        ("bytes=3-" + "9" * 5000, (3, 7)),
    ],
)
def test_a_single_range_of_ten_bytes(header, answer):
    assert ranges.parse(header, 10) == answer


@pytest.mark.parametrize(
    "header",
    [
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=,",
        "bytes=5-3",
        "bytes=a-b",
        "bytes=1-2-3",
        "bytes=--3",
        "bytes=+1-2",
        "bytes=1 - 2",
        "bytes=٣-٥",
        "bytes=0-1,3-4",
        "items=0-1",
        "bytes:0-1",
    ],
)
def test_several_ranges_and_nonsense_mean_the_whole_file(header):
    assert ranges.parse(header, 10) is None


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-12", "bytes=-0", "bytes=" + "9" * 5000 + "-"])
def test_past_the_end_cannot_be_satisfied(header):
    with pytest.raises(ranges.NotSatisfiable):
        ranges.parse(header, 10)


def test_the_last_bytes_of_an_empty_file_are_all_of_it():
    assert ranges.parse("bytes=-5", 0) is None


@given(st.integers(0, 200), st.integers(0, 200), st.integers(1, 150))
def test_a_range_is_the_slice_python_takes(first, last, size):
    content = bytes(range(size))

    try:
        found = ranges.parse(f"bytes={first}-{last}", size)
    except ranges.NotSatisfiable:
        found = (0, 0)

    wanted = content if last < first else content[first : last + 1]
    start, length = found or (0, size)
    assert content[start : start + length] == wanted
