"""The practices that a member wants to hear about."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from content import interests
from content.forms.interests import InterestsForm
from content.models import Practice
from people.keeping_words import keeps_words, typed


@never_cache
@keeps_words()
def practices(request):
    """Choose among all practices; nobody else sees it."""
    data = typed(request)
    first = {} if data is not None else {"practices": interests.chosen(request.user)}
    form = InterestsForm(data, initial=first, practices=Practice.objects.active())
    if request.method == "POST" and form.is_valid():
        interests.choose(request.user, form.cleaned_data["practices"], by=request.user)
        messages.success(request, _("Your practices are saved."))
        return redirect("settings_practices")
    return render(request, "content/settings_practices.html", {"form": form})
