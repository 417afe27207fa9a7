from statistics import mean, median

from django.core.management import call_command

from ratings.synthetic import community, friendships, with_rings


def test_the_same_seed_makes_the_same_and_another_another():
    first, again, other = (community(30, 20, 200, seed=seed, seeds=3) for seed in (1, 1, 2))

    assert first == again
    assert first.ratings != other.ratings


def test_members_rate_a_thing_once_in_whole_stars_and_some_things_much_more_than_others():
    made = community(200, 100, 4000, seed=1)

    pairs = [(one.rater, one.target) for one in made.ratings]
    counts = sorted(sum(target == thing for _, target in pairs) for thing in made.targets)
    assert len(set(pairs)) == len(pairs)
    assert {one.stars for one in made.ratings} == {1, 2, 3, 4, 5}
    assert 3 < mean(one.stars for one in made.ratings) < 4
    assert counts[-1] > 3 * median(counts)


def test_rings_are_marked_and_rate_their_shelf_with_five_stars():
    honest = community(40, 30, 300, seed=1)

    made = with_rings(honest, 2, size=5, shelf=6, seed=1)

    accounts = {member for member, guilty in made.fraud.items() if guilty}
    assert accounts == set(made.members) - set(honest.members)
    assert {one.stars for one in made.ratings if one.target.startswith("900")} == {5}
    assert set(made.ratings) >= set(honest.ratings)


def test_friendships_are_pairs_of_two():
    found = friendships(50, 300, seed=1, circles=4)

    assert 100 < len(set(found)) == len(found) <= 300
    assert all(giver != taker for giver, taker in found)


def test_the_command_writes_the_same_files_twice(tmp_path, capsys):
    for name in ("one", "two"):
        call_command("make_ratings_data", tmp_path / name, seed=5)

    written = [
        {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in ("one", "two")
    ]
    assert written[0] == written[1]
    assert set(written[0]) == {"ratings.txt", "labels.txt", "groups.txt", "dataset.toml"}
    assert capsys.readouterr().out.count(" members, ") == 2
