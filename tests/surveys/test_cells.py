"""No hidden count can be computed from what is shown: the test plays the attacker."""

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import cells

SMALL = st.lists(st.integers(0, 9), min_size=2, max_size=4).map(
    lambda ns: dict(zip("abcd", ns, strict=False))
)
COUNTS = st.lists(st.integers(0, 14), min_size=1, max_size=6).map(
    lambda ns: dict(zip("abcdef", ns, strict=False))
)


def ways(shown, total, at_least):
    """Every way in which the hidden counts of one publication can add up to what is left of its total."""
    keys = sorted(key for key, n in shown.items() if n is None)
    rest = total - sum(n for n in shown.values() if n is not None)

    def go(place, left, chosen):
        if place == len(keys):
            if left == 0:
                yield dict(chosen)
            return
        for n in range(at_least.get(keys[place], 1), left + 1):
            yield from go(place + 1, left - n, {**chosen, keys[place]: n})

    yield from go(0, rest, {})


def attack(*published):
    """{(time, key): (least, most)} of each hidden count, for publications (total, shown) of counts that only grow.

    The attacker knows that nobody is no secret: what is hidden for the first time is at least one.
    """
    found = {}

    def go(time, earlier, path):
        if time == len(published):
            for when, values in enumerate(path):
                for key, n in values.items():
                    low, high = found.get((when, key), (n, n))
                    found[when, key] = (min(low, n), max(high, n))
            return
        total, shown = published[time]
        if any(shown[key] is not None and shown[key] < n for key, n in earlier.items()):
            return
        for way in ways(shown, total, earlier):
            whole = {key: way.get(key, n) for key, n in shown.items()}
            go(time + 1, whole, [*path, way])

    go(0, {}, [])
    return found


def test_small_groups_and_the_next_smallest_are_hidden():
    assert cells.shown({"a": 3, "b": 9, "c": 20}) == {"a": None, "b": None, "c": 20}
    assert cells.shown({"a": 3, "b": 2, "c": 20}) == {"a": None, "b": None, "c": 20}
    assert cells.shown({"a": 1, "b": 2, "c": 20, "d": 8}) == {"a": None, "b": None, "c": 20, "d": None}
    assert cells.shown({"a": 5, "b": 9}) == {"a": 5, "b": 9}
    assert cells.shown({"a": 1, "b": 2}) is None
    assert cells.shown({"a": 0, "b": 9}) == {"a": 0, "b": 9}
    assert cells.shown(dict.fromkeys("abcde", 1)) is None


@settings(max_examples=200, deadline=None)
@given(COUNTS)
def test_no_hidden_count_can_be_computed(counts):
    total, shown = sum(counts.values()), cells.shown(counts)

    if shown is not None:
        assert all(n is None or n == 0 or n >= cells.LEAST_SHOWN for n in shown.values())
        assert [key for key, (low, high) in attack((total, shown)).items() if low == high] == []


@settings(max_examples=50, deadline=None)
@given(SMALL, st.lists(st.integers(0, 7), min_size=4, max_size=4))
def test_no_hidden_count_can_be_computed_from_two_publications(counts, gains):
    later = {key: n + gain for (key, n), gain in zip(counts.items(), gains, strict=False)}
    first = cells.shown(counts)
    if first is None:
        return
    was = cells.still_hidden(first, sum(counts[key] for key, n in first.items() if n is None), later)
    second = cells.shown(later, was)
    if second is None:
        return

    found = attack((sum(counts.values()), first), (sum(later.values()), second))

    # What was shown before and has not changed is no secret any more.
    secret = [(when, key) for when, key in found if when == 0 or not first[key]]
    assert [spot for spot in secret if found[spot][0] == found[spot][1]] == []


@settings(max_examples=200, deadline=None)
@given(st.lists(SMALL, min_size=1, max_size=3))
def test_groups_and_their_members_hide_each_other(rows):
    groups = {f"g{k}": {f"g{k}{key}": n for key, n in counts.items()} for k, counts in enumerate(rows)}
    totals = {group: sum(counts.values()) for group, counts in groups.items()}

    away = cells.hidden_in_groups(groups)

    if cells.shown(totals) is None:
        return
    for table in (totals, *(counts for group, counts in groups.items() if group not in away)):
        seen = {key: None if key in away else n for key, n in table.items()}
        assert all(n is None or n == 0 or n >= cells.LEAST_SHOWN for n in seen.values())
        assert None not in seen.values() or cells.is_vague([n for key, n in table.items() if key in away])
    assert all(key in away for group in groups if group in away for key in groups[group])


def test_a_toggle_is_offered_only_where_it_moves_five_or_nobody():
    assert cells.differs_safely({"a": 20, "b": 9}, {"a": 15, "b": 9})
    assert not cells.differs_safely({"a": 20, "b": 9}, {"a": 16, "b": 9})
    assert not cells.differs_safely({"a": 20, "b": 3}, {"a": 20})


def test_a_snapshot_waits_until_each_group_gained_five_or_nobody():
    before = cells.shown({"a": 3, "b": 9, "c": 20})

    assert cells.may_follow(before, {"a": 4, "b": 9, "c": 25})
    assert not cells.may_follow(before, {"a": 3, "b": 9, "c": 22})
