"""Cronbach's alpha against figures that can be checked by hand."""

import pytest

from surveys.reliability import reliability


def test_equal_items_are_perfectly_reliable():
    found = reliability({"a": [1, 2, 3], "b": [1, 2, 3]})

    assert found.raw_alpha == pytest.approx(1)
    assert found.std_alpha == pytest.approx(1)
    assert found.average_r == pytest.approx(1)
    assert found.item_rest == {"a": pytest.approx(1), "b": pytest.approx(1)}


def test_alpha_of_a_small_battery_by_hand():
    # Variances 1, 1, 1 and covariances 0.5, -0.5, 0.5 (n - 1 = 2): total variance 4.
    found = reliability({"a": [1, 2, 3], "b": [1, 3, 2], "c": [3, 1, 2]})

    assert found.raw_alpha == pytest.approx(1.5 * (1 - 3 / (3 + 2 * (0.5 - 0.5 - 1))))
    assert found.average_r == pytest.approx((0.5 - 0.5 - 1) / 3)


@pytest.mark.parametrize("unit", [2.0**1000, 2.0**-1000])
def test_huge_and_tiny_numbers_give_the_same_figures(unit):
    columns = {"a": [1, 2, 3, -4], "b": [1, 3, 2, 0], "c": [3, 1, 2, 5]}

    scaled = {name: [unit * value for value in column] for name, column in columns.items()}
    assert reliability(scaled) == reliability(columns)


def test_an_item_that_never_varies_leaves_figures_open():
    found = reliability({"a": [1, 2, 3], "b": [1, 3, 2], "c": [4, 4, 4]})

    assert (found.std_alpha, found.average_r, found.item_rest["c"]) == (None, None, None)
    assert found.item_rest["a"] == pytest.approx(0.5)
    assert found.raw_alpha == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("columns", "why"), [({"a": [1, 2]}, "two items"), ({"a": [1], "b": [2]}, "two complete rows")]
)
def test_too_little_is_refused(columns, why):
    with pytest.raises(ValueError, match=why):
        reliability(columns)
