from random import Random

from ratings.evaluation.measures import auc
from ratings.rings import Burst, Pair, collusion, doubts, find_bursts, find_rings
from ratings.synthetic import community, with_rings

RING = [(f"r{member}", f"own {thing}", 5) for member in range(4) for thing in range(3)]


def test_a_ring_is_found_with_its_members_things_and_pairs():
    honest = [("h1", "own 0", 2), ("h1", "known", 4), ("h2", "known", 4), ("r0", "known", 4)]

    (ring,) = find_rings([*RING, *honest])

    assert ring.members == ("r0", "r1", "r2", "r3")
    assert ring.targets == ("own 0", "own 1", "own 2")
    assert len(ring.pairs) == 6
    assert ring.pairs[0] == Pair("r0", "r1", ("own 0", "own 1", "own 2"))


def test_three_members_have_too_few_partners_for_a_ring():
    assert find_rings([vote for vote in RING if vote[0] != "r3"]) == []


def test_members_who_differ_as_often_as_they_agree_are_no_ring():
    others = [(f"r{member}", f"other {thing}", 1 + member) for member in range(4) for thing in range(3)]

    assert find_rings([*RING, *others]) == []


def test_things_that_others_rate_as_much_make_no_ring():
    others = [(f"h{member}", f"own {thing}", 1 + member) for member in range(4) for thing in range(3)]

    assert find_rings([*RING, *others]) == []


def test_in_a_made_up_community_the_rings_are_found_and_nobody_else():
    honest = community(200, 80, 1500, seed=4)
    made = with_rings(honest, 2, size=12, shelf=12, seed=4)
    fraud = {member for member, guilty in made.fraud.items() if guilty}

    found = find_rings((one.rater, one.target, one.stars) for one in made.ratings)

    members = {member for ring in found for member in ring.members}
    assert members - fraud == set()
    assert len(members) >= 0.7 * len(fraud) > 0
    assert find_rings((one.rater, one.target, one.stars) for one in honest.ratings) == []


def test_a_burst_is_more_than_five_and_four_times_the_usual_day():
    days = {
        "five": [1, 2, 3] + [4] * 5,
        "six": [1, 2, 3] + [4] * 6,
        "usual": [1] * 2 + [2] * 2 + [3] * 8,
        "more": [1] * 2 + [2] * 2 + [3] * 9,
        "new": [1] * 6,
        "none": [],
    }

    assert find_bursts(days) == [Burst("more", 3, 9, 2), Burst("new", 1, 6, 0), Burst("six", 4, 6, 1)]


def test_collusion_puts_rings_first_and_does_not_hang_on_order():
    made = with_rings(community(200, 80, 1500, seed=5), 2, size=8, shelf=8, seed=5)
    votes = [(one.rater, one.target, one.stars) for one in made.ratings]

    found = collusion(votes)

    assert auc(found, made.fraud) >= 0.95
    shuffled = collusion(Random(1).sample(votes, len(votes)))
    assert max(abs(found[member] - shuffled[member]) for member in found) < 1e-9


def test_who_is_blamed_by_the_believed_is_suspicious_and_so_is_praising_them():
    praised = [(f"p{one}", f"p{other}", 0.5) for one in range(6) for other in range(6) if one != other]
    blamed = [(f"p{one}", "thief", -1.0) for one in range(4)]
    spite = [("thief", f"p{one}", -1.0) for one in range(6)]

    found = doubts([*praised, *blamed, *spite, ("friend", "thief", 1.0), ("guest", "p1", 0.5)])

    ranked = sorted(found, key=found.get, reverse=True)
    assert ranked[:3] == ["thief", "friend", "guest"]
    assert found["thief"] > 0 > found["p1"]
