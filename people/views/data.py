"""A member's data: taking it along, and closing the account."""

from functools import wraps

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    get_reauthentication_flows,
)
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from people import closing, confirming, exporting, privacy
from people.forms import ClosingForm, CodeForm, posted
from people.pressing import member_presses
from people.reading import read_only
from people.rules import may_close

# Where the code by mail leads to: a download is asked for anew, by its button.
ONWARD = {"download": "settings_data", "close": "settings_close"}


def confirmed(view):
    """Only for a member who proved within the last five minutes that it is them: by password, second factor or code."""

    @login_required
    @wraps(view)
    def checked(request, *args, **kwargs):
        if get_reauthentication_flows(request.user):
            return reauthentication_required(view)(request, *args, **kwargs)
        if not confirming.is_fresh(request):
            return redirect(f"{reverse('settings_confirm')}?for={view.__name__}")
        return view(request, *args, **kwargs)

    return checked


def back_to_button(view):
    """For a file: as the answer to a password it would leave that page standing, so its button is pressed again."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not get_reauthentication_flows(request.user) or did_recently_reauthenticate(request):
            return view(request, *args, **kwargs)
        messages.info(request, _("Once you have confirmed that it is you, press the button again."))
        onward = urlencode({"next": reverse(ONWARD[view.__name__])})
        return redirect(f"{reverse('account_reauthenticate')}?{onward}")

    return checked


@read_only
@never_cache
@login_required
def data(request):
    return render(request, "people/settings_data.html")


@member_presses(lambda: reverse("settings_data"))
@back_to_button
@confirmed
def download(request):
    """Everything as one ZIP, made while it is sent; a few times an hour."""
    if refused := ratelimit.consume_or_429(request, action="data_download"):
        return refused
    answer = StreamingHttpResponse(exporting.export(request.user), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="back2itsm-{request.user.slug}.zip"'
    answer["Cache-Control"] = "no-store"
    return answer


@never_cache
@confirmed
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


@never_cache
@login_required
def confirm(request):
    """For members without password and second factor: a code by mail, then on to what they wanted."""
    onward = ONWARD.get(request.GET.get("for"), "settings_close")
    if get_reauthentication_flows(request.user):
        return redirect(onward)
    if request.method == "POST" and "send" in request.POST:
        return _send_code(request)
    form = CodeForm(posted(request))
    if form.is_valid():
        if not ratelimit.consume(request, action="reauthenticate", user=request.user):
            form.add_error("code", _("Too many tries. Wait a minute."))
        elif confirming.confirm(request, form.cleaned_data["code"]):
            return redirect(onward)
        else:
            form.add_error("code", _("This is not the code of the newest mail, or it is too old"))
    context = {"form": form, "is_sent": confirming.is_sent(request)}
    return render(request, "people/settings_confirm.html", context)


def _send_code(request):
    if ratelimit.consume(request, action="request_login_code", key=request.user.email.lower()):
        confirming.send_code(request)
    else:
        messages.error(request, _("Too many mails. Wait a minute."))
    return redirect(request.get_full_path())
