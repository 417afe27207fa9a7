"""The second question, by a signed address that works signed out; a look at it writes nothing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from surveys import asking
from surveys.enums import COVERAGE


@never_cache
def asked_again(request, token):
    """How well is it covered now? One click; another one changes the answer."""
    question = asking.read_token(token)
    if question is None:
        raise Http404
    if request.method == "POST":
        said = request.POST.get("coverage", "")
        if said in ("1", "2", "3", "4", "5", "none"):
            asking.answer(question, None if said == "none" else int(said))
            messages.success(request, _("Thank you. Your answer is kept."))
            return redirect(request.path)
        messages.error(request, _("Choose one of the five, or say that you cannot tell."))
    context = {"question": question, "need": question.need, "scale": COVERAGE.items(), "here": "needs"}
    return render(request, "surveys/asked_again.html", context)


@never_cache
def not_again(request, token):
    """The way out of these mails: a look shows a button, so that link scanners end nothing."""
    if not asking.is_way_out(token):
        raise Http404
    is_done = request.method == "POST"
    if is_done:
        asking.stop(token)
    return render(request, "surveys/not_again.html", {"is_done": is_done})
