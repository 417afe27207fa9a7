import re

import pytest
from django.core.management import CommandError, call_command

from ratings.management.commands.simulate_attack import count


def rows(capsys, **options):
    """[(size, attackers, list, way, before, after, of)]"""
    call_command("simulate_attack", members=[30, 60], **options)
    lines = [re.split(r" {2,}", line.strip()) for line in capsys.readouterr().out.splitlines()[1:]]
    return [(int(line[0]), *line[1:4], *map(int, line[4:])) for line in lines]


WAYS = [(what, way) for what in ("artefacts", "creators") for way in ("Back2ITSM", "plain mean", "Bayesian")]


@pytest.mark.parametrize(
    ("options", "attackers"),
    [
        ({"ring": 20}, [["20 new", "20 members"]] * 2),
        ({"puppets": "200"}, [["200 new"]] * 2),
        ({"puppets": "10x", "fooled": 1}, [["300 new"], ["600 new"]]),
    ],
)
def test_every_attack_is_shown_beside_the_usual_ways(options, attackers, capsys):
    found = rows(capsys, **options)

    assert [row[:4] for row in found] == [
        (size, who, *way)
        for size, people in zip((30, 60), attackers, strict=True)
        for who in people
        for way in WAYS
    ]
    assert all(1 <= place <= row[-1] for row in found for place in row[4:6])
    assert all(after <= before for _, _, what, _, before, after, _ in found if what == "artefacts")


def test_new_accounts_win_the_usual_lists_and_not_ours(capsys):
    found = [row for row in rows(capsys, puppets="200") if row[2] == "artefacts"]

    for (*_, before, after, listed), *others in (found[:3], found[3:]):
        assert before - after <= listed / 4
        assert [row[5] for row in others] == [1, 1]


def test_ten_for_each_member_is_a_number_of_accounts():
    assert (count("200", 30), count("10x", 30)) == (200, 300)
    for wrong in ("", "ten", "0", "-3", "x", "99999x"):
        with pytest.raises(CommandError, match="--puppets is a number"):
            count(wrong, 3000)


def test_an_attack_is_one_or_the_other():
    for options in ({}, {"ring": 3, "puppets": "3"}, {"ring": 3, "fooled": 1}, {"ring": 5, "members": [3]}):
        with pytest.raises(CommandError):
            call_command("simulate_attack", **options)
