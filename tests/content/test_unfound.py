"""Searches without a hit: counted by words and week, by visitors once a day, written by nobody's page."""

import time
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from content import unfound
from content.models import Unfound
from tests import factories

pytestmark = pytest.mark.django_db
AGENT = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


@pytest.fixture(autouse=True)
def _fresh():
    unfound.flush()
    unfound._seen.clear()
    Unfound.objects.all().delete()


def search(words, visitor=1, agent=AGENT, **also):
    caches["pages"].clear()  # what is kept for five seconds counts once
    client = Client(REMOTE_ADDR=f"203.0.113.{visitor}", headers={"user-agent": agent})
    return client.get("/artefacts/", {"q": words} | also)


def counted():
    unfound.flush()
    return dict(Unfound.objects.values_list("words", "n"))


def test_words_that_find_nothing_are_counted_once_for_each_visitor_of_a_day():
    factories.artefact(title="Capacity plan")
    for visitor, words in ((1, "Heat  map"), (1, "heat map"), (2, "heat map"), (2, "zebra")):
        search(words, visitor)
    search("heat map", 3, agent="Googlebot/2.1")
    search("heat map", 4, kind="template")

    assert counted() == {"heat map": 2, "zebra": 1}
    search("heat map", 5)
    assert counted() == {"heat map": 3, "zebra": 1}


@pytest.mark.django_db(transaction=True)
def test_a_thread_of_the_process_writes_them_down_a_moment_later(settings):
    settings.UNFOUND_SECONDS = 0.05
    search("heat map", 9)

    until = time.monotonic() + 120
    while not Unfound.objects.exists() and time.monotonic() < until:
        time.sleep(0.05)
    settings.UNFOUND_SECONDS = 0
    unfound._writer.join(120)

    assert dict(Unfound.objects.values_list("words", "n")) == {"heat map": 1}


@pytest.mark.parametrize(
    "words",
    [
        *("ab", "+49 170 1234567", "ring me at 12345", "who@example.org", "https://example.org", "x" * 61),
        *("one two three four five six seven", "<script>"),
    ],
)
def test_what_may_name_somebody_or_lead_somewhere_is_not_noted(words):
    search(words)

    assert counted() == {}


def test_a_search_writes_nothing():
    search("heat map", 7)

    assert Unfound.objects.count() == 0
    assert counted() == {"heat map": 1}


def test_the_board_shows_words_from_five_searches_on_unless_a_moderator_keeps_them_back(client, mona):
    week = unfound.monday(timezone.localdate())
    Unfound.objects.create(words="heat map", week=week, n=3)
    Unfound.objects.create(words="heat map", week=week - timedelta(weeks=1), n=2)
    Unfound.objects.create(words="rare", week=week, n=4)
    Unfound.objects.create(words="old", week=week - timedelta(weeks=13), n=9)

    assert unfound.often() == [("heat map", 5)]
    html = client.get("/needs/").content.decode()
    assert 'href="/needs/post/?title=heat%20map"' in html
    unfound.keep_back("heat map", is_kept_back=True)
    assert unfound.often() == []
    assert unfound.sweep(timezone.localdate()) == 1


def test_the_empty_page_leads_to_a_need_with_the_words_in_it(client, bob, client_of):
    html = client.get("/artefacts/?q=capacity+heat+map").content.decode()
    assert 'href="/needs/post/?title=capacity%20heat%20map"' in html

    form = client_of(bob).get("/needs/post/?title=capacity+heat+map").content.decode()
    assert 'value="capacity heat map"' in form
