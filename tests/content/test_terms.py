"""The taxonomy that a fresh database has."""

from collections import Counter

import pytest
from django.apps import apps

from content import terms
from content.collecting import KINDS
from content.enums import Shape
from content.models import Audience, Framework, Kind, Licence, Practice

pytestmark = pytest.mark.django_db


def _load():
    terms.load(lambda name: apps.get_model("content", name))


@pytest.fixture(autouse=True)
def _terms(db):
    # A test with transactions of its own may have emptied the tables before.
    _load()


def test_there_are_34_practices_in_three_groups():
    groups = Counter(Practice.objects.values_list("group", flat=True))

    assert groups == {"General management": 14, "Service management": 17, "Technical management": 3}


def test_practices_are_found_by_their_earlier_names():
    known = {word: practice.slug for practice in Practice.objects.all() for word in practice.synonyms}

    words = (
        "change management",
        "SLA",
        "clock stop",
        "CMDB",
        "request fulfilment",
        "incident classification",
    )
    assert [known[word] for word in words] == [
        "change-enablement",
        "service-level-management",
        "service-level-management",
        "service-configuration-management",
        "service-request-management",
        "incident-management",
    ]


def test_kinds_with_fields_of_their_own_say_so():
    shapes = {
        shape: sorted(Kind.objects.filter(shape=shape).values_list("slug", flat=True))
        for shape in (Shape.CASE_STUDY, Shape.MEASURE, Shape.LINK)
    }

    assert shapes == {
        Shape.CASE_STUDY: ["case-study"],
        Shape.MEASURE: ["benchmark", "metric-definition"],
        Shape.LINK: ["article", "external-link", "podcast"],
    }


def test_frameworks_have_their_editions():
    itil = Framework.objects.filter(family="ITIL").values_list("edition", flat=True)

    assert list(itil) == ["v3/2011", "4", "5"]
    assert Framework.objects.get(slug="iso-20000-1-2018").label == "ISO/IEC 20000-1:2018"


def test_the_first_licence_is_the_suggested_one():
    assert Licence.objects.first().spdx == "CC-BY-4.0"


@pytest.mark.parametrize("spdx", ["CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0", "CC-BY-NC-ND-4.0"])
def test_licences_that_defeat_the_purpose_warn(spdx):
    warning = Licence.objects.get(spdx=spdx).warning.lower()

    assert warning.count("choose cc by") == 1


def test_every_licence_card_fits_its_columns():
    for licence in Licence.objects.all():
        licence.clean_fields()


def test_loading_again_keeps_what_an_editor_changed():
    Kind.objects.filter(slug="runbook").update(label="Run book", active=False)
    before = [model.objects.count() for model in (Practice, Framework, Audience, Kind, Licence)]

    _load()

    assert [model.objects.count() for model in (Practice, Framework, Audience, Kind, Licence)] == before
    assert (Kind.objects.get(slug="runbook").label, before) == ("Run book", [34, 18, 13, 31, 13])


def test_every_kind_of_a_corpus_is_known():
    assert set(KINDS.values()) - set(Kind.objects.values_list("slug", flat=True)) == set()
