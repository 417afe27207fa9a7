"""The forms on an artefact's page: nothing chosen beforehand, nothing typed twice, each refusal in words."""

import re
from urllib.parse import unquote

import pytest
from django.urls import reverse

from content.models import Artefact
from people.keeping_words import mark
from ratings.models import HelpfulVote, Rating, Recommendation, ReviewReply, UseReport
from tests import factories
from tests.ratings.judged import rate

pytestmark = pytest.mark.django_db
GOOD = {"form": "rate", "overall": "4", "interest": "none", "clear": "na", "useful": "5", "text": "Works."}

USED = {"form": "used", "adoption": "as-is", "interest": "none"}


@pytest.fixture
def plan(alice):
    return factories.artefact(alice, title="Change plan")


def send(client, name, plan, said, by=None):
    words = said | ({"typed_by": mark(by)} if by else {})
    return client.post(reverse(name, args=[plan.slug]), words, follow=True).content.decode()


def test_nothing_is_chosen_beforehand(client_of, plan, bob):
    shown = client_of(bob).get(plan.get_absolute_url()).content.decode()

    forms = shown[shown.index('id="used"') : shown.index('id="replies"')]
    assert forms.count('type="radio"') == 5 + 2 + 4 + 3 * 5
    assert re.findall(r"<input[^>]* checked", forms) == []


def test_rate_change_withdraw(client_of, plan, bob):
    browser = client_of(bob)

    assert "Your rating is saved." in send(browser, "rate", plan, GOOD)
    made = Rating.objects.get()
    assert (made.overall, made.useful, made.clear, made.would_use_again) == (4, 5, None, None)
    changed = send(browser, "rate", plan, GOOD | {"overall": "5", "would_use_again": "yes"})
    assert Rating.objects.get().would_use_again is True
    assert re.search(r'value="5"[^>]* checked', changed)
    assert "Your rating is withdrawn." in send(browser, "rate", plan, {"stop": "1"})
    assert Rating.objects.count() == 0


def test_what_was_typed_stands_there_again_with_what_is_wrong(client_of, plan, bob):
    shown = send(client_of(bob), "rate", plan, {"form": "rate", "text": "Half a thought"}, by=bob)

    assert "<title>Error: " in shown
    assert ("Choose one to five stars" in shown, "Say what ties you to it" in shown) == (True, True)
    assert "Half a thought" in shown
    assert Rating.objects.count() == 0


def test_few_stars_without_words_are_refused_in_words(client_of, plan, bob):
    said = GOOD | {"overall": "1", "text": ""}

    shown = send(client_of(bob), "rate", plan, said, by=bob)

    assert "one or two stars alone help nobody" in shown
    assert re.search(r'name="overall" value="1"[^>]* checked', shown)


def test_what_is_refused_leads_to_the_head_of_the_page_where_the_reason_stands(client_of, plan, bob):
    browser, low = client_of(bob), GOOD | {"overall": "1", "text": ""}

    refused = browser.post(reverse("rate", args=[plan.slug]), low)
    browser.post(reverse("report_use", args=[plan.slug]), USED)
    browser.post(reverse("rate", args=[plan.slug]), low)
    kept = browser.post(reverse("report_use", args=[plan.slug]), {"stop": "1"})

    told = browser.get(refused.url).content.decode().partition('role="status">')[2]
    assert '#alert"' in told[: told.index("</svg>")]  # no tick for what was not done
    assert [refused.url, kept.url] == [plan.get_absolute_url()] * 2
    assert UseReport.objects.count() == 1


def test_a_session_that_ended_costs_no_word(client_of, plan, bob):
    browser = client_of(None)
    browser.post(reverse("rate", args=[plan.slug]), GOOD | {"typed_by": mark(bob)})
    login = f"{reverse('account_login')}?next={plan.get_absolute_url()}"
    browser.post(login, {"login": bob.email, "password": "correct horse"})

    assert "Works." in browser.get(plan.get_absolute_url()).content.decode()


def test_a_use_and_a_recommendation(client_of, plan, bob):
    browser = client_of(bob)
    use = {"form": "used", "adoption": "changed", "interest": "none", "sector": "health"}

    assert "Your report of use is saved." in send(browser, "report_use", plan, use)
    said = {"form": "recommend", "sentence": "Small teams", "interest": "customer"}
    assert "Your recommendation is saved." in send(browser, "recommend", plan, said)
    assert (UseReport.objects.get().sector, Recommendation.objects.get().sentence) == (
        "health",
        "Small teams",
    )
    assert "Your recommendation is taken back." in send(browser, "recommend", plan, {"stop": "1"})
    assert "Your report is taken back." in send(browser, "report_use", plan, {"stop": "1"})
    assert (UseReport.objects.count(), Recommendation.objects.count()) == (0, 0)


def test_the_creator_reads_why_there_is_no_form(client_of, plan, alice):
    browser = client_of(alice)

    shown = browser.get(plan.get_absolute_url()).content.decode()

    assert "This is your own work: others say how good it is." in shown
    assert browser.post(reverse("rate", args=[plan.slug]), GOOD).status_code == 403


def test_others_find_a_review_helpful_and_the_creator_answers(client_of, plan, alice, bob, mona):
    rating = rate(plan, bob, text="Works.")
    helpful, answer = (reverse(name, args=[rating.pk]) for name in ("review_helpful", "review_reply"))

    client_of(mona).post(helpful, {"vote": "yes"})
    client_of(mona).post(helpful, {"vote": "yes"})
    refused = [client_of(who).post(helpful).status_code for who in (alice, bob)]
    client_of(alice).post(answer, {"text": "Thank you."})
    client_of(alice).post(answer, {"text": ""})

    assert (HelpfulVote.objects.count(), Rating.objects.get().helpful, refused) == (1, 1, [403, 403])
    assert ReviewReply.objects.get().text == "Thank you."
    assert client_of(mona).post(answer, {"text": "Mine"}).status_code == 403


def signed_in_again(browser, member, answer):
    """The page to which the answer to a form leads, once its member has signed in."""
    browser.post(answer["Location"], {"login": member.email, "password": "correct horse"})
    page = unquote(answer["Location"].partition("next=")[2]).partition("#")[0]
    return browser.get(page).content.decode()


def test_an_answer_outlives_the_session_it_was_typed_in(client_of, plan, alice, bob):
    rating = rate(plan, bob, text="Works.")
    typed = {"text": "Thank you, it is", "review": str(rating.pk), "typed_by": mark(alice)}
    browser = client_of(None)

    answer = browser.post(reverse("review_reply", args=[rating.pk]), typed)
    back = signed_in_again(browser, alice, answer)

    assert re.search(r"<details open>.*Thank you, it is</textarea>", back, re.DOTALL)
    assert ReviewReply.objects.count() == 0
    said = send_answer(browser, rating, typed | {"text": "Thank you, it is mended."})
    assert "Your answer is shown." in said
    assert re.search(r"<details>[^§]*Thank you, it is mended.</textarea>", said)


def test_a_wrong_answer_stands_below_its_review_with_what_is_wrong(client_of, plan, alice, bob, monkeypatch):
    monkeypatch.setattr("ratings.reviews.A_PAGE", 1)
    first, last = rate(plan, bob, text="Works."), rate(plan, text="Works as well.")
    typed = {"text": "Thanks. " * 300, "review": str(first.pk), "typed_by": mark(alice)}

    shown = send_answer(client_of(alice), first, typed)

    assert ReviewReply.objects.count() == 0
    assert "<title>Error: " in shown
    assert "Use at most 2000 characters; this has 2399" in shown
    assert (f'id="review-{first.pk}"' in shown, f'id="review-{last.pk}"' in shown) == (True, True)
    assert shown.count("Thanks. " * 299) == 1


def test_no_address_is_told_of_what_is_not_on_show(client, plan, alice, bob):
    rating = rate(plan, bob, text="Works.")
    Artefact.objects.filter(pk=plan.pk).update(status="hidden")

    answer = client.post(
        reverse("review_reply", args=[rating.pk]), {"typed_by": mark(alice), "text": "Thanks"}
    )

    assert answer["Location"] == f"{reverse('account_login')}?next={reverse('browse')}"


def send_answer(browser, rating, said):
    return browser.post(reverse("review_reply", args=[rating.pk]), said, follow=True).content.decode()
