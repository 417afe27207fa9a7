"""The results page, CSV and JSON: what is published, in a constant number of queries."""

import csv
import io

import pytest
from django.test import Client

from surveys import findings, snapshots
from surveys.enums import Mode
from tests import factories
from tests.surveys import survey_samples as samples


def address(wave, end="results/"):
    return f"/surveys/{wave.survey.slug}/{end}"


def test_the_finding_who_answered_and_every_value_stand_on_the_page(alice):
    wave = samples.answered(alice, items=3)

    page = Client().get(address(wave))

    html = page.content.decode()
    [first, *_others], few, away = findings.split(snapshots.published(wave).payload, "", findings.needs(wave))
    assert f"<h1>{findings.sentence(page.context['ranked'])}</h1>" in html
    assert (first.item.key, few, away) == ("need-1", [], [])
    assert (first.figures["n"], round(first.figures["mean_gap"], 4)) == (12, 2.1667)
    assert "+2.17" in html
    assert "Practitioners: 12 of 12 (100\N{NO-BREAK SPACE}%)" in html
    assert "no response rate can be computed" in html
    assert html.count("<svg") - html.count('class="icon"') >= 6


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


def test_fewer_than_ten_are_listed_and_fewer_than_five_not_shown(alice):
    few, none = samples.answered(alice, items=2, people=6), samples.answered(alice, items=2, people=3)

    listed, hidden = (Client().get(address(wave)).content.decode() for wave in (few, none))

    assert "Need 1: 6 answers" in listed
    assert "quadrant" not in listed
    assert "Need 1" not in hidden.replace("Need 1</li>", "")


@pytest.mark.parametrize("items", [1, 3])
def test_the_page_costs_the_same_for_one_need_and_for_three(alice, items, django_assert_num_queries):
    wave = samples.answered(alice, items=items)
    visitor = Client()
    visitor.get(address(wave))

    with django_assert_num_queries(5):
        visitor.get(address(wave))


def test_the_doers_are_shown_first_where_there_are_thirty():
    tables = {"role/": {"doers": 30, "all": 70}}
    payload = {"tables": tables, "figures": {"": [], "group=doers": []}}

    assert findings.default_segment(payload) == "group=doers"
    assert findings.default_segment(payload | {"tables": {"role/": {"doers": 29, "all": 70}}}) == ""


def test_an_anonymous_survey_says_so_with_its_results(alice):
    wave = samples.survey(alice, items=2, mode=Mode.ANONYMOUS)

    assert "without your account" in Client().get(address(wave)).content.decode()
