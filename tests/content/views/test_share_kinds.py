"""Changing one's mind about the kind loses nothing, and what is published shows only what belongs to its kind."""

import pytest
from django.urls import reverse

from content import publishing
from content.enums import Check, Outcome
from content.models import Artefact, CaseStudy, File, Measure, SearchDocument, Version
from people import profile
from tests import factories
from tests.content.views.sharing_steps import about, complete, rights, started, step

pytestmark = pytest.mark.django_db

STORY = {"situation": "Two queues.", "what_we_did": "One queue.", "still_wrong": "", "input_wanted": ""}


@pytest.fixture
def desk(client_of, alice):
    return client_of(alice)


@pytest.fixture
def kinds(db):
    return {
        "study": factories.kind("case-study", shape="case-study").slug,
        "measure": factories.kind("metric", shape="measure").slug,
        "plain": factories.kind().slug,
    }


@pytest.fixture
def version(desk, kinds):
    """A draft that is a case study and told as one."""
    version = started(desk)
    desk.post(step("about", version), about(kind=kinds["study"]))
    desk.post(step("about", version), about(kind=kinds["study"]) | STORY)
    return version


def test_a_case_study_shows_its_own_fields_when_it_is_saved(desk):
    version, kind = started(desk), factories.kind("case-study", shape="case-study").slug

    asked = desk.post(step("about", version), about(kind=kind))
    page = desk.get(asked.url).content.decode()
    answer = desk.post(step("about", version), about(kind=kind) | STORY)

    assert asked.url == step("about", version) + "#shape"
    assert 'name="what_we_did"' in page
    assert answer.url == step("licence", version)
    assert CaseStudy.objects.get().what_we_did == "One queue."


def test_a_half_told_measure_says_what_is_missing(desk):
    version, kind = started(desk), factories.kind("benchmark", shape="measure").slug

    half = about(kind=kind) | {"formula": "a / b", "unit": ""}
    page = desk.post(step("about", version), half).content.decode()

    assert '<a href="#id_unit">Enter the unit</a>' in page
    assert 'value="a / b"' in page


def test_another_kind_keeps_what_the_former_was_told(desk, version, kinds):
    desk.post(step("about", version), about(kind=kinds["plain"]))
    plain = desk.get(step("about", version)).content.decode()

    back = desk.post(step("about", version), about(kind=kinds["study"]))
    page = desk.get(back.url).content.decode()

    assert ["Two queues." in text for text in (plain, page)] == [False, True]
    assert back.url == step("about", version) + "#shape"


def test_what_was_typed_beside_another_kind_is_kept_too(desk, version, kinds):
    mended = STORY | {"situation": "Three queues."}

    desk.post(step("about", version), about(kind=kinds["measure"]) | mended)

    assert CaseStudy.objects.get().situation == "Three queues."


def test_publishing_drops_what_belongs_to_another_kind(desk, version, kinds, mona):
    measure = {"formula": "a / b", "unit": "%", "data_source": "Desk", "target_range": ""}
    desk.post(step("about", version), about(kind=kinds["measure"]))
    desk.post(step("about", version), about(kind=kinds["measure"]) | measure)
    desk.post(step("licence", version), rights())
    File.objects.update(inspection=Check.DONE, outcome=Outcome.OK)
    desk.post(step("check", version), {"send": "1"})

    publishing.publish(Version.objects.get(), by=mona)

    assert (CaseStudy.objects.count(), Measure.objects.get().unit) == (0, "%")


def test_a_published_page_and_the_search_show_only_what_its_kind_asks(desk, alice):
    artefact = factories.artefact(alice, kind=factories.kind("case-study", shape="case-study"))
    CaseStudy.objects.create(artefact=artefact, situation="Two queues.", what_we_did="One queue.")
    told = desk.get(artefact.get_absolute_url()).content.decode()

    publishing.describe(artefact, by=alice, kind=factories.kind())

    page = desk.get(artefact.get_absolute_url()).content.decode()
    words = " ".join(text for _where, text in SearchDocument.objects.get().parts)
    assert ["Two queues." in text for text in (told, page, words)] == [True, False, False]


def test_the_need_is_kept_and_shown_at_the_check(desk, version):
    desk.post(step("about", version), about(need="To see what a major incident costs"))

    assert Artefact.objects.get().need == "To see what a major incident costs"
    assert "To see what a major incident costs" in desk.get(step("check", version)).content.decode()


def test_a_need_has_at_most_200_characters(desk, version):
    page = desk.post(step("about", version), about(need="x" * 201)).content.decode()

    assert "Use at most 200 characters; this has 201" in page


@pytest.mark.parametrize("speaks", ["role", "organisation"])
def test_who_speaks_for_a_vendor_declares_an_interest(desk, alice, speaks):
    is_vendor = speaks == "organisation"
    place = profile.join_organisation(alice, by=alice, name="Harbour Works", is_vendor=is_vendor)
    profile.take_role(alice, by=alice, kind="trainer" if is_vendor else "vendor", affiliation=place)
    version = complete(desk)

    refused = desk.post(step("licence", version), rights(interest="")).content.decode()
    answer = desk.post(step("licence", version), rights(interest="I work for its vendor."))

    assert "Say what you have to do with the product or the firm" in refused
    assert answer.url == reverse("share_check", args=[version.pk])
