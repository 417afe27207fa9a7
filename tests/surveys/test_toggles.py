"""Completes only and without flagged answers: the test subtracts every published table from every other."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import answering, cells, findings, readings, results, snapshots, toggles
from surveys.models import Response
from surveys.readings import Pair, Person, Reading
from tests.surveys import survey_samples as samples
from tests.surveys.test_results import fill

ROLES = ("practitioner", "consultant", "")
KINDS = list(product(ROLES, (True, False), (True, False)))
COUNTS = st.lists(st.sampled_from([0, 0, 0, 1, 3, 5, 6, 9, 14]), min_size=len(KINDS), max_size=len(KINDS))


def reading(people, answered):
    """A wave in memory: so many of each kind, of whom so many answered the one need."""
    about = {kind: Person(kind[0], "", *kind[1:]) for kind in KINDS}
    said = {about[kind]: n for kind, n in zip(KINDS, people, strict=True) if n}
    gave = {about[kind]: min(n, k) for kind, n, k in zip(KINDS, people, answered, strict=True) if min(n, k)}
    pairs = Counter({Pair("need", who, 4, 2): n for who, n in gave.items()})
    return Reading(None, ["need"], Counter(said), pairs, None)


def counted(whole, key):
    """What the published counts of a table are of: {group: {(complete, flagged): n}}."""
    groups = {group: Counter() for group in ("all", "rest", *toggles.GROUPS)}
    source = whole.people.items() if not key else [(pair.about, n) for pair, n in whole.pairs.items()]
    for about, n in source:
        own = toggles.group_of(about.role)
        for group in ("all", own, *(["rest"] if own != "doers" else [])):
            groups[group][about.complete, about.flagged] += n
    return groups


def ways(known):
    """Every table of complete x flagged that the published counts allow."""
    n, completes, unflagged = known[""], known.get("completes"), known.get("unflagged")
    for a in range(n + 1):
        for b in range(n + 1 - a) if completes is None else [completes - a]:
            for c in range(n + 1 - a - b) if unflagged is None else [unflagged - a]:
                if min(b, c, n - a - b - c) >= 0:
                    yield {
                        (True, False): a,
                        (True, True): b,
                        (False, False): c,
                        (False, True): n - a - b - c,
                    }


@settings(max_examples=50, deadline=None)
@given(COUNTS, COUNTS)
def test_no_group_under_five_can_be_found_by_subtraction(people, answered):
    whole = reading(people, answered)
    shown = snapshots.shown(snapshots.count(whole), {})

    found = toggles.offered(whole, [shown])

    for segment, group in ((segment, part) for segment, parts in toggles.PARTS.items() for part in parts):
        for key in ("", "need"):
            truth = counted(whole, key)[group]
            tables = [
                name for name, held in found.items() if segment in held and (not key or key in held[segment])
            ]
            if not tables:
                continue
            known = {"": truth.total()}
            known |= {name: sum(n for kind, n in truth.items() if kept(name, kind)) for name in tables}
            assert all(cells.is_safe_step(one, other) for one in known.values() for other in known.values())
            assert cells.are_safe(known.values())
            allowed = list(ways(known))
            for kind in truth:
                span = {way[kind] for way in allowed}
                assert len(span) > 1 or cells.are_safe(span), (known, kind)


def kept(name, kind):
    return results.KEPT[name](Person("", "", *kind))


def test_an_earlier_snapshot_is_subtracted_too():
    people = [20, 20, 6, 6, *[0] * 8]
    whole = reading(people, people)
    now = snapshots.shown(snapshots.count(whole), {})
    earlier = {name: dict.fromkeys(table, 24) for name, table in now.items()}

    assert set(toggles.offered(whole, [now])) == {"completes", "unflagged"}
    assert set(toggles.offered(whole, [earlier, now])) == {"completes"}


@pytest.mark.django_db
def test_a_closed_wave_offers_what_is_safe_and_the_page_has_both(alice, client):
    wave = samples.survey(alice, items=2)
    made = fill(wave, 60)
    link = wave.links.create(code="partner", label="Partner")
    Response.objects.filter(pk__in=[row.pk for row in made[:30]]).update(source=link)
    answering.close_wave(wave, by=alice)

    payload = snapshots.take(wave, made[0].opened_at).payload

    assert set(payload["toggles"]) == {"completes", "unflagged"}
    assert [row["n"] for row in payload["toggles"]["completes"][""]] == [40, 40]
    assert [row["n"] for row in payload["toggles"]["unflagged"][""]] == [30, 20]
    direct = results.compute(readings.read(wave), only=results.COMPLETES, draws=1).items
    assert [row["opp"] for row in payload["toggles"]["completes"][""]] == [figures.opp for figures in direct]
    address = f"/surveys/{wave.survey.slug}/results"
    page = client.get(f"{address}/?by=&only=completes").content.decode()
    assert ("Everybody: complete responses only" in page, "Without careless answers" in page) == (True, True)
    lines = client.get(f"{address}.csv?by=&only=completes").content.decode().splitlines()
    assert [line.split(",")[2] for line in lines[1:]] == ["40", "40"]
    assert findings.toggles(payload, "size=1-9") == []
