"""The second question: whom it is asked, how often, and what is shown of the answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.models import Mail, Notice
from surveys import answering, asking, covering, focusing
from surveys.enums import Mode
from surveys.models import AskAgain, Item, NeedFigures, SecondQuestion
from tests import factories
from tests.surveys import survey_samples as samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def need():
    return samples.need("Value of problem management")


def asked_for(need, alice, mode=Mode.PSEUDONYMOUS):
    """An open wave with one item, which is the need."""
    wave = samples.survey(alice, items=1, mode=mode)
    Item.objects.filter(question__wave=wave).update(need=need)
    return wave


def said(wave, name, pair, *, agrees=True):
    member = factories.member(name)
    response = samples.answers(wave, {1: pair}, by=member)
    answering.finish(response, by=member, may_be_asked=agrees)
    return member


def publish(need, mona, title="Plan", by=None):
    covering.confirm(covering.propose(need, factories.artefact(by, title=title), by=mona), by=mona)


def ask(today):
    return [asking.plan(timezone.now()), asking.send(today)]


def test_those_who_missed_it_and_agreed_are_asked_once(alice, mona, need, today):
    wave = asked_for(need, alice)
    missed = said(wave, "Dora", (4, 2))
    creator = said(wave, "Eve", (5, 1))
    said(wave, "Finn", (5, 1), agrees=False)
    said(wave, "Gus", (3, 1))
    said(wave, "Hana", (5, 3))
    publish(need, mona, by=creator)

    first, second = ask(today), ask(today)

    assert (first, second) == ([1, 1], [0, 0])
    question = SecondQuestion.objects.get()
    assert (question.member, question.before, question.asked_on) == (missed, 2, today)
    notice = Notice.objects.get(member=missed)
    assert notice.url == f"/needs/asked/{asking.token_of(question)}/"


def test_nobody_is_asked_twice_in_a_month(alice, mona, need, today):
    member = factories.member("Dora")
    for one in (need, samples.need("Trusted asset data")):
        wave = asked_for(one, alice)
        response = samples.answers(wave, {1: (5, 1)}, by=member)
        answering.finish(response, by=member, may_be_asked=True)
        publish(one, mona, title=f"For {one.title}")

    asked = [ask(today), ask(today + timedelta(days=29)), ask(today + timedelta(days=30))]

    assert asked == [[2, 1], [0, 0], [0, 1]]


def test_an_address_is_asked_by_mail_and_nothing_leads_from_the_answer_to_it(
    client, alice, mona, need, today
):
    wave = asked_for(need, alice, Mode.ANONYMOUS)
    AskAgain.objects.create(wave=wave, email="dora@example.org", day=today)
    publish(need, mona)

    assert ask(today) == [1, 1]
    publish(need, mona, title="Second plan")
    assert ask(today + timedelta(days=1)) == [1, 0]

    question = SecondQuestion.objects.get(asked_on=today)
    mail = Mail.objects.get()
    assert (question.address, question.member, question.before) == (None, None, None)
    assert mail.address == "dora@example.org"
    assert f"/needs/asked/{asking.token_of(question)}/" in mail.body
    out = mail.body.rpartition("http://localhost:8000")[2].strip()
    assert (client.get(out).status_code, AskAgain.objects.count()) == (200, 1)
    assert [client.post(out).status_code for _ in range(2)] == [200, 200]
    assert (AskAgain.objects.count(), SecondQuestion.objects.filter(asked_on=None).count()) == (0, 0)


def test_one_click_answers_signed_out_and_a_look_writes_nothing(
    client, need, today, django_assert_num_queries
):
    question = SecondQuestion.objects.create(need=need, artefact=factories.artefact(), asked_on=today)
    path = f"/needs/asked/{asking.token_of(question)}/"

    with django_assert_num_queries(1):
        client.get(path)
    for value, kept in (("4", (4, False)), ("none", (None, True)), ("9", (None, True)), ("2", (2, False))):
        client.post(path, {"coverage": value})
        question.refresh_from_db()
        assert (question.coverage, question.no_opinion) == kept
    assert client.get(path.replace(":", ":x", 1)).status_code == 404


def test_the_page_shows_before_and_after_in_steps_of_five_people(client, alice, need, today):
    samples.answered(alice, items=1)
    Item.objects.update(need=need)
    focusing.refresh(today)
    work, shown = factories.artefact(), []
    for number in range(11):
        SecondQuestion.objects.create(
            need=need, artefact=work, asked_on=today, before=1 + number % 2, coverage=4 if number < 5 else 5
        )
        focusing.refresh(today)
        shown.append(NeedFigures.objects.values_list("after_n", "before", "after").get())

    assert shown[:4] == [(0, None, None)] * 4
    assert shown[4:9] == [(5, 1.4, 4.0)] * 5
    assert shown[9:] == [(10, 1.5, 4.5)] * 2
    html = client.get(f"/needs/{need.pk}/").content.decode()
    assert "Those who were asked again" in html
    assert '<td class="num">1.50</td><td class="num">4.50</td><td class="num">10</td>' in html
