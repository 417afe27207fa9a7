"""For search engines: what there is, in parts that cost the same at a thousand and at a million artefacts.

A part is a range of 10,000 ids: no part has to know how many rows stand before it, and nothing is counted.
"""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Max, OuterRef
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.html import escape

from content.models import Artefact, Collection, CollectionItem, Practice
from people.models import Member
from people.reading import read_only

PART = 10_000  # ids; a sitemap may hold 50,000 addresses
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = ("home", "browse", "practices", "collections", "about")


@read_only
def sitemap_index(request):
    """The parts: one of pages and practices, and one for each range of ids."""
    parts = [reverse("sitemap_pages")]
    models = {"sitemap_artefacts": Artefact, "sitemap_people": Member, "sitemap_collections": Collection}
    for name, model in models.items():
        parts += [reverse(name, args=[part]) for part in range(_parts(model))]
    return _xml("sitemapindex", "sitemap", [(path, None) for path in parts])


@read_only
def sitemap_pages(request):
    """The pages of the house, and every practice."""
    paths = [reverse(name) for name in PAGES]
    paths += [practice.get_absolute_url() for practice in Practice.objects.active()]
    return _xml("urlset", "url", [(path, None) for path in paths])


@read_only
def sitemap_artefacts(request, part):
    """Listed artefacts whose ids lie in the part."""
    rows = _in_part(_listed(), part).values_list("slug", "changed_at")
    return _xml("urlset", "url", [(reverse("artefact", args=[slug]), at) for slug, at in rows])


@read_only
def sitemap_people(request, part):
    """Members with listed work: an empty profile is nothing to search for."""
    work = _listed().filter(creator=OuterRef("pk"))
    rows = _in_part(Member.objects.visible_to(AnonymousUser()).filter(Exists(work)), part).values_list("slug")
    return _xml("urlset", "url", [(reverse("member", args=[slug]), None) for (slug,) in rows])


@read_only
def sitemap_collections(request, part):
    """Public collections that hold something on show."""
    shown = CollectionItem.objects.filter(collection=OuterRef("pk"), artefact__in=_listed())
    rows = _in_part(Collection.objects.filter(Exists(shown), is_public=True), part)
    return _xml("urlset", "url", [(row.get_absolute_url(), row.changed_at) for row in rows])


@read_only
def robots(request):
    """All may look; nobody needs to count downloads, walk every filter or knock at the desk."""
    lines = [
        "User-agent: *",
        "Disallow: /accounts/",
        "Disallow: /admin/",
        "Disallow: /artefacts/?",
        "Disallow: /artefacts/*/v/*/files/",
        "",
        f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def _listed():
    return Artefact.objects.visible_to(AnonymousUser()).listed()


def _parts(model) -> int:
    """How many ranges of ids the table spans: the highest id is one step in its index."""
    highest = model.objects.aggregate(highest=Max("pk"))["highest"] or 0
    return (highest + PART) // PART if highest else 0


def _in_part(rows, part):
    """The rows of one range of ids; Http404 past the last range."""
    if part >= _parts(rows.model):
        raise Http404
    return rows.filter(pk__gte=part * PART, pk__lt=(part + 1) * PART).order_by("pk")


def _xml(root, element, rows):
    """``rows`` are (path, moment or None)."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{NAMESPACE}">']
    for path, at in rows:
        changed = f"<lastmod>{at.isoformat(timespec='seconds')}</lastmod>" if at else ""
        lines.append(f"<{element}><loc>{escape(settings.SITE_URL + path)}</loc>{changed}</{element}>")
    lines.append(f"</{root}>")
    return HttpResponse("\n".join(lines), content_type="application/xml; charset=utf-8")
