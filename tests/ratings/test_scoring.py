import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.scoring import (
    VOTE,
    Site,
    Sums,
    Weight,
    daily_limit,
    explain,
    prior,
    score,
    site,
    version_factor,
    weigh,
    wilson,
)

parts = st.integers(0, 10_000 * VOTE)
stars = st.integers(1, 5)
votes = st.tuples(parts, st.floats(1, 5)).map(lambda pair: (pair[0], pair[0] * pair[1]))
places = st.fixed_dictionaries({"prior": st.floats(1, 5), "mu": st.floats(1, 5), "sigma": st.floats(0.1, 2)})


@given(proven=votes, unproven=votes, place=places)
@settings(max_examples=500)
def test_any_number_of_unproven_votes_pulls_a_score_at_most_0_23_sigma(proven, unproven, place):
    without = score(*proven, 0, 0, **place)

    pulled = score(*proven, *unproven, **place)

    assert abs(pulled.score - without.score) <= 0.23 * place["sigma"]
    assert pulled.low - without.low <= 0.26 * place["sigma"]


@given(uw=st.integers(200, 10**6), tw=st.floats(0, 12))
def test_two_hundred_unproven_votes_pull_up_to_twelve_proven_ones_a_hundredth_of_sigma(uw, tw):
    sums = (tw * VOTE, tw * VOTE * 3, uw * VOTE, uw * VOTE * 5)

    pulled = score(*sums, mu=3, sigma=1)

    assert pulled.score - 3 <= 0.015


def test_a_worked_example():
    scored = score(6 * VOTE, 27 * VOTE, 8 * VOTE, 39 * VOTE, prior=3.8, mu=3.6, sigma=1)

    # post (27 + 22.8)/12; doubt 0.75·sqrt(1/7 + 1/8); pull 4.875 − 4.15 is cut to it; use min(8, 3)
    assert scored.post == pytest.approx(4.15)
    assert scored.doubt == pytest.approx(0.38816, abs=1e-5)
    assert (scored.pull, scored.use) == (scored.doubt, 3)
    assert scored.score == pytest.approx(4.15 + 0.38816 * 3 / 15, abs=1e-5)
    assert scored.low == pytest.approx(scored.score - 0.5 / 15**0.5)


def test_a_thing_nobody_rated_stands_at_its_prior():
    assert score(0, 0, 0, 0, mu=3.5, sigma=1)[:1] == (3.5,)
    assert score(0, 0, 0, 0, prior=4, mu=3.5, sigma=1).score == 4


weighings = st.tuples(
    st.floats(0, 1), st.sampled_from([1, 0.25]), st.sampled_from([1, 0.5]), st.floats(0.1, 1)
)


@given(rated=st.lists(st.tuples(weighings, stars)), order=st.randoms(use_true_random=False))
def test_sums_are_whole_numbers_that_come_back_to_nothing_in_any_order(rated, order):
    added = [(weigh(*weighing), x) for weighing, x in rated]
    sums = Sums()
    for weight, x in added:
        sums = sums.plus(weight, x)
    recount = tuple(
        sum(column) for column in zip(*((w, w * x, u, u * x) for (w, u), x in added), strict=True)
    )
    assert sums == (recount or (0, 0, 0, 0))

    order.shuffle(added)
    for weight, x in added:
        sums = sums.minus(weight, x)

    assert sums == Sums(0, 0, 0, 0)
    assert {type(number) for number in sums} == {int}


def test_a_vote_has_a_proven_and_an_unproven_part():
    assert weigh(0.75) == Weight(7500, 2500)
    assert weigh(0.75, 0.25, 0.5, 0.1) == Weight(94, 31)
    assert weigh(0.0) == Weight(0, VOTE)


def test_votes_for_an_older_version_count_half_once_the_newer_one_has_five_proven_ratings():
    assert version_factor(1, {1: 30, 2: 4}) == 1
    assert version_factor(1, {1: 30, 2: 5}) == 0.5
    assert version_factor(2, {1: 30, 2: 5}) == 1
    assert version_factor(1, {2: 5, 3: 0}) == 0.5


def test_a_site_without_votes_is_taken_for_three_and_a_half_give_or_take_one():
    assert site(0, 0, 0) == Site(3.5, 1)
    assert site(20 * VOTE, 100 * VOTE, 500 * VOTE) == Site(4.25, pytest.approx(1.0625**0.5))


def test_the_prior_is_the_mean_of_the_practices_without_the_thing_itself():
    own = (10 * VOTE, 50 * VOTE)

    assert prior([own], *own, mu=3.5) == 3.5
    assert prior([(60 * VOTE, 250 * VOTE)], *own, mu=3.5) == 3.75
    assert prior([(60 * VOTE, 250 * VOTE), own], *own, mu=3.5) == 3.625
    assert prior([], *own, mu=3.5) == 3.5


def test_the_explanation_counts_proven_newer_and_interested_voters():
    scored = score(2 * VOTE, 9 * VOTE, VOTE, 5 * VOTE, mu=3.5, sigma=1)

    said = explain([[0, 1], [0, 0], [0, 0], [1, 0], [1, 1]], scored, prior=3.8, interested=1)

    assert (said.ratings, said.proven, said.newer, said.interested) == (4, 2, 2, 1)
    assert (said.proven_mean, said.newer_mean, said.prior, said.prior_votes) == (4.5, 3.0, 3.8, 6)
    assert (said.score, said.newer_votes, said.newer_within) == (scored.score, scored.use, scored.doubt)
    assert explain([[0, 0]] * 5, scored, prior=3.8).newer_mean is None


def test_limits_grow_with_trust():
    assert [daily_limit(trust) for trust in (0, 0.0999, 0.1, 0.4999, 0.5, 1)] == [5, 5, 20, 20, 50, 50]


def test_the_wilson_interval_of_a_share():
    assert wilson(0, 0) == (0, 1)
    assert wilson(4, 5) == (pytest.approx(0.3755, abs=1e-4), pytest.approx(0.9638, abs=1e-4))
    assert wilson(5, 5)[1] == 1
