"""What a member is told: the page of notices, how they want to be told, and the way out of a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from people import notices, outbox
from people.enums import DIGEST, NoticeKind
from people.forms import NoticesForm
from people.keeping_words import keeps_words, typed
from people.models import Notice
from people.pressing import member_presses

A_PAGE = 20


@never_cache
@login_required
def notices_page(request):
    """Newest first, grouped by what they are about; ``before`` is the number of the last one seen."""
    found = Notice.objects.of(request.user)
    if before := _number(request.GET.get("before", "")):
        found = found.filter(pk__lt=before)
    shown = list(found[: A_PAGE + 1])
    groups = {}
    for notice in shown[:A_PAGE]:
        groups.setdefault(notice.thing or str(notice.pk), []).append(notice)
    context = {
        "groups": list(groups.values()),
        "newest": shown[0].pk if shown else 0,
        "has_unread": any(notice.read_at is None for notice in shown),
        "next": shown[A_PAGE - 1].pk if len(shown) > A_PAGE else None,
        "is_first": not before,
        "here": "notices",
    }
    return render(request, "people/notices.html", context)


@member_presses(lambda: reverse("notices"))
def notices_read(request):
    """All read, up to the newest one that was on the page."""
    notices.read_all(request.user, upto=_number(request.POST.get("upto", "")))
    return redirect("notices")


@never_cache
@keeps_words()
def settings_page(request):
    """Each kind, and how one wants to be told of it."""
    form = NoticesForm(typed(request), initial=notices.how_of(request.user))
    if request.method == "POST" and form.is_valid():
        notices.choose(request.user, form.cleaned_data, by=request.user)
        messages.success(request, _("Your choice is saved."))
        return redirect("settings_notices")
    return render(request, "people/settings_notices.html", {"form": form})


# RFC 8058: a mail program posts here for its reader, without our cookies and without a token of ours. What proves
# the request is the signature in the address, which nobody can make for somebody else; all it can do is end mails.
@csrf_exempt
@never_cache
def stop_mail(request, token):
    """The way out of a mail, signed in or not: a look shows a button, so that link scanners end nothing."""
    found = outbox.read_way_out(token)
    if found is None:
        raise Http404
    member, kind = found
    is_done = request.method == "POST"
    if is_done:
        notices.stop_mail(member, kind)
    name = _("the weekly mail") if kind == DIGEST else NoticeKind(kind).label
    return render(request, "people/stop_mail.html", {"name": name, "is_done": is_done})


def _number(text):
    """A notice's number, or 0 for what is none."""
    return int(text) if text.isdecimal() and len(text) < 16 else 0
