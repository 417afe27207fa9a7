"""The page that says what changed: each state in words, for those who may see the version."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content.comparing_versions import plan
from content.drafting import DECLARATION
from content.enums import Check, State, Status
from content.files.comparing import Change, ModelComparison, compare_bodies
from content.files.comparing_text import Row
from content.models import Artefact, Version, VersionComparison
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def newer(alice):
    """Version 1.1 of a published artefact."""
    artefact = factories.artefact(by=alice)
    now = timezone.now()
    fields = {"licence": factories.licence(), "published_at": now, "change_note": "Shorter"}
    fields |= {"declared_at": now, "declaration": DECLARATION}
    return Version.objects.create(artefact=artefact, minor=1, by=alice, state=State.PUBLISHED, **fields)


def page(client, version):
    return client.get(reverse("changes", args=[version.artefact.slug, version.number]))


def said(client, version):
    """The words between head and foot, in single spaces."""
    text = page(client, version).content.decode()
    return " ".join(text[text.index("<main") : text.index("</main>")].split())


def done(version, files=(), body=None, state=Check.DONE):
    row = plan(version)
    data = {"body": body, "files": list(files)}
    VersionComparison.objects.filter(pk=row.pk).update(state=state, data=data)


def entry(**fields):
    plain = {
        "name": "plan.md",
        "old_name": "plan.md",
        "state": "changed",
        "reason": "",
        "text": None,
        "model": None,
    }
    return plain | fields


def test_a_version_that_nobody_compared_yet_is_being_compared(client, newer):
    assert "The two versions are being compared." in said(client, newer)


def test_a_comparison_that_failed_says_why(client, newer):
    done(newer, state=Check.FAILED)

    assert "cannot be compared</strong> because" in said(client, newer)


def test_a_first_version_has_nothing_to_be_compared_with(client, newer):
    assert "This is the first version." in said(client, newer.artefact.versions.get(minor=0))


def test_words_are_marked_for_eyes_and_ears(client, newer):
    done(newer, [entry(text=compare_bodies("Call the manager", "Call the duty manager").as_dict())])

    hidden = '<span class="visually-hidden">'
    marked = f"Call the <ins>{hidden}added: </span>duty{hidden} (end) </span></ins> manager"
    assert marked in said(client, newer)


def test_a_file_that_was_only_saved_again_is_said_to_be(client, newer):
    done(newer, [entry(text=compare_bodies("Same", "Same").as_dict())])

    assert "Only the file changed: its text is the same." in said(client, newer)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"state": "same"}, "The same file, byte for byte."),
        ({"state": "renamed", "old_name": "old.md"}, "It was named old.md before."),
        ({"state": "added"}, "+ new file"),
        ({"state": "removed"}, "− file removed"),
        ({"state": "unclear", "reason": "Too large."}, "cannot be shown here.</strong> Too large."),
        (
            {"model": ModelComparison("ok", same=3).as_dict()},
            "Only the file changed: the model in it is the same.",
        ),
    ],
)
def test_what_became_of_a_file_is_said_in_words(client, newer, fields, words):
    done(newer, [entry(**fields)])

    assert words in said(client, newer)


def test_elements_that_differ_stand_in_a_table(client, newer):
    change = Change("changed", "User task", "Assess", "Desk", [("Name", [["del", "Log"], ["ins", "Assess"]])])
    done(newer, [entry(name="a.bpmn", model=ModelComparison("ok", changed=1, entries=[change]).as_dict())])

    text = said(client, newer)

    assert "<caption>Elements of a.bpmn that differ</caption>" in text
    assert 'Assess <span class="small muted diff-label">User task, Desk</span>' in text


def test_sheets_are_tables_with_a_caption(client, newer):
    rows = [Row("folded", count=12), Row("added", [[["ins", "P5"]]], "row", "13")]
    text = compare_bodies("", "x").as_dict() | {"unit": "row"}
    text["sections"] = [
        {"name": "Plan", "state": "", "columns": ["A"], "rows": [row_dict(row) for row in rows]}
    ]
    done(newer, [entry(text=text)])

    words = said(client, newer)

    assert "<caption><strong>Plan</strong></caption>" in words
    assert ("12 unchanged rows" in words, '<th scope="row">13</th>' in words) == (True, True)


def row_dict(row):
    return {name: getattr(row, name) for name in ("state", "cells", "style", "where", "count")}


def test_what_files_say_is_never_markup(client, newer):
    evil = "<script>alert(1)</script>"
    done(newer, [entry(name=evil, text=compare_bodies("", evil).as_dict())])

    assert evil not in said(client, newer)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.PUBLISHED, [200] * 4),
        (Status.HIDDEN, [200, 404, 404, 200]),
        (Status.REMOVED, [404, 404, 404, 200]),
    ],
)
def test_who_may_see_the_version_may_see_what_changed(client_of, newer, alice, bob, mona, status, expected):
    Artefact.objects.filter(pk=newer.artefact_id).update(status=status)

    assert [page(client_of(person), newer).status_code for person in (alice, bob, None, mona)] == expected


def test_a_draft_is_seen_by_its_contributor_alone(client_of, newer, alice, bob):
    draft = Version.objects.create(artefact=newer.artefact, minor=2, by=alice)

    assert [page(client_of(person), draft).status_code for person in (alice, bob)] == [200, 404]


@pytest.mark.parametrize("files", [1, 3])
def test_the_page_costs_three_queries_however_much_changed(client, newer, files):
    done(newer, [entry(text=compare_bodies("a", "b").as_dict())] * files)

    with CaptureQueriesContext(connection) as queries:
        page(client, newer)

    assert len(queries) == 3


def test_the_table_of_versions_leads_here_for_all_but_the_first(client, newer):
    text = client.get(newer.artefact.get_absolute_url()).content.decode()
    addresses = [reverse("changes", args=[newer.artefact.slug, number]) for number in ("1.1", "1.0")]

    assert [address in text for address in addresses] == [True, False]
