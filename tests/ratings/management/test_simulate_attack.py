import pytest
from django.core.management import CommandError, call_command

from ratings.management.commands.simulate_attack import count


def rows(capsys, **options):
    call_command("simulate_attack", members=[30, 60], **options)
    lines = capsys.readouterr().out.splitlines()[1:]
    return [(int(line[:7]), line[19:30].strip(), *map(int, line[30:].split())) for line in lines]


@pytest.mark.parametrize("options", [{"ring": 20}, {"puppets": "200"}, {"puppets": "10x", "fooled": 1}])
def test_every_attack_is_shown_beside_the_usual_ways(options, capsys):
    found = rows(capsys, **options)

    assert [(size, way) for size, way, *_ in found] == [
        (size, way) for size in (30, 60) for way in ("Back2ITSM", "plain mean", "Bayesian")
    ]
    assert all(1 <= after <= before <= listed for _, _, before, after, listed in found)


def test_new_accounts_win_the_usual_lists_and_not_ours(capsys):
    found = rows(capsys, puppets="200")

    for (_, _, before, after, listed), *others in (found[:3], found[3:]):
        assert before - after <= listed / 4
        assert [after for _, _, _, after, _ in others] == [1, 1]


def test_ten_for_each_member_is_a_number_of_accounts():
    assert (count("200", 30), count("10x", 30)) == (200, 300)
    for wrong in ("", "ten", "0", "-3", "x", "99999x"):
        with pytest.raises(CommandError, match="--puppets is a number"):
            count(wrong, 3000)


def test_an_attack_is_one_or_the_other():
    for options in ({}, {"ring": 3, "puppets": "3"}, {"ring": 3, "fooled": 1}, {"ring": 5, "members": [3]}):
        with pytest.raises(CommandError):
            call_command("simulate_attack", **options)
