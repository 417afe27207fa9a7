"""What drifts is noticed, and put right."""

import pytest
from django.core.management import call_command
from django.db import connection

from content import search
from content.enums import Status
from content.models import Artefact, SearchDocument, SearchWord
from content.search import checking
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    made = factories.artefact(title="Charter", body="Blameless")
    search.index(made)
    return made


def forget_the_index():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM content_searchindex")


DRIFTS = {
    "a title changed past the verbs": lambda pk: Artefact.objects.filter(pk=pk).update(title="Other"),
    "hidden past the verbs": lambda pk: Artefact.objects.filter(pk=pk).update(status=Status.HIDDEN),
    "document lost": lambda pk: SearchDocument.objects.filter(pk=pk).delete(),
    "index lost": lambda pk: forget_the_index(),
    "word lost": lambda pk: SearchWord.objects.filter(word="blameless").delete(),
    "word too many": lambda pk: SearchWord.objects.create(word="nowhere", length=7, documents=3),
}


def test_a_fresh_index_has_no_faults(made):
    assert list(checking.faults()) == []


@pytest.mark.parametrize("drift", DRIFTS.values(), ids=DRIFTS)
def test_each_drift_is_a_fault_until_it_is_put_right(made, drift, capsys):
    drift(made.pk)

    with pytest.raises(SystemExit):
        call_command("check_search")
    call_command("check_search", fix=True)

    assert list(checking.faults()) == []


def test_the_best_are_chosen_by_rating_downloads_and_date(monkeypatch, made):
    monkeypatch.setattr("content.search.documents.BEST", 1)
    better = factories.artefact(title="Charter two", downloads=5)
    search.index(better)

    changed = search.choose_best()

    assert changed == 1
    assert list(SearchDocument.objects.filter(best=True).values_list("pk", flat=True)) == [better.pk]
    assert list(checking.faults()) == []
    assert search.search(Artefact.objects.all(), "charter").total == 2
