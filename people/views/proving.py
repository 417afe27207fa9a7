"""Asking members to prove once more that it is them, before what a borrowed screen must not be enough for.

Who has a password or a second factor is asked by allauth. Who has neither, and it would let through, enters a code by
mail; so does whoever signed in by anything else than such a code within the last five minutes.
"""

from functools import wraps

from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from people import confirming
from people.forms import CodeForm, posted

# Where the code leads to, by the word in the address. What is sent by a button is asked for anew, by that button.
ONWARD = {
    "download": "settings_data",
    "close": "settings_close",
    "address": "account_email",
    "password": "account_set_password",
    "app": "mfa_activate_totp",
    "passkey": "mfa_add_webauthn",
}


def code_first(word, asks=lambda request: True):
    """Send members who can prove it by nothing else to the page of the code; ``asks`` says for which requests."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            member = request.user
            if not member.is_authenticated or not asks(request) or get_reauthentication_flows(member):
                return view(request, *args, **kwargs)
            if confirming.is_fresh(request):
                return view(request, *args, **kwargs)
            if request.method == "POST":
                say_press_again(request)
            return redirect(f"{reverse('settings_confirm')}?for={word}")

        return checked

    return decorate


def say_press_again(request):
    messages.info(request, _("Once you have confirmed that it is you, press the button again."))


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
