"""The short lists of pages that are about one thing: a practice, a tag."""

from django.db.models import F

from content.models import FacetPair, FacetValue


def totals(facet):
    """How many listed artefacts each value of ``facet`` has, as {slug: n}, from the stored counts."""
    alone = FacetPair.objects.filter(first=F("second"), first__facet=facet, n__gt=0)
    return dict(alone.values_list("first__slug", "n"))


def total(facet, slug):
    """How many listed artefacts one value has."""
    alone = FacetPair.objects.filter(first=F("second"), first__facet=facet, first__slug=slug)
    return alone.values_list("n", flat=True).first() or 0


def newest_under(listed, facet, slug):
    """Those of ``listed`` under one value, newest first, by one range scan of the facet's entries."""
    # A scalar subquery, not a join: PostgreSQL then reads the entries in the order of their index and stops.
    value = FacetValue.objects.filter(facet=facet, slug=slug).values("pk")[:1]
    under = listed.filter(facet_entries__value=value)
    return under.order_by("-facet_entries__published_at", "-facet_entries__artefact_id")
