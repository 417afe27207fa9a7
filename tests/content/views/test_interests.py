from django.urls import reverse

from content import interests
from content.models import Practice
from tests import factories

ADDRESS = "/settings/practices/"


def test_practices_are_chosen_shown_and_left(client_of, bob):
    browser = client_of(bob)
    factories.practice("problem-management")
    assert reverse("settings_practices") == ADDRESS

    browser.post(ADDRESS, {"practices": ["incident-management", "problem-management"]})
    both = sorted(interests.chosen(bob))
    browser.post(ADDRESS, {"practices": ["problem-management"]})

    assert both == ["incident-management", "problem-management"]
    assert browser.get(ADDRESS).content.decode().count(" checked") == 1


def test_what_is_no_practice_is_refused(client_of, bob):
    answer = client_of(bob).post(ADDRESS, {"practices": ["incident-management", "alchemy"]})

    assert answer.context["form"].errors["practices"] == ["Choose practices of the list"]
    assert interests.chosen(bob) == []


def test_the_page_costs_the_same_however_many_are_chosen(client_of, bob, django_assert_num_queries):
    for chosen in ([], list(Practice.objects.values_list("slug", flat=True)[:3])):
        interests.choose(bob, chosen, by=bob)
        browser = client_of(bob)
        with django_assert_num_queries(5):
            browser.get(ADDRESS)
