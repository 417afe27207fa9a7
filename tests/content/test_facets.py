"""Entries and pair counts always equal what the artefacts are."""

import pytest

from content import facets
from content.enums import Facet, Status
from content.facet_values import values_of
from content.models import Artefact, FacetEntry, FacetPair, FacetValue
from tests import factories

pytestmark = pytest.mark.django_db


def count_of(facet, slug):
    value = FacetValue.objects.get(facet=facet, slug=slug)
    return FacetPair.objects.get(first=value, second=value).n


def test_an_artefact_is_listed_under_each_of_its_values():
    made = factories.artefact(tags=["blameless"], practices=[factories.practice()], made_for_sector="health")

    facets.list_artefact(made)

    assert set(values_of(made)) == set(
        FacetEntry.objects.filter(artefact=made).values_list("value__facet", "value__slug")
    )
    assert set(values_of(made)) == {
        (Facet.ALL, "all"),
        (Facet.KIND, "template"),
        (Facet.PRACTICE, "incident-management"),
        (Facet.LICENCE, "CC-BY-4.0"),
        (Facet.SECTOR, "health"),
        (Facet.LANGUAGE, "en"),
        (Facet.TAG, "blameless"),
    }


def test_listing_twice_counts_once():
    made = factories.artefact()

    facets.list_artefact(made)
    facets.list_artefact(made)

    assert count_of(Facet.ALL, "all") == 1
    assert facets.recount(fix=False) == 0


def test_a_hidden_artefact_leaves_every_count():
    made, other = factories.artefact(), factories.artefact()
    facets.bulk_list([made.pk, other.pk])

    Artefact.objects.filter(pk=made.pk).update(status=Status.HIDDEN)
    facets.list_artefact(made)

    assert count_of(Facet.KIND, "template") == 1
    assert list(FacetEntry.objects.values_list("artefact_id", flat=True).distinct()) == [other.pk]
