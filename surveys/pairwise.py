"""The pairwise vote: live scores and Bradley-Terry abilities. Numbers in, numbers out.

After the wiki surveys of Salganik and Levy (PMC4439069); abilities by maximum likelihood through the MM
iteration (Hunter, 2004). A tie is half a win for each; what was left blank does not come in.
"""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from surveys.intervals import Interval, wilson

TOLERANCE = 1e-10
MOST_ROUNDS = 10_000
PRIOR = 0.5
STEADY_VOTES = 5  # respondents with so many votes are also ranked by themselves


@dataclass
class Contest:
    """What was counted: wins of one item over another, and ties of each pair (its items in order)."""

    wins: dict[tuple[str, str], float] = field(default_factory=dict)
    ties: dict[tuple[str, str], int] = field(default_factory=dict)
    items: set[str] = field(default_factory=set)

    def add_wins(self, winner: str, loser: str, times: float = 1) -> None:
        self.items |= {winner, loser}
        if times:
            self.wins[winner, loser] = self.wins.get((winner, loser), 0) + times

    def add_tie(self, one: str, other: str, times: int = 1) -> None:
        self.items |= {one, other}
        pair = (min(one, other), max(one, other))
        self.ties[pair] = self.ties.get(pair, 0) + times

    def votes_on(self, one: str, other: str) -> float:
        """How many votes on two items have an outcome."""
        decided = self.wins.get((one, other), 0) + self.wins.get((other, one), 0)
        return decided + self.ties.get((min(one, other), max(one, other)), 0)

    def with_halves(self) -> dict[tuple[str, str], float]:
        """Wins with half a win for each side of a tie."""
        halves = dict(self.wins)
        for (one, other), times in self.ties.items():
            for pair in ((one, other), (other, one)):
                halves[pair] = halves.get(pair, 0) + times / 2
        return halves


@dataclass(frozen=True)
class Standing:
    """One item's place; without ability where no comparisons lead to the reference."""

    item: str
    wins: float
    losses: float
    ties: int
    live_score: float
    interval: Interval
    log_ability: float | None
    se: float | None


@dataclass(frozen=True)
class Outcome:
    """All standings, best first; ``steadied`` won or lost everything and were given the prior, as the page says."""

    standings: list[Standing]
    steadied: list[str]
    unlinked: list[str]
    rounds: int


def live_score(wins: float, losses: float) -> float:
    """0..100: the chance to win against an item drawn at random, with one win and one loss to begin with."""
    return 100 * (wins + 1) / (wins + losses + 2)


def judge(contest: Contest, reference: str | None = None) -> Outcome:
    """Scores of every item; ``reference`` stands at 0, without one the mean does. Raises KeyError if unknown."""
    if reference is not None and reference not in contest.items:
        raise KeyError(reference)
    items = sorted(contest.items)
    halves = contest.with_halves()
    wins, steadied = _steady(items, halves)
    linked = _linked(items, wins, reference)
    abilities, rounds = _abilities(linked, wins)
    errors = _standard_errors(linked, wins, abilities, reference)
    zero = abilities.get(reference, 0.0)
    standings = [
        _standing(contest, halves, item, None if item not in abilities else abilities[item] - zero, errors)
        for item in items
    ]
    standings.sort(key=lambda s: (s.log_ability is None, -(s.log_ability or 0), -s.live_score, s.item))
    return Outcome(standings, steadied, [item for item in items if item not in abilities], rounds)


def choose_pair(appearances: Mapping[str, int], source: Random) -> tuple[str, str]:
    """Two items by weight 1 / (1 + appearances), so that new ones are shown often. Raises ValueError below two."""
    if len(appearances) < 2:
        raise ValueError("A pair needs two items.")
    items = sorted(appearances)
    weights = [1 / (1 + appearances[item]) for item in items]
    left = source.choices(items, weights)[0]
    place = items.index(left)
    del items[place], weights[place]
    return left, source.choices(items, weights)[0]


def _standing(contest, halves, item, ability, errors):
    won = sum(times for (winner, _), times in halves.items() if winner == item)
    lost = sum(times for (_, loser), times in halves.items() if loser == item)
    return Standing(
        item=item,
        wins=sum(times for (winner, _), times in contest.wins.items() if winner == item),
        losses=sum(times for (_, loser), times in contest.wins.items() if loser == item),
        ties=sum(times for pair, times in contest.ties.items() if item in pair),
        live_score=live_score(won, lost),
        interval=wilson(won / (won + lost) if won + lost else 0.5, won + lost),
        log_ability=ability,
        se=errors.get(item),
    )


def _steady(items, halves):
    """Wins with the prior where an item won or lost everything, and who those items are.

    Half a win goes to both sides of each of its pairs. Where a whole group still won or lost everything against
    the rest, no finite ability exists either, and the pairs between groups are steadied as well.
    """
    winners, losers = {pair[0] for pair in halves}, {pair[1] for pair in halves}
    extreme = {item for item in items if (item in winners) != (item in losers)}
    wins = _with_prior(halves, lambda one, other: one in extreme or other in extreme)
    group = _groups(items, wins)
    if len(set(group.values())) > 1:
        apart = {pair for pair in wins if group[pair[0]] != group[pair[1]]}
        extreme |= {item for pair in apart for item in pair}
        wins = _with_prior(wins, lambda one, other: (one, other) in apart or (other, one) in apart)
    return wins, sorted(extreme)


def _with_prior(wins, concerned):
    pairs = {tuple(sorted(pair)) for pair in wins}
    steadied = dict(wins)
    for one, other in sorted(pairs):
        if concerned(one, other):
            steadied[one, other] = wins.get((one, other), 0) + PRIOR
            steadied[other, one] = wins.get((other, one), 0) + PRIOR
    return steadied


def _groups(items: Collection[str], wins: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each item's group: those that can be reached from each other along wins, named by their first."""
    ahead: dict[str, set[str]] = {item: set() for item in items}
    behind: dict[str, set[str]] = {item: set() for item in items}
    for winner, loser in wins:
        ahead[winner].add(loser)
        behind[loser].add(winner)
    group: dict[str, str] = {}
    for item in items:
        if item not in group:
            both = _reached(item, ahead) & _reached(item, behind)
            group.update(dict.fromkeys(both - group.keys(), item))
    return group


def _reached(start, steps):
    seen, waiting = {start}, [start]
    while waiting:
        new = steps[waiting.pop()] - seen
        seen |= new
        waiting += new
    return seen


def _linked(items, wins, reference):
    """The items that comparisons lead to from the reference, or the largest such set."""
    beside = {item: set() for item in items}
    for one, other in wins:
        beside[one].add(other)
        beside[other].add(one)
    if reference is not None:
        return sorted(_reached(reference, beside))
    sets = {frozenset(_reached(item, beside)) for item in items}
    return sorted(min(sets, key=lambda held: (-len(held), min(held)), default=()))


def _abilities(items: Sequence[str], wins: Mapping[tuple[str, str], float]) -> tuple[dict[str, float], int]:
    """Log abilities of mean 0 and the rounds it took: p_i <- W_i / sum of n_ij / (p_i + p_j)."""
    place = {item: k for k, item in enumerate(items)}
    total, met = [0.0] * len(items), [{} for _ in items]
    for (winner, loser), times in wins.items():
        if winner in place and loser in place:
            i, j = place[winner], place[loser]
            total[i] += times
            met[i][j] = met[i].get(j, 0) + times
            met[j][i] = met[j].get(i, 0) + times
    logs, rounds = [0.0] * len(items), 0
    while rounds < MOST_ROUNDS and len(items) > 1:
        rounds += 1
        p = [math.exp(value) for value in logs]
        fresh = [
            math.log(total[i] / math.fsum(n / (p[i] + p[j]) for j, n in met[i].items()))
            for i in range(len(items))
        ]
        mean = math.fsum(fresh) / len(fresh)
        fresh = [value - mean for value in fresh]
        moved = max(abs(new - old) for new, old in zip(fresh, logs, strict=True))
        logs = fresh
        if moved < TOLERANCE:
            break
    return dict(zip(items, logs, strict=True)), rounds


def _standard_errors(items, wins, abilities, reference):
    """Of each ability against the reference, or against the mean: from the inverse of the information."""
    k = len(items)
    if k < 2:
        return dict.fromkeys(items, 0.0 if reference else None)
    place = {item: at for at, item in enumerate(items)}
    information = [[0.0] * k for _ in range(k)]
    for (winner, loser), times in sorted(wins.items()):
        if winner in place and loser in place:
            i, j = place[winner], place[loser]
            ahead = 1 / (1 + math.exp(abilities[loser] - abilities[winner]))
            part = times * ahead * (1 - ahead)
            information[i][i] += part
            information[j][j] += part
            information[i][j] -= part
            information[j][i] -= part
    # The information knows only differences. Adding a constant to every cell makes it invertible and leaves the
    # variance of each difference as it is; 1/k of that constant is the variance of the mean, taken off again.
    scale = max(information[i][i] for i in range(k))
    covariance = inverse([[value + scale / k for value in row] for row in information])
    if reference is None:
        free = 1 / (k * scale)
        return {item: math.sqrt(max(covariance[i][i] - free, 0)) for item, i in place.items()}
    r = place[reference]
    variance = {i: covariance[i][i] + covariance[r][r] - 2 * covariance[i][r] for i in range(k)}
    return {item: math.sqrt(max(variance[i], 0)) if i != r else 0.0 for item, i in place.items()}


def inverse(matrix: Sequence[Sequence[float]]) -> list[list[float]]:
    """Of a positive definite matrix, by Gauss and Jordan with pivots."""
    k = len(matrix)
    rows = [[*row, *(float(i == j) for j in range(k))] for i, row in enumerate(matrix)]
    for column in range(k):
        pivot = max(range(column, k), key=lambda i: abs(rows[i][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        head = rows[column][column]
        rows[column] = [value / head for value in rows[column]]
        for i in range(k):
            factor = rows[i][column]
            if i != column and factor:
                rows[i] = [value - factor * base for value, base in zip(rows[i], rows[column], strict=True)]
    return [row[k:] for row in rows]
