"""A member's own settings: one page for each subject; what others see is on the member's page."""

from django.conf import settings as django_settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from people import profile
from people.assembly import panels
from people.forms import MOST_ROLES, OrganisationForm, ProfileForm, RoleForm
from people.keeping_words import keeps_words, typed
from people.models import Role
from people.pressing import member_presses
from people.reading import read_only


@read_only
@never_cache
@login_required
def overview(request):
    return render(
        request, "people/settings.html", {"panels": panels("SETTINGS_PANELS", request, request.user)}
    )


@never_cache
@keeps_words()
def profile_page(request):
    licences = import_string(django_settings.LICENCE_CHOICES)()
    member = request.user
    form = ProfileForm(typed(request), instance=member, licences=licences)
    if request.method == "POST" and form.is_valid():
        profile.describe(member, by=member, **form.cleaned_data)
        messages.success(request, _("Your profile is saved."))
        return redirect("settings_profile")
    return render(request, "people/settings_profile.html", {"form": form})


@never_cache
@keeps_words()
def roles(request):
    """The roles held now, and the form for another one."""
    held = list(profile.current_roles(request.user))
    form = RoleForm(typed(request), affiliation=profile.current_affiliation(request.user))
    if len(held) >= MOST_ROLES:
        form = None
    elif request.method == "POST" and form.is_valid():
        profile.take_role(request.user, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your role is saved."))
        return redirect("settings_roles")
    former = (
        request.user.roles.exclude(until=None)
        .select_related("affiliation__organisation")
        .order_by("-until", "-pk")
    )
    context = {"form": form, "roles": held, "former": former[:20], "most": MOST_ROLES}
    return render(request, "people/settings_roles.html", context)


@never_cache
@keeps_words()
def role(request, pk):
    """Change a role: the one that stands ends, another starts."""
    held = _held(request, pk)
    initial = {"kind": held.kind, "title": held.title, "since": held.since, "speaks_for": held.speaks_for}
    initial["here"] = held.affiliation_id is not None
    affiliation = profile.current_affiliation(request.user)
    form = RoleForm(typed(request), affiliation=affiliation, initial=initial)
    if request.method == "POST" and form.is_valid():
        profile.change_role(held, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your role is saved."))
        return redirect("settings_roles")
    return render(request, "people/settings_role.html", {"form": form, "role": held})


@member_presses(lambda pk: reverse("settings_roles"))
def end_role(request, pk):
    profile.end_role(_held(request, pk), by=request.user)
    messages.success(request, _("The role has ended. It stays beside what you shared in it."))
    return redirect("settings_roles")


@never_cache
@keeps_words()
def organisation(request):
    """Where the member works: a change ends the row that stands and starts another."""
    member, affiliation = request.user, profile.current_affiliation(request.user)
    initial = {"name_shown": affiliation.name_shown, "since": affiliation.since} if affiliation else {}
    instance = affiliation.organisation if affiliation else None
    form = OrganisationForm(typed(request), instance=instance, initial=initial)
    if request.method == "POST" and form.is_valid():
        profile.join_organisation(member, by=member, **form.cleaned_data)
        messages.success(request, _("Your organisation is saved."))
        return redirect("settings_organisation")
    return render(request, "people/settings_organisation.html", {"form": form, "affiliation": affiliation})


@member_presses(lambda: reverse("settings_organisation"))
def leave_organisation(request):
    affiliation = profile.current_affiliation(request.user)
    if affiliation is not None:
        profile.leave_organisation(affiliation, by=request.user)
        messages.success(request, _("You have left. Roles you hold go on, speaking for yourself."))
    return redirect("settings_organisation")


def _held(request, pk):
    """One of the member's own roles of today; anybody else's is not there."""
    return get_object_or_404(Role.objects.select_related("member"), pk=pk, member=request.user, until=None)
