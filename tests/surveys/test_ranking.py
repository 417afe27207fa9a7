"""The ranking of a pairwise round: figures as the arithmetic says, nothing of fewer than five, published in steps."""

import csv
import io
from datetime import timedelta
from itertools import permutations
from random import Random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys import answering, comparing, pairwise, ranking, results
from surveys.enums import Doubt, PairOutcome, Stage
from surveys.models import PairRanking, PairVote, Wave
from tests.surveys import survey_samples as samples

CHARLIE = AnonymousUser()
FIRST, SECOND, UNDECIDED = PairOutcome.FIRST, PairOutcome.SECOND, PairOutcome.UNDECIDED
SAID = [(FIRST, ""), (SECOND, ""), (UNDECIDED, Doubt.BOTH), (UNDECIDED, Doubt.UNKNOWN)]
OFTEN, SELDOM = [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3)], [(0, 4), (3, 4), (2, 3), (4, 5), (0, 5)]
PEOPLE = 12
FEW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _votes(seed):
    """{(person, one, other): what was said}: most judged items 0 to 2, few the others."""
    source = Random(seed)
    pairs = [(person, pair) for person in range(PEOPLE) for pair in OFTEN + SELDOM if source.random() < 0.6]
    rare = source.random() / 2
    return {
        (person, *pair): source.choice(SAID)
        for person, pair in pairs
        if pair in OFTEN or source.random() < rare
    }


VOTES = st.integers(0, 10**9).map(_votes)


@pytest.fixture
def wave(alice):
    return samples.survey(alice, items=4)


def voter(wave, *votes):
    """A visitor who judges pairs of item numbers: (one, other, outcome, doubt)."""
    items = list(comparing.candidates(wave).values())
    response = answering.start(wave, by=CHARLIE, for_pairs=True).response
    for one, other, outcome, *doubt in votes:
        said = {"by": CHARLIE, "doubt": doubt[0] if doubt else ""}
        comparing.vote(response, items[one - 1], items[other - 1], outcome, **said)
    return response


def refresh(wave, seconds=60):
    return ranking.refresh(wave, timezone.now() + timedelta(seconds=seconds))


def by_number(wave, found):
    numbers = {str(pk): number for number, pk in enumerate(comparing.candidates(wave), 1)}
    return {numbers[entry["item"]]: entry for entry in found["items"]}


def test_the_figures_are_those_of_the_votes(wave, alice):
    for _ in range(4):
        voter(wave, (1, 2, FIRST), (3, 1, SECOND), (2, 3, UNDECIDED, "both"))
    voter(wave, (1, 2, SECOND), (3, 1, FIRST), (2, 3, UNDECIDED, "unknown"))
    items = list(map(str, comparing.candidates(wave)))
    contest = pairwise.Contest()
    for one, other, times in ((0, 1, 4), (1, 0, 1), (0, 2, 4), (2, 0, 1)):
        contest.add_wins(items[one], items[other], times)
    contest.add_tie(items[1], items[2], 4)
    expected = {row.item: row for row in pairwise.judge(contest).standings}

    # Of three items the votes on each pair follow from the rows: no steps of them are published.
    assert refresh(wave).payload == {}
    answering.close_wave(wave, by=alice)

    found = refresh(wave)

    figures = by_number(wave, found.payload)
    assert (found.voters, sorted(figures)) == (5, [1, 2, 3])
    assert {number: [figures[number][name] for name in ("rank", *ranking.COUNTS)] for number in figures} == {
        1: [1, 5, 8, 2, 0, 0],
        2: [2, 5, 1, 4, 4, 1],
        3: [2, 5, 1, 4, 4, 1],
    }
    for number, entry in figures.items():
        row = expected[items[number - 1]]
        assert entry["live_score"] == row.live_score
        assert entry["interval"] == list(row.interval)
        assert (entry["log_ability"], entry["se"]) == (round(row.log_ability, 2), round(row.se, 2))
    assert found.appearances == {items[0]: 10, items[1]: 10, items[2]: 10}


def test_nothing_of_fewer_than_five_is_published_and_nothing_that_could_be_worked_out(wave):
    for _ in range(4):
        voter(wave, (1, 2, FIRST))
    four = refresh(wave)
    voter(wave, (1, 2, FIRST), (1, 3, FIRST), (1, 4, SECOND))
    five = refresh(wave)

    assert (four.payload, four.voters, four.published_at) == ({}, 0, None)
    # Items 3 and 4 were judged by one each; what was said of them is in nobody's figures.
    figures = by_number(wave, five.payload)
    assert {number: (entry["people"], entry["wins"]) for number, entry in figures.items()} == {
        1: (5, 5),
        2: (5, 0),
    }
    assert five.payload.keys() == {"voters", "items", "steadied", "unlinked", "steady"}


def test_a_ranking_follows_when_five_more_have_voted_and_when_the_wave_has_closed(wave, alice):
    voters = []
    for number in range(12):
        voter(wave, (1, 2, FIRST))
        voters.append(refresh(wave, seconds=number).voters)
    answering.close_wave(wave, by=alice)
    assert ranking.refresh_due(timezone.now()) == 1

    last = PairRanking.objects.get()
    assert voters == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10]
    assert (last.voters, last.final) == (12, True)
    assert ranking.refresh_due(timezone.now() + timedelta(hours=1)) == 0


def test_a_wave_is_counted_when_it_was_voted_in_and_at_most_every_30_seconds(wave):
    now = timezone.now()
    first = ranking.refresh_due(now)
    response = voter(wave, (1, 2, FIRST))
    counted = [ranking.refresh_due(now + timedelta(seconds=k)) for k in (1, 2)]
    items = list(comparing.candidates(wave).values())
    comparing.vote(response, items[0], items[2], FIRST, by=CHARLIE)
    again = [ranking.refresh_due(now + timedelta(seconds=k)) for k in (3, 32)]

    assert (first, counted, again) == (0, [1, 0], [0, 1])


@pytest.mark.parametrize(("others", "beside"), [(4, None), (5, {1: 1, 2: 2, 4: 3, 3: 4})])
def test_those_with_five_votes_are_ranked_beside_only_where_the_others_are_five(wave, alice, others, beside):
    six = [(1, 2, FIRST), (1, 3, FIRST), (1, 4, FIRST), (2, 3, FIRST), (2, 4, FIRST), (3, 4, SECOND)]
    for _ in range(5):
        voter(wave, *six)
    for _ in range(others):
        voter(wave, (4, 1, FIRST))
    still_open = refresh(wave).payload["steady"]
    answering.close_wave(wave, by=alice)

    said = refresh(wave).payload

    figures, steady = by_number(wave, said), said["steady"] and said["steady"]["items"]
    assert still_open is None
    assert {number: entry["rank"] for number, entry in figures.items()} == {1: 1, 2: 2, 4: 3, 3: 4}
    assert (steady and {n: steady[entry["item"]]["rank"] for n, entry in figures.items()}) == beside
    assert said["steadied"] != []


@FEW
@given(VOTES)
def test_nothing_published_depends_on_a_hidden_item(round_of, votes):
    first = round_of(votes, Stage.CLOSED)
    shown = {entry["item"] for entry in first["items"]}
    secret = {vote for vote in votes if not {round_of.item(vote[1]), round_of.item(vote[2])} <= shown}
    turned = {FIRST: (SECOND, ""), SECOND: (UNDECIDED, Doubt.UNKNOWN), UNDECIDED: (FIRST, "")}

    assert all(entry["people"] >= 5 for entry in first["items"])
    if not shown:
        return  # too little for any figure, or the rows would tell of a pair
    # An attacker cannot tell these worlds from the first, so no count of a hidden item has only one value.
    others = [
        round_of(
            {vote: turned[said[0]] if vote in secret else said for vote, said in votes.items()}, Stage.CLOSED
        ),
        round_of({vote: said for vote, said in votes.items() if vote not in secret}, Stage.CLOSED),
    ]

    assert others == [first, first]


@FEW
@given(VOTES, st.integers(1, PEOPLE - 1))
def test_subtracting_two_publications_tells_of_no_fewer_than_five_people(round_of, votes, early):
    before = {
        entry["item"]: entry for entry in round_of({v: votes[v] for v in votes if v[0] < early})["items"]
    }
    after = {entry["item"]: entry for entry in round_of(votes, again=True)["items"]}

    counts = {item: [entry[name] for name in ranking.COUNTS] for item, entry in before.items()}
    moved = {item for item, entry in after.items() if counts.get(item) != [entry[n] for n in ranking.COUNTS]}
    assert before.keys() <= after.keys()
    assert all(after[item]["people"] - before[item]["people"] >= 5 for item in moved & before.keys())
    assert len(moved) != 3


def counted(wins):
    """Votes of {(one, other): how many chose one} as they are counted."""
    found = ranking.Counted(voters=9)
    for (one, other), n in sorted(wins.items()):
        for item in (one, other):
            found.rows.setdefault(item, dict.fromkeys(ranking.COUNTS, 0) | {"people": 9})
        found.contest.add_wins(one, other, n)
        found.rows[one]["wins"] += n
        found.rows[other]["losses"] += n
        found.judged[tuple(sorted((one, other)))] += n
    return found


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=12, max_size=12), st.permutations("1234"))
def test_strengths_of_four_items_do_not_tell_how_few_judged_a_pair(times, items):
    wins = dict(zip(permutations("1234", 2), times, strict=True))
    a, b, c, d = items
    # Two more votes here and two fewer there: every row stays as it is, and exact strengths tell the worlds apart.
    moved = wins | {
        (a, b): wins[a, b] + 1,
        (c, b): wins[c, b] - 1,
        (c, d): wins[c, d] + 1,
        (a, d): wins[a, d] - 1,
    }
    worlds = [counted(wins), counted(moved)]

    told = [ranking.payload(world, None) for world in worlds]

    strengths = {entry["log_ability"] for entry in told[0]["items"]}
    assert (strengths == {None}) == (min(worlds[0].judged.values()) < 5)
    assert told[0] == told[1] or not all(world.hides_strengths for world in worlds)


@pytest.fixture
def round_of(alice):
    """Publishes a round with these votes and answers what is published."""
    wave = samples.survey(alice, items=6)
    people = [answering.start(wave, by=CHARLIE, for_pairs=True).response for _ in range(PEOPLE)]
    items = list(comparing.candidates(wave))

    def publish(votes, stage=Stage.OPEN, *, again=False):
        PairVote.objects.all().delete()
        if not again:
            PairRanking.objects.all().delete()
        PairVote.objects.bulk_create(
            PairVote(
                response=people[who], first_id=items[one], second_id=items[two], outcome=said, doubt=doubt
            )
            for (who, one, two), (said, doubt) in votes.items()
        )
        Wave.objects.filter(pk=wave.pk).update(stage=stage, closed_at=timezone.now(), key="")
        return {"items": []} | ranking.refresh(wave, timezone.now()).payload

    publish.item = lambda number: str(items[number])
    return publish


def test_who_only_judged_pairs_has_not_seen_the_questions(wave, bob):
    voter(wave, (1, 2, FIRST))
    answering.start(wave, by=bob)

    said = results.dispositions(Wave.objects.get(pk=wave.pk))

    assert (said.seen, said.started) == (1, 0)


def page(wave, end="pairs/results/", client=None):
    return (client or Client()).get(f"/surveys/{wave.survey.slug}/{end}")


@pytest.fixture
def closed(wave, alice):
    for _ in range(6):
        voter(wave, (1, 2, FIRST), (1, 3, FIRST), (1, 4, SECOND), (2, 3, FIRST), (2, 4, FIRST), (3, 4, FIRST))
    answering.close_wave(wave, by=alice)
    refresh(wave)
    return wave


def test_the_page_and_both_files_hold_the_published_figures(closed):
    published = PairRanking.objects.get().payload

    html = page(closed).content.decode()
    rows = list(csv.DictReader(io.StringIO(page(closed, "pairs.csv").content.decode())))
    whole = page(closed, "pairs.json").json()

    assert [(row["rank"], float(row["live_score"]), row["wins"]) for row in rows] == [
        (str(entry["rank"]), entry["live_score"], str(entry["wins"])) for entry in published["items"]
    ]
    assert {key: whole[key] for key in published} == published
    assert [html.count(f'<th scope="row">Need {number}<') for number in (1, 2, 3, 4)] == [1, 1, 1, 1]
    assert "6 people chose, two at a time" in html
    assert "<h1>Need 1 leads the list, but not clearly</h1>" in html
    assert html.count("<svg") - html.count('class="icon"') == 1


def test_an_open_round_shows_its_ranking_to_those_who_took_part(wave, bob, client_of):
    for _ in range(5):
        voter(wave, (1, 2, FIRST))
    refresh(wave)
    one, two, *_others = comparing.candidates(wave).values()

    before = page(wave, client=client_of(bob)).content.decode()
    comparing.vote(answering.start(wave, by=bob).response, one, two, FIRST, by=bob)
    after = page(wave, client=client_of(bob)).content.decode()

    assert "You see the results when you have answered" in before
    assert "5 people chose" in after
    assert page(wave, "pairs.json").status_code == 404


@pytest.mark.parametrize("items", [2, 5])
def test_the_page_costs_the_same_for_two_items_and_for_five(alice, items, django_assert_num_queries):
    wave = samples.survey(alice, items=items)
    for _ in range(5):
        voter(wave, *((1, other, FIRST) for other in range(2, items + 1)))
    answering.close_wave(wave, by=alice)
    refresh(wave)
    page(wave)

    with django_assert_num_queries(4):
        page(wave)
