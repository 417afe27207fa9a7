"""Following is private, safe to repeat, and leaves with the account."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from people import closing, following, privacy
from people.models import Follow
from people.rules import may_follow
from tests import factories


def test_each_follows_others_once_and_takes_it_back(alice, bob):
    for _ in range(2):
        following.follow(alice, by=bob)
    followed = following.followed(bob)

    following.unfollow(alice, by=bob)
    following.unfollow(alice, by=bob)

    assert (followed, Follow.objects.count()) == ([alice], 0)


def test_nobody_follows_themselves_or_who_has_left(alice, bob, mona):
    closing.close(alice, by=alice, keep_name=True)
    alice.refresh_from_db()

    answers = [may_follow(*pair) for pair in ((bob, bob), (bob, alice), (AnonymousUser(), bob), (bob, mona))]

    assert [str(getattr(answer, "reason", "")) for answer in answers] == [
        "This is your own page.",
        "This account is closed.",
        "Sign in first.",
        "",
    ]
    with pytest.raises(PermissionDenied):
        following.follow(alice, by=bob)


def test_there_is_an_end_to_it(alice, bob, mona, monkeypatch):
    monkeypatch.setattr(following, "MOST", 1)
    following.follow(alice, by=bob)
    following.follow(alice, by=bob)

    with pytest.raises(following.FollowsEnough):
        following.follow(mona, by=bob)


def test_the_button_and_the_list(client_of, alice, bob):
    browser, button = client_of(bob), reverse("follow", args=[alice.slug])

    said = browser.post(button, follow=True).content.decode()
    mine = browser.get(reverse("settings_following")).content.decode()
    hers = client_of(alice).get(alice.get_absolute_url()).content.decode()
    theirs = client_of(alice).get(reverse("settings_following")).content.decode()
    gone = browser.post(button, {"stop": "1", "back": "list"}, follow=True).content.decode()

    assert "You follow Alice: what they recommend comes first." in said
    assert ("Stop following" in said, "Alice" in mine) == (True, True)
    assert (
        "ollow" in hers.partition("<main")[2].partition('id="work"')[0],
        "Bob" in theirs.partition("<main")[2],
    ) == (
        False,
        False,
    )
    assert ("You no longer follow Alice." in gone, "You follow nobody yet." in gone) == (True, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(client_of, bob, count, django_assert_num_queries):
    for number in range(count):
        following.follow(factories.member(f"Member {number}"), by=bob)
    browser = client_of(bob)

    with django_assert_num_queries(4):
        browser.get(reverse("settings_following"))


@pytest.mark.parametrize("keep_name", [True, False])
def test_it_is_exported_to_whoever_follows_and_goes_with_either_account(alice, bob, mona, keep_name):
    following.follow(alice, by=bob)
    following.follow(bob, by=alice)
    said = {holding.name: holding.export(bob) for holding in privacy.holdings()}["people"]["follows"]

    closing.close(bob, by=bob, keep_name=keep_name)

    assert ([row["member__name"] for row in said], Follow.objects.count()) == (["Alice"], 0)
