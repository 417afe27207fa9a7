import io
import os

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from django.utils.module_loading import import_string

from content import facets, jobs, search, storing
from content.enums import Check
from content.models import DownloadMark, FacetEntry, File, SearchWord
from tests import factories
from tests.content import stored

pytestmark = pytest.mark.django_db


def test_every_job_of_this_room_is_in_the_settings():
    listed = [*django_settings.WORKER_JOBS, *django_settings.NIGHTLY_JOBS]
    ours = {import_string(path) for path in listed if path.startswith("content.jobs.")}

    written = {work for work in vars(jobs).values() if getattr(work, "__module__", "") == "content.jobs"}

    assert ours == written


def test_downloads_are_rolled_up():
    artefact = factories.artefact()
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    DownloadMark.objects.create(artefact=artefact, visitor="a" * 32, hour=hour)

    assert [jobs.roll_up_downloads() for _ in range(2)] == [1, 0]


def test_files_are_swept():
    storing.save(io.BytesIO(b"x"), "artefacts/ab/orphan")
    os.utime(storing.path("artefacts/ab/orphan"), (0, 0))

    assert [jobs.sweep_files() for _ in range(2)] == [1, 0]


def test_facets_are_put_right():
    artefact = factories.artefact()
    facets.list_artefact(artefact)
    FacetEntry.objects.filter(artefact=artefact).delete()

    assert jobs.recount_facets() > 0
    assert jobs.recount_facets() == 0


@pytest.mark.django_db(transaction=True)
def test_waiting_files_are_inspected():
    file = stored.file(factories.artefact(), "notes.md", b"# Notes\n\nHow we hand over.\n")

    assert [jobs.inspect_files() for _ in range(2)] == [1, 0]
    assert File.objects.get(pk=file.pk).inspection == Check.DONE


def test_the_best_documents_are_chosen():
    assert jobs.choose_best() == 0


def test_the_words_for_suggestions_are_put_right():
    artefact = factories.artefact(title="Escalation matrix")
    search.index(artefact)
    SearchWord.objects.all().delete()

    assert jobs.recount_words() > 0
    assert (jobs.recount_words(), SearchWord.objects.filter(word="escalation").count()) == (0, 1)
