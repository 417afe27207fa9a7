"""The demonstration fills a site by the same verbs as people do, once, and says on every page what it is."""

import pytest
from django.core.management import call_command

from content.enums import State, Status
from content.models import Artefact, Reply, Version
from moderation.models import Report, Takedown
from people.models import Member

SENTENCE = "People and work marked (demo) are invented."


@pytest.fixture
def mark(settings, tmp_path):
    settings.DEMO_MARK = tmp_path / "demonstration"
    return settings.DEMO_MARK


def counts():
    rows = (Member, Artefact, Version, Reply, Report, Takedown)
    return [model.objects.count() for model in rows]


@pytest.mark.django_db
def test_a_second_run_changes_nothing_and_all_say_what_they_are(mark, capsys):
    call_command("seed_demo")
    first = counts()
    call_command("seed_demo")

    assert counts() == first
    assert first[0] == 61
    assert capsys.readouterr().out.splitlines()[-1] == "The demonstration is here already."
    assert not Member.objects.exclude(name__endswith=" (demo)").exists()
    assert not Member.objects.exclude(email__endswith="@demo.invalid").exists()
    assert Artefact.objects.filter(status=Status.PUBLISHED).count() >= 40
    assert Version.objects.filter(state=State.SUBMITTED).count() >= 10
    assert [member.has_usable_password() for member in Member.objects.all()] == [False] * 61


@pytest.mark.django_db
def test_every_page_of_a_demonstration_says_so(client, client_of, mona, mark):
    mark.touch()

    assert SENTENCE in client.get("/").content.decode()
    assert SENTENCE in client.get("/artefacts/").content.decode()
    assert SENTENCE in client_of(mona).get("/admin/").content.decode()


@pytest.mark.django_db
def test_a_site_without_it_says_nothing(client, mark):
    assert SENTENCE not in client.get("/").content.decode()
