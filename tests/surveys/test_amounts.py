"""Numbers and rankings: what is published of them, and what would tell on somebody."""

from collections import defaultdict
from itertools import combinations_with_replacement, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import amounts, cells, snapshots
from surveys.enums import QuestionType
from tests.surveys.test_choices import asked


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


@pytest.mark.parametrize("n", [3, 5, 8, 10, 11])
def test_no_share_of_a_pair_that_is_hidden_can_be_computed(n):
    """Every way in which so many people can put three in order, together with all that is published alike."""
    worlds, told = defaultdict(set), {}
    for chosen in combinations_with_replacement(list(permutations("abc")), n):
        counts = tuple(
            sum(order.index(one) < order.index(two) for order in chosen) for one, two in ("ab", "ac", "bc")
        )
        said = amounts.ranking(chosen, "abc")
        worlds[str(said)].add(counts)
        told[str(said)] = [k for _one, _other, k in said["pairs"] or [(0, 0, None)] * 3]

    for name, ways in worlds.items():
        for k, possible in zip(told[name], map(set, zip(*ways, strict=True)), strict=True):
            assert possible == {k} and cells.are_safe([k, n - k]) if k is not None else len(possible) > 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.permutations("abcd"), min_size=5, max_size=40))
def test_only_safe_pairs_are_told_and_no_mean_rank_that_a_hidden_one_is_part_of(orders):
    said = amounts.ranking(orders, "abcd")

    for one, other, k in said["pairs"] or []:
        if k is None:
            assert {said["mean_ranks"][one], said["mean_ranks"][other]} == {None}
        else:
            assert cells.are_safe([k, len(orders) - k])


def test_a_lopsided_pair_is_hidden_with_the_mean_ranks_that_would_tell_it():
    # All put a first, so the mean ranks of b and c would say that two put c before b.
    hidden = amounts.ranking(["abc"] * 10 + ["acb"] * 2, "abc")
    told = amounts.ranking(["abc"] * 7 + ["bac"] * 5, "abc")

    assert hidden["mean_ranks"] == {"a": 1, "b": None, "c": None}
    assert hidden["pairs"] == [["a", "b", 12], ["a", "c", 12], ["b", "c", None]]
    assert told["mean_ranks"] == {"a": 17 / 12, "b": 19 / 12, "c": 3}
    assert told["pairs"] == [["a", "b", 7], ["a", "c", 12], ["b", "c", 12]]


def test_nothing_is_told_where_pairs_shown_leave_a_hidden_one_a_single_number():
    # Of 40, 24 put a before b and 20 b before c: at least 4 put a before c. 10 put a before d and 14 d before c: at
    # most 24 do. What is hidden is under five, or all but so many: only 4 is left.
    orders = ["abcd"] * 4 + ["cabd"] * 6 + ["dcab"] * 14 + ["bcda"] * 16

    counts = [sum(o.index(x) < o.index(y) for o in orders) for x, y in ("ab", "bc", "ad", "dc", "ac")]
    assert counts == [24, 20, 10, 14, 4]
    assert amounts.ranking(orders, "abcd") == {"mean_ranks": None, "pairs": None}


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
