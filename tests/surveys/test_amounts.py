"""Numbers and rankings: what is published of them, and what would tell on somebody."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import amounts, cells, snapshots
from surveys.enums import QuestionType
from tests.surveys.test_choices import asked

ORDERS = st.lists(st.permutations("abc"), min_size=0, max_size=30)


def test_quartiles_come_from_twenty_and_the_median_from_ten():
    many, some, few = (amounts.quartiles([float(k) for k in range(1, n + 1)], "key") for n in (21, 11, 9))

    assert [many[name] for name in amounts.QUARTILES] == [6, 11, 16]
    assert [some[name] for name in amounts.QUARTILES] == [None, 6, None]
    assert set(few.values()) == {None}
    assert many == amounts.quartiles([float(k) for k in range(21, 0, -1)], "key")
    low, high = many["median_interval"]
    assert 4 < low < 11 < high < 18


@settings(max_examples=20, deadline=None)
@given(st.sets(st.integers(0, 999), min_size=20, max_size=40))
def test_extremes_are_never_told(values):
    said = amounts.quartiles([float(value) for value in values], str(sorted(values)), draws=200)

    told = [said[name] for name in amounts.QUARTILES]
    told += [bound for name in amounts.QUARTILES for bound in said[f"{name}_interval"]]
    assert all(min(values) < value < max(values) for value in told)


@settings(max_examples=50, deadline=None)
@given(ORDERS)
def test_no_pair_tells_what_fewer_than_five_said(orders):
    said = amounts.ranking(orders, list("abc"))

    for one, other, n in said["pairs"] or []:
        assert n == sum(order.index(one) < order.index(other) for order in orders)
        assert cells.are_safe([n, len(orders) - n])
    assert (said["mean_ranks"] is None) == (len(orders) < 5)
    assert sum((said["mean_ranks"] or {"all": 6}).values()) == pytest.approx(6)


def test_the_share_of_two_is_no_way_around_it():
    assert amounts.ranking([["a", "b"]] * 9 + [["b", "a"]] * 3, ["a", "b"]) == {
        "mean_ranks": None,
        "pairs": None,
    }


@pytest.mark.django_db
def test_numbers_and_rankings_are_on_the_page_and_in_the_file(alice, client):
    number = asked(alice, QuestionType.NUMBER, [float(k) for k in range(1, 22)], choices=[])
    order = asked(alice, QuestionType.RANKING, [["a", "b", "c"]] * 6 + [["b", "a", "c"]] * 6)
    for wave in (number, order):
        snapshots.take(wave, wave.last_answer_at)

    pages = [client.get(f"/surveys/{wave.survey.slug}/results/").content.decode() for wave in (number, order)]
    files = [
        client.get(f"/surveys/{wave.survey.slug}/results.csv?of=questions").content.decode().splitlines()
        for wave in (number, order)
    ]

    assert ("Half is at or below (median)" in pages[0], "21 people answered." in pages[0]) == (True, True)
    assert [line.split(",")[4:6] for line in files[0][1:]] == [
        ["lower", "6.0"],
        ["median", "11.0"],
        ["upper", "16.0"],
    ]
    assert ("Mean rank" in pages[1], "Each two against each other" in pages[1]) == (True, True)
    assert [line.split(",")[4:7] for line in files[1][1:]] == [
        ["Aye", "1.5", ""],
        ["Bee", "1.5", ""],
        ["Sea", "3.0", ""],
        ["Aye before Bee", "6", "0.5"],
        ["Aye before Sea", "12", "1.0"],
        ["Bee before Sea", "12", "1.0"],
    ]
