from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.module_loading import import_string

from people import jobs

pytestmark = pytest.mark.django_db


def test_every_job_of_this_room_is_in_the_settings():
    listed = [*django_settings.WORKER_JOBS, *django_settings.NIGHTLY_JOBS]
    ours = {import_string(path) for path in listed if path.startswith("people.jobs.")}

    written = {work for work in vars(jobs).values() if getattr(work, "__module__", "") == "people.jobs"}

    assert ours == written


def test_each_job_finds_nothing_to_do_on_a_quiet_day():
    assert [jobs.send_mail(), jobs.post_digests(), jobs.sweep_notices(), jobs.sweep_sessions()] == [0] * 4


def test_of_a_session_that_has_ended_nothing_is_kept(bob):
    now = timezone.now()
    for key, days in {"ended": -1, "open": 1}.items():
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(days=days))
        UserSession.objects.create(user=bob, session_key=key, ip="192.0.2.1", user_agent="A browser")

    assert [jobs.sweep_sessions(), jobs.sweep_sessions()] == [2, 0]

    assert [row.session_key for row in (*Session.objects.all(), *UserSession.objects.all())] == ["open"] * 2
