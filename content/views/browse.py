"""Lists: the whole library, and one practice."""

from django.shortcuts import get_object_or_404, render

from content import browsing, cards, shelves, unfound
from content.enums import Facet
from content.models import Artefact, Practice
from people.reading import read_only

PRACTICE_CARDS = 20


@read_only
def browse(request):
    """The library, narrowed by search and filters: all state is in the address."""
    state = browsing.State.from_query(request.GET)
    result = browsing.find(state, request.user)
    if state.q and not (result.total or result.chips):
        unfound.note(request, state.q)
    context = {
        "state": state,
        "result": result,
        "cards": cards.render(result.artefacts, result.snippets, result.reasons),
        "here": "browse",
        "own_search": True,
    }
    return render(request, "content/browse.html", context)


@read_only
def practices(request):
    """All practices with how many artefacts each has."""
    counts = shelves.totals(Facet.PRACTICE)
    groups = {}
    for practice in Practice.objects.active():
        practice.artefact_count = counts.get(practice.slug, 0)
        groups.setdefault(practice.group, []).append(practice)
    return render(request, "content/practices.html", {"groups": groups, "here": "practices"})


@read_only
def practice(request, slug):
    """One practice: its newest artefacts, its other names, and the way to all of them."""
    thing = get_object_or_404(Practice, slug=slug)
    listed = Artefact.objects.visible_to(request.user).listed()
    newest = shelves.newest_under(listed, Facet.PRACTICE, slug)
    context = {
        "practice": thing,
        "total": shelves.total(Facet.PRACTICE, slug),
        "cards": cards.render(list(newest.for_cards()[:PRACTICE_CARDS])),
        "here": "practices",
    }
    return render(request, "content/practice.html", context)
