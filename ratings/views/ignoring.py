"""What a member does not want to be shown: a button beside each recommendation, and the list to take it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from content.models import Artefact
from people.models import Member
from people.pressing import back, member_presses
from people.reading import read_only
from ratings import ignoring


def _said(request, words):
    link = _("Take it back")
    url = reverse("settings_not_interested")
    messages.success(request, format_html('{} <a href="{}">{}</a>', words, url, link))


@member_presses(lambda slug: reverse("home"))
def not_interested(request, slug):
    """Hide a recommended artefact for good, or with ``stop`` let it be recommended again."""
    artefact = get_object_or_404(Artefact.objects.visible_to(request.user), slug=slug)
    if "stop" in request.POST:
        ignoring.heed(artefact, by=request.user)
        messages.success(
            request, _("“%(title)s” may be recommended to you again.") % {"title": artefact.title}
        )
    else:
        ignoring.ignore(artefact, by=request.user)
        _said(request, _("“%(title)s” is not recommended to you again.") % {"title": artefact.title})
    return back(request, reverse("home"))


@member_presses(lambda slug: reverse("home"))
def not_interested_in(request, slug):
    """Hide a recommended member for good, or with ``stop`` let them be recommended again."""
    person = get_object_or_404(Member.objects.visible_to(request.user), slug=slug)
    if "stop" in request.POST:
        ignoring.heed_person(person, by=request.user)
        messages.success(request, _("%(name)s may be recommended to you again.") % {"name": person.name})
    else:
        ignoring.ignore_person(person, by=request.user)
        _said(
            request, _("%(name)s is not recommended to you again. They are not told.") % {"name": person.name}
        )
    return back(request, reverse("home"))


@member_presses(lambda slug: reverse("home"))
def not_used(request, slug):
    """One took it and did not use it."""
    artefact = get_object_or_404(Artefact.objects.visible_to(request.user), slug=slug)
    ignoring.did_not_use(artefact, by=request.user)
    messages.success(request, _("You are not asked about “%(title)s” again.") % {"title": artefact.title})
    return back(request, reverse("home"))


@read_only
@never_cache
@login_required
def overview(request):
    """What and whom one hears nothing of."""
    artefacts, people = ignoring.ignored(request.user)
    return render(request, "ratings/settings_not_interested.html", {"artefacts": artefacts, "people": people})
