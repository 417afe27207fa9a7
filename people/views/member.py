"""A member's page."""

from django.http import Http404
from django.shortcuts import redirect, render

from people.assembly import panels
from people.following import is_following
from people.models import Member
from people.reading import read_only
from people.rules import may_follow


@read_only
def member(request, slug):
    """Who somebody is, and what each room knows of their work."""
    thing = Member.objects.visible_to(request.user).for_page().filter(slug=slug).first()
    if thing is None:
        return _former(slug)
    context = {"member": thing, "panels": panels("MEMBER_PANELS", request, thing)}
    if request.user.is_authenticated and may_follow(request.user, thing):
        context["follows"] = is_following(request.user, thing)
    return render(request, "people/member.html", context)


def _former(slug):
    """On from an address the page had before, where its member wants that."""
    left = Member.objects.open().filter(former_slugs__slug=slug, former_slugs__leads_on=True).first()
    if left is None:
        raise Http404
    answer = redirect(left, permanent=True)
    # A browser that remembered it would go round in circles when the member takes the old name again.
    answer["Cache-Control"] = "no-cache"
    return answer
