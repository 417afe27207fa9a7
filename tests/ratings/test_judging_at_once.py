"""Two hundred members at one artefact through eight processes, and one member in all of them, on both engines."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from content.models import Artefact
from people.models import Member
from ratings import tally
from ratings.models import Rating, RatingRevision, Tally
from tests import factories

PROCESSES = 8
pytestmark = pytest.mark.django_db(transaction=True)


def address():
    """The database of this test, as a URL for other processes."""
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{known['NAME']}").geturl()


def rate_at_once(artefact, shares):
    """Each process rates as the members of its share; all begin together."""
    command = [sys.executable, "-m", "tests.ratings.rater_process", str(artefact.pk)]
    options = {"cwd": settings.BASE_DIR, "env": os.environ | {"DATABASE_URL": address()}, "text": True}
    options |= dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    running = [subprocess.Popen([*command, *map(str, share)], **options) for share in shares]
    ready = [process.stdout.readline() for process in running]
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    ended = [process.communicate(timeout=60) for process in running]
    assert (ready, [told for _, told in ended]) == (["ready\n"] * len(running), [""] * len(running))


def test_all_ratings_are_there_and_the_sums_are_those_of_a_recount():
    plan = factories.artefact()
    Member.objects.bulk_create(
        Member(email=f"m{number}@example.org", name=f"Member {number}", slug=f"member-{number}")
        for number in range(201)
    )
    everybody = list(
        Member.objects.filter(slug__startswith="member-").order_by("pk").values_list("pk", flat=True)
    )
    members, twice = everybody[:200], everybody[200]

    # Each process has 25 members of its own, and one whom they all have.
    rate_at_once(plan, [[twice, *members[start::PROCESSES]] for start in range(PROCESSES)])

    assert Rating.objects.exclude(by=twice).count() == 200
    assert Rating.objects.filter(by=twice).count() == 1
    assert not RatingRevision.objects.exists()
    assert Artefact.objects.get().rating_count == 201
    assert tally.sums_in(Tally.objects.get()) == tally.recount(plan.pk)
    assert sum(tally.sums_in(Tally.objects.get())[::2]) == 201 * 10_000
