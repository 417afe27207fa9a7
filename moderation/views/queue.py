"""The desk's queue: what waits, oldest first, and publishing several at once."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from content.models import Version
from moderation import deciding, queue
from moderation.forms import WishForm
from people.pressing import NOT_DONE

MOST_AT_ONCE = queue.PAGE


@require_safe
def waiting(request):
    """One page of the queue; all of its state is in the address."""
    form = WishForm(request.GET or None)
    wish = form.wish if form.is_bound else queue.Wish()
    counts = queue.counts(wish)
    entries, following = queue.page(wish, queue.place_of(request.GET.get("after", "")))
    asked = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    context = {
        "form": form,
        "entries": entries,
        "tallies": [(source.many, counts[source.slug]) for source in queue.SOURCES],
        "total": sum(counts.values()),
        "is_narrowed": wish != queue.Wish(),
        "is_later": "after" in request.GET,
        "next_query": urlencode(asked | {"after": following}) if following else "",
        "first_query": urlencode(asked),
        "has_versions": any(entry.what == "versions" for entry in entries),
    }
    return render(request, "moderation/queue.html", context)


def publish_many(request):
    """Ask once more about the versions that were ticked, then publish what is still as it was seen."""
    if request.method != "POST":  # one comes here after signing in anew
        messages.info(request, NOT_DONE)
        return redirect("queue")
    seen = dict(filter(None, map(_seen, request.POST.getlist("version")[:MOST_AT_ONCE])))
    if not seen:
        messages.error(request, _("Tick the versions to publish first."))
        return redirect("queue")
    if "confirmed" not in request.POST:
        versions = Version.objects.select_related("artefact__kind", "by").in_bulk(seen)
        chosen = [(versions[pk], _mark(pk, seen[pk])) for pk in seen if pk in versions]
        return render(request, "moderation/publish_many.html", {"chosen": chosen})
    published, skipped = deciding.publish_all(seen, by=request.user)
    if published:
        sentence = ngettext("%(n)d version is published.", "%(n)d versions are published.", len(published))
        messages.success(request, sentence % {"n": len(published)})
    for name, why in skipped:
        messages.warning(request, _("Skipped %(name)s: %(why)s") % {"name": name, "why": why})
    return redirect("queue")


def _mark(pk, since):
    """What a box stands for: the version, and since when it waited when the moderator saw it."""
    return f"{pk}@{since.isoformat()}"


def _seen(mark):
    """(pk, since) of a box, or None for what is none."""
    pk, _at, since = mark.partition("@")
    try:
        when = datetime.fromisoformat(since)
    except ValueError:
        return None
    is_right = pk.isascii() and pk.isdecimal() and len(pk) < 16 and when.tzinfo is not None
    return (int(pk), when) if is_right else None
