"""What no screen sends, too much of it, and a survey that closes in between: a sentence, and nothing lost."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client

from surveys import answering
from surveys.enums import QuestionType, Stage
from surveys.models import Answer, Item, Response, Wave
from tests.surveys import survey_samples as samples

JSON = {"accept": "application/json"}


@pytest.fixture
def wave(alice):
    return samples.survey(alice)


def address(wave, page=""):
    return f"/surveys/{wave.survey.slug}/{page}"


def shown_item(page):
    return int(re.search(r'name="item" value="(\d+)"', page.content.decode())[1])


def test_a_text_of_10000_characters_comes_back_with_its_length(wave, bob, client_of):
    client, words = client_of(bob), "w" * 10_000
    item = shown_item(client.get(address(wave)))

    page = client.post(address(wave), {"item": item, "importance": "5", "text": words}).content.decode()
    told = client.post(address(wave), {"item": item, "text": words}, headers=JSON)

    assert "Use at most 4000 characters; this has 10000." in page
    assert words in page
    assert 'name="importance" value="5" checked' in page
    assert (told.status_code, told.json()) == (409, {"stop": "Use at most 4000 characters; this has 10000."})
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("which", ["9999999", "-1", "x", "", "another survey's", "a pairwise question's"])
def test_a_forged_item_is_no_answer_and_says_so(wave, alice, bob, client_of, which):
    question = samples.question(wave, "pairs", QuestionType.PAIRWISE)
    made = {
        "another survey's": samples.item(samples.survey(alice, items=1)),
        "a pairwise question's": Item.objects.create(question=question, key="p", label="P"),
    }
    item = made[which].pk if which in made else which
    client = client_of(bob)
    client.post(address(wave), {"item": shown_item(client.get(address(wave))), "importance": "5"})

    for said in ({"item": item, "importance": "5"}, {"item": item}):
        page = client.post(address(wave), said, follow=True)
        told = client.post(address(wave), said, headers=JSON)

        assert "This question is not part of the survey." in page.content.decode()
        assert (told.status_code, told.json()) == (409, {"stop": "This question is not part of the survey."})
    assert Answer.objects.count() == 1


def test_a_survey_that_closes_between_the_look_and_the_write_says_so(wave, bob, client_of):
    client = client_of(bob)
    item = shown_item(client.get(address(wave)))
    client.post(address(wave), {"item": item, "importance": "5"})

    def close(execute, sql, params, many, context):
        # The first thing the verb does is to open its transaction: the page has looked by then.
        if sql.startswith("SAVEPOINT"):
            Wave.objects.filter(pk=wave.pk, stage=Stage.OPEN).update(
                stage=Stage.CLOSED, key="", closed_at="2026-11-01T10:00:00Z"
            )
        return execute(sql, params, many, context)

    answers = []
    for headers in ({}, JSON):
        Wave.objects.filter(pk=wave.pk).update(stage=Stage.OPEN)
        with connection.execute_wrapper(close):
            answers.append(client.post(address(wave), {"item": item, "importance": "1"}, headers=headers))

    assert "it takes no more answers" in answers[0].content.decode()
    assert (answers[1].status_code, "closed" in answers[1].json()["stop"]) == (409, True)
    assert Answer.objects.get().importance == 5


def test_many_beginnings_from_one_address_are_told_to_wait_and_keep_what_they_chose(wave, settings):
    settings.ACCOUNT_RATE_LIMITS = {"survey_start": "1/h/ip"}
    first, second = Client(), Client()
    first.post(address(wave), {"item": shown_item(first.get(address(wave))), "importance": "5"})
    item = shown_item(second.get(address(wave)))

    page = second.post(address(wave), {"item": item, "importance": "4", "coverage": "2"})
    told = second.post(address(wave), {"item": item, "importance": "4"}, headers=JSON)
    unseen = second.post(address(wave, "seen/"), {"item": item}, headers=JSON)
    again = first.post(address(wave), {"item": item, "importance": "3"})

    html = page.content.decode()
    assert (page.status_code, told.status_code, shown_item(page)) == (429, 429, item)
    assert "Many people began this survey from your network" in html
    assert 'name="importance" value="4" checked' in html
    assert 'name="coverage" value="2" checked' in html
    assert (unseen.json(), again.status_code, Response.objects.count()) == ({"saved": False}, 302, 1)


def test_codes_are_not_guessed_for_long(wave, settings):
    settings.ACCOUNT_RATE_LIMITS = {"survey_code": "2/h/ip"}
    started = answering.start(wave, by=AnonymousUser())

    wrong = [Client().post(address(wave, "resume/"), {"code": answering.fresh_code()}) for _ in range(2)]
    right = Client().post(address(wave, "resume/"), {"code": started.code})

    assert [page.status_code for page in wrong] == [200, 200]
    assert "No answers of this survey are kept under this code." in wrong[0].content.decode()
    assert (right.status_code, "Many codes were tried" in right.content.decode()) == (429, True)


def test_the_last_page_offers_a_need_the_round_and_the_results(wave, bob, client_of):
    client = client_of(bob)
    for _ in range(12):
        page = client.get(address(wave), follow=True)
        if b'name="item"' in page.content:
            client.post(address(wave), {"item": shown_item(page), "importance": "5", "coverage": "1"})
    page = client.get(address(wave, "done/")).content.decode()

    for to in ("/needs/post/", address(wave, "pairs/"), address(wave, "results/")):
        assert page.count(f'href="{to}"') == 1
    assert "Everybody sees the results when the survey is closed" in page


def test_a_survey_of_nothing_but_a_pairwise_question_begins_with_the_round(alice):
    wave = samples.survey(alice, items=0, opened=False)
    question = samples.question(wave, "pairs", QuestionType.PAIRWISE)
    Item.objects.bulk_create(Item(question=question, key=key, label=key) for key in "abc")
    answering.open_wave(wave, by=alice)

    assert Client().get(address(wave)).url == address(wave, "pairs/")
