"""The moderators' desk: Django's admin without a door of its own."""

from functools import wraps

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

# Characters: each word becomes a condition on every field, and databases bound their depth.
MOST_SEARCHED = 200


class Desk(AdminSite):
    """Signing in, its limits and its second factor are allauth's: the admin's own form would know neither."""

    site_header = gettext_lazy("Moderators' desk")
    site_title = "Back2ITSM"
    index_title = gettext_lazy("What waits and what there is")

    def has_permission(self, request):
        return super().has_permission(request) and not lacks_second_factor(request)

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        """Where the admin sends whoever it does not let in: to what they lack."""
        to = self._safe_next(request)
        if not request.user.is_authenticated:
            return redirect(f"{reverse('account_login')}?{urlencode({'next': to})}")
        if not (request.user.is_active and request.user.is_staff):
            raise PermissionDenied(_("The desk is for moderators. Your account is not one of theirs."))
        if lacks_second_factor(request):
            messages.info(
                request, _("The desk needs a second factor. Set up a passkey or an authenticator app first.")
            )
            return redirect("mfa_index")
        return redirect(to)

    def admin_view(self, view, cacheable=False):
        """As the admin's; what is searched for has a length that every list can bear."""
        return super().admin_view(_with_short_search(view), cacheable)

    def index(self, request, extra_context=None):
        """The start of the desk leads to the queue and says how long it is."""
        from moderation import queue  # here: the desk is there before the models are
        from ratings.models import RingFlag

        counts = queue.counts(queue.Wish())
        tallies = [(source.many, counts[source.slug]) for source in queue.SOURCES]
        context = {"queue_counts": tallies, "queue_total": sum(counts.values())}
        context["open_findings"] = RingFlag.objects.filter(verdict="open").count()
        context["of_surveys"] = _of_surveys()
        return super().index(request, context | (extra_context or {}))

    def logout(self, request, extra_context=None):
        return redirect("account_logout")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def _safe_next(self, request):
        to = request.GET.get("next", "")
        hosts = {request.get_host()}
        if url_has_allowed_host_and_scheme(to, allowed_hosts=hosts, require_https=request.is_secure()):
            return to
        return reverse("admin:index")


def _of_surveys():
    """[(what of needs and surveys waits for a moderator, how much, where it is decided)], in three queries."""
    from surveys import quoting
    from surveys.enums import NeedState, TextState
    from surveys.models import Need, PairIdea

    needs = Need.objects.filter(state=NeedState.WAITING)
    ideas = PairIdea.objects.filter(state=TextState.WAITING)
    waiting = (
        (_("Needs"), needs, "admin:surveys_need_changelist", "state"),
        (_("Answers in words"), quoting.waiting(), "admin:surveys_answer_changelist", "text_state"),
        (_("Additions to pairwise rounds"), ideas, "admin:surveys_pairidea_changelist", "state"),
    )
    return [(many, rows.count(), f"{reverse(name)}?{field}=waiting") for many, rows, name, field in waiting]


def _with_short_search(view):
    @wraps(view)
    def asked(request, *args, **kwargs):
        words = request.GET.get(SEARCH_VAR, "")
        if len(words) <= MOST_SEARCHED:
            return view(request, *args, **kwargs)
        said = _("Only the first %(most)s characters were searched for.") % {"most": MOST_SEARCHED}
        messages.warning(request, said)
        query = request.GET.copy()
        query[SEARCH_VAR] = words[:MOST_SEARCHED]
        return redirect(f"{request.path}?{query.urlencode()}")

    return asked


def lacks_second_factor(request):
    """Recovery codes alone are none: they replace a passkey or an app that is lost. Asked once a request."""
    if not hasattr(request, "has_second_factor"):
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        request.has_second_factor = is_mfa_enabled(request.user, kinds)
    return not request.has_second_factor
