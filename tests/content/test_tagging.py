"""Merging tags: every use moves, once, and lists, counts and search follow."""

import pytest
from django.core.exceptions import PermissionDenied

from content import facets, publishing, search, tagging
from content.enums import Facet
from content.models import Artefact, FacetEntry, FacetPair, Tag, TaggedArtefact
from tests import factories

pytestmark = pytest.mark.django_db


def tagged(by, *tags, title="Incident review", published=True):
    """A listed artefact with these tags, or a draft."""
    artefact = factories.artefact(by=by, title=title, tags=tags, published=published)
    if published:
        publishing.refresh(artefact.pk)
    return artefact


def tag(name):
    return Tag.objects.get(name=name)


def merge(*names, into, by):
    return tagging.merge_tags([tag(name) for name in names], into=tag(into), by=by)


def test_every_use_moves_and_none_is_doubled(alice, mona):
    both = tagged(alice, "post-mortem", "postmortem", "on call", title="Both")
    three = tagged(alice, "postmortem", "post mortem", title="Three spellings")
    draft = tagged(alice, "post mortem", title="Draft", published=False)

    changed = merge("postmortem", "post mortem", into="post-mortem", by=mona)

    assert changed == 3
    assert {work.title: sorted(work.tags.names()) for work in (both, three, draft)} == {
        "Both": ["on call", "post-mortem"],
        "Three spellings": ["post-mortem"],
        "Draft": ["post-mortem"],
    }
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["on call", "post-mortem"]
    assert TaggedArtefact.objects.count() == 4


def test_lists_counts_and_search_hold_the_new_word(alice, mona):
    artefact = tagged(alice, "hindsight")
    tagged(alice, "retrospective", title="Another")

    merge("hindsight", into="retrospective", by=mona)

    slugs = FacetEntry.objects.filter(artefact=artefact, value__facet=Facet.TAG)
    assert list(slugs.values_list("value__slug", flat=True)) == ["retrospective"]
    alone = FacetPair.objects.filter(first__facet=Facet.TAG, n__gt=0).values_list("first__slug", "n")
    assert list(alone) == [("retrospective", 2)]
    assert facets.recount(fix=False) == 0
    found = [search.search(Artefact.objects.listed(), word).ids for word in ("retrospective", "hindsight")]
    assert [artefact.pk in ids for ids in found] == [True, False]


def test_one_tag_alone_is_nothing_to_merge(alice, mona):
    tagged(alice, "post-mortem")

    with pytest.raises(publishing.Refused, match="at least two"):
        merge("post-mortem", into="post-mortem", by=mona)


def test_it_is_for_moderators(alice):
    tagged(alice, "post-mortem", "postmortem")

    with pytest.raises(PermissionDenied):
        merge("postmortem", into="post-mortem", by=alice)
    assert Tag.objects.count() == 2


def test_the_desk_asks_which_one_stays(client_of, alice, mona):
    tagged(alice, "post-mortem", "postmortem")
    desk, url = client_of(mona), "/admin/content/tag/"
    chosen = {"action": "merge", "_selected_action": [row.pk for row in Tag.objects.all()]}

    asked = desk.post(url, chosen)
    before = Tag.objects.count()
    answer = desk.post(url, chosen | {"into": tag("post-mortem").pk}, follow=True)

    assert "Which tag stays?" in asked.content.decode()
    assert (before, list(Tag.objects.values_list("name", flat=True))) == (2, ["post-mortem"])
    assert [str(message) for message in answer.context["messages"]] == [
        "Merged into “post-mortem”: 1 artefact changed."
    ]
