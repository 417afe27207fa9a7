"""One page of the library: what the address asks for, and all that the page shows of it."""

from collections import namedtuple
from dataclasses import dataclass, field, replace
from functools import cache, partial

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content import closeness, facet_form, keyset, search
from content.enums import Facet
from content.facet_counts import Counts, counts
from content.models import Artefact
from content.models.artefacts import CARD_FIELDS, CONTEXT_FIELDS
from content.narrowing import fitting, for_search, ids_of, look_up
from content.search.parts import SUMMARY
from content.state import BEST, CLOSEST, DEEPEST, PAGE_SIZE, SORT_FIELDS, State, key_of
from people.prepared import prepared

__all__ = ["Result", "State", "find"]


@dataclass(frozen=True)
class Chip:
    label: str
    remove_url: str


@dataclass(frozen=True)
class Page:
    number: int
    url: str
    is_current: bool


@dataclass(frozen=True)
class Suggestion:
    """A corrected query; ``shown`` where its results are on the page already."""

    words: str
    url: str
    shown: bool


@dataclass
class Result:
    artefacts: list = field(default_factory=list)
    snippets: dict = field(default_factory=dict)  # {artefact id: safe markup}
    reasons: dict = field(default_factory=dict)  # {artefact id: safe markup}, of the order "closest to me"
    total: int = 0
    total_capped: bool = False
    library_total: int = 0
    heading: str = ""
    facets: list = field(default_factory=list)
    facet_html: str = ""
    chips: list = field(default_factory=list)
    sorts: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    pages: list = field(default_factory=list)
    first_url: str = ""
    previous_url: str = ""
    next_url: str = ""
    clear_url: str = ""
    canonical: str = ""
    suggestion: Suggestion | None = None


def find(state, user):
    """The Result for a State: everything in it is listed and visible to ``user``.

    At most five queries for any address, three more where a typo is corrected, three more for "closest to me"; one
    more draws new cards.
    """
    place, note = _place(state, user)
    state = state if place or state.sort != CLOSEST else replace(state, sort=BEST if state.q else "newest")
    known = look_up(state.chosen | (closeness.look_up_slugs(place) if place else {}))
    chosen = [value for value in known if value.facet != Facet.CONTEXT]
    order = _Order(place, [value for value in known if value.facet == Facet.CONTEXT])
    listed = partial(_listed, user)
    found = _search(state, *for_search(listed(), chosen), is_whole=not chosen) if state.q else None
    numbers = _counts(chosen, found)
    result = Result(library_total=numbers.library)
    result.total, result.total_capped = numbers.total, numbers.is_capped
    if found:
        result.total, result.total_capped = found.total, found.is_capped
        result.suggestion = _suggestion(state, found)
    state = state.within(result.total)
    order.total = result.total
    rows = _rows(state, listed, chosen, found, order) if result.total else []
    result.artefacts = rows[:PAGE_SIZE]
    _describe(result, state, chosen, numbers, found)
    result.sorts = state.sorts(is_member=user.is_authenticated)
    if place:
        result.reasons = {artefact.pk: closeness.reason(artefact, place) for artefact in result.artefacts}
    if note:
        result.notes.append(note)
    _number(result, state, has_more=len(rows) > PAGE_SIZE)
    return result


def _listed(user):
    return Artefact.objects.visible_to(user).listed()


@dataclass
class _Order:
    """What "closest to me" is about: where the member works, the values looked up for it, and how many there are."""

    place: closeness.Place | None
    values: list
    total: int = 0


def _place(state, user):
    """(where the member works if the list is sorted by it, else None; a note where that cannot be told)"""
    if state.sort != CLOSEST:
        return None, ""
    if not user.is_authenticated:
        words = _('<a href="{url}">Sign in</a> to see first what is closest to where you work.')
        return None, format_html(words, url=reverse("account_login"))
    if place := closeness.place_of(user):
        return place, ""
    words = _(
        'Say <a href="{organisation}">how large your organisation is and in which sector</a>, and '
        '<a href="{profile}">which tools you use</a>: then the closest comes first. Until then, the newest does.'
    )
    urls = {"organisation": reverse("settings_organisation"), "profile": reverse("settings_profile")}
    return None, format_html(words, **urls)


def _search(state, queryset, among, *, is_whole):
    """search.Found for what was typed, or for its correction where only that finds something."""
    found = search.search(queryset, state.q, among=among, is_whole=is_whole)
    if not found.suggestion:
        return found
    corrected = search.search(queryset, found.suggestion, among=among, is_whole=is_whole)
    return replace(corrected, suggestion=found.suggestion) if corrected.ids else found


def _counts(chosen, found):
    """Counts among what was found; none of them where nothing was asked that could be found ("***")."""
    if found and not found.query:
        return Counts(library=counts([]).library)
    return counts(chosen, found)


def _suggestion(state, found):
    if not found.suggestion:
        return None
    return Suggestion(found.suggestion, state.url(q=found.suggestion), shown=bool(found.ids))


def _rows(state, listed, chosen, found, order):
    """Artefacts for the cards of the page, and one more where another page follows."""
    if order.place:
        return _closest_rows(state, listed(), chosen, found, order)
    if found:
        return _found_rows(state, listed(), found)
    rows = []
    field = SORT_FIELDS[state.sort]
    for start in keyset.starts(Artefact, field, "artefact" if chosen else "pk", state.after):
        if len(rows) <= PAGE_SIZE:
            rows += _rows_from(start, state, listed, chosen, PAGE_SIZE + 1 - len(rows))
    return rows


def _rows_from(start, state, listed, chosen, most):
    field = SORT_FIELDS[state.sort]
    part = slice(state.offset, state.offset + most)
    if not chosen and not start:
        return list(map(_Row._make, _in_order(field)(part=part)))
    in_order = listed().for_cards().order_by(f"-{field}", "-pk")
    if not chosen:  # the artefacts have an index of their own for each order
        return list(in_order.filter(start)[part])
    return list(in_order.filter(pk__in=ids_of(fitting(chosen).filter(start), chosen, field)[part]))


# What for_cards() reads of an artefact.
_Row = namedtuple("_Row", ("pk", *CARD_FIELDS))


@cache
def _in_order(field):
    """The question for a whole library in one order: what visitors see of what is listed, everybody does."""

    @prepared
    def rows():
        return _listed(AnonymousUser()).order_by(f"-{field}", "-pk").values_list(*_Row._fields)

    return rows


def _closest_rows(state, listed, chosen, found, order):
    """Those that fit the profile, closest first, then all others by rank."""
    names, end = (*CARD_FIELDS, *CONTEXT_FIELDS), state.offset + PAGE_SIZE + 1
    if found:
        ids = closeness.closest_among(order.place, order.values, found.ids)
        cards = listed.select_related("words").only(*names, "words__parts")
        return _these(cards, ids[state.offset : end])
    ids, cards = closeness.closest(order.place, order.values, chosen), listed.only(*names)
    rows = _these(cards, ids[state.offset : end])
    part = slice(max(0, state.offset - len(ids)), max(0, end - len(ids)))
    if part.stop and len(ids) < order.total:
        rows += _others(cards, chosen, ids, part)
    return rows


def _others(cards, chosen, ids, part):
    others = cards.order_by("-low", "-pk")
    if not chosen:
        return list(others.exclude(pk__in=ids)[part])
    left = fitting(chosen).exclude(artefact__in=ids)
    return list(others.filter(pk__in=ids_of(left, chosen, "low")[part]))


def _these(cards, ids):
    """The rows with these ids, in their order."""
    rows = {artefact.pk: artefact for artefact in cards.filter(pk__in=ids)} if ids else {}
    return [rows[pk] for pk in ids if pk in rows]


def _found_rows(state, listed, found):
    """The same for a search, with the words for the snippets in the same query."""
    cards = listed.for_cards().select_related("words").only(*CARD_FIELDS, "words__parts")
    part = slice(state.offset, state.offset + PAGE_SIZE + 1)
    if state.sort != BEST:
        field = SORT_FIELDS[state.sort]
        return list(cards.filter(pk__in=search.among(found.ids)).order_by(f"-{field}", "-pk")[part])
    return _these(cards, found.ids[part])


def _describe(result, state, chosen, numbers, found):
    """The words around the list: heading, filters, notes."""
    words = found.query.text if found else ""
    result.heading = _heading(result, words)
    result.facets, result.facet_html = facet_form.column(numbers)
    result.chips = [Chip(value.label, state.without(value.facet, value.slug)) for value in chosen]
    result.clear_url = state.url(chosen={})
    result.canonical = state.url()
    result.notes = list(_notes(result, state, found))
    if found:
        result.snippets = _snippets(result.artefacts, words)


def _heading(result, words):
    shown = f"{result.total:,}+" if result.total_capped else f"{result.total:,}"
    if words:
        text = ngettext("%(n)s artefact for “%(words)s”", "%(n)s artefacts for “%(words)s”", result.total)
        return text % {"n": shown, "words": words}
    return ngettext("%(n)s artefact", "%(n)s artefacts", result.total) % {"n": shown}


def _notes(result, state, found):
    if found is None:
        return
    if found.query.was_cut:
        yield _("The search was long: only its first %(n)d characters were used.") % {
            "n": len(found.query.text)
        }
    if result.total_capped and state.sort != BEST:
        yield _("Sorted among the %(n)s best matches.") % {"n": f"{result.total:,}"}


def _snippets(artefacts, words):
    documents = {artefact.pk: artefact.words.parts for artefact in artefacts if hasattr(artefact, "words")}
    found = search.snippets_of(documents, words)
    return {pk: _found_line(snippet, dict(documents[pk])) for pk, snippet in found.items()}


def _found_line(snippet, parts):
    """Where the words were found; the summary before it where that alone would not say what the artefact is."""
    where = format_html('{} <span class="muted">({})</span>', snippet, snippet.where_in_words)
    if snippet.says_what_it_is or not parts.get(SUMMARY):
        return format_html('<p class="snippet">{}</p>', where)
    return format_html('<p class="snippet">{}</p><p class="snippet small">{}</p>', parts[SUMMARY], where)


def _number(result, state, has_more):
    """Page numbers inside the first rows, then only "Next" from the last row's key."""
    last = state.last_page(result.total)
    result.pages = [
        Page(n, state.url(page=n), n == state.page and not state.after) for n in _near(state.page, last)
    ]
    if state.after:
        result.first_url = state.url(page=1)
    elif state.page > 1:
        result.previous_url = state.url(page=state.page - 1)
    if state.after or state.page * PAGE_SIZE >= DEEPEST:
        if has_more and not state.q and state.sort != CLOSEST:
            result.next_url = state.url(after=key_of(result.artefacts[-1], state.sort))
    elif state.page < last:
        result.next_url = state.url(page=state.page + 1)


def _near(page, last):
    """The first page, those around this one, and the last."""
    return sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
