"""No hidden count can be computed from what is shown: the test plays the attacker."""

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import cells

COUNTS = st.lists(st.integers(0, 14), min_size=1, max_size=6).map(
    lambda ns: dict(zip("abcdef", ns, strict=False))
)


def attack(total, shown):
    """The least and the most that each hidden count can be, for somebody who knows the total and the rest."""
    hidden = [key for key, n in shown.items() if n is None]
    rest = total - sum(n for n in shown.values() if n is not None)
    found = {}
    for key in hidden:
        others = len(hidden) - 1
        found[key] = (0 if others else rest, rest)
    return found


def attack_both(first_total, first, second_total, second):
    """The same for two publications of a count that only grows, by trying every way it can have been."""
    keys = sorted(first)
    found = {}

    def ways(shown, total, at_least):
        open_keys = [key for key in keys if shown[key] is None]
        rest = total - sum(n for n in shown.values() if n is not None)

        def go(place, left, chosen):
            if place == len(open_keys):
                if left == 0:
                    yield dict(chosen)
                return
            for n in range(at_least.get(open_keys[place], 0), left + 1):
                yield from go(place + 1, left - n, {**chosen, open_keys[place]: n})

        yield from go(0, rest, {})

    for before in ways(first, first_total, {}):
        whole = {key: before.get(key, first[key]) for key in keys}
        if any(second[key] is not None and second[key] < whole[key] for key in keys):
            continue
        for after in ways(second, second_total, whole):
            for when, values in (("first", before), ("second", after)):
                for key, n in values.items():
                    low, high = found.get((when, key), (n, n))
                    found[when, key] = (min(low, n), max(high, n))
    return found


def test_small_groups_and_the_next_smallest_are_hidden():
    assert cells.shown({"a": 3, "b": 9, "c": 20}) == {"a": None, "b": None, "c": 20}
    assert cells.shown({"a": 3, "b": 2, "c": 20}) == {"a": None, "b": None, "c": 20}
    assert cells.shown({"a": 1, "b": 2, "c": 20, "d": 8}) == {"a": None, "b": None, "c": 20, "d": None}
    assert cells.shown({"a": 5, "b": 9}) == {"a": 5, "b": 9}
    assert cells.shown({"a": 1, "b": 2}) is None


@settings(max_examples=300, deadline=None)
@given(COUNTS)
def test_no_hidden_count_can_be_computed(counts):
    total, shown = sum(counts.values()), cells.shown(counts)

    if shown is not None:
        assert all(n is None or n >= cells.LEAST_SHOWN for n in shown.values())
        assert [key for key, (low, high) in attack(total, shown).items() if low == high] == []


def test_a_toggle_is_offered_only_where_it_moves_five_or_nobody():
    assert cells.differs_safely({"a": 20, "b": 9}, {"a": 15, "b": 9})
    assert not cells.differs_safely({"a": 20, "b": 9}, {"a": 16, "b": 9})
    assert not cells.differs_safely({"a": 20, "b": 3}, {"a": 20})


def test_a_snapshot_waits_until_each_group_gained_five_or_nobody():
    before = cells.shown({"a": 3, "b": 9, "c": 20})

    assert cells.may_follow(before, {"a": 4, "b": 9, "c": 25})
    assert not cells.may_follow(before, {"a": 3, "b": 9, "c": 22})
