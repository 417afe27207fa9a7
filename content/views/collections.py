"""Collections: the public ones, one's own, the page of one with what its owner does there, and its ZIP."""

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from content import delivery, downloads, gathering, packing
from content.forms.collections import CollectForm, CollectionForm, NoteForm
from content.models import Artefact, Collection
from content.moving import Refused
from content.rules import may_change_collection
from people.answers import demand
from people.keeping_words import keeps_words, typed
from people.pressing import member_presses

PAGE_SIZE = 20


def _collection_or_404(request, pk):
    """A collection that this user may see, with its owner."""
    known = Collection.objects.visible_to(request.user).select_related("owner")
    return get_object_or_404(known, pk=pk)


def _panel_of(slug):
    """Where an artefact is put into a collection."""
    return reverse("artefact", args=[slug]) + "#collect"


def _own_collection(request, pk):
    """One that this user may change; a public one of somebody else says why not."""
    found = _collection_or_404(request, pk)
    demand(may_change_collection(request.user, found))
    return found


@require_safe
def collections(request):
    """The public collections, newest first, in steps of PAGE_SIZE."""
    rows = Collection.objects.filter(is_public=True).for_list().order_by("-pk")
    before = request.GET.get("before", "")
    if before.isdecimal() and before.isascii() and len(before) < 16:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE_SIZE + 1])
    more = found[PAGE_SIZE - 1].pk if len(found) > PAGE_SIZE else None
    context = {"collections": found[:PAGE_SIZE], "next": more, "is_first": not before, "here": "browse"}
    return render(request, "content/collections.html", context)


@keeps_words()
def my_collections(request):
    """One's own collections, and a new one."""
    form = CollectionForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = gathering.make(by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            return redirect(made)
    rows = Collection.objects.filter(owner=request.user).for_list().order_by("-changed_at", "-pk")
    context = {"collections": list(rows), "form": form}
    return render(request, "content/collections_mine.html", context)


@require_safe
def collection(request, pk, slug):
    """The page of one collection; its owner also sees what is not on show any more."""
    found = _collection_or_404(request, pk)
    if slug != found.slug:
        return redirect(found)
    is_owner = bool(may_change_collection(request.user, found))
    parts = packing.parts_of(found)
    items = list(found.items.select_related("artefact"))
    on_show = {part.artefact.pk: part for part in parts}
    rows = [
        {
            "item": item,
            "part": on_show.get(item.artefact_id),
            "note_form": NoteForm(initial={"note": item.note}),
        }
        for item in items
        if is_owner or item.artefact_id in on_show
    ]
    context = {
        "collection": found,
        "rows": rows,
        "is_owner": is_owner,
        "zip": packing.may_pack(parts),
        "zip_bytes": sum(file.size for part in parts for file in part.files),
        "here": "browse",
    }
    return render(request, "content/collection.html", context)


@keeps_words()
def collection_edit(request, pk):
    """Rename it, say what it is for, publish it or take it back; below, delete it."""
    found = _own_collection(request, pk)
    said = {"title": found.title, "text": found.text, "is_public": found.is_public}
    form = CollectionForm(typed(request), initial=said)
    if request.method == "POST" and form.is_valid():
        changed = gathering.describe(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("The collection is saved."))
        return redirect(changed)
    return render(request, "content/collection_edit.html", {"collection": found, "form": form})


@member_presses(lambda pk: reverse("collection_edit", args=[pk]))
def collection_delete(request, pk):
    found = _own_collection(request, pk)
    gathering.delete(found, by=request.user)
    messages.success(request, _("The collection “%(title)s” is deleted.") % {"title": found.title})
    return redirect("my_collections")


@member_presses(lambda pk: reverse("my_collections"))
def collection_item(request, pk):
    """Move an artefact up or down, take it out, or write a note beside it: the button says which."""
    found = _own_collection(request, pk)
    number = request.POST.get("item", "")
    item = int(number) if number.isdecimal() and number.isascii() and len(number) < 16 else 0
    if "up" in request.POST or "down" in request.POST:
        gathering.move(found, item, by=request.user, up="up" in request.POST)
    elif "remove" in request.POST:
        gathering.take_out(found, item, by=request.user)
        messages.success(request, _("The artefact is taken out."))
    elif "note" in request.POST:
        form = NoteForm(request.POST)
        if not form.is_valid():
            messages.error(request, form.errors["note"][0])
            return redirect(f"{found.get_absolute_url()}#item-{item}")
        gathering.annotate(found, item, by=request.user, note=form.cleaned_data["note"])
    return redirect(f"{found.get_absolute_url()}#item-{item}")


@require_POST
@keeps_words(_panel_of)
def collect(request, slug):
    """Put an artefact into one's own collection, or into a new one."""
    artefact = get_object_or_404(Artefact.objects.visible_to(request.user), slug=slug)
    form = CollectForm(request.POST, collections=Collection.objects.filter(owner=request.user))
    if not form.is_valid():
        messages.error(request, next(iter(form.errors.values()))[0])
        return redirect(_panel_of(slug))
    try:
        # A title somebody typed is what they want, whatever the list stands at.
        title, chosen = form.cleaned_data["title"], form.cleaned_data["collection"]
        chosen = gathering.make(by=request.user, title=title) if title else chosen
        gathering.add(chosen, artefact, by=request.user)
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect(_panel_of(slug))
    messages.success(request, _("It is in your collection “%(title)s”.") % {"title": chosen.title})
    return redirect(_panel_of(slug))


@require_safe
def collection_zip(request, pk, slug):
    """All files of a collection with their licences and authors; needs no account."""
    found = _collection_or_404(request, pk)
    if slug != found.slug:
        return redirect("collection_zip", found.pk, found.slug)
    parts = packing.parts_of(found)
    demand(packing.may_pack(parts))
    headers = delivery.SAFE_HEADERS | {
        "Content-Type": "application/zip",
        "Content-Disposition": delivery.disposition(f"{found.slug}.zip"),
        "Cache-Control": delivery.ATTACHMENT_CACHE,
    }
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    downloads.count_all(request, [part.artefact for part in parts if part.is_taken])
    return StreamingHttpResponse(packing.pack(found, parts), headers=headers)
