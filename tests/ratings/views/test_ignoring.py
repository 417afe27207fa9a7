"""Recommendations on pages, "Not interested", and the question whether one used what one took."""

from datetime import timedelta

import pytest
from django.utils import timezone

from content.models import Taken
from ratings import judging
from ratings.models import ForYou, NotInterested, NotInterestedIn, PersonForYou
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/settings/not-interested/"


@pytest.fixture
def plan(alice):
    return factories.artefact(alice, title="Change plan")


@pytest.fixture
def suggested(plan, alice, bob):
    """Bob is shown Alice's plan, and Alice."""
    ForYou.objects.create(member=bob, artefact=plan, place=1, why="voice")
    PersonForYou.objects.create(member=bob, person=alice, artefact=plan, place=1, why="work")


def shown(client, path):
    return client.get(path).content.decode()


def test_only_oneself_sees_what_is_recommended(suggested, client_of, alice, bob):
    own, others = client_of(bob), client_of(alice)

    home, mine, visited = (
        shown(own, "/"),
        shown(own, bob.get_absolute_url()),
        shown(own, alice.get_absolute_url()),
    )

    assert ["A new voice: the first artefact by Alice" in page for page in (home, mine, visited)] == [
        True,
        True,
        False,
    ]
    assert ["You liked “Change plan”" in page for page in (home, mine, visited)] == [True, True, False]
    assert "A new voice" not in shown(others, bob.get_absolute_url())
    assert "For you" not in shown(client_of(None), "/")


def test_not_interested_hides_for_good_and_can_be_taken_back(suggested, client_of, plan, alice, bob):
    client = client_of(bob)

    for _ in range(2):
        answer = client.post(f"/artefacts/{plan.slug}/not-interested/", {"next": bob.get_absolute_url()})
        client.post(f"/people/{alice.slug}/not-interested/")
    gone = shown(client, "/")
    listed = shown(client, LIST)
    client.post(f"/artefacts/{plan.slug}/not-interested/", {"stop": "1", "next": LIST})
    client.post(f"/people/{alice.slug}/not-interested/", {"stop": "1", "next": LIST})

    assert (answer.status_code, answer.url) == (302, bob.get_absolute_url())
    assert ("A new voice" in gone, "People for you" in gone) == (False, False)
    assert ("Recommend it again" in listed, "Recommend them again" in listed) == (True, True)
    assert (NotInterested.objects.count(), NotInterestedIn.objects.count()) == (0, 0)
    assert ("A new voice" in shown(client, "/"), "Nothing is hidden." in shown(client, LIST)) == (True, True)


@pytest.mark.parametrize("to", ["https://example.org/", "//example.org", "javascript:alert(1)", "", "\x00"])
def test_it_leads_back_to_no_other_site(client_of, plan, bob, to):
    answer = client_of(bob).post(f"/artefacts/{plan.slug}/not-interested/", {"next": to})

    assert (answer.status_code, answer.headers.get("Location")) in {(302, "/"), (400, None)}


def test_what_one_may_not_see_cannot_be_ignored_and_visitors_sign_in(client_of, bob, alice):
    draft = factories.artefact(alice, published=False)
    paths = [f"/artefacts/{draft.slug}/{name}/" for name in ("not-interested", "not-used")]

    assert [client_of(bob).post(path).status_code for path in (*paths, "/people/nobody/not-interested/")] == [
        404
    ] * 3
    assert "/accounts/login/" in client_of(None).post(paths[0]).url
    assert NotInterested.objects.count() == 0


def test_one_is_asked_whether_one_used_what_one_took(client_of, plan, bob):
    client = client_of(bob)
    Taken.objects.create(member=bob, artefact=plan, at=timezone.now() - timedelta(days=22))

    page, mine = shown(client, plan.get_absolute_url()), shown(client, bob.get_absolute_url())
    assert "You took this 3\xa0weeks ago. Did you use it?" in page
    assert '<details id="used" class="panel off-paper" open>' in page
    assert "you took this 3\xa0weeks ago. Did you use it?" in mine

    judging.report_use(plan, by=bob, adoption="as-is", interest="none")
    for path in (plan.get_absolute_url(), bob.get_absolute_url()):
        assert "ago. Did you use it?" not in shown(client, path)


def test_who_took_it_today_is_not_pressed_and_who_did_not_use_it_not_asked_again(client_of, plan, bob):
    client = client_of(bob)
    Taken.objects.create(member=bob, artefact=plan)

    today, mine = shown(client, plan.get_absolute_url()), shown(client, bob.get_absolute_url())
    client.post(f"/artefacts/{plan.slug}/not-used/", {"next": plan.get_absolute_url()})

    assert ("You took this today." in today, "Did you use it?" in mine) == (True, False)
    assert (Taken.objects.count(), "You took this" in shown(client, plan.get_absolute_url())) == (0, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same(client_of, alice, bob, rows, django_assert_num_queries):
    made = [factories.artefact(alice, title=f"Plan {number}") for number in range(rows)]
    old = timezone.now() - timedelta(days=22)
    for number, artefact in enumerate(made, 1):
        ForYou.objects.create(member=bob, artefact=artefact, place=number, why="voice")
        person = factories.member(f"Ines {number}")
        PersonForYou.objects.create(member=bob, person=person, artefact=artefact, place=number, why="work")
        Taken.objects.create(member=bob, artefact=factories.artefact(alice), at=old)
        NotInterested.objects.create(by=bob, artefact=factories.artefact(alice))
        NotInterestedIn.objects.create(by=bob, person=factories.member(f"Li {number}"))
    client = client_of(bob)
    counts = {"/": 11, bob.get_absolute_url(): 13, LIST: 5}
    for path in counts:
        shown(client, path)

    for path, queries in counts.items():
        with django_assert_num_queries(queries):
            shown(client, path)
