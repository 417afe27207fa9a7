"""The results page, CSV and JSON: what is published, in a constant number of queries."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from surveys import answering, findings, shipping, snapshots
from surveys.enums import Mode
from surveys.models import Answer, Item, Response
from tests import factories
from tests.surveys import survey_samples as samples
from tests.surveys.test_snapshots import NOW, add

PUBLISHED = {"tables", "figures", "method", "dispositions", "median_minutes", "imported"}
PUBLISHED |= {"choices", "amounts", "toggles"}


def address(wave, end="results/"):
    return f"/surveys/{wave.survey.slug}/{end}"


def test_the_finding_who_answered_and_every_value_stand_on_the_page(alice):
    wave = samples.answered(alice, items=3)

    page = Client().get(address(wave))

    html = page.content.decode()
    assert page.context["answers_per_need"] == 12
    [first, *_others], few, away = findings.split(snapshots.published(wave).payload, "", findings.needs(wave))
    assert f"<h1>{findings.sentence(page.context['ranked'])}</h1>" in html
    assert (first.item.key, few, away) == ("need-1", [], [])
    assert (first.figures["n"], round(first.figures["mean_gap"], 4)) == (12, 2.1667)
    assert "+2.17" in html
    assert "Practitioners: 12 of 12 (100\N{NO-BREAK SPACE}%)" in html
    assert "no response rate can be computed" in html
    assert html.count("<svg") - html.count('class="icon"') >= 6
    middle = Client().get(address(wave, "results/?cross=middle")).content.decode()
    assert ("dashed lines the middle of both scales" in middle, "of both scales." in html) == (True, False)


def test_csv_and_json_are_the_published_figures(alice):
    wave = samples.answered(alice, items=3)
    published = snapshots.published(wave).payload

    rows = list(csv.DictReader(io.StringIO(Client().get(address(wave, "results.csv")).content.decode())))
    whole = Client().get(address(wave, "results.json")).json()

    figures = published["figures"][""]
    assert [(row["item"], float(row["opp"]), int(row["n"])) for row in rows] == [
        (row["item"], row["opp"], row["n"]) for row in figures
    ]
    assert {key: whole[key] for key in published} == published
    assert whole["labels"] == {"need-1": "Need 1", "need-2": "Need 2", "need-3": "Need 3"}


def test_an_open_survey_shows_nothing_before_answering(alice, client_of):
    wave = samples.answered(alice, items=2, closed=False)
    bob = factories.member("Bob")

    before = client_of(bob).get(address(wave)).content.decode()
    samples.answers(wave, {1: (5, 1)}, by=bob)
    after = client_of(bob).get(address(wave)).content.decode()

    assert "You see the results when you have answered" in before
    assert "Important and badly covered" in after
    assert Client().get(address(wave, "results.json")).status_code == 404


def test_who_has_answered_is_led_back_to_their_answers(alice, client_of):
    wave, bob = samples.answered(alice, items=2, closed=False), factories.member("Bob")
    pages = []
    for number in (1, 2):
        samples.answers(wave, {number: (5, 1)}, by=bob)
        pages.append(client_of(bob).get(address(wave)).content.decode())
    new = client_of(alice).get(address(wave)).content.decode()

    ways = ("Take the survey", "Go on with your answers", "Look at your answers")
    assert [[way in page for way in ways] for page in (new, *pages)] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]
    assert "You gave 2 answers. You can change them until the survey closes." in pages[1]


def test_fewer_than_ten_are_listed_and_fewer_than_five_not_shown(alice):
    few, none = samples.answered(alice, items=2, people=6), samples.answered(alice, items=2, people=3)

    listed, hidden = (Client().get(address(wave)).content.decode() for wave in (few, none))

    assert "Need 1: 6 answers" in listed
    assert "quadrant" not in listed
    assert ("Nothing is published: too few people answered." in hidden, "Need 1" in hidden) == (True, False)
    assert Client().get(address(none, "results.json")).status_code == 404


@pytest.mark.parametrize("items", [1, 3])
def test_the_page_costs_the_same_for_one_need_and_for_three(alice, items, django_assert_num_queries):
    wave = samples.answered(alice, items=items)
    visitor = Client()
    visitor.get(address(wave))

    with django_assert_num_queries(5):
        visitor.get(address(wave))


def test_roles_and_sizes_are_folded_away_until_one_of_them_is_shown(alice, client):
    wave = samples.answered(alice, items=1)

    whole, part = (client.get(address(wave) + asked).content.decode() for asked in ("", "?by=size%3D1-9"))

    assert [page.count("<summary>One role or size</summary>") for page in (whole, part)] == [1, 1]
    assert [page.count("<details open><summary>One role") for page in (whole, part)] == [0, 1]


def test_the_doers_are_shown_first_where_there_are_thirty():
    tables = {"role/": {"doers": 30, "all": 70}}
    payload = {"tables": tables, "figures": {"": [], "group=doers": []}}

    assert findings.default_segment(payload) == "group=doers"
    assert findings.default_segment(payload | {"tables": {"role/": {"doers": 29, "all": 70}}}) == ""


def test_an_anonymous_survey_says_so_with_its_results(alice):
    wave = samples.survey(alice, items=2, mode=Mode.ANONYMOUS)

    assert "without your account" in Client().get(address(wave)).content.decode()


def test_a_closed_survey_promises_no_figures_and_is_not_called_open(alice, client):
    wave = samples.survey(alice, items=1, closes_at=timezone.now() + timedelta(days=9))
    wave = answering.close_wave(wave, by=alice)

    page = client.get(address(wave)).content.decode()

    assert f"Closed on {date_format(wave.closed_at, 'j F Y')}." in page
    assert "Nothing is published: too few people answered." in page
    assert ("Open until" in page, "published yet" in page) == (False, False)


def test_nothing_published_counts_one_to_four_people(alice, client):
    """The page, every file and the JSON of a wave full of small groups."""
    wave = samples.survey(alice, items=3)
    own = samples.question(wave, "own", choices=[["a", "Aye"], ["b", "Bee"], ["c", "Sea"]])
    item = Item.objects.create(question=own, key="own", label="Own", position=9)
    add(wave, {"practitioner": 20, "manager": 3, "process-owner": 6, "consultant": 9, "vendor": 2}, item=3)
    add(wave, {"practitioner": 4, "trainer": 1}, item=1)
    for k, response in enumerate(Response.objects.order_by("role", "pk")):
        places = {"sector": ["finance", "health", "finance"][k % 3] if k > 2 else "energy"}
        region = ["Malta", "Kenya", " kenya "][k % 3] if k > 3 else "Tuvalu"
        Response.objects.filter(pk=response.pk).update(region=region, answered=3 if k % 4 else 1, **places)
        Answer.objects.create(response=response, item=item, value="abacaba"[k % 7])
    wave = answering.close_wave(wave, by=alice)
    payload = snapshots.take(wave, NOW).payload

    page = client.get(address(wave)).content.decode()
    files = {
        of: list(
            csv.DictReader(io.StringIO(client.get(address(wave, f"results.csv?of={of}")).content.decode()))
        )
        for of in ("who", "steps", "needs", "groups", "questions")
    }

    assert client.get(address(wave, "results.json")).json()["tables"] == payload["tables"]
    told = [n for table in payload["tables"].values() for n in table.values()]
    told += [row["n"] for rows in payload["figures"].values() for row in rows]
    told += [n for asked in payload["choices"].values() for n in (asked["counts"] or {}).values()]
    told += [int(row["people"]) for row in files["who"] if row["people"]]
    told += [int(row["n"]) for row in files["needs"] if row["n"]]
    strip = page[page.index('<div class="who-tables">') : page.index('id="far"')]
    told += [int(n) for n in re.findall(r'<td class="num">(\d+)</td>', strip)]
    assert [n for n in told if n is not None and 0 < n < 5] == []
    assert ("Tuvalu" in page, "Kenya" in page, "tuvalu" in json.dumps(payload)) == (False, True, False)
    assert [row["people"] for row in files["who"] if row["group"] == "Elsewhere, or not said"] != []
    went = payload["dispositions"]
    assert [int(row["people"]) for row in files["steps"]] == [
        went["seen"],
        went["started"],
        went["partial"] + went["complete"],
        went["complete"],
    ]
    gaps = {(row["item"], row["segment"]): row["gap"] for row in files["groups"]}
    published = {
        (row["item"], segment): row.get("mean_gap")
        for segment, rows in payload["figures"].items()
        for row in rows
        if segment
    }
    assert gaps == {key: "" if gap is None else str(gap) for key, gap in published.items()}
    assert "Gap by role: all values" in page
    assert set(payload) == PUBLISHED  # what is new here needs an attack of its own
    assert [(row["what"], row["value"]) for row in files["questions"]] == [
        (label, str(n))
        for label, n in zip(("Aye", "Bee", "Sea"), payload["choices"]["own"]["counts"].values(), strict=True)
    ]


def test_an_earlier_wave_keeps_its_results(alice, client):
    first = samples.answered(alice, items=2)
    second = shipping.next_wave(first, by=alice)
    answering.open_wave(second, by=alice)

    now, before, none = (
        client.get(address(first, end)) for end in ("results/", "results/?wave=1", "results/?wave=9")
    )

    assert "Results of wave 1, closed on" in now.content.decode()
    assert ("12 (100" in before.content.decode(), none.status_code) == (True, 404)
    assert client.get(address(first, "results.csv?of=all")).status_code == 404
