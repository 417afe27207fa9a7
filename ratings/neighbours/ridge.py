"""EASE^R: every thing regressed on all others, so that what is merely popular explains itself away.

H. Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ratings.neighbours import dense
from ratings.neighbours.matrices import inverse, solve
from ratings.neighbours.near import KEEP, Likes, Member, Thing, cosine, in_order, nearest, together

# Of the regression, in likes; the sparser the likes, the less of it.
PENALTY = 300.0
FOLLOWS_PENALTY = 100.0  # where the likes are follows and endorsements
EXACT = 1500  # rows of a matrix that plain Python inverts in about two minutes

Ranked = list[tuple[Thing, float]]


def ease(
    likes: Likes, *, members: Iterable[Member] | None = None, penalty: float = PENALTY, places: int = 10
) -> dict[Member, Ranked]:
    """{member: things in the order EASE^R would recommend them, with strengths}, without those liked.

    Exact where members or things are at most 1,500, or 3,000 with numpy (the smaller side is inverted); else each
    thing is regressed on its 100 nearest only (H. Steck, "Markov random fields for collaborative filtering", 2019).
    """
    wanted = list(likes if members is None else members)
    things = in_order(likes)
    if dense.fits(len(likes), len(things)) and (np := dense.numpy()):
        return _dense(np, likes, things, wanted, penalty, places)
    if min(len(likes), len(things)) > EXACT:
        weights = sparse_weights(likes, penalty=penalty)
        return {member: _weighed(likes.get(member, ()), weights, places) for member in wanted}
    if len(likes) <= len(things):
        return _by_members(likes, wanted, penalty, places)
    return _by_things(likes, things, wanted, penalty, places)


def _dense(
    np: Any, likes: Likes, things: list[Thing], wanted: list[Member], penalty: float, places: int
) -> dict[Member, Ranked]:
    if len(likes) <= len(things):
        row_of = {member: at for at, member in enumerate(likes)}
        rows = [(member, row_of[member]) for member in wanted]
        liked = list(likes.values())
        return dense.by_members(np, liked, rows, things, penalty=penalty, places=places)
    histories = ((member, likes.get(member, ())) for member in wanted)
    return dense.by_things(np, likes.values(), histories, things, penalty=penalty, places=places)


def sparse_weights(
    likes: Likes, *, penalty: float = PENALTY, keep: int = KEEP
) -> dict[Thing, dict[Thing, float]]:
    """{thing: {candidate: weight}} of the regression of each candidate on its nearest things."""
    np = dense.numpy()
    count, shared = together(likes)
    weights: defaultdict[Thing, dict[Thing, float]] = defaultdict(dict)
    for candidate, near in cosine(likes, keep=keep).items():
        names = [other for other, _ in near]
        gram = [[float(shared[a].get(b, 0)) for b in names] for a in names]
        for index, name in enumerate(names):
            gram[index][index] = count[name] + penalty
        goal = [float(shared[candidate][name]) for name in names]
        found = dense.solve(np, gram, goal) if np else solve(gram, goal)
        for name, weight in zip(names, found, strict=True):
            weights[name][candidate] = weight
    return dict(weights)


def _weighed(
    history: Collection[Thing], weights: Mapping[Thing, Mapping[Thing, float]], places: int
) -> Ranked:
    strength: defaultdict[Thing, float] = defaultdict(float)
    for thing in history:
        for candidate, weight in weights.get(thing, {}).items():
            strength[candidate] += weight
    return nearest({thing: value for thing, value in strength.items() if thing not in set(history)}, places)


def _by_things(
    likes: Likes, things: list[Thing], wanted: list[Member], penalty: float, places: int
) -> dict[Member, Ranked]:
    """Scores −Σ P[i,j]/P[j,j] over a history, P = (XᵀX + λ)⁻¹."""
    count, shared = together(likes)
    gram = [[float(shared[a].get(b, 0)) for b in things] for a in things]
    for index, thing in enumerate(things):
        gram[index][index] = count[thing] + penalty
    p = inverse(gram)
    place = {thing: index for index, thing in enumerate(things)}
    own = [p[index][index] for index in range(len(things))]
    found = {}
    for member in wanted:
        history = set(likes.get(member, ()))
        sums = [sum(column) for column in zip(*(p[place[thing]] for thing in history), strict=True)]
        scores = {
            thing: -sums[at] / own[at] for at, thing in enumerate(things) if sums and thing not in history
        }
        found[member] = nearest(scores, places)
    return found


def _by_members(likes: Likes, wanted: list[Member], penalty: float, places: int) -> dict[Member, Ranked]:
    """The same scores from the members' side: X·P = K⁻¹·X with K = X·Xᵀ + λ, P[j,j] = (1 − xⱼᵀK⁻¹xⱼ)/λ."""
    members = list(likes)
    row_of = {member: index for index, member in enumerate(members)}
    sets = [set(likes[member]) for member in members]
    k = inverse([[len(a & b) + (penalty if a is b else 0.0) for b in sets] for a in sets])
    fans: defaultdict[Thing, list[int]] = defaultdict(list)
    for index, liked in enumerate(sets):
        for thing in liked:
            fans[thing].append(index)
    own = {thing: (1 - sum(k[a][b] for a in rows for b in rows)) / penalty for thing, rows in fans.items()}
    found = {}
    for member in wanted:
        row, history = k[row_of[member]], set(likes[member])
        scores = {
            thing: -sum(row[index] for index in rows) / own[thing]
            for thing, rows in fans.items()
            if thing not in history
        }
        found[member] = nearest(scores, places)
    return found
