"""Taking a survey on its pages: the first question at once, kept order, back on any device."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people import keeping_words
from surveys import answering
from surveys.enums import Mode, QuestionType
from surveys.models import Item, Response
from tests.surveys import survey_samples as samples

JSON = {"accept": "application/json"}


@pytest.fixture
def wave(alice):
    return samples.survey(alice)


def address(wave, page=""):
    return f"/surveys/{wave.survey.slug}/{page}"


def shown_item(page):
    return int(re.search(r'name="item" value="(\d+)"', page.content.decode())[1])


def give(client, wave, importance="5", coverage="2", **fields):
    """Answer what is on the screen; answers the item and the next page."""
    item = shown_item(client.get(address(wave)))
    said = {"item": item, "importance": importance, "coverage": coverage} | fields
    return item, client.post(address(wave), said)


def stored(response):
    names = ("importance", "coverage", "no_importance", "no_coverage", "text")
    return {row.item_id: tuple(getattr(row, name) for name in names) for row in response.answers.all()}


def test_a_visitor_finds_the_first_question_at_once_and_it_stays_the_first(wave):
    client = Client()
    first = client.get(address(wave))
    item, after = give(client, wave, item=shown_item(first))

    response = Response.objects.get()
    assert first.status_code == 200
    assert "<h1>Survey" in first.content.decode()
    assert response.order[0] == response.answers.get().item_id
    assert response.member_id is None
    assert after.url == address(wave) + "?at=2"
    assert (item, len(response.order), response.shown) == (item, 12, 10)


def test_the_title_says_which_question_is_shown_once_the_first_is_answered(wave):
    client = Client()
    first = client.get(address(wave)).content.decode()
    give(client, wave)
    second = client.get(address(wave)).content.decode()

    titles = [re.search(r"<title>(.*?)</title>", page, re.S)[1].strip() for page in (first, second)]
    assert titles[1] == "Need 2 of 10. " + titles[0]


def test_each_answer_is_stored_and_the_survey_goes_on_where_it_was_left(wave, bob, client_of):
    client = client_of(bob)
    given = dict(give(client, wave, str(number), "1") for number in (1, 2, 3, 4))

    again = client_of(bob).get(address(wave))

    response = Response.objects.get()
    assert list(stored(response)) == list(given) == response.order[:4]
    assert [row[:2] for row in stored(response).values()] == [(1, 1), (2, 1), (3, 1), (4, 1)]
    assert shown_item(again) == response.order[4]
    assert "Need 5 of 10." in again.content.decode()


def test_who_answers_is_asked_once_after_the_third_answer_and_never_required(wave, bob, client_of):
    client = client_of(bob)
    pages = [give(client, wave)[1].url for _ in range(3)]
    asked = client.post(address(wave, "about-you/"), {"next": "4", "role": "", "size_band": "", "sector": ""})
    said = client.post(
        address(wave, "about-you/"), {"next": "4", "role": "manager", "size_band": "1-9", "sector": "health"}
    )

    response = Response.objects.get()
    assert pages == [
        address(wave) + "?at=2",
        address(wave) + "?at=3",
        address(wave, "about-you/") + "?next=4",
    ]
    assert (asked.url, said.url) == (address(wave) + "?at=4", address(wave) + "?at=4")
    assert (response.role, response.size_band, response.sector) == ("manager", "1-9", "health")


def test_ten_needs_then_keep_going_then_thanks(wave, bob, client_of):
    client = client_of(bob)
    last = [give(client, wave)[1].url for _ in range(10)][-1]
    ended = client.get(address(wave))
    on = client.post(last)
    end = [give(client, wave)[1].url for _ in range(2)][-1]
    none_left = client.get(last)

    assert none_left.url == end
    assert last == ended.url == address(wave, "more/")
    assert on.url == address(wave) + "?at=11"
    assert end == address(wave, "done/")
    assert "See the results" in client.get(end).content.decode()


def test_dont_know_and_does_not_apply_are_kept_apart_and_taken_back(wave, bob, client_of):
    client = client_of(bob)
    first, _next = give(client, wave, "DK", "", text=" Too big ")
    second, _next = give(client, wave, "", "", not_applicable="1")
    response = Response.objects.get()
    before = stored(response)

    client.post(address(wave), {"item": second, "importance": "3", "coverage": ""})

    assert before == {first: (None, None, "DK", "", "Too big"), second: (None, None, "NA", "NA", "")}
    assert stored(response)[second] == (3, None, "", "", "")


def test_going_on_without_an_answer_stores_none(wave, bob, client_of):
    _item, after = give(client_of(bob), wave, "", "")

    response = Response.objects.get()
    assert (stored(response), response.answered) == ({}, 0)
    assert after.url == address(wave) + "?at=2"


def test_a_code_leads_back_on_another_device(wave):
    one, other = Client(), Client()
    _item, later = give(one, wave, later="1")
    page = one.get(later.url).content.decode()
    code = re.search(r'resume-code">([\w ]+)<', page)[1]
    mail = parse_qs(urlsplit(unescape(re.search(r'href="(mailto:[^"]+)"', page)[1])).query)
    wrong = other.post(address(wave, "resume/"), {"code": "ABCD-EFGH"})
    other.post(address(wave, "resume/"), {"code": code.lower().replace(" ", "-")})

    assert later.url == address(wave, "later/")
    assert mail["body"] == [f"Go on at {settings.SITE_URL}{address(wave, 'resume/')} with this code: {code}"]
    assert "No answers of this survey are kept under this code" in wrong.content.decode()
    assert shown_item(other.get(address(wave))) == Response.objects.get().order[1]
    assert one.cookies[f"survey-{wave.pk}"]["httponly"] is True


def test_seen_is_recorded_once_and_keeps_the_question_on_the_screen(wave):
    client = Client()
    item = shown_item(client.get(address(wave)))
    for _ in range(2):
        client.post(address(wave, "seen/"), {"item": item}, headers=JSON)

    response = Response.objects.get()
    assert (response.order[0], response.answered) == (item, 0)
    assert shown_item(client.get(address(wave))) == item


def test_the_first_answer_sent_twice_opens_one_response(wave):
    client = Client()
    page = client.get(address(wave)).content.decode()
    code = re.search(r'name="code" value="(\w+)"', page)[1]
    said = {"item": re.search(r'name="item" value="(\d+)"', page)[1], "importance": "5", "code": code}
    for _ in range(2):
        Client().post(address(wave), said)

    assert Response.objects.count() == 1


def test_a_script_is_told_that_an_answer_is_stored(wave, bob, client_of):
    client = client_of(bob)
    item = shown_item(client.get(address(wave)))
    answers = [
        client.post(address(wave), {"item": item, "importance": said}, headers=JSON) for said in ("4", "9")
    ]

    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (200, {"saved": True}),
        (409, {"stop": "Choose one of the five, or say that you don't know."}),
    ]
    assert stored(Response.objects.get()) == {item: (4, None, "", "", "")}


def test_what_was_chosen_outlives_the_session(wave, bob, client_of):
    client = client_of(bob)
    give(client, wave)
    item = shown_item(client.get(address(wave)))
    client.logout()
    said = {
        "item": item,
        "place": "2",
        "importance": "5",
        "coverage": "1",
        "typed_by": keeping_words.mark(bob),
    }
    out = client.post(address(wave), said)
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    back = client.get(address(wave) + "?at=2").content.decode()

    assert out.url.startswith("/accounts/login/?next=")
    assert Response.objects.count() == 1
    assert 'name="importance" value="5" checked' in back
    assert 'name="coverage" value="1" checked' in back


def test_an_anonymous_survey_knows_no_account_and_takes_nobody_twice(alice, bob, client_of):
    wave = samples.survey(alice, mode=Mode.ANONYMOUS)
    client = client_of(bob)
    page = client.get(address(wave)).content.decode()
    give(client, wave)
    elsewhere = client_of(bob)
    _item, again = give(elsewhere, wave)

    response = Response.objects.get()
    assert "typed_by" not in page
    assert (response.member_id, response.answered) == (None, 1)
    assert again.url == address(wave, "resume/")
    assert [key for key in client.session.keys() if "survey" in key] == []  # noqa: SIM118


def test_a_closed_survey_and_one_that_wants_a_name_say_so(wave, alice, bob, client_of):
    named = samples.survey(alice, mode=Mode.IDENTIFIED)
    item = shown_item(client_of(bob).get(address(wave)))
    answering.close_wave(wave, by=alice)

    closed = client_of(bob).post(address(wave), {"item": item, "importance": "5"})
    unnamed = Client().get(address(named))
    with_code = Client().get(address(wave, "resume/")).content.decode()

    assert "it takes no more answers" in closed.content.decode()
    assert "it takes no more answers" in with_code
    assert (f'href="{address(wave, "results/")}"' in with_code, 'name="code"' in with_code) == (True, False)
    assert "Sign in first." in unnamed.content.decode()
    assert Response.objects.count() == 0


KINDS = {
    QuestionType.SINGLE: ({"value": "b"}, "b"),
    QuestionType.MULTIPLE: ({"value": ["a", "c"]}, ["a", "c"]),
    QuestionType.SCALE: ({"value": "4"}, 4),
    QuestionType.NUMBER: ({"value": "12,5"}, 12.5),
    QuestionType.RANKING: ({"place-a": "2", "place-b": "3", "place-c": "1"}, ["c", "a", "b"]),
    QuestionType.SHORT_TEXT: ({"text": "Often"}, "Often"),
    QuestionType.LONG_TEXT: ({"text": "Often"}, "Often"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_of_question_can_be_answered_and_is_shown_filled_in(alice, bob, client_of, kind):
    wave = samples.survey(alice, items=0, opened=False)
    wave.questions.all().delete()
    choices = [[key, f"Choice {key}"] for key in ("12345" if kind == QuestionType.SCALE else "abc")]
    question = samples.question(wave, "own", kind, choices=choices)
    item = Item.objects.create(question=question, key="own", label="Own")
    answering.open_wave(wave, by=alice)
    said, expected = KINDS[kind]

    client_of(bob).post(address(wave), {"item": item.pk} | said)

    row = Response.objects.get().answers.get()
    page = client_of(bob).get(address(wave) + "?at=1").content.decode()
    assert (row.value if row.value is not None else row.text) == expected
    assert page.count(" checked") + page.count(" selected") + page.count("12.5") + page.count("Often") == {
        QuestionType.MULTIPLE: 2,
        QuestionType.RANKING: 3,
    }.get(kind, 1)


def test_what_is_no_answer_comes_back_filled_in_with_a_sentence(alice, bob, client_of):
    wave = samples.survey(alice, items=0, opened=False)
    wave.questions.all().delete()
    item = Item.objects.create(question=samples.question(wave, "n", QuestionType.NUMBER), key="n", label="N")
    answering.open_wave(wave, by=alice)

    page = client_of(bob).post(address(wave), {"item": item.pk, "value": "many"})

    assert page.status_code == 400
    assert "Enter a number, such as 12 or 3.5." in page.content.decode()
    assert 'value="many"' in page.content.decode()


def test_a_draft_is_walked_without_storing_by_who_runs_it_and_by_nobody_else(alice, bob, client_of):
    wave = samples.survey(alice, opened=False)
    owner = client_of(alice)

    shown = owner.get(address(wave))
    on = owner.post(address(wave), {"item": shown_item(shown), "place": "1", "importance": "5"})

    assert "Preview." in shown.content.decode()
    assert on.url == address(wave) + "?at=2"
    assert client_of(bob).get(address(wave)).status_code == 404
    assert Response.objects.count() == 0


@pytest.mark.parametrize("items", [11, 30])
def test_the_question_page_costs_the_same_for_eleven_items_and_for_thirty(
    alice, bob, client_of, items, django_assert_num_queries
):
    wave = samples.survey(alice, items=items)
    client = client_of(bob)
    give(client, wave)

    with django_assert_num_queries(8):
        client.get(address(wave) + "?at=1")
    counted = {}
    for page in ("about-you/", "more/", "done/"):
        with CaptureQueriesContext(connection) as queries:
            client.get(address(wave, page))
        counted[page] = len(queries)
    assert counted == {"about-you/": 6, "more/": 6, "done/": 7}
