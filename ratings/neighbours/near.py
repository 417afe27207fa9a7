"""Neighbours by cosine: what those liked who liked this, and what follows from that for one member."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from math import fsum, sqrt
from typing import Any, NamedTuple

from ratings.neighbours import dense

# Whatever names a member or a thing: a number or a text.
Member = Any
Thing = Any

SHRINKAGE = 10.0  # so many shared likes count as chance
KEEP = 100  # neighbours kept for each candidate

Likes = Mapping[Member, Collection[Thing]]
Neighbours = Mapping[Thing, Sequence[tuple[Thing, float]]]


class Found(NamedTuple):
    """A recommended thing, how strongly, and the thing in the member's history that speaks most for it."""

    thing: Thing
    strength: float
    because: Thing | None


def cosine(
    likes: Likes, *, shrinkage: float = SHRINKAGE, keep: int = KEEP
) -> dict[Thing, list[tuple[Thing, float]]]:
    """{candidate: its ``keep`` nearest things with their similarity, nearest first}.

    They are kept per candidate: kept per thing in the history, whatever is popular crowds out the rest.
    """
    things = in_order(likes)
    if len(things) <= dense.MOST and (np := dense.numpy()):
        return dense.cosine(np, likes.values(), things, shrinkage=shrinkage, keep=keep)
    count, shared = together(likes)
    return {
        thing: nearest(
            {other: both / (sqrt(count[thing] * count[other]) + shrinkage) for other, both in others.items()},
            keep,
        )
        for thing, others in shared.items()
    }


def in_order(likes: Likes) -> list[Thing]:
    """All things that somebody liked, in the order of their names."""
    return sorted({thing for liked in likes.values() for thing in liked}, key=str)


def together(likes: Likes) -> tuple[Counter[Thing], dict[Thing, Counter[Thing]]]:
    """How many liked each thing, and {thing: {other: how many liked both}}."""
    count: Counter[Thing] = Counter()
    shared: defaultdict[Thing, Counter[Thing]] = defaultdict(Counter)
    for liked in likes.values():
        things = set(liked)
        count.update(things)
        for thing in things:
            shared[thing].update(things)
    for thing, others in shared.items():
        del others[thing]
    return count, dict(shared)


def nearest(similarity: Mapping[Thing, float], keep: int) -> list[tuple[Thing, float]]:
    """The largest ``keep`` of a mapping, largest first; of equals those whose name sorts first."""
    return sorted(similarity.items(), key=lambda pair: (-pair[1], str(pair[0])))[:keep]


def speaking(neighbours: Neighbours) -> dict[Thing, list[tuple[Thing, float]]]:
    """{thing: the candidates it speaks for, with the similarity}: whose neighbour it is."""
    found: defaultdict[Thing, list[tuple[Thing, float]]] = defaultdict(list)
    for candidate, near in neighbours.items():
        for other, similarity in near:
            found[other].append((candidate, similarity))
    return dict(found)


def for_member(
    history: Collection[Thing], speaking: Neighbours, *, without: Collection[Thing] = (), places: int = 10
) -> list[Found]:
    """The things for which most in a history speaks, strongest first, each with what speaks most for it.

    Nothing out of the history and nothing in ``without`` (own work, "not interested") is among them.
    """
    hidden = set(history) | set(without)
    parts: defaultdict[Thing, list[tuple[float, Thing]]] = defaultdict(list)
    for thing in set(history):
        for candidate, similarity in speaking.get(thing, ()):
            if candidate not in hidden:
                parts[candidate].append((similarity, thing))
    strength = {candidate: fsum(similarity for similarity, _ in said) for candidate, said in parts.items()}
    return [
        Found(candidate, value, min(parts[candidate], key=lambda part: (-part[0], str(part[1])))[1])
        for candidate, value in nearest(strength, places)
    ]


def reason(thing: Thing, history: Collection[Thing], neighbours: Neighbours) -> Thing | None:
    """The thing in a history that is nearest to a recommended one; None where nothing there is near."""
    liked = set(history)
    return next((other for other, _ in neighbours.get(thing, ()) if other in liked), None)


def friends_of_friends(follows: Likes, member: Member, *, places: int = 10) -> list[Found]:
    """Whom those follow whom the member follows, the word of somebody who follows many counting less."""
    known = set(follows.get(member, ()))
    strength: defaultdict[Member, float] = defaultdict(float)
    because: dict[Member, Member] = {}
    for friend in sorted(known, key=str):
        others = follows.get(friend, ())
        for other in others:
            if other not in known and other != member:
                strength[other] += 1 / sqrt(len(others))
                because.setdefault(other, friend)
    return [Found(other, value, because[other]) for other, value in nearest(strength, places)]
