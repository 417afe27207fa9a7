"""What a page says of an artefact is rendered once, and never outlives what it tells of."""

import pytest
from django.test import RequestFactory

from content import page_parts, publishing
from content.enums import Check, Status
from content.models import Artefact, File, Version
from people import profile
from tests import factories

pytestmark = pytest.mark.django_db
REQUEST = RequestFactory().get("/")


def page(client, thing):
    return client.get(thing.get_absolute_url(), headers={"cookie": "messages=x"}).content.decode()


def drawn(thing, number=""):
    thing = Artefact.objects.for_page().get(pk=thing.pk)
    return page_parts.draw(REQUEST, thing, thing.current or thing.versions.get(), number)


@pytest.mark.parametrize("rows", [1, 3])
def test_parts_cost_a_handful_of_queries_and_one_when_they_are_kept(rows, django_assert_num_queries):
    files = [(f"plan-{at}.md", b"# Plan") for at in range(rows)]
    made = factories.artefact(files=files, practices=[factories.practice()], tags=["plan"])
    File.objects.update(inspection=Check.DONE)
    thing = Artefact.objects.for_page().get(pk=made.pk)

    with django_assert_num_queries(4):
        page_parts.draw(REQUEST, thing, thing.current)
    with django_assert_num_queries(1):
        assert page_parts.find(made.slug) is not None


def test_nothing_kept_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert page_parts.find("charter") is None


def test_a_kept_page_is_the_page_that_was_drawn(client):
    made = factories.artefact(title="Charter", summary="Who does what.", practices=[factories.practice()])

    assert page(client, made) == page(client, made)
    assert page_parts.find(made.slug)[1].title == "Charter"


def test_what_the_creator_changes_shows_at_once(client):
    alice = factories.member()
    made = factories.artefact(by=alice, title="Charter")
    page(client, made)

    publishing.describe(made, by=alice, title="Mandate")

    assert "<h1>Mandate</h1>" in page(client, made)


@pytest.mark.parametrize("said", [{"name": "Alba"}, {"headline": "Runs a service desk"}])
def test_what_members_say_of_themselves_shows_at_once(client, said):
    alice = factories.member(headline="Plans changes")
    made = factories.artefact(by=alice)
    page(client, made)

    profile.describe(alice, by=alice, **said)

    assert next(iter(said.values())) in page(client, made)


def test_downloads_show_as_they_are_counted(client):
    made = factories.artefact(files=[("plan.md", b"# Plan")])
    File.objects.update(inspection=Check.DONE)
    page(client, made)

    Artefact.objects.update(downloads=1234)

    assert "1,234 downloads" in page(client, made)


def test_what_is_hidden_is_gone_at_once(client, mona):
    made = factories.artefact()
    page(client, made)

    publishing.hide(made, by=mona, note="Customer data.")

    assert client.get(made.get_absolute_url(), headers={"cookie": "messages=x"}).status_code == 404


def test_a_draft_is_never_kept():
    made = factories.artefact(published=False)

    drawn(made)

    assert page_parts.find(made.slug) is None


def test_a_page_that_waits_for_its_file_is_not_kept():
    made = factories.artefact(files=[("plan.md", b"# Plan")])

    drawn(made)

    assert page_parts.find(made.slug) is None


def test_a_page_of_extraordinary_length_is_not_kept():
    made = factories.artefact()
    Version.objects.update(body_html="x" * page_parts.LARGEST)

    drawn(made)

    assert page_parts.find(made.slug) is None


def test_a_version_is_kept_apart_from_its_artefact():
    made = factories.artefact()

    drawn(made, "0.9")

    assert page_parts.find(made.slug) is None
    assert page_parts.find(made.slug, "0.9")[0].status == Status.PUBLISHED
