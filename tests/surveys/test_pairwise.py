"""Live scores, Bradley-Terry abilities and the choice of pairs."""

import math
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import pairwise
from surveys.pairwise import Contest

VOTE = st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.sampled_from("wt")).filter(
    lambda vote: vote[0] != vote[1]
)


def contest(*wins):
    made = Contest()
    for winner, loser, times in wins:
        made.add_wins(winner, loser, times)
    return made


def by_item(outcome):
    return {standing.item: standing for standing in outcome.standings}


def test_two_items_have_the_log_odds_of_their_wins():
    found = by_item(pairwise.judge(contest(("a", "b", 30), ("b", "a", 10)), reference="b"))

    assert found["a"].log_ability == pytest.approx(math.log(3), abs=1e-9)
    assert found["a"].se == pytest.approx(math.sqrt(1 / 30 + 1 / 10), abs=1e-9)
    assert (found["b"].log_ability, found["b"].se) == (0, 0)


def test_without_a_reference_the_mean_is_zero():
    outcome = pairwise.judge(contest(("a", "b", 30), ("b", "a", 10), ("b", "c", 7), ("c", "b", 4)))

    assert sum(standing.log_ability for standing in outcome.standings) == pytest.approx(0, abs=1e-12)
    assert [standing.item for standing in outcome.standings] == ["a", "b", "c"]


def test_a_tie_is_half_a_win_for_each():
    tied = contest(("a", "b", 3), ("b", "a", 1))
    tied.add_tie("b", "a")
    tied.add_tie("a", "b")

    found = by_item(pairwise.judge(tied, reference="b"))

    assert (found["a"].wins, found["a"].losses, found["a"].ties) == (3, 1, 2)
    assert found["a"].log_ability == pytest.approx(math.log(4 / 2), abs=1e-9)
    assert found["a"].live_score == pytest.approx(100 * 5 / 8)


def test_the_prior_is_given_only_to_what_won_or_lost_everything():
    mixed = pairwise.judge(contest(("a", "b", 30), ("b", "a", 10)))
    swept = pairwise.judge(contest(("a", "b", 4)), reference="b")

    assert mixed.steadied == []
    assert swept.steadied == ["a", "b"]
    assert by_item(swept)["a"].log_ability == pytest.approx(math.log(4.5 / 0.5), abs=1e-9)


def test_a_group_that_beat_every_other_item_keeps_finite_abilities():
    wins = [("a", "b", 2), ("b", "a", 3), ("c", "d", 2), ("d", "c", 2), ("a", "c", 9), ("b", "d", 9)]

    outcome = pairwise.judge(contest(*wins))

    assert outcome.steadied == ["a", "b", "c", "d"]
    assert all(abs(standing.log_ability) < 10 for standing in outcome.standings)
    assert outcome.rounds < pairwise.MOST_ROUNDS


def test_what_was_never_compared_gets_no_ability():
    outcome = pairwise.judge(
        contest(("a", "b", 2), ("b", "a", 2), ("a", "c", 1), ("c", "a", 1), ("x", "y", 1))
    )

    assert outcome.unlinked == ["x", "y"]
    assert by_item(outcome)["x"].log_ability is None
    assert by_item(outcome)["x"].live_score == pytest.approx(100 * 2 / 3)


def test_an_unknown_reference_is_refused():
    with pytest.raises(KeyError):
        pairwise.judge(contest(("a", "b", 1)), reference="z")


@settings(max_examples=50, deadline=None)
@given(st.lists(VOTE, min_size=1, max_size=40), st.randoms())
def test_the_order_of_votes_does_not_matter_and_bounds_hold(votes, source):
    def judged(rows):
        made = Contest()
        for one, other, outcome in rows:
            made.add_wins(one, other) if outcome == "w" else made.add_tie(one, other)
        return pairwise.judge(made)

    mixed = votes.copy()
    source.shuffle(mixed)

    found, again = by_item(judged(votes)), by_item(judged(mixed))

    assert {item: (s.wins, s.losses, s.ties, s.live_score, s.interval) for item, s in found.items()} == {
        item: (s.wins, s.losses, s.ties, s.live_score, s.interval) for item, s in again.items()
    }
    for item, standing in found.items():
        assert 0 <= standing.interval[0] <= standing.interval[1] <= 1
        assert 0 < standing.live_score < 100
        assert standing.log_ability == pytest.approx(again[item].log_ability, abs=1e-6)


def test_new_items_are_shown_often():
    source = Random(3)
    appearances = {"old": 9, "older": 19, "new": 0}

    pairs = [pairwise.choose_pair(appearances, source) for _ in range(2000)]

    assert all(left != right for left, right in pairs)
    # The first place falls to each with 1/(1 + appearances): 0.1, 0.05 and 1 of 1.15.
    first = Counter(left for left, _ in pairs)
    assert first["new"] / 2000 == pytest.approx(1 / 1.15, abs=0.03)
    with pytest.raises(ValueError, match="two items"):
        pairwise.choose_pair({"alone": 0}, source)
