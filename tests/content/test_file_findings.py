"""What a file gives away is kept with what else was found in it."""

import io

import pytest

from content import inspection, publishing
from content.models import FileContent
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_inspection_keeps_what_a_file_gives_away(alice):
    draft = publishing.start_draft(by=alice, title="Plan", kind=factories.kind(), licence=factories.licence())
    source = io.BytesIO(b"# Escalation\n\nWrite to desk@harbour-works.eu.\n")
    file = publishing.attach(draft.versions.get(), source, name="plan.md", by=alice)

    inspection.inspect_waiting()

    assert FileContent.objects.get(file=file).findings == [
        {
            "what": "email",
            "value": "desk@harbour-works.eu",
            "where": "line 3",
            "can_clean": False,
            "example": False,
        }
    ]


def test_a_content_without_findings_has_an_empty_list():
    assert FileContent().findings == []
