"""The addresses each target is measured on: at least 150 of each where the library has them."""

from itertools import cycle, islice

from django.test import RequestFactory
from django.urls import reverse

from content.enums import Facet
from content.models import Artefact, FacetEntry, FacetValue, File, SearchWord
from content.state import SORT_FIELDS, State, key_of

ITEMS = 150
WORDS = 25  # of each class
DEPTHS = {"list at 50 %": 0.5, "list at 90 %": 0.9, "list, last page": 1.0}


def spread(queryset, n=ITEMS):
    """``n`` ids spread evenly over a queryset."""
    ids = list(queryset.order_by("pk").values_list("pk", flat=True))
    return [ids[at * len(ids) // n] for at in range(min(n, len(ids)))]


def pages():
    """{name: addresses} of what a visitor opens."""
    browse = reverse("browse")
    listed = Artefact.objects.listed()
    slugs = listed.filter(pk__in=spread(listed)).order_by("pk").values_list("slug", flat=True)
    numbered = [f"{browse}?sort={sort}&page={page}" for page in range(1, 51) for sort in SORT_FIELDS]
    return {
        "list": numbered,
        "home": [f"{reverse('home')}?n={n}" for n in range(ITEMS)],
        "artefact": [reverse("artefact", args=[slug]) for slug in slugs],
        "practice": [reverse("practice", args=[slug]) for slug in _values(Facet.PRACTICE)],
        **{
            f"search, {name} words": [f"{browse}?q={word}" for word in found]
            for name, found in words().items()
        },
        "one filter": [f"{browse}?practice={slug}" for slug in _values(Facet.PRACTICE)],
        "two filters": [
            f"{browse}?practice={one}&kind={two}"
            for one, two in zip(_values(Facet.PRACTICE), cycle(_values(Facet.KIND)))
        ],
        "tag": [f"{browse}?tag={slug}" for slug in _values(Facet.TAG)],
        "list, page 1": [f"{browse}?sort={sort}" for sort in SORT_FIELDS],
        **{name: [_deep(sort, depth) for sort in SORT_FIELDS] for name, depth in DEPTHS.items()},
    }


def words():
    """{class: words}: in about a tenth, a hundredth and a few of all documents."""
    total = Artefact.objects.listed().count()
    return {"common": _near(total // 10), "middling": _near(total // 100), "rare": _near(3)}


def _near(documents):
    """Words whose number of documents is nearest to ``documents``."""
    above = SearchWord.objects.filter(documents__gte=documents).order_by("documents", "word")
    below = SearchWord.objects.filter(documents__lt=documents, documents__gt=0).order_by("-documents", "word")
    found = [*above[:WORDS], *below[:WORDS]]
    found.sort(key=lambda word: (abs(word.documents - documents), word.word))
    return [word.word for word in found[:WORDS]]


def _values(facet):
    values = FacetValue.objects.filter(facet=facet, entries__isnull=False).distinct().order_by("pk")
    return list(values.values_list("slug", flat=True)[:ITEMS])


def _deep(sort, depth):
    """The address of the page that begins ``depth`` of the way down; the last page for 1."""
    field = SORT_FIELDS[sort]
    entries = FacetEntry.objects.filter(value__facet=Facet.ALL).order_by(f"-{field}", "-artefact_id")
    at = min(int(entries.count() * depth), entries.count() - 21)
    entry = entries.select_related("artefact")[max(0, at)]
    return State(sort=sort).url(after=key_of(entry.artefact, sort))


def downloads():
    """Addresses of files, and the places of the same files below the store."""
    files = (
        File.objects.filter(pk__in=spread(File.objects.all()))
        .select_related("version__artefact")
        .order_by("pk")
    )
    urls = [
        reverse("download", args=[file.version.artefact.slug, file.version.number, file.pk]) for file in files
    ]
    return urls, [f"/{file.store_path}" for file in files]


def floor(prefix):
    """150 addresses of a view of the floor."""
    return [f"/{prefix}/{pk}/" for pk in spread(Artefact.objects.listed())]


def environs(urls, host):
    """WSGI environments for ``urls``, as a browser without cookies would cause them."""
    factory = RequestFactory(HTTP_HOST=host, HTTP_ACCEPT="text/html", HTTP_USER_AGENT="Mozilla/5.0 (bench)")
    return [factory.get(url).environ for url in urls]


def first(urls, n):
    """``n`` of the addresses, from the beginning again where there are fewer."""
    return list(islice(cycle(urls), n))
