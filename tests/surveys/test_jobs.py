"""The worker knows this room's jobs."""

from django.conf import settings as django_settings

from surveys import jobs


def test_every_job_is_listed():
    listed = [*django_settings.WORKER_JOBS, *django_settings.NIGHTLY_JOBS]

    ours = [
        f"surveys.jobs.{name}"
        for name in (
            "close_waves",
            "publish_results",
            "rank_pairs",
            "refresh_focus",
            "link_artefacts",
            "ask_again",
            "follow_pledges",
            "recount_votes",
        )
    ]
    assert [path for path in listed if path.startswith("surveys.")] == ours
    assert all(hasattr(jobs, path.rpartition(".")[2]) for path in ours)
