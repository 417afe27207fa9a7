"""A new version of one's own published work goes through the same steps; the old one stays."""

import pytest
from django.urls import reverse

from content import publishing
from content.enums import State
from content.models import Version
from tests import factories
from tests.content.views.sharing_steps import rights, started, step, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, alice):
    return client_of(alice)


def test_a_new_version_passes_the_same_steps(desk, alice, mona):
    artefact = factories.artefact(alice, practices=[factories.practice()], summary="What it is for.")

    begun = desk.post(
        reverse("share_version", args=[artefact.slug]), {"size": "major", "change_note": "New order"}
    )
    version = Version.objects.latest("pk")
    desk.post(begun.url, {"files": [upload()], "body": ""})
    desk.post(step("licence", version), rights())
    desk.post(step("check", version), {"send": "1"})

    version.refresh_from_db()
    artefact.refresh_from_db()
    assert begun.url == step("file", version)
    assert (version.number, version.change_note, version.state) == ("2.0", "New order", State.SUBMITTED)
    assert artefact.current.number == "1.0"


def test_a_version_in_the_works_is_gone_on_with(desk, alice):
    artefact = factories.artefact(alice)
    version = publishing.add_version(artefact, by=alice, major=False, change_note="Shorter")

    response = desk.get(reverse("share_version", args=[artefact.slug]))

    assert response.url == reverse("share_draft", args=[version.pk])


def edition(desk, version, **said):
    return desk.post(reverse("share_edition", args=[version.pk]), said)


def test_what_changed_and_how_much_is_said_anew(desk, alice):
    version = publishing.add_version(factories.artefact(alice), by=alice, major=False, change_note="Shrter")
    address = reverse("share_edition", args=[version.pk])

    shown = desk.get(address).content.decode()
    answer = edition(desk, version, size="major", change_note="Shorter, in another order")

    version.refresh_from_db()
    assert 'value="Shrter"' in shown
    assert answer.url == step("check", version)
    assert (version.number, version.change_note) == ("2.0", "Shorter, in another order")
    assert address in desk.get(step("check", version)).content.decode()


def test_nothing_changed_is_asked_for(desk, alice):
    version = publishing.add_version(factories.artefact(alice), by=alice, major=False, change_note="Shorter")

    page = edition(desk, version, size="minor", change_note="").content.decode()

    assert "Say what changed" in page


def test_a_first_version_follows_none(desk):
    version = started(desk)

    answer = edition(desk, version, size="major", change_note="All of it")

    version.refresh_from_db()
    assert (answer.url, version.number) == (reverse("share_draft", args=[version.pk]), "1.0")


def test_only_the_creator_adds_a_version(client_of, bob, alice):
    artefact = factories.artefact(alice)

    response = client_of(bob).post(
        reverse("share_version", args=[artefact.slug]), {"size": "minor", "change_note": "Mine now"}
    )

    assert (response.status_code, Version.objects.count()) == (403, 1)
