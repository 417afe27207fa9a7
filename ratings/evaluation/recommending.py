"""Whether what is recommended to members is what they came to like next."""

from collections import Counter, defaultdict

from ratings.evaluation.dataset import Dataset
from ratings.evaluation.measures import average, ndcg
from ratings.evaluation.report import Report
from ratings.evaluation.rows import DatasetError
from ratings.neighbours import FOLLOWS_PENALTY, cosine, ease, for_member, friends_of_friends, speaking
from ratings.neighbours.near import nearest, together
from ratings.synthetic import draws

LIKED = 4.0  # stars
HELD_OUT = 0.2
PLACES = 10
MOST_ASKED = 1000
BARS = {"default": 0.145, "with EASE": 0.155}
CREATORS_BAR = 0.110

Histories = dict[str, list[str]]


def run(data: Dataset) -> Report:
    """NDCG@10 on the last fifth of each member's ratings, among things the member had not rated before."""
    report = Report("recommend", data.name)
    before, after = _by_time(data)
    likes, wanted = _liked(data, before), _liked(data, after)
    rated = {member: {one.target for one in ratings} for member, ratings in before.items()}
    asked = _asked(likes, wanted)
    near, ridge = cosine(likes), ease(likes, members=asked, places=PLACES + _most(rated))
    popular = nearest(Counter(thing for liked in likes.values() for thing in liked), len(near) or 1)
    usual, ours = _per_source(likes), speaking(near)
    lists = {
        "default": lambda member: [
            one.thing for one in for_member(likes[member], ours, without=rated[member], places=PLACES)
        ],
        "with EASE": lambda member: _new(ridge[member], rated[member]),
        "popularity": lambda member: _new(popular, rated[member]),
        "cosine": lambda member: [
            one.thing for one in for_member(likes[member], usual, without=rated[member], places=PLACES)
        ],
    }
    found = {
        name: average([_gain(listed(one), wanted[one]) for one in asked]) for name, listed in lists.items()
    }
    for name, bar in BARS.items():
        report.reach(name, found[name], bar)
    report.peers = {name: {"default": found[name]} for name in ("popularity", "cosine")}
    report.notes.append(
        f"{len(asked)} members asked; split by {'time' if data.timed else 'chance: no times'}."
    )
    return report


def creators(data: Dataset) -> Report:
    """NDCG@10 on a fifth of whom each member trusts, beside the most followed and friends of friends."""
    if not data.trust:
        raise DatasetError("The creators task needs trust edges: name a trust file in dataset.toml.")
    report = Report("creators", data.name)
    draw, likes, wanted = draws(0), {}, {}
    for member, others in _trusted(data).items():
        shuffled = draw.sample(others, len(others))
        held = round(HELD_OUT * len(shuffled))
        wanted[member], likes[member] = shuffled[:held], shuffled[held:]
    asked = _asked(likes, wanted)
    ridge = ease(likes, members=asked, penalty=FOLLOWS_PENALTY, places=PLACES + 1)
    followers = nearest(
        Counter(other for others in likes.values() for other in others), PLACES + _most(likes) + 1
    )
    lists = {
        "EASE": lambda member: _new(ridge[member], {member}),
        "followers": lambda member: _new(followers, {*likes[member], member}),
        "friends of friends": lambda member: [one.thing for one in friends_of_friends(likes, member)],
    }
    found = {
        name: average([_gain(listed(one), wanted[one]) for one in asked]) for name, listed in lists.items()
    }
    report.reach(f"NDCG@{PLACES}", found.pop("EASE"), CREATORS_BAR)
    report.peers = {name: {f"NDCG@{PLACES}": value} for name, value in found.items()}
    report.notes.append(f"{len(asked)} members asked, of {len(likes)} who trust somebody.")
    return report


def _by_time(data: Dataset) -> tuple[dict, dict]:
    """Each member's ratings before and after: the last fifth is what came after."""
    draw = draws(0)
    of: defaultdict[str, list] = defaultdict(list)
    for one in data.ratings:
        of[one.rater].append((one.time, draw.random(), one))
    before, after = {}, {}
    for member, ratings in of.items():
        ordered = [one for _, _, one in sorted(ratings)]
        cut = len(ordered) - round(HELD_OUT * len(ordered))
        before[member], after[member] = ordered[:cut], ordered[cut:]
    return before, after


def _liked(data: Dataset, ratings: dict) -> Histories:
    return {
        member: [one.target for one in given if data.stars(one.value) >= LIKED]
        for member, given in ratings.items()
    }


def _trusted(data: Dataset) -> Histories:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for giver, taker, _ in data.trust:
        found[giver].append(taker)
    return dict(found)


def _asked(likes: Histories, wanted: Histories) -> list[str]:
    """Members with a history and something to find; a sample where there are very many."""
    able = sorted(member for member in likes if likes[member] and wanted.get(member))
    return able if len(able) <= MOST_ASKED else draws(0).sample(able, MOST_ASKED)


def _gain(listed: list[str], wanted: list[str]) -> float:
    return ndcg(listed, dict.fromkeys(wanted, 1.0), places=PLACES, ideal=[1.0] * len(wanted))


def _new(ranked: list, known: set[str]) -> list[str]:
    return [thing for thing, _ in ranked if thing not in known][:PLACES]


def _most(histories: dict) -> int:
    return max(map(len, histories.values()), default=0)


def _per_source(likes: Histories, keep: int = 100) -> dict:
    """The usual cosine, as a peer: no shrinkage, the nearest kept for each thing in the history."""
    count, shared = together(likes)
    return {
        source: nearest(
            {one: both / (count[source] * count[one]) ** 0.5 for one, both in others.items()}, keep
        )
        for source, others in shared.items()
    }
