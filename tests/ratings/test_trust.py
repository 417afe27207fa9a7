from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.trust import GIVEN, Kind, compute, gifts, seed_word, through_one_seed

ENDORSED = Kind.ENDORSEMENT


def endorse(*pairs):
    return gifts((giver, taker, ENDORSED) for giver, taker in pairs)


def crowd(count=30):
    """Members whom two seeds endorsed, so that the community is no longer young."""
    return [(f"crowd seed {seed}", f"crowd {number}") for seed in (1, 2) for number in range(count)]


def computed(*pairs, seeds=(), **others):
    """Trust in a grown community; its two seeds gave more than 20 and are not asked about."""
    return compute(endorse(*crowd(), *pairs), seeds=["crowd seed 1", "crowd seed 2", *seeds], **others)


def test_endorsed_by_two_seeds_is_full_trust_and_by_one_none():
    found = computed(("a", "two"), ("b", "two"), ("a", "one"), seeds="ab")

    assert found.of["two"] == 1
    assert "one" not in found.of
    assert not found.early


def test_endorsed_by_two_members_whom_a_seed_endorsed_is_proven():
    pairs = [("a", "one"), ("a", "other"), ("one", "new"), ("other", "new"), ("one", "half"), ("a", "half")]

    found = computed(*pairs, seeds="abcd")

    # The seeds gave 30 at the median where the two of the crowd are the median, 20 with four others.
    assert seed_word(endorse(*pairs), "abcd") == 1 / (4 * 4 * 20)
    assert found.of["new"] == pytest.approx(0.5625 * (20 / GIVEN) ** 2)
    assert found.of["half"] == pytest.approx(found.of["new"])


def test_nobody_is_trusted_without_seeds():
    found = compute(endorse(("a", "b"), ("b", "a")), seeds=[])

    assert (found.of, found.early) == ({}, True)


def test_a_young_community_takes_the_word_of_one_seed_the_less_the_more_it_gave():
    pairs = [("a", f"m{number}") for number in range(40)]

    found = compute(endorse(*pairs, ("b", "few")), seeds="ab", vouched=[*pairs, ("b", "few"), ("few", "m1")])

    assert found.early
    assert found.of["few"] == 0.5
    assert found.of["m1"] == 0.25


def test_suspended_members_have_no_trust_and_pass_on_nothing():
    pairs = [
        ("a", "one"),
        ("b", "one"),
        ("a", "two"),
        ("b", "two"),
        ("a", "x"),
        ("b", "y"),
        ("x", "z"),
        ("y", "z"),
    ]

    found = computed(*pairs, seeds="ab", suspended=["b", "two", "y"])

    assert {"b", "two", "one", "z", "y"} & set(found.of) == set()
    assert found.of["a"] == 1


def test_an_edge_counts_once_at_most_one_and_a_quarter_inside_an_organisation():
    rows = [("a", "b", ENDORSED), ("a", "b", ENDORSED), ("a", "b", Kind.HELPFUL), ("a", "c", Kind.HELPFUL)]
    rows += [
        ("a", "c", Kind.HELPFUL),
        ("a", "c", Kind.INVITATION),
        ("a", "d", ENDORSED),
        ("a", "a", ENDORSED),
    ]

    edges = gifts(rows, organisations={"a": {1, 2}, "b": {3}, "d": {2}})

    assert edges == {"a": {"b": 1, "c": 0.6, "d": 0.25}}


def test_more_than_twenty_proven_through_one_seed_are_worth_a_warning():
    through = [("a", "left"), ("a", "right")]
    through += [(giver, f"m{number}") for giver in ("left", "right") for number in range(21)]
    pairs = [*through, ("a", "b"), ("b", "elsewhere")]
    edges = endorse(*pairs)
    trust = dict.fromkeys([taker for _, taker in pairs], 1.0)

    assert through_one_seed(edges, trust, ["a", "b"]) == {"a": 23}
    assert through_one_seed(edges, trust | {f"m{n}": 0.1 for n in range(3)}, ["a", "b"]) == {}


honest = st.integers(0, 9)
puppets = st.integers(100, 111)
edges = st.lists(st.tuples(honest, honest), max_size=40)
fooled = st.lists(st.tuples(st.integers(2, 9), puppets), max_size=12)
inside = st.lists(st.tuples(puppets, puppets | honest), max_size=60)


@given(edges=edges, fooled=fooled, inside=inside)
@settings(max_examples=200)
def test_puppets_share_what_honest_members_gave_them_whatever_they_do(edges, fooled, inside):
    given = endorse(*edges, *fooled, *inside)

    found = compute(given, seeds=[0, 1])

    paid = sum(
        30 * Fraction(weight) / Fraction(max(GIVEN, sum(given[giver].values())))
        for giver, takers in given.items()
        if giver < 100
        for taker, weight in takers.items()
        if taker >= 100
    )
    walked = [trust for member, trust in found.of.items() if member >= 100]
    assert sum(walked) <= float(paid) + 1e-9


@given(edges=edges, fooled=fooled, inside=inside, order=st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_the_order_of_rows_changes_nothing(edges, fooled, inside, order):
    rows = [*edges, *fooled, *inside]
    shuffled = order.sample(rows, len(rows))

    first = compute(endorse(*rows), seeds=[0, 1, 2], vouched=rows)

    assert compute(endorse(*shuffled), seeds=[2, 1, 0], vouched=shuffled) == first


def test_twenty_thousand_puppets_behind_one_fooled_member_have_no_trust():
    pairs = [("fooled", 0), *((0, number) for number in range(1, 20_001)), ("crowd seed 1", "fooled")]

    found = computed(*pairs, ("crowd seed 2", "fooled"))

    assert found.of["fooled"] == 1
    assert [member for member in found.of if isinstance(member, int)] == []
