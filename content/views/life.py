"""What a creator does with an artefact that is out: each act asks first."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from content import living
from content.forms.collections import LifeForm
from content.models import Artefact
from content.moving import Refused
from content.rules import NOT_YOURS
from people.keeping_words import keeps_words


@keeps_words()
def artefact_life(request, slug, act):
    """The question, and after the button the act. What cannot be done now says so on the artefact's page."""
    if act not in living.ACTS:
        raise Http404
    artefact = get_object_or_404(Artefact.objects.visible_to(request.user), slug=slug)
    if artefact.creator_id != request.user.pk:
        raise PermissionDenied(str(NOT_YOURS.reason))
    wanted = living.ACTS[act]
    if wanted not in living.acts_for(request.user, artefact):
        messages.error(request, living.NOT_NOW)
        return redirect(artefact)
    form = LifeForm(request.POST if request.method == "POST" else None, act=act)
    if request.method == "POST" and form.is_valid():
        try:
            living.do(wanted, artefact, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("successor" if "successor" in form.fields else None, refused.reason)
        else:
            messages.success(request, wanted.done)
            return redirect(artefact)
    context = {"artefact": artefact, "act": wanted, "form": form, "here": "browse"}
    return render(request, "content/life.html", context)
