"""A member's data: taking it along, and closing the account."""

from functools import wraps

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    get_reauthentication_flows,
)
from allauth.core import ratelimit
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from people import closing, exporting, privacy
from people.forms import ClosingForm, posted
from people.pressing import member_presses
from people.reading import read_only
from people.rules import may_close
from people.views.proving import code_first, say_press_again


def confirmed(word):
    """Only for a member who proved within the last five minutes that it is them: by password, second factor or code."""

    def decorate(view):
        asked = code_first(word)(reauthentication_required(view))
        return wraps(view)(login_required(asked))

    return decorate


def back_to_button(view):
    """For a file: as the answer to a password it would leave that page standing, so its button is pressed again."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not get_reauthentication_flows(request.user) or did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        say_press_again(request)
        onward = urlencode({"next": reverse("settings_data")})
        return redirect(f"{reverse('account_reauthenticate')}?{onward}")

    return checked


@read_only
@never_cache
@login_required
def data(request):
    return render(request, "people/settings_data.html")


@member_presses(lambda: reverse("settings_data"))
@back_to_button
@confirmed("download")
def download(request):
    """Everything as one ZIP, made while it is sent; a few times an hour."""
    if refused := ratelimit.consume_or_429(request, action="data_download"):
        return refused
    answer = StreamingHttpResponse(exporting.export(request.user), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="back2itsm-{request.user.slug}.zip"'
    answer["Cache-Control"] = "no-store"
    return answer


@never_cache
@confirmed("close")
def close(request):
    """What goes and what stays; then, with a choice of the name, the end."""
    member = request.user
    form = ClosingForm(posted(request))
    answer = may_close(member, member)
    if answer and form.is_valid():
        closing.close(member, by=member, **form.cleaned_data)
        logout(request)
        return redirect("settings_closed")
    context = {"form": form, "effects": privacy.effects(member), "may_close": answer}
    return render(request, "people/settings_close.html", context)


@read_only
def closed(request):
    return render(request, "people/settings_closed.html")
