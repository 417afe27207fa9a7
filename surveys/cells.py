"""Which counts may be shown: never a group under five, not by subtraction either. Plain Python.

A row of siblings (all roles, all sizes) comes with its total, so one hidden count alone would be the total minus
the others. What is hidden therefore always stands for at least two siblings and at least five people together.
"""

from collections.abc import Hashable, Iterable, Mapping

LEAST_SHOWN = 5

Counts = Mapping[Hashable, int]


def hidden(counts: Counts, also: Iterable[Hashable] = ()) -> frozenset[Hashable]:
    """The siblings to hide when their total is known: those under five, then the next smallest as far as needed.

    ``also`` was hidden where the same people were counted before and stays hidden, or two publications would be
    subtracted from each other.
    """
    hide = {key for key, n in counts.items() if n < LEAST_SHOWN} | (set(also) & counts.keys())
    left = sorted(counts.keys() - hide, key=lambda key: (counts[key], str(key)))
    while left and hide and (len(hide) < 2 or sum(counts[key] for key in hide) < LEAST_SHOWN):
        hide.add(left.pop(0))
    return frozenset(hide)


def shown(counts: Counts, also: Iterable[Hashable] = ()) -> dict[Hashable, int | None] | None:
    """The counts with None for each hidden one; None altogether when even the total is under five."""
    if sum(counts.values()) < LEAST_SHOWN:
        return None
    away = hidden(counts, also)
    return {key: None if key in away else n for key, n in counts.items()}


def differs_safely(one: Counts, other: Counts) -> bool:
    """Whether two published tables may stand side by side: each pair of counts differs by 0 or at least five."""
    return all(_is_safe(one.get(key, 0), other.get(key, 0)) for key in one.keys() | other.keys())


def may_follow(before: Mapping[Hashable, int | None], after: Counts) -> bool:
    """Whether a snapshot may follow an earlier one: each count shown then gained 0 or at least five answers.

    What was hidden then is judged by its sum with the other hidden ones, which everybody can compute.
    """
    visible = {key: n for key, n in before.items() if n is not None}
    return all(_is_safe(n, after.get(key, 0)) for key, n in visible.items())


def _is_safe(one, other):
    return one == other or abs(one - other) >= LEAST_SHOWN
