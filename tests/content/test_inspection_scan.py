"""With CLAMD_SOCKET set, a file is scanned before it is opened; while the scanner is away, it waits."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from content import inspection, publishing
from content.enums import Check, Outcome
from content.models import MOST_ATTEMPTS, File, FileContent
from tests import factories
from tests.content.files.fake_clamd import WORM, clamd

pytestmark = pytest.mark.django_db


def kept(alice, content=b"# Plan\n"):
    draft = publishing.start_draft(by=alice, title="Plan", kind=factories.kind(), licence=factories.licence())
    return publishing.attach(draft.versions.get(), io.BytesIO(content), name="plan.md", by=alice)


def state():
    return File.objects.values_list("inspection", "outcome", "reason", "attempts").get()


def page(client_of, alice, name):
    version = File.objects.get().version_id
    return client_of(alice).get(reverse(f"share_{name}", args=[version])).content.decode()


def test_a_clean_file_is_opened_after_the_scan(alice, settings):
    kept(alice)
    with clamd(("127.0.0.1", 0)) as server:
        settings.CLAMD_SOCKET = server.server_address
        inspection.inspect_waiting()

    assert (state()[:2], server.streams) == ((Check.DONE, Outcome.OK), [b"# Plan\n"])


def test_a_file_with_a_virus_is_refused_unopened_and_says_why(alice, settings, client_of):
    kept(alice, WORM)
    with clamd(("127.0.0.1", 0)) as server:
        settings.CLAMD_SOCKET = server.server_address
        inspection.inspect_waiting()

    words = "A virus was found in it: Test.Worm-1."
    assert (state(), FileContent.objects.count()) == ((Check.DONE, Outcome.REFUSED, words, 1), 0)
    assert words in page(client_of, alice, "check")


def test_while_the_scanner_is_away_a_file_waits_and_loses_no_try(
    alice, settings, client_of, tmp_path, caplog
):
    kept(alice)
    settings.CLAMD_SOCKET = str(tmp_path / "clamd.sock")
    for _ in range(MOST_ATTEMPTS + 1):
        File.objects.filter(leased_until__isnull=False).update(
            leased_until=timezone.now() - timedelta(seconds=1)
        )
        assert inspection.inspect_waiting() == 1
    silent, pages = state(), [page(client_of, alice, name) for name in ("file", "check")]
    File.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    with clamd(settings.CLAMD_SOCKET):
        inspection.inspect_waiting()

    words = "The virus scanner does not answer. The file waits and is tried again every minute."
    assert silent == (Check.RUNNING, Outcome.NONE, words, 0)
    assert [words in text for text in pages] == [True, True]
    assert state() == (Check.DONE, Outcome.OK, "", 1)
    assert {record.levelname for record in caplog.records} == {"WARNING"}


def test_it_is_tried_again_after_a_minute_and_not_before(alice, settings, tmp_path):
    kept(alice)
    settings.CLAMD_SOCKET = str(tmp_path / "clamd.sock")

    assert (inspection.inspect_waiting(), inspection.inspect_waiting()) == (1, 0)
