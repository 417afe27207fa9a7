"""Entries and pair counts always equal what the artefacts are."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content import facets, search
from content.enums import Facet, Status
from content.models import Artefact, FacetEntry, FacetPair, FacetSet, FacetValue, Kind
from content.search import checking
from tests import factories

pytestmark = pytest.mark.django_db


def count_of(facet, slug):
    value = FacetValue.objects.get(facet=facet, slug=slug)
    return FacetPair.objects.get(first=value, second=value).n


def values_of(artefact):
    """Where an artefact is listed."""
    return set(FacetEntry.objects.filter(artefact=artefact).values_list("value__facet", "value__slug"))


def test_an_artefact_is_listed_under_each_of_its_values():
    made = factories.artefact(tags=["blameless"], practices=[factories.practice()], made_for_sector="health")

    facets.list_artefact(made)

    assert values_of(made) == {
        (Facet.ALL, "all"),
        (Facet.KIND, "template"),
        (Facet.PRACTICE, "incident-management"),
        (Facet.LICENCE, "CC-BY-4.0"),
        (Facet.SECTOR, "health"),
        (Facet.CONTEXT, "sector:health"),
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


def test_a_recount_that_finds_nothing_wrong_keeps_nobody_waiting():
    facets.list_artefact(factories.artefact(practices=[factories.practice()]))

    with CaptureQueriesContext(connection) as asked:
        found = facets.recount()

    assert found == 0
    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}


def test_what_is_missing_only_once_was_being_published():
    looks = iter([{"a": 2, "b": -1}, {"a": 2, "b": 1, "c": 1}])

    assert facets.lasting(lambda: next(looks)) == {"a": 2}


def test_drift_is_counted_and_put_right():
    made = factories.artefact(practices=[factories.practice()])
    facets.list_artefact(made)
    FacetPair.objects.filter(first=F("second")).update(n=7)
    FacetEntry.objects.filter(value__facet=Facet.PRACTICE).delete()

    with pytest.raises(SystemExit):
        call_command("recount_facets", check=True)
    call_command("recount_facets")

    assert facets.recount(fix=False) == 0
    assert count_of(Facet.PRACTICE, "incident-management") == 1


def test_a_set_holds_the_values_that_filters_offer():
    made = factories.artefact(tags=["blameless"], practices=[factories.practice()], made_for_sector="health")

    facets.list_artefact(made)

    offered = FacetValue.objects.filter(facet__in=(Facet.ALL, *facets.CROSSED), entries__artefact=made)
    packed = FacetSet.objects.get(artefact=made).packed
    assert packed == " ".join(str(pk) for pk in offered.order_by("pk").values_list("pk", flat=True))
    facets.unlist_artefact(made)
    assert not FacetSet.objects.exists()


def test_a_set_that_differs_is_counted_and_put_right():
    made, other = factories.artefact(), factories.artefact()
    facets.bulk_list([made.pk, other.pk])
    right = FacetSet.objects.get(artefact=made).packed
    FacetSet.objects.filter(artefact=made).update(packed="1")
    FacetSet.objects.filter(artefact=other).delete()

    found = facets.recount()

    assert found == 3  # one that is wrong and its right one, and one that is missing
    assert FacetSet.objects.get(artefact=made).packed == right
    assert FacetSet.objects.filter(artefact=other).exists()
    assert facets.recount() == 0


def test_sort_keys_follow_the_artefact():
    made = factories.artefact()
    facets.list_artefact(made)
    Artefact.objects.filter(pk=made.pk).update(downloads=12)

    facets.copy_sort_keys([made.pk])

    assert set(FacetEntry.objects.values_list("downloads", flat=True)) == {12}
    assert facets.recount(fix=False) == 0


def test_tags_are_counted_alone_and_not_in_pairs():
    made = factories.artefact(tags=["blameless", "review"])

    facets.list_artefact(made)

    assert FacetPair.objects.filter(first__facet=Facet.TAG).exclude(first=F("second")).count() == 0
    assert count_of(Facet.TAG, "review") == 1


def test_a_file_type_has_one_name_and_a_link_is_a_type():
    link = factories.kind("external-link", shape="link")
    pictures = factories.artefact(files=[("a.jpeg", b"1"), ("b.jpg", b"2"), ("c.pdf", b"3")])
    linked, bare = factories.artefact(kind=link), factories.artefact()

    for made in (pictures, linked, bare):
        facets.list_artefact(made)

    assert {slug for facet, slug in values_of(pictures) if facet == Facet.FILE_TYPE} == {"jpg", "pdf"}
    assert (Facet.FILE_TYPE, "link") in values_of(linked)
    assert not [slug for facet, slug in values_of(bare) if facet == Facet.FILE_TYPE]


@pytest.mark.parametrize(
    ("figures", "values"),
    [
        ({"score": 3.94, "team_count": 2, "low": 3.5}, set()),
        ({"score": None, "low": 3.5}, set()),
        ({"score": 4.0, "team_count": 3, "low": 3.75}, {(Facet.RATED, "4"), (Facet.USED, "3")}),
        (
            {"used_in": {"size": ["1-9"], "tool": ["Acme  Desk, Jot"]}, "maturity": "3"},
            {(Facet.CONTEXT, slug) for slug in ("size:1-9", "tool:acme desk", "tool:jot", "maturity:3")},
        ),
    ],
)
def test_an_artefact_is_found_by_its_proof_and_by_where_it_worked(figures, values):
    made = factories.artefact(**figures)
    facets.list_artefact(made)

    usual = {Facet.ALL, Facet.KIND, Facet.LICENCE, Facet.LANGUAGE}
    assert {key for key in values_of(made) if key[0] not in usual} == values
    assert set(FacetEntry.objects.values_list("low", flat=True)) == {made.low}
    assert facets.recount(fix=False) == 0


def test_a_renamed_term_is_shown_by_its_new_name():
    made = factories.artefact(kind=factories.kind("form", label="Form"))
    facets.list_artefact(made)
    Kind.objects.filter(slug="form").update(label="Paper form")

    facets.recount()

    assert FacetValue.objects.get(slug="form").label == "Paper form"


@given(
    st.lists(
        st.tuples(
            st.integers(0, 2),
            st.sampled_from(["list", "hide"]),
            st.sets(st.sampled_from(["a", "b", "c"])),
            st.sets(st.sampled_from(["x", "y"])),
            st.sampled_from(["", "health", "retail"]),
        ),
        max_size=8,
    )
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_course_of_changes_leaves_the_counts_a_recount_finds(changes):
    with transaction.atomic():
        by = factories.member()
        made = [factories.artefact(by) for _ in range(3)]
        facets.bulk_list([thing.pk for thing in made])
        for number, deed, practices, tags, sector in changes:
            thing = made[number]
            status = Status.HIDDEN if deed == "hide" else Status.PUBLISHED
            Artefact.objects.filter(pk=thing.pk).update(status=status, made_for_sector=sector)
            thing.practices.set([factories.practice(slug) for slug in practices])
            thing.tags.set(tags)
            facets.list_artefact(thing)

        assert facets.recount(fix=False) == 0
        transaction.set_rollback(True)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_artefacts_published_at_the_same_time_are_all_counted():
    practices = [factories.practice(slug) for slug in "abc"]
    made = [factories.artefact(practices=practices, tags=["x"], body="the same words") for _ in range(12)]

    def publish(thing):
        with transaction.atomic():
            facets.list_artefact(thing)
            search.index(thing)
        connection.close()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(publish, made))

    assert count_of(Facet.ALL, "all") == 12
    assert (facets.recount(fix=False), list(checking.faults())) == (0, [])
