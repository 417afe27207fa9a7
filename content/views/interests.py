"""The practices that a member wants to hear about."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from content import interests
from content.forms.interests import InterestsForm
from content.models import Practice


@never_cache
@login_required
def practices(request):
    """Choose among all practices; nobody else sees it."""
    data = request.POST if request.method == "POST" else None
    first = {} if data is not None else {"practices": interests.chosen(request.user)}
    form = InterestsForm(data, initial=first, practices=Practice.objects.active())
    if form.is_valid():
        interests.choose(request.user, form.cleaned_data["practices"], by=request.user)
        messages.success(request, _("Your practices are saved."))
        return redirect("settings_practices")
    return render(request, "content/settings_practices.html", {"form": form})
