from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratings.scoring import VOTE, score
from ratings.standing import Reputation, Work, reputation, work


def test_work_counts_by_how_far_it_is_above_the_mean_and_by_its_evidence():
    found = reputation([Work(4.5, 9), Work(3.0, 50)], mu=3.5)

    assert found == Reputation(pytest.approx(log(10)), (pytest.approx(log(10)), 0))


def test_evidence_is_the_proven_votes_and_what_newer_ones_count():
    scored = score(6 * VOTE, 27 * VOTE, 8 * VOTE, 39 * VOTE, mu=3.5, sigma=1)

    assert work(scored, 6 * VOTE) == Work(scored.score, 9)


works = st.lists(st.builds(Work, st.floats(3.6, 5), st.floats(0.1, 1000)), min_size=3, max_size=9)


@given(works=works)
def test_from_three_works_on_none_is_more_than_two_fifths(works):
    found = reputation(works, mu=3.5)

    assert max(found.parts) <= 0.4 * found.total + 1e-9
    assert found.total == pytest.approx(sum(found.parts))


def test_two_works_are_not_cut():
    assert reputation([Work(5, 100), Work(3.6, 1), Work(3, 1)], mu=3.5).parts[0] == pytest.approx(
        1.5 * log(101)
    )
