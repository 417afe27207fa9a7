import sys

import pytest

from ratings.neighbours import (
    Found,
    cosine,
    dense,
    ease,
    for_member,
    friends_of_friends,
    reason,
    ridge,
    speaking,
)
from ratings.neighbours.matrices import inverse, solve
from ratings.synthetic import community

LIKES = {
    "ann": ["rota", "handover", "runbook"],
    "ben": ["rota", "handover"],
    "cem": ["rota", "handover", "budget"],
    "dee": ["budget", "invoice"],
    "eve": ["rota"],
}


def test_similarity_is_what_is_shared_shrunk_towards_nothing():
    near = cosine(LIKES, shrinkage=10)

    assert near["handover"][0] == ("rota", pytest.approx(3 / (12**0.5 + 10)))
    assert [other for other, _ in near["rota"]] == ["handover", "runbook", "budget"]
    assert cosine(LIKES, keep=1)["rota"] == near["rota"][:1]


def test_a_recommendation_names_what_speaks_for_it_and_hides_what_is_known():
    near = cosine(LIKES)

    found = for_member(LIKES["eve"], speaking(near), without=["budget"])

    assert [(one.thing, one.because) for one in found] == [("handover", "rota"), ("runbook", "rota")]
    assert for_member(["unheard of"], speaking(near)) == []
    assert reason("handover", ["budget", "rota"], near) == "rota"
    assert reason("handover", ["invoice"], near) is None


def test_friends_of_friends_are_neither_known_nor_oneself():
    follows = {"a": ["b", "c"], "b": ["a", "c", "d"], "c": ["d"], "d": ["e"]}

    assert friends_of_friends(follows, "a") == [Found("d", pytest.approx(3**-0.5 + 1), "b")]
    assert friends_of_friends(follows, "nobody") == []


def made_up_likes():
    likes = {}
    for one in community(40, 30, 500, seed=3).ratings:
        likes.setdefault(one.rater, []).append(one.target)
    return likes


def both_ways(monkeypatch, work):
    """What some work answers with numpy, and then without."""
    assert dense.numpy()
    fast = work()
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "numpy", None)
        assert dense.numpy() is None
        return fast, work()


def assert_same(fast, plain):
    """The same things for everybody, and the same numbers but for rounding."""
    assert fast.keys() == plain.keys()
    for name, ranked in plain.items():
        assert [thing for thing, _ in fast[name]] == [thing for thing, _ in ranked]
        assert [value for _, value in fast[name]] == pytest.approx([value for _, value in ranked])


@pytest.mark.parametrize("members", [20, 40])  # fewer than things, and more
def test_numpy_ranks_as_plain_python_does(monkeypatch, members):
    likes = dict(list(made_up_likes().items())[:members])

    assert_same(*both_ways(monkeypatch, lambda: ease(likes, penalty=5.0, places=8)))
    fast, plain = both_ways(monkeypatch, lambda: cosine(likes, keep=7))
    assert fast == plain


def test_numpy_weighs_the_nearest_as_plain_python_does(monkeypatch):
    fast, plain = both_ways(monkeypatch, lambda: ridge.sparse_weights(made_up_likes(), penalty=5.0, keep=6))

    assert_same(*({name: sorted(of.items()) for name, of in found.items()} for found in (fast, plain)))


def test_too_many_for_a_whole_matrix_are_regressed_on_the_nearest():
    assert [dense.fits(10**6, 3000), dense.fits(3000, 16_000), dense.fits(3000, 17_000)] == [
        True,
        True,
        False,
    ]
    assert dense.fits(3001, 3001) is False


def test_both_sides_of_the_ridge_regression_agree(monkeypatch):
    monkeypatch.setitem(sys.modules, "numpy", None)
    likes = made_up_likes()
    fewer = {member: likes[member] for member in list(likes)[:20]}
    things = sorted({thing for liked in fewer.values() for thing in liked})
    assert len(things) > len(fewer)

    by_members = ease(fewer, penalty=5.0, places=8)
    by_things = ridge._by_things(fewer, things, list(fewer), 5.0, 8)
    monkeypatch.setattr(ridge, "EXACT", 0)
    nearest_only = ease(fewer, penalty=5.0, places=8)

    for member in fewer:
        assert [thing for thing, _ in by_members[member]] == [thing for thing, _ in by_things[member]]
        assert [value for _, value in by_members[member]] == pytest.approx([v for _, v in by_things[member]])
    # Regressed on what shares a like with it only, it is nearly the same.
    alike = [
        len({thing for thing, _ in by_members[one]} & {thing for thing, _ in nearest_only[one]})
        for one in fewer
    ]
    assert sum(alike) >= 0.9 * 8 * len(fewer)


def test_members_with_other_histories_get_other_things():
    found = ease(LIKES, penalty=1.0, places=2)

    assert (found["cem"][0][0], found["eve"][0][0]) == ("invoice", "handover")
    assert {thing for thing, _ in found["ann"]} & set(LIKES["ann"]) == set()


def test_the_inverse_and_the_solution():
    matrix = [[4.0, 2.0, 0.6], [2.0, 3.0, 0.4], [0.6, 0.4, 2.0]]

    inverted = inverse(matrix)

    products = [
        [sum(a * b for a, b in zip(row, column, strict=True)) for column in inverted] for row in matrix
    ]
    assert products == [pytest.approx([float(at == row) for at in range(3)]) for row in range(3)]
    assert solve(matrix, [1.0, 0.0, 0.0]) == pytest.approx(inverted[0])
    with pytest.raises(ValueError, match="not positive definite"):
        inverse([[1.0, 2.0], [2.0, 1.0]])
