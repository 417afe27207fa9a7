"""The page behind the link of ``manage.py make_admin``."""

from allauth.account.utils import perform_login
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from people import confirming, desk


@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def claim_desk(request, token):
    """GET asks, POST signs the member in as moderator; a second factor is still asked for."""
    try:
        if request.method == "POST":
            member = desk.claim_desk(token)
            answer = perform_login(
                request, member, email_verification="none", redirect_url=reverse("admin:index")
            )
            confirming.note(request)  # the link is good once, and for an hour: as good as a code by mail
            return answer
        return render(request, "people/claim_desk.html", {"member": desk.read_offer(token)})
    except desk.StaleOffer:
        return render(request, "people/claim_desk.html", {"member": None}, status=410)
