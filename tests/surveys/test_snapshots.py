"""What is published, attacked: no hidden count can be computed from all that was ever shown."""

from random import Random

import pytest
from django.utils import timezone

from surveys import answering, cells, readings, snapshots
from surveys.models import Answer, Item, Response, Snapshot, Wave
from tests.surveys import survey_samples as samples
from tests.surveys.test_cells import attack

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def add(wave, counts, *, item=1):
    """So many complete responses of each role, to the item and to all before it."""
    source = Random(str(counts))
    items = list(Item.objects.filter(question__wave=wave).order_by("position"))[:item]
    for role, n in counts.items():
        made = Response.objects.bulk_create(
            Response(wave=wave, opened_at=NOW, role=role, shown=len(items), answered=len(items))
            for _ in range(n)
        )
        Answer.objects.bulk_create(
            Answer(
                response=response, item=one, importance=source.randint(1, 5), coverage=source.randint(1, 5)
            )
            for response in made
            for one in items
        )
    Wave.objects.filter(pk=wave.pk).update(last_answer_at=timezone.now())


@pytest.fixture
def wave(alice):
    return samples.survey(alice, items=2)


def test_small_roles_are_hidden_with_their_complement(wave):
    add(wave, {"practitioner": 20, "manager": 3, "process-owner": 6, "consultant": 9})

    payload = snapshots.take(wave, NOW).payload

    assert payload["tables"]["role/"] == {
        "doers": 29,
        "helpers": 9,
        "practitioner": 20,
        "manager": None,
        "process-owner": None,
        "consultant": 9,
        "all": 38,
    }
    assert sorted(payload["figures"]) == [
        "",
        "group=doers",
        "group=helpers",
        "role=consultant",
        "role=practitioner",
    ]
    assert [entry["n"] for entry in payload["figures"]["role=practitioner"]] == [20, None]


def test_what_is_hidden_for_a_need_has_no_figures(wave):
    add(wave, {"practitioner": 20, "manager": 9})
    add(wave, {"practitioner": 7, "manager": 2}, item=2)

    figures = snapshots.take(wave, NOW).payload["figures"]

    assert {segment: [entry["n"] for entry in entries] for segment, entries in figures.items()} == {
        "": [38, 9],
        "group=doers": [38, 9],
        "role=manager": [11, None],
        "role=practitioner": [27, None],
    }


def test_a_snapshot_waits_for_five_and_comes_at_close(wave, alice):
    add(wave, {"practitioner": 20, "consultant": 9})
    assert snapshots.take(wave, NOW).number == 1

    add(wave, {"practitioner": 4})
    assert (snapshots.take(wave, NOW), snapshots.publish_due(NOW)) == (None, 0)
    add(wave, {"practitioner": 1})
    assert snapshots.take(wave, NOW).payload["tables"]["role/"]["practitioner"] == 25
    assert snapshots.take(wave, NOW) is None

    add(wave, {"consultant": 1})
    answering.close_wave(wave, by=alice)
    assert (snapshots.publish_due(NOW), snapshots.publish_due(NOW)) == (1, 0)
    last = snapshots.published(wave)
    assert (last.number, last.final, last.payload["tables"]["role/"]["consultant"]) == (3, True, 10)


def test_nothing_is_published_of_fewer_than_five(wave, alice):
    add(wave, {"practitioner": 4})
    assert snapshots.take(wave, NOW) is None

    answering.close_wave(wave, by=alice)

    payload = snapshots.take(wave, NOW).payload
    assert payload["figures"] == {}
    assert set(payload["dispositions"].values()) == {None}
    assert {n for table in payload["tables"].values() for n in table.values()} <= {None, 0}


@pytest.mark.parametrize("seed", range(6))
def test_no_hidden_count_can_be_computed_from_all_snapshots(wave, alice, seed):
    source = Random(seed)
    roles = ["practitioner", "manager", "process-owner", "consultant", "vendor", ""]
    for _ in range(4):
        add(wave, {role: source.choice([0, 0, 1, 2, 5, 7]) for role in roles}, item=source.choice([1, 2]))
        snapshots.take(wave, NOW)
    answering.close_wave(wave, by=alice)
    snapshots.take(wave, NOW)

    payloads = [row.payload for row in Snapshot.objects.order_by("number")]
    truth = snapshots.count(readings.read(wave))
    assert payloads != []
    for name, groups in truth.items():
        for payload in payloads:
            table = payload["tables"][name]
            told = (table["all"] or 0, {group: table.get(group, 0) for group in groups})
            assert (
                table["all"] is None
                or [spot for spot, span in attack(told).items() if span[0] == span[1]] == []
            )
        for group, members in groups.items():
            told = [
                (
                    payload["tables"][name].get(group),
                    {key: payload["tables"][name].get(key, 0) for key in members},
                )
                for payload in payloads
            ]
            whole = [(total, shown) for total, shown in told if total]
            found = attack(*whole)
            assert [
                spot
                for spot, (low, high) in found.items()
                if low == high and not any(shown[spot[1]] for _total, shown in whole[: spot[0]])
            ] == [], (name, group, whole)
            assert all(
                n is None or n == 0 or n >= cells.LEAST_SHOWN for _t, shown in whole for n in shown.values()
            )
