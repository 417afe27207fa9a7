"""The one writer of facet values, entries and pair counts: what keeps lists and their counts flat.

An *entry* puts a listed artefact under one value, beside copies of the sort keys. A *set* has all values of one
artefact that filters offer in one row, to be counted from. A *pair* says how many listed artefacts have two
values (twice the same: the value alone). Tags and contexts have entries and a
count of their own but no pairs with others: thousands of tags would make millions of pairs.

Whoever changes an artefact calls ``list_artefact`` in the same transaction, with the artefact's row locked.
"""

from collections import Counter
from itertools import combinations, islice

from django.db import transaction
from django.db.models import Count, F, OuterRef, Subquery

from content import loading
from content.enums import Facet
from content.facet_values import listings
from content.models import Artefact, FacetEntry, FacetPair, FacetSet, FacetValue
from people.prepared import prepared_update

# Values of these facets are counted under each other; every other value only alone.
CROSSED = (
    Facet.KIND,
    Facet.PRACTICE,
    Facet.FILE_TYPE,
    Facet.LICENCE,
    Facet.SECTOR,
    Facet.SIZE,
    Facet.LANGUAGE,
    Facet.LINEAGE,
    Facet.RATED,
    Facet.USED,
)
SORT_KEYS = ("published_at", "downloads", "confirmed_at", "low")
BATCH = 1000


def list_artefact(artefact):
    """Make entries, set and pairs equal what the artefact is now; one that is in no list loses all of them."""
    bulk_list([artefact.pk])


def unlist_artefact(artefact):
    """Take the artefact out of every list and count, whatever its status says."""
    with transaction.atomic():
        queue_up()
        _apply([artefact.pk], {})


def bulk_list(ids):
    """``list_artefact`` for many, in batches of their own transactions."""
    for batch in _batches(ids):
        with transaction.atomic():
            queue_up()
            _apply(batch, listings(batch))


def enter(ids):
    """Bulk loading: entries of listed artefacts that have none; answers their pairs for ``count_pairs``."""
    found = listings(ids)
    values = _value_ids({key: label for listing in found.values() for key, label in listing.values.items()})
    rows, sets, pairs = [], [], Counter()
    for pk, listing in found.items():
        has = {values[key]: key[0] for key in listing.values}
        keys = _keys(listing)
        rows += [(pk, value, *keys) for value in has]
        sets.append((pk, _packed(has)))
        pairs.update(_pairs(has))
    loading.insert(FacetEntry, ["artefact", "value", *SORT_KEYS], rows)
    loading.insert(FacetSet, ["artefact", "packed"], sets)
    return pairs


def count_pairs(pairs):
    """Add what ``enter`` answered to the stored counts."""
    with transaction.atomic():
        queue_up()
        _add(pairs)


def copy_ranks(ranks):
    """Copy the new ranks {artefact's number: low} that stand with artefacts to their entries, without a look first."""
    if len(ranks) == 1:  # one rating: the value is at hand
        [(pk, low)] = ranks.items()
        _rank(artefact=pk, low=low)
    elif ranks:
        _copy_keys(sorted(ranks), ("low",))


@prepared_update
def _rank(artefact, low):
    return FacetEntry.objects.filter(artefact=artefact), {"low": low}


def copy_sort_keys(artefact_ids):
    """Copy changed downloads, dates and ranks to the entries; counts stay as they are."""
    for batch in _batches(artefact_ids):
        rows = Artefact.objects.filter(pk__in=batch).values_list("pk", *SORT_KEYS)
        keys = {pk: tuple(keys) for pk, *keys in rows}
        copies = FacetEntry.objects.filter(artefact__in=batch).order_by().distinct()
        stale, names = set(), set()
        for pk, *copied in copies.values_list("artefact_id", *SORT_KEYS):
            differ = _differ(copied, keys[pk])
            names |= differ
            stale |= {pk} if differ else set()
        _copy_keys(sorted(stale), names)


def recount(fix=True):
    """How many entries and pairs differ from what they should be; with ``fix`` they are put right.

    Nobody who publishes has to wait for the whole of it. What differs may be half of what somebody publishes at
    that moment, so it is looked at a second time.
    """
    return _recount_entries(fix) + _recount_pairs(fix)


def queue_up():
    """Wait until nobody else writes lists or words, and keep others waiting until this transaction ends.

    Writers meet at the row of ALL: they all change its count anyway, and meeting at one row first means that
    no two of them can each hold what the other needs.
    """
    value, _ = FacetValue.objects.get_or_create(facet=Facet.ALL, slug="all", defaults={"label": "all"})
    FacetValue.objects.select_for_update(no_key=True).get(pk=value.pk)


def _apply(ids, wanted):
    """Bring the entries of ``ids`` to ``wanted`` ({id: Listing}) and the pairs by the difference."""
    values = _value_ids({key: label for listing in wanted.values() for key, label in listing.values.items()})
    before = _entries(ids)
    change = Counter()
    gone, new, stale, names, sets = [], [], set(), set(), {}
    for pk in ids:
        has = before.get(pk, {})
        wants = {values[key]: key[0] for key in wanted[pk].values} if pk in wanted else {}
        keys = _keys(wanted[pk]) if pk in wanted else None
        gone += [entry.pk for value, entry in has.items() if value not in wants]
        for value, entry in has.items():
            if value in wants and (differ := _differ(_keys(entry), keys)):
                stale.add(pk)
                names |= differ
        new += [_entry(pk, value, keys) for value in sorted(wants) if value not in has]
        sets[pk] = _packed(wants)
        change.subtract(_pairs({value: entry.value.facet for value, entry in has.items()}))
        change.update(_pairs(wants))
    FacetEntry.objects.filter(pk__in=gone).delete()
    _copy_keys(sorted(stale), names)
    FacetEntry.objects.bulk_create(new, batch_size=150)
    _save_sets(sets)
    _add(change)


def _entries(ids):
    """{artefact id: {value id: entry}}"""
    found = {}
    for entry in FacetEntry.objects.filter(artefact__in=ids).select_related("value"):
        found.setdefault(entry.artefact_id, {})[entry.value_id] = entry
    return found


def _packed(facets):
    """The set of these values ({value id: facet}) as it is stored; empty where there are none."""
    offered = sorted(value for value, facet in facets.items() if facet == Facet.ALL or facet in CROSSED)
    return " ".join(map(str, offered))


def _save_sets(sets):
    """Store {artefact id: packed} where it differs; an empty one has no row."""
    stored = dict(FacetSet.objects.filter(artefact__in=sets).values_list("artefact_id", "packed"))
    changed = {pk: packed for pk, packed in sets.items() if packed != stored.get(pk, "")}
    FacetSet.objects.filter(artefact__in=[pk for pk, packed in changed.items() if not packed]).delete()
    FacetSet.objects.bulk_create(
        [FacetSet(artefact_id=pk, packed=packed) for pk, packed in changed.items() if packed],
        batch_size=300,
        update_conflicts=True,
        unique_fields=["artefact"],
        update_fields=["packed"],
    )


def _entry(artefact_id, value_id, keys):
    return FacetEntry(artefact_id=artefact_id, value_id=value_id, **dict(zip(SORT_KEYS, keys, strict=True)))


def _keys(row):
    """The sort keys of a listing or of an entry."""
    return tuple(getattr(row, name) for name in SORT_KEYS)


def _differ(copied, keys):
    """The names of the sort keys that are not copied as they are."""
    return {name for name, has, wants in zip(SORT_KEYS, copied, keys, strict=True) if has != wants}


def _copy_keys(ids, names):
    """All entries of these artefacts take these of their sort keys: one statement, however many they are."""
    if names:
        rows = Artefact.objects.filter(pk=OuterRef("artefact"))
        copies = {name: Subquery(rows.values(name)) for name in sorted(names)}
        FacetEntry.objects.filter(artefact__in=ids).update(**copies)


def _value_ids(labels):
    """{(facet, slug): id}, creating what is new and renaming what has a new label."""
    known = _known_values(labels)
    missing = sorted(set(labels) - set(known))
    if missing:
        FacetValue.objects.bulk_create(
            [FacetValue(facet=facet, slug=slug, label=labels[facet, slug][:120]) for facet, slug in missing],
            ignore_conflicts=True,
        )
        known = _known_values(labels)
    for key, (pk, label) in known.items():
        if label != labels[key][:120]:
            FacetValue.objects.filter(pk=pk).update(label=labels[key][:120])
    return {key: pk for key, (pk, _) in known.items()}


def _known_values(keys):
    """{(facet, slug): (id, label)} of those of ``keys`` that there are."""
    facets = {facet for facet, _ in keys}
    slugs = sorted({slug for _, slug in keys})
    rows = FacetValue.objects.values_list("facet", "slug", "pk", "label")
    return {
        (facet, slug): (pk, label)
        for start in range(0, len(slugs), 500)
        for facet, slug, pk, label in rows.filter(facet__in=facets, slug__in=slugs[start : start + 500])
        if (facet, slug) in keys
    }


def _pairs(facets):
    """The pairs (first <= second) that an artefact with these values ({value id: facet}) is counted in."""
    crossed = sorted(value for value, facet in facets.items() if facet in CROSSED)
    return [*((value, value) for value in facets), *combinations(crossed, 2)]


def _add(change):
    """Add the differences, in key order. Safe to read first: the writers have queued up (queue_up)."""
    change = {pair: n for pair, n in change.items() if n}
    known = _pair_counts({value for pair in change for value in pair})
    _save_pairs({pair: known.get(pair, 0) + n for pair, n in change.items()})


def _pair_counts(values):
    """{(first, second): n} among ``values``; of all (some thousands) for None or very many."""
    pairs = FacetPair.objects.all()
    if values is not None and len(values) < 400:
        pairs = pairs.filter(first__in=values, second__in=values)
    return {(first, second): n for first, second, n in pairs.values_list("first_id", "second_id", "n")}


def _save_pairs(counts):
    FacetPair.objects.bulk_create(
        [FacetPair(first_id=a, second_id=b, n=n) for (a, b), n in sorted(counts.items())],
        batch_size=300,
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["n"],
    )


def _recount_entries(fix):
    """Differences between the entries and the artefacts' rows, batch by batch over both."""
    artefacts = set(Artefact.objects.listed().values_list("pk", flat=True))
    artefacts.update(FacetEntry.objects.values_list("artefact_id", flat=True).distinct())
    artefacts.update(FacetSet.objects.values_list("artefact_id", flat=True))
    differences = 0
    for batch in _batches(sorted(artefacts)):
        if _difference(batch, listings(batch)):
            with transaction.atomic():
                queue_up()
                wanted = listings(batch)
                differences += _difference(batch, wanted)
                if fix:
                    _apply(batch, wanted)
    return differences


def _difference(ids, wanted):
    """How many (artefact, value with its label, sort keys), and how many sets, are on one side only."""
    entries = _entries(ids)
    has = {
        (pk, entry.value.facet, entry.value.slug, entry.value.label, *_keys(entry))
        for pk, under in entries.items()
        for entry in under.values()
    }
    wants = {
        (pk, *key, label[:120], *_keys(listing))
        for pk, listing in wanted.items()
        for key, label in listing.values.items()
    }
    sets = set(FacetSet.objects.filter(artefact__in=ids).values_list("artefact_id", "packed"))
    packed = {
        (pk, _packed({value: entry.value.facet for value, entry in under.items()}))
        for pk, under in entries.items()
    }
    return len(has ^ wants) + len(sets ^ packed)


def _recount_pairs(fix):
    missing = lasting(_missing_from_pairs)
    if fix and missing:
        count_pairs(missing)
    return len(missing)


def _missing_from_pairs():
    """{pair: what has to be added to its stored count}"""
    stored, counted = _pair_counts(None), _count_pairs()
    missing = {pair: counted.get(pair, 0) - stored.get(pair, 0) for pair in stored.keys() | counted.keys()}
    return {pair: n for pair, n in missing.items() if n}


def lasting(missing):
    """What ``missing`` answers ({what: how many}) twice the same, for counts that others may be changing meanwhile."""
    first = missing()
    second = missing() if first else {}
    return {what: n for what, n in first.items() if second.get(what) == n}


def _count_pairs():
    """{(first, second): n} counted from the entries."""
    entries = FacetEntry.objects.order_by()
    alone = entries.values_list("value_id").annotate(n=Count("pk"))
    crossed = (
        entries.filter(
            value__facet__in=CROSSED,
            artefact__facet_entries__value__facet__in=CROSSED,
            artefact__facet_entries__value__gt=F("value"),
        )
        .values_list("value_id", "artefact__facet_entries__value_id")
        .annotate(n=Count("pk"))
    )
    return {(value, value): n for value, n in alone} | {(a, b): n for a, b, n in crossed}


def _batches(items):
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
