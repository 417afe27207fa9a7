"""Which counts may be shown: never a group under five, not by subtraction either. Plain Python.

A row of siblings (all roles, all sizes) comes with its total, so one hidden count alone would be the total minus
the others. What is hidden therefore always stands for at least two siblings, for at least five people together,
and for more people than siblings: five siblings with five people would be one each. Nobody is no secret: 0 is shown.
"""

from collections.abc import Hashable, Iterable, Mapping

LEAST_SHOWN = 5

Counts = Mapping[Hashable, int]
Groups = Mapping[Hashable, Counts]  # {group: {member of the group: n}}


def hidden(counts: Counts, also: Iterable[Hashable] = ()) -> frozenset[Hashable]:
    """The siblings to hide when their total is known: those under five, then the next smallest as far as needed.

    ``also`` is hidden elsewhere of the same people, or was at an earlier time, and stays so: two publications
    would be subtracted from each other.
    """
    hide = {key for key, n in counts.items() if 0 < n < LEAST_SHOWN} | (set(also) & counts.keys())
    left = sorted(
        (key for key in counts.keys() - hide if counts[key]), key=lambda key: (counts[key], str(key))
    )
    while left and hide and not is_vague([counts[key] for key in hide]):
        hide.add(left.pop(0))
    return frozenset(hide)


def hidden_in_groups(groups: Groups, also: Iterable[Hashable] = ()) -> frozenset[Hashable]:
    """The same for siblings in groups whose totals are published too: names of groups and of their members.

    With a group all of its members are hidden; a group whose members would all be told by its total goes as well.
    """
    also = frozenset(also)
    away = hidden({group: sum(counts.values()) for group, counts in groups.items()}, also)
    for group, counts in groups.items():
        inner = counts.keys() if group in away else hidden(counts, also)
        if group not in away and inner and not is_vague([counts[key] for key in inner]):
            return hidden_in_groups(groups, also | {group})
        away |= inner
    return away


def is_vague(counts: Iterable[int]) -> bool:
    """Whether hidden counts of which the sum is known tell of no group under five and of no count."""
    counts = list(counts)
    return len(counts) >= 2 and sum(counts) >= LEAST_SHOWN and sum(counts) > sum(n > 0 for n in counts)


def shown(counts: Counts, also: Iterable[Hashable] = ()) -> dict[Hashable, int | None] | None:
    """The counts with None for each hidden one; None altogether where even the total tells too much."""
    away = hidden(counts, also)
    if 0 < sum(counts.values()) < LEAST_SHOWN or (away and not is_vague([counts[key] for key in away])):
        return None
    return {key: None if key in away else n for key, n in counts.items()}


def differs_safely(one: Counts, other: Counts) -> bool:
    """Whether two published tables may stand side by side: each pair of counts differs by 0 or at least five."""
    return all(is_safe_step(one.get(key, 0), other.get(key, 0)) for key in one.keys() | other.keys())


def may_follow(before: Mapping[Hashable, int | None], after: Counts) -> bool:
    """Whether a snapshot may follow an earlier one: each count shown then gained 0 or at least five answers."""
    visible = {key: n for key, n in before.items() if n is not None}
    return all(is_safe_step(n, after.get(key, 0)) for key, n in visible.items())


def still_hidden(
    before: Mapping[Hashable, int | None], sum_before: int, after: Counts
) -> frozenset[Hashable]:
    """What must stay hidden because it was: nothing once all of it may be shown and five people joined it."""
    was = frozenset(key for key, n in before.items() if n is None)
    gained = sum(after.get(key, 0) for key in was) - sum_before
    return frozenset() if gained >= LEAST_SHOWN and not hidden(after) else was


def is_safe_step(one: int, other: int) -> bool:
    """Whether the difference of two published counts is nobody or at least five people."""
    return one == other or abs(one - other) >= LEAST_SHOWN


def are_safe(counts: Iterable[int]) -> bool:
    """Whether each group is nobody or at least five people."""
    return all(n == 0 or n >= LEAST_SHOWN for n in counts)
