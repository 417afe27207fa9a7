"""Attacks on a pairwise round: what all tables of pairs have in common that look the same from outside."""

from collections import Counter
from itertools import combinations, permutations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import pair_cells, ranking
from tests.surveys.test_ranking import counted

FOUR = "1234"
CELLS = list(permutations(FOUR, 2))


def on(wins, pair):
    return wins[pair] + wins[pair[::-1]]


def with_the_same_rows(wins):
    """Every table of four items in which each of them won and lost as often."""
    won, lost = Counter(), Counter()
    for (winner, loser), n in wins.items():
        won[winner] += n
        lost[loser] += n
    return list(_filled(CELLS, won, lost))


def _filled(cells, won, lost):
    if not cells:
        if not any(won.values()) and not any(lost.values()):
            yield Counter()
        return
    (winner, loser), *rest = cells
    is_last = not any(cell[0] == winner for cell in rest)
    most = min(won[winner], lost[loser])
    for n in range(won[winner] if is_last else 0, most + 1):
        left = won - Counter({winner: n}), lost - Counter({loser: n})
        for found in _filled(rest, *left):
            yield found + Counter({(winner, loser): n})


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(0, 2), min_size=len(CELLS), max_size=len(CELLS)))
def test_what_the_rows_do_not_tell_can_be_several_numbers(times):
    wins = +Counter(dict(zip(CELLS, times, strict=True)))
    judged = {pair: n for pair in combinations(FOUR, 2) if (n := on(wins, pair))}

    worlds = with_the_same_rows(wins)

    vague = {pair for pair in judged if len({on(world, pair) for world in worlds}) > 1}
    assert wins in worlds
    assert {pair for pair, n in judged.items() if n < 5} - pair_cells.told(judged, wins) <= vague


def test_two_people_who_alone_called_a_pair_the_same_are_told_by_the_rows():
    judged = {("1", "2"): 5, ("1", "3"): 5, ("1", "4"): 5, ("2", "3"): 2}
    wins = [("1", other) for other in "234"]

    assert pair_cells.told(judged, wins, [("2", "3")]) == {("2", "3")}
    assert pair_cells.told(judged | {("2", "3"): 5}, wins, [("2", "3")]) == set()


def sparse():
    """300 votes on 14 items, most pairs judged by fewer than five; the earlier ones win more often."""
    source, wins = Random(0), Counter()
    items = [str(number) for number in range(1, 15)]
    while wins.total() < 300:
        one, other = source.sample(items, 2)
        if source.random() < 1 / (1 + 2.7 ** ((int(one) - int(other)) / 7)):
            wins[one, other] += 1
    return wins


def other_worlds(wins, pair):
    """Tables with the same rows and one vote fewer on the pair."""
    one, other = pair
    for c, d in sorted(wins):
        if wins[pair] and not {c, d} & {one, other}:
            yield +(wins - Counter([pair, (c, d)])) + Counter([(one, d), (c, other)])


def test_of_many_items_every_small_pair_has_another_number_in_a_world_that_looks_the_same():
    wins = sparse()
    told = ranking.payload(counted(wins), None)
    small = [pair for pair in sorted(wins) if on(wins, pair) < 5][::20]

    strengths = {entry["log_ability"] for entry in told["items"]}
    assert (None in strengths, strengths == {round(value, 1) for value in strengths}) == (False, True)
    assert {entry["se"] for entry in told["items"]} == {None}
    assert len(small) >= 4
    assert [
        pair
        for pair in small
        if not any(ranking.payload(counted(world), None) == told for world in other_worlds(wins, pair))
    ] == []


def test_of_few_items_no_strength_is_shown_beside_a_small_pair():
    """Of 1,210 tables of five items with the same rows, two had the same strengths, and the same votes on each pair."""
    pairs = {(str(a), str(b)): 2 for a, b in permutations(range(5), 2)}
    few, enough = (ranking.payload(counted(said), None) for said in (pairs, dict.fromkeys(pairs, 3)))

    assert {(row["log_ability"], row["se"], row["strength_rank"]) for row in few["items"]} == {(None,) * 3}
    assert (few["steadied"], few["unlinked"]) == ([], [])
    assert {row["log_ability"] for row in enough["items"]} == {0.0}
