import pytest
from django.conf import settings as django_settings
from django.utils.module_loading import import_string

from people import jobs

pytestmark = pytest.mark.django_db


def test_every_job_of_this_room_is_in_the_settings():
    listed = [*django_settings.WORKER_JOBS, *django_settings.NIGHTLY_JOBS]
    ours = {import_string(path) for path in listed if path.startswith("people.jobs.")}

    written = {work for work in vars(jobs).values() if getattr(work, "__module__", "") == "people.jobs"}

    assert ours == written


def test_each_job_finds_nothing_to_do_on_a_quiet_day():
    assert [jobs.send_mail(), jobs.post_digests(), jobs.sweep_notices()] == [0, 0, 0]
